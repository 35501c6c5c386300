// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/diff.h"

#include <functional>

namespace core {

/// "This dropped one and that added one may be the same." Never done without being asked for.
struct RenameSuggestion {
    QualifiedName table; ///< of a column: the table, as it is called before; empty for a table
    QString from;
    QString to;
    double score = 0; ///< 0 … 1
    friend bool operator==(const RenameSuggestion &, const RenameSuggestion &) = default;
    [[nodiscard]] bool isTable() const { return table.isEmpty(); }
};

/// How many of the values (0 … 1) that the old column holds the new one has as well, where somebody counted them; the
/// table is empty when two tables are asked about.
using ValueOverlap =
    std::function<std::optional<double>(const QualifiedName &table, const QString &from, const QString &to)>;

/// All pairs of dropped and added that look alike, the best first; each dropped and each added one can be in several.
[[nodiscard]] QList<RenameSuggestion> suggestRenames(const SchemaDiff &diff, const SchemaRules &rules,
                                                     const ValueOverlap &overlap = {});

} // namespace core
