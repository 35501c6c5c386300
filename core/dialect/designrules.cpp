// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/designrules.h"

#include "core/dialect/postgres/postgresdesign.h"
#include "core/dialect/sqlite/sqlitedesign.h"

namespace core {

const DesignRules *designRules(const Dialect &dialect)
{
    static const SqliteDesignRules sqlite;
    static const PostgresDesignRules postgres;
    if (dialectByName(dialect.name()) == dialectByName(sqlite.dialectName()))
        return &sqlite;
    return dialectByName(dialect.name()) == dialectByName(postgres.dialectName()) ? &postgres : nullptr;
}

} // namespace core
