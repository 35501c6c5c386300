// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/retypedvalues.h"

#include "core/dialect/probesql.h"
#include "core/migrate/tablekeys.h"
#include "core/migrate/tried.h"

#include <QLocale>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// How many rows a probe finds; −1: it fails, or there is none.
Result<qint64> found(Database &database, const Dialect &dialect, const std::optional<Probe> &probe, qint64 otherwise)
{
    if (!probe)
        return otherwise;
    const auto count = tried(database, dialect, [&] { return database.queryValue(probe->count.sql); });
    if (!count && count.error().isCancelled())
        return count.error();
    return count ? count->toInteger() : qint64(-1);
}

QString valuesOfColumn(qint64 n, const QString &column, const QString &table)
{
    return u"%1 of “%2” in “%3”"_s.arg(
        n == 1 ? u"1 value"_s : u"%1 values"_s.arg(QLocale(QLocale::English).toString(n)), column, table);
}

QString howItIsDone(const Retyping &as)
{
    return as.expression.isEmpty() ? u"under the type %1"_s.arg(as.type)
                                   : u"under the type %1, by USING %2"_s.arg(as.type, as.expression.simplified());
}

} // namespace

Result<QList<RetypedValues>> retypedValues(Database &database, const Snapshot &before, const Dialect &dialect,
                                           const Announced &announced)
{
    QList<RetypedValues> all;
    const TablesByKey tables(before.schema);
    for (const RetypedColumn &retyped : announced.retyped) {
        const Table *table = tables.find(retyped.table);
        const Column *column = table ? table->column(retyped.column) : nullptr;
        if (!column || !dialect.probeSql() || column->isGenerated())
            continue;
        const ProbeSql &probes = *dialect.probeSql();
        const Retyping &as = retyped.as;
        const auto others =
            found(database, dialect, probes.otherAs(*table, column->name, as.type, as.expression, as.isCast), 0);
        RC_TRY(others);
        const auto moved =
            found(database, dialect, as.isCast ? probes.movedByZone(*table, column->name, as.type) : std::nullopt, 0);
        RC_TRY(moved);
        all.append({retyped, *others, *moved});
    }
    return all;
}

QList<Finding> changedByType(const Snapshot &before, const Snapshot &after, const Announced &announced,
                             const RowAccounts &accounts)
{
    using Severity = Finding::Severity;
    QList<Finding> all;
    const TablesByKey tables(before.schema);
    const TablesByKey tablesAfter(after.schema);
    QSet<QString> told;
    for (const RetypedValues &values : before.retyped) {
        const Table *table = tables.find(values.column.table);
        const Column *column = table ? table->column(values.column.column) : nullptr;
        if (!column || before.rows.value(table->name.display(), -1) == 0)
            continue;
        told += values.column.table + u' ' + values.column.column;
        const Retyping &as = values.column.as;
        const QString shown = table->name.display();
        if (values.others > 0)
            all += {as.isCast ? Severity::Stop : Severity::Warn, u"H11"_s,
                    u"%1 %2 %3."_s.arg(valuesOfColumn(values.others, column->name, shown),
                                       values.others == 1 ? u"comes out as another one"_s : u"come out as others"_s,
                                       howItIsDone(as))};
        else if (values.others < 0)
            all += {Severity::Warn, u"H11"_s,
                    u"Whether the values of “%1” in “%2” come out as others %3 could not be told."_s.arg(
                        column->name, shown, howItIsDone(as))};
        if (values.moved > 0)
            all += {Severity::Danger, u"H09"_s,
                    u"%1 %2 turned into %3 by the TimeZone of the session that does it."_s.arg(
                        valuesOfColumn(values.moved, column->name, shown), values.moved == 1 ? u"is"_s : u"are"_s,
                        as.type)};
    }
    for (const Table &table : before.schema.tables) {
        const QString key = tableKey(table.name, announced.nameCase);
        const QString last = accounts.value(key).finalName;
        const Table *now = tablesAfter.find(last.isEmpty() ? key : last);
        if (!announced.reachesFurther || !now || announced.dropped.contains(key) || table.internal
            || table.facts.isPartition() || before.rows.value(table.name.display(), -1) == 0)
            continue;
        for (const Column &column : table.columns) {
            const QString name = key + u' ' + foldedName(column.name, announced.nameCase);
            const Column *same = now->column(announced.renamedColumns.value(name, column.name));
            if (same && same->declaredType != column.declaredType && !told.contains(name) && !column.isGenerated()
                && !column.inherited)
                all += {Severity::Stop, u"H11"_s,
                        u"“%1” of “%2” becomes %3, by code: whether its values come out as others was not seen."_s.arg(
                            column.name, table.name.display(), same->declaredType)};
        }
    }
    return all;
}

} // namespace core
