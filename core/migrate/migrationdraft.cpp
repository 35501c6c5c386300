// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/migrationdraft.h"

#include "core/sql/singleexpression.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<SchemaMigration> planDraft(const Schema &from, const MigrationDraft &draft, const Dialect &dialect)
{
    for (const Fill &fill : draft.plan.fills) {
        const QString because = whyNoSingleExpression(fill.expression, dialect.lexRules());
        if (!because.isEmpty())
            return Error::invalid(u"What fills %1 of %2, “%3”, is no single SQL expression: %4."_s.arg(
                fill.column, fill.table.display(), fill.expression, because));
    }
    PlanOptions plan = draft.plan;
    for (Fill &fill : plan.fills) {
        if (fill.expression.contains(u"--"_s))
            fill.expression += u'\n'; // ends a comment, so that what follows is no part of it
    }
    return planMigration(from, draft.target, draft.options, plan, dialect);
}

} // namespace core
