// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/drizzleschema.h"

#include <functional>
#include <optional>

namespace core {

/// A project whose schema.ts can be asked for.
struct BridgeRequest {
    QString configPath; ///< absolute: drizzle.config.{ts,js,json,mjs,cjs,mts,cts}; empty: only schemaFile is known
    QStringList folders; ///< what its paths may be relative to, likeliest first; absolute
    QString schemaFile = {}; ///< absolute: the schema that it is a part of, or else it alone; empty: as the config says
    friend bool operator==(const BridgeRequest &, const BridgeRequest &) = default;
    [[nodiscard]] QString named() const { return configPath.isEmpty() ? schemaFile : configPath; }
};

struct BridgeLimits {
    int milliseconds = 10'000;
    int megabytes = 512; ///< of JavaScript objects
    qint64 outputBytes = 64 * 1024 * 1024;
};

/// The nearest config at or above a database file. None when there is none, or when somebody else than this user (and
/// root) could have written it: it is code. Looks at names and owners only; nothing is read or run.
[[nodiscard]] std::optional<BridgeRequest> bridgeRequestFor(const QString &databasePath);

/// Whether a path is meant as a project, by its name: a config, a source file of TypeScript or JavaScript, or a folder.
[[nodiscard]] bool isProjectPath(const QString &path);

/// The project that such a path means. A folder's config is the one in it, or the nearest above; that of a schema file
/// likewise, and there need not be any. Fails, in one sentence, where bridgeRequestFor() would find nothing.
[[nodiscard]] Result<BridgeRequest> bridgeRequestAt(const QString &path);

/// That of a config of any name, which is run in `root`. Fails where somebody else could have written it.
[[nodiscard]] Result<BridgeRequest> bridgeRequestOf(const QString &configPath, const QString &root);

struct BridgeAnswer {
    Result<DrizzleSchema> schema;
    QStringList inputs; ///< the project's files that it depends on, as far as they are known when it could not be read
};

/// Evaluates config and schema with the project's own drizzle-orm, in a Node process of its own: so it runs the
/// project's code, and is only for a project that is trusted. Blocks, for a worker thread; `isCancelled` is asked every
/// few milliseconds, on this thread, and then the process and all it has started are killed, as when a limit is
/// reached. Errors are one sentence, with file and line where there is one; Error::code names the kind ("no-node",
/// "no-orm", "no-esbuild", "no-schema", "dialect", "config", "build", "evaluate", "timeout", "memory", "output",
/// "ended").
[[nodiscard]] BridgeAnswer askBridge(const BridgeRequest &request, const std::function<bool()> &isCancelled = {},
                                     const BridgeLimits &limits = {});

} // namespace core
