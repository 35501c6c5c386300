// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/drivers/postgres/postgreshandle.h"

#include <memory>

namespace core::postgres {

/// A request to cancel what runs. libpq sends it over a connection of its own and waits until the other side hangs up,
/// which a lost network may never do: so that happens on a thread that nobody waits for. As long as it is under way it
/// could still hit what runs next.
class PgCancelCall {
public:
    /// One at a time: does nothing while one is under way.
    void send(PGconn *handle);
    [[nodiscard]] bool endsWithin(int milliseconds) const; ///< or there is none

private:
    struct State;
    std::shared_ptr<State> m_state;
};

} // namespace core::postgres
