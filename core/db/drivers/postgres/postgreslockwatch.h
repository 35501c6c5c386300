// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QElapsedTimer>

#include <memory>

namespace core::postgres {

/// Who holds the lock that a statement waits for. Once the server has given up waiting, nobody can tell any more: so a
/// second connection asks while it still waits, now and then. On the thread of the one that waits.
class PgLockWatch {
public:
    /// `waiter`: the server's process of the connection that waits; 0: nobody is asked.
    PgLockWatch(const ConnectionSpec &spec, int waiter);

    void forgetWaiter() { m_waiter = 0; }
    void begin(); ///< a statement runs
    void look(); ///< to be called again and again while it does
    void end();
    /// A lock that was not to be had, with who had it.
    [[nodiscard]] Error explained(Error error) const;

private:
    const ConnectionSpec m_spec;
    int m_waiter;
    QElapsedTimer m_since;
    qint64 m_next = 0; ///< milliseconds of m_since
    std::unique_ptr<Database> m_other;
    QString m_holders; ///< as seen last
};

} // namespace core::postgres
