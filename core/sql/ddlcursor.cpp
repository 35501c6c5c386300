// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/ddlcursor.h"

#include <algorithm>
#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Keywords that are never names. All others SQLite takes as names where nothing else makes sense.
bool isReserved(QStringView word)
{
    static constexpr std::array reserved{
        "ADD"_L1,     "ALL"_L1,    "ALTER"_L1,  "AND"_L1,     "AS"_L1,        "AUTOINCREMENT"_L1, "BETWEEN"_L1,
        "CASE"_L1,    "CHECK"_L1,  "COLLATE"_L1, "COMMIT"_L1, "CONSTRAINT"_L1, "CREATE"_L1,       "DEFAULT"_L1,
        "DEFERRABLE"_L1, "DELETE"_L1, "DISTINCT"_L1, "DROP"_L1, "ELSE"_L1,    "ESCAPE"_L1,        "EXISTS"_L1,
        "FOREIGN"_L1, "FROM"_L1,   "GROUP"_L1,  "HAVING"_L1,  "IN"_L1,        "INDEX"_L1,         "INSERT"_L1,
        "INTO"_L1,    "IS"_L1,     "ISNULL"_L1, "JOIN"_L1,    "LIMIT"_L1,     "NOT"_L1,           "NOTHING"_L1,
        "NOTNULL"_L1, "NULL"_L1,   "ON"_L1,     "OR"_L1,      "ORDER"_L1,     "PRIMARY"_L1,       "REFERENCES"_L1,
        "RETURNING"_L1, "SELECT"_L1, "SET"_L1,  "TABLE"_L1,   "THEN"_L1,      "TO"_L1,            "TRANSACTION"_L1,
        "UNIQUE"_L1,  "UPDATE"_L1, "USING"_L1,  "VALUES"_L1,  "WHEN"_L1,      "WHERE"_L1,
    };
    return std::any_of(reserved.cbegin(), reserved.cend(),
                       [&](QLatin1String r) { return word.compare(r, Qt::CaseInsensitive) == 0; });
}

bool isName(const Token &t, QStringView text)
{
    switch (t.kind) {
    case Token::Kind::Word:
        return !isReserved(t.in(text));
    case Token::Kind::QuotedIdentifier:
    case Token::Kind::String:
        return true;
    default:
        return false;
    }
}

} // namespace

DdlCursor::DdlCursor(QStringView text, const LexRules &rules)
    : m_text(text)
{
    const QList<Token> tokens = lex(text, rules);
    for (const Token &t : tokens) {
        if (t.isSignificant())
            m_tokens.append(t);
    }
}

const Token *DdlCursor::peek(qsizetype ahead) const
{
    return m_position + ahead < m_tokens.size() ? &m_tokens[m_position + ahead] : nullptr;
}

bool DdlCursor::at(QLatin1String word, qsizetype ahead) const
{
    const Token *t = peek(ahead);
    return t && isWord(*t, m_text, word);
}

bool DdlCursor::atSign(QChar sign, qsizetype ahead) const
{
    const Token *t = peek(ahead);
    return t && t->length == 1 && m_text[t->offset] == sign
        && (t->kind == Token::Kind::Punctuation || t->kind == Token::Kind::Operator);
}

bool DdlCursor::atName() const
{
    const Token *t = peek();
    return t && isName(*t, m_text);
}

bool DdlCursor::take(QLatin1String word)
{
    const bool there = at(word);
    m_position += there ? 1 : 0;
    return there;
}

bool DdlCursor::take(QLatin1String first, QLatin1String second)
{
    const bool there = at(first) && at(second, 1);
    m_position += there ? 2 : 0;
    return there;
}

bool DdlCursor::takeSign(QChar sign)
{
    const bool there = atSign(sign);
    m_position += there ? 1 : 0;
    return there;
}

Result<Done> DdlCursor::expect(QLatin1String word)
{
    if (!take(word))
        return unexpected(QString(word));
    return Done{};
}

Result<Done> DdlCursor::expectSign(QChar sign)
{
    if (!takeSign(sign))
        return unexpected(u'"' + QString(sign) + u'"');
    return Done{};
}

Result<Done> DdlCursor::expectEnd()
{
    while (takeSign(u';')) { }
    if (!atEnd())
        return unexpected(u"the end of the statement"_s);
    return Done{};
}

Result<QString> DdlCursor::name(const QString &what)
{
    if (!atName())
        return unexpected(what);
    return unquoted(m_tokens[m_position++].in(m_text));
}

