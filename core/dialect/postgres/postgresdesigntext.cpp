// SPDX-License-Identifier: GPL-3.0-or-later
// How what a person types in the designer is meant on PostgreSQL, and how it is written for a person.
#include "core/dialect/postgres/postgresdesign.h"

#include "core/dialect/postgres/catalogtext.h"
#include "core/dialect/postgres/indexpart.h"
#include "core/dialect/postgres/names.h"
#include "core/sql/ddlcursor.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QList<Token> pgSignificant(const QString &sql)
{
    QList<Token> tokens = lex(sql, postgresLexRules());
    tokens.removeIf([](const Token &t) { return !t.isSignificant(); });
    return tokens;
}

bool isPgSign(const Token &token, const QString &sql, QLatin1StringView sign)
{
    return token.in(sql) == sign;
}

/// A call, or something in parentheses, from its first "(" to the very end.
bool isClosedAtEnd(const QString &sql, const QList<Token> &tokens, qsizetype from)
{
    int depth = 0;
    for (qsizetype i = from; i < tokens.size(); ++i) {
        depth += isPgSign(tokens[i], sql, "("_L1) ? 1 : isPgSign(tokens[i], sql, ")"_L1) ? -1 : 0;
        if (depth == 0)
            return i + 1 == tokens.size() && i > from;
    }
    return false;
}

bool isPgParenthesis(const QString &sql, const QList<Token> &tokens)
{
    return isClosedAtEnd(sql, tokens, 0) && tokens.size() > 2;
}

bool isPgFunctionCall(const QString &sql, const QList<Token> &tokens)
{
    qsizetype at = 0;
    while (at < tokens.size()
           && (tokens[at].kind == Token::Kind::Word || tokens[at].kind == Token::Kind::QuotedIdentifier
               || isPgSign(tokens[at], sql, "."_L1)))
        ++at;
    return at > 0 && at < tokens.size() && isClosedAtEnd(sql, tokens, at);
}

/// A number with its sign, a string, a word of the language; perhaps with a cast.
bool isPgConstant(const QString &sql, const QList<Token> &tokens)
{
    static const QStringList words{u"NULL"_s,         u"TRUE"_s,         u"FALSE"_s,        u"CURRENT_TIMESTAMP"_s,
                                   u"CURRENT_DATE"_s, u"CURRENT_TIME"_s, u"LOCALTIME"_s,    u"LOCALTIMESTAMP"_s,
                                   u"CURRENT_USER"_s, u"SESSION_USER"_s, u"CURRENT_ROLE"_s, u"USER"_s};
    const bool isSigned = tokens.size() > 1 && (isPgSign(tokens[0], sql, "-"_L1) || isPgSign(tokens[0], sql, "+"_L1));
    const Token &first = tokens[isSigned ? 1 : 0];
    const bool isString = first.kind == Token::Kind::String;
    const bool isWord = first.kind == Token::Kind::Word && words.contains(first.in(sql).toString().toUpper());
    if (first.kind != Token::Kind::Number && (isSigned || (!isString && !isWord)))
        return false;
    const qsizetype next = isSigned ? 2 : 1;
    if (tokens.size() == next)
        return true;
    return isPgSign(tokens[next], sql, "::"_L1)
        && std::all_of(tokens.cbegin() + next + 1, tokens.cend(), [&sql](const Token &t) {
               return t.kind == Token::Kind::Word || t.kind == Token::Kind::QuotedIdentifier
                   || t.kind == Token::Kind::Number || u"().,[]"_s.contains(t.in(sql));
           });
}

/// A name as people write it: quoted only where it would be read as something else.
QString pgReadableName(const QString &name)
{
    const bool plain = !name.isEmpty() && !name.front().isDigit()
        && std::all_of(name.cbegin(), name.cend(),
                       [](QChar c) { return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'_'; });
    return plain && DdlCursor(name, postgresLexRules()).atName() ? name : postgresIdentifier(name);
}

