// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/sqlitedesign.h"

#include "core/dialect/sqlite/words.h"
#include "core/sql/ddlcursor.h"
#include "core/sql/ddlparser.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QList<Token> significant(const QString &sql)
{
    QList<Token> tokens = lex(sql, sqliteLexRules());
    tokens.removeIf([](const Token &t) { return !t.isSignificant(); });
    return tokens;
}

/// A name as people write it: quoted only where it has to be.
QString unquotedName(const QString &name)
{
    const auto plain = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
    };
    const bool bare = !name.isEmpty() && !name.front().isDigit() && std::all_of(name.cbegin(), name.cend(), plain)
        && !isSqliteKeyword(name);
    return bare ? name : sqliteIdentifier(name);
}

/// What a DEFAULT takes as it is: a number with its sign, a string, a blob, a word of the language.
bool isLiteral(const QString &sql, const QList<Token> &tokens)
{
    const bool isSigned = tokens.size() == 2 && (tokens.first().in(sql) == u"-"_s || tokens.first().in(sql) == u"+"_s);
    const Token &t = tokens.last();
    if (isSigned)
        return t.kind == Token::Kind::Number;
    if (tokens.size() != 1)
        return false;
    if (t.kind == Token::Kind::Number || t.kind == Token::Kind::String || t.kind == Token::Kind::Blob)
        return true;
    static const QStringList words{u"NULL"_s,         u"TRUE"_s,        u"FALSE"_s, u"CURRENT_TIMESTAMP"_s,
                                   u"CURRENT_DATE"_s, u"CURRENT_TIME"_s};
    return t.kind == Token::Kind::Word && words.contains(t.in(sql).toString().toUpper());
}

bool isOneParenthesis(const QString &sql, const QList<Token> &tokens)
{
    int depth = 0;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        depth += tokens[i].in(sql) == u"("_s ? 1 : tokens[i].in(sql) == u")"_s ? -1 : 0;
        if (depth == 0)
            return i + 1 == tokens.size() && tokens.size() > 2;
    }
    return false;
}

} // namespace

QString sqliteExpressionFault(const QString &sql)
{
    int depth = 0;
    bool any = false;
    const QList<Token> tokens = lex(sql, sqliteLexRules());
    for (const Token &t : tokens) {
        if (t.kind == Token::Kind::Bad)
            return u"%1 is not finished."_s.arg(t.in(sql).toString().left(20));
        if (t.kind == Token::Kind::Comment && t.in(sql).startsWith("--"_L1) && &t == &tokens.last())
            return u"A comment at the end would hide what follows."_s;
        if (t.kind == Token::Kind::Parameter)
            return u"A parameter (%1) has no value in a schema."_s.arg(t.in(sql));
        any = any || t.isSignificant();
        if (t.in(sql) == u";"_s)
            return u"A semicolon does not belong in an expression."_s;
        if (depth == 0 && t.in(sql) == u","_s)
            return u"This is more than one expression."_s;
        depth += t.in(sql) == u"("_s ? 1 : t.in(sql) == u")"_s ? -1 : 0;
        if (depth < 0)
            return u"A parenthesis is closed that was never opened."_s;
    }
    if (depth > 0)
        return u"A parenthesis is not closed."_s;
    return any ? QString() : u"There is no expression."_s;
}

QString SqliteDesignRules::dialectName()
{
    return u"sqlite"_s;
}

QStringList SqliteDesignRules::types(bool strict) const
{
    if (strict)
        return {u"INTEGER"_s, u"TEXT"_s, u"REAL"_s, u"BLOB"_s, u"ANY"_s, u"INT"_s};
    return {u"INTEGER"_s,  u"TEXT"_s,      u"REAL"_s, u"BLOB"_s, u"NUMERIC"_s,      u"BOOLEAN"_s,       u"DATE"_s,
            u"DATETIME"_s, u"TIMESTAMP"_s, u"JSON"_s, u"UUID"_s, u"VARCHAR(255)"_s, u"DECIMAL(10,2)"_s, u"BIGINT"_s};
}

QStringList SqliteDesignRules::collations() const
{
    return {u"BINARY"_s, u"NOCASE"_s, u"RTRIM"_s};
}

QStringList SqliteDesignRules::defaults() const
{
    return {u"CURRENT_TIMESTAMP"_s, u"(unixepoch())"_s, u"0"_s, u"1"_s, u"''"_s, u"NULL"_s, u"TRUE"_s, u"FALSE"_s};
}

QList<DesignRules::Option> SqliteDesignRules::options() const
{
    return {{Option::Kind::Strict, u"STRICT"_s, u"Values must be of the column's type; others are refused."_s},
            {Option::Kind::WithoutRowId, u"WITHOUT ROWID"_s,
             u"Rows are kept in the order of the primary key and have no hidden number."_s},
            {Option::Kind::AutoIncrement, u"AUTOINCREMENT"_s,
             u"The number of a deleted row is never given to a new one."_s}};
}

QList<Column::Generation> SqliteDesignRules::generations() const
{
    return {Column::Generation::Virtual, Column::Generation::Stored};
}

Table SqliteDesignRules::newTable(const QualifiedName &name) const
{
    Table t;
    t.name = name;
    Column id;
    id.name = u"id"_s;
    id.declaredType = u"INTEGER"_s;
    id.notNull = true;
    t.columns = {id};
    PrimaryKey key;
    key.columns = {{id.name, {}, {}, SortOrder::Unspecified}};
    key.column = id.name;
    t.primaryKey = key;
    return t;
}

