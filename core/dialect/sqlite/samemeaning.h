// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schemarules.h"

namespace core {

/// What SQLite takes for the same.
class SqliteSchemaRules final : public SchemaRules {
public:
    [[nodiscard]] Table normal(const Table &table, const SchemaIndex &schema) const override;
    [[nodiscard]] Index normal(const Index &index, const Table &table) const override;
    [[nodiscard]] View normal(const View &view) const override;
    [[nodiscard]] Trigger normal(const Trigger &trigger) const override;
    [[nodiscard]] QString normalType(const QString &declaredType) const override;
    [[nodiscard]] QString renamedExpression(const QString &sql, const Table &before,
                                            const Renames &renames) const override;
    [[nodiscard]] QString renamedQuery(const QString &sql, const SchemaIndex &before, const Renames &renames,
                                       const QualifiedName &triggerTable) const override;
    [[nodiscard]] bool dropDeletesRows() const override { return true; }
    [[nodiscard]] QString defaultSchema() const override { return QStringLiteral("main"); }
    [[nodiscard]] bool isStrictType(const QString &declaredType) const override;
    [[nodiscard]] bool isConstant(const QString &defaultExpression) const override;
    [[nodiscard]] QStringList unknownNames(const Trigger &trigger, const SchemaIndex &schema) const override;
};

} // namespace core
