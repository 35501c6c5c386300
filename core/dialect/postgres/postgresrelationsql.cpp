// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresrelationsql.h"

#include "core/dialect/postgres/postgresfilter.h"
#include "core/dialect/postgres/postgresrelated.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

[[nodiscard]] QStringList pgNumbered(qsizetype count)
{
    QStringList names;
    for (qsizetype i = 0; i < count; ++i)
        names.append(u"c%1"_s.arg(i));
    return names;
}

/// "p(n, c0, c1) AS (VALUES (0, :p1::integer, …), …)": the keys by number, as the columns they are values of.
[[nodiscard]] BoundText pgKeyTable(const QString &name, const QList<RelationSql::Key> &keys, const QStringList &types)
{
    QList<BoundText> rows;
    for (qsizetype i = 0; i < keys.size(); ++i) {
        BoundText row(u'(' + QString::number(i));
        for (qsizetype c = 0; c < types.size(); ++c) {
            row << u", "_s << keys.at(i).value(c);
            // A key may be beyond what the column holds: then it leads nowhere, which is no failure.
            const QString type = isPostgresInteger(types.at(c)) ? u"bigint"_s : postgresCastType(types.at(c));
            if (!type.isEmpty())
                row << u"::"_s << type;
        }
        row << u")"_s;
        rows.append(row);
    }
    BoundText sql(name + u'(' + (QStringList{u"n"_s} + pgNumbered(types.size())).join(u", "_s) + u") AS (VALUES "_s);
    sql << joinedTexts(rows, u", "_s) << u")"_s;
    return sql;
}

[[nodiscard]] QStringList pgTypesOf(const Schema &schema, const QualifiedName &table, const QStringList &columns)
{
    QStringList types;
    for (const QString &c : columns)
        types.append(postgresDeclaredType(schema, table, c));
    return types;
}

/// The keys' side of a join.
[[nodiscard]] PostgresSide pgKeySide(const QString &name, const QStringList &types)
{
    PostgresSide side{{}, types};
    for (const QString &c : pgNumbered(types.size()))
        side.columns.append(name + u'.' + c);
    return side;
}

[[nodiscard]] QString pgColumnsOf(const PostgresAlias &row, const QStringList &columns)
{
    QStringList list;
    for (const QString &c : columns)
        list.append(row.column(c));
    return list.join(u", "_s);
}

/// The label as it is given out: no longer than anyone reads.
[[nodiscard]] QString pgCutLabel(const Schema &schema, const PostgresAlias &row, const QStringList &label)
{
    // Both at once: a column may be called "%2".
    return u"pg_catalog.left(%1, %2)"_s.arg(postgresLabelSql(schema, row, label),
                                            QString::number(RelationSql::labelLength));
}

/// One side of a relation as statements need it: from where, and what meets the keys.
struct PgFar {
    QString from;
    QString meets; ///< the keys `p`, whole
    PostgresAlias last;
};

[[nodiscard]] PgFar pgFarSide(const Schema &schema, const Relation &relation)
{
    const PostgresAlias t{relation.to, u"t"_s};
    const PostgresSide keys = pgKeySide(u"p"_s, pgTypesOf(schema, relation.from, relation.fromColumns));
    const PostgresSide to = postgresSide(schema, t, relation.toColumns);
    if (relation.kind != Relation::Kind::ManyToMany)
        return {t.from(), postgresJoinSql(to, keys), t};
    const PostgresAlias j{relation.junction, u"j"_s};
    return {j.from() + u", "_s + t.from(),
            postgresJoinSql(postgresSide(schema, j, relation.junctionFromColumns), keys) + u" AND "_s
                + postgresJoinSql(to, postgresSide(schema, j, relation.junctionToColumns)),
            t};
}

[[nodiscard]] BoundText pgWithKeys(const Schema &schema, const Relation &relation, const QList<RelationSql::Key> &keys)
{
    BoundText sql(u"WITH "_s);
    sql << pgKeyTable(u"p"_s, keys, pgTypesOf(schema, relation.from, relation.fromColumns)) << u" "_s;
    return sql;
}

