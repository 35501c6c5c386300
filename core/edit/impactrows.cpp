// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/impactrows.h"

#include <algorithm>

namespace core::impact {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString toComeType = u"of a new row"_s;

/// How many keys of this width one statement takes; SQLite stops at 32766 parameters.
qsizetype keysAtOnce(qsizetype width)
{
    return std::min<qsizetype>(RelationSql::keysAtMost, 30'000 / std::max<qsizetype>(1, width));
}

/// A row seen as its own neighbour: how rows are read by what they are called.
Relation toItself(const Table &table, const QStringList &columns)
{
    Relation r;
    r.kind = Relation::Kind::One;
    r.from = table.name;
    r.to = table.name;
    r.fromColumns = columns;
    r.toColumns = columns;
    return r;
}

} // namespace

Value valueToCome(qint64 insertId, const QString &column)
{
    return Value::typed(QByteArray::number(insertId) + ' ' + column.toUtf8(), toComeType);
}

Rows::Rows(Database &database, const Schema &schema, const RelationGraph &graph, const Dialect &dialect,
           JobContext &context, qint64 rowsAtMost)
    : m_database(database)
    , m_schema(schema)
    , m_sql(dialect.relationSql())
    , m_context(context)
    , m_left(rowsAtMost)
    , m_limit(rowsAtMost)
{
    addTables(schema, graph, dialect);
    orderActions();
}

bool Rows::mayRead()
{
    if (!m_error && m_context.isCancelled())
        m_error = Error::cancelled();
    if (!m_error && m_left <= 0)
        m_complete = false;
    return !m_error && m_left > 0;
}

std::vector<Row> Rows::read(const BoundSql &sql)
{
    auto rows = m_database.query(sql.sql, sql.values);
    if (!rows) {
        m_error = rows.error();
        return {};
    }
    m_left -= qint64(rows->size());
    m_complete = m_complete && m_left > 0;
    m_context.setProgress(int(m_limit - m_left), int(m_limit));
    return std::move(rows).value();
}

bool Rows::isStaged(const QList<Value> &values) const
{
    return std::any_of(values.cbegin(), values.cend(),
                       [](const Value &v) { return v.kind() == Value::Kind::Typed && v.typeName() == toComeType; });
}

int Rows::keyNumber(int table, int keySet, const QList<Value> &values)
{
    const TableFacts &facts = m_tables.at(table);
    KeyName name{table, keySet, {}};
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (values.at(i).isNull())
            return -1;
        const Column *column = facts.table->column(facts.cells.at(facts.keySets.at(keySet).at(i)));
        name.values.append(column ? m_sql.meetingForm(*column, values.at(i)) : values.at(i));
    }
    const auto known = m_keyIndex.constFind(name);
    if (known != m_keyIndex.cend())
        return *known;
    const int number = int(m_keys.size());
    m_keyIndex.insert(name, number);
    Key key;
    key.name = std::move(name);
    m_keys.append(std::move(key));
    return number;
}

int Rows::keyOf(int row, int keySet)
{
    const StoredRow &r = m_rows.at(row);
    QList<Value> values;
    for (const int cell : m_tables.at(r.table).keySets.at(keySet))
        values.append(r.now.at(cell));
    return keyNumber(r.table, keySet, values);
}

int Rows::keyPointedAt(int row, int link)
{
    const Link &l = m_links.at(link);
    QList<Value> values;
    for (const int cell : l.childCells)
        values.append(m_rows.at(row).now.at(cell));
    return keyNumber(l.parent, l.keySet, values);
}

/// The row as it was read; what has been done to it since stays.
int Rows::storedRow(int table, const QList<Value> &cells)
{
    const RowIdentity &identity = m_tables.at(table).identity;
    // Rows that cannot be told apart count once where all that is known of them is the same.
    const RowKey key{identity.isEditable() ? cells.mid(0, identity.columns.size()) : cells};
    if (!identity.isEditable())
        m_complete = false;
    const auto known = m_rowIndex.constFind({table, key});
    if (known != m_rowIndex.cend())
        return *known;
    const int index = int(m_rows.size());
    StoredRow row;
    row.table = table;
    row.key = key;
    row.base = cells;
    row.now = cells;
    m_rows.append(row);
    m_rowIndex.insert({table, key}, index);
    for (int set = 0; set < int(m_tables.at(table).keySets.size()); ++set) {
        const int number = keyOf(index, set);
        if (number >= 0 && m_keys.at(number).owner == unknown)
            m_keys[number].owner = index;
    }
    return index;
}

QList<int> Rows::rowsByKey(int table, const QList<RowKey> &keys)
{
    const TableFacts facts = m_tables.at(table);
    QList<int> found(keys.size(), -1);
    const Relation self = toItself(*facts.table, facts.identity.columns);
    const qsizetype atOnce = keysAtOnce(facts.identity.columns.size());
    for (qsizetype from = 0; from < keys.size() && mayRead(); from += atOnce) {
        QList<RelationSql::Key> part;
        for (const RowKey &key : keys.mid(from, atOnce))
            part.append(key.values);
        for (const Row &r : read(m_sql.related(m_schema, self, facts.cells, part, m_left))) {
            const qsizetype asked = from + qsizetype(r.at(0).toInteger());
            const int row = storedRow(table, QList<Value>(r.begin() + 1, r.end()));
            if (m_rows.at(row).key == keys.at(asked)) // a key may meet another by its collation
                found[asked] = row;
        }
    }
    return found;
}