/// Of a statement that makes a trigger; the cursor stands before "INSERT".
Result<Done> takeEvents(DdlCursor &cursor, Trigger &trigger, int &type)
{
    do {
        if (cursor.take("INSERT"_L1)) {
            type |= 4;
        } else if (cursor.take("DELETE"_L1)) {
            type |= 8;
        } else if (cursor.take("UPDATE"_L1)) {
            type |= 16;
            if (cursor.take("OF"_L1)) {
                do {
                    const auto column = cursor.name(u"a column name"_s);
                    RC_TRY(column);
                    trigger.updateOf.append(*column);
                } while (cursor.takeSign(u','));
            }
        } else if (cursor.take("TRUNCATE"_L1)) {
            type |= 32;
        } else {
            return cursor.unexpected(u"INSERT, UPDATE, DELETE or TRUNCATE"_s);
        }
    } while (cursor.take("OR"_L1));
    return Done{};
}

Result<QualifiedName> takeModelName(DdlCursor &cursor, const QString &what)
{
    auto name = cursor.qualifiedName(what);
    RC_TRY(name);
    name->schema = postgresModelSchema(name->schema);
    return name;
}

Result<Done> takeReferencing(DdlCursor &cursor, Trigger &trigger)
{
    if (!cursor.take("REFERENCING"_L1))
        return Done{};
    while (cursor.at("OLD"_L1) || cursor.at("NEW"_L1)) {
        QString &name = cursor.take("OLD"_L1) ? trigger.oldTable : (cursor.take("NEW"_L1), trigger.newTable);
        RC_TRY(cursor.expect("TABLE"_L1));
        cursor.take("AS"_L1);
        const auto given = cursor.name(u"a name"_s);
        RC_TRY(given);
        name = *given;
    }
    return Done{};
}

void takeDeferral(DdlCursor &cursor, Trigger &trigger)
{
    if (cursor.take("NOT"_L1, "DEFERRABLE"_L1))
        return;
    if (cursor.take("DEFERRABLE"_L1))
        trigger.deferral = KeyDeferral::Immediate;
    if (cursor.take("INITIALLY"_L1, "DEFERRED"_L1))
        trigger.deferral = KeyDeferral::Deferred;
    else
        cursor.take("INITIALLY"_L1, "IMMEDIATE"_L1);
}

Result<Done> takeFunction(const QString &sql, Trigger &trigger)
{
    readTriggerText(sql, trigger);
    while (trigger.body.endsWith(u';'))
        trigger.body = trigger.body.chopped(1).trimmed();
    DdlCursor call(trigger.body, postgresLexRules());
    if (!call.take("EXECUTE"_L1, "FUNCTION"_L1) && !call.take("EXECUTE"_L1, "PROCEDURE"_L1))
        return Error::invalid(u"The trigger calls nothing: it ends with EXECUTE FUNCTION name()."_s);
    const auto function = takeModelName(call, u"the name of a function"_s);
    RC_TRY(function);
    trigger.function = *function;
    if (!call.atSign(u'(') || !trigger.body.endsWith(u')'))
        return call.unexpected(u"the function's arguments in parentheses"_s);
    return Done{};
}

} // namespace

QString postgresExpressionFault(const QString &sql)
{
    int depth = 0;
    bool any = false;
    const QList<Token> tokens = lex(sql, postgresLexRules());
    for (const Token &t : tokens) {
        const QStringView text = t.in(sql);
        if (t.kind == Token::Kind::Bad)
            return u"%1 is not finished."_s.arg(text.toString().left(20));
        if (t.kind == Token::Kind::Comment && text.startsWith("--"_L1) && &t == &tokens.last())
            return u"A comment at the end would hide what follows."_s;
        if (t.kind == Token::Kind::Parameter)
            return u"A parameter (%1) has no value in a schema."_s.arg(text);
        any = any || t.isSignificant();
        if (text == u";")
            return u"A semicolon does not belong in an expression."_s;
        if (depth == 0 && text == u",")
            return u"This is more than one expression."_s;
        depth += text == u"(" || text == u"[" ? 1 : text == u")" || text == u"]" ? -1 : 0;
        if (depth < 0)
            return u"A parenthesis is closed that was never opened."_s;
    }
    if (depth > 0)
        return u"A parenthesis is not closed."_s;
    return any ? QString() : u"There is no expression."_s;
}

