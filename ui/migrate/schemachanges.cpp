// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/schemachanges.h"

#include "ui/changes/changetexts.h"

#include <QCoreApplication>
#include <QMap>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Line = TableChange::Line;
using Sign = TableChange::Line::Sign;

QString saidOfSchemaChange(const char *text)
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

QString keyText(const QList<core::IndexedColumn> &columns)
{
    QStringList parts;
    for (const core::IndexedColumn &column : columns)
        parts.append(column.isExpression() ? column.expression : column.column);
    return parts.isEmpty() ? QString() : u" (%1)"_s.arg(parts.join(", "_L1));
}

QString nameText(const QString &name)
{
    return name.isEmpty() ? QString() : u' ' + name;
}

QString indexText(const core::Index &index)
{
    QString text =
        (index.unique ? saidOfSchemaChange("unique index %1") : saidOfSchemaChange("index %1")).arg(index.name)
        + keyText(index.columns);
    if (!index.where.isEmpty())
        text += saidOfSchemaChange(" where %1").arg(index.where);
    return text;
}

QString foreignKeyText(const core::ForeignKey &key)
{
    QString text = saidOfSchemaChange("foreign key %1 → %2").arg(key.columns.join(", "_L1), key.target.display());
    // NO ACTION, said or not, is the same.
    if (key.deleteAction() != core::ForeignKeyAction::NoAction)
        text += u' ' + saidOfSchemaChange("on delete %1").arg(core::toText(key.deleteAction()).toLower());
    if (key.updateAction() != core::ForeignKeyAction::NoAction)
        text += u' ' + saidOfSchemaChange("on update %1").arg(core::toText(key.updateAction()).toLower());
    if (key.isDeferred())
        text += saidOfSchemaChange(" deferred");
    return text;
}

/// Keys and checks. What has no name is its own name: of another text, it is another one.
QMap<QString, QString> constraintsOf(const core::Table &table)
{
    QMap<QString, QString> named;
    if (table.primaryKey)
        named.insert(u"primary key"_s,
                     saidOfSchemaChange("primary key") + keyText(table.primaryKey->columns)
                         + (table.primaryKey->autoIncrement ? saidOfSchemaChange(" autoincrement") : QString()));
    for (const core::UniqueConstraint &unique : table.uniques)
        named.insert(u"unique"_s + nameText(unique.name) + keyText(unique.columns),
                     saidOfSchemaChange("unique") + nameText(unique.name) + keyText(unique.columns));
    for (const core::CheckConstraint &check : table.checks)
        named.insert(u"check "_s + (check.name.isEmpty() ? check.expression : check.name),
                     saidOfSchemaChange("check") + nameText(check.name) + u" (%1)"_s.arg(check.expression));
    for (const core::ForeignKey &key : table.foreignKeys)
        named.insert(u"key "_s + key.columns.join(", "_L1) + key.target.display(), foreignKeyText(key));
    return named;
}

QMap<QString, QString> indexesOf(const core::Table &table)
{
    QMap<QString, QString> named;
    for (const core::Index &index : table.indexes)
        named.insert(index.name, indexText(index));
    return named;
}

void compareTriggers(const QList<core::Trigger> &before, const QList<core::Trigger> &after, QList<Line> &lines)
{
    const auto named = [](const QList<core::Trigger> &triggers, const QString &name) -> const core::Trigger * {
        for (const core::Trigger &trigger : triggers) {
            if (trigger.name == name)
                return &trigger;
        }
        return nullptr;
    };
    for (const core::Trigger &old : before) {
        const core::Trigger *now = named(after, old.name);
        if (!now)
            lines.append({Sign::Minus, saidOfSchemaChange("trigger %1").arg(old.name)});
        else if (*now != old)
            lines.append({Sign::Changed, saidOfSchemaChange("trigger %1").arg(old.name)});
    }
    for (const core::Trigger &now : after) {
        if (!named(before, now.name))
            lines.append({Sign::Plus, saidOfSchemaChange("trigger %1").arg(now.name)});
    }
}

