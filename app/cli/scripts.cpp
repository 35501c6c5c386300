// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/scripts.h"

#include <QJsonArray>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;

namespace {

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

/// STOP and DANGER are what exit code 3 stands for; what is certain to fail cannot be allowed.
bool blocks(const core::Finding &finding, const QStringList &allowed)
{
    const bool grave = finding.severity == core::Finding::Severity::Stop || finding.severity == core::Finding::Severity::Danger;
    return grave && (finding.certain || !allowed.contains(finding.code, Qt::CaseInsensitive));
}

Error refusal(const QList<core::Finding> &blocking, const QString &title)
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
    error.message = u"%1: refused, nothing was changed. %2"_s.arg(title, reasons.join(u' '));
    if (!codes.isEmpty())
        error.message += u" To run it all the same: "_s + codes.join(u' ');
    return error;
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

QString changesText(const QList<core::TableLedger> &tables)
{
    QString text;
    for (const core::TableLedger &table : tables) {
        if (table.before == table.after)
            continue;
        const QString before = table.before < 0 ? u"not there"_s : u"%1 rows"_s.arg(table.before);
        const QString after = table.after < 0 ? u"dropped"_s : u"%1 rows"_s.arg(table.after);
        text += u"  %1: %2 → %3\n"_s.arg(table.table, before, after);
    }
    return text;
}

QJsonArray ledgerJson(const QList<core::TableLedger> &tables)
{
    const auto count = [](qint64 rows) { return rows < 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(rows); };
    QJsonArray result;
    for (const core::TableLedger &table : tables)
        result += QJsonObject{{u"table"_s, table.table}, {u"before"_s, count(table.before)}, {u"after"_s, count(table.after)}};
    return result;
}

QJsonArray findingsJson(const QList<core::Finding> &findings)
{
    QJsonArray result;
    for (const core::Finding &finding : findings)
        result += QJsonObject{{u"code"_s, finding.code},
                              {u"severity"_s, severityText(finding.severity)},
                              {u"message"_s, finding.message},
                              {u"statement"_s, finding.statementIndex < 0 ? QJsonValue(QJsonValue::Null)
                                                                          : QJsonValue(finding.statementIndex)}};
    return result;
}

QJsonArray statementsJson(const core::Script &script, const core::Dialect &dialect)
{
    QJsonArray result;
    for (const core::Statement &statement : script.statements) {
        const auto *file = std::get_if<core::FromFile>(&statement.source);
        result += QJsonObject{{u"sql"_s, core::rendered(statement, dialect)},
                              {u"line"_s, file ? QJsonValue(file->line) : QJsonValue(QJsonValue::Null)},
                              {u"difference"_s, statement.difference.isEmpty() ? QJsonValue(QJsonValue::Null)
                                                                               : QJsonValue(statement.difference)}};
    }
    return result;
}

} // namespace

ScriptOptions scriptOptions(const Invocation &invocation)
{
    return {invocation.has(u"dry-run"_s), !invocation.has(u"no-backup"_s), invocation.values(u"allow"_s)};
}

Result<ScriptRun> runScript(core::Session &session, std::shared_ptr<const core::Script> script,
                            const ScriptOptions &options)
{
    ScriptRun run;
    run.dialect = &session.dialect();
    run.location = session.location();
    run.script = script;
    run.findings = session.staticFindings(*script);
    auto rehearsal = await(session.dryRun(script));
    if (!rehearsal)
        return rehearsal.error();
    if (!rehearsal->succeeded)
        return located(rehearsal->error, *script, u" fails, nothing was changed"_s);
    run.findings = rehearsal->stillTrue(run.findings) + rehearsal->findings;
    run.rehearsal = *rehearsal;
    QList<core::Finding> blocking;
    for (const core::Finding &finding : std::as_const(run.findings)) {
        if (blocks(finding, options.allowed))
            blocking += finding;
    }
    if (!blocking.isEmpty())
        return refusal(blocking, script->title);
    if (options.dryRun)
        return run;
    auto report = await(session.applyScript(script, options.backup, run.rehearsal));
    if (!report)
        return located(report.error(), *script, {});
    run.report = *report;
    for (const QString &problem : {report->outcome.afterwards, report->historyProblem}) {
        if (!problem.isEmpty())
            run.findings += {core::Finding::Severity::Warn, {}, problem};
    }
    return run;
}

QString scriptText(const ScriptRun &run)
{
    const qint64 microseconds = run.report ? run.report->outcome.microseconds : run.rehearsal.microseconds;
    QString text = u"%1: %2 in %3 ms\n"_s.arg(run.script->title,
                                            run.report ? u"applied"_s : u"would succeed (run on a copy only)"_s,
                                            QString::number(double(microseconds) / 1000.0, 'f', 1));
    text += changesText(run.rehearsal.tables);
    for (const core::Statement &statement : run.script->statements) {
        if (!statement.difference.isEmpty())
            text += u"  different from the file: %1\n    %2\n"_s.arg(statement.sql.simplified(), statement.difference);
    }
    if (run.script->ownTransactions)
        text += u"  the file brings its own transactions and ran as it is\n"_s;
    for (const core::Finding &finding : run.findings)
        text += u"  %1 %2: %3\n"_s.arg(finding.code, severityText(finding.severity), finding.message);
    if (run.report && run.report->backup)
        text += u"  backup: %1\n  %2\n"_s.arg(run.report->backup->path,
                                             run.report->backup->howToRestore(run.location));
    return visibleLines(text);
}

QJsonObject scriptJson(const ScriptRun &run)
{
    const bool applied = run.report.has_value();
    const qint64 microseconds = applied ? run.report->outcome.microseconds : run.rehearsal.microseconds;
    return {{u"title"_s, run.script->title},
            {u"applied"_s, applied},
            {u"microseconds"_s, microseconds},
            {u"ownTransactions"_s, run.script->ownTransactions},
            {u"statements"_s, statementsJson(*run.script, *run.dialect)},
            {u"tables"_s, ledgerJson(run.rehearsal.tables)},
            {u"findings"_s, findingsJson(run.findings)},
            {u"backup"_s, applied && run.report->backup ? QJsonValue(run.report->backup->path) : QJsonValue(QJsonValue::Null)}};
}

} // namespace app
