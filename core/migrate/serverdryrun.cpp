// SPDX-License-Identifier: GPL-3.0-or-later
// Dry runs where there is no file to copy.
#include "core/db/connectionloan.h"
#include "core/db/scriptrehearsal.h"
#include "core/dialect/probesql.h"
#include "core/migrate/dryrunparts.h"
#include "core/migrate/retypedvalues.h"
#include "core/migrate/scratchdatabase.h"

#include <QElapsedTimer>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString takenBack = u"taken-back"_s; ///< the code of an error that is none

/// Why a script would leave something behind though its transaction is taken back; empty: it would not.
QString staysBecause(Database &database, const Script &script)
{
    using Role = Statement::Role;
    bool inside = false;
    bool wasInside = false;
    for (const Statement &statement : script.statements) {
        const bool bound = statement.role == Role::Begin || statement.role == Role::Commit;
        if (statement.role == Role::Later || statement.role == Role::IfFailed)
            continue; // never come to
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

bool comesLater(const Statement &statement)
{
    return statement.role == Statement::Role::Later;
}

/// How it was tried, and what that cannot show.
Finding howItWasTried(const QString &words)
{
    return {Finding::Severity::Info, u"H90"_s, words};
}

QString wordsOfSteps(const Script &script)
{
    QStringList later;
    for (const Statement &s : script.statements) {
        if (comesLater(s))
            later.append(u"“%1”"_s.arg(s.purpose));
    }
    return later.join(u", "_s);
}

/// Where the database cannot be copied: the very script, in its transaction, which is taken back where it would be
/// committed.
Result<DryRunReport> rehearseInPlace(const Driver &driver, Database &original, const Script &script,
                                     const Dialect &dialect, JobContext &context, const DryRunExtras &extras)
{
    ConnectionSpec writing = original.spec();
    writing.mode = ConnectionSpec::Mode::Write;
    auto opened = driver.open(writing);
    if (!opened && isForWantOfRoom(opened.error())) {
        original.letGo(); // it has read what it had to
        opened = driver.open(writing);
    }
    RC_TRY(opened);
    Database &database = **opened;
    database.setStopRequested([&context] { return context.isCancelled(); });
    const QSet<QString> words = namesIn(script, dialect.lexRules());
    Announced announced;
    const IsCounted isNamed = [&](const Table &table) {
        return announced.reachesFurther || words.contains(foldedName(table.name.name));
    };
    std::optional<Snapshot> before;
    std::optional<Snapshot> after;
    DryRunReport report;
    report.triedOn = TriedOn::Server;
    report.stepsLeftOut = std::any_of(script.statements.cbegin(), script.statements.cend(), comesLater);
    QElapsedTimer timer;
    const auto ended = runScript(
        database, script, context,
        [&](Database &inside, const ScriptOutcome &soFar) -> Result<Done> {
            RC_TRY(inside.checkAsAtCommit());
            report.microseconds = timer.nsecsElapsed() / 1000;
            report.outcome = soFar;
            auto taken = schemaSnapshot(inside, dialect);
            RC_TRY(taken);
            RC_TRY(addCounts(*taken, inside, dialect, announced, isNamed));
            RC_TRY(addHeldValues(*taken, inside, dialect, announced, &*before));
            after = std::move(*taken);
            report.succeeded = true;
            compareSnapshots(report, *before, *after, announced, script, dialect, true);
            if (extras.after)
                RC_TRY(extras.after(inside, report));
            return Error{Error::Kind::Cancelled, {}, {}, takenBack, {}};
        },
        [&](Database &inside) -> Result<Done> {
            auto taken = schemaSnapshot(inside, dialect);
            RC_TRY(taken);
            announced = announcedBy(script, taken->schema, dialect);
            RC_TRY(addCounts(*taken, inside, dialect, announced, isNamed));
            if (!extras.comparesColumns) {
                RC_TRY(addHeldValues(*taken, inside, dialect, announced, nullptr));
                auto retyped = retypedValues(inside, *taken, dialect, announced);
                RC_TRY(retyped);
                taken->retyped = std::move(*retyped);
            }
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
    report.findings.append(howItWasTried(
        u"Tried on the server itself, in a transaction that was taken back. Sequences have moved on, and what a COMMIT "
        "waits for (replicas, other sessions) was not tried."_s));
    return report;
}

Result<DryRunReport> rehearseInScratch(Database &original, ScratchDatabase &scratch, const Script &script,
                                       const Dialect &dialect, JobContext &context, const DryRunExtras &extras)
{
    auto report = rehearse(original, scratch.database(), script, dialect, context, extras);
    RC_TRY(report);
    report->triedOn = scratch.hasRows() ? TriedOn::Scratch : TriedOn::EmptyScratch;
    QString words = scratch.hasRows()
        ? u"Tried in a scratch database on the server, a copy with all rows, which is gone again. Other sessions and "
          "their locks, and what a COMMIT waits for, were not tried."_s
        : u"Tried in a scratch database on the server that had the tables without their rows, and is gone again: %1. "
          "Whether the rows fit, and how long they take, was not tried."_s.arg(scratch.withoutRowsBecause());
    Finding how = howItWasTried(words);
    if (!scratch.hasRows() && announcedBy(script, *report->schemaAfter, dialect).mayLoseRows()) {
        how.severity = Finding::Severity::Stop;
        how.code = u"H92"_s;
        how.message += u" What becomes of the rows that are there is not known."_s;
    }
    report->findings.append(how);
    return report;
}

/// What comes after the transaction, where there are no rows.
void tryStepsWithoutRows(DryRunReport &report, ScratchDatabase &scratch, const Script &script, JobContext &context)
{
    const auto ran = rehearseScript(scratch.database(), script, context, {});
    const QString wrong = ran ? ran->afterwards : ran.error().message;
    report.findings.append(howItWasTried(
        u"What comes after the transaction was tried in a scratch database without rows, which is gone again: %1. "
        "Whether the rows fit it was not tried: %2."_s.arg(scratch.withoutRowsBecause(), wordsOfSteps(script))));
    if (wrong.isEmpty() || (!ran && ran.error().isCancelled()))
        return;
    report.succeeded = false;
    report.error = ran ? Error::invalid(wrong) : ran.error();
    report.findings.prepend(certainFailure(report.error));
}

/// The first thing that a trial elsewhere would do for real; what cannot even be taken back before the rest.
std::optional<ProbeSql::Beyond> beyondIn(const Script &script, const Dialect &dialect)
{
    std::optional<ProbeSql::Beyond> first;
    for (const Statement &statement : script.statements) {
        const auto beyond = dialect.probeSql() ? dialect.probeSql()->reachesBeyond(statement.sql) : std::nullopt;
        if (beyond && (!first || (first->isTakenBack && !beyond->isTakenBack)))
            first = beyond;
    }
    return first;
}

Result<DryRunReport> tryOnServer(const Driver &driver, Database &original, const Script &script, const Dialect &dialect,
                                 JobContext &context, const DryRunExtras &extras)
{
    const QString stays = staysBecause(original, script);
    const bool hasSteps = std::any_of(script.statements.cbegin(), script.statements.cend(), comesLater);
    const auto beyond = beyondIn(script, dialect);
    if (beyond && (!beyond->isTakenBack || !stays.isEmpty()))
        return Error::invalid(
            u"There is no dry run of this: “%1” reaches beyond the database, so that a trial would do "
            "it for real%2. %3"_s.arg(beyond->words, beyond->isTakenBack ? u", as "_s + stays : QString(),
                                      beyond->isTakenBack
                                          ? u"Put it into a file of its own, without BEGIN and COMMIT."_s
                                          : u"Run it with a tool of the server, as psql is one."_s));
    if (stays.isEmpty() && (!hasSteps || beyond))
        return rehearseInPlace(driver, original, script, dialect, context, extras);
    const auto scratch = ScratchDatabase::make(original, dialect, context, {extras.largestScratch, extras.alone, true});
    if (!scratch && scratch.error().isCancelled())
        return scratch.error();
    if (scratch && (!stays.isEmpty() || (*scratch)->hasRows()))
        return rehearseInScratch(original, **scratch, script, dialect, context, extras);
    if (!stays.isEmpty())
        return Error::invalid(u"There is no dry run of this on the server itself: %1. A scratch database could not be "
                              "made either: %2."_s.arg(stays, scratch.error().message));
    auto report = rehearseInPlace(driver, original, script, dialect, context, extras);
    RC_TRY(report);
    if (report->succeeded && scratch)
        tryStepsWithoutRows(*report, **scratch, script, context);
    else if (report->succeeded)
        report->findings.append(howItWasTried(
            u"What comes after the transaction was not tried, because a scratch database could not be made (%1): %2."_s
                .arg(scratch.error().message, wordsOfSteps(script))));
    return report;
}

} // namespace

Result<DryRunReport> rehearseOnServer(Database &original, const Script &script, const Dialect &dialect,
                                      JobContext &context, const DryRunExtras &extras)
{
    const Driver *driver = driverByName(original.spec().driver);
    const QStringList left = ScratchDatabase::sweep(original, dialect);
    auto report = tryOnServer(*driver, original, script, dialect, context, extras);
    if (report && !left.isEmpty())
        report->findings.append(howItWasTried(
            u"A dry run that was cut short had left databases of ours on the server; they were dropped: %1."_s.arg(
                left.join(u", "_s))));
    return report;
}

} // namespace core
