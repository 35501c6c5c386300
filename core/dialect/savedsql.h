// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/probesql.h"

namespace core {

/// What a script takes away, kept in a file of our own, and how it comes back. The file's tables have the key of a row
/// as k1, k2, …, its values as v1, v2, …; where values become others, also what they become (n1, …), and what that is
/// under the old type again (b1, …). Key and v hold what was stored, as it was. Beside them stands how some columns
/// began that stay (w1, …), and of those that tell rows apart, what occurs but once (x1, …): a key may be given to
/// another row later on, and values go back only where one of the x is the same still, or all of the w. Pure.
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
        QStringList witness = {}; ///< columns that stay and tell whether a row is the same still; empty: its key alone
        int telling = 0; ///< how many of them, from the first on, tell rows apart
        bool keyConverted = false; ///< the key is stored otherwise until its own values are back
        friend bool operator==(const Shape &, const Shape &) = default;
    };
    virtual ~SavedSql() = default;

    /// What a column's values are worth for telling whether a row is the same.
    enum class Worth {
        None, ///< they do not read the same twice, or are too large
        Some,
        Text ///< most rows have another one
    };
    [[nodiscard]] virtual Worth worthOf(const Column &column) const = 0;

    // What is to be saved: queries over the tables as they are, whose columns are those of insert().
    /// Key, values and witness; of the rows for which `condition` holds, where there is one.
    [[nodiscard]] virtual QString stored(const Shape &shape, const QString &condition) const = 0;
    /// Key, value, what becomes of it, and witness: converted to `castTo` (empty: not), and where it is NULL `fill`
    /// (empty: nothing). `keys`, `column` and `witness` by their later names, `newType` as declared.
    [[nodiscard]] virtual QString becoming(const ProbeSql::OldRows &rows, const QStringList &keys,
                                           const QString &column, const QString &newType, const QString &castTo,
                                           const QString &fill, const QStringList &witness) const = 0;
    /// Key, values, what an expression makes of the one value, and witness.
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
    [[nodiscard]] virtual QStringList create(const Shape &shape) const = 0;
    [[nodiscard]] virtual QString insert(const Shape &shape) const = 0; ///< one row, by position: key, v, n, w
    [[nodiscard]] virtual QString clear(const Shape &shape) const = 0; ///< of all its rows
    /// Run now and then while rows come in, and at the end: keeps of them those that would not come back by themselves.
    [[nodiscard]] virtual QStringList sift(const Shape &shape) const = 0;
    /// Makes rows quick to find, and marks what occurs but once.
    [[nodiscard]] virtual QStringList finish(const Shape &shape) const = 0;

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
    /// Of a table that refers to this shape's one column, which became another together with its own: what refers to
    /// what a value became refers to the value again. `columns`: its own and those they refer to. Empty: not so.
    [[nodiscard]] virtual Statement restoreReferences(const Shape &, const Table &,
                                                      const QList<std::pair<QString, QString>> &) const
    {
        return {};
    }
    /// An expression over the table's row: what was saved of the column, else `otherwise`.
    [[nodiscard]] virtual QString savedValue(const Shape &shape, int column, const QString &otherwise) const = 0;
    /// RestoreAccount::sql of the shape, the values compared or not.
    [[nodiscard]] virtual QString account(const Shape &shape, bool comparesValues) const = 0;
    [[nodiscard]] virtual QList<Statement> restoreCounter(const QualifiedName &table, qint64 highest) const = 0;
};

} // namespace core
