// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QList>
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
    // What only servers have.
    bool serverTables = true; ///< partitions, inheritance, UNLOGGED, foreign tables, storage parameters
    bool comments = true;
    bool extensions = true;
    bool functions = true;
    bool domains = true; ///< and row and range types
    bool exclusions = true;
    bool notValid = true; ///< constraints that were not checked, MATCH, NO INHERIT
    bool keyDeferral = true; ///< DEFERRABLE of unique and primary keys, and INITIALLY IMMEDIATE of any
    bool includes = true; ///< columns carried along in indexes, and whether NULLs are equal in them
    bool policies = true; ///< and row security
    bool ownedSequences = true; ///< that serial is a sequence of its own
    bool sequenceTypes = true; ///< of sequences that stand by themselves
    bool viewIndexes = true; ///< of materialized views
    friend bool operator==(const Facets &, const Facets &) = default;

    /// drizzle-kit's snapshots and schema.ts for the SQLite family.
    [[nodiscard]] static Facets drizzle()
    {
        Facets f;
        f.triggers = f.virtualTables = f.strict = f.withoutRowId = f.collations = false;
        f.uniqueConstraints = f.conflictClauses = f.deferredKeys = f.keyOrder = false;
        f.serverTables = f.comments = f.extensions = f.functions = f.domains = f.exclusions = f.notValid = false;
        f.keyDeferral = f.includes = f.policies = f.ownedSequences = f.sequenceTypes = f.viewIndexes = false;
        return f;
    }
    /// Those for PostgreSQL, which know more: enums, sequences, policies, unique constraints, the order within indexes.
    [[nodiscard]] static Facets drizzlePostgres()
    {
        Facets f = drizzle();
        f.uniqueConstraints = f.keyOrder = f.policies = true;
        return f;
    }
};

/// Which tables and views a diff is about, and within which schemas anything; all others stay untouched. The system's
/// own, journals and the shadow tables of virtual ones are never in it.
struct Scope {
    /// Patterns with * and ?, as in a tablesFilter; one that starts with '!' takes away again. Empty: everything.
    QStringList patterns;
    QStringList schemas = {}; ///< likewise, as in a schemaFilter: by their real names (`public` included)
    QList<QualifiedName> except = {}; ///< tables and views that are never in it
    friend bool operator==(const Scope &, const Scope &) = default;
    [[nodiscard]] bool covers(const QualifiedName &name) const;
    [[nodiscard]] bool covers(const QString &name) const { return covers(QualifiedName{{}, name}); }
    /// By its real name, or empty for the system's default one.
    [[nodiscard]] bool coversSchema(const QString &schema) const;
};

/// A pattern that means this very name.
[[nodiscard]] QString exactPattern(const QString &name);

} // namespace core
