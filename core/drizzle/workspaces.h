// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace core {

/// The configs that the scripts of a folder's package.json name (drizzle-kit … --config FILE): absolute, those that are
/// there, in their order.
[[nodiscard]] QStringList configsOfScripts(const QString &folder);

/// What the scripts of a folder's package.json name with an option of another program: wrangler's --persist-to.
[[nodiscard]] QStringList optionsOfScripts(const QString &folder, const QString &program, const QString &option);

/// The members of a monorepo: by "workspaces" of package.json, or pnpm-workspace.yaml. Absolute; none without them.
[[nodiscard]] QStringList workspaceFolders(const QString &folder);

/// The folders directly below that can hold a project: no node_modules, nothing hidden, built or linked.
[[nodiscard]] QStringList searchedFolders(const QString &folder);

} // namespace core
