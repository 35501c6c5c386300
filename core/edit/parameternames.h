// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

namespace core {

/// Parameter names of one statement: readable, plain ASCII, each once.
class ParameterNames {
public:
    explicit ParameterNames(const QSet<QString> &taken = {})
        : m_taken(taken)
    {
    }

    QString next(QLatin1StringView prefix, const QString &column)
    {
        QString name = prefix;
        for (const QChar c : column) {
            const bool plain = (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9');
            name += plain ? c : u'_';
        }
        QString unique = name;
        for (int n = 2; m_taken.contains(unique.toLower()); ++n)
            unique = name + u'_' + QString::number(n);
        m_taken.insert(unique.toLower());
        return unique;
    }
    [[nodiscard]] const QSet<QString> &taken() const { return m_taken; } ///< in lower case

private:
    QSet<QString> m_taken;
};

} // namespace core
