// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/briefwords.h"

#include <QRegularExpression>

#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

QString briefType(const QString &declaredType)
{
    // Precision stands between the words: "timestamp(3) with time zone".
    static const std::array<std::pair<QRegularExpression, QString>, 3> words{{
        {QRegularExpression(u"\\b(time|timestamp)(\\(\\d+\\))? with time zone"_s), u"\\1tz\\2"_s},
        {QRegularExpression(u"\\b(time|timestamp)(\\(\\d+\\))? without time zone"_s), u"\\1\\2"_s},
        {QRegularExpression(u"\\bcharacter varying\\b"_s), u"varchar"_s},
    }};
    QString brief = declaredType.toLower();
    for (const auto &[from, to] : words)
        brief.replace(from, to);
    return brief;
}

QString briefDefault(const QString &expression)
{
    static const QRegularExpression constant(
        u"^('(?:[^']|'')*')::[\\w\". ]+(?:\\(\\d+(?:,\\d+)?\\))?[\\w ]*(?:\\[\\])?$"_s);
    const auto match = constant.match(expression);
    return match.hasMatch() ? match.captured(1) : expression;
}

} // namespace core
