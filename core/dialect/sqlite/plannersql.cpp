// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/plannersql.h"

#include "core/dialect/sqlite/planwriter.h"
#include "core/dialect/sqlite/savedrowssql.h"

#include <QFile>

namespace core {

Result<Plan> SqlitePlanner::plan(const SchemaDiff &diff, const PlanOptions &options) const
{
    return PlanWriter(diff, options).run();
}

// Nobody writes to it any more, so that SQLite need not look for journals beside it.
QString SqlitePlanner::attachName(const QString &savedFile) const
{
    return QString::fromLatin1("file:" + QFile::encodeName(savedFile).toPercentEncoding("/") + "?mode=ro&immutable=1");
}

const SavedSql &SqlitePlanner::savedSql() const
{
    static const SqliteSavedSql sql;
    return sql;
}

} // namespace core
