// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/dryrunparts.h"

#include "core/db/scriptrehearsal.h"
#include "core/dialect/probesql.h"
#include "core/migrate/retypedvalues.h"
#include "core/migrate/tablekeys.h"
#include "core/migrate/tried.h"
#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"

#include <QElapsedTimer>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// How many values each column holds. Generated ones hold none of their own.
Result<QMap<QString, qint64>> valuesOf(Database &database, const Table &table, const Dialect &dialect)
{
    QStringList columns;
    for (const Column &column : table.columns) {
        if (!column.isGenerated() && !column.hidden)
            columns += column.name;
    }
    QMap<QString, qint64> values;
    if (columns.isEmpty())
        return values;
    const auto rows = database.query(dialect.probeSql()->valueCounts(table, columns));
    RC_TRY(rows);
    for (qsizetype i = 0; i < columns.size(); ++i)
        values.insert(foldedName(columns.at(i), nameCaseOf(table)), rows->front().at(std::size_t(i)).toInteger());
    return values;
}

QSet<QString> columnsWithoutValues(const Snapshot &snapshot)
{
    QSet<QString> all;
    for (auto table = snapshot.values.begin(); table != snapshot.values.end(); ++table)
        for (auto column = table->begin(); column != table->end(); ++column)
            if (column.value() == 0)
                all.insert(table.key() + u' ' + column.key());
    return all;
}

Result<Done> addValues(Snapshot &snapshot, Database &database, const Dialect &dialect, const Announced &announced)
{
    for (const Table &table : snapshot.schema.tables) {
        const bool looked = announced.reachesFurther
            || announced.altered.contains(tableKey(table.name, nameCaseOf(dialect.lexRules())));
        if (!looked || !snapshot.rows.contains(table.name.display()))
            continue;
        const auto values = tried(database, dialect, [&] { return valuesOf(database, table, dialect); });
        if (!values && values.error().isCancelled())
            return values.error();
        if (values)
            snapshot.values.insert(tableKey(table.name, nameCaseOf(dialect.lexRules())), *values);
    }
    const auto counters = dialect.keyCounters(database);
    RC_TRY(counters);
    for (auto it = counters->begin(); it != counters->end(); ++it)
        snapshot.counters.insert(foldedName(it.key(), nameCaseOf(dialect.lexRules())), it.value());
    return Done{};
}

/// What policies hide.
Result<Done> addHidden(Snapshot &snapshot, Database &database, const Dialect &dialect)
{
    const QString sql = dialect.probeSql() ? dialect.probeSql()->tablesSeenInPart() : QString();
    if (sql.isEmpty())
        return Done{};
    const auto rows = tried(database, dialect, [&] { return database.query(sql); });
    if (!rows && rows.error().isCancelled())
        return rows.error();
    for (const Row &row : rows ? *rows : std::vector<Row>()) { // where nobody can tell, nothing hides rows
        const QualifiedName name{row.at(0).display(), row.at(1).display()};
        if (snapshot.rows.contains(name.display()))
            snapshot.unseen.insert(tableKey(name, nameCaseOf(snapshot.schema)),
                                   u"its policies may hide rows from this role"_s);
    }
    return Done{};
}

/// What the database checks by itself, as long as nobody switches that off.
Result<Done> addOrphans(Snapshot &snapshot, Database &database, const Dialect &dialect)
{
    for (const Table &table : snapshot.schema.tables) {
        for (const ForeignKey &key : table.foreignKeys) {
            const Table *target = snapshot.schema.table(key.target);
            const bool isCounted = snapshot.rows.contains(table.name.display())
                || (target && snapshot.rows.contains(target->name.display()));
            if (!target || key.inherited || !isCounted)
                continue;
            const QStringList columns = key.targetColumns.isEmpty() ? target->primaryKeyColumns() : key.targetColumns;
            const Probe probe = dialect.probeSql()->orphans(table, key, *target, columns);
            const auto count = tried(database, dialect, [&] { return database.queryValue(probe.count.sql); });
            if (!count && count.error().isCancelled())
                return count.error();
            if (count) // as with rows: what cannot be read cannot be compared
                snapshot.orphans.insert(u"“%1” refer by (%2) to rows of “%3”"_s.arg(
                                            table.name.display(), key.columns.join(u", "_s), target->name.display()),
                                        count->toInteger());
        }
    }
    return Done{};
}

} // namespace

