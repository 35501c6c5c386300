// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"

#include "core/drizzle/drizzleschema.h"
#include "core/drizzle/filechanges.h"

#include <QJsonArray>

/// What `generate`, `push`, `check` and `pull` share: the project that is named, or stood in.
namespace app {

/// TARGET, --config or --project; else the folder that the program is run in.
[[nodiscard]] QString projectTarget(const Invocation &invocation);

/// Evaluates its schema.ts, which is code: only where its folder is trusted, or with --trust. Blocks.
[[nodiscard]] core::Result<core::DrizzleSchema> readDeclared(const Invocation &invocation);

/// Whether the code of the project in this folder may run: it is trusted, or --trust says so now.
[[nodiscard]] core::Result<core::Done> checkTrust(const QString &folder, const Invocation &invocation);

/// Where its migrations are, and how they are written; --migrations goes before what the config says.
[[nodiscard]] QString migrationsFolderOf(const core::DrizzleSchema &schema, const Invocation &invocation);

/// A line for each file, the SQL and TypeScript among them as a whole.
[[nodiscard]] QString filesText(const QList<core::FileChange> &files);
/// Keys of each: path, new, text.
[[nodiscard]] QJsonArray filesJson(const QList<core::FileChange> &files);

} // namespace app
