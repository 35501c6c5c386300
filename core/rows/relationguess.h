// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/schema/relationgraph.h"

/// Relations that the database does not know of, as the names suggest them, and what can be said against one before its
/// values are looked at. Pure; no I/O.
namespace core {

/// user_id → users.id where no foreign key leads from user_id: by the name of the table or of the relation that the
/// column's name holds, to a key of one column and the same kind of type. In the order of the tables and columns;
/// `known` are those drawn or declared already.
[[nodiscard]] QList<DrawnForeignKey> guessRelations(const Schema &schema, const Dialect &dialect,
                                                    const QList<DrawnForeignKey> &known);

/// Something that stands against a relation, in one sentence.
struct Objection {
    QString text;
    bool forbids = false; ///< it cannot be drawn; else a person may have reasons
    friend bool operator==(const Objection &, const Objection &) = default;
};
/// The same relation is there already, by the database or drawn; it leads from a column to itself; the types differ;
/// the target is no key, so that several rows may be found.
[[nodiscard]] QList<Objection> objections(const DrawnForeignKey &drawn, const Schema &schema, const Dialect &dialect,
                                          const QList<DrawnForeignKey> &known);

/// "posts.user_id → users.id"; several columns in brackets.
[[nodiscard]] QString toText(const DrawnForeignKey &drawn);

} // namespace core