template <typename Thing> int keptOf(const QList<Thing> &before, const QList<Thing> &after)
{
    int kept = 0;
    for (const Thing &thing : before)
        kept += after.contains(thing) ? 1 : 0;
    return kept;
}

QString rebuiltText(const core::TableLedger &ledger, const core::Table &before, const core::Table &after)
{
    QStringList parts{ledger.after == 1 ? saidOfSchemaChange("1 row copied")
                                        : saidOfSchemaChange("%1 rows copied").arg(countText(ledger.after))};
    QStringList kept;
    if (const int indexes = keptOf(before.indexes, after.indexes); indexes > 0)
        kept.append(indexes == 1 ? saidOfSchemaChange("1 index") : saidOfSchemaChange("%1 indexes").arg(indexes));
    if (const int triggers = keptOf(before.triggers, after.triggers); triggers > 0)
        kept.append(triggers == 1 ? saidOfSchemaChange("1 trigger") : saidOfSchemaChange("%1 triggers").arg(triggers));
    if (!kept.isEmpty())
        parts.append(saidOfSchemaChange("%1 kept").arg(kept.join(saidOfSchemaChange(" and "))));
    return saidOfSchemaChange("rebuilt: %1").arg(parts.join(", "_L1));
}

bool sameColumnsInAnotherOrder(const core::Table &before, const core::Table &after)
{
    QStringList old;
    QStringList now;
    for (const core::Column &column : before.columns)
        old.append(column.name);
    for (const core::Column &column : after.columns)
        now.append(column.name);
    const bool moved = old != now;
    old.sort();
    now.sort();
    return moved && old == now;
}

bool isShown(const core::Table &table)
{
    return !table.internal && !table.shadow;
}

TableChange altered(const core::Table &before, const core::Table &after)
{
    TableChange change{after.name.display(), TableChange::Kind::Altered, {}};
    compare(columnsOf(before), columnsOf(after), change.lines);
    if (sameColumnsInAnotherOrder(before, after))
        change.lines.append({Sign::Changed, saidOfSchemaChange("columns in another order")});
    compare(constraintsOf(before), constraintsOf(after), change.lines);
    compare(indexesOf(before), indexesOf(after), change.lines);
    compareTriggers(before.triggers, after.triggers, change.lines);
    if (before.strict != after.strict)
        change.lines.append({after.strict ? Sign::Plus : Sign::Minus, u"STRICT"_s});
    if (before.withoutRowId != after.withoutRowId)
        change.lines.append({after.withoutRowId ? Sign::Plus : Sign::Minus, u"WITHOUT ROWID"_s});
    if (change.lines.isEmpty() && before != after)
        change.lines.append({Sign::Changed, saidOfSchemaChange("spelled in another way, see the SQL")});
    return change;
}

} // namespace

QList<TableChange> changedTables(const core::Schema &before, const core::Schema &after,
                                 const QList<core::TableLedger> &tables)
{
    const auto rebuilt = [&](const core::Table &table) -> const core::TableLedger * {
        for (const core::TableLedger &ledger : tables) {
            if (ledger.rebuilt && ledger.table == table.name.display())
                return &ledger;
        }
        return nullptr;
    };
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
        } else {
            TableChange change = altered(*old, now);
            if (const core::TableLedger *ledger = rebuilt(now))
                change.note = rebuiltText(*ledger, *old, now);
            if (!change.lines.isEmpty() || !change.note.isEmpty())
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
            changes.append({now.name.display(), TableChange::Kind::Added, {{Sign::Plus, saidOfSchemaChange("view")}}});
        else if (*old != now)
            changes.append(
                {now.name.display(), TableChange::Kind::Altered, {{Sign::Changed, saidOfSchemaChange("view")}}});
    }
    for (const core::View &old : before.views) {
        if (!after.view(old.name))
            changes.append(
                {old.name.display(), TableChange::Kind::Removed, {{Sign::Minus, saidOfSchemaChange("view")}}});
    }
    return changes;
}

} // namespace ui
