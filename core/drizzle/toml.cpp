// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/toml.h"

#include "core/drizzle/textescapes.h"

#include <QJsonArray>
#include <QStringList>

#include <optional>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int deepestToml = 40;

/// Into what the path leads to; the last of a list of tables is meant. What is there as something else is left.
bool insertAt(QJsonObject &into, const QStringList &path, const QJsonValue &value, bool appends)
{
    if (path.isEmpty())
        return false;
    const QString &key = path.constFirst();
    const QJsonValue known = into.value(key);
    if (path.size() == 1 && appends) {
        if (!known.isUndefined() && !known.isArray())
            return false;
        QJsonArray list = known.toArray();
        list.append(value);
        into.insert(key, list);
        return true;
    }
    if (path.size() == 1) {
        if (!known.isUndefined() && !(known.isObject() && value.isObject()))
            return false;
        if (known.isUndefined())
            into.insert(key, value);
        return true;
    }
    if (known.isArray()) {
        QJsonArray list = known.toArray();
        if (list.isEmpty() || !list.last().isObject())
            return false;
        QJsonObject last = list.last().toObject();
        const bool good = insertAt(last, path.sliced(1), value, appends);
        list.replace(list.size() - 1, last);
        into.insert(key, list);
        return good;
    }
    if (!known.isUndefined() && !known.isObject())
        return false;
    QJsonObject inner = known.toObject();
    const bool good = insertAt(inner, path.sliced(1), value, appends);
    into.insert(key, inner);
    return good;
}

class TomlReader {
public:
    explicit TomlReader(const QString &text)
        : m_text(text)
    {
    }

    Result<QJsonObject> run()
    {
        for (skipBlankLines(); m_at < m_text.size(); skipBlankLines()) {
            const bool good = at() == u'[' ? readHeader() : readPair(m_root, m_table);
            skipBlanks();
            if (!good || (m_at < m_text.size() && at() != u'\n' && at() != u'\r'))
                return Error::invalid(u"it makes no sense in line %1"_s.arg(line()));
        }
        return m_root;
    }

private:
    QChar at(qsizetype ahead = 0) const { return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar(); }
    bool take(QChar c)
    {
        const bool is = m_at < m_text.size() && at() == c;
        m_at += is ? 1 : 0;
        return is;
    }
    qsizetype line() const { return m_text.left(m_at).count(u'\n') + 1; }

    void skipBlanks()
    {
        while (at() == u' ' || at() == u'\t')
            ++m_at;
        if (at() == u'#') {
            while (m_at < m_text.size() && at() != u'\n')
                ++m_at;
        }
    }
    void skipBlankLines()
    {
        do
            skipBlanks();
        while (m_at < m_text.size() && (at() == u'\n' || at() == u'\r' || at() == QChar(0xfeff)) && ++m_at);
    }

    bool readHeader()
    {
        ++m_at;
        const bool isList = take(u'[');
        const auto path = readPath();
        if (!path || !take(u']') || (isList && !take(u']')))
            return false;
        m_table = *path;
        return insertAt(m_root, m_table, QJsonObject(), isList);
    }

    /// a.b."c d"
    std::optional<QStringList> readPath()
    {
        QStringList path;
        do {
            skipBlanks();
            if (at() == u'"' || at() == u'\'') {
                const auto part = readText();
                if (!part)
                    return std::nullopt;
                path.append(*part);
            } else {
                const qsizetype from = m_at;
                while (at().isLetterOrNumber() || at() == u'_' || at() == u'-')
                    ++m_at;
                if (m_at == from)
                    return std::nullopt;
                path.append(m_text.sliced(from, m_at - from));
            }
            skipBlanks();
        } while (take(u'.'));
        return path;
    }

    bool readPair(QJsonObject &into, const QStringList &table)
    {
        const auto path = readPath();
        if (!path || !take(u'='))
            return false;
        skipBlanks();
        const auto value = readValue();
        return value && insertAt(into, table + *path, *value, false);
    }

    std::optional<QJsonValue> readValue()
    {
        if (++m_depth > deepestToml)
            return std::nullopt;
        std::optional<QJsonValue> value;
        if (at() == u'"' || at() == u'\'') {
            if (const auto text = readText())
                value = *text;
        } else if (at() == u'[') {
            value = readList();
        } else if (at() == u'{') {
            value = readInline();
        } else {
            value = readWord();
        }
        --m_depth;
        return value;
    }

    std::optional<QJsonValue> readList()
    {
        QJsonArray list;
        ++m_at;
        for (;;) {
            skipBlankLines();
            if (take(u']'))
                return list;
            const auto value = readValue();
            if (!value)
                return std::nullopt;
            list.append(*value);
            skipBlankLines();
            if (!take(u',') && at() != u']')
                return std::nullopt;
        }
    }

    std::optional<QJsonValue> readInline()
    {
        QJsonObject table;
        ++m_at;
        for (;;) {
            skipBlankLines();
            if (take(u'}'))
                return table;
            if (!readPair(table, {}))
                return std::nullopt;
            skipBlankLines();
            if (!take(u',') && at() != u'}')
                return std::nullopt;
        }
    }

    /// true, 1_000, 1.5, 2026-11-30
    std::optional<QJsonValue> readWord()
    {
        const qsizetype from = m_at;
        while (at().isLetterOrNumber() || at() == u'_' || at() == u'-' || at() == u'+' || at() == u'.' || at() == u':')
            ++m_at;
        const QString word = m_text.sliced(from, m_at - from);
        if (word.isEmpty())
            return std::nullopt;
        if (word == u"true" || word == u"false")
            return QJsonValue(word == u"true");
        bool good = false;
        const qint64 whole = QString(word).remove(u'_').toLongLong(&good, 0);
        if (good)
            return QJsonValue(whole);
        const double number = QString(word).remove(u'_').toDouble(&good);
        return good ? QJsonValue(number) : QJsonValue(word);
    }

    std::optional<QString> readText()
    {
        const QChar quote = at();
        const bool isLong = at(1) == quote && at(2) == quote;
        m_at += isLong ? 3 : 1;
        if (isLong && at() == u'\r')
            ++m_at;
        if (isLong && at() == u'\n')
            ++m_at;
        QString text;
        while (m_at < m_text.size()) {
            if (at() == quote && !isLong) {
                ++m_at;
                return text;
            }
            if (isLong && at() == quote && at(1) == quote && at(2) == quote && at(3) != quote) {
                m_at += 3;
                return text;
            }
            if (at() == u'\n' && !isLong)
                return std::nullopt;
            if (at() == u'\\' && quote == u'"')
                text += readEscape();
            else
                text += m_text.at(m_at++);
        }
        return std::nullopt;
    }

    QString readEscape()
    {
        ++m_at;
        const QChar c = at();
        ++m_at;
        const qsizetype digits = c == u'u' ? 4 : c == u'U' ? 8 : 0;
        if (digits > 0) {
            const QString text = characterOfHex(QStringView(m_text).mid(m_at, digits));
            m_at += digits;
            return text;
        }
        if (c == u'\n') { // goes on at the next sign
            while (at().isSpace())
                ++m_at;
            return {};
        }
        return characterOfEscape(c);
    }

    const QString m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    QStringList m_table;
    QJsonObject m_root;
};

} // namespace

Result<QJsonObject> readToml(const QString &text)
{
    return TomlReader(text).run();
}

} // namespace core
