// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/singleexpression.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QString whyNoSingleExpression(const QString &sql, const LexRules &rules)
{
    int depth = 0;
    bool empty = true;
    for (const Token &token : lex(sql, rules)) {
        if (!token.isSignificant())
            continue;
        empty = false;
        const QStringView text = token.in(sql);
        if (token.kind == Token::Kind::Bad)
            return u"“%1” does not end, or cannot stand there"_s.arg(text.first(qMin(text.size(), qsizetype(20))));
        if (token.kind == Token::Kind::Parameter)
            return u"it has the parameter %1, which nothing fills"_s.arg(text);
        if (text == u";")
            return u"it has a semicolon"_s;
        depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
        if (depth < 0)
            return u"a parenthesis closes that never opened"_s;
    }
    if (empty)
        return u"it is empty"_s;
    return depth > 0 ? u"a parenthesis is not closed"_s : QString();
}

} // namespace core
