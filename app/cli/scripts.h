// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

#include "core/session/session.h"

#include <QJsonArray>

#include <memory>
#include <optional>

/// What `apply` and `migrate` share: rehearse on a copy, refuse what was not allowed, back up, run.
namespace app {

struct ScriptOptions {
    bool dryRun = false;
    bool backup = true;
    QStringList allowed; ///< hazard codes
    QString production = {}; ///< the name of the database, typed because it is production
    bool onCopy = false; ///< what is run on is a copy that goes: nothing is refused, it is only said what would be
    qsizetype appliedBefore = 0; ///< migrations of the same call, which stay whatever becomes of this one
    QList<core::Finding> findings = {}; ///< what is known of the script beforehand
};

struct ScriptRun {
    std::shared_ptr<const core::Script> script;
    const core::Dialect *dialect = nullptr; ///< the script's
    QString location;                       ///< the database
    core::DryRunReport rehearsal;
    QList<core::Finding> findings;
    std::optional<core::ApplyReport> report; ///< none after a dry run
    std::optional<core::Error> refusal; ///< a dry run: why it would not be applied
};

[[nodiscard]] core::Result<ScriptOptions> scriptOptions(const Invocation &invocation); ///< an error: wrong usage

/// Error::Refused names the codes that would have to be allowed (a dry run returns it beside what it saw); after any error nothing has changed, unless the
/// script brought its own transactions. Blocks, with events handled.
[[nodiscard]] core::Result<ScriptRun> runScript(core::Session &session, std::shared_ptr<const core::Script> script,
                                                const ScriptOptions &options);

/// Where a dry run was made: "run on a copy only".
[[nodiscard]] QString triedText(core::TriedOn where);
[[nodiscard]] QString triedKey(core::TriedOn where); ///< for JSON: copy | server | scratch | empty-scratch
[[nodiscard]] QString severityText(core::Finding::Severity severity); ///< "stop", "danger", …
/// The error with which an apply refuses these; says how to allow what can be allowed.
[[nodiscard]] core::Error refusal(const QList<core::Finding> &blocking, const QString &title,
                                  const QString &whatStands = QStringLiteral("nothing was changed"));
/// "the migration before it is applied and stays"
[[nodiscard]] QString stays(qsizetype appliedBefore);
[[nodiscard]] QString changesText(const QList<core::TableLedger> &tables); ///< a line for each that is not as before
/// Rows copied into a table that is made anew are no inserted ones: see core::copiedRows().
[[nodiscard]] QString effectsText(const QList<core::TableEffect> &effects, const QHash<QString, qint64> &copied = {});
[[nodiscard]] QJsonArray effectsJson(const QList<core::TableEffect> &effects, const QHash<QString, qint64> &copied = {});
[[nodiscard]] QJsonArray ledgerJson(const QList<core::TableLedger> &tables);
[[nodiscard]] QJsonArray findingsJson(const QList<core::Finding> &findings);

[[nodiscard]] QString scriptText(const ScriptRun &run);
/// Keys: title, applied, tried (copy | server | scratch | empty-scratch), microseconds, ownTransactions, statements[] {sql, line, difference}, tables[] {table, before,
/// after} (null: not there), effects[] {table, inserted, copied, updated, deleted}, findings[] {code, severity (stop | danger | warn | info), message, statement}, backup.
[[nodiscard]] QJsonObject scriptJson(const ScriptRun &run);

} // namespace app