Result<std::optional<QString>> PostgresDesignRules::defaultFromText(const QString &text) const
{
    const QString sql = text.trimmed();
    if (sql.isEmpty())
        return std::optional<QString>();
    if (const QString fault = postgresExpressionFault(sql); !fault.isEmpty())
        return Error::invalid(u"The default is no expression: %1"_s.arg(fault));
    const QList<Token> tokens = pgSignificant(sql);
    if (isPgConstant(sql, tokens) || isPgParenthesis(sql, tokens) || isPgFunctionCall(sql, tokens))
        return std::optional(sql);
    // Words without a sign between them can only be meant as a text.
    const bool words =
        std::all_of(tokens.cbegin(), tokens.cend(), [](const Token &t) { return t.kind == Token::Kind::Word; });
    if (words)
        return std::optional(postgresLiteral(Value::text(sql)));
    return std::optional<QString>(u'(' + sql + u')');
}

Result<QString> PostgresDesignRules::expressionFromText(const QString &text) const
{
    const QString sql = text.trimmed();
    const QString fault = postgresExpressionFault(sql);
    if (!fault.isEmpty())
        return Error::invalid(fault);
    if (isPgParenthesis(sql, pgSignificant(sql)))
        return sql.sliced(1, sql.size() - 2).trimmed();
    return sql;
}

Result<QList<IndexedColumn>> PostgresDesignRules::indexedColumnsFromText(const QString &text) const
{
    QList<IndexedColumn> columns;
    int depth = 0;
    qsizetype from = 0;
    const auto take = [&](qsizetype to) -> Result<Done> {
        const QString part = text.sliced(from, to - from).trimmed();
        if (const QString fault = postgresExpressionFault(part); !fault.isEmpty())
            return Error::invalid(part.isEmpty() ? u"Between two commas there is no column."_s : fault);
        IndexedColumn column = postgresIndexPartOf(part);
        const QList<Token> tokens = pgSignificant(part);
        if (!column.isExpression()) // in the case in which it is typed: the designer shows names as they are
            column.column = unquoted(tokens.first().in(part));
        columns.append(column);
        return Done{};
    };
    const QList<Token> tokens = lex(text, postgresLexRules());
    for (const Token &t : tokens) {
        const QStringView sign = t.in(text);
        depth += sign == u"(" || sign == u"[" ? 1 : sign == u")" || sign == u"]" ? -1 : 0;
        if (depth != 0 || sign != u",")
            continue;
        RC_TRY(take(t.offset));
        from = t.offset + t.length;
    }
    RC_TRY(take(text.size()));
    return columns;
}

QString PostgresDesignRules::textOf(const QList<IndexedColumn> &columns) const
{
    QStringList parts;
    for (const IndexedColumn &c : columns) {
        const QString part = postgresIndexPart(c);
        const QString quoted = postgresIdentifier(c.column);
        parts.append(c.isExpression() ? part : pgReadableName(c.column) + part.sliced(quoted.size()));
    }
    return parts.join(u", "_s);
}

Result<QStringList> PostgresDesignRules::namesFromText(const QString &text) const
{
    const QString sql = u'(' + text + u"\n)"_s;
    DdlCursor cursor(sql, postgresLexRules());
    auto names = cursor.nameList();
    RC_TRY(names);
    RC_TRY(cursor.expectEnd());
    return names;
}

QString PostgresDesignRules::textOf(const QStringList &names) const
{
    QStringList parts;
    for (const QString &name : names)
        parts.append(pgReadableName(name));
    return parts.join(u", "_s);
}

Result<ForeignKey> PostgresDesignRules::referenceFromText(const QString &text) const
{
    DdlCursor cursor(text, postgresLexRules());
    QStringList names;
    do {
        const auto name = cursor.name(names.isEmpty() ? u"a table name"_s : u"a name"_s);
        RC_TRY(name);
        names.append(*name);
    } while (cursor.takeSign(u'.'));
    ForeignKey key;
    if (cursor.atSign(u'(')) {
        const auto columns = cursor.nameList();
        RC_TRY(columns);
        key.targetColumns = *columns;
    } else if (names.size() > 1) {
        key.targetColumns = {names.takeLast()};
    }
    RC_TRY(cursor.expectEnd());
    if (names.size() > 2)
        return Error::invalid(u"%1 is no table: schema.table (column) is meant."_s.arg(text.trimmed()));
    key.target = {names.size() == 2 ? postgresModelSchema(names.first()) : QString(), names.last()};
    return key;
}

