// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/unsaidlosses.h"

#include "core/migrate/statementwords.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Severity = Finding::Severity;

QString countOf(qint64 n, const QString &thing)
{
    return QString::number(n) + u' ' + (n == 1 ? thing : QString(thing + u's'));
}

bool isNamedAs(const QString &a, const QString &b)
{
    return foldedName(a) == foldedName(b);
}

/// Whether such a DROP means this table: with no schema, or the system's default one, it means the table there before
/// any other of that name.
bool meansTable(const QualifiedName &written, const QualifiedName &table, const Schema &before)
{
    if (!isNamedAs(written.name, table.name))
        return false;
    if (isNamedAs(written.schema, table.schema))
        return true;
    if (written.schema.isEmpty())
        return !before.table({{}, table.name});
    const auto isThere = [&written](const Table &t) { return isNamedAs(t.name.schema, written.schema); };
    return table.schema.isEmpty() && std::none_of(before.tables.begin(), before.tables.end(), isThere);
}

bool isDropSaid(const Table &table, const Schema &before, const Announced &announced)
{
    return std::any_of(announced.drops.begin(), announced.drops.end(), [&](const QualifiedName &written) {
        return meansTable(written, table.name, before)
            || (table.facts.isPartition() && meansTable(written, table.facts.partitionOf, before));
    });
}

/// The table as it is afterwards, wherever the script says that it moves; nullptr: it is there no more.
const Table *tableAfter(const Table &table, const Schema &after, const Announced &announced,
                        const RowAccounts &accounts)
{
    const QString renamed = accounts.value(foldedName(table.name.name)).finalName;
    QStringList names{table.name.name};
    if (!renamed.isEmpty())
        names.append(renamed);
    for (const QString &name : std::as_const(names)) {
        if (const Table *same = after.table({table.name.schema, name}))
            return same;
        for (const QString &schema : announced.newSchemas) {
            if (const Table *moved = after.table({schema, name}))
                return moved;
        }
    }
    return nullptr;
}

bool isGoneUnsaid(const Table &table, const Schema &before, const Schema &after, const Announced &announced,
                  const RowAccounts &accounts)
{
    const QString name = foldedName(table.name.name);
    // Of the tables in the default schema the accounts know the names that they had in between.
    const bool accounted = table.name.schema.isEmpty() && accounts.contains(name);
    return !table.shadow && !table.internal && !tableAfter(table, after, announced, accounts)
        && !(accounted && accounts.value(name).finalName.isEmpty()) && !isDropSaid(table, before, announced);
}

