// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/sqliteprobes.h"

#include "core/dialect/sqlite/words.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Probe probe(const Table &table, const QString &condition)
{
    return {table.name,
            condition,
            {u"SELECT count(*) FROM "_s + sqliteQualified(table.name) + u" WHERE "_s + condition, {}}};
}

/// One part of a key, as it is compared.
QString part(const IndexedColumn &c)
{
    return (c.isExpression() ? QString(u'(' + c.expression + u')') : sqliteIdentifier(c.column))
        + (c.collation.isEmpty() ? QString() : QString(u" COLLATE "_s + sqliteIdentifier(c.collation)));
}

/// A key in the words of SQL: its parts, and which rows it counts for.
struct KeyText {
    QString list;
    QString those;
};
KeyText keyText(const QList<IndexedColumn> &key, const QString &where)
{
    QStringList parts;
    QStringList conditions;
    if (!where.isEmpty())
        conditions.append(u'(' + where + u')');
    for (const IndexedColumn &c : key) {
        parts.append(part(c));
        conditions.append(part(c) + u" IS NOT NULL"_s);
    }
    return {parts.join(u", "_s), conditions.join(u" AND "_s)};
}

Statement repair(const QString &sql, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    return s;
}

/// SQLite's own number of a row under a name that no column hides; empty when there is none.
QString rowNumber(const Table &table)
{
    for (const QString &name : {u"rowid"_s, u"_rowid_"_s, u"oid"_s}) {
        if (!table.withoutRowId && !table.column(name))
            return sqliteIdentifier(name);
    }
    return {};
}

/// All rows that share a key with an earlier one.
QString laterOnes(const Table &table, const KeyText &key, const QString &number)
{
    return key.those + u" AND "_s + number + u" NOT IN (SELECT min("_s + number + u") FROM "_s
        + sqliteQualified(table.name) + u" WHERE "_s + key.those + u" GROUP BY "_s + key.list + u')';
}

} // namespace

Probe SqliteProbeSql::allRows(const Table &table) const
{
    return probe(table, u"1"_s);
}

Probe SqliteProbeSql::values(const Table &table, const QString &column) const
{
    return probe(table, sqliteIdentifier(column) + u" IS NOT NULL"_s);
}

Probe SqliteProbeSql::nulls(const Table &table, const QStringList &columns) const
{
    QStringList any;
    for (const QString &c : columns)
        any.append(sqliteIdentifier(c) + u" IS NULL"_s);
    return probe(table, any.join(u" OR "_s));
}

Probe SqliteProbeSql::duplicates(const Table &table, const QList<IndexedColumn> &key, const QString &where) const
{
    const KeyText k = keyText(key, where);
    const QString row = key.size() == 1 ? k.list : QString(u'(' + k.list + u')');
    return probe(table,
                 k.those + u" AND "_s + row + u" IN (SELECT "_s + k.list + u" FROM "_s + sqliteQualified(table.name)
                     + u" WHERE "_s + k.those + u" GROUP BY "_s + k.list + u" HAVING count(*) > 1)"_s);
}

Probe SqliteProbeSql::failing(const Table &table, const QString &check) const
{
    return probe(table, u"NOT ("_s + check + u')');
}

Probe SqliteProbeSql::orphans(const Table &table, const ForeignKey &key, const Table &target,
                              const QStringList &targetColumns) const
{
    QStringList there;
    QStringList same;
    const QString own = sqliteIdentifier(table.name.name);
    for (qsizetype i = 0; i < std::min(key.columns.size(), targetColumns.size()); ++i) {
        const QString column = own + u'.' + sqliteIdentifier(key.columns[i]);
        there.append(column + u" IS NOT NULL"_s);
        same.append(u"`the parent`."_s + sqliteIdentifier(targetColumns[i]) + u" = "_s + column);
    }
    return probe(table,
                 there.join(u" AND "_s) + u" AND NOT EXISTS (SELECT 1 FROM "_s + sqliteQualified(target.name)
                     + u" AS `the parent` WHERE "_s + same.join(u" AND "_s) + u')');
}

