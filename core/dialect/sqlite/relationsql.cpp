// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/relatedsql.h"

#include "core/dialect/sqlite/types.h"
#include "core/dialect/sqlite/words.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// "`name` (n, c0, c1) AS (VALUES (0, ?, ?), …)": the keys by number.
BoundSql keyTable(const QString &name, const QList<RelationSql::Key> &keys)
{
    BoundSql sql;
    QStringList rows;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        rows.append(u'(' + QString::number(i) + u", ?"_s.repeated(keys.at(i).size()) + u')');
        sql.values += keys.at(i);
    }
    QString columns = u"n"_s;
    for (qsizetype c = 0; !keys.isEmpty() && c < keys.constFirst().size(); ++c)
        columns += u", c%1"_s.arg(c);
    sql.sql = name + u'(' + columns + u") AS (VALUES "_s + rows.join(u", "_s) + u')';
    return sql;
}

/// As SqliteAlias::from(), never one of the statement's own tables (k, p) where the user's has that name.
QString storedFrom(SqliteAlias row)
{
    if (row.table.schema.isEmpty())
        row.table.schema = u"main"_s;
    return row.from();
}

QStringList numbered(qsizetype count)
{
    QStringList names;
    for (qsizetype i = 0; i < count; ++i)
        names.append(u"c%1"_s.arg(i));
    return names;
}

/// The label as it is given out: no longer than anyone reads.
QString cutLabel(const SqliteAlias &row, const QStringList &label)
{
    // Both at once: a column may be called "%2".
    return u"substr(%1, 1, %2)"_s.arg(sqliteLabelSql(row, label), QString::number(RelationSql::labelLength));
}

QString columnsOf(const SqliteAlias &row, const QStringList &columns)
{
    QStringList list;
    for (const QString &c : columns)
        list.append(row.column(c));
    return list.join(u", "_s);
}

const SqliteAlias keyValues{{}, u"k"_s}; // a table of values, found by its name alone

/// One side of a relation as statements need it: from where, by which columns one looks.
struct Far {
    QString from; ///< the tables it leads through
    QString join; ///< their conditions among each other; empty with one table
    SqliteAlias pointed; ///< the first table, which meets `p` …
    QStringList columns; ///< … by these
    SqliteAlias last;
};

Far farSide(const Relation &relation)
{
    const SqliteAlias t{relation.to, u"t"_s};
    if (relation.kind != Relation::Kind::ManyToMany)
        return {storedFrom(t), {}, t, relation.toColumns, t};
    const SqliteAlias j{relation.junction, u"j"_s};
    return {storedFrom(j) + u" CROSS JOIN "_s + storedFrom(t),
            sqliteJoinSql(t, relation.toColumns, j, relation.junctionToColumns), j, relation.junctionFromColumns, t};
}

/// Whether some b-tree of the table starts with exactly these columns, in any order.
bool leads(const Table &table, const QStringList &columns)
{
    QSet<QString> wanted;
    for (const QString &c : columns)
        wanted.insert(foldedName(c));
    if (columns.size() == 1 && !table.rowIdAlias().isEmpty()
        && foldedName(table.rowIdAlias()) == foldedName(columns.constFirst()))
        return true;
    if (columns.size() == 1 && !table.withoutRowId && !table.column(columns.constFirst()))
        return true; // the rowid by one of its own names
    const auto starts = [&](const QList<IndexedColumn> &indexed) {
        QSet<QString> first;
        for (qsizetype i = 0; i < indexed.size() && i < wanted.size(); ++i) {
            // Under another collation than the column's an index is of no use.
            const Column *column = table.column(indexed.at(i).column);
            const QString own = column && !column->collation.isEmpty() ? column->collation : u"BINARY"_s;
            if (!indexed.at(i).collation.isEmpty() && indexed.at(i).collation.compare(own, Qt::CaseInsensitive) != 0)
                return false;
            first.insert(foldedName(indexed.at(i).column));
        }
        return first == wanted;
    };
    return (table.primaryKey && starts(table.primaryKey->columns))
        || std::any_of(table.uniques.begin(), table.uniques.end(),
                       [&](const UniqueConstraint &u) { return starts(u.columns); })
        || std::any_of(table.indexes.begin(), table.indexes.end(),
                       [&](const Index &i) { return i.where.isEmpty() && starts(i.columns); });
}