/// Whether some index of the table starts with exactly these columns, in any order.
[[nodiscard]] bool pgLeads(const Table &table, const QStringList &columns)
{
    const QSet<QString> wanted(columns.cbegin(), columns.cend());
    const auto starts = [&](const QList<IndexedColumn> &indexed) {
        QSet<QString> first;
        for (qsizetype i = 0; i < indexed.size() && i < wanted.size(); ++i) {
            const Column *column = table.column(indexed.at(i).column);
            const bool usual = column && indexed.at(i).operatorClass.isEmpty()
                && (indexed.at(i).collation.isEmpty() || indexed.at(i).collation == column->collation);
            if (!usual)
                return false;
            first.insert(column->name);
        }
        return first == wanted;
    };
    return (table.primaryKey && starts(table.primaryKey->columns))
        || std::any_of(table.uniques.begin(), table.uniques.end(),
                       [&](const UniqueConstraint &u) { return starts(u.columns); })
        || std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index &i) {
               const bool usual = i.method.isEmpty() || (i.method == "hash"_L1 && i.columns.size() == 1);
               return usual && !i.invalid && i.where.isEmpty() && starts(i.columns);
           });
}

/// A key that the text may be: numbers and texts by themselves, so that an index finds them; others by their text.
[[nodiscard]] BoundText pgKeyIsText(const PostgresAlias &row, const QString &column, const QString &type,
                                    const QString &text)
{
    const QString c = row.column(column);
    BoundText sql;
    if (isPostgresInteger(type)) {
        const Value number = postgresValueFromText(text, type);
        if (number.kind() != Value::Kind::Integer)
            return BoundText(u"FALSE"_s);
        sql << c << u" = "_s << number << u"::bigint"_s;
    } else if (isPostgresText(type)) {
        sql << c << u" = "_s << Value::text(text);
    } else {
        sql << c << u"::text = "_s << Value::text(text);
    }
    return sql;
}

} // namespace

BoundSql PostgresRelationSql::labels(const Schema &schema, const QList<LabelQuestion> &questions) const
{
    QList<BoundText> tables;
    QStringList selects;
    for (qsizetype q = 0; q < questions.size(); ++q) {
        const LabelQuestion &question = questions.at(q);
        if (question.keys.isEmpty())
            continue;
        const QString asked = u"k%1"_s.arg(q);
        const PostgresAlias row{question.table, u"t"_s};
        const QStringList types = pgTypesOf(schema, question.table, question.columns);
        tables.append(pgKeyTable(asked, question.keys, types));
        selects.append(u"SELECT %1, %2.n, %3 FROM %2 JOIN %4 ON %5"_s.arg(
            QString::number(q), asked, pgCutLabel(schema, row, question.label), row.from(),
            postgresJoinSql(postgresSide(schema, row, question.columns), pgKeySide(asked, types))));
    }
    if (selects.isEmpty())
        return {};
    BoundText sql(u"WITH "_s);
    sql << joinedTexts(tables, u", "_s) << u" "_s << selects.join(u" UNION ALL "_s);
    return sql.bound();
}

bool PostgresRelationSql::isIndexed(const Schema &schema, const Relation &relation) const
{
    const bool junction = relation.kind == Relation::Kind::ManyToMany;
    const Table *first = schema.table(junction ? relation.junction : relation.to);
    return first && pgLeads(*first, junction ? relation.junctionFromColumns : relation.toColumns);
}

