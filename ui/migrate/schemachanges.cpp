// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/schemachanges.h"

#include <QCoreApplication>
#include <QMap>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Line = TableChange::Line;
using Sign = TableChange::Line::Sign;

QString translated(const char *text)
{
    return QCoreApplication::translate("ui::SchemaChanges", text);
}

QString columnText(const core::Table &table, const core::Column &column)
{
    QStringList words{column.name};
    if (!column.declaredType.isEmpty())
        words.append(column.declaredType.toLower());
    if (table.isRequired(column))
        words.append(u"not null"_s);
    if (column.defaultExpression)
        words.append(u"default "_s + column.defaultExpression->left(40));
    if (column.isGenerated())
        words.append(u"generated"_s);
    return words.join(u' ');
}

/// Things with a name and a text: added, removed, or of another text now.
void compare(const QMap<QString, QString> &before, const QMap<QString, QString> &after, QList<Line> &lines)
{
    for (auto old = before.cbegin(); old != before.cend(); ++old) {
        const auto now = after.constFind(old.key());
        if (now == after.cend())
            lines.append({Sign::Minus, *old});
        else if (*now != *old)
            lines.append({Sign::Changed, *now});
    }
    for (auto now = after.cbegin(); now != after.cend(); ++now) {
        if (!before.contains(now.key()))
            lines.append({Sign::Plus, *now});
    }
}

QMap<QString, QString> columnsOf(const core::Table &table)
{
    QMap<QString, QString> columns;
    for (const core::Column &column : table.columns)
        columns.insert(column.name, columnText(table, column));
    return columns;
}

QMap<QString, QString> namedOf(const core::Table &table)
{
    QMap<QString, QString> named;
    for (const core::Index &index : table.indexes)
        named.insert(u"index "_s + index.name,
                     (index.unique ? translated("unique index %1") : translated("index %1")).arg(index.name));
    for (const core::Trigger &trigger : table.triggers)
        named.insert(u"trigger "_s + trigger.name, translated("trigger %1").arg(trigger.name));
    for (const core::ForeignKey &key : table.foreignKeys) {
        const QString columns = key.columns.join(", "_L1);
        QString text = translated("foreign key %1 → %2").arg(columns, key.target.display());
        if (key.onDelete)
            text += u' ' + translated("on delete %1").arg(core::toText(*key.onDelete).toLower());
        named.insert(u"key "_s + columns + key.target.display(), text);
    }
    return named;
}

bool isShown(const core::Table &table)
{
    return !table.internal && !table.shadow;
}

TableChange altered(const core::Table &before, const core::Table &after)
{
    TableChange change{after.name.display(), TableChange::Kind::Altered, {}};
    compare(columnsOf(before), columnsOf(after), change.lines);
    compare(namedOf(before), namedOf(after), change.lines);
    if (before.strict != after.strict)
        change.lines.append({after.strict ? Sign::Plus : Sign::Minus, u"STRICT"_s});
    if (before.uniques != after.uniques || before.checks != after.checks || before.primaryKey != after.primaryKey)
        change.lines.append({Sign::Changed, translated("keys or checks, see the SQL")});
    return change;
}

} // namespace

QList<TableChange> changedTables(const core::Schema &before, const core::Schema &after)
{
    QList<TableChange> changes;
    for (const core::Table &now : after.tables) {
        if (!isShown(now))
            continue;
        const core::Table *old = before.table(now.name);
        if (!old) {
            TableChange added{now.name.display(), TableChange::Kind::Added, {}};
            for (const core::Column &column : now.columns)
                added.lines.append({Sign::Plus, columnText(now, column)});
            changes.append(added);
        } else if (*old != now) {
            const TableChange change = altered(*old, now);
            if (!change.lines.isEmpty())
                changes.append(change);
        }
    }
    for (const core::Table &old : before.tables) {
        if (isShown(old) && !after.table(old.name))
            changes.append({old.name.display(), TableChange::Kind::Removed, {}});
    }
    for (const core::View &now : after.views) {
        const core::View *old = before.view(now.name);
        if (!old)
            changes.append({now.name.display(), TableChange::Kind::Added, {{Sign::Plus, translated("view")}}});
        else if (*old != now)
            changes.append({now.name.display(), TableChange::Kind::Altered, {{Sign::Changed, translated("view")}}});
    }
    for (const core::View &old : before.views) {
        if (!after.view(old.name))
            changes.append({old.name.display(), TableChange::Kind::Removed, {{Sign::Minus, translated("view")}}});
    }
    return changes;
}

} // namespace ui
