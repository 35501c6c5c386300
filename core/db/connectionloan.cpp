// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/connectionloan.h"

#include <QMutex>
#include <QWaitCondition>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

struct ConnectionLoan {
    QMutex mutex;
    QWaitCondition changed;
    bool isLent = false;
    bool isOver = false;
};

} // namespace

bool isForWantOfRoom(const Error &error)
{
    return error.code == u"53300"_s; // the standard's code, or rather PostgreSQL's, which others took over
}

std::shared_ptr<void> lend(Connection &connection, const std::function<bool()> &isCancelled)
{
    constexpr unsigned long turn = 20; // milliseconds between two looks whether it is still wanted
    const auto loan = std::make_shared<ConnectionLoan>();
    const auto lent = connection.submit(
        [loan](Database &database, JobContext &context) -> Result<bool> {
            const QMutexLocker lock(&loan->mutex);
            if (loan->isOver)
                return true;
            database.letGo();
            loan->isLent = true;
            loan->changed.wakeAll();
            while (!loan->isOver && !context.isCancelled())
                loan->changed.wait(&loan->mutex, turn);
            return true;
        },
        Connection::Priority::High);
    std::shared_ptr<void> guard(loan.get(), [loan](void *) {
        const QMutexLocker lock(&loan->mutex);
        loan->isOver = true;
        loan->changed.wakeAll();
    });
    const QMutexLocker lock(&loan->mutex);
    while (!loan->isLent && !lent.isFinished() && !isCancelled())
        loan->changed.wait(&loan->mutex, turn);
    loan->isOver = !loan->isLent;
    return loan->isLent ? std::move(guard) : nullptr;
}

} // namespace core
