// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSet>
#include <QString>

namespace core {

/// Parameter names of one statement: readable, plain ASCII, each once.
class ParameterNames {
public:
    /// `outer`: names that are taken, too; it outlives this.
    explicit ParameterNames(const ParameterNames *outer = nullptr)
        : m_outer(outer)
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
        for (int n = 2; isTaken(unique.toLower()); ++n)
            unique = name + u'_' + QString::number(n);
        m_taken.insert(unique.toLower());
        return unique;
    }

private:
    [[nodiscard]] bool isTaken(const QString &name) const
    {
        return m_taken.contains(name) || (m_outer && m_outer->isTaken(name));
    }

    const ParameterNames *m_outer;
    QSet<QString> m_taken; ///< in lower case
};

} // namespace core
