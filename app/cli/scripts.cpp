// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scripts.h"

#include "core/session/environment.h"

#include "core/migrate/copiedrows.h"
#include "core/migrate/datacheck.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>
#include <utility>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

/// What a script that is not kept leaves behind.
QString whatStands(const ScriptOptions &options)
{
    return options.appliedBefore == 0 ? u"nothing was changed"_s
                                      : u"nothing of it was kept; "_s + stays(options.appliedBefore);
}

/// With the script's name and, where it is known, the line of its file in front.
Error located(Error error, const core::Script &script, const QString &words)
{
    QString place = script.title;
    if (error.statementIndex >= 0 && error.statementIndex < script.statements.size()) {
        const auto *file = std::get_if<core::FromFile>(&script.statements.at(error.statementIndex).source);
        if (file)
            place += u", line %1"_s.arg(file->line);
    }
    error.message = u"%1%2: %3"_s.arg(place, words, error.message);
    return error;
}

QString rowsText(qint64 rows)
{
    return rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(rows);
}

const core::ScriptOutcome &outcomeOf(const ScriptRun &run)
{
    return run.report ? run.report->outcome : run.rehearsal.outcome;
}

QHash<QString, qint64> copiesOf(const ScriptRun &run)
{
    return core::copiedRows(outcomeOf(run), *run.script, *run.dialect);
}

/// What was looked at on the copy and found well; what was not stands among the findings.
QString checksText(const core::DryRunReport &rehearsal)
{
    const auto has = [&](const QStringList &codes) {
        return std::any_of(rehearsal.findings.cbegin(), rehearsal.findings.cend(), [&](const core::Finding &finding) {
            return finding.severity == core::Finding::Severity::Stop && codes.contains(finding.code);
        });
    };
    qsizetype unchanged = 0;
    qint64 rows = 0;
    for (const core::TableLedger &table : rehearsal.tables) {
        if (table.before == table.after) {
            ++unchanged;
            rows += table.after;
        }
    }
    QStringList good;
    if (unchanged > 0)
        good +=
            u"%1 as before (%2)"_s.arg(unchanged == 1 ? u"1 table"_s : u"%1 tables"_s.arg(unchanged), rowsText(rows));
    if (!has({u"H24"_s, u"H42"_s}))
        good += u"foreign keys: none newly broken"_s;
    if (!has({QString()}) && rehearsal.triedOn == core::TriedOn::Copy) // damage has no code
        good += u"quick check: ok"_s;
    return good.isEmpty() ? QString() : u"  "_s + good.join(u" · "_s) + u'\n';
}

void takeReport(ScriptRun &run, const core::ApplyReport &report)
{
    run.report = report;
    for (const QString &problem : {report.outcome.afterwards, report.historyProblem}) {
        if (!problem.isEmpty())
            run.findings += {core::Finding::Severity::Warn, {}, problem};
    }
}

QJsonArray statementsJson(const core::Script &script, const core::Dialect &dialect)
{
    QJsonArray result;
    for (const core::Statement &statement : script.statements) {
        const auto *file = std::get_if<core::FromFile>(&statement.source);
        result += QJsonObject{
            {u"sql"_s, core::rendered(statement, dialect)},
            {u"line"_s, file ? QJsonValue(file->line) : QJsonValue(QJsonValue::Null)},
            {u"difference"_s,
             statement.difference.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(statement.difference)}};
    }
    return result;
}

} // namespace

QString triedText(core::TriedOn where)
{
    switch (where) {
    case core::TriedOn::Copy:
        return u"run on a copy only"_s;
    case core::TriedOn::Server:
        return u"run on the server and taken back"_s;
    case core::TriedOn::Scratch:
        return u"run in a scratch database only"_s;
    case core::TriedOn::EmptyScratch:
        return u"run in a scratch database without rows only"_s;
    }
    return {};
}

QString triedKey(core::TriedOn where)
{
    switch (where) {
    case core::TriedOn::Copy:
        return u"copy"_s;
    case core::TriedOn::Server:
        return u"server"_s;
    case core::TriedOn::Scratch:
        return u"scratch"_s;
    case core::TriedOn::EmptyScratch:
        return u"empty-scratch"_s;
    }
    return {};
}

QString severityText(core::Finding::Severity severity)
{
    switch (severity) {
    case core::Finding::Severity::Stop:
        return u"stop"_s;
    case core::Finding::Severity::Danger:
        return u"danger"_s;
    case core::Finding::Severity::Warn:
        return u"warn"_s;
    case core::Finding::Severity::Info:
        return u"info"_s;
    }
    return {};
}

