// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/probesql.h"

namespace core {

class PostgresProbeSql final : public ProbeSql {
public:
    [[nodiscard]] Probe allRows(const Table &table) const override;
    [[nodiscard]] Probe values(const Table &table, const QString &column) const override;
    [[nodiscard]] Probe nulls(const Table &table, const QStringList &columns) const override;
    [[nodiscard]] Probe duplicates(const Table &table, const QList<IndexedColumn> &key,
                                   const QString &where) const override;
    [[nodiscard]] Probe failing(const Table &table, const QString &check) const override;
    [[nodiscard]] Probe orphans(const Table &table, const ForeignKey &key, const Table &target,
                                const QStringList &targetColumns) const override;
    [[nodiscard]] std::optional<Probe> changedBy(const Table &table, const QString &column,
                                                 const QString &newType) const override;
    [[nodiscard]] std::optional<Probe> otherAs(const Table &table, const QString &column, const QString &newType,
                                               const QString &expression,
                                               bool isCast) const override; // in postgresretyping.cpp
    [[nodiscard]] std::optional<Probe> refusedBy(const Table &, const QString &, const QString &) const override
    {
        return std::nullopt; // every table is strict, see tooBigFor()
    }
    [[nodiscard]] std::optional<Probe> tooBigFor(const Table &table, const QString &column,
                                                 const QString &newType) const override;
    [[nodiscard]] std::optional<Probe> movedByZone(const Table &table, const QString &column,
                                                   const QString &newType) const override;
    [[nodiscard]] QString sessionZone() const override;
    [[nodiscard]] bool keepsWhatDoesNotFit() const override { return false; }
    [[nodiscard]] std::optional<Probe> holding(const Table &table, const QString &column,
                                               const QStringList &values) const override;
    [[nodiscard]] Probe severalRows(const Table &table) const override;
    [[nodiscard]] Statement deleteRows(const Probe &probe) const override;
    [[nodiscard]] Statement setColumn(const Probe &probe, const QString &column,
                                      const QString &expression) const override;
    [[nodiscard]] std::optional<Statement> keepFirstOfDuplicates(const Table &table, const QList<IndexedColumn> &key,
                                                                 const QString &where) const override;
    [[nodiscard]] std::optional<Statement> renumberDuplicates(const Table &table, const QList<IndexedColumn> &key,
                                                              const QString &where) const override;
    [[nodiscard]] std::optional<Probe> otherNumbersBy(const Table &, const QString &, const QString &) const override
    {
        return std::nullopt; // a column has one kind of number
    }
    [[nodiscard]] bool putsRight(const Statement &repair, const Probe &probe) const override;

    [[nodiscard]] QString rowCount(const QualifiedName &table) const override;
    [[nodiscard]] QString valueCounts(const Table &table, const QStringList &columns) const override;
    [[nodiscard]] QString cells(const Table &table, const QStringList &columns) const override;
    [[nodiscard]] QString differentValues(const QualifiedName &table, const QString &column, int most) const override;
    [[nodiscard]] QString oldRows(const OldRows &rows, const QStringList &columns, const QString &expression,
                                  const QString &nullColumn, int limit) const override;

    [[nodiscard]] std::optional<Beyond> reachesBeyond(const QString &sql) const override; // in postgresbeyond.cpp
    [[nodiscard]] QString tablesSeenInPart() const override;
    // In postgresreach.cpp.
    [[nodiscard]] bool reachesFurther(const QString &sql) const override;
    [[nodiscard]] bool silencesKeys(const QString &sql) const override;

    // In postgreslocks.cpp.
    [[nodiscard]] QList<LockEffect> locks(const SchemaDiff &diff, int change, bool gently) const override;
    [[nodiscard]] std::optional<Probe> estimatedRows(const Table &table) const override;
};

} // namespace core
