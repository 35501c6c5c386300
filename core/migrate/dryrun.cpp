// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/dryrun.h"

#include "core/db/scriptrehearsal.h"
#include "core/dialect/probesql.h"
#include "core/migrate/diskspace.h"
#include "core/migrate/findings.h"
#include "core/migrate/workfolder.h"

#include <QDir>
#include <QElapsedTimer>

#include <algorithm>

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
        values.insert(foldedName(columns.at(i)), rows->front().at(std::size_t(i)).toInteger());
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
        const QString name = foldedName(table.name.name);
        if (!announced.altered.contains(name) || !snapshot.rows.contains(table.name.display()))
            continue;
        const auto values = valuesOf(database, table, dialect);
        if (!values && values.error().isCancelled())
            return values.error();
        if (values)
            snapshot.values.insert(name, *values);
    }
    const auto counters = dialect.keyCounters(database);
    RC_TRY(counters);
    for (auto it = counters->begin(); it != counters->end(); ++it)
        snapshot.counters.insert(foldedName(it.key()), it.value());
    return Done{};
}

/// Which tables' rows are counted: all of a copy; on a server only those that the script names.
using IsCounted = std::function<bool(const Table &)>;

Result<Snapshot> snapshotOf(Database &database, const Dialect &dialect, const Announced &announced,
                            const IsCounted &isCounted)
{
    Snapshot snapshot;
    auto schema = dialect.introspect(database);
    RC_TRY(schema);
    snapshot.schema = std::move(*schema);
    for (const Table &table : snapshot.schema.tables) {
        if (table.internal || table.shadow || !table.brokenBecause.isEmpty() || !dialect.probeSql()
            || !isCounted(table))
            continue;
        const auto count = database.queryValue(dialect.probeSql()->rowCount(table.name));
        if (!count && count.error().isCancelled())
            return count.error();
        if (count) // a table that cannot be read has no rows to compare
            snapshot.rows.insert(table.name.display(), count->toInteger());
    }
    auto foreignKeys = database.checkForeignKeys();
    if (!foreignKeys && foreignKeys.error().isCancelled())
        return foreignKeys.error();
    if (foreignKeys) // a damaged table cannot be checked; that is told of itself
        snapshot.foreignKeys = std::move(*foreignKeys);
    RC_TRY(addValues(snapshot, database, dialect, announced));
    return snapshot;
}

void compare(DryRunReport &report, const Snapshot &before, const Snapshot &after, const Announced &announced,
             const Script &script, const Dialect &dialect, bool ran)
{
    report.schemaAfter = std::make_shared<const Schema>(after.schema);
    const RowAccounts accounts = rowAccounts(before.schema, before.rows, script, report.outcome, dialect.lexRules());
    for (auto it = before.rows.begin(); it != before.rows.end(); ++it)
        report.rowsBefore.insert(foldedName(it.key()), it.value());
    report.columnsWithoutValues = columnsWithoutValues(before);
    report.tables = ledger(before, after, announced, accounts);
    if (ran) // half of a script explains nothing: what it says of itself has not come to pass
        report.findings = findings(before, after, announced, accounts, dialect.lexRules());
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
    const Announced announced = announcedBy(script, dialect);
    const IsCounted all = [](const Table &) { return true; };
    const auto before = snapshotOf(copy, dialect, announced, all);
    RC_TRY(before);
    if (extras.before)
        RC_TRY(extras.before(copy));

    DryRunReport report;
    QElapsedTimer timer;
    timer.start();
    auto outcome = rehearseScript(copy, script, context, extras.progress);
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

    const auto after = snapshotOf(copy, dialect, announced, all);
    RC_TRY(after);
    compare(report, *before, *after, announced, script, dialect, ran);
    report.outcome.effects = underFinalNames(report.outcome.effects, script, dialect);
    if (report.succeeded && extras.after)
        RC_TRY(extras.after(copy, report));
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

const QString takenBack = u"taken-back"_s;

/// Why a script would leave something behind though its transaction is taken back; empty: it would not.
QString staysBecause(Database &database, const Script &script)
{
    using Role = Statement::Role;
    bool inside = false;
    bool wasInside = false;
    for (const Statement &statement : script.statements) {
        const bool bound = statement.role == Role::Begin || statement.role == Role::Commit;
        if (bound) {
            inside = statement.role == Role::Begin;
            wasInside = wasInside || inside;
            continue;
        }
        const auto prepared = database.prepare(statement.sql);
        if (!inside && prepared && !(*prepared)->isReadOnly())
            return u"“%1” runs outside of a transaction, so what it does would stay"_s.arg(
                statement.purpose.isEmpty() ? statement.sql.left(60) : statement.purpose);
    }
    if (script.ownTransactions)
        return u"the script begins and ends transactions of its own, so that they would stay"_s;
    return wasInside || script.isEmpty() ? QString()
                                         : u"the script is not one transaction, so what it does would stay"_s;
}

/// All words and quoted names of a script, folded: the names of tables are among them.
QSet<QString> namesIn(const Script &script, const LexRules &rules)
{
    QSet<QString> names;
    for (const Statement &statement : script.statements) {
        const QList<Token> tokens = lex(statement.sql, rules);
        for (const Token &token : tokens) {
            if (token.kind == Token::Kind::Word || token.kind == Token::Kind::QuotedIdentifier)
                names.insert(foldedName(unquoted(token.in(statement.sql))));
        }
    }
    return names;
}

/// Where the database cannot be copied: the very script, in its transaction, which is taken back where it would be
/// committed.
Result<DryRunReport> rehearseInPlace(const Driver &driver, const ConnectionSpec &spec, const Script &script,
                                     const Dialect &dialect, JobContext &context, const DryRunExtras &extras)
{
    ConnectionSpec writing = spec;
    writing.mode = ConnectionSpec::Mode::Write;
    auto opened = driver.open(writing);
    RC_TRY(opened);
    Database &database = **opened;
    database.setStopRequested([&context] { return context.isCancelled(); });
    if (const QString why = staysBecause(database, script); !why.isEmpty())
        return Error::invalid(u"There is no dry run of this on a server: %1."_s.arg(why));
    const QSet<QString> words = namesIn(script, dialect.lexRules());
    const IsCounted isNamed = [&words](const Table &table) { return words.contains(foldedName(table.name.name)); };
    const Announced announced = announcedBy(script, dialect);
    std::optional<Snapshot> before;
    std::optional<Snapshot> after;
    DryRunReport report;
    QElapsedTimer timer;
    const auto ended = runScript(
        database, script, context,
        [&](Database &inside, const ScriptOutcome &soFar) -> Result<Done> {
            RC_TRY(inside.checkAsAtCommit());
            report.microseconds = timer.nsecsElapsed() / 1000;
            report.outcome = soFar;
            auto taken = snapshotOf(inside, dialect, announced, isNamed);
            RC_TRY(taken);
            after = std::move(*taken);
            report.succeeded = true;
            compare(report, *before, *after, announced, script, dialect, true);
            if (extras.after)
                RC_TRY(extras.after(inside, report));
            return Error{Error::Kind::Cancelled, {}, {}, takenBack, {}};
        },
        [&](Database &inside) -> Result<Done> {
            auto taken = snapshotOf(inside, dialect, announced, isNamed);
            RC_TRY(taken);
            before = std::move(*taken);
            timer.start();
            return extras.before ? extras.before(inside) : Result<Done>(Done{});
        },
        extras.progress);
    Q_ASSERT(!ended); // it never comes to COMMIT
    report.succeeded = ended.error().code == takenBack;
    if (!report.succeeded && ended.error().isCancelled())
        return ended.error();
    if (!report.succeeded) {
        report.error = ended.error();
        report.findings = {certainFailure(report.error)};
    }
    report.outcome.effects = underFinalNames(report.outcome.effects, script, dialect);
    report.findings.append({Finding::Severity::Info,
                            {},
                            u"Tried on the server itself, in a transaction that was taken back. Sequences have moved "
                            "on, and what a COMMIT waits for (replicas, other sessions) was not tried."_s});
    return report;
}

} // namespace

