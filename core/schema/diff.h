// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/change.h"
#include "core/schema/facets.h"
#include "core/schema/schemarules.h"

namespace core {

struct DiffOptions {
    Renames renames;
    Facets facets; ///< of the target's source
    Scope scope;
    /// Whether another order of the same columns is a difference. No system needs it, and SQLite makes the table anew
    /// for it. Where a table is made anew anyway, its columns come out in the target's order.
    bool columnOrder = false;
    friend bool operator==(const DiffOptions &, const DiffOptions &) = default;
};

struct SchemaDiff {
    Schema before; ///< where it starts from
    Schema renamed; ///< `before` with the renames done
    Schema target; ///< where it ends: the target, completed with what it cannot express or does not cover
    Renames renames; ///< as asked for
    QList<Change> changes; ///< in an order that depends on nothing but the two schemas
    friend bool operator==(const SchemaDiff &, const SchemaDiff &) = default;
    [[nodiscard]] bool isEmpty() const { return changes.isEmpty(); }
};

/// The changes from one schema to another. Fails when a rename names what is not there, or leads to a name that is
/// taken. Renames whose old name is gone and whose new one is there already are done and left out.
[[nodiscard]] Result<SchemaDiff> diff(const Schema &from, const Schema &to, const DiffOptions &options,
                                      const SchemaRules &rules);

/// `from` with everything under its new name: tables, columns, keys, indexes, expressions, views and triggers.
[[nodiscard]] Schema withRenames(const Schema &from, const Renames &renames, const SchemaRules &rules);

/// `to`, completed from `from` (renames done) with what its facets cannot express and its scope does not cover.
[[nodiscard]] Schema completed(const Schema &from, const Schema &to, const DiffOptions &options,
                               const SchemaRules &rules);

/// Whether diff() may touch it: not the system's own, no journal, no shadow of a virtual table, and covered.
[[nodiscard]] bool isManaged(const Table &table, const Scope &scope);

} // namespace core