BoundSql PostgresRelationSql::counts(const Schema &schema, const Relation &relation, const QList<Key> &keys,
                                     qint64 atMost) const
{
    const PgFar far = pgFarSide(schema, relation);
    BoundText sql = pgWithKeys(schema, relation, keys);
    // Without an index one pass over the table serves all keys.
    if (isIndexed(schema, relation))
        sql << u"SELECT p.n, (SELECT count(*) FROM (SELECT 1 FROM "_s << far.from << u" WHERE "_s << far.meets
            << u" LIMIT "_s << Value::integer(atMost) << u") AS counted) FROM p"_s;
    else
        sql << u"SELECT p.n, least(count(*), "_s << Value::integer(atMost) << u"::bigint) FROM p, "_s << far.from
            << u" WHERE "_s << far.meets << u" GROUP BY p.n"_s;
    return sql.bound();
}

BoundSql PostgresRelationSql::neighbours(const Schema &schema, const Relation &relation, const QStringList &columns,
                                         const QStringList &label, const QList<Key> &keys, qint64 atMost) const
{
    const PgFar far = pgFarSide(schema, relation);
    BoundText sql = pgWithKeys(schema, relation, keys);
    QStringList given;
    for (const QString &c : columns)
        given.append(far.last.column(c));
    if (!label.isEmpty())
        given.append(pgCutLabel(schema, far.last, label));
    QStringList aliased;
    QStringList names;
    for (qsizetype i = 0; i < given.size(); ++i) {
        names.append(u"x.v%1"_s.arg(i));
        aliased.append(given.at(i) + u" AS v%1"_s.arg(i));
    }
    const QString shown = (QStringList{u"p.n"_s} + names).join(u", "_s);
    if (isIndexed(schema, relation)) {
        sql << u"SELECT "_s << shown << u" FROM p CROSS JOIN LATERAL (SELECT "_s << aliased.join(u", "_s) << u" FROM "_s
            << far.from << u" WHERE "_s << far.meets << u" LIMIT "_s << Value::integer(atMost) << u") AS x"_s;
        return sql.bound();
    }
    sql << u"SELECT "_s << (QStringList{u"x.n"_s} + names).join(u", "_s) << u" FROM (SELECT p.n, "_s
        << (aliased + QStringList{u"row_number() OVER (PARTITION BY p.n) AS place"_s}).join(u", "_s) << u" FROM p, "_s
        << far.from << u" WHERE "_s << far.meets << u") AS x WHERE x.place <= "_s << Value::integer(atMost)
        << u"::bigint ORDER BY x.n, x.place"_s;
    return sql.bound();
}

BoundSql PostgresRelationSql::related(const Schema &schema, const Relation &relation, const QStringList &columns,
                                      const QList<Key> &keys, qint64 atMost) const
{
    const PgFar far = pgFarSide(schema, relation);
    BoundText sql = pgWithKeys(schema, relation, keys);
    sql << u"SELECT p.n, "_s << pgColumnsOf(far.last, columns) << u" FROM p, "_s << far.from << u" WHERE "_s
        << far.meets << u" LIMIT "_s << Value::integer(atMost);
    return sql.bound();
}

Value PostgresRelationSql::meetingForm(const Column &pointedAt, const Value &value) const
{
    return postgresEqualForm(pointedAt.valueType(), value);
}

Value PostgresRelationSql::storedForm(const Column &column, const Value &value) const
{
    return postgresStoredForm(column.valueType(), value);
}

BoundSql PostgresRelationSql::actionOrder() const
{
    // What a foreign key does is a trigger of the table pointed at, and triggers run by their names, as bytes: the
    // numbers in them do not count.
    return {u"SELECT c.relname, CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname END, k.conname"
            " FROM pg_catalog.pg_trigger AS t"
            " JOIN pg_catalog.pg_constraint AS k ON k.oid = t.tgconstraint"
            " JOIN pg_catalog.pg_class AS c ON c.oid = k.conrelid"
            " JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
            " WHERE k.contype = 'f' AND t.tgrelid = k.confrelid AND t.tgname LIKE 'RI\\_ConstraintTrigger\\_a\\_%'"
            " GROUP BY 1, 2, 3 ORDER BY pg_catalog.min(t.tgname::pg_catalog.text COLLATE \"C\")"_s,
            {}};
}

