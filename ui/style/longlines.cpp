// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/longlines.h"

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

} // namespace ui