Trigger SqliteDesignRules::newTrigger(const QualifiedName &table, const QString &name, bool onView) const
{
    Trigger g;
    g.name = name;
    g.table = table;
    g.time = onView ? Trigger::Time::InsteadOf : Trigger::Time::After;
    g.event = Trigger::Event::Insert;
    g.forEachRow = true;
    g.body = u"SELECT 1;"_s;
    return g;
}

View SqliteDesignRules::newView(const QualifiedName &name) const
{
    View v;
    v.name = name;
    v.definition = u"SELECT 1 AS one"_s;
    return v;
}

Result<std::optional<QString>> SqliteDesignRules::defaultFromText(const QString &text) const
{
    const QString sql = text.trimmed();
    if (sql.isEmpty())
        return std::optional<QString>();
    if (const QString fault = sqliteExpressionFault(sql); !fault.isEmpty())
        return Error::invalid(u"The default is no expression: %1"_s.arg(fault));
    const QList<Token> tokens = significant(sql);
    if (isLiteral(sql, tokens) || isOneParenthesis(sql, tokens))
        return std::optional(sql);
    // Words without a sign between them can only be meant as a text.
    const bool words =
        std::all_of(tokens.cbegin(), tokens.cend(), [](const Token &t) { return t.kind == Token::Kind::Word; });
    if (words)
        return std::optional(sqliteLiteral(Value::text(sql)));
    return std::optional<QString>(u'(' + sql + u')');
}

Result<QString> SqliteDesignRules::expressionFromText(const QString &text) const
{
    const QString sql = text.trimmed();
    const QString fault = sqliteExpressionFault(sql);
    if (!fault.isEmpty())
        return Error::invalid(fault);
    if (isOneParenthesis(sql, significant(sql)))
        return sql.sliced(1, sql.size() - 2).trimmed();
    return sql;
}

Result<QList<IndexedColumn>> SqliteDesignRules::indexedColumnsFromText(const QString &text) const
{
    const QString sql = u'(' + text + u"\n)"_s;
    DdlCursor cursor(sql, sqliteLexRules());
    const auto columns = cursor.indexedColumns();
    RC_TRY(columns);
    RC_TRY(cursor.expectEnd());
    for (const IndexedColumn &c : *columns) {
        const QString fault = c.isExpression() ? sqliteExpressionFault(c.expression) : QString();
        if (!fault.isEmpty())
            return Error::invalid(fault);
    }
    return *columns;
}

QString SqliteDesignRules::textOf(const QList<IndexedColumn> &columns) const
{
    QStringList parts;
    for (const IndexedColumn &c : columns) {
        QString part = c.isExpression() ? c.expression : unquotedName(c.column);
        if (!c.collation.isEmpty())
            part += u" COLLATE "_s + unquotedName(c.collation);
        if (c.order != SortOrder::Unspecified)
            part += c.order == SortOrder::Descending ? u" DESC"_s : u" ASC"_s;
        parts.append(part);
    }
    return parts.join(u", "_s);
}

Result<QStringList> SqliteDesignRules::namesFromText(const QString &text) const
{
    const QString sql = u'(' + text + u"\n)"_s;
    DdlCursor cursor(sql, sqliteLexRules());
    auto names = cursor.nameList();
    RC_TRY(names);
    RC_TRY(cursor.expectEnd());
    return names;
}

QString SqliteDesignRules::textOf(const QStringList &names) const
{
    QStringList parts;
    for (const QString &name : names)
        parts.append(unquotedName(name));
    return parts.join(u", "_s);
}

Result<ForeignKey> SqliteDesignRules::referenceFromText(const QString &text) const
{
    ForeignKey key;
    DdlCursor cursor(text, sqliteLexRules());
    const auto table = cursor.name(u"a table name"_s);
    RC_TRY(table);
    key.target.name = *table;
    if (cursor.takeSign(u'.')) {
        const auto column = cursor.name(u"a column name"_s);
        RC_TRY(column);
        key.targetColumns = {*column};
    } else if (cursor.atSign(u'(')) {
        const auto columns = cursor.nameList();
        RC_TRY(columns);
        key.targetColumns = *columns;
    }
    RC_TRY(cursor.expectEnd());
    return key;
}

QString SqliteDesignRules::textOf(const ForeignKey &key) const
{
    return unquotedName(key.target.name)
        + (key.targetColumns.isEmpty() ? QString() : QString(u" ("_s + textOf(key.targetColumns) + u')'));
}

Result<Trigger> SqliteDesignRules::triggerFromText(const QString &sql) const
{
    const auto parsed = parseDdl(sql, sqliteLexRules());
    RC_TRY(parsed);
    const auto *create = std::get_if<CreateTrigger>(&*parsed);
    if (!create || create->temporary)
        return Error::invalid(u"This is no CREATE TRIGGER statement."_s);
    Trigger trigger = create->trigger;
    trigger.table.schema.clear();
    return trigger;
}

Result<View> SqliteDesignRules::viewFromText(const QString &sql) const
{
    const auto parsed = parseDdl(sql, sqliteLexRules());
    RC_TRY(parsed);
    const auto *create = std::get_if<CreateView>(&*parsed);
    if (!create || create->temporary)
        return Error::invalid(u"This is no CREATE VIEW statement."_s);
    View view = create->view;
    view.name.schema.clear();
    return view;
}

} // namespace core
