// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"
#include "core/schema/relationgraph.h"

#include <QHash>
#include <QSet>

#include <optional>

/// The rows that staged edits reach, as far as foreign keys see them. Part of impactOf().
namespace core::impact {

/// A foreign key as seen from the table it points at; numbers are indexes.
struct Link {
    Relation relation; ///< from the table pointed at to the pointing one
    int parent = -1; ///< into tables
    int child = -1;
    int keySet = -1; ///< into the parent's keySets: what is pointed at
    QList<int> childCells; ///< into the child's cells
    [[nodiscard]] bool isDeferred() const { return relation.foreignKey.isDeferred(); }
};

/// Of each table only what tells its rows apart and what foreign keys are made of is kept.
struct TableFacts {
    const Table *table = nullptr;
    RowIdentity identity;
    QStringList cells; ///< names of the columns kept, the identity's first
    QList<QList<int>> keySets; ///< cells that others point at
    QList<int> incoming; ///< links that point here, in the order their actions run
    QList<int> outgoing; ///< links that start here
    [[nodiscard]] int cell(const QString &column) const { return int(cells.indexOf(column)); }
};

struct StoredRow {
    int table = -1;
    RowKey key; ///< as stored
    qint64 insertId = 0; ///< a staged new row
    QList<Value> base; ///< by cell
    QList<Value> now;
    bool gone = false;
    bool vanished = false; ///< asked for by key, and not there
};

/// Rows and who points at whom, before and during the edits. Reads what it is asked for and does not know; after a
/// failure, a cancel or beyond the limit it answers with nothing.
class Rows {
public:
    Rows(Database &database, const Schema &schema, const RelationGraph &graph, const Dialect &dialect,
         JobContext &context, qint64 rowsAtMost);

    [[nodiscard]] const std::optional<Error> &error() const { return m_error; }
    [[nodiscard]] bool isComplete() const { return m_complete; }
    [[nodiscard]] const QList<TableFacts> &tables() const { return m_tables; }
    [[nodiscard]] const QList<Link> &links() const { return m_links; }
    [[nodiscard]] int tableIndex(const QualifiedName &name) const { return m_tableIndex.value(name, -1); }
    [[nodiscard]] const StoredRow &row(int index) const { return m_rows.at(index); }
    [[nodiscard]] int rowCount() const { return int(m_rows.size()); }

    /// The rows with these keys, read in batches; −1 for one that is not there.
    [[nodiscard]] QList<int> rowsByKey(int table, const QList<RowKey> &keys);
    int insert(int table, qint64 insertId, const QList<Value> &cells);
    void remove(int row);
    void change(int row, const QList<Value> &cells);
    [[nodiscard]] Value defaultOf(int table, int cell);

    /// What the row is pointed at by, or points at: a number for one set of values of one key set; −1 with a NULL.
    [[nodiscard]] int keyOf(int row, int keySet);
    [[nodiscard]] int keyPointedAt(int row, int link);
    /// Rows that point at the key now, and rows that did so when they went.
    [[nodiscard]] QList<int> pointing(int link, int key);
    [[nodiscard]] bool hasOwner(int key); ///< whether there is a row to point at
    /// The same where the columns pointed at need not be unique: looks again for others than the row that left.
    [[nodiscard]] bool hasAnyOwner(int key);
    /// Reads in batches what pointing() will be asked about these rows.
    void readAhead(int link, const QList<int> &rows);

private:
    struct KeyName {
        int table = -1;
        int keySet = -1;
        QList<Value> values; ///< in meeting form
        friend bool operator==(const KeyName &, const KeyName &) = default;
        friend size_t qHash(const KeyName &k, size_t seed = 0) { return qHashMulti(seed, k.table, k.keySet, k.values); }
    };
    static constexpr int unknown = -2;
    static constexpr int nobody = -1;
    struct Key {
        KeyName name;
        int owner = unknown; ///< the row
        QHash<int, QList<int>> stored; ///< by link: rows that pointed here when they were read
        QHash<int, QList<int>> moved; ///< by link: rows that came to point here since
    };
    struct RowName {
        int table = -1;
        RowKey key;
        friend bool operator==(const RowName &, const RowName &) = default;
        friend size_t qHash(const RowName &r, size_t seed = 0) { return qHashMulti(seed, r.table, r.key); }
    };

    void addTables(const Schema &schema, const RelationGraph &graph, const Dialect &dialect);
    void addLink(const Relation &relation);
    void orderActions();
    int addCell(int table, const QString &column);
    int addKeySet(int table, const QList<int> &cells);
    [[nodiscard]] bool mayRead();
    [[nodiscard]] std::vector<Row> read(const BoundSql &sql);
    [[nodiscard]] int keyNumber(int table, int keySet, const QList<Value> &values);
    [[nodiscard]] int storedRow(int table, const QList<Value> &cells);
    void readPointing(int link, const QList<int> &keys);
    void own(int row, int owner);
    [[nodiscard]] QList<Value> asStored(int table, const QList<Value> &cells) const;
    [[nodiscard]] bool isStaged(const QList<Value> &values) const;

    Database &m_database;
    const Schema &m_schema;
    const RelationSql &m_sql;
    JobContext &m_context;
    qint64 m_left;
    qint64 m_limit;
    bool m_complete = true;
    std::optional<Error> m_error;

    QList<TableFacts> m_tables;
    QHash<QualifiedName, int> m_tableIndex;
    QList<Link> m_links;
    QList<StoredRow> m_rows;
    QHash<RowName, int> m_rowIndex;
    QList<Key> m_keys;
    QHash<KeyName, int> m_keyIndex;
    QHash<std::pair<int, int>, Value> m_defaults;
};

/// Stands for a value that the database will make for a staged new row; equal only to itself.
[[nodiscard]] Value valueToCome(qint64 insertId, const QString &column);

} // namespace core::impact
