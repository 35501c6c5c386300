// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "ui/style/theme.h"

#include <QSet>
#include <QSyntaxHighlighter>

#include <vector>

namespace ui {

/// Colours SQL by the tokens of core::lex and the dialect's keywords. The whole text is cut into tokens at once, so
/// that strings and comments over several lines are right; blocks are coloured from that. For texts that are set as a
/// whole and not typed into.
class SqlHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit SqlHighlighter(QTextDocument *document);

    /// Call before the text is set; a null dialect means no colours.
    void setText(const QString &text, const core::Dialect *dialect);
    void setDimLines(const QSet<int> &lines); ///< in one quiet colour; call before the text is set

protected:
    void highlightBlock(const QString &text) override;

private:
    struct Span {
        qsizetype offset = 0;
        qsizetype length = 0;
        Tone tone = Tone::Text;
    };
    std::vector<Span> m_spans; ///< by offset, without overlaps
    QSet<int> m_dim;
};

} // namespace ui
