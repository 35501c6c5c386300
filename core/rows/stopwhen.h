// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <functional>

namespace core {

/// For as long as this lives, statements of the database are also stopped when `stop` says so; it is asked often.
/// On the database's thread, within one job, innermost last.
class StopWhen {
public:
    StopWhen(Database &database, std::function<bool()> stop);
    ~StopWhen();
    StopWhen(const StopWhen &) = delete;
    StopWhen &operator=(const StopWhen &) = delete;

    /// Whether a statement was stopped by this, and not by whoever asked for it before.
    [[nodiscard]] bool hasStopped() const { return m_stopped; }

private:
    Database &m_database;
    std::function<bool()> m_stop;
    Database::StopRequested m_before;
    bool m_stopped = false;
};

} // namespace core
