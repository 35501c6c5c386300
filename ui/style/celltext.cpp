// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/celltext.h"

#include <QLocale>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr char32_t zeroWidthJoiner = 0x200D;

bool isPictographic(char32_t c)
{
    return c >= 0x1F000 || (c >= 0x2190 && c <= 0x2BFF) || c == 0xFE0F;
}

bool isInvisible(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        // Letters by category, and yet drawn as nothing.
        return c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x2800;
    }
}

QString escaped(char32_t c)
{
    if (c == U'\n')
        return u"↵"_s;
    if (c == U'\t')
        return u"⇥"_s;
    if (c < 0x20)
        return QString(QChar(u'\u2400' + static_cast<char16_t>(c)));
    if (c == 0x7F)
        return QString(QChar(0x2421));
    return u"‹U+%1›"_s.arg(static_cast<uint>(c), 4, 16, QLatin1Char('0')).toUpper();
}

bool isPlain(QStringView text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x20 && c.unicode() < 0x7F; });
}

void markOuterBlanks(QString &text)
{
    for (qsizetype i = 0; i < text.size() && text[i] == u' '; ++i)
        text[i] = u'·';
    for (qsizetype i = text.size() - 1; i >= 0 && text[i] == u' '; --i)
        text[i] = u'·';
}

} // namespace

QString visibleText(const QString &text, qsizetype limit)
{
    qsizetype end = std::min(limit, text.size());
    if (end < text.size() && end > 0 && text[end - 1].isHighSurrogate())
        --end;
    const QStringView shown = QStringView(text).left(end);
    QString result;
    if (isPlain(shown)) {
        result = shown.toString();
    } else {
        const QList<uint> points = shown.toUcs4();
        result.reserve(shown.size());
        for (qsizetype i = 0; i < points.size(); ++i) {
            const char32_t c = points[i];
            const bool joinsEmoji = c == zeroWidthJoiner && i > 0 && i + 1 < points.size()
                && isPictographic(points[i - 1]) && isPictographic(points[i + 1]);
            if (isInvisible(c) && !joinsEmoji)
                result += escaped(c);
            else
                result += QStringView(QChar::fromUcs4(c));
        }
    }
    const bool cut = end < text.size();
    if (!cut)
        markOuterBlanks(result);
    else
        result += u'…';
    return result;
}

QString visibleName(const QString &name, qsizetype limit)
{
    return name.isEmpty() ? u"(no name)"_s : visibleText(name, limit);
}

bool isOnlyBlanks(const QString &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

QString sizeText(qint64 bytes)
{
    return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeTraditionalFormat).replace("bytes"_L1, "B"_L1);
}

QString grouped(qint64 number)
{
    QLocale locale = QLocale::c();
    locale.setNumberOptions(QLocale::DefaultNumberOptions);
    return locale.toString(number);
}

} // namespace ui
