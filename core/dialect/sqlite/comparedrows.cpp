// SPDX-License-Identifier: GPL-3.0-or-later
// What of the rows is compared before and after a change: the part of SqliteProbeSql that only reads.
#include "core/dialect/sqlite/ddlparts.h"
#include "core/dialect/sqlite/sqliteprobes.h"
#include "core/dialect/sqlite/words.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QString sqliteOldRows(const ProbeSql::OldRows &rows)
{
    QStringList columns;
    if (!rows.rowNumber.isEmpty())
        columns.append(sqliteIdentifier(rows.rowNumber));
    for (const auto &[now, later] : rows.columns)
        columns.append(sqliteIdentifier(now) + u" AS "_s + sqliteIdentifier(later));
    return u"(SELECT %1 FROM %2) AS %3"_s.arg(columns.join(u", "_s), sqliteQualified(rows.before->name),
                                              sqliteIdentifier(rows.after.name));
}

QString SqliteProbeSql::rowCount(const QualifiedName &table) const
{
    return u"SELECT count(*) FROM "_s + sqliteQualified(table);
}

QString SqliteProbeSql::valueCounts(const Table &table, const QStringList &columns) const
{
    QStringList counts;
    for (const QString &column : columns)
        counts.append(u"count(%1)"_s.arg(sqliteIdentifier(column)));
    return u"SELECT %1 FROM %2"_s.arg(counts.join(u", "_s), sqliteQualified(table.name));
}

QString SqliteProbeSql::cells(const Table &table, const QStringList &columns) const
{
    return u"SELECT %1 FROM %2"_s.arg(sqliteNameList(columns), sqliteQualified(table.name));
}

QString SqliteProbeSql::differentValues(const QualifiedName &table, const QString &column, int most) const
{
    return u"SELECT DISTINCT %1 FROM %2 WHERE %1 IS NOT NULL LIMIT %3"_s.arg(
        sqliteIdentifier(column), sqliteQualified(table), QString::number(most));
}

QString SqliteProbeSql::oldRows(const OldRows &rows, const QStringList &columns, const QString &expression,
                                const QString &nullColumn, int limit) const
{
    const QString names = columns.isEmpty() ? u"NULL"_s : sqliteNameList(columns);
    const QString result =
        expression.isEmpty() ? QString() : u", (%1\n)"_s.arg(expression); // the new line ends a comment
    const QString where = nullColumn.isEmpty() ? QString() : u" WHERE %1 IS NULL"_s.arg(sqliteIdentifier(nullColumn));
    return u"SELECT "_s + names + result + u" FROM "_s + sqliteOldRows(rows) + where + u" LIMIT "_s
        + QString::number(limit);
}

} // namespace core
