// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"

namespace core {

/// Neighbours along relations in PostgreSQL's SQL. Stateless; any thread.
class PostgresRelationSql final : public RelationSql {
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
    [[nodiscard]] bool actionsWaitTheirTurn() const override { return true; }
    [[nodiscard]] int actionsDeepAtMost() const override { return 0; }
    [[nodiscard]] BoundSql overlap(const Schema &schema, const Relation &relation, qint64 atMost) const override;
    [[nodiscard]] BoundSql search(const Schema &schema, const Search &search) const override;
    [[nodiscard]] bool isQuick(const Schema &schema, const Search &search) const override;
};

/// A value as a column of that type keeps it: what reading gives after writing it. What is not known to be kept
/// otherwise stays as it is.
[[nodiscard]] Value postgresStoredForm(const QString &declaredType, const Value &value);
/// As Dialect::whyTypeRefuses: what is longer or larger than the type says, which the server refuses and never cuts.
[[nodiscard]] QString postgresWhyTypeRefuses(const Value &value, const QString &declaredType);
/// One of all values that are equal in the type.
[[nodiscard]] Value postgresEqualForm(const QString &declaredType, const Value &value);

} // namespace core