/// `p`: the keys, as the near side stores them where it is the one pointed at: then its types and collations count.
BoundSql nearRows(const Schema &schema, const Relation &relation, const QList<RelationSql::Key> &values)
{
    const Table *table = schema.table(relation.from);
    // Where no index finds the near row, its values alone must do: they came from there.
    if (relation.kind == Relation::Kind::One || !table || !leads(*table, relation.fromColumns)) {
        BoundSql sql = keyTable(u"p"_s, values);
        sql.sql = u"WITH "_s + sql.sql + u' ';
        return sql;
    }
    const SqliteAlias near{relation.from, u"o"_s};
    BoundSql sql = keyTable(u"k"_s, values);
    const QStringList names = numbered(relation.fromColumns.size());
    sql.sql = u"WITH "_s + sql.sql + u", p(n, "_s + names.join(u", "_s) + u") AS MATERIALIZED (SELECT k.n, "_s
        + columnsOf(near, relation.fromColumns) + u" FROM k CROSS JOIN "_s + storedFrom(near) + u" ON "_s
        + sqliteJoinSql(near, relation.fromColumns, keyValues, names) + u") "_s;
    return sql;
}

const SqliteAlias nearAlias{{}, u"p"_s};

/// From `p`'s row to the far side's, whole.
QString meets(const Relation &relation, const Far &far)
{
    const QStringList names = numbered(relation.fromColumns.size());
    const QString first = relation.kind == Relation::Kind::One
        ? sqliteJoinSql(far.pointed, far.columns, nearAlias, names)
        : sqliteJoinSql(nearAlias, names, far.pointed, far.columns);
    return far.join.isEmpty() ? first : QString(first + u" AND "_s + far.join);
}

} // namespace

BoundSql SqliteRelationSql::labels(const Schema &, const QList<LabelQuestion> &questions) const
{
    BoundSql sql;
    QStringList tables;
    QStringList selects;
    for (qsizetype q = 0; q < questions.size(); ++q) {
        const LabelQuestion &question = questions.at(q);
        if (question.keys.isEmpty())
            continue;
        const SqliteAlias asked{{}, u"k%1"_s.arg(q)};
        const SqliteAlias row{question.table, u"t"_s};
        const BoundSql values = keyTable(asked.name, question.keys);
        tables.append(values.sql);
        sql.values += values.values;
        selects.append(u"SELECT %1, %2.n, %3 FROM %2 CROSS JOIN %4 ON %5"_s.arg(
            QString::number(q), asked.name, cutLabel(row, question.label), storedFrom(row),
            sqliteJoinSql(row, question.columns, asked, numbered(question.columns.size()))));
    }
    if (!selects.isEmpty())
        sql.sql = u"WITH "_s + tables.join(u", "_s) + u' ' + selects.join(u" UNION ALL "_s);
    return sql;
}

bool SqliteRelationSql::isIndexed(const Schema &schema, const Relation &relation) const
{
    const bool junction = relation.kind == Relation::Kind::ManyToMany;
    const Table *first = schema.table(junction ? relation.junction : relation.to);
    return first && leads(*first, junction ? relation.junctionFromColumns : relation.toColumns);
}

BoundSql SqliteRelationSql::counts(const Schema &schema, const Relation &relation, const QList<Key> &values,
                                   qint64 atMost) const
{
    const Far far = farSide(relation);
    BoundSql sql = nearRows(schema, relation, values);
    // Without an index one pass over the table serves all keys.
    sql.sql += isIndexed(schema, relation)
        ? u"SELECT p.n, (SELECT count(*) FROM (SELECT 1 FROM %1 WHERE %2 LIMIT ?)) FROM p"_s.arg(far.from,
                                                                                                 meets(relation, far))
        : u"SELECT p.n, min(count(*), ?) FROM %1 CROSS JOIN p WHERE %2 GROUP BY p.n"_s.arg(far.from,
                                                                                           meets(relation, far));
    sql.values.append(Value::integer(atMost));
    return sql;
}

