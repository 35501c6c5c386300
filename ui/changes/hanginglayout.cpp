// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/hanginglayout.h"

#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int restCharacters = 4;
constexpr int commentCharacters = 3; // "-- "

} // namespace

HangingLayout::HangingLayout(QTextDocument *document, const QPlainTextEdit &edit)
    : QPlainTextDocumentLayout(document)
    , m_edit(edit)
{
}

QTextDocument *HangingLayout::install(QPlainTextEdit *edit)
{
    auto *document = new QTextDocument(edit);
    document->setDocumentLayout(new HangingLayout(document, *edit));
    document->setDefaultFont(edit->font());
    edit->setDocument(document);
    return document;
}

bool HangingLayout::isWrapping() const
{
    return m_edit.lineWrapMode() == QPlainTextEdit::WidgetWidth && m_edit.viewport()->width() > 0;
}

qreal HangingLayout::indentOf(const QString &line) const
{
    const QFontMetricsF metrics(document()->defaultFont());
    const auto start = std::find_if(line.cbegin(), line.cend(), [](QChar c) { return !c.isSpace(); });
    qreal blank = 0;
    for (auto c = line.cbegin(); c != start; ++c)
        blank += *c == u'\t' ? m_edit.tabStopDistance() : metrics.horizontalAdvance(u' ');
    const bool comment = QStringView(line).sliced(start - line.cbegin()).startsWith("-- "_L1);
    const qreal indent = blank + (comment ? commentCharacters : restCharacters) * metrics.horizontalAdvance(u' ');
    return std::round(std::min(indent, m_edit.viewport()->width() / 2.0));
}

void HangingLayout::layOut(const QTextBlock &block) const
{
    QTextLayout *layout = block.layout();
    const qreal margin = document()->documentMargin();
    const qreal room = m_edit.viewport()->width() - 2 * margin;
    const qreal indent = indentOf(block.text());
    layout->setTextOption(document()->defaultTextOption());
    layout->beginLayout();
    qreal height = 0;
    for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
        const qreal left = line.lineNumber() == 0 ? 0 : indent;
        line.setLeadingIncluded(true);
        line.setLineWidth(room - left);
        line.setPosition(QPointF(margin + left, height));
        height += line.height();
        if (line.leading() < 0)
            height += std::ceil(line.leading());
    }
    layout->endLayout();
    const int before = document()->lineCount();
    QTextBlock(block).setLineCount(layout->lineCount());
    if (document()->lineCount() != before)
        Q_EMIT const_cast<HangingLayout *>(this)->documentSizeChanged(documentSize());
}

QRectF HangingLayout::blockBoundingRect(const QTextBlock &block) const
{
    if (block.isValid() && block.layout()->lineCount() == 0 && isWrapping())
        layOut(block);
    return QPlainTextDocumentLayout::blockBoundingRect(block);
}

void HangingLayout::documentChanged(int from, int charsRemoved, int charsAdded)
{
    QPlainTextDocumentLayout::documentChanged(from, charsRemoved, charsAdded);
    // A change within one block (its colours, say) has made Qt lay it out anew.
    const QTextBlock block = document()->findBlock(from);
    if (!block.isValid() || block.layout()->lineCount() < 2 || !isWrapping())
        return;
    block.layout()->clearLayout();
    layOut(block);
    Q_EMIT updateBlock(block);
}

} // namespace ui

#include "moc_hanginglayout.cpp"
