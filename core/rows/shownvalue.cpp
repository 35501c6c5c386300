// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/shownvalue.h"

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

constexpr int shownCharacters = 400; ///< more is never visible in one grid cell, and costs time to lay out
constexpr int shownBlobBytes = 24;

/// On one line, and no longer than anyone can see.
[[nodiscard]] QString oneLine(QString text, bool cut)
{
    if (text.size() > shownCharacters) {
        const bool splitsPair = text.at(shownCharacters - 1).isHighSurrogate();
        text.truncate(splitsPair ? shownCharacters - 1 : shownCharacters);
        cut = true;
    }
    for (QChar &c : text) {
        if (c == u'\n' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QChar(0x23CE); // ⏎
        else if (c == u'\0')
            c = QChar(0x2400); // ␀
        else if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    if (cut)
        text += QChar(0x2026);
    return text;
}

[[nodiscard]] QString blobText(const Value &value, std::optional<qint64> cutSize)
{
    const qint64 held = value.bytes().size();
    const qint64 size = cutSize.value_or(held);
    QString text = value.display(shownBlobBytes);
    if (size > shownBlobBytes) {
        if (!text.isEmpty())
            text += QChar(0x2026) + u' ';
        text += u"(%1 bytes)"_s.arg(size);
    }
    return text;
}

} // namespace

QString shownValue(const Value &value, const ColumnFormat *format, std::optional<qint64> cutSize)
{
    if (value.isNull())
        return u"NULL"_s;
    if (format && !cutSize && format->kind != ColumnFormat::Kind::Plain && format->kind != ColumnFormat::Kind::Hex) {
        if (const std::optional<QString> text = formatted(value, *format))
            return oneLine(*text, false);
    }
    if (value.kind() == Value::Kind::Blob)
        return blobText(value, cutSize);
    return oneLine(value.display(shownCharacters * 4), cutSize.has_value());
}

} // namespace core
