// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

/// What a database has beside tables and views, as one list for people to look through. Pure; any thread.
namespace core {

struct ListedObject {
    enum class Kind { Schema, Extension, Enum, Domain, Type, Sequence, Function, Trigger, Policy };
    Kind kind = Kind::Enum;
    QualifiedName name; ///< of a trigger or policy: its own, in the schema of its table; of a schema: only `name`
    QString arguments = {}; ///< of a function: what tells it from others of its name
    QualifiedName table = {}; ///< of a trigger or policy; of a sequence the table whose column owns it
    QString word = {}; ///< "enum", "procedure", …
    QString about = {}; ///< in one line: an enum's values, what a domain demands, when a trigger fires
    QString comment = {};
    QStringList usedBy = {}; ///< columns of its type, as "film.rating", in the order of the tables; and domains
    friend bool operator==(const ListedObject &, const ListedObject &) = default;
    [[nodiscard]] QString display() const; ///< "film_in_stock(integer, integer)"
};

/// By kind, then by name. Without what belongs to the system or an extension, without schemas that hold nothing of
/// their own name's worth (`public`), and without the triggers that partitions have from their table.
[[nodiscard]] QList<ListedObject> listedObjects(const Schema &schema);

/// What makes it, each statement with its semicolon; empty where the system cannot say it.
[[nodiscard]] QString createSqlOf(const ListedObject &object, const Schema &schema, const Dialect &dialect);

} // namespace core