BoundSql SqliteRelationSql::neighbours(const Schema &schema, const Relation &relation, const QStringList &columns,
                                       const QStringList &label, const QList<Key> &values, qint64 atMost) const
{
    const Far far = farSide(relation);
    BoundSql sql = nearRows(schema, relation, values);
    QStringList given;
    for (const QString &c : columns)
        given.append(far.last.column(c));
    if (!label.isEmpty())
        given.append(cutLabel(far.last, label));
    QStringList aliased{u"p.n AS n"_s};
    for (qsizetype i = 0; i < given.size(); ++i)
        aliased.append(given.at(i) + u" AS v%1"_s.arg(i));
    QStringList names{u"n"_s};
    for (qsizetype i = 0; i < given.size(); ++i)
        names.append(u"v%1"_s.arg(i));

    if (!isIndexed(schema, relation)) {
        sql.sql += u"SELECT %1 FROM (SELECT %2, row_number() OVER (PARTITION BY p.n) AS place FROM %3 CROSS JOIN p "
                   "WHERE %4) WHERE place <= ? ORDER BY n, place"_s.arg(names.join(u", "_s), aliased.join(u", "_s),
                                                                        far.from, meets(relation, far));
        sql.values.append(Value::integer(atMost));
        return sql;
    }
    QStringList selects;
    for (qsizetype i = 0; i < values.size(); ++i) {
        selects.append(u"SELECT * FROM (SELECT %1 FROM p CROSS JOIN %2 WHERE p.n = %3 AND %4 LIMIT ?)"_s.arg(
            aliased.join(u", "_s), far.from, QString::number(i), meets(relation, far)));
        sql.values.append(Value::integer(atMost));
    }
    sql.sql += selects.join(u" UNION ALL "_s);
    return sql;
}

BoundSql SqliteRelationSql::related(const Schema &schema, const Relation &relation, const QStringList &columns,
                                    const QList<Key> &values, qint64 atMost) const
{
    const Far far = farSide(relation);
    BoundSql sql = nearRows(schema, relation, values);
    // The inner side is the one with an index; without any, SQLite makes one for the keys.
    const QString from =
        isIndexed(schema, relation) ? QString(u"p CROSS JOIN "_s + far.from) : QString(far.from + u" CROSS JOIN p"_s);
    sql.sql +=
        u"SELECT p.n, %1 FROM %2 WHERE %3 LIMIT ?"_s.arg(columnsOf(far.last, columns), from, meets(relation, far));
    sql.values.append(Value::integer(atMost));
    return sql;
}

namespace {

QString escapedPattern(QString text)
{
    return text.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
}

/// The text as it is likely to be spelled in the data: an index in byte order finds only these. No two of them begin
/// the same text.
QStringList spellings(const QString &text, const Column *column)
{
    if (column && column->collation.compare(u"NOCASE"_s, Qt::CaseInsensitive) == 0)
        return {text};
    QStringList list{text, text.toLower(), text.toUpper()};
    if (!text.isEmpty())
        list.append(text.first(1).toUpper() + text.sliced(1).toLower());
    list.removeDuplicates();
    return list;
}

/// What stands after every text that starts with this one, in byte order. U+10FFFF sorts after all others.
QString afterAll(const QString &prefix)
{
    return prefix + QString::fromUcs4(U"\U0010FFFF", 1);
}

bool hasLeadingIndex(const Schema &schema, const RelationSql::Search &search)
{
    const Table *table = schema.table(search.table);
    return table && !search.label.isEmpty() && leads(*table, {search.label.constFirst()});
}

/// One range for each column and spelling, every one for itself: SQLite would walk the whole index for all at once.
/// A row may come twice where two columns begin alike.
BoundSql prefixSearch(const Schema &schema, const RelationSql::Search &search)
{
    const Table *table = schema.table(search.table);
    const SqliteAlias t{search.table, u"t"_s};
    const QString given = columnsOf(t, search.keyColumns) + u", "_s + cutLabel(t, search.label);
    BoundSql sql;
    QStringList selects;
    for (const QString &c : search.label) {
        for (const QString &spelling : spellings(search.text, table ? table->column(c) : nullptr)) {
            selects.append(u"SELECT * FROM (SELECT %1 FROM %2 WHERE %3 >= ? AND %3 < ? ORDER BY %3 LIMIT ?)"_s.arg(
                given, storedFrom(t), t.column(c)));
            sql.values += {Value::text(spelling), Value::text(afterAll(spelling)), Value::integer(search.atMost)};
        }
    }
    sql.sql = selects.join(u" UNION ALL "_s) + u" LIMIT ?"_s;
    sql.values.append(Value::integer(search.atMost));
    return sql;
}

} // namespace

