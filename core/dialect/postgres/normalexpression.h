// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

/// Texts in one spelling, whoever wrote them: a person, a tool, or the server, which adds casts and parentheses, writes
/// IN as = ANY and LIKE as ~~. Pure. Only for comparing: what they give need not be SQL.
namespace core {

class SchemaIndex;

/// An expression of a table, whose own name before a column says nothing. What it cannot take apart it compares word
/// by word.
[[nodiscard]] QString postgresNormalExpression(const QString &sql, const QString &table = {});
/// Likewise, with the types of its columns, which tell the casts that the server adds from those that somebody wrote.
[[nodiscard]] QString postgresNormalExpression(const QString &sql, const Table &table);
/// Likewise, of several tables' columns ("t.price"); a cast of one that is not there says something.
[[nodiscard]] QString postgresNormalTypedExpression(const QString &sql, const Table &columns);
[[nodiscard]] std::optional<QString> postgresNormalDefault(const std::optional<QString> &sql);
/// That of a column of this type, in normal form: literals are compared by what they mean there.
[[nodiscard]] std::optional<QString> postgresNormalDefault(const std::optional<QString> &sql,
                                                           const QString &normalType);
/// What the text says that a default consists of, whatever it is cast to; nothing where it is more than one literal.
[[nodiscard]] std::optional<QString> postgresLoneLiteral(const QString &sql);
[[nodiscard]] QString postgresNormalQuery(const QString &sql); ///< word by word
/// A query by its parts where it is of the usual ones, anything else word by word. With a schema, all columns of a
/// table or view (*) are those that it has there.
[[nodiscard]] QString postgresNormalView(const QString &sql, const SchemaIndex *schema = nullptr);
/// "character varying(80)" for varchar ( 80 ); serial types are the integers they count in.
[[nodiscard]] QString postgresNormalType(const QString &declaredType);
[[nodiscard]] bool isPostgresSerial(const QString &declaredType);
/// A name within SQL, folded as the server does unless it is quoted.
[[nodiscard]] QString postgresFoldedName(QStringView token);

} // namespace core
