// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schemarules.h"

namespace core {

/// What PostgreSQL takes for the same: aliases of types, serial for an integer with a sequence of its own, what the
/// server makes of an expression, and everything that is implied. Names are compared as they are spelled.
class PostgresSchemaRules final : public SchemaRules {
public:
    [[nodiscard]] Table normal(const Table &table, const SchemaIndex &schema) const override;
    [[nodiscard]] Index normal(const Index &index, const Table &table) const override;
    [[nodiscard]] View normal(const View &view) const override;
    [[nodiscard]] View normalWithin(const View &view, const SchemaIndex &schema) const override;
    [[nodiscard]] Trigger normal(const Trigger &trigger) const override;
    [[nodiscard]] QString normalType(const QString &declaredType) const override;
    [[nodiscard]] QString renamedExpression(const QString &sql, const Table &before,
                                            const Renames &renames) const override;
    /// Columns keep their names: the server gives a view's result its old name when the column behind it is renamed,
    /// so that the view is another one than the target's.
    [[nodiscard]] QString renamedQuery(const QString &sql, const SchemaIndex &before, const Renames &renames,
                                       const QualifiedName &triggerTable) const override;
    [[nodiscard]] QString defaultSchema() const override { return QStringLiteral("public"); }
    [[nodiscard]] bool isStrictType(const QString &) const override { return true; }
    [[nodiscard]] QString keptName(const QString &name) const override;
    [[nodiscard]] bool isConstant(const QString &defaultExpression) const override;
    [[nodiscard]] QStringList unknownNames(const Trigger &, const SchemaIndex &) const override { return {}; }

    [[nodiscard]] EnumType normalObject(const EnumType &type) const override;
    [[nodiscard]] Domain normalObject(const Domain &domain) const override;
    [[nodiscard]] UserType normalObject(const UserType &type) const override;
    [[nodiscard]] Sequence normalObject(const Sequence &sequence) const override;
    [[nodiscard]] Function normalObject(const Function &function) const override;
    [[nodiscard]] Policy normalObject(const Policy &policy, const Table &table) const override;
    [[nodiscard]] ExclusionConstraint normalObject(const ExclusionConstraint &constraint,
                                                   const Table &table) const override;
    using SchemaRules::normalObject;
    [[nodiscard]] QString renamedType(const QString &declaredType, const Renames &renames) const override;
    [[nodiscard]] QString renamedCounter(const QString &defaultExpression, const QualifiedName &from,
                                         const QualifiedName &to) const override;
    [[nodiscard]] bool isPartOfColumn(const Sequence &sequence, const SchemaIndex &schema) const override;
};

/// The sequence that nextval() of this default takes from, if it does nothing else.
[[nodiscard]] std::optional<QualifiedName> postgresNextvalOf(const QString &defaultExpression);
/// The options with the limits of their type where nothing narrower was said.
[[nodiscard]] SequenceOptions postgresNormalOptions(SequenceOptions options, const QString &type);

} // namespace core
