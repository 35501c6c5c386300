// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/editsql.h"

#include "core/dialect/sqlite/words.h"

#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Statement statement(const QString &sql, Statement::Role role, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.role = role;
    s.purpose = purpose;
    return s;
}

/// Zero has two signs that compare as equal and print alike; the angle tells them apart.
QString zeroSign(const QString &column, double zero)
{
    return std::signbit(zero) ? u"atan2("_s + column + u", -1) < 0"_s : u"atan2("_s + column + u", -1) > 0"_s;
}

} // namespace

QString sqliteExactly(const QString &column, const Value &value, const QString &parameter, QList<Parameter> &parameters)
{
    const QString c = sqliteIdentifier(column);
    if (value.isNull())
        return c + u" IS NULL"_s;
    parameters.append({parameter, value});
    const QString p = u':' + parameter;
    const auto typed = [&c](QLatin1StringView type) { return QString(u"typeof("_s + c + u") = '"_s + type + u'\''); };
    switch (value.kind()) {
    case Value::Kind::Null:
        break;
    case Value::Kind::Integer:
        return typed("integer"_L1) + u" AND "_s + c + u" IS "_s + p;
    case Value::Kind::Real: {
        const QString equal = typed("real"_L1) + u" AND "_s + c + u" IS "_s + p;
        return value.toReal() == 0.0 ? QString(equal + u" AND "_s + zeroSign(c, value.toReal())) : equal;
    }
    case Value::Kind::Blob:
        return typed("blob"_L1) + u" AND "_s + c + u" IS "_s + p;
    case Value::Kind::Text:
    case Value::Kind::Typed:
        // As bytes: neither the column's collation nor its affinity may have a say. Both sides are cast, so that the
        // bytes are those of the database's own encoding.
        return typed("text"_L1) + u" AND CAST("_s + c + u" AS BLOB) IS CAST("_s + p + u" AS BLOB)"_s;
    }
    Q_UNREACHABLE();
}

QString sqliteKeyIs(const Table &table, const QString &column, const Value &value, const QString &parameter,
                    QList<Parameter> &parameters)
{
    const bool isRowId = column == table.rowIdAlias() || !table.column(column);
    if (isRowId && value.kind() == Value::Kind::Integer) {
        parameters.append({parameter, value});
        return sqliteIdentifier(column) + u" = :"_s + parameter;
    }
    const QString exact = sqliteExactly(column, value, parameter, parameters);
    // Bytes are compared through a cast that no index serves; this finds the row, the rest makes sure of it.
    if (value.kind() == Value::Kind::Text || value.kind() == Value::Kind::Typed)
        return sqliteIdentifier(column) + u" = :"_s + parameter + u" AND "_s + exact;
    return exact;
}

Script sqliteInTransaction(QString title, QList<Statement> body, Dialect::ForeignKeys foreignKeys)
{
    using Role = Statement::Role;
    const bool off = foreignKeys == Dialect::ForeignKeys::Off;
    Script script;
    script.title = std::move(title);

    script.statements.append(
        off ? statement(
            u"PRAGMA foreign_keys = OFF"_s, Role::Setup,
            u"Switch foreign keys off, so that replacing a table does not empty the tables that refer to it"_s)
            : statement(u"PRAGMA foreign_keys = ON"_s, Role::Setup,
                        u"Switch foreign keys on, so that checks and cascades happen"_s));
    Statement readBack =
        statement(u"PRAGMA foreign_keys"_s, Role::Setup,
                  off ? u"Make sure that foreign keys are off"_s : u"Make sure that foreign keys are on"_s);
    readBack.expect = ReadsBack{Value::integer(off ? 0 : 1)};
    script.statements.append(readBack);

    script.statements.append(
        statement(u"BEGIN IMMEDIATE"_s, Role::Begin, u"Start the transaction and take the write lock"_s));
    script.statements.append(std::move(body));
    if (off) {
        Statement check = statement(u"PRAGMA foreign_key_check"_s, Role::Check,
                                    u"Stop if any row refers to a missing one that did not do so before"_s);
        check.expect = ReturnsNothingNew{};
        script.statements.append(check);
    }
    script.statements.append(statement(u"COMMIT"_s, Role::Commit, u"Keep all of it"_s));
    if (off) {
        script.statements.append(
            statement(u"PRAGMA foreign_keys = ON"_s, Role::Cleanup, u"Switch foreign keys on again"_s));
    }
    return script;
}

Statement sqliteCheckForeignKeysLater(const QString &because)
{
    return statement(u"PRAGMA defer_foreign_keys = ON"_s, Statement::Role::Body, because);
}

QString sqliteDefaultSql(const Column &column, const Dialect &dialect)
{
    if (!column.defaultExpression)
        return u"NULL"_s;
    const QString &expression = *column.defaultExpression;
    QList<Token> tokens;
    for (const Token &token : lex(expression, dialect.lexRules())) {
        if (token.isSignificant())
            tokens.append(token);
    }
    // A bare or quoted name as DEFAULT means its text to SQLite; in an UPDATE it would be read as a column.
    if (tokens.size() == 1) {
        const Token &token = tokens.constFirst();
        const bool isName = token.kind == Token::Kind::Word || token.kind == Token::Kind::QuotedIdentifier;
        const bool isKeyword = token.kind == Token::Kind::Word
            && (dialect.isKeyword(token.in(expression)) || isWord(token, expression, "true"_L1)
                || isWord(token, expression, "false"_L1));
        if (isName && !isKeyword)
            return dialect.literal(Value::text(unquoted(token.in(expression))));
    }
    return u'(' + expression + u')';
}

} // namespace core
