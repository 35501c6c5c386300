// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actionwords.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

const QHash<QString, QString> &allActionWords()
{
    static const QHash<QString, QString> words{
        {u"edits.apply"_s, u"save commit write run"_s},
        {u"edits.preview"_s, u"script statements show"_s},
        {u"task.stop"_s, u"cancel abort interrupt"_s},
        {u"edits.discard"_s, u"revert reset cancel rollback"_s},
        {u"edits.discardAll"_s, u"revert reset cancel rollback"_s},
        {u"impact.show"_s, u"cascade impact blast radius consequences"_s},
        {u"impact.reparent"_s, u"move parent reassign"_s},
        {u"cell.edit"_s, u"change value"_s},
        {u"cell.editLarge"_s, u"multiline long text value"_s},
        {u"cell.setNull"_s, u"clear empty"_s},
        {u"row.insert"_s, u"add new record create"_s},
        {u"row.duplicate"_s, u"copy clone record"_s},
        {u"row.duplicateWith"_s, u"copy clone children deep"_s},
        {u"row.delete"_s, u"remove record drop"_s},
        {u"row.softDelete"_s, u"soft delete archive trash"_s},
        {u"row.restore"_s, u"undelete unarchive"_s},
        {u"rows.hideDeleted"_s, u"soft archived trash"_s},
        {u"row.follow"_s, u"jump open reference relation parent"_s},
        {u"row.followInTab"_s, u"jump open reference relation parent"_s},
        {u"row.peek"_s, u"preview look card hover"_s},
        {u"row.expand"_s, u"children nested inner grid open"_s},
        {u"row.pick"_s, u"picker lookup select reference relation"_s},
        {u"row.referencing"_s, u"references usages children find who"_s},
        {u"row.related"_s, u"children links tags"_s},
        {u"row.goto"_s, u"jump line number"_s},
        {u"row.fullWidth"_s, u"form maximize"_s},
        {u"table.label"_s, u"label name title display caption"_s},
        {u"table.stampUpdates"_s, u"updated_at modified touch timestamp"_s},
        {u"column.format"_s, u"format date time unix json boolean hex uuid"_s},
        {u"column.pin"_s, u"freeze lock fix sticky"_s},
        {u"column.hide"_s, u"remove"_s},
        {u"columns.choose"_s, u"show hide visible"_s},
        {u"columns.relations"_s, u"counts children hide show"_s},
        {u"relation.orphans"_s, u"orphans broken dangling invalid"_s},
        {u"relation.draw"_s, u"foreign key virtual connect link add"_s},
        {u"relations.check"_s, u"orphans integrity foreign keys broken validate"_s},
        {u"filter.show"_s, u"search find where condition query"_s},
        {u"filter.byCell"_s, u"search find where equals same"_s},
        {u"filter.clear"_s, u"reset all remove"_s},
        {u"view.refresh"_s, u"reload update read again"_s},
        {u"view.raw"_s, u"stored plain keys format"_s},
        {u"theme.toggle"_s, u"mode colours colors appearance night"_s},
        {u"panel.row"_s, u"form record details inspector side"_s},
        {u"panel.pending"_s, u"staged edits diff script"_s},
        {u"quickOpen"_s, u"open find view"_s},
        {u"migrations.open"_s, u"drizzle schema journal"_s},
        {u"migrations.pickFolder"_s, u"drizzle open"_s},
        {u"design.newType"_s, u"create enumeration values type"_s},
        {u"design.type"_s, u"enum values add rename reorder remove alter"_s},
        {u"objects.open"_s, u"enum enums domain sequence trigger policy policies extension schema procedure objects"_s},
        {u"schema.remarks"_s, u"permission denied rights introspection notes missing"_s},
        {u"history.open"_s, u"log past scripts ran"_s},
        {u"history.takeBack"_s, u"undo revert rollback down inverse restore"_s},
        {u"migrations.wayBack"_s, u"undo revert rollback down inverse"_s},
        {u"migrations.save"_s, u"generate drizzle write folder"_s},
        {u"migrations.removeSource"_s, u"forget database snapshot compare"_s},
        {u"file.open"_s, u"database sqlite connect"_s},
        {u"file.openFolder"_s, u"drizzle database connect"_s},
        {u"connection.role"_s, u"rls policy user claims jwt set role"_s},
        {u"file.connect"_s, u"server postgres database url login host"_s},
        {u"file.close"_s, u"disconnect"_s},
        {u"file.sample"_s, u"demo example try"_s},
        {u"file.quit"_s, u"exit close"_s},
    };
    return words;
}

QStringList actionWords(const QString &id)
{
    return allActionWords().value(id).split(u' ', Qt::SkipEmptyParts);
}

} // namespace ui
