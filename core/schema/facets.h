// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace core {

/// What the source of a schema can know at all. What a target cannot express, diff() leaves as it is.
struct Facets {
    bool views = true;
    bool triggers = true;
    bool virtualTables = true;
    bool strict = true;
    bool withoutRowId = true;
    bool collations = true; ///< of columns and within indexes
    bool uniqueConstraints = true; ///< no: uniqueness is only known as a unique index
    bool conflictClauses = true; ///< ON CONFLICT
    bool deferredKeys = true; ///< DEFERRABLE INITIALLY DEFERRED
    bool keyOrder = true; ///< DESC within keys and indexes
    friend bool operator==(const Facets &, const Facets &) = default;

    /// drizzle-kit's snapshots and schema.ts for the SQLite family.
    [[nodiscard]] static Facets drizzle()
    {
        Facets f;
        f.triggers = f.virtualTables = f.strict = f.withoutRowId = f.collations = false;
        f.uniqueConstraints = f.conflictClauses = f.deferredKeys = f.keyOrder = false;
        return f;
    }
};

/// Which tables and views a diff is about; all others stay untouched. The system's own, journals and the shadow tables
/// of virtual ones are never in it.
struct Scope {
    /// Patterns with * and ?, as in a tablesFilter; one that starts with '!' takes away again. Empty: everything.
    QStringList patterns;
    friend bool operator==(const Scope &, const Scope &) = default;
    [[nodiscard]] bool covers(const QString &name) const;
};

} // namespace core