Result<QualifiedName> DdlCursor::qualifiedName(const QString &what)
{
    const auto first = name(what);
    RC_TRY(first);
    if (!takeSign(u'.'))
        return QualifiedName{{}, *first};
    const auto second = name(what);
    RC_TRY(second);
    return QualifiedName{*first, *second};
}

Result<QStringList> DdlCursor::nameList()
{
    RC_TRY(expectSign(u'('));
    QStringList names;
    do {
        const auto n = name(u"a column name"_s);
        RC_TRY(n);
        names.append(*n);
        if (take("COLLATE"_L1))
            RC_TRY(name(u"a collation"_s));
        if (!take("ASC"_L1))
            take("DESC"_L1);
    } while (takeSign(u','));
    RC_TRY(expectSign(u')'));
    return names;
}

Result<QString> DdlCursor::parenthesized()
{
    RC_TRY(expectSign(u'('));
    const qsizetype from = m_position;
    skipUntil([this] { return atSign(u')'); });
    const qsizetype to = m_position;
    RC_TRY(expectSign(u')'));
    if (from == to) {
        --m_position;
        return unexpected(u"an expression"_s);
    }
    return slice(from, to);
}

Result<QList<IndexedColumn>> DdlCursor::indexedColumns(bool *autoIncrement)
{
    RC_TRY(expectSign(u'('));
    QList<IndexedColumn> columns;
    do {
        const qsizetype from = m_position;
        skipUntil([&] {
            return atSign(u',') || atSign(u')') || (autoIncrement && at("AUTOINCREMENT"_L1));
        });
        if (from == m_position)
            return unexpected(u"a column or expression"_s);
        columns.append(indexedColumn(from, m_position));
    } while (takeSign(u','));
    if (autoIncrement)
        *autoIncrement = take("AUTOINCREMENT"_L1);
    RC_TRY(expectSign(u')'));
    return columns;
}

IndexedColumn DdlCursor::indexedColumn(qsizetype from, qsizetype to) const
{
    IndexedColumn c;
    const auto is = [&](qsizetype i, QLatin1String word) { return isWord(m_tokens[i], m_text, word); };
    // DESC, ASC and COLLATE end an operand; after a sign they would be names of columns.
    const auto endsOperand = [&](qsizetype i) {
        return i >= from && m_tokens[i].kind != Token::Kind::Operator && m_tokens[i].in(m_text) != u"."_s;
    };
    if (endsOperand(to - 2) && (is(to - 1, "ASC"_L1) || is(to - 1, "DESC"_L1))) {
        c.order = is(to - 1, "DESC"_L1) ? SortOrder::Descending : SortOrder::Ascending;
        --to;
    }
    if (endsOperand(to - 3) && is(to - 2, "COLLATE"_L1)) {
        c.collation = unquoted(m_tokens[to - 1].in(m_text));
        to -= 2;
    }
    if (to - from == 1 && isName(m_tokens[from], m_text))
        c.column = unquoted(m_tokens[from].in(m_text));
    else
        c.expression = slice(from, to);
    return c;
}

bool DdlCursor::takeIfNotExists()
{
    const bool there = at("IF"_L1) && at("NOT"_L1, 1) && at("EXISTS"_L1, 2);
    m_position += there ? 3 : 0;
    return there;
}

QString DdlCursor::slice(qsizetype from, qsizetype to, bool oneBlank) const
{
    if (from >= to)
        return {};
    if (!oneBlank) {
        const Token &last = m_tokens[to - 1];
        return m_text.sliced(m_tokens[from].offset, last.offset + last.length - m_tokens[from].offset).toString();
    }
    QString s = m_tokens[from].in(m_text).toString();
    for (qsizetype i = from + 1; i < to; ++i) {
        if (m_tokens[i - 1].offset + m_tokens[i - 1].length != m_tokens[i].offset)
            s += u' ';
        s += m_tokens[i].in(m_text);
    }
    return s;
}

Error DdlCursor::unexpected(const QString &expected) const
{
    const Token *t = peek();
    const qsizetype offset = t ? t->offset : m_text.size();
    const QStringView before = m_text.first(offset);
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = offset - before.lastIndexOf(u'\n');
    const QString found = t ? u'"' + t->in(m_text).first(std::min<qsizetype>(t->length, 40)).toString() + u'"'
                            : u"the end"_s;
    return Error::invalid(u"Line %1, column %2: expected %3, but found %4."_s
                              .arg(line).arg(column).arg(expected, found));
}

} // namespace core
