// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"
#include "core/dialect/probesql.h"
#include "core/migrate/dryrun.h"

namespace core {

/// What must be unique and is not: the key as it is called now, of the rows for which `where` holds.
struct SharedKey {
    QList<IndexedColumn> columns;
    QString where;
    friend bool operator==(const SharedKey &, const SharedKey &) = default;
};

/// One rule of hazards.md that applies to a plan. Where only the data can tell, a probe comes with it: without rows
/// that answer it, there is no hazard; until it was asked, the worst is assumed.
struct Hazard {
    Finding finding; ///< statementIndex is left out: a hazard is about a change
    int change = -1; ///< into SchemaDiff::changes; −1: about the whole
    std::optional<Probe> probe;
    QString remedy = {}; ///< what to do instead, in one sentence; empty when there is nothing
    std::optional<SharedKey> shared = {}; ///< of rows that share a key
    bool bySize = false; ///< the more rows the probe gives (an estimate), the worse
    std::optional<GentleWay> way = {}; ///< it would keep nobody waiting if done so
    bool gently = false; ///< and it is
    QString question = {}; ///< SQL whose answer …
    QString answer = {}; ///< … stands for %1 in this sentence, which follows the message
    QString subject = {}; ///< what it is about, whether it is done gently or not; empty: the message says it
    friend bool operator==(const Hazard &, const Hazard &) = default;
};

/// Everything the schemas tell about the changes, and the questions for the data. Pure; the same order every time.
[[nodiscard]] QList<Hazard> hazards(const SchemaDiff &diff, const Plan &plan, const PlanOptions &options,
                                    const Dialect &dialect);

/// The finding, with the number of rows in it; none when there are no such rows.
[[nodiscard]] std::optional<Finding> judged(const Hazard &hazard, qint64 rows);

/// The hazard with the answer to its question in the message. On the database's thread.
[[nodiscard]] Hazard answered(const Hazard &hazard, Database &database);

/// Asks the database all questions. One that cannot be answered (an expression that fails on a row) stays as it is.
/// On the database's thread; stops when cancelled.
[[nodiscard]] Result<QList<Finding>> findingsOf(const QList<Hazard> &hazards, Database &database, JobContext &context);

} // namespace core
