// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace core {

/// An ALTER COLUMN … TYPE, as written.
struct Retyping {
    QString column;
    QString type;
    QString expression; ///< after USING; empty: none
    bool isCast = true; ///< without USING, or no more there than the column, as another type
    friend bool operator==(const Retyping &, const Retyping &) = default;
};

/// What an ALTER TABLE does to columns that stay, by its words alone. Pure.
struct AlterTableParts {
    QList<Retyping> retypings;
    QStringList columns; ///< all that ALTER COLUMN names, for whatever it is
    friend bool operator==(const AlterTableParts &, const AlterTableParts &) = default;
};
[[nodiscard]] AlterTableParts alterTableParts(QStringView sql, const LexRules &rules);

} // namespace core