std::optional<Probe> SqliteProbeSql::changedBy(const Table &table, const QString &column, const QString &newType) const
{
    const QString c = sqliteIdentifier(column);
    // A comparison with a number turns text that reads as one into it, exactly as storing would.
    const auto textRead = [&c](QLatin1String as) {
        return QString(u"(typeof("_s + c + u") = 'text' AND CAST("_s + c + u" AS "_s + as + u") = "_s + c
                       + u" AND CAST(CAST("_s + c + u" AS "_s + as + u") AS TEXT) IS NOT "_s + c
                       + u" COLLATE BINARY)"_s);
    };
    switch (sqliteAffinity(newType)) {
    case SqliteAffinity::Blob:
        return std::nullopt;
    case SqliteAffinity::Text:
        return probe(table, u"typeof("_s + c + u") = 'real' AND CAST(CAST("_s + c + u" AS TEXT) AS REAL) <> "_s + c);
    case SqliteAffinity::Integer:
    case SqliteAffinity::Numeric:
        return probe(table, textRead("NUMERIC"_L1));
    case SqliteAffinity::Real:
        return probe(table,
                     textRead("REAL"_L1) + u" OR (typeof("_s + c + u") = 'integer' AND CAST(CAST("_s + c
                         + u" AS REAL) AS INTEGER) <> "_s + c + u')');
    }
    Q_UNREACHABLE();
}

