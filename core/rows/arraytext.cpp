// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/arraytext.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

[[nodiscard]] bool isArrayBlank(QChar c)
{
    return c == u' ' || (c >= u'\t' && c <= u'\r');
}

[[nodiscard]] bool needsQuotes(const QString &element)
{
    return element.isEmpty() || element.compare("NULL"_L1, Qt::CaseInsensitive) == 0
        || std::any_of(element.cbegin(), element.cend(),
                       [](QChar c) { return isArrayBlank(c) || u"{}\",\\"_s.contains(c); });
}

[[nodiscard]] QString writtenElement(const std::optional<QString> &element)
{
    if (!element)
        return u"NULL"_s;
    if (!needsQuotes(*element))
        return *element;
    QString quoted = *element;
    return u'"' + quoted.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
}

/// From `at` on, past its end; none where it does not end.
[[nodiscard]] std::optional<QString> quotedElement(const QString &text, qsizetype &at)
{
    QString element;
    for (++at; at < text.size(); ++at) {
        if (text.at(at) == u'"') {
            ++at;
            return element;
        }
        if (text.at(at) == u'\\')
            ++at;
        if (at < text.size())
            element += text.at(at);
    }
    return std::nullopt;
}

} // namespace

bool isArrayType(const QString &declaredType)
{
    return declaredType.endsWith("[]"_L1) && declaredType != "box[]"_L1; // whose elements have semicolons between them
}

std::optional<ArrayElements> arrayElements(const QString &text)
{
    if (text.size() < 2 || !text.startsWith(u'{') || !text.endsWith(u'}'))
        return std::nullopt;
    ArrayElements elements;
    const qsizetype end = text.size() - 1;
    for (qsizetype at = 1; at < end; ++at) {
        if (text.at(at) == u'"') {
            const auto element = quotedElement(text, at);
            if (!element)
                return std::nullopt;
            elements.append(*element);
        } else {
            const qsizetype next = text.indexOf(u',', at);
            const QString word = text.sliced(at, (next < 0 ? end : next) - at);
            elements.append(word == "NULL"_L1 ? std::nullopt : std::optional(word));
            at += word.size();
        }
        if (at < end && text.at(at) != u',')
            return std::nullopt;
    }
    return arrayText(elements) == text ? std::optional(elements) : std::nullopt;
}

QString arrayText(const ArrayElements &elements)
{
    QStringList written;
    for (const auto &element : elements)
        written.append(writtenElement(element));
    return u'{' + written.join(u',') + u'}';
}

} // namespace core
