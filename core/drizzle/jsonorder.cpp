// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/jsonorder.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace core {

namespace {

/// Walks over valid JSON without building anything.
class Scanner {
public:
    explicit Scanner(const QByteArray &json)
        : m_json(json)
    {
    }

    QStringList keysAt(const QStringList &path, qsizetype depth = 0)
    {
        QStringList keys;
        skipBlanks();
        if (!take('{'))
            return keys;
        for (skipBlanks(); !at('}') && m_at < m_json.size(); skipBlanks()) {
            const QString key = string();
            skipBlanks();
            take(':');
            if (depth == path.size())
                keys.append(key);
            else if (key == path[depth])
                return keysAt(path, depth + 1);
            value();
            skipBlanks();
            take(',');
        }
        return keys;
    }

private:
    [[nodiscard]] bool at(char c) const { return m_at < m_json.size() && m_json[m_at] == c; }
    bool take(char c)
    {
        const bool there = at(c);
        m_at += there ? 1 : 0;
        return there;
    }
    void skipBlanks()
    {
        while (at(' ') || at('\n') || at('\r') || at('\t'))
            ++m_at;
    }

    QString string()
    {
        const qsizetype from = m_at;
        skipString();
        // Escapes are Qt's business.
        const QByteArray wrapped = '[' + m_json.sliced(from, m_at - from) + ']';
        return QJsonDocument::fromJson(wrapped).array().first().toString();
    }

    void skipString()
    {
        for (++m_at; m_at < m_json.size() && !at('"'); ++m_at)
            m_at += at('\\') ? 1 : 0;
        ++m_at;
    }

    void value()
    {
        int depth = 0;
        for (; m_at < m_json.size(); ++m_at) {
            if (at('"')) {
                skipString();
                --m_at;
            } else if (at('{') || at('[')) {
                ++depth;
            } else if (depth == 0 && (at(',') || at('}') || at(']'))) {
                return;
            } else if (at('}') || at(']')) {
                --depth;
            }
        }
    }

    const QByteArray &m_json;
    qsizetype m_at = 0;
};

} // namespace

QStringList keysInOrder(const QByteArray &json, const QStringList &path)
{
    return Scanner(json).keysAt(path);
}

} // namespace core