QString stays(qsizetype appliedBefore)
{
    return appliedBefore == 1 ? u"the migration before it is applied and stays"_s
                              : u"the %1 migrations before it are applied and stay"_s.arg(appliedBefore);
}

Error refusal(const QList<core::Finding> &blocking, const QString &title, const QString &whatStands)
{
    QStringList reasons;
    QStringList codes;
    for (const core::Finding &finding : blocking) {
        reasons += u"%1: %2"_s.arg(finding.code, finding.message);
        if (!finding.certain && !codes.contains(u"--allow "_s + finding.code))
            codes += u"--allow "_s + finding.code;
    }
    Error error;
    error.kind = Error::Kind::Refused;
    error.code = blocking.first().code;
    error.message = u"%1: refused, %2. %3"_s.arg(title, whatStands, reasons.join(u' '));
    if (!codes.isEmpty())
        error.message += u" To run it all the same: "_s + codes.join(u' ');
    return error;
}

QString changesText(const QList<core::TableLedger> &tables)
{
    QString text;
    for (const core::TableLedger &table : tables) {
        if (table.before == table.after)
            continue;
        const QString before = table.before < 0 ? u"not there"_s : rowsText(table.before);
        const QString after = table.after < 0 ? u"dropped"_s : rowsText(table.after);
        text += u"  %1: %2 → %3\n"_s.arg(table.table, before, after);
    }
    return text;
}

QString effectsText(const QList<core::TableEffect> &effects, const QHash<QString, qint64> &copied)
{
    QString text;
    for (const core::TableEffect &effect : effects) {
        QStringList parts;
        const qint64 copies = copied.value(effect.table, copied.value(core::foldedName(effect.table)));
        for (const auto &[rows, what] :
             {std::pair(copies, u"copied into the table made anew"_s),
              std::pair(effect.inserted - copies, u"inserted"_s), std::pair(effect.updated, u"updated"_s),
              std::pair(effect.deleted, u"deleted"_s)}) {
            if (rows > 0)
                parts += rowsText(rows) + u' ' + what;
        }
        if (!parts.isEmpty())
            text += u"  %1: %2\n"_s.arg(effect.table, parts.join(u", "_s));
    }
    return text;
}

QJsonArray effectsJson(const QList<core::TableEffect> &effects, const QHash<QString, qint64> &copied)
{
    QJsonArray result;
    for (const core::TableEffect &effect : effects)
        result += QJsonObject{{u"table"_s, effect.table},
                              {u"inserted"_s, effect.inserted},
                              {u"copied"_s, copied.value(effect.table, copied.value(core::foldedName(effect.table)))},
                              {u"updated"_s, effect.updated},
                              {u"deleted"_s, effect.deleted}};
    return result;
}

QJsonArray ledgerJson(const QList<core::TableLedger> &tables)
{
    const auto count = [](qint64 rows) { return rows < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(rows); };
    QJsonArray result;
    for (const core::TableLedger &table : tables)
        result += QJsonObject{
            {u"table"_s, table.table}, {u"before"_s, count(table.before)}, {u"after"_s, count(table.after)}};
    return result;
}

QJsonArray findingsJson(const QList<core::Finding> &findings)
{
    QJsonArray result;
    for (const core::Finding &finding : findings)
        result += QJsonObject{
            {u"code"_s, finding.code},
            {u"severity"_s, severityText(finding.severity)},
            {u"message"_s, finding.message},
            {u"statement"_s,
             finding.statementIndex < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(finding.statementIndex)}};
    return result;
}

Result<ScriptOptions> scriptOptions(const Invocation &invocation)
{
    static const QRegularExpression code(u"^H\\d\\d$"_s, QRegularExpression::CaseInsensitiveOption);
    const QStringList allowed = invocation.values(u"allow"_s);
    for (const QString &one : allowed) {
        if (!code.match(one).hasMatch())
            return Error::invalid(u"--allow takes the code of a hazard, such as H05, not %1."_s.arg(one));
    }
    return ScriptOptions{invocation.has(u"dry-run"_s), !invocation.has(u"no-backup"_s), allowed,
                         invocation.value(u"production"_s), false};
}

