// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
#include "core/dialect/dialect.h"
#include "core/schema/schema.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// How a value looks (never what it is): chosen by the column's mode in a Drizzle schema, the declared type, a CHECK (…
/// IN …), sampled values and the column's name, in that order, unless the person chose. The raw value is always one key away.
struct ColumnFormat {
    enum class Kind { Plain, Boolean, UnixSeconds, UnixMilliseconds, IsoDate, Json, Enumeration, Uuid, Hex };
    Kind kind = Kind::Plain;
    QStringList values; ///< of an Enumeration, in the CHECK's order; of a Boolean with a type, how no and yes are written
    QString type = {};  ///< what is typed in becomes a Typed value of this type; empty: text, or a number
    friend bool operator==(const ColumnFormat &, const ColumnFormat &) = default;
};

/// Decides from schema and up to some hundred sampled values of the column.
[[nodiscard]] ColumnFormat guessFormat(const Table &table, const Column &column, const Dialect &dialect,
                                       const QList<Value> &sample);

/// What the types of the table's columns say by themselves: the values of an enum, as the schema has it; by column.
[[nodiscard]] QHash<QString, ColumnFormat> formatsOfTypes(const Schema &schema, const Table &table);

/// Whether the name says that there is a moment in it: created_at, expiresOn, birth_date; not time_limit.
[[nodiscard]] bool namesAMoment(const QString &column);

/// The value as the format shows it ("2026-10-30 17:45:00" in UTC, "true"); none when the format says nothing about
/// this very value (then it is shown raw).
[[nodiscard]] std::optional<QString> formatted(const Value &value, const ColumnFormat &format);
/// What a person typed in the format's own notation, as the value to store; none: not in that notation.
[[nodiscard]] std::optional<Value> parsed(const QString &text, const ColumnFormat &format);

/// The values of `CHECK (column IN ('a', 'b'))`, if one of the table's checks says so.
[[nodiscard]] QStringList enumerationOf(const Table &table, const Column &column, const Dialect &dialect);

[[nodiscard]] QString toText(ColumnFormat::Kind kind); ///< "unix s", "boolean", … as beside the column name; empty for Plain

} // namespace core
