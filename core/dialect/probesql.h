// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// Rows of a table that would not get along with what is to come: to be counted, and to be shown as they are.
struct Probe {
    QualifiedName table; ///< as it is called now
    QString condition; ///< SQL over the table's columns: true for exactly these rows
    BoundSql count; ///< gives their number; reads the whole table
    friend bool operator==(const Probe &, const Probe &) = default;
};

struct SchemaDiff;

/// What a change keeps others from doing while it runs, longer the more rows there are.
struct LockEffect {
    QString code; ///< of hazards.md
    QualifiedName table; ///< as it is called at the end
    QString message; ///< one sentence
    QString remedy; ///< likewise; empty when there is none
    QString subject = {}; ///< the beginning of the message, that stays the same however gently it is done
    bool canBeSpared = false; ///< by the change's way in Plan::ways
    friend bool operator==(const LockEffect &, const LockEffect &) = default;
};

/// The questions that only the data can answer, as SQL. Pure. The tables are those that are there now, unless it says
/// otherwise.
class ProbeSql {
public:
    virtual ~ProbeSql() = default;

    [[nodiscard]] virtual Probe allRows(const Table &table) const = 0;
    [[nodiscard]] virtual Probe values(const Table &table, const QString &column) const = 0; ///< that are not NULL
    [[nodiscard]] virtual Probe nulls(const Table &table, const QStringList &columns) const = 0; ///< in any of them
    /// Rows that share a key without NULLs with another one, under the collations given; of those for which `where`
    /// holds.
    [[nodiscard]] virtual Probe duplicates(const Table &table, const QList<IndexedColumn> &key,
                                           const QString &where) const = 0;
    [[nodiscard]] virtual Probe failing(const Table &table, const QString &check) const = 0; ///< NULL passes
    [[nodiscard]] virtual Probe orphans(const Table &table, const ForeignKey &key, const Table &target,
                                        const QStringList &targetColumns) const = 0;
    /// Values that come out as others when they are stored under the new type ('007' becomes 7).
    [[nodiscard]] virtual std::optional<Probe> changedBy(const Table &table, const QString &column,
                                                         const QString &newType) const = 0;
    /// Texts longer, or numbers with more digits, than the new type says ("varchar(20)", "decimal(10, 2)").
    [[nodiscard]] virtual std::optional<Probe> tooBigFor(const Table &table, const QString &column,
                                                         const QString &newType) const = 0;
    /// Values that come out as others where a statement gives the column another type by an expression over the row
    /// (empty: the column itself). `isCast`: that expression is no more than the column, as another type.
    [[nodiscard]] virtual std::optional<Probe> otherAs(const Table &, const QString &, const QString &, const QString &,
                                                       bool) const
    {
        return std::nullopt;
    }
    /// Values that the time zone of the session turns into others of the new type.
    [[nodiscard]] virtual std::optional<Probe> movedByZone(const Table &, const QString &, const QString &) const
    {
        return std::nullopt;
    }
    /// Gives that time zone's name; empty where sessions have none.
    [[nodiscard]] virtual QString sessionZone() const { return {}; }
    /// Whether the system stores such values all the same; else the change fails.
    [[nodiscard]] virtual bool keepsWhatDoesNotFit() const { return true; }
    /// Rows that hold any of these values of an enum, or an array with one of them.
    [[nodiscard]] virtual std::optional<Probe> holding(const Table &, const QString &, const QStringList &) const
    {
        return std::nullopt;
    }
    /// What the change (into SchemaDiff::changes) locks for long on a large table; `gently`: done in its Plan::ways.
    [[nodiscard]] virtual QList<LockEffect> locks(const SchemaDiff &, int, bool) const { return {}; }
    /// Whether a statement may change rows and drop tables that its words do not name, as code does that only the
    /// server reads: functions, blocks, what goes with a schema.
    [[nodiscard]] virtual bool reachesFurther(const QString &) const { return false; }
    /// What a statement does that no trial in another database keeps within it: to roles, databases, files of the server.
    struct Beyond {
        QString words; ///< "DROP DATABASE"
        bool isTakenBack = false; ///< by a ROLLBACK, where it stands in a transaction
    };
    [[nodiscard]] virtual std::optional<Beyond> reachesBeyond(const QString &) const { return std::nullopt; }
    /// Gives schema and name of the tables of which rows may be hidden from this session; empty: there are no such.
    [[nodiscard]] virtual QString tablesSeenInPart() const { return {}; }
    /// Whether a statement switches the checks of foreign keys off, so that rows may come to refer to none.
    [[nodiscard]] virtual bool silencesKeys(const QString &) const { return false; }
    /// About how many rows the table has, without counting them.
    [[nodiscard]] virtual std::optional<Probe> estimatedRows(const Table &) const { return std::nullopt; }
    /// All rows, if there are at least two.
    [[nodiscard]] virtual Probe severalRows(const Table &table) const = 0;
    // Ways to put rows right; they become part of the script (PlanOptions::repairs). Each says in words what it does.
    [[nodiscard]] virtual Statement deleteRows(const Probe &probe) const = 0;
    [[nodiscard]] virtual Statement setColumn(const Probe &probe, const QString &column,
                                              const QString &expression) const = 0;
    /// Of the rows that share a key the first one stays; none where rows have no number to tell which is the first.
    [[nodiscard]] virtual std::optional<Statement>
    keepFirstOfDuplicates(const Table &table, const QList<IndexedColumn> &key, const QString &where) const = 0;
    /// All but the first get their row's number behind the text; for a key of one column.
    [[nodiscard]] virtual std::optional<Statement>
    renumberDuplicates(const Table &table, const QList<IndexedColumn> &key, const QString &where) const = 0;

    /// Whether a statement that one of these gave sees to the rows that the probe finds.
    [[nodiscard]] virtual bool putsRight(const Statement &repair, const Probe &probe) const = 0;

    /// Numbers that stay the same under the new type, but are stored as another kind of number (1.0 as 1, 1 as 1.0).
    [[nodiscard]] virtual std::optional<Probe> otherNumbersBy(const Table &table, const QString &column,
                                                              const QString &newType) const = 0;
    /// Values that a strict column of this type refuses.
    [[nodiscard]] virtual std::optional<Probe> refusedBy(const Table &table, const QString &column,
                                                         const QString &strictType) const = 0;

    // What is compared before and after a change; all read the whole table.
    [[nodiscard]] virtual QString rowCount(const QualifiedName &table) const = 0;
    /// How many values each column holds, NULLs left out: one row.
    [[nodiscard]] virtual QString valueCounts(const Table &table, const QStringList &columns) const = 0;
    [[nodiscard]] virtual QString cells(const Table &table, const QStringList &columns) const = 0; ///< of all rows
    /// Up to `most` different values that are not NULL.
    [[nodiscard]] virtual QString differentValues(const QualifiedName &table, const QString &column,
                                                  int most) const = 0;

    /// The rows of a table as they are, under the names that they will have: what a fill reads.
    struct OldRows {
        const Table *before = nullptr;
        QualifiedName after; ///< what the table is called then
        QList<std::pair<QString, QString>> columns; ///< as it is called, as it will be
        QString rowNumber; ///< read under its own name; empty: there is none
    };
    /// Some of them, with what an expression over each gives behind the columns (by their later names). Only those
    /// where `nullColumn` is NULL, where one is named.
    [[nodiscard]] virtual QString oldRows(const OldRows &rows, const QStringList &columns, const QString &expression,
                                          const QString &nullColumn, int limit) const = 0;
};

} // namespace core
