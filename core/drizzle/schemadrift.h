// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/drizzleschema.h"
#include "core/drizzle/snapshot.h"
#include "core/schema/diff.h"

#include <optional>

namespace core {

/// How two of schema.ts, snapshot and database differ.
struct SchemaDrift {
    enum class Pair { ProjectSnapshot, SnapshotDatabase, ProjectDatabase };
    enum class State { Same, Different, Unknown };
    Pair pair = Pair::SnapshotDatabase;
    QString left; ///< for people: "schema.ts", "snapshot of 0003_tags"
    QString right;
    State state = State::Unknown;
    QStringList differences; ///< one each, in words
    QString why; ///< Unknown: why there is nothing to compare, in one sentence
    friend bool operator==(const SchemaDrift &, const SchemaDrift &) = default;
};

[[nodiscard]] QString toText(SchemaDrift::Pair pair); ///< for ids and JSON: "schema-snapshot", …

/// A schema that was declared somewhere, with what its source can know.
struct DeclaredSchema {
    Schema schema;
    Facets facets;
    Scope scope;
    friend bool operator==(const DeclaredSchema &, const DeclaredSchema &) = default;
};
[[nodiscard]] DeclaredSchema declarationOf(const DrizzleSnapshot &snapshot);
[[nodiscard]] DeclaredSchema declarationOf(const DrizzleSchema &schema);

/// What leads from `real` to what is declared; none when they cannot be compared. Pure.
[[nodiscard]] std::optional<SchemaDiff> differenceTo(const DeclaredSchema &declared, const Schema &real,
                                                     const Dialect &dialect);

/// The same the other way round, so that it says what happened to the database since: for a migration that adopts it.
[[nodiscard]] std::optional<SchemaDiff> differenceFrom(const DeclaredSchema &declared, const Schema &real,
                                                       const Dialect &dialect);

/// One difference in words: "column posts.slug is only in the database". Pure.
[[nodiscard]] QString differenceWords(const Change &towardsDeclared, const QString &declared, const QString &real);

} // namespace core