QList<Finding> DryRunReport::blocking(const QStringList &allowed) const
{
    QList<Finding> all;
    for (const Finding &finding : findings)
        if (finding.severity == Finding::Severity::Stop && (finding.certain || !allowed.contains(finding.code)))
            all += finding;
    return all;
}

QString dryRunPrefix()
{
    return u"dryrun"_s;
}

QList<Finding> DryRunReport::stillTrue(const QList<Finding> &foreseen) const
{
    const auto hasRows = [this](const QString &name) {
        return rowsBefore.value(foldedName(name), 1) > 0; // of one that could not be counted, the worst is assumed
    };
    QList<Finding> all;
    for (const Finding &finding : foreseen) {
        const bool holdsNone = !finding.column.isEmpty()
            && columnsWithoutValues.contains(foldedName(finding.rowsOf.value(0)) + u' ' + foldedName(finding.column));
        const bool isAboutRows = !finding.rowsOf.isEmpty();
        if (!holdsNone && (!isAboutRows || std::any_of(finding.rowsOf.begin(), finding.rowsOf.end(), hasRows)))
            all += finding;
    }
    return all;
}

Result<DryRunReport> dryRun(Database &database, const Script &script, const Dialect &dialect, JobContext &context,
                            const QString &workFolder, const DryRunExtras &extras)
{
    const Driver *driver = driverByName(database.spec().driver);
    if (!driver->isFile())
        return rehearseInPlace(*driver, database.spec(), script, dialect, context, extras);
    const QString folder = workFolder.isEmpty() ? QDir::tempPath() : workFolder;
    const auto size = database.sizeInBytes();
    RC_TRY(size);
    RC_TRY(checkRoom(folder, *size, u"the dry run's copy"_s));
    const auto place = WorkFolder::make(folder, dryRunPrefix());
    RC_TRY(place);
    const QString path = (*place)->filePath(u"copy"_s);
    RC_TRY(database.copyTo(path, [&context](qint64 done, qint64 total) {
        context.report(static_cast<int>(done), static_cast<int>(total), u"Copy the database"_s);
        return !context.isCancelled();
    }));

    auto copy = driver->open({database.spec().driver, path, ConnectionSpec::Mode::Write});
    RC_TRY(copy);
    (*copy)->setStopRequested([&context] { return context.isCancelled(); });
    (*copy)->allowAttach(extras.attachable);
    auto report = rehearse(database, **copy, script, dialect, context, extras);
    if (report)
        report->copyBytes = *size;
    return report;
}

} // namespace core
