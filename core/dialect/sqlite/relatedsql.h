// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"

/// Relations in SQLite's SQL: subqueries for filters and sorts, statements for neighbours. Pure; any thread.
namespace core {

/// What is written after FROM, and by which name its columns are reached.
struct SqliteAlias {
    QualifiedName table;
    QString name; ///< unquoted
    [[nodiscard]] QString from() const; ///< "`comments` AS `r1`"
    [[nodiscard]] QString column(const QString &columnName) const;
};

/// The label of the alias's row as one text expression: the columns that are not NULL, a blank between them.
[[nodiscard]] QString sqliteLabelSql(const SqliteAlias &row, const QStringList &columns);

/// "pointed at = pointing", column by column. The side that is pointed at stands at the left: its affinity and
/// collation count, as in SQLite's own check.
[[nodiscard]] QString sqliteJoinSql(const SqliteAlias &target, const QStringList &targetColumns,
                                    const SqliteAlias &pointing, const QStringList &columns);

/// The tables a path leads through, joined, without the words FROM and WHERE; aliases are r1, r2, … Fails on tables and
/// columns that are not there.
struct SqlitePath {
    QString from;      ///< "`comments` AS `r1`, `users` AS `r2`"
    QString where;     ///< joins, with the outer row's columns in them
    SqliteAlias last;
};
[[nodiscard]] Result<SqlitePath> sqlitePath(const Schema &schema, const SqliteAlias &outer,
                                            const QList<Relation> &path);

class SqliteRelationSql final : public RelationSql {
public:
    [[nodiscard]] BoundSql labels(const Schema &schema, const QList<LabelQuestion> &questions) const override;
    [[nodiscard]] bool isIndexed(const Schema &schema, const Relation &relation) const override;
    [[nodiscard]] BoundSql counts(const Schema &schema, const Relation &relation, const QList<Key> &keys,
                                  qint64 atMost) const override;
    [[nodiscard]] BoundSql neighbours(const Schema &schema, const Relation &relation, const QStringList &columns,
                                      const QStringList &label, const QList<Key> &keys, qint64 atMost) const override;
    [[nodiscard]] BoundSql related(const Schema &schema, const Relation &relation, const QStringList &columns,
                                   const QList<Key> &keys, qint64 atMost) const override;
    [[nodiscard]] Value meetingForm(const Column &pointedAt, const Value &value) const override;
    [[nodiscard]] Value storedForm(const Column &column, const Value &value) const override;
    [[nodiscard]] BoundSql actionOrder() const override;
    [[nodiscard]] BoundSql defaultOf(const Column &column) const override;
    [[nodiscard]] int actionsDeepAtMost() const override;
    [[nodiscard]] BoundSql overlap(const Schema &schema, const Relation &relation, qint64 atMost) const override;
    [[nodiscard]] BoundSql search(const Schema &schema, const Search &search) const override;
    [[nodiscard]] bool isQuick(const Schema &schema, const Search &search) const override;
};

} // namespace core
