// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/samemeaning.h"

#include "core/dialect/sqlite/expressiontext.h"
#include "core/dialect/sqlite/words.h"
#include "core/sql/ddlcursor.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

ConflictClause normalConflict(ConflictClause conflict)
{
    return conflict == ConflictClause::Abort ? ConflictClause::None : conflict;
}

SortOrder normalOrder(SortOrder order)
{
    return order == SortOrder::Ascending ? SortOrder::Unspecified : order;
}

QString normalCollation(const QString &collation)
{
    const QString upper = collation.toUpper();
    return upper == "BINARY"_L1 ? QString() : upper;
}

/// drizzle's expressions hold what belongs beside them: "n" desc, lower(name) COLLATE NOCASE.
IndexedColumn takenApart(const IndexedColumn &part)
{
    if (!part.isExpression())
        return part;
    const QString sql = u'(' + part.expression + u"\n)"_s;
    DdlCursor cursor(sql, sqliteLexRules());
    const auto parts = cursor.indexedColumns();
    if (!parts || parts->size() != 1)
        return part;
    IndexedColumn out = parts->first();
    if (out.order == SortOrder::Unspecified)
        out.order = part.order;
    if (out.collation.isEmpty())
        out.collation = part.collation;
    return out;
}

QList<IndexedColumn> normalColumns(const QList<IndexedColumn> &columns, const Table &table)
{
    QList<IndexedColumn> out;
    for (const IndexedColumn &part : columns) {
        IndexedColumn c = takenApart(part);
        const Column *own = c.isExpression() ? nullptr : table.column(c.column);
        // Without COLLATE a key compares as its column does; BINARY must be said where the column says otherwise.
        const QString ofColumn = own ? normalCollation(own->collation) : QString();
        const QString said = normalCollation(c.collation);
        c.collation = c.collation.isEmpty() || said == ofColumn ? QString() : said.isEmpty() ? u"BINARY"_s : said;
        c.column = foldedName(c.column);
        if (!own && c.column.isEmpty())
            c.expression = sqliteNormalExpression(c.expression, table);
        c.order = normalOrder(c.order);
        out.append(c);
    }
    return out;
}

Column normalColumn(const Column &c, const Table &table, const QString &rowIdAlias, const SqliteSchemaRules &rules)
{
    Column n;
    n.name = foldedName(c.name);
    n.declaredType = rules.normalType(c.declaredType);
    const bool isRowId = rowIdAlias == c.name;
    // The row number can be no NULL, whatever is said.
    n.notNull = !isRowId && table.isRequired(c);
    n.notNullName = n.notNull ? foldedName(c.notNullName) : QString();
    n.notNullConflict = n.notNull ? normalConflict(c.notNullConflict) : ConflictClause::None;
    n.defaultExpression = sqliteNormalDefault(c.defaultExpression);
    n.defaultName = n.defaultExpression ? foldedName(c.defaultName) : QString();
    n.collation = normalCollation(c.collation);
    n.generation = c.generation;
    if (c.isGenerated())
        n.generatedExpression = sqliteNormalExpression(c.generatedExpression, table);
    n.hidden = c.hidden;
    return n;
}

PrimaryKey normalKey(const PrimaryKey &key, const Table &table)
{
    PrimaryKey n;
    n.name = foldedName(key.name);
    n.columns = normalColumns(key.columns, table);
    n.autoIncrement = key.autoIncrement;
    n.conflict = normalConflict(key.conflict);
    if (!table.rowIdAlias().isEmpty()) {
        n.columns.first().order = SortOrder::Unspecified;
        n.columns.first().collation.clear();
    } else if (!key.column.isEmpty() && n.columns.size() == 1 && n.columns.first().order == SortOrder::Descending) {
        n.column = foldedName(key.column); // an INTEGER key that is no row number because of where DESC stands
    }
    return n;
}

ForeignKey normalForeignKey(const ForeignKey &key, const SchemaIndex &schema)
{
    ForeignKey n;
    n.name = foldedName(key.name);
    for (const QString &c : key.columns)
        n.columns.append(foldedName(c));
    n.target = folded(key.target);
    QStringList targets = key.targetColumns;
    if (targets.isEmpty()) {
        const Table *target = schema.table(key.target);
        targets = target ? target->primaryKeyColumns() : QStringList();
    }
    for (const QString &c : std::as_const(targets))
        n.targetColumns.append(foldedName(c));
    if (key.deleteAction() != ForeignKeyAction::NoAction)
        n.onDelete = key.deleteAction();
    if (key.updateAction() != ForeignKeyAction::NoAction)
        n.onUpdate = key.updateAction();
    if (key.isDeferred()) {
        n.deferral = ForeignKey::Deferral::Deferrable;
        n.initially = ForeignKey::Initially::Deferred;
    }
    return n;
}

} // namespace

