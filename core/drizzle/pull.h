// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/filechanges.h"
#include "core/drizzle/schemawriter.h"

namespace core {

/// A database that is to become files of TypeScript.
struct PullRequest {
    QString folder; ///< absolute: where they go; need not be there; empty: nobody has said it yet
    QString ormVersion; ///< empty: that which is installed there, else 0.x
    bool keepsNames = false; ///< as in the database, not camelCased
    Scope scope; ///< the tablesFilter
};

/// What would be written, to be looked at. Nothing has been written yet.
struct PulledFiles {
    QList<FileChange> files; ///< schema.ts, then relations.ts; without those that say it already
    QStringList notes; ///< what TypeScript cannot say, and is left out: one sentence each
    friend bool operator==(const PulledFiles &, const PulledFiles &) = default;
    [[nodiscard]] QStringList replaced() const; ///< paths of those that are there, and would be others
};

/// Reads what is there, writes nothing; blocks for a moment. Any thread.
[[nodiscard]] PulledFiles pulledFiles(const Schema &schema, const PullRequest &request, const Dialect &dialect);

} // namespace core
