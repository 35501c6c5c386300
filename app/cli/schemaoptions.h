// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"

#include "core/migrate/migrationdraft.h"
#include "core/session/schemasource.h"

#include <QJsonObject>

/// What `diff` and `apply --to` share: the way from one schema to another, as it was asked for and as it is told.
namespace app {

/// The command line has all the time it takes.
class Patient final : public core::JobContext {
public:
    [[nodiscard]] bool isCancelled() const override { return false; }
    void setProgress(int, int) override { }
};

/// --rename, --fill and the like over these schemas. An error is wrong usage: one sentence that names the option.
[[nodiscard]] core::Result<core::MigrationDraft> draftFrom(const Invocation &invocation, const core::Schema &from,
                                                           const core::SchemaSource &to);

/// The system of the first of these that is a database of one; that of plain files where none says.
[[nodiscard]] const core::Dialect &dialectOf(const QStringList &places);

/// Blocks. A database that is named on the command line is trusted by that; the code of a project only with --trust,
/// which is remembered, or where that was said before.
[[nodiscard]] core::Result<core::SchemaSource> readSource(const QString &path, const core::Dialect &dialect,
                                                          const Invocation &invocation);

/// The statements as text for a shell, each with its purpose above it.
[[nodiscard]] QString planText(const core::Script &script, const core::Dialect &dialect);

/// Keys: title, rebuilt[], changes[] (in words), statements[] {sql, purpose, role (setup | begin | body | check |
/// commit | later | if-failed | cleanup), changes[] (places in the other list)}, inverse[] (SQL), cannotUndo[].
[[nodiscard]] QJsonObject migrationJson(const core::SchemaMigration &migration, const core::Dialect &dialect);

} // namespace app
