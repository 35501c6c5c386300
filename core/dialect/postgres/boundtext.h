// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// SQL text that is put together with its values; only the whole gives the parameters their names, since a part does
/// not know what stands before it. A plain value.
class BoundText {
public:
    BoundText() = default;
    BoundText(const QString &sql) // NOLINT: text is what it is made of
        : m_sql(sql)
    {
    }

    BoundText &operator<<(const QString &sql)
    {
        m_sql += sql;
        return *this;
    }
    BoundText &operator<<(const BoundText &other);
    /// A parameter, here.
    BoundText &operator<<(const Value &value);

    [[nodiscard]] bool isEmpty() const { return m_sql.isEmpty() && m_values.isEmpty(); }
    /// With the parameters :p1, :p2, … in their order.
    [[nodiscard]] BoundSql bound() const;

private:
    QString m_sql;
    QList<qsizetype> m_places; ///< in the text, of each value
    QList<Value> m_values;
};

/// Joined by ", ", " AND ", …
[[nodiscard]] BoundText joinedTexts(const QList<BoundText> &parts, const QString &between);

} // namespace core
