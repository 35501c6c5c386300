// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/designrules.h"

#include "core/dialect/sqlite/sqlitedesign.h"

namespace core {

const DesignRules *designRules(const Dialect &dialect)
{
    static const SqliteDesignRules sqlite;
    return dialectByName(dialect.name()) == dialectByName(sqlite.dialectName()) ? &sqlite : nullptr;
}

} // namespace core