namespace {

/// What brings transactions of its own cannot be tried on every server: it is run for real where that is allowed.
Result<ScriptRun> runUnrehearsed(core::Session &session, ScriptRun run, const ScriptOptions &options)
{
    const QList<core::Finding> blocking = core::blocking(run.findings, options.allowed);
    if (!blocking.isEmpty())
        return refusal(blocking, run.script->title, whatStands(options));
    core::EnvironmentMark::of(session).permitOnce(options.production);
    auto report = await(session.applyScript(run.script, options.backup, std::nullopt));
    if (!report)
        return located(report.error(), *run.script, {});
    takeReport(run, *report);
    return run;
}

} // namespace

Result<ScriptRun> runScript(core::Session &session, std::shared_ptr<const core::Script> script,
                            const ScriptOptions &options)
{
    ScriptRun run;
    run.dialect = &session.dialect();
    run.location = session.location();
    run.script = script;
    run.findings = options.findings + session.staticFindings(*script);
    auto rehearsal = await(session.dryRun(script));
    const bool isForRealOnly = !rehearsal && !rehearsal.error().isCancelled() && session.isOnServer();
    if (isForRealOnly && script->ownTransactions && !options.dryRun)
        return runUnrehearsed(session, std::move(run), options);
    if (!rehearsal)
        return rehearsal.error();
    if (!rehearsal->succeeded) {
        Error error = located(rehearsal->error, *script, u" fails, "_s + whatStands(options));
        for (const core::Finding &finding : std::as_const(run.findings)) {
            if (finding.code == u"H81" && finding.statementIndex == rehearsal->error.statementIndex)
                error.message += u' ' + finding.message;
        }
        return error;
    }
    run.findings = rehearsal->stillTrue(run.findings) + rehearsal->findings;
    run.rehearsal = *rehearsal;
    const QList<core::Finding> blocking = core::blocking(run.findings, options.allowed);
    if (!blocking.isEmpty())
        run.refusal = refusal(blocking, script->title, whatStands(options));
    if (options.dryRun)
        return run;
    if (run.refusal && !options.onCopy)
        return *run.refusal;
    core::EnvironmentMark::of(session).permitOnce(options.production);
    auto report = await(session.applyScript(script, options.backup, run.rehearsal));
    if (!report)
        return located(report.error(), *script, {});
    takeReport(run, *report);
    return run;
}

QString scriptText(const ScriptRun &run)
{
    const qint64 microseconds = run.report ? run.report->outcome.microseconds : run.rehearsal.microseconds;
    QString text =
        u"%1: %2 in %3 ms\n"_s.arg(run.script->title,
                                   run.report        ? u"applied"_s
                                       : run.refusal ? u"would be refused (%1)"_s.arg(triedText(run.rehearsal.triedOn))
                                                     : u"would succeed (%1)"_s.arg(triedText(run.rehearsal.triedOn)),
                                   QString::number(double(microseconds) / 1000.0, 'f', 1));
    text += changesText(run.rehearsal.tables) + effectsText(outcomeOf(run).effects, copiesOf(run));
    if (!run.report)
        text += checksText(run.rehearsal);
    for (const core::Statement &statement : run.script->statements) {
        if (!statement.difference.isEmpty())
            text += u"  different from the file: %1\n    %2\n"_s.arg(statement.sql.simplified(), statement.difference);
    }
    if (run.script->ownTransactions)
        text += u"  the file brings its own transactions and ran as it is\n"_s;
    for (const core::Finding &finding : run.findings)
        text += u"  %1 %2: %3\n"_s.arg(finding.code, severityText(finding.severity), finding.message);
    if (run.report && run.report->backup)
        text += u"  backup: %1\n  %2\n"_s.arg(run.report->backup->path, run.report->backup->howToRestore(run.location));
    return visibleLines(text);
}

QJsonObject scriptJson(const ScriptRun &run)
{
    const bool applied = run.report.has_value();
    const qint64 microseconds = applied ? run.report->outcome.microseconds : run.rehearsal.microseconds;
    return {{u"title"_s, run.script->title},
            {u"applied"_s, applied},
            {u"tried"_s, triedKey(run.rehearsal.triedOn)},
            {u"microseconds"_s, microseconds},
            {u"ownTransactions"_s, run.script->ownTransactions},
            {u"statements"_s, statementsJson(*run.script, *run.dialect)},
            {u"tables"_s, ledgerJson(run.rehearsal.tables)},
            {u"effects"_s, effectsJson(outcomeOf(run).effects, copiesOf(run))},
            {u"findings"_s, findingsJson(run.findings)},
            {u"backup"_s,
             applied && run.report->backup ? QJsonValue(run.report->backup->path) : QJsonValue(QJsonValue::Null)}};
}

} // namespace app
