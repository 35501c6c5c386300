// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/savedsql.h"

namespace core {

class SqliteSavedSql final : public SavedSql {
public:
    [[nodiscard]] Worth worthOf(const Column &column) const override;
    [[nodiscard]] QString stored(const Shape &shape, const QString &condition) const override;
    [[nodiscard]] QString becoming(const ProbeSql::OldRows &rows, const QStringList &keys, const QString &column,
                                   const QString &newType, const QString &castTo, const QString &fill,
                                   const QStringList &witness) const override;
    [[nodiscard]] QString changed(const Shape &shape, const QString &expression,
                                  const QString &condition) const override;
    [[nodiscard]] QString beginTrying() const override;
    [[nodiscard]] QStringList takeBackWhatWasTried() const override;
    [[nodiscard]] QStringList create(const Shape &shape) const override;
    [[nodiscard]] QString insert(const Shape &shape) const override;
    [[nodiscard]] QString clear(const Shape &shape) const override;
    [[nodiscard]] QStringList sift(const Shape &shape) const override;
    [[nodiscard]] QStringList finish(const Shape &shape) const override;
    [[nodiscard]] QString defaultOf(const Column &column) const override;
    [[nodiscard]] Statement restoreRows(const Shape &shape, bool onlyMissing) const override;
    [[nodiscard]] Statement restoreValues(const Shape &shape, bool unlessEdited) const override;
    [[nodiscard]] QString savedValue(const Shape &shape, int column, const QString &otherwise) const override;
    [[nodiscard]] QString account(const Shape &shape, bool comparesValues) const override;
    [[nodiscard]] QList<Statement> restoreCounter(const QualifiedName &table, qint64 highest) const override;
};

} // namespace core
