// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgrescancel.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace core::postgres {

struct PgCancelCall::State {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
};

void PgCancelCall::send(PGconn *handle)
{
    if (!endsWithin(0))
        return;
    auto cancel = std::shared_ptr<PGcancel>(PQgetCancel(handle), PgFree());
    if (!cancel)
        return;
    m_state = std::make_shared<State>();
    std::thread([cancel = std::move(cancel), state = m_state] {
        std::array<char, 256> words{};
        PQcancel(cancel.get(), words.data(), static_cast<int>(words.size()));
        const std::lock_guard lock(state->mutex);
        state->done = true;
        state->changed.notify_all();
    }).detach();
}

bool PgCancelCall::endsWithin(int milliseconds) const
{
    if (!m_state)
        return true;
    std::unique_lock lock(m_state->mutex);
    return m_state->changed.wait_for(lock, std::chrono::milliseconds(milliseconds), [this] { return m_state->done; });
}

} // namespace core::postgres