Result<Snapshot> schemaSnapshot(Database &database, const Dialect &dialect)
{
    Snapshot snapshot;
    auto schema = dialect.introspect(database);
    RC_TRY(schema);
    snapshot.schema = std::move(*schema);
    return snapshot;
}

Result<Done> addCounts(Snapshot &snapshot, Database &database, const Dialect &dialect, const Announced &announced,
                       const IsCounted &isCounted)
{
    for (const Table &table : snapshot.schema.tables) {
        if (table.internal || table.shadow || !dialect.probeSql() || !isCounted(table))
            continue;
        if (!table.brokenBecause.isEmpty()) {
            snapshot.unseen.insert(tableKey(table.name, nameCaseOf(snapshot.schema)),
                                   u"it could not be read: "_s + table.brokenBecause);
            continue;
        }
        const auto count =
            tried(database, dialect, [&] { return database.queryValue(dialect.probeSql()->rowCount(table.name)); });
        if (!count && count.error().isCancelled())
            return count.error();
        if (count) // a table that cannot be read has no rows to compare
            snapshot.rows.insert(table.name.display(), count->toInteger());
        else
            snapshot.unseen.insert(tableKey(table.name, nameCaseOf(snapshot.schema)),
                                   u"it could not be read: "_s + count.error().message);
    }
    RC_TRY(addHidden(snapshot, database, dialect));
    auto foreignKeys = database.checkForeignKeys();
    if (!foreignKeys && foreignKeys.error().isCancelled())
        return foreignKeys.error();
    if (foreignKeys) // a damaged table cannot be checked; that is told of itself
        snapshot.foreignKeys = std::move(*foreignKeys);
    if (announced.silencesKeys && dialect.probeSql())
        RC_TRY(addOrphans(snapshot, database, dialect));
    return addValues(snapshot, database, dialect, announced);
}

Result<Done> addHeldValues(Snapshot &snapshot, Database &database, const Dialect &dialect, const Announced &announced,
                           const Snapshot *before)
{
    for (const Table &table : snapshot.schema.tables) {
        const QString name = tableKey(table.name, nameCaseOf(dialect.lexRules()));
        if (!announced.isMadeAnew(name) || !snapshot.rows.contains(table.name.display())
            || (before && !before->held.contains(name)))
            continue;
        QStringList key = before ? before->held.value(name).key : QStringList();
        if (!before) {
            for (const QString &column : table.primaryKeyColumns())
                key.append(foldedName(column, nameCaseOf(dialect.lexRules())));
        }
        const auto held = tried(database, dialect, [&] { return heldValues(database, table, key, dialect); });
        if (!held && held.error().isCancelled())
            return held.error();
        if (held) // what cannot be read, as one whose rows are not counted, cannot be compared
            snapshot.held.insert(name, *held);
    }
    return Done{};
}

namespace {

QList<EmptyColumns> emptyColumnsThatGo(const Snapshot &before, const Snapshot &after, const RowAccounts &accounts,
                                       const Dialect &dialect)
{
    QList<EmptyColumns> all;
    const TablesByKey tables(after.schema);
    for (const Table &table : before.schema.tables) {
        const QString key = tableKey(table.name, nameCaseOf(dialect.lexRules()));
        const QMap<QString, qint64> values = before.values.value(key);
        const Table *now = tables.find(accounts.value(key).finalName);
        EmptyColumns empty{table.name.display(), {}, {}};
        for (const Column &column : table.columns) {
            if (values.value(foldedName(column.name, nameCaseOf(dialect.lexRules())), -1) == 0
                && (!now || !now->column(column.name)))
                empty.columns.append(column.name);
        }
        if (empty.columns.isEmpty())
            continue;
        empty.counts = dialect.probeSql()->valueCounts(table, empty.columns);
        all.append(empty);
    }
    return all;
}

} // namespace

