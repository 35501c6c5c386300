// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/clauseorder.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether a clause begins with the token at `at`, outside of parentheses. A name may stand before it.
bool beginsClause(const QStringList &tokens, qsizetype at)
{
    static const QSet<QString> heads{u"CONSTRAINT"_s, u"PRIMARY"_s,   u"NOT"_s,     u"NULL"_s,
                                     u"UNIQUE"_s,     u"CHECK"_s,     u"DEFAULT"_s, u"COLLATE"_s,
                                     u"REFERENCES"_s, u"GENERATED"_s, u"AS"_s,      u"FOREIGN"_s};
    const QString word = tokens.at(at);
    const QString before = tokens.value(at - 1);
    const QString after = tokens.value(at + 1);
    const bool isNamed = tokens.value(at - 2) == u"CONSTRAINT"_s;
    if (word == u"ON"_s)
        return after == u"DELETE"_s || after == u"UPDATE"_s; // but ON CONFLICT belongs to what stands before it
    if (!heads.contains(word) || isNamed || before == u"CONSTRAINT"_s)
        return false;
    if (word == u"NULL"_s)
        return before != u"NOT"_s && before != u"SET"_s && before != u"DEFAULT"_s;
    if (word == u"NOT"_s)
        return after == u"NULL"_s;
    if (word == u"DEFAULT"_s)
        return before != u"SET"_s && before != u"BY"_s;
    if (word == u"AS"_s)
        return before != u"ALWAYS"_s && before != u"DEFAULT"_s;
    return true;
}

} // namespace

QString withoutClauseOrder(QStringView definition, const LexRules &rules)
{
    const QStringList tokens = normalizedTokens(definition, rules);
    QStringList clauses{QString()}; // the first is the name and the type: it stays where it is
    int depth = 0;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const QString &token = tokens.at(i);
        if (depth == 0 && i > 0 && beginsClause(tokens, i))
            clauses.append(QString());
        depth += token == u"("_s ? 1 : token == u")"_s ? -1 : 0;
        clauses.last() += token + u'\x1f'; // no text has it, so that no two tokens look like one
    }
    std::sort(clauses.begin() + 1, clauses.end());
    return clauses.join(u'\x1e');
}

} // namespace core