QString SqliteSchemaRules::normalType(const QString &declaredType) const
{
    const auto isLetter = [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z'); };
    if (std::all_of(declaredType.cbegin(), declaredType.cend(), isLetter))
        return declaredType.toUpper();
    QString out;
    const QList<Token> tokens = lex(declaredType, sqliteLexRules());
    for (const Token &t : tokens) {
        if (!t.isSignificant())
            continue;
        const QString text = unquoted(t.in(declaredType)).toUpper();
        const bool glue =
            t.kind == Token::Kind::Punctuation || out.isEmpty() || out.endsWith(u'(') || out.endsWith(u',');
        out += glue ? text : QString(u' ' + text);
    }
    return out;
}

Table SqliteSchemaRules::normal(const Table &table, const SchemaIndex &schema) const
{
    Table n;
    n.name = folded(table.name);
    n.kind = table.kind;
    n.withoutRowId = table.withoutRowId;
    n.strict = table.strict;
    if (table.kind == Table::Kind::Virtual) {
        n.module = foldedName(table.module);
        for (const QString &argument : table.moduleArguments)
            n.moduleArguments.append(argument.simplified());
        return n;
    }
    const QString rowIdAlias = table.rowIdAlias();
    for (const Column &c : table.columns)
        n.columns.append(normalColumn(c, table, rowIdAlias, *this));
    if (table.primaryKey)
        n.primaryKey = normalKey(*table.primaryKey, table);
    for (const UniqueConstraint &u : table.uniques)
        n.uniques.append({foldedName(u.name), normalColumns(u.columns, table), normalConflict(u.conflict), {}});
    for (const CheckConstraint &c : table.checks)
        n.checks.append({foldedName(c.name), sqliteNormalExpression(c.expression, table), {}});
    for (const ForeignKey &k : table.foreignKeys)
        n.foreignKeys.append(normalForeignKey(k, schema));
    return n;
}

Index SqliteSchemaRules::normal(const Index &index, const Table &table) const
{
    Index n;
    n.name = foldedName(index.name);
    n.columns = normalColumns(index.columns, table);
    n.unique = index.unique;
    n.where = index.where.isEmpty() ? QString() : sqliteNormalExpression(index.where, table);
    return n;
}

View SqliteSchemaRules::normal(const View &view) const
{
    View n;
    n.name = folded(view.name);
    for (const QString &c : view.columnNames)
        n.columnNames.append(foldedName(c));
    n.definition = sqliteNormalQuery(view.definition);
    return n;
}

Trigger SqliteSchemaRules::normal(const Trigger &trigger) const
{
    Trigger n;
    n.name = foldedName(trigger.name);
    n.table = folded(trigger.table);
    n.time = trigger.time == Trigger::Time::Unspecified ? Trigger::Time::Before : trigger.time;
    n.event = trigger.event;
    for (const QString &c : trigger.updateOf)
        n.updateOf.append(foldedName(c));
    n.updateOf.sort();
    n.when = trigger.when.isEmpty() ? QString() : sqliteNormalExpression(trigger.when, Table());
    n.body = sqliteNormalQuery(trigger.body);
    return n;
}

QString SqliteSchemaRules::renamedExpression(const QString &sql, const Table &before, const Renames &renames) const
{
    return sqliteRenamedExpression(sql, before, renames);
}

QString SqliteSchemaRules::renamedQuery(const QString &sql, const SchemaIndex &before, const Renames &renames,
                                        const QualifiedName &triggerTable) const
{
    return sqliteRenamedQuery(sql, before, renames, triggerTable);
}

bool SqliteSchemaRules::isStrictType(const QString &declaredType) const
{
    static const QStringList types{u"INT"_s, u"INTEGER"_s, u"REAL"_s, u"TEXT"_s, u"BLOB"_s, u"ANY"_s};
    return types.contains(declaredType, Qt::CaseInsensitive);
}

bool SqliteSchemaRules::isConstant(const QString &defaultExpression) const
{
    // A DEFAULT of NULL is none.
    return sqliteNormalDefault(defaultExpression) && isSqliteConstantDefault(defaultExpression);
}

QStringList SqliteSchemaRules::unknownNames(const Trigger &trigger, const SchemaIndex &schema) const
{
    return sqliteUnknownNames(trigger, schema);
}

} // namespace core