void Rows::own(int row, int owner)
{
    for (int set = 0; set < int(m_tables.at(m_rows.at(row).table).keySets.size()); ++set) {
        const int number = keyOf(row, set);
        if (number >= 0 && (owner != nobody || m_keys.at(number).owner == row))
            m_keys[number].owner = owner;
    }
}

QList<Value> Rows::asStored(int table, const QList<Value> &cells) const
{
    const TableFacts &facts = m_tables.at(table);
    QList<Value> stored = cells;
    for (qsizetype cell = 0; cell < cells.size(); ++cell) {
        if (const Column *column = facts.table->column(facts.cells.at(cell)))
            stored[cell] = m_sql.storedForm(*column, cells.at(cell));
    }
    return stored;
}

int Rows::insert(int table, qint64 insertId, const QList<Value> &cells)
{
    const int index = int(m_rows.size());
    StoredRow row;
    row.table = table;
    row.insertId = insertId;
    row.now = asStored(table, cells);
    m_rows.append(row);
    own(index, index);
    for (const int link : m_tables.at(table).outgoing) {
        const int key = keyPointedAt(index, link);
        if (key >= 0)
            m_keys[key].moved[link].append(index);
    }
    return index;
}

void Rows::remove(int row)
{
    own(row, nobody);
    m_rows[row].gone = true;
}

void Rows::change(int row, const QList<Value> &cells)
{
    const QList<int> outgoing = m_tables.at(m_rows.at(row).table).outgoing;
    QList<int> before;
    for (const int link : outgoing)
        before.append(keyPointedAt(row, link));
    own(row, nobody);
    m_rows[row].now = asStored(m_rows.at(row).table, cells);
    own(row, row);
    for (qsizetype i = 0; i < outgoing.size(); ++i) {
        const int key = keyPointedAt(row, outgoing.at(i));
        if (key >= 0 && key != before.at(i))
            m_keys[key].moved[outgoing.at(i)].append(row);
    }
}

Value Rows::defaultOf(int table, int cell)
{
    const auto known = m_defaults.constFind({table, cell});
    if (known != m_defaults.cend())
        return *known;
    Value value;
    const Column *column = m_tables.at(table).table->column(m_tables.at(table).cells.at(cell));
    const BoundSql sql = column ? m_sql.defaultOf(*column) : BoundSql();
    if (!sql.sql.isEmpty()) {
        const auto read = m_database.queryValue(sql.sql, sql.values);
        if (read)
            value = *read;
        else
            m_error = read.error();
    }
    m_defaults.insert({table, cell}, value);
    return value;
}

bool Rows::hasOwner(int key)
{
    if (m_keys.at(key).owner != unknown)
        return m_keys.at(key).owner != nobody;
    m_keys[key].owner = nobody;
    const KeyName name = m_keys.at(key).name;
    if (isStaged(name.values) || !mayRead())
        return false;
    const TableFacts facts = m_tables.at(name.table);
    QStringList columns;
    for (const int cell : facts.keySets.at(name.keySet))
        columns.append(facts.cells.at(cell));
    const Relation self = toItself(*facts.table, columns);
    for (const Row &r : read(m_sql.related(m_schema, self, facts.cells, {name.values}, m_left))) {
        const int row = storedRow(name.table, QList<Value>(r.begin() + 1, r.end()));
        if (!m_rows.at(row).gone && keyOf(row, name.keySet) == key)
            m_keys[key].owner = row;
    }
    return m_keys.at(key).owner != nobody;
}

bool Rows::hasAnyOwner(int key)
{
    if (!hasOwner(key))
        m_keys[key].owner = unknown;
    return hasOwner(key);
}

void Rows::readPointing(int link, const QList<int> &keys)
{
    const Link l = m_links.at(link);
    QList<int> wanted;
    for (const int key : keys) {
        if (key < 0 || m_keys.at(key).stored.contains(link))
            continue;
        if (isStaged(m_keys.at(key).name.values))
            m_keys[key].stored.insert(link, {});
        else
            wanted.append(key);
    }
    const QStringList cells = m_tables.at(l.child).cells;
    const qsizetype atOnce = keysAtOnce(l.childCells.size());
    for (qsizetype from = 0; from < wanted.size() && mayRead(); from += atOnce) {
        QList<RelationSql::Key> part;
        for (const int key : wanted.mid(from, atOnce)) {
            part.append(m_keys.at(key).name.values);
            m_keys[key].stored.insert(link, {});
        }
        for (const Row &r : read(m_sql.related(m_schema, l.relation, cells, part, m_left))) {
            const int row = storedRow(l.child, QList<Value>(r.begin() + 1, r.end()));
            m_keys[wanted.at(from + qsizetype(r.at(0).toInteger()))].stored[link].append(row);
        }
    }
}

void Rows::readAhead(int link, const QList<int> &rows)
{
    QSet<int> keys;
    for (const int row : rows)
        keys.insert(keyOf(row, m_links.at(link).keySet));
    readPointing(link, keys.values());
}

QList<int> Rows::pointing(int link, int key)
{
    if (key < 0)
        return {};
    readPointing(link, {key});
    QList<int> now;
    QSet<int> seen;
    for (const QList<int> &rows : {m_keys.at(key).stored.value(link), m_keys.at(key).moved.value(link)}) {
        for (const int row : rows) {
            if (!seen.contains(row) && keyPointedAt(row, link) == key) {
                seen.insert(row);
                now.append(row);
            }
        }
    }
    return now;
}

} // namespace core::impact
