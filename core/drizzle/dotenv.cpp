// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/dotenv.h"

#include <QFile>
#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestDotenv = 1 << 20; ///< bytes

} // namespace

QMap<QString, QString> parseDotenv(QString text)
{
    static const QRegularExpression line(
        uR"(^\s*(?:export\s+)?([\w.-]+)\s*=[^\S\n]*("(?:\\.|[^"\\])*"|'[^']*'|`[^`]*`|[^\n#]*))"_s,
        QRegularExpression::MultilineOption);
    text.replace(u"\r\n"_s, u"\n"_s);
    QMap<QString, QString> found;
    for (auto lines = line.globalMatch(text); lines.hasNext();) {
        const auto match = lines.next();
        QString value = match.captured(2).trimmed();
        const bool isQuoted = value.size() > 1 && value.front() == value.back()
            && (value.front() == u'"' || value.front() == u'\'' || value.front() == u'`');
        const bool isDouble = isQuoted && value.front() == u'"';
        if (isQuoted)
            value = value.sliced(1, value.size() - 2);
        if (isDouble)
            value.replace(u"\\n"_s, u"\n"_s).replace(u"\\\""_s, u"\""_s);
        found.insert(match.captured(1), value);
    }
    return found;
}

QMap<QString, QString> readDotenv(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::ReadOnly) || file.size() > largestDotenv)
        return {};
    return parseDotenv(QString::fromUtf8(file.readAll()));
}

} // namespace core
