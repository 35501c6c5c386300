// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/value.h"
#include "core/query/filter.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"

#include <QList>
#include <QStringList>

namespace core {

struct BoundSql;

/// How the neighbours of rows are read. Made by the Dialect, run by core/rows and core/edit. Pure; any thread; all
/// statements are read-only and of no more than `keysAtMost` keys.
///
/// A key is the values of a relation's columns on the side it is walked from, none of them NULL; two keys of one call
/// may be the same. Values meet as in the database's own check of the foreign key: by the type and the collation of
/// the column that is pointed at. A label is text of at most `labelLength` characters, NULL when all its columns are.
class RelationSql {
public:
    /// neighbours() may need a SELECT for each, and a database joins no more than some hundreds.
    static constexpr int keysAtMost = 400;
    static constexpr int labelLength = 120;

    using Key = QList<Value>;

    virtual ~RelationSql() = default;

    struct LabelQuestion {
        QualifiedName table;
        QStringList columns; ///< whose values the keys are; no two rows of the table share them
        QStringList label; ///< columns; empty: only whether the row is there
        QList<Key> keys;
    };
    /// What the rows with these keys are called, several tables in one statement. Rows: the question's number, the
    /// key's number, the label. A key without a row gives none.
    [[nodiscard]] virtual BoundSql labels(const Schema &schema, const QList<LabelQuestion> &questions) const = 0;

    /// Whether an index (or the key itself) leads along the relation. Without one every question reads the whole table.
    [[nodiscard]] virtual bool isIndexed(const Schema &schema, const Relation &relation) const = 0;

    /// How many rows the relation leads to. Rows: the key's number, the count, which is not counted on beyond `atMost`;
    /// keys that lead to none may be left out.
    [[nodiscard]] virtual BoundSql counts(const Schema &schema, const Relation &relation, const QList<Key> &keys,
                                          qint64 atMost) const = 0;

    /// The rows the relation leads to, `atMost` for each key. Rows: the key's number, then these columns of
    /// relation.to (a name that is no column is the rowid's), whole; then the label if one is asked for.
    [[nodiscard]] virtual BoundSql neighbours(const Schema &schema, const Relation &relation,
                                              const QStringList &columns, const QStringList &label,
                                              const QList<Key> &keys, qint64 atMost) const = 0;

    /// All rows the relation leads to, `atMost` for all keys together. Rows: the key's number, then these columns of
    /// relation.to (a name that is no column is the rowid's), whole; in any order.
    [[nodiscard]] virtual BoundSql related(const Schema &schema, const Relation &relation, const QStringList &columns,
                                           const QList<Key> &keys, qint64 atMost) const = 0;

    // What foreign keys do when rows that are pointed at go or change.
    /// Two values meet in a foreign key to this column exactly if this makes the same of them.
    [[nodiscard]] virtual Value meetingForm(const Column &pointedAt, const Value &value) const = 0;
    /// What is there to be read after the value has been written into the column.
    [[nodiscard]] virtual Value storedForm(const Column &column, const Value &value) const = 0;
    /// Rows: names of tables, in the order in which the actions of their foreign keys run where one row sets off
    /// several; those of one table run from its last key to its first. Where rows have a schema and the name of a key
    /// behind the table's, it is the order of these keys. Without sql: the order makes no difference.
    [[nodiscard]] virtual BoundSql actionOrder() const = 0;
    /// Whether what a row sets off waits its turn: first comes all that was due before, checks of keys without an
    /// action included. Else actions set each other off at once, and such checks come at the statement's end.
    [[nodiscard]] virtual bool actionsWaitTheirTurn() const { return false; }
    /// One row: what SET DEFAULT puts into the column.
    [[nodiscard]] virtual BoundSql defaultOf(const Column &column) const = 0;
    /// How many actions may set each other off; one more fails. 0: any number.
    [[nodiscard]] virtual int actionsDeepAtMost() const = 0;

    /// How well values fit where a relation of kind One would lead them: of the first `atMost` different keys (no NULL
    /// among their values), how many lead to a row. One row: how many there are, how many are found.
    [[nodiscard]] virtual BoundSql overlap(const Schema &schema, const Relation &relation, qint64 atMost) const = 0;

    /// A search for rows by what they are called.
    struct Search {
        enum class How {
            Everything, ///< the first ones, in the order of the label
            KeyIs, ///< one of `keyColumns` is the text
            LabelStarts, ///< one of the label's columns starts with it
            LabelContains
        };
        QualifiedName table;
        QStringList keyColumns;
        QStringList label;
        How how = How::Everything;
        QString text;
        int atMost = 50;
    };
    /// Rows: keyColumns, the label; a row may come twice. KeyIs and LabelStarts are quick where an index allows it
    /// (isQuick()), the others read up to the whole table. Ignores the case of ASCII letters.
    [[nodiscard]] virtual BoundSql search(const Schema &schema, const Search &search) const = 0;
    [[nodiscard]] virtual bool isQuick(const Schema &schema, const Search &search) const = 0;
};

} // namespace core
