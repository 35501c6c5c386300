// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSyntaxHighlighter>

namespace ui {

/// Colours JSON line by line, as it is typed: no token of it goes over the end of a line. Long texts stay plain, since
/// all of their lines would be coloured at once when they are shown.
class JsonHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    explicit JsonHighlighter(QTextDocument *document);
    void setOn(bool on); ///< at first it is
    void setProblem(qsizetype offset); ///< the character in the whole text that is marked; −1: none

protected:
    void highlightBlock(const QString &text) override;

private:
    [[nodiscard]] bool isColoured() const;

    qsizetype m_problem = -1;
    bool m_on = true;
};

} // namespace ui
