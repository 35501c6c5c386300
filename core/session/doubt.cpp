// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/doubt.h"

#include <QElapsedTimer>
#include <QThread>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 doubtPatience = 15000; ///< milliseconds; a server that restarts takes some seconds
constexpr unsigned long doubtPause = 200;

std::optional<bool> howItEnded(const ConnectionSpec &spec, const QString &transaction, JobContext &context)
{
    const Driver *driver = driverByName(spec.driver);
    QElapsedTimer timer;
    timer.start();
    while (driver && !context.isCancelled() && timer.elapsed() < doubtPatience) {
        const auto another = driver->open(spec);
        const auto ended =
            another ? (*another)->wasCommitted(transaction) : Result<std::optional<bool>>(std::optional<bool>());
        if (ended && *ended)
            return *ended;
        QThread::msleep(doubtPause);
    }
    return std::nullopt;
}

} // namespace

Result<ScriptOutcome> settledDoubt(const Database &lost, const Error &error, const ScriptOutcome &beforeCommit,
                                   JobContext &context)
{
    const QString transaction = lost.transactionInDoubt();
    const std::optional<bool> committed =
        transaction.isEmpty() ? std::nullopt : howItEnded(lost.spec(), transaction, context);
    if (!committed)
        return error;
    if (*committed) {
        ScriptOutcome outcome = beforeCommit;
        outcome.afterwards = u"The connection was lost while this was being committed. The server was asked since: "
                             "everything is in the database."_s;
        return outcome;
    }
    Error takenBack = error;
    takenBack.kind = Error::Kind::ConnectionLost;
    takenBack.message = u"The connection was lost while this was being committed. The server was asked since: nothing "
                        "was kept."_s;
    return takenBack;
}

} // namespace core
