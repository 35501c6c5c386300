// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/dialect/dialect.h"
#include "core/dialect/planner.h"
#include "core/dialect/savedsql.h"

namespace core {

/// A question that may fail without failing the transaction that it is asked in.
template <typename Question>
auto tried(Database &database, const Dialect &dialect, const Question &ask) -> decltype(ask())
{
    if (!database.inTransaction() || !dialect.planner())
        return ask();
    const SavedSql &trying = dialect.planner()->savedSql();
    RC_TRY(database.run(trying.beginTrying()));
    auto answer = ask();
    for (const QString &sql : trying.takeBackWhatWasTried())
        RC_TRY(database.run(sql));
    return answer;
}

} // namespace core
