// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/designrules.h"

namespace core {

/// DesignRules of PostgreSQL. What only the server can tell (whether a type, a function or a column in a query is
/// there) is left to the dry run.
class PostgresDesignRules final : public DesignRules {
public:
    [[nodiscard]] static QString dialectName();

    [[nodiscard]] QStringList types(bool strict) const override;
    [[nodiscard]] QStringList typesOf(const Schema &schema) const override;
    [[nodiscard]] QStringList collations() const override;
    [[nodiscard]] QStringList defaults() const override;
    [[nodiscard]] QList<Option> options() const override { return {}; }
    [[nodiscard]] QList<Column::Generation> generations() const override { return {Column::Generation::Stored}; }
    [[nodiscard]] bool has(Feature) const override { return true; }
    [[nodiscard]] QStringList indexMethods() const override;
    [[nodiscard]] QString valueInstead(const Table &table, const QString &column, const QString &value,
                                       const QString &by) const override;
    [[nodiscard]] QStringList keptAsItIs(const Table &table) const override;
    [[nodiscard]] bool movesColumns() const override { return false; }
    [[nodiscard]] bool triggersShareNames() const override { return false; }
    [[nodiscard]] QString designedElsewhere(const Table &table) const override;

    [[nodiscard]] Table newTable(const QualifiedName &name) const override;
    [[nodiscard]] Trigger newTrigger(const QualifiedName &table, const QString &name, bool onView) const override;
    [[nodiscard]] View newView(const QualifiedName &name) const override;

    [[nodiscard]] Result<std::optional<QString>> defaultFromText(const QString &text) const override;
    [[nodiscard]] Result<QString> expressionFromText(const QString &text) const override;
    [[nodiscard]] Result<QList<IndexedColumn>> indexedColumnsFromText(const QString &text) const override;
    [[nodiscard]] QString textOf(const QList<IndexedColumn> &columns) const override;
    [[nodiscard]] Result<QStringList> namesFromText(const QString &text) const override;
    [[nodiscard]] QString textOf(const QStringList &names) const override;
    [[nodiscard]] Result<ForeignKey> referenceFromText(const QString &text) const override;
    [[nodiscard]] QString textOf(const ForeignKey &key) const override;
    [[nodiscard]] Result<Trigger> triggerFromText(const QString &sql) const override;
    [[nodiscard]] Result<View> viewFromText(const QString &sql) const override;

    [[nodiscard]] QList<DesignProblem> problems(const Table &table) const override;
    [[nodiscard]] QHash<QString, QString> viewFaults(const Schema &) const override { return {}; }
    [[nodiscard]] QHash<QString, QString> triggerFaults(const Schema &schema) const override;
};

/// Why the text is no single expression; empty when it may be one. Looks at tokens and parentheses only.
[[nodiscard]] QString postgresExpressionFault(const QString &sql);

} // namespace core
