// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/boundtext.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

BoundText &BoundText::operator<<(const BoundText &other)
{
    for (const qsizetype place : other.m_places)
        m_places.append(m_sql.size() + place);
    m_sql += other.m_sql;
    m_values += other.m_values;
    return *this;
}

BoundText &BoundText::operator<<(const Value &value)
{
    m_places.append(m_sql.size());
    m_values.append(value);
    return *this;
}

BoundSql BoundText::bound() const
{
    BoundSql out{{}, m_values};
    out.sql.reserve(m_sql.size() + 5 * m_places.size());
    qsizetype from = 0;
    for (qsizetype i = 0; i < m_places.size(); ++i) {
        out.sql += QStringView(m_sql).sliced(from, m_places.at(i) - from);
        out.sql += u":p"_s + QString::number(i + 1);
        from = m_places.at(i);
    }
    out.sql += QStringView(m_sql).sliced(from);
    return out;
}

BoundText joinedTexts(const QList<BoundText> &parts, const QString &between)
{
    BoundText out;
    for (const BoundText &part : parts) {
        if (!out.isEmpty())
            out << between;
        out << part;
    }
    return out;
}

} // namespace core