BoundSql PostgresRelationSql::defaultOf(const Column &column) const
{
    // To ask a sequence would take its number away.
    const QString expression = column.defaultExpression.value_or(QString());
    if (expression.isEmpty() || expression.contains("nextval"_L1, Qt::CaseInsensitive))
        return {};
    return {u"SELECT "_s + expression, {}};
}

BoundSql PostgresRelationSql::overlap(const Schema &schema, const Relation &relation, qint64 atMost) const
{
    const PostgresAlias near{relation.from, u"o"_s};
    const PostgresAlias far{relation.to, u"t"_s};
    const QStringList names = pgNumbered(relation.fromColumns.size());
    QStringList distinct;
    QStringList there;
    for (qsizetype i = 0; i < names.size(); ++i) {
        const QString c = near.column(relation.fromColumns.at(i));
        const bool ordered = postgresHasOrder(postgresDeclaredType(schema, relation.from, relation.fromColumns.at(i)));
        distinct.append(c + (ordered ? u" AS "_s : u"::text AS "_s) + names.at(i));
        there.append(c + u" IS NOT NULL"_s);
    }
    const QString meets = postgresJoinSql(postgresSide(schema, far, relation.toColumns),
                                          pgKeySide(u"p"_s, pgTypesOf(schema, relation.from, relation.fromColumns)));
    BoundText sql(u"WITH p AS MATERIALIZED (SELECT DISTINCT "_s);
    sql << distinct.join(u", "_s) << u" FROM "_s << near.from() << u" WHERE "_s << there.join(u" AND "_s)
        << u" LIMIT "_s << Value::integer(atMost)
        << u") SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT 1 FROM "_s << far.from() << u" WHERE "_s << meets
        << u")) FROM p"_s;
    return sql.bound();
}

BoundSql PostgresRelationSql::search(const Schema &schema, const Search &search) const
{
    const Table *table = schema.table(search.table);
    const PostgresAlias t{search.table, u"t"_s};
    QList<BoundText> conditions;
    switch (search.how) {
    case Search::How::Everything:
        break;
    case Search::How::KeyIs:
        for (const QString &c : search.keyColumns)
            conditions.append(pgKeyIsText(t, c, postgresDeclaredType(schema, search.table, c), search.text));
        break;
    case Search::How::LabelStarts:
        for (const QString &c : search.label)
            conditions.append(postgresContains(postgresPlainText(schema, t, c), search.text, false, true));
        break;
    case Search::How::LabelContains:
        conditions.append(
            postgresContains(u'(' + postgresLabelSql(schema, t, search.label) + u')', search.text, true, true));
        break;
    }
    QStringList given;
    for (const QString &c : search.keyColumns)
        given.append(t.column(c));
    given.append(pgCutLabel(schema, t, search.label));
    BoundText sql(u"SELECT "_s + given.join(u", "_s) + u" FROM "_s + t.from());
    if (!conditions.isEmpty())
        sql << u" WHERE "_s << joinedTexts(conditions, u" OR "_s);
    if (search.how == Search::How::Everything && table && !search.label.isEmpty()
        && pgLeads(*table, {search.label.constFirst()}))
        sql << u" ORDER BY "_s << t.column(search.label.constFirst());
    sql << u" LIMIT "_s << Value::integer(search.atMost);
    return sql.bound();
}

bool PostgresRelationSql::isQuick(const Schema &schema, const Search &search) const
{
    const Table *table = schema.table(search.table);
    switch (search.how) {
    case Search::How::Everything:
        return true;
    case Search::How::KeyIs: {
        const QString type = postgresDeclaredType(schema, search.table, search.keyColumns.value(0));
        return table && search.keyColumns.size() == 1 && (isPostgresInteger(type) || isPostgresText(type))
            && pgLeads(*table, search.keyColumns);
    }
    case Search::How::LabelStarts:
    case Search::How::LabelContains:
        return false; // ILIKE, whatever the case: no usual index helps
    }
    Q_UNREACHABLE();
}

} // namespace core
