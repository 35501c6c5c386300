// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/boundtext.h"

/// Relations in PostgreSQL's SQL: names for rows, joins, paths for subqueries. Pure; any thread.
namespace core {

/// What is written after FROM, and by which name its columns are reached.
struct PostgresAlias {
    QualifiedName table; ///< without a name: values of the statement's own
    QString name; ///< unquoted
    [[nodiscard]] QString from() const; ///< `"public"."comments" AS "r1"`
    [[nodiscard]] QString column(const QString &columnName) const;
};

/// What the values of a column of a table or view are; empty where it is not known.
[[nodiscard]] QString postgresDeclaredType(const Schema &schema, const QualifiedName &table, const QString &column);

/// The label of the alias's row as one text expression: the columns that are not NULL, a blank between them.
[[nodiscard]] QString postgresLabelSql(const Schema &schema, const PostgresAlias &row, const QStringList &columns);
/// Whether texts in the column compare by another collation than the database's: ILIKE refuses those that take
/// different texts for the same, and two of them do not go together.
[[nodiscard]] bool postgresHasOwnCollation(const Column &column);
/// The column as text that ILIKE takes.
[[nodiscard]] QString postgresPlainText(const Schema &schema, const PostgresAlias &row, const QString &column);

/// One side of a join: expressions with what they are declared as.
struct PostgresSide {
    QStringList columns;
    QStringList types;
};
[[nodiscard]] PostgresSide postgresSide(const Schema &schema, const PostgresAlias &row, const QStringList &columns);

/// "a = b", column by column. Types that have no = between them (uuid and text, where a relation is but said to be
/// there) are compared by their text.
[[nodiscard]] QString postgresJoinSql(const PostgresSide &a, const PostgresSide &b);

/// The tables a path leads through, joined, without the words FROM and WHERE; aliases are r1, r2, … Fails on tables and
/// columns that are not there.
struct PostgresPath {
    QString from;
    QString where; ///< joins, with the outer row's columns in them
    PostgresAlias last;
};
[[nodiscard]] Result<PostgresPath> postgresPath(const Schema &schema, const PostgresAlias &outer,
                                                const QList<Relation> &path);

} // namespace core
