// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPlainTextEdit>

namespace ui {

/// Lays text out as a plain text edit does, but where a long line is wrapped its rest stands further right than its
/// start, and below the words of a comment. Qt's own places every line itself and asks nobody, so each block is laid
/// out here before Qt looks whether it has been.
class HangingLayout : public QPlainTextDocumentLayout {
    Q_OBJECT

public:
    /// Gives `edit` a document of its own that is laid out like this; `edit` owns it.
    static QTextDocument *install(QPlainTextEdit *edit);

    [[nodiscard]] QRectF blockBoundingRect(const QTextBlock &block) const override;

protected:
    void documentChanged(int from, int charsRemoved, int charsAdded) override;

private:
    HangingLayout(QTextDocument *document, const QPlainTextEdit &edit);

    [[nodiscard]] bool isWrapping() const;
    [[nodiscard]] qreal indentOf(const QString &line) const; ///< pixels
    void layOut(const QTextBlock &block) const;

    const QPlainTextEdit &m_edit;
};

} // namespace ui
