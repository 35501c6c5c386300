// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/probesql.h"

namespace core {

/// What a script takes away, kept in a file of our own, and how it comes back. The file's tables have the key of a row
/// as k1, k2, …, its values as v1, v2, …; where values become others, also what they become (n1, …), and what that is
/// under the old type again (b1, …). Key and v hold what was stored, as it was. Pure.
class SavedSql {
public:
    struct Shape {
        QString saved; ///< the table in the file
        QualifiedName table; ///< the user's, as it was called
        QStringList key; ///< its columns; a row number under the name that reaches it
        QStringList columns;
        QStringList oldTypes; ///< of `columns`, where their values become others; else empty
        QStringList newTypes; ///< likewise
        QStringList types = {}; ///< of `columns`, as they are declared
        friend bool operator==(const Shape &, const Shape &) = default;
    };
    virtual ~SavedSql() = default;

    // What is to be saved: queries over the tables as they are, whose columns are those of insert().
    /// Key and values; of the rows for which `condition` holds, where there is one.
    [[nodiscard]] virtual QString stored(const Shape &shape, const QString &condition) const = 0;
    /// Key, value, and what becomes of it: converted to `castTo` (empty: not), and where it is NULL `fill` (empty:
    /// nothing). `keys` and `column` by their later names, `newType` as declared.
    [[nodiscard]] virtual QString becoming(const ProbeSql::OldRows &rows, const QStringList &keys,
                                           const QString &column, const QString &newType, const QString &castTo,
                                           const QString &fill) const = 0;
    /// Key, values, and what an expression makes of the one value.
    [[nodiscard]] virtual QString changed(const Shape &shape, const QString &expression,
                                          const QString &condition) const = 0;
    /// Around what is only tried within a transaction.
    [[nodiscard]] virtual QString beginTrying() const = 0;
    [[nodiscard]] virtual QStringList takeBackWhatWasTried() const = 0;
    /// Whether a query that fails spoils the transaction it is in.
    [[nodiscard]] virtual bool failureSpoilsTransaction() const { return false; }
    /// Bytes of all values that are kept; what has more is not. 0: any number.
    [[nodiscard]] virtual qint64 mostBytes() const { return 0; }

    // In the saved file.
    [[nodiscard]] virtual QString count(const Shape &shape) const = 0; ///< of its rows
    [[nodiscard]] virtual QStringList create(const Shape &shape) const = 0;
    [[nodiscard]] virtual QString insert(const Shape &shape) const = 0; ///< one row, by position: key, v, n
    [[nodiscard]] virtual QString clear(const Shape &shape) const = 0; ///< of all its rows
    /// Run now and then while rows come in, and at the end: keeps of them those that would not come back by themselves.
    [[nodiscard]] virtual QStringList sift(const Shape &shape) const = 0;
    [[nodiscard]] virtual QStringList finish(const Shape &shape) const = 0; ///< makes rows quick to find

    /// Where the file cannot be attached: a place for one of its tables, with these columns, and its rows in there.
    [[nodiscard]] virtual bool isAttached() const { return true; }
    [[nodiscard]] virtual Statement placeFor(const QString &, const QStringList &) const { return {}; }
    [[nodiscard]] virtual Statement put(const QString &, const QStringList &, const QList<Row> &) const { return {}; }

    // In the user's database, with the saved file attached. The tables are as they were.
    /// What a row gets that was not there: an expression.
    [[nodiscard]] virtual QString defaultOf(const Column &column) const = 0;
    [[nodiscard]] virtual Statement restoreRows(const Shape &shape, bool onlyMissing) const = 0;
    /// `unlessEdited`: where the value is not what it became, somebody has changed it since.
    [[nodiscard]] virtual Statement restoreValues(const Shape &shape, bool unlessEdited) const = 0;
    /// An expression over the table's row: what was saved of the column, else `otherwise`.
    [[nodiscard]] virtual QString savedValue(const Shape &shape, int column, const QString &otherwise) const = 0;
    [[nodiscard]] virtual QList<Statement> restoreCounter(const QualifiedName &table, qint64 highest) const = 0;
};

} // namespace core
