// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/savedsql.h"

namespace core {

class SqliteSavedSql final : public SavedSql {
public:
    [[nodiscard]] QStringList create(const Shape &shape) const override;
    [[nodiscard]] QString insert(const Shape &shape) const override;
    [[nodiscard]] QStringList sift(const Shape &shape) const override;
    [[nodiscard]] QStringList finish(const Shape &shape) const override;
    [[nodiscard]] Statement restoreRows(const Shape &shape, bool onlyMissing) const override;
    [[nodiscard]] Statement restoreValues(const Shape &shape, bool unlessEdited) const override;
    [[nodiscard]] QString savedValue(const Shape &shape, int column, const QString &otherwise) const override;
    [[nodiscard]] QList<Statement> restoreCounter(const QualifiedName &table, qint64 highest) const override;
};

} // namespace core
