// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/database.h"

#include <QFuture>
#include <QPromise>

#include <atomic>
#include <functional>
#include <memory>

namespace core {

/// What a running job may ask and tell.
class JobContext {
public:
    virtual ~JobContext() = default;
    [[nodiscard]] virtual bool isCancelled() const = 0;
    virtual void setProgress(int done, int total) = 0; ///< shows up as the future's progress
    /// Likewise, with what is being done, for people ("posts: 420,000 of 1,000,000 rows"): the future's progress text.
    virtual void report(int done, int total, const QString &) { setProgress(done, total); }
};

/// A connection as one world on its own thread. Owns the thread, the Database and the queue of jobs; only results
/// leave it. Jobs run one after the other, in order of submission (Priority::High before the waiting normal ones).
/// Any thread may submit. A future's cancel() dequeues a waiting job and interrupts a running one; either way the
/// future finishes, with Error::cancelled(): Qt drops the result of a cancelled future, so read it by whenDone() or
/// waitFor(). A cancel that comes after the work is done hides its result, too: what must not be lost (the record of
/// an Apply) is written by the job itself.
/// Where the way to the database is lost (a server that went away), the job that meets it fails with that error, and the
/// next one finds the database opened anew, or fails likewise.
/// The destructor cancels what waits and runs, joins the thread, and closes.
class Connection {
public:
    enum class Priority { Normal, High };

    /// Opens on the new thread and waits for that; a failure leaves nothing behind.
    [[nodiscard]] static Result<std::shared_ptr<Connection>> open(const ConnectionSpec &spec);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// job(Database &, JobContext &) -> Result<T>, on the connection's thread.
    template <typename Job>
    auto submit(Job job, Priority priority = Priority::Normal)
        -> QFuture<std::invoke_result_t<Job, Database &, JobContext &>>
    {
        using R = std::invoke_result_t<Job, Database &, JobContext &>;
        auto promise = std::make_shared<QPromise<R>>();
        promise->start();
        auto future = promise->future();
        enqueue(
            [promise, job = std::move(job)](Database *database, JobContext &context) mutable {
                if (!database || promise->isCanceled()) {
                    promise->addResult(R(Error::cancelled()));
                } else {
                    R result = job(*database, context);
                    promise->addResult(std::move(result));
                }
                promise->finish();
            },
            [promise] { return promise->isCanceled(); },
            [promise](int done, int total) {
                promise->setProgressRange(0, total);
                promise->setProgressValue(done);
            },
            priority);
        return future;
    }

    [[nodiscard]] const ConnectionSpec &spec() const;

    /// Database::letGo(), in its turn; the next job opens it anew, and nobody is told of that.
    QFuture<Result<bool>> letGo();
    /// Told on the connection's thread each time that a lost database has been opened anew.
    void setReopened(std::function<void()> told);

private:
    using Run = std::function<void(Database *, JobContext &)>; ///< null database: say "cancelled" and finish
    struct Private;
    explicit Connection(std::unique_ptr<Private> d);
    void enqueue(Run run, std::function<bool()> isCancelled, std::function<void(int, int)> progress,
                 Priority priority);
    std::unique_ptr<Private> d;
};

using ConnectionPtr = std::shared_ptr<Connection>;

/// A connection, and whether another program's unfinished change had to be rolled back for it.
struct SettledConnection {
    ConnectionPtr connection;
    bool rolledBack = false;
};

/// Opens to read. Where a program died in the middle of a change and `mayWrite`, one connection that may write lets the
/// system roll that back first; what may not be rolled back safely is refused with one sentence. Blocks.
[[nodiscard]] Result<SettledConnection> openSettled(const ConnectionSpec &spec, bool mayWrite);

} // namespace core