// Storing makes a whole number of 1.0 under INTEGER and NUMERIC, and 1.0 of 1 under REAL.
std::optional<Probe> SqliteProbeSql::otherNumbersBy(const Table &table, const QString &column,
                                                    const QString &newType) const
{
    const QString c = sqliteIdentifier(column);
    switch (sqliteAffinity(newType)) {
    case SqliteAffinity::Integer:
    case SqliteAffinity::Numeric:
        return probe(table,
                     u"typeof(%1) = 'real' AND CAST(%1 AS INTEGER) = %1 AND abs(%1) < 9223372036854775807"_s.arg(c));
    case SqliteAffinity::Real:
        return probe(table, u"typeof(%1) = 'integer' AND CAST(CAST(%1 AS REAL) AS INTEGER) = %1"_s.arg(c));
    case SqliteAffinity::Blob:
    case SqliteAffinity::Text:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

std::optional<Probe> SqliteProbeSql::refusedBy(const Table &table, const QString &column,
                                               const QString &strictType) const
{
    const QString c = sqliteIdentifier(column);
    const QString type = strictType.toUpper();
    const QString kind = u"typeof("_s + c + u')';
    const QString number = kind + u" = 'text' AND CAST("_s + c + u" AS NUMERIC) = "_s + c;
    if (type == "INT"_L1 || type == "INTEGER"_L1)
        return probe(table,
                     u"NOT ("_s + kind + u" IN ('null', 'integer') OR ("_s + kind + u" = 'real' AND CAST("_s + c
                         + u" AS INTEGER) = "_s + c + u") OR ("_s + number + u" AND typeof(CAST("_s + c
                         + u" AS NUMERIC)) = 'integer'))"_s);
    if (type == "REAL"_L1)
        return probe(table, u"NOT ("_s + kind + u" IN ('null', 'integer', 'real') OR ("_s + number + u"))"_s);
    if (type == "TEXT"_L1)
        return probe(table, kind + u" = 'blob'"_s);
    if (type == "BLOB"_L1)
        return probe(table, kind + u" NOT IN ('null', 'blob')"_s);
    return std::nullopt;
}

std::optional<Probe> SqliteProbeSql::tooBigFor(const Table &table, const QString &column, const QString &newType) const
{
    static const QRegularExpression sized(u"\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\)\\s*$"_s);
    const auto size = sized.match(newType);
    if (!size.hasMatch())
        return std::nullopt;
    const QString c = sqliteIdentifier(column);
    const int first = size.captured(1).toInt();
    const int decimals = size.captured(2).toInt();
    switch (sqliteAffinity(newType)) {
    case SqliteAffinity::Text:
        return probe(table, u"typeof(%1) = 'text' AND length(%1) > %2"_s.arg(c).arg(first));
    case SqliteAffinity::Numeric: {
        if (first > 15 || decimals > first) // more digits than a REAL holds
            return std::nullopt;
        const QString limit = u'1' + QString(first - decimals, u'0');
        return probe(
            table,
            u"typeof(%1) IN ('integer', 'real') AND (abs(%1) >= %2 OR round(%1, %3) <> %1)"_s.arg(c, limit).arg(
                decimals));
    }
    case SqliteAffinity::Integer: // the width of int(11) is about showing
    case SqliteAffinity::Blob:
    case SqliteAffinity::Real:
        return std::nullopt;
    }
    Q_UNREACHABLE();
}

Probe SqliteProbeSql::severalRows(const Table &table) const
{
    return probe(table, u"(SELECT count(*) FROM "_s + sqliteQualified(table.name) + u") > 1"_s);
}

Statement SqliteProbeSql::deleteRows(const Probe &p) const
{
    return repair(u"DELETE FROM "_s + sqliteQualified(p.table) + u" WHERE "_s + p.condition,
                  u"Delete the rows of %1 that stand in the way"_s.arg(p.table.display()));
}

Statement SqliteProbeSql::setColumn(const Probe &p, const QString &column, const QString &expression) const
{
    return repair(u"UPDATE "_s + sqliteQualified(p.table) + u" SET "_s + sqliteIdentifier(column) + u" = ("_s
                      + expression + u") WHERE "_s + p.condition,
                  u"Set %1 to %2 in the rows of %3 that stand in the way"_s.arg(column, expression, p.table.display()));
}

std::optional<Statement> SqliteProbeSql::keepFirstOfDuplicates(const Table &table, const QList<IndexedColumn> &key,
                                                               const QString &where) const
{
    const QString number = rowNumber(table);
    if (number.isEmpty())
        return std::nullopt;
    return repair(u"DELETE FROM "_s + sqliteQualified(table.name) + u" WHERE "_s
                      + laterOnes(table, keyText(key, where), number),
                  u"Keep the first of the rows of %1 that share a key"_s.arg(table.name.display()));
}

std::optional<Statement> SqliteProbeSql::renumberDuplicates(const Table &table, const QList<IndexedColumn> &key,
                                                            const QString &where) const
{
    const QString number = rowNumber(table);
    if (number.isEmpty() || key.size() != 1 || key.first().isExpression())
        return std::nullopt;
    const QString column = sqliteIdentifier(key.first().column);
    return repair(u"UPDATE "_s + sqliteQualified(table.name) + u" SET "_s + column + u" = "_s + column
                      + u" || '-' || "_s + number + u" WHERE "_s + laterOnes(table, keyText(key, where), number),
                  u"Tell rows of %1 apart that share a key, by their row numbers"_s.arg(table.name.display()));
}

bool SqliteProbeSql::putsRight(const Statement &repair, const Probe &p) const
{
    if (repair.sql == deleteRows(p).sql)
        return true;
    const QString table = sqliteQualified(p.table);
    const QString update = u"UPDATE "_s + table + u" SET "_s;
    if (repair.sql.startsWith(update) && repair.sql.endsWith(u" WHERE "_s + p.condition))
        return true;
    // What tells duplicates apart asks for the same groups of the same rows. To compare by bytes is what happens anyway,
    // or groups less than was asked for.
    const QString binary = u" COLLATE "_s + sqliteIdentifier(u"BINARY"_s);
    const QString having = u" HAVING count(*) > 1)"_s;
    const qsizetype groups = p.condition.indexOf(u" FROM "_s + table + u" WHERE "_s);
    if (groups < 0 || !p.condition.endsWith(having))
        return false;
    const QString same = QString(p.condition.mid(groups).chopped(having.size()) + u')').remove(binary);
    return (repair.sql.startsWith(update) || repair.sql.startsWith(u"DELETE FROM "_s + table))
        && QString(repair.sql).remove(binary).endsWith(same);
}

} // namespace core
