// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

#include <QString>
#include <QStringList>

/// What PostgreSQL's types are to the rest of core. Pure; any thread.
namespace core {

/// A declared type taken apart: "timestamp(3) with time zone[]" is timestamp with time zone, 3, an array.
struct PostgresType {
    QString name; ///< as format_type() spells it, without modifiers; a user's own as written
    QStringList modifiers; ///< of numeric(10,2): 10 and 2
    bool isArray = false;
    friend bool operator==(const PostgresType &, const PostgresType &) = default;
};
[[nodiscard]] PostgresType postgresType(const QString &declaredType);

/// The type to cast to, without modifiers, since a cast would cut to them: "character varying(3)" is
/// "character varying", "character(3)" is bpchar. Empty where none was declared.
[[nodiscard]] QString postgresCastType(const QString &declaredType);

[[nodiscard]] TypeFamily postgresTypeFamily(const QString &declaredType);
/// As Dialect::valueFromText: of the kind that reading the column gives.
[[nodiscard]] Value postgresValueFromText(const QString &text, const QString &declaredType);

/// Whether values of the type are the same, byte by byte, exactly if they are equal. numeric, interval, jsonb and
/// others have several spellings of what is equal.
[[nodiscard]] bool postgresEqualIsExact(const QString &declaredType);
/// Whether the type has = and an order of its own; json, xml and points have none, and boxes are equal by their area.
[[nodiscard]] bool postgresHasOrder(const QString &declaredType);
/// Whether it is one of integer, bigint and smallint, and no array.
[[nodiscard]] bool isPostgresInteger(const QString &declaredType);
/// Whether text of the type may be compared with LIKE, and with other text, without a cast.
[[nodiscard]] bool isPostgresText(const QString &declaredType);
/// Whether no value of the type is ever larger than some hundred bytes.
[[nodiscard]] bool isPostgresSmall(const QString &declaredType);

} // namespace core
