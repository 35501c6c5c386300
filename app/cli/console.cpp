// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/console.h"

#include "core/session/servertrial.h"

#include <QJsonDocument>

#include <algorithm>
#include <cstdio>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

bool write(std::FILE *stream, const QByteArray &bytes)
{
    return std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stream)
        == static_cast<size_t>(bytes.size())
        && std::fflush(stream) == 0;
}

/// Control characters as the pictures Unicode has for them; bidirectional overrides as what they are.
QString visible(const QString &text)
{
    QString out;
    out.reserve(text.size());
    for (const QChar c : text) {
        const char16_t u = c.unicode();
        if (u < 0x20)
            out += QChar(char16_t(0x2400 + u));
        else if ((u >= 0x7f && u < 0xa0) || (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069))
            out += u'\xfffd';
        else
            out += c;
    }
    return out;
}

QString cut(const QString &text, int widest)
{
    if (text.size() <= widest)
        return text;
    const int end = text.at(widest - 2).isHighSurrogate() ? widest - 2 : widest - 1; // half a character is none
    return text.left(end) + u'…';
}

} // namespace

QString visibleLines(const QString &text)
{
    QStringList lines = text.split(u'\n');
    for (QString &line : lines)
        line = visible(line);
    return lines.join(u'\n');
}

bool print(const QString &text)
{
    return write(stdout, text.toUtf8());
}

bool print(const QJsonObject &object)
{
    return write(stdout, QJsonDocument(object).toJson(QJsonDocument::Indented));
}

void complain(const QString &text)
{
    QString line = text;
    line.replace(u'\n', u' ');
    write(stderr, (u"raincheck: "_s + visible(line) + u'\n').toUtf8());
}

ExitCode failed(const core::Error &error)
{
    // What is said of a file is whole already; the system's words beside it only puzzle.
    const bool ofFile = error.kind == core::Error::Kind::Io || error.kind == core::Error::Kind::Busy;
    QStringList more = ofFile ? QStringList() : error.detail.split(u'\n', Qt::SkipEmptyParts);
    more.removeIf([&](const QString &line) { return error.message.contains(line); });
    const QString message = core::isForWantOfPassword(error)
        ? error.message + u" Say it in PGPASSWORD or ~/.pgpass, or in the address (a project's .env)."_s
        : error.message;
    complain(more.isEmpty() ? message : message + u" ("_s + more.join(u' ') + u')');
    return error.kind == core::Error::Kind::Refused ? Refused : Failed;
}

QString textTable(const QStringList &header, const QList<QStringList> &rows, const QList<bool> &numeric, int widest)
{
    QList<QStringList> lines{header};
    lines += rows;
    QList<qsizetype> widths(header.size(), 0);
    for (QStringList &line : lines) {
        for (qsizetype i = 0; i < line.size(); ++i) {
            line[i] = cut(visible(line.at(i)), widest);
            widths[i] = std::max(widths.at(i), line.at(i).size());
        }
    }
    QString out;
    for (const QStringList &line : lines) {
        QString text;
        for (qsizetype i = 0; i < line.size(); ++i) {
            const int width = static_cast<int>(widths.at(i));
            text += numeric.value(i) ? line.at(i).rightJustified(width) : line.at(i).leftJustified(width);
            text += u"  "_s;
        }
        while (text.endsWith(u' '))
            text.chop(1);
        out += text + u'\n';
    }
    return out;
}

} // namespace app
