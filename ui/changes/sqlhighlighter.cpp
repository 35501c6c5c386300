// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/sqlhighlighter.h"

#include "core/sql/lexer.h"

#include <QTextDocument>

#include <algorithm>

namespace ui {

namespace {

std::optional<Tone> toneOf(const core::Token &token, QStringView text, const core::Dialect &dialect)
{
    using Kind = core::Token::Kind;
    switch (token.kind) {
    case Kind::Comment:
        return Tone::SqlComment;
    case Kind::QuotedIdentifier:
        return Tone::SqlIdentifier;
    case Kind::String:
    case Kind::Blob:
        return Tone::SqlString;
    case Kind::Number:
    case Kind::Parameter:
        return Tone::SqlNumber;
    case Kind::Word:
        return dialect.isKeyword(token.in(text)) ? std::optional(Tone::SqlKeyword) : std::nullopt;
    case Kind::Bad:
        return Tone::PillRedText;
    case Kind::Space:
    case Kind::Operator:
    case Kind::Punctuation:
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

std::vector<SqlSpan> sqlSpans(const QString &text, const core::Dialect &dialect)
{
    std::vector<SqlSpan> spans;
    const QList<core::Token> tokens = core::lex(text, dialect.lexRules());
    for (const core::Token &token : tokens) {
        if (const auto tone = toneOf(token, text, dialect))
            spans.push_back({token.offset, token.length, *tone});
    }
    return spans;
}

SqlHighlighter::SqlHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
}

void SqlHighlighter::setDimLines(const QSet<int> &lines)
{
    m_dim = lines;
}

void SqlHighlighter::highlightBlock(const QString &text)
{
    if (m_dim.contains(currentBlock().blockNumber())) {
        setFormat(0, int(text.size()), Theme::current().color(Tone::SqlComment));
        return;
    }
    const qsizetype begin = currentBlock().position();
    const qsizetype end = begin + text.size();
    auto span = std::partition_point(m_spans.cbegin(), m_spans.cend(),
                                     [&](const SqlSpan &s) { return s.offset + s.length <= begin; });
    for (; span != m_spans.cend() && span->offset < end; ++span) {
        const qsizetype from = std::max(span->offset, begin);
        const qsizetype to = std::min(span->offset + span->length, end);
        setFormat(int(from - begin), int(to - from), Theme::current().color(span->tone));
    }
    raise(begin, end);
}

void SqlHighlighter::raise(qsizetype begin, qsizetype end)
{
    for (const auto &[offset, length] : m_raised) {
        for (qsizetype at = std::max(offset, begin); at < std::min(offset + length, end); ++at) {
            QTextCharFormat raised = format(int(at - begin));
            raised.setBackground(Theme::current().color(Tone::PillAmberBack));
            setFormat(int(at - begin), 1, raised);
        }
    }
}

} // namespace ui

#include "moc_sqlhighlighter.cpp"
