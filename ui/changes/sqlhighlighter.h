// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "ui/style/theme.h"

#include <QSet>
#include <QSyntaxHighlighter>

#include <vector>

namespace ui {

/// A part of a text in one colour.
struct SqlSpan {
    qsizetype offset = 0;
    qsizetype length = 0;
    Tone tone = Tone::Text;
};

/// By offset, without overlaps. Pure.
[[nodiscard]] std::vector<SqlSpan> sqlSpans(const QString &text, const core::Dialect &dialect);

/// Colours SQL by the tokens of core::lex and the dialect's keywords. The whole text is cut into tokens at once, so
/// that strings and comments over several lines are right; blocks are coloured from that. Whoever types into it sets the spans
/// anew and rehighlights.
class SqlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit SqlHighlighter(QTextDocument *document);

    /// Of the text that is going to be set, from its first character on, even where it is set piece by piece.
    void setSpans(std::vector<SqlSpan> spans) { m_spans = std::move(spans); }
    void setDimLines(const QSet<int> &lines); ///< in one quiet colour; call before the text is set
    /// What stands out from the rest: offset and length in the text. Call before the text is set.
    void setRaised(std::vector<std::pair<qsizetype, qsizetype>> spans) { m_raised = std::move(spans); }

protected:
    void highlightBlock(const QString &text) override;

private:
    void raise(qsizetype begin, qsizetype end);

    std::vector<SqlSpan> m_spans;
    QSet<int> m_dim;
    std::vector<std::pair<qsizetype, qsizetype>> m_raised;
};

} // namespace ui
