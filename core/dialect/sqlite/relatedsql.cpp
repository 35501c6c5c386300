// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/relatedsql.h"

#include "core/dialect/sqlite/words.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Result<Done> checkColumns(const Schema &schema, const QualifiedName &table, const QStringList &columns)
{
    const Table *found = schema.table(table);
    if (!found)
        return Error::invalid(u"There is no table %1 for the relation to lead through."_s.arg(table.display()));
    for (const QString &c : columns) {
        if (!found->column(c))
            return Error::invalid(u"%1 has no column called %2 for the relation."_s.arg(table.display(), c));
    }
    return Done();
}

Result<Done> checkStep(const Schema &schema, const Relation &step)
{
    RC_TRY(checkColumns(schema, step.from, step.fromColumns));
    RC_TRY(checkColumns(schema, step.to, step.toColumns));
    if (step.kind == Relation::Kind::ManyToMany)
        RC_TRY(checkColumns(schema, step.junction, step.junctionFromColumns + step.junctionToColumns));
    return Done();
}

} // namespace

QString SqliteAlias::from() const { return sqliteQualified(table) + u" AS "_s + sqliteIdentifier(name); }

QString SqliteAlias::column(const QString &columnName) const
{
    return sqliteIdentifier(name) + u'.' + sqliteIdentifier(columnName);
}

QString sqliteLabelSql(const SqliteAlias &row, const QStringList &columns)
{
    if (columns.isEmpty())
        return u"NULL"_s;
    if (columns.size() == 1)
        return u"CAST(%1 AS TEXT)"_s.arg(row.column(columns.constFirst()));
    // What is NULL takes its blank with it; a label of NULLs alone is NULL and not ''.
    QStringList parts;
    for (const QString &c : columns)
        parts.append(u"ifnull(%1 || ' ', '')"_s.arg(row.column(c)));
    return u"nullif(rtrim(%1), '')"_s.arg(parts.join(u" || "_s));
}

QString sqliteJoinSql(const SqliteAlias &target, const QStringList &targetColumns, const SqliteAlias &pointing,
                      const QStringList &columns)
{
    QStringList equal;
    for (qsizetype i = 0; i < targetColumns.size() && i < columns.size(); ++i)
        equal.append(target.column(targetColumns.at(i)) + u" = "_s + pointing.column(columns.at(i)));
    return equal.join(u" AND "_s);
}

Result<SqlitePath> sqlitePath(const Schema &schema, const SqliteAlias &outer, const QList<Relation> &path)
{
    if (path.isEmpty())
        return Error::invalid(u"A filter through relations needs a relation."_s);
    SqlitePath joined;
    QStringList tables;
    QStringList conditions;
    SqliteAlias at = outer;
    int number = 0;
    const auto enter = [&](const QualifiedName &table) {
        SqliteAlias alias{table, u"r%1"_s.arg(++number)};
        if (foldedName(alias.name) == foldedName(outer.name)) // it would hide the outer row
            alias.name = u"r%1"_s.arg(++number);
        tables.append(alias.from());
        return alias;
    };
    for (const Relation &step : path) {
        if (step.from != at.table)
            return Error::invalid(u"The relation %1 does not start at %2."_s.arg(step.name, at.table.display()));
        RC_TRY(checkStep(schema, step));
        if (step.kind == Relation::Kind::ManyToMany) {
            const SqliteAlias junction = enter(step.junction);
            const SqliteAlias to = enter(step.to);
            conditions.append(sqliteJoinSql(at, step.fromColumns, junction, step.junctionFromColumns));
            conditions.append(sqliteJoinSql(to, step.toColumns, junction, step.junctionToColumns));
            at = to;
            continue;
        }
        const SqliteAlias to = enter(step.to);
        conditions.append(step.kind == Relation::Kind::One
                              ? sqliteJoinSql(to, step.toColumns, at, step.fromColumns)
                              : sqliteJoinSql(at, step.fromColumns, to, step.toColumns));
        at = to;
    }
    return SqlitePath{tables.join(u", "_s), conditions.join(u" AND "_s), at};
}

} // namespace core
