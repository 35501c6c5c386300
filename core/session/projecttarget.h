// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/target.h"

namespace core {

/// Of one config: read from its text, or evaluated where that does not do and `mayRun` lets it.
[[nodiscard]] Result<Target> targetOfConfig(const DrizzleConfigFile &config, const QString &database,
                                            const MayRunConfig &mayRun);

/// With what running the config tells, where its text does not and `mayRun` lets it. Fails only where the database
/// itself is not known without; else `note` says in one sentence what stays unknown.
[[nodiscard]] Result<DrizzleProject> wholeProject(const DrizzleProject &project, const MayRunConfig &mayRun,
                                                  QString &note);

/// The local database of a binding of this config of wrangler: the one of that name, of its binding or of its id, or
/// the only one there is. `project` may be null.
[[nodiscard]] Result<Target> targetOfWrangler(const QString &configPath, const QString &database,
                                              const DrizzleProject *project);

/// The bindings that can be meant, each local file once: those of that name, or else of the project's id or migrations,
/// or else all.
[[nodiscard]] QList<D1Binding> bindingsMeant(const WranglerConfig &config, const QString &database,
                                             const DrizzleProject *project);

/// The config of wrangler that goes with a project; empty: none.
[[nodiscard]] QString wranglerOf(const DrizzleProject &project);

/// Whether the project's database is one of D1's.
[[nodiscard]] bool isD1Project(const DrizzleProject &project);

/// The configs of wrangler of a folder without a Drizzle project: in it, in its workspaces, else above.
[[nodiscard]] QStringList findWranglerConfigs(const QString &folder);

/// Why a project's database cannot be opened though it is known what it is; empty: it can.
[[nodiscard]] QString cannotOpenBecause(const DrizzleProject &project);

} // namespace core
