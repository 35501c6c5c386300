// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/stopwhen.h"

namespace core {

StopWhen::StopWhen(Database &database, std::function<bool()> stop)
    : m_database(database)
    , m_stop(std::move(stop))
{
    m_before = m_database.setStopRequested([this] {
        if (m_before && m_before())
            return true;
        if (!m_stop())
            return false;
        m_stopped = true;
        return true;
    });
}

StopWhen::~StopWhen()
{
    m_database.setStopRequested(std::move(m_before));
}

} // namespace core
