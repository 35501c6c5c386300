// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>

#include <algorithm>
#include <compare>

namespace core {

/// A name as databases fold it when case does not matter: ASCII only, so that 'É' and 'é' stay two names.
[[nodiscard]] inline QString foldedName(QString name)
{
    const auto isUpper = [](QChar c) { return c >= u'A' && c <= u'Z'; };
    if (std::none_of(name.cbegin(), name.cend(), isUpper))
        return name; // shared: most names are folded already
    for (QChar &c : name) {
        if (isUpper(c))
            c = QChar(static_cast<char16_t>(c.unicode() + 32));
    }
    return name;
}

/// Names a table or view. `schema` is empty for a system's default one (SQLite: main).
/// Compares by exact spelling; whether case matters is the Dialect's business.
struct QualifiedName {
    QString schema;
    QString name;

    friend bool operator==(const QualifiedName &, const QualifiedName &) = default;
    friend bool operator<(const QualifiedName &a, const QualifiedName &b)
    {
        return a.schema != b.schema ? a.schema < b.schema : a.name < b.name;
    }
    [[nodiscard]] bool isEmpty() const { return name.isEmpty(); }
    /// For people and file names, not for SQL.
    [[nodiscard]] QString display() const { return schema.isEmpty() ? name : schema + QLatin1Char('.') + name; }
};

inline size_t qHash(const QualifiedName &n, size_t seed = 0) { return qHashMulti(seed, n.schema, n.name); }

} // namespace core
