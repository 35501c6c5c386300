// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/longlines.h"

#include <QTextDocument>

namespace ui {

namespace {

constexpr qsizetype longestWrapped = 8'000; // characters

} // namespace

QPlainTextEdit::LineWrapMode wrapModeFor(const QString &text)
{
    for (const QStringView line : QStringView(text).split(u'\n')) {
        if (line.size() > longestWrapped)
            return QPlainTextEdit::NoWrap;
    }
    return QPlainTextEdit::WidgetWidth;
}

QString wholeText(const QPlainTextEdit &edit)
{
    // toPlainText() would turn no-break spaces into blanks.
    return edit.document()->toRawText().replace(QChar::ParagraphSeparator, u'\n');
}

} // namespace ui
