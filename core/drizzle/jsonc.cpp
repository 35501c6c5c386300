// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/jsonc.h"

#include <QJsonDocument>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

void blankOut(QByteArray &text, qsizetype from, qsizetype to)
{
    for (qsizetype i = from; i < to; ++i) {
        if (text.at(i) != '\n')
            text[i] = ' ';
    }
}

qsizetype endOfJsonText(const QByteArray &text, qsizetype from)
{
    qsizetype i = from + 1;
    while (i < text.size() && text.at(i) != '"')
        i += text.at(i) == '\\' ? 2 : 1;
    return i;
}

} // namespace

QByteArray plainJsonOf(QByteArray text)
{
    if (text.startsWith("\xef\xbb\xbf"))
        blankOut(text, 0, 3);
    qsizetype comma = -1; ///< the last sign, if it is one
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char c = text.at(i);
        const char next = i + 1 < text.size() ? text.at(i + 1) : '\0';
        if (c == '"') {
            i = endOfJsonText(text, i);
            comma = -1;
        } else if (c == '/' && next == '/') {
            const qsizetype end = text.indexOf('\n', i);
            blankOut(text, i, end < 0 ? text.size() : end);
        } else if (c == '/' && next == '*') {
            const qsizetype end = text.indexOf("*/", i + 2);
            blankOut(text, i, end < 0 ? text.size() : end + 2);
        } else if (c == ',') {
            comma = i;
        } else if (c == '}' || c == ']') {
            if (comma >= 0)
                text[comma] = ' ';
            comma = -1;
        } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
            comma = -1;
        }
    }
    return text;
}

Result<QJsonObject> readJsonc(const QByteArray &jsonc)
{
    const QByteArray plain = plainJsonOf(jsonc);
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(plain, &problem);
    if (problem.error != QJsonParseError::NoError) {
        const auto line =
            std::count(plain.cbegin(), plain.cbegin() + std::min<qsizetype>(problem.offset, plain.size()), '\n');
        return Error::invalid(u"%1 in line %2"_s.arg(problem.errorString()).arg(line + 1));
    }
    if (!document.isObject())
        return Error::invalid(u"it is no object"_s);
    return document.object();
}

} // namespace core
