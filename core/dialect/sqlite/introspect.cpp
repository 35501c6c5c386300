// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/introspect.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<Schema> introspectSqlite(Database &)
{
    return Error::invalid(u"Reading the schema is not built yet."_s);
}

} // namespace core
