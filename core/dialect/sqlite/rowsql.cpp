// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/rowsql.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<std::shared_ptr<const RowSql>> sqliteRowSql(const Schema &, const RowQuery &query, qint64)
{
    return Error::invalid(u"Reading rows of %1 is not built yet."_s.arg(query.table.display()));
}

BoundSql sqliteRowByKey(const Table &, const RowIdentity &, const RowKey &)
{
    return {};
}

} // namespace core
