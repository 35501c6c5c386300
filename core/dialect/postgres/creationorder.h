// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QSet>

#include <variant>

namespace core {

/// What is made by one CREATE and may mention others. Pointers into the schema.
using PostgresMade =
    std::variant<const EnumType *, const Domain *, const UserType *, const Function *, const Table *, const View *>;

/// Everything of the schema that is to be made, those that others mention first. Told by names within the texts, so
/// that what only looks like a name may put something earlier than it has to be; a circle keeps the order of kinds.
[[nodiscard]] QList<PostgresMade> postgresCreationOrder(const Schema &schema);

/// The names a text mentions, as they are spelled (bare ones in lower case, as the server folds them).
[[nodiscard]] QSet<QString> postgresMentions(const QString &sql);

/// Tables with their partitions before them, deepest first.
[[nodiscard]] QList<const Table *> postgresPartitionsFirst(const Schema &schema);

} // namespace core