bool SqliteRelationSql::isQuick(const Schema &schema, const Search &search) const
{
    const Table *table = schema.table(search.table);
    switch (search.how) {
    case Search::How::Everything:
        return true; // in the table's own order where no index gives the label's
    case Search::How::KeyIs:
        return table && search.keyColumns.size() == 1 && leads(*table, search.keyColumns);
    case Search::How::LabelStarts:
        return search.label.size() == 1 && hasLeadingIndex(schema, search);
    case Search::How::LabelContains:
        return false;
    }
    Q_UNREACHABLE();
}

BoundSql SqliteRelationSql::overlap(const Schema &, const Relation &relation, qint64 atMost) const
{
    const SqliteAlias near{relation.from, u"o"_s};
    const SqliteAlias far{relation.to, u"t"_s};
    const QStringList names = numbered(relation.fromColumns.size());
    QStringList distinct;
    QStringList there;
    for (qsizetype i = 0; i < names.size(); ++i) {
        distinct.append(near.column(relation.fromColumns.at(i)) + u" AS "_s + names.at(i));
        there.append(near.column(relation.fromColumns.at(i)) + u" IS NOT NULL"_s);
    }
    // Materialised, so that the values are taken together once and not looked for again with every row.
    return {u"WITH p AS MATERIALIZED (SELECT DISTINCT %1 FROM %2 WHERE %3 LIMIT ?) "
            "SELECT count(*), ifnull(sum(EXISTS (SELECT 1 FROM %4 WHERE %5)), 0) FROM p"_s.arg(
                distinct.join(u", "_s), storedFrom(near), there.join(u" AND "_s), storedFrom(far),
                sqliteJoinSql(far, relation.toColumns, nearAlias, names)),
            {Value::integer(atMost)}};
}

BoundSql SqliteRelationSql::search(const Schema &schema, const Search &search) const
{
    const Table *table = schema.table(search.table);
    const SqliteAlias t{search.table, u"t"_s};
    BoundSql sql;
    QStringList conditions;
    switch (search.how) {
    case Search::How::Everything:
        break;
    case Search::How::KeyIs:
        for (const QString &c : search.keyColumns) {
            const Column *column = table ? table->column(c) : nullptr;
            conditions.append(t.column(c) + u" = ?"_s);
            sql.values.append(sqliteValueFromText(search.text, column ? column->declaredType : QString()));
        }
        break;
    case Search::How::LabelStarts:
        return prefixSearch(schema, search);
    case Search::How::LabelContains:
        conditions.append(sqliteLabelSql(t, search.label) + u" LIKE ? ESCAPE '\\'"_s);
        sql.values.append(Value::text(u'%' + escapedPattern(search.text) + u'%'));
        break;
    }
    sql.sql = u"SELECT "_s + columnsOf(t, search.keyColumns) + u", "_s + cutLabel(t, search.label) + u" FROM "_s
        + storedFrom(t);
    if (!conditions.isEmpty())
        sql.sql += u" WHERE "_s + conditions.join(u" OR "_s);
    if (search.how == Search::How::Everything && hasLeadingIndex(schema, search))
        sql.sql += u" ORDER BY "_s + t.column(search.label.constFirst());
    sql.sql += u" LIMIT ?"_s;
    sql.values.append(Value::integer(search.atMost));
    return sql;
}

} // namespace core
