// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"

#include "core/dialect/postgres/postgresdialect.h"
#include "core/dialect/sqlite/sqlitedialect.h"

#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString literalOf(const Parameter &parameter, const QString &asWritten, const Dialect &dialect)
{
    const auto *value = std::get_if<Value>(&parameter.value);
    return value ? dialect.literal(*value) : asWritten;
}

/// Without a blank, `x-:p` with −3 would become a comment, and `LIMIT:n` one word.
bool needsBlank(const QString &before, const QString &after)
{
    if (before.isEmpty() || after.isEmpty())
        return false;
    const auto sticks = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'.' || c == u'\''; };
    const QChar a = before.back();
    const QChar b = after.front();
    return (a == u'-' && b == u'-') || (sticks(a) && sticks(b));
}

} // namespace

const Dialect *dialectByName(const QString &name)
{
    static const SqliteDialect sqlite;
    static const PostgresDialect postgres;
    static const std::array<const Dialect *, 2> dialects{&sqlite, &postgres};
    for (const Dialect *dialect : dialects) {
        if (dialect->name() == name)
            return dialect;
    }
    return nullptr;
}

QString Dialect::keyIs(const Table &, const QString &column, const Value &value, const QString &parameter,
                       QList<Parameter> &parameters) const
{
    return exactly(column, value, parameter, parameters);
}

QString rendered(const Statement &statement, const Dialect &dialect)
{
    QString out;
    bool afterLiteral = false;
    const QList<Token> tokens = lex(statement.sql, dialect.lexRules());
    for (const Token &t : tokens) {
        QString text = t.in(statement.sql).toString();
        bool isLiteral = false;
        if (t.kind == Token::Kind::Parameter) {
            for (const Parameter &p : statement.parameters) {
                if (text.startsWith(u':') && QStringView(text).sliced(1) == p.name) {
                    text = literalOf(p, text, dialect);
                    isLiteral = true;
                    break;
                }
            }
        }
        if ((isLiteral || afterLiteral) && needsBlank(out, text))
            out += u' ';
        out += text;
        afterLiteral = isLiteral;
    }
    if (statement.role == Statement::Role::IfFailed) // whoever pastes it into a shell must not run it
        out = u"-- "_s + out.simplified();
    return out;
}

} // namespace core
