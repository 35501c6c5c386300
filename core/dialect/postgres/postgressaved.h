// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/savedsql.h"

namespace core {

/// What goes is kept in a file of the program's own as text, which the server reads back exactly; on the way back it
/// is put into temporary tables. In the file, what a value would become without help (b1, …) stands behind the values.
class PostgresSavedSql final : public SavedSql {
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
    [[nodiscard]] bool failureSpoilsTransaction() const override { return true; }
    [[nodiscard]] qint64 mostBytes() const override { return qint64(64) << 20; } // they are sent by statements

    [[nodiscard]] QStringList create(const Shape &shape) const override;
    [[nodiscard]] QString insert(const Shape &shape) const override;
    [[nodiscard]] QString clear(const Shape &shape) const override;
    [[nodiscard]] QStringList sift(const Shape &) const override { return {}; } // the server gives what is wanted
    [[nodiscard]] QStringList finish(const Shape &shape) const override;

    [[nodiscard]] bool isAttached() const override { return false; }
    [[nodiscard]] Statement placeFor(const QString &saved, const QStringList &columns) const override;
    [[nodiscard]] Statement put(const QString &saved, const QStringList &columns,
                                const QList<Row> &rows) const override;

    [[nodiscard]] QString defaultOf(const Column &column) const override;
    [[nodiscard]] Statement restoreRows(const Shape &shape, bool onlyMissing) const override;
    [[nodiscard]] Statement restoreValues(const Shape &shape, bool unlessEdited) const override;
    [[nodiscard]] Statement restoreReferences(const Shape &shape, const Table &from,
                                              const QList<std::pair<QString, QString>> &columns) const override;
    [[nodiscard]] QString savedValue(const Shape &shape, int column, const QString &otherwise) const override;
    [[nodiscard]] QString account(const Shape &shape, bool comparesValues) const override;
    /// Its sequences go on by themselves: the planner sees to that.
    [[nodiscard]] QList<Statement> restoreCounter(const QualifiedName &, qint64) const override { return {}; }
};

} // namespace core
