// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitedriver.h"

#include "core/db/drivers/sqlite/sqlitedatabase.h"

#include <sqlite3.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

QString SqliteDriver::name() const
{
    return u"sqlite"_s;
}

Result<std::unique_ptr<Database>> SqliteDriver::open(const ConnectionSpec &spec) const
{
    const auto file = sqlite::examine(spec);
    RC_TRY(file);
    auto database = sqlite::SqliteDatabase::open(spec, *file, spec.isReadOnly() ? "mode=ro" : "mode=rw");
    if (!database && spec.isReadOnly() && !file->walBeside && !file->folderWritable
        && sqlite::SqliteDatabase::needsWritableFolder(database.error()))
        database = sqlite::SqliteDatabase::open(spec, *file, "mode=ro&immutable=1");
    if (!database)
        return database.error();
    return std::unique_ptr<Database>(std::move(*database));
}

bool SqliteDriver::isUnfinishedChange(const Error &error) const
{
    return error.code == QString::number(SQLITE_READONLY_ROLLBACK);
}

} // namespace core
