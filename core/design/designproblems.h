// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/design/schemadesign.h"
#include "core/dialect/designrules.h"

namespace core {

struct FoundProblem {
    QualifiedName table; ///< or view, by its name in the target
    DesignProblem problem;
    friend bool operator==(const FoundProblem &, const FoundProblem &) = default;
};

/// What is wrong with the design, or good to know: in the order of the target's tables. What was so before the design
/// is left out. Pure.
[[nodiscard]] QList<FoundProblem> designProblems(const SchemaDesign &design, const DesignRules &rules);

/// What no system would take of a table: keys of columns that are not there, names that are taken, references that
/// lead nowhere.
[[nodiscard]] QList<DesignProblem> commonProblems(const Table &table, const SchemaIndex &schema);

} // namespace core
