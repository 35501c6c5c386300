// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// How pg-core makes a column of a type of the system's own.
struct PostgresBuilder {
    QString name; ///< "varchar"; empty: there is none
    QString config = {}; ///< "{ length: 80 }"; may be empty
    bool isArray = false;
    /// What a default is given as: SQL in any case, else a string, a number, true or false.
    enum class Values { Sql, Text, Number, Boolean };
    Values values = Values::Sql;
    friend bool operator==(const PostgresBuilder &, const PostgresBuilder &) = default;
};

/// For a type as the server writes it: "character varying(80)", "timestamp(3) with time zone[]". Pure.
[[nodiscard]] PostgresBuilder postgresBuilderOf(const QString &declaredType, bool isOrm1);

/// A default as drizzle-orm has it as a value: "\"it's\"", "7", "[]"; empty where only SQL says it exactly.
[[nodiscard]] QString postgresPlainDefault(const QString &sql, const PostgresBuilder &builder);

} // namespace core