QString PostgresDesignRules::textOf(const ForeignKey &key) const
{
    const QString table = pgReadableName(key.target.name);
    return (key.target.schema.isEmpty() ? table : pgReadableName(key.target.schema) + u'.' + table)
        + (key.targetColumns.isEmpty() ? QString() : QString(u" ("_s + textOf(key.targetColumns) + u')'));
}

Result<Trigger> PostgresDesignRules::triggerFromText(const QString &sql) const
{
    DdlCursor cursor(sql, postgresLexRules());
    Trigger trigger;
    RC_TRY(cursor.expect("CREATE"_L1));
    cursor.take("OR"_L1, "REPLACE"_L1);
    trigger.constraint = cursor.take("CONSTRAINT"_L1);
    if (!cursor.take("TRIGGER"_L1))
        return Error::invalid(u"This is no CREATE TRIGGER statement."_s);
    const auto name = cursor.name(u"a name"_s);
    RC_TRY(name);
    trigger.name = *name;
    int type = 0;
    if (cursor.take("BEFORE"_L1))
        type |= 2;
    else if (cursor.take("INSTEAD"_L1, "OF"_L1))
        type |= 64;
    else
        RC_TRY(cursor.expect("AFTER"_L1));
    RC_TRY(takeEvents(cursor, trigger, type));
    RC_TRY(cursor.expect("ON"_L1));
    const auto table = takeModelName(cursor, u"a table name"_s);
    RC_TRY(table);
    trigger.table = *table;
    if (cursor.take("FROM"_L1)) {
        const auto other = takeModelName(cursor, u"a table name"_s);
        RC_TRY(other);
        trigger.constraintTable = *other;
    }
    takeDeferral(cursor, trigger);
    RC_TRY(takeReferencing(cursor, trigger));
    if (cursor.take("FOR"_L1)) {
        cursor.take("EACH"_L1);
        if (cursor.take("ROW"_L1))
            type |= 1;
        else
            RC_TRY(cursor.expect("STATEMENT"_L1));
    }
    readTriggerType(type, trigger);
    RC_TRY(takeFunction(sql, trigger));
    return trigger;
}

Result<View> PostgresDesignRules::viewFromText(const QString &sql) const
{
    DdlCursor cursor(sql, postgresLexRules());
    View view;
    RC_TRY(cursor.expect("CREATE"_L1));
    cursor.take("OR"_L1, "REPLACE"_L1);
    view.materialized = cursor.take("MATERIALIZED"_L1);
    if (!cursor.take("VIEW"_L1))
        return Error::invalid(u"This is no CREATE VIEW statement."_s);
    const auto name = takeModelName(cursor, u"a name"_s);
    RC_TRY(name);
    view.name = *name;
    if (cursor.atSign(u'(')) {
        const auto columns = cursor.nameList();
        RC_TRY(columns);
        view.columnNames = *columns;
    }
    if (cursor.take("WITH"_L1)) {
        const auto options = cursor.parenthesized();
        RC_TRY(options);
        for (const QString &option : options->split(u','))
            view.options.append(option.section(u'=', 0, 0).trimmed() + u'='
                                + option.section(u'=', 1).trimmed().remove(u'\''));
    }
    RC_TRY(cursor.expect("AS"_L1));
    const Token *first = cursor.peek();
    view.definition = first ? sql.sliced(first->offset).trimmed() : QString();
    while (view.definition.endsWith(u';'))
        view.definition = view.definition.chopped(1).trimmed();
    if (view.materialized) {
        const QString plain = view.definition.simplified().toUpper();
        view.populated = !plain.endsWith("WITH NO DATA"_L1);
        if (plain.endsWith("WITH DATA"_L1) || !view.populated)
            view.definition =
                view.definition.left(view.definition.lastIndexOf("WITH"_L1, -1, Qt::CaseInsensitive)).trimmed();
    }
    if (view.definition.isEmpty())
        return Error::invalid(u"The view has no query."_s);
    return view;
}

} // namespace core
