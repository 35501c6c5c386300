// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/repairtext.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

std::optional<RepairText> repairText(const Statement &repair, const LexRules &rules)
{
    const StatementKind kind = statementKind(repair.sql, rules);
    if (kind.verb != StatementKind::Verb::Delete && kind.verb != StatementKind::Verb::Update)
        return std::nullopt;
    RepairText text{kind.verb, kind.written(), {}, {}, {}};
    int depth = 0;
    qsizetype equals = -1;
    for (const Token &token : lex(repair.sql, rules)) {
        const QStringView word = token.in(repair.sql);
        depth += word == u"(" ? 1 : word == u")" ? -1 : 0;
        if (depth > 0 || !token.isSignificant())
            continue;
        if (equals < 0 && kind.verb == StatementKind::Verb::Update) {
            if (word == u"=")
                equals = token.offset + token.length;
            else
                text.column = unquoted(word); // the last one before the sign
        } else if (isWord(token, repair.sql, "WHERE"_L1)) {
            text.expression = equals < 0 ? QString() : repair.sql.mid(equals, token.offset - equals).trimmed();
            text.condition = repair.sql.mid(token.offset + token.length).trimmed();
            return text;
        }
    }
    return std::nullopt;
}

} // namespace core
