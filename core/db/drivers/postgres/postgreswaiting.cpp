// SPDX-License-Identifier: GPL-3.0-or-later
// Waiting for the server, while somebody may want to stop it.
#include "core/db/drivers/postgres/postgresdatabase.h"

#include <poll.h>
#include <sys/socket.h>

#include <cerrno>

namespace core::postgres {

namespace {

constexpr int pgTurn = 20; ///< milliseconds between two questions whether to stop
constexpr qint64 pgCancelAgain = 300; ///< milliseconds
constexpr qint64 pgCancelPatience = 10000; ///< milliseconds; a server that does not answer a cancel is lost

} // namespace

void PostgresDatabase::waitForServer()
{
    const int pending = PQflush(m_handle.get());
    pollfd socket{PQsocket(m_handle.get()), static_cast<short>(POLLIN | (pending > 0 ? POLLOUT : 0)), 0};
    if (::poll(&socket, 1, pgTurn) < 0 && errno != EINTR)
        return;
    if ((socket.revents & (POLLIN | POLLHUP | POLLERR)) != 0)
        PQconsumeInput(m_handle.get()); // what it says of a lost connection comes with the next result
}

void PostgresDatabase::stopIfAsked()
{
    if (!m_cancelSent) {
        if (stopRequested())
            sendCancelIfDue();
    } else if (m_sinceFirstCancel.elapsed() > pgCancelPatience) {
        ::shutdown(PQsocket(m_handle.get()), SHUT_RDWR);
    } else {
        sendCancelIfDue();
    }
}

/// Again after a while: one that came before the statement had begun over there, or that a function caught, was not
/// heard.
void PostgresDatabase::sendCancelIfDue()
{
    if (!m_cancelSent)
        m_sinceFirstCancel.start();
    if (!m_cancelSent || m_sinceCancel.elapsed() > pgCancelAgain)
        sendCancel();
}

void PostgresDatabase::sendCancel()
{
    m_cancelCall.send(m_handle.get());
    m_cancelSent = true;
    m_sinceCancel.start();
}

/// A cancel that is still on its way would stop what comes next instead.
void PostgresDatabase::awaitCancel()
{
    if (!m_cancelCall.endsWithin(static_cast<int>(pgCancelPatience)))
        ::shutdown(PQsocket(m_handle.get()), SHUT_RDWR);
}

PgResult PostgresDatabase::nextResult()
{
    constexpr qint64 rowsBetween = 500;
    if (++m_results % rowsBetween == 0)
        stopIfAsked();
    while (!isLost() && PQisBusy(m_handle.get()) == 1) {
        waitForServer();
        if (PQisBusy(m_handle.get()) == 1) {
            stopIfAsked();
            m_lockWatch.look();
        }
    }
    return PgResult(PQgetResult(m_handle.get()));
}

void PostgresDatabase::drain()
{
    while (nextResult()) { }
}

/// COPY from or to the program: there is nobody to give or take.
void PostgresDatabase::refuseCopy()
{
    PQputCopyEnd(m_handle.get(), "COPY from or to the client is not possible here");
    char *data = nullptr;
    int size = 0;
    while ((size = PQgetCopyData(m_handle.get(), &data, 1)) >= 0) {
        if (size == 0)
            waitForServer();
        PQfreemem(data);
        data = nullptr;
    }
}

} // namespace core::postgres
