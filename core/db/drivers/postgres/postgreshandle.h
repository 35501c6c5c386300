// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <libpq-fe.h>

#include <memory>

namespace core::postgres {

struct PgFree {
    void operator()(PGconn *handle) const { PQfinish(handle); }
    void operator()(PGresult *result) const { PQclear(result); }
    void operator()(PGcancel *cancel) const { PQfreeCancel(cancel); }
    void operator()(PQconninfoOption *options) const { PQconninfoFree(options); }
};

using PgHandle = std::unique_ptr<PGconn, PgFree>;
using PgResult = std::unique_ptr<PGresult, PgFree>;
using PgOptions = std::unique_ptr<PQconninfoOption, PgFree>;

} // namespace core::postgres
