// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/impact.h"

#include "core/edit/impactrows.h"
#include "core/edit/impactrun.h"
#include "core/edit/impacttree.h"
#include "core/edit/roworder.h"

namespace core {

Result<Impact> impactOf(Database &database, const Schema &schema, const RelationGraph &graph, const ChangeSet &changes,
                        const Dialect &dialect, JobContext &context, const ImpactLimits &limits)
{
    const auto order = writeOrder(schema, changes, dialect);
    if (!order)
        return order.error();
    impact::Rows rows(database, schema, graph, dialect, context, limits.rowsRead);
    impact::Tree tree(rows);
    impact::Run run(rows, tree, changes, dialect.relationSql());
    run.play(*order);
    if (rows.error())
        return *rows.error();
    return tree.finish(limits.samples);
}

} // namespace core
