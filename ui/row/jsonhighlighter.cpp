// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/jsonhighlighter.h"

#include "core/rows/jsontext.h"
#include "ui/style/theme.h"

#include <QTextDocument>

namespace ui {

namespace {

constexpr qsizetype longestColoured = 20'000; ///< characters of a line
constexpr int mostColoured = 300'000; ///< characters of all lines

} // namespace

JsonHighlighter::JsonHighlighter(QTextDocument *document)
    : QSyntaxHighlighter(document)
{
}

void JsonHighlighter::setOn(bool on)
{
    if (std::exchange(m_on, on) != on && document()->characterCount() <= mostColoured)
        rehighlight();
}

bool JsonHighlighter::isColoured() const
{
    return m_on && document()->characterCount() <= mostColoured;
}

void JsonHighlighter::setProblem(qsizetype offset)
{
    const qsizetype before = std::exchange(m_problem, offset);
    if (before == offset)
        return;
    for (const qsizetype place : {before, offset}) {
        if (const QTextBlock block =
                document()->findBlock(int(qMin<qsizetype>(place, document()->characterCount() - 1)));
            place >= 0 && block.isValid())
            rehighlightBlock(block);
    }
}

void JsonHighlighter::highlightBlock(const QString &text)
{
    using Kind = core::JsonToken::Kind;
    if (!isColoured() || text.size() > longestColoured)
        return;
    const Theme &theme = Theme::current();
    const QList<core::JsonToken> tokens = core::lexJson(text);
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const core::JsonToken &token = tokens[i];
        const bool key = token.kind == Kind::String && i + 1 < tokens.size() && tokens[i + 1].in(text) == u":";
        Tone tone = Tone::Text;
        switch (token.kind) {
        case Kind::Punctuation:
            continue;
        case Kind::String:
            tone = key ? Tone::SqlIdentifier : Tone::SqlString;
            break;
        case Kind::Number:
            tone = Tone::SqlNumber;
            break;
        case Kind::Word:
            tone = Tone::SqlKeyword;
            break;
        case Kind::Bad:
            tone = Tone::PillRedText;
            break;
        }
        setFormat(int(token.offset), int(token.length), theme.color(tone));
    }
    const qsizetype place = m_problem - currentBlock().position();
    if (m_problem >= 0 && place >= 0 && place < text.size()) {
        QTextCharFormat marked = format(int(place));
        marked.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        marked.setUnderlineColor(theme.color(Tone::Danger));
        setFormat(int(place), 1, marked);
    }
}

} // namespace ui

#include "moc_jsonhighlighter.cpp"
