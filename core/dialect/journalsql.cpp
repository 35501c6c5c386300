// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/journalsql.h"

namespace core {

const JournalSql *journalSql(const Dialect &dialect)
{
    return dynamic_cast<const JournalSql *>(&dialect);
}

} // namespace core
