// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

/// Texts in one spelling, whoever wrote them: a person, a tool, or the server, which adds casts and parentheses, writes
/// IN as = ANY and LIKE as ~~. Pure. Only for comparing: what they give need not be SQL.
namespace core {

/// An expression of a table, whose own name before a column says nothing. What it cannot take apart it compares word
/// by word.
[[nodiscard]] QString postgresNormalExpression(const QString &sql, const QString &table = {});
[[nodiscard]] std::optional<QString> postgresNormalDefault(const std::optional<QString> &sql);
[[nodiscard]] QString postgresNormalQuery(const QString &sql); ///< word by word
/// "character varying(80)" for varchar ( 80 ); serial types are the integers they count in.
[[nodiscard]] QString postgresNormalType(const QString &declaredType);
[[nodiscard]] bool isPostgresSerial(const QString &declaredType);
/// A name within SQL, folded as the server does unless it is quoted.
[[nodiscard]] QString postgresFoldedName(QStringView token);

} // namespace core
