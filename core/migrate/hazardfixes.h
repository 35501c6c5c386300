// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/hazards.h"

namespace core {

/// A way to put right what a hazard is about. What is chosen becomes a part of the script.
struct HazardFix {
    enum class Kind {
        Fill, ///< an expression that fills the column: PlanOptions::fills
        Cast, ///< values are converted by an explicit CAST: PlanOptions::casts
        Set, ///< the rows get an expression in the column before anything else happens: PlanOptions::repairs
        SetNull, ///< the rows get NULL there; this and what follows: PlanOptions::repairs
        KeepFirst, ///< of those that share a key
        Renumber, ///< those that share a key are told apart
        Delete ///< the rows go
    };
    Kind kind = Kind::Delete;
    QualifiedName table; ///< Fill and Cast: as it is called at the end; else as it is called now
    QString column = {}; ///< likewise; empty where it is about whole rows
    std::optional<Statement> repair = {}; ///< of those that need no expression
    friend bool operator==(const HazardFix &, const HazardFix &) = default;
    [[nodiscard]] bool needsExpression() const { return kind == Kind::Fill || kind == Kind::Set; }
};

/// What can be done about it beside allowing it, the mildest first; often nothing. Pure.
[[nodiscard]] QList<HazardFix> fixesOf(const Hazard &hazard, const SchemaDiff &diff, const Dialect &dialect);

/// The statement of a Set with this expression, over the table as it is now.
[[nodiscard]] Statement repairWith(const HazardFix &set, const Hazard &hazard, const QString &expression,
                                   const Dialect &dialect);

/// Names a hazard for as long as its change is planned, whatever else becomes of the plan.
[[nodiscard]] QString hazardKey(const Hazard &hazard);

} // namespace core
