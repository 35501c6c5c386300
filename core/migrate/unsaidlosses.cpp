// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/unsaidlosses.h"

#include "core/migrate/tablekeys.h"
#include "core/base/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;

QString countOf(qint64 n, const QString &thing)
{
    return QString::number(n) + u' ' + (n == 1 ? thing : QString(thing + u's'));
}

bool isGoneUnsaid(const Table &table, const TablesByKey &after, const Announced &announced, const RowAccounts &accounts)
{
    const QString key = tableKey(table.name, announced.nameCase);
    const bool accounted = accounts.contains(key) && accounts.value(key).finalName.isEmpty();
    return !table.shadow && !table.internal && !tableAfter(table, after, announced, accounts) && !accounted
        && !isDropSaid(table, announced);
}

QList<Finding> tablesGone(const Snapshot &before, const Snapshot &after, const Announced &announced,
                          const RowAccounts &accounts)
{
    QList<Finding> all;
    const TablesByKey tables(after.schema);
    for (const Table &table : before.schema.tables) {
        if (!isGoneUnsaid(table, tables, announced, accounts))
            continue;
        const QString name = table.name.display();
        const qint64 rows = before.rows.value(name, -1);
        all += {rows == 0 ? Severity::Warn : Severity::Stop, u"H01"_s,
                u"“%1” is dropped%2, and no DROP TABLE in the script says so."_s.arg(
                    name,
                    rows < 0 ? u" with its rows, which were not counted"_s
                             : QString(u" with its "_s + countOf(rows, u"row"_s)))};
    }
    return all;
}

QList<Finding> columnsGone(const Snapshot &before, const Snapshot &after, const Announced &announced)
{
    QList<Finding> all;
    for (const Table &table : before.schema.tables) {
        const Table *now = after.schema.table(table.name);
        const QString key = tableKey(table.name, announced.nameCase);
        if (!now || table.shadow || table.internal || before.values.contains(key) || announced.dropped.contains(key)
            || before.rows.value(table.name.display(), -1) == 0)
            continue;
        for (const Column &column : table.columns) {
            const QString said = key + u' ' + foldedName(column.name, announced.nameCase);
            const qint64 values = before.values.value(key).value(foldedName(column.name, announced.nameCase), -1);
            if (column.isGenerated() || column.hidden || now->column(column.name) || values == 0
                || announced.droppedColumns.contains(said) || announced.renamedColumns.contains(said))
                continue;
            all += {Severity::Stop, u"H02"_s,
                    u"The column “%1” of “%2” goes with its %3, and no DROP COLUMN in the script says so."_s.arg(
                        column.name, table.name.display(),
                        values < 0 ? u"values, which were not counted"_s : countOf(values, u"value"_s))};
        }
    }
    return all;
}

/// Of tables that were not counted: the others are accounted for statement by statement.
QList<Finding> rowsChanged(const Snapshot &before, const Snapshot &after, const Announced &announced,
                           const RowAccounts &accounts, const ScriptOutcome &outcome)
{
    QList<Finding> all;
    const TablesByKey tables(after.schema);
    const TablesByKey tablesBefore(before.schema);
    for (const Table &table : before.schema.tables) {
        const QString name = table.name.display();
        const auto effect = std::find_if(outcome.effects.begin(), outcome.effects.end(),
                                         [&name](const TableEffect &e) { return e.table == name; });
        const auto isCountedPart = [&](const Table &t) {
            const Table *under = &t;
            while (under && under->facts.isPartition() && under->facts.partitionOf != table.name)
                under = tablesBefore.find(tableKey(under->facts.partitionOf, announced.nameCase));
            return under && under->facts.isPartition() && before.rows.contains(t.name.display());
        };
        const bool counted = before.rows.contains(name)
            || std::any_of(before.schema.tables.begin(), before.schema.tables.end(), isCountedPart);
        if (effect == outcome.effects.end() || table.shadow || table.internal
            || announced.rowsNamed.contains(tableKey(table.name, announced.nameCase)))
            continue;
        if (effect->deleted > 0 && !counted && !isGoneUnsaid(table, tables, announced, accounts))
            all += {
                Severity::Stop, u"H05"_s,
                u"“%1” loses %2, and no DELETE in the script says so."_s.arg(name, countOf(effect->deleted, u"row"_s))};
        if (effect->updated > 0 && (!counted || announced.reachesFurther))
            all += {Severity::Warn, u"H05"_s,
                    u"%1 of “%2” changed, and no UPDATE in the script says so."_s.arg(
                        effect->updated == 1 ? u"1 row"_s : u"%1 rows"_s.arg(effect->updated), name)};
    }
    return all;
}

} // namespace

const Table *tableAfter(const Table &table, const TablesByKey &after, const Announced &announced,
                        const RowAccounts &accounts)
{
    const QString key = tableKey(table.name, announced.nameCase);
    const QString last = accounts.value(key).finalName;
    for (const QString &name : {key, last}) {
        if (const Table *same = after.find(name))
            return same;
        for (const QString &schema : announced.newSchemas) { // its own name, without the schema it comes from
            const QString prefix =
                table.name.schema.isEmpty() ? QString() : foldedName(table.name.schema, announced.nameCase) + u'.';
            if (const Table *moved = after.find(tableKey({schema, name.mid(prefix.size())}, announced.nameCase)))
                return moved;
        }
    }
    return nullptr;
}

bool isDropSaid(const Table &table, const Announced &announced)
{
    const QString key = tableKey(table.name, announced.nameCase);
    return announced.dropped.contains(key) || announced.droppedWith.contains(key);
}

QSet<QString> goneUnsaid(const Snapshot &before, const Snapshot &after, const Announced &announced,
                         const RowAccounts &accounts)
{
    QSet<QString> all;
    const TablesByKey tables(after.schema);
    for (const Table &table : before.schema.tables) {
        if (isGoneUnsaid(table, tables, announced, accounts))
            all += table.name.display();
    }
    return all;
}

TableFate fateOf(const QString &name, const Snapshot &before, const Snapshot &after, const TablesByKey &tablesAfter,
                 const Announced &announced, const RowAccounts &accounts)
{
    const QList<Table> &tables = before.schema.tables;
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&name](const Table &t) { return t.name.display() == name; });
    if (table == tables.end())
        return TableFate::Unknown;
    const Table *now = tableAfter(*table, tablesAfter, announced, accounts);
    if (!now)
        return isDropSaid(*table, announced) ? TableFate::DroppedAsSaid : TableFate::Unknown;
    const bool losesRows = after.rows.value(now->name.display(), before.rows.value(name)) < before.rows.value(name);
    return now->name == table->name || losesRows ? TableFate::Unknown : TableFate::Moved;
}

QList<Finding> unsaidLosses(const Snapshot &before, const Snapshot &after, const Announced &announced,
                            const RowAccounts &accounts, const ScriptOutcome &outcome)
{
    return tablesGone(before, after, announced, accounts) + columnsGone(before, after, announced)
        + rowsChanged(before, after, announced, accounts, outcome);
}

} // namespace core
