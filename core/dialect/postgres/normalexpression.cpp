// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/normalexpression.h"

#include "core/dialect/postgres/expressionparser.h"
#include "core/dialect/postgres/normalselect.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString pgWordByWord(const QString &sql)
{
    QStringList out;
    const QList<Token> tokens = lex(sql, postgresLexRules());
    for (const Token &t : tokens) {
        const QStringView text = t.in(sql);
        if (!t.isSignificant())
            continue;
        if (t.kind == Token::Kind::Word || t.kind == Token::Kind::QuotedIdentifier)
            out.append(postgresFoldedName(text));
        else if (text == u"." && !out.isEmpty() && out.last() == "public"_L1)
            out.removeLast();
        else
            out.append(text.toString());
    }
    while (!out.isEmpty() && out.last() == ";"_L1)
        out.removeLast();
    return out.join(u' ');
}

} // namespace

QString postgresNormalExpression(const QString &sql, const QString &table)
{
    Table named;
    named.name.name = table;
    return postgresNormalExpression(sql, named);
}

QString postgresNormalExpression(const QString &sql, const Table &table)
{
    if (sql.isEmpty())
        return sql;
    const std::optional<QString> parsed = PostgresExpressionParser(sql, table).run();
    return parsed ? *parsed : pgWordByWord(sql);
}

QString postgresNormalTypedExpression(const QString &sql, const Table &columns)
{
    const std::optional<QString> parsed = PostgresExpressionParser(sql, columns, false).run();
    return parsed ? *parsed : pgWordByWord(sql);
}

std::optional<QString> postgresNormalDefault(const std::optional<QString> &sql)
{
    if (!sql)
        return sql;
    const QString normal = postgresNormalExpression(*sql);
    if (normal == "null"_L1)
        return std::nullopt; // what every column has
    return normal;
}

QString postgresNormalQuery(const QString &sql)
{
    return pgWordByWord(sql);
}

QString postgresNormalView(const QString &sql, const SchemaIndex *schema)
{
    const std::optional<QString> parsed = PostgresSelectParser(sql, schema).run();
    return parsed ? *parsed : pgWordByWord(sql);
}

} // namespace core
