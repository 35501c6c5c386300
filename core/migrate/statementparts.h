// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QString>
#include <QStringList>

namespace core {

/// One statement that does the same to several things, or several things to one table, taken apart: DROP TABLE a, b;
/// the actions of an ALTER TABLE. Anything else is one part, the whole of it.
struct StatementParts {
    QString head; ///< "DROP TABLE IF EXISTS", "ALTER TABLE \"t\""; empty where there is one part
    QStringList parts; ///< as written; never empty
    QString tail; ///< "CASCADE"
    friend bool operator==(const StatementParts &, const StatementParts &) = default;

    /// The statement that does these alone.
    [[nodiscard]] QString only(const QStringList &chosen) const;
};

/// Pure.
[[nodiscard]] StatementParts statementParts(const QString &sql, const LexRules &rules);

} // namespace core