void compareSnapshots(DryRunReport &report, const Snapshot &before, const Snapshot &after, const Announced &announced,
                      const Script &script, const Dialect &dialect, bool ran)
{
    report.schemaAfter = std::make_shared<const Schema>(after.schema);
    const RowAccounts accounts = rowAccounts(before.schema, before.rows, script, report.outcome, dialect);
    for (auto it = before.rows.begin(); it != before.rows.end(); ++it)
        report.rowsBefore.insert(foldedName(it.key(), nameCaseOf(dialect.lexRules())), it.value());
    report.columnsWithoutValues = columnsWithoutValues(before);
    report.emptyColumns = emptyColumnsThatGo(before, after, accounts, dialect);
    report.tables = ledger(before, after, announced, accounts);
    if (ran) // half of a script explains nothing: what it says of itself has not come to pass
        report.findings = findings(before, after, announced, accounts, report.outcome, dialect);
}

Finding certainFailure(const Error &error)
{
    Finding failed = Finding::stop({}, error.message);
    failed.statementIndex = error.statementIndex;
    failed.certain = true;
    return failed;
}

/// Runs the script on the copy and looks at what became of it.
Result<DryRunReport> rehearse(Database &original, Database &copy, const Script &script, const Dialect &dialect,
                              JobContext &context, const DryRunExtras &extras)
{
    const IsCounted all = [](const Table &) { return true; };
    auto before = schemaSnapshot(copy, dialect);
    RC_TRY(before);
    const Announced announced = announcedBy(script, before->schema, dialect);
    RC_TRY(addCounts(*before, copy, dialect, announced, all));
    if (!extras.comparesColumns) {
        RC_TRY(addHeldValues(*before, copy, dialect, announced, nullptr));
        auto retyped = retypedValues(original, *before, dialect, announced);
        RC_TRY(retyped);
        before->retyped = std::move(*retyped);
    }
    if (extras.before)
        RC_TRY(extras.before(copy));

    DryRunReport report;
    QElapsedTimer timer;
    timer.start();
    auto outcome = rehearseScript(copy, script, context, extras.progress, extras.beforeCommit);
    report.microseconds = timer.nsecsElapsed() / 1000;
    const bool ran = outcome.ok();
    report.succeeded = ran;
    if (outcome)
        report.outcome = std::move(*outcome);
    else if (outcome.error().isCancelled())
        return outcome.error();
    else
        report.error = outcome.error();
    if (!report.outcome.afterwards.isEmpty()) {
        report.succeeded = false;
        report.error = Error::invalid(report.outcome.afterwards);
    }

    auto after = schemaSnapshot(copy, dialect);
    RC_TRY(after);
    RC_TRY(addCounts(*after, copy, dialect, announced, all));
    RC_TRY(addHeldValues(*after, copy, dialect, announced, &*before));
    compareSnapshots(report, *before, *after, announced, script, dialect, ran);
    report.outcome.effects = underFinalNames(report.outcome.effects, script, dialect);
    if (report.succeeded && extras.after)
        RC_TRY(extras.after(copy, report));
    if (driverByName(copy.spec().driver)->isFile())
        context.report(1, 1, extras.inDepth ? u"Integrity check"_s : u"Quick check"_s);
    const auto damage = extras.inDepth ? copy.damageInDepth() : copy.damage();
    RC_TRY(damage);
    if (!damage->isEmpty()) {
        const auto oldDamage = extras.inDepth ? original.damageInDepth() : original.damage();
        RC_TRY(oldDamage);
        if (*damage != *oldDamage)
            report.findings.prepend(
                Finding::stop({}, u"The database is damaged afterwards: %1."_s.arg(damage->first())));
    }
    if (!report.succeeded)
        report.findings.prepend(certainFailure(report.error));
    return report;
}

} // namespace core