QList<Finding> tablesGone(const Snapshot &before, const Snapshot &after, const Announced &announced,
                          const RowAccounts &accounts)
{
    QList<Finding> all;
    for (const Table &table : before.schema.tables) {
        if (!isGoneUnsaid(table, before.schema, after.schema, announced, accounts))
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
        const QString name = foldedName(table.name.name);
        const QString key = foldedName(table.name.display());
        const bool toldElsewhere = table.name.schema.isEmpty() && before.values.contains(key);
        if (!now || table.shadow || table.internal || toldElsewhere || announced.dropped.contains(name)
            || before.rows.value(table.name.display(), -1) == 0)
            continue;
        for (const Column &column : table.columns) {
            const QString said = name + u' ' + foldedName(column.name);
            const qint64 values = before.values.value(key).value(foldedName(column.name), -1);
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

/// Of tables that were not counted, or whose rows went and came. Those in the default schema that were counted are
/// accounted for statement by statement.
QList<Finding> rowsChanged(const Snapshot &before, const Snapshot &after, const Announced &announced,
                           const RowAccounts &accounts, const ScriptOutcome &outcome)
{
    QList<Finding> all;
    for (const Table &table : before.schema.tables) {
        const QString name = table.name.display();
        const auto effect = std::find_if(outcome.effects.begin(), outcome.effects.end(),
                                         [&name](const TableEffect &e) { return e.table == name; });
        const auto isCountedPart = [&](const Table &t) {
            return t.facts.partitionOf == table.name && before.rows.contains(t.name.display());
        };
        const bool counted = before.rows.contains(name)
            || std::any_of(before.schema.tables.begin(), before.schema.tables.end(), isCountedPart);
        if (effect == outcome.effects.end() || table.shadow || table.internal
            || announced.rowsNamed.contains(foldedName(table.name.name)))
            continue;
        const bool unaccounted = !counted || !table.name.schema.isEmpty();
        const bool fewer = counted && after.rows.value(name) < before.rows.value(name);
        if (effect->deleted > 0 && unaccounted && !fewer
            && !isGoneUnsaid(table, before.schema, after.schema, announced, accounts))
            all += {
                Severity::Stop, u"H05"_s,
                u"“%1” loses %2, and no DELETE in the script says so."_s.arg(name, countOf(effect->deleted, u"row"_s))};
        if (effect->updated > 0 && (unaccounted || announced.reachesFurther))
            all += {Severity::Warn, u"H05"_s,
                    u"%1 of “%2” changed, and no UPDATE in the script says so."_s.arg(
                        effect->updated == 1 ? u"1 row"_s : u"%1 rows"_s.arg(effect->updated), name)};
    }
    return all;
}

} // namespace

void alsoSaid(Announced &announced, const StatementKind &kind, const QString &sql, const LexRules &rules)
{
    using Verb = StatementKind::Verb;
    StatementWords words(sql, rules);
    if (kind.verb == Verb::Insert || kind.verb == Verb::Update || kind.verb == Verb::Delete)
        announced.rowsNamed += foldedName(kind.name);
    if (kind.verb == Verb::DropTable) {
        (void)words.skipPast("TABLE"_L1);
        (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
        do {
            announced.drops += words.qualifiedName();
            announced.dropped += foldedName(announced.drops.constLast().name);
        } while (words.takePunctuation(","_L1));
    }
    if ((kind.verb == Verb::AlterTable || kind.verb == Verb::AlterOther) && words.skipPast("SET"_L1)
        && words.take("SCHEMA"_L1))
        announced.newSchemas += words.name();
    if (kind.verb == Verb::AlterOther && kind.object == u"schema" && words.skipPast("TO"_L1))
        announced.newSchemas += words.name();
    if (kind.verb != Verb::AlterTable)
        return;
    StatementWords drops(sql, rules);
    while (drops.skipPast("DROP"_L1)) {
        const bool bare = drops.take("COLUMN"_L1);
        if (!bare && (drops.isNext("CONSTRAINT"_L1) || drops.isNext("DEFAULT"_L1) || drops.isNext("NOT"_L1)))
            continue;
        (void)drops.takeAll({"IF"_L1, "EXISTS"_L1});
        const QString column = foldedName(drops.name());
        announced.droppedColumns += foldedName(kind.name) + u' ' + column;
        announced.altered += foldedName(kind.name);
    }
}

QSet<QString> goneUnsaid(const Snapshot &before, const Snapshot &after, const Announced &announced,
                         const RowAccounts &accounts)
{
    QSet<QString> all;
    for (const Table &table : before.schema.tables) {
        if (isGoneUnsaid(table, before.schema, after.schema, announced, accounts))
            all += table.name.display();
    }
    return all;
}

TableFate fateOf(const QString &name, const Snapshot &before, const Snapshot &after, const Announced &announced,
                 const RowAccounts &accounts)
{
    const QList<Table> &tables = before.schema.tables;
    const auto table =
        std::find_if(tables.begin(), tables.end(), [&name](const Table &t) { return t.name.display() == name; });
    if (table == tables.end())
        return TableFate::Unknown;
    const Table *now = tableAfter(*table, after.schema, announced, accounts);
    if (!now)
        return isDropSaid(*table, before.schema, announced) ? TableFate::DroppedAsSaid : TableFate::Unknown;
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
