// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace ui {

/// Colours JSON line by line, as it is typed: no token of it goes over the end of a line.
class JsonHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit JsonHighlighter(QTextDocument *document);
    void setProblem(qsizetype offset); ///< the character in the whole text that is marked; −1: none

protected:
    void highlightBlock(const QString &text) override;

private:
    qsizetype m_problem = -1;
};

} // namespace ui
