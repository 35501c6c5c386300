// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/connection.h"

#include "core/base/log.h"
#include "core/db/connectionloan.h"

#include <QElapsedTimer>
#include <QMutex>
#include <QThread>
#include <QWaitCondition>

#include <deque>
#include <future>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

struct QueuedJob {
    std::function<void(Database *, JobContext &)> run;
    std::function<bool()> isCancelled;
    std::function<void(int, int)> progress;
};

namespace {

/// What a job sees of the outside. A cancel is asked for, never sent: the question belongs to this job, so that
/// it cannot hit the next one, and no handle is touched from another thread.
class RunningJob final : public JobContext {
public:
    RunningJob(const QueuedJob &job, const std::atomic<bool> &closing)
        : m_job(job)
        , m_closing(closing)
    {
    }
    [[nodiscard]] bool isCancelled() const override { return m_closing || m_job.isCancelled(); }
    void setProgress(int done, int total) override { m_job.progress(done, total); }

private:
    const QueuedJob &m_job;
    const std::atomic<bool> &m_closing;
};

} // namespace

struct Connection::Private {
    ConnectionSpec spec;
    std::unique_ptr<QThread> thread;

    QMutex mutex; ///< guards the queues
    QWaitCondition work;
    std::deque<QueuedJob> urgent;
    std::deque<QueuedJob> waiting;
    std::atomic<bool> closing = false;
    std::function<void()> reopened; ///< guarded as well
    bool letGo = false; ///< likewise
    QElapsedTimer sinceTried; ///< to open it anew

    void serve(std::promise<Result<Done>> opened);
    void runJobs(std::unique_ptr<Database> database);
    void openAnew(std::unique_ptr<Database> &database);
    [[nodiscard]] bool take(QueuedJob &job);
    [[nodiscard]] std::vector<QueuedJob> takeAway(const std::function<bool(const QueuedJob &)> &which);
    void sayCancelled(const std::vector<QueuedJob> &jobs) const;
};

/// The thread's life: the database is made, used and closed here.
void Connection::Private::serve(std::promise<Result<Done>> opened)
{
    const Driver *driver = driverByName(spec.driver);
    if (!driver) {
        opened.set_value(Error::invalid(u"There is no driver “%1”."_s.arg(spec.driver)));
        return;
    }
    auto database = driver->open(spec);
    if (!database) {
        opened.set_value(database.error());
        return;
    }
    opened.set_value(Done{});
    runJobs(std::move(*database));
}

/// No transaction is open between two jobs, so that nothing is lost with the old one. A server that stays away is not
/// asked again by every job that waits: those fail as the first one did.
void Connection::Private::openAnew(std::unique_ptr<Database> &database)
{
    constexpr qint64 pause = 1000; // milliseconds
    constexpr qint64 patience = 5000;
    if (sinceTried.isValid() && sinceTried.elapsed() < pause)
        return;
    const Driver *driver = driverByName(spec.driver);
    auto another = driver->open(spec);
    // Whoever had its place may need a moment longer to leave.
    QElapsedTimer timer;
    for (timer.start(); !another && isForWantOfRoom(another.error()) && !closing && timer.elapsed() < patience;)
        another = driver->open(spec);
    if (!another) {
        sinceTried.start();
        qCInfo(lcDb) << "a lost connection is not back:" << another.error().message;
        return;
    }
    sinceTried.invalidate();
    database = std::move(*another);
    std::function<void()> told;
    {
        const QMutexLocker lock(&mutex);
        if (!std::exchange(letGo, false)) // that is no news
            told = reopened;
    }
    if (told)
        told();
}

void Connection::Private::runJobs(std::unique_ptr<Database> database)
{
    QueuedJob job;
    while (take(job)) {
        RunningJob context(job, closing);
        if (!context.isCancelled() && database->isLost())
            openAnew(database);
        database->setStopRequested([&context] { return context.isCancelled(); });
        job.run(context.isCancelled() ? nullptr : database.get(), context);
        database->setStopRequested({});
        job = {}; // what it captured goes now, not with the next job
    }
}

bool Connection::Private::take(QueuedJob &job)
{
    const QMutexLocker lock(&mutex);
    while (!closing && urgent.empty() && waiting.empty())
        work.wait(&mutex);
    if (closing)
        return false;
    auto &queue = urgent.empty() ? waiting : urgent;
    job = std::move(queue.front());
    queue.pop_front();
    return true;
}

std::vector<QueuedJob> Connection::Private::takeAway(const std::function<bool(const QueuedJob &)> &which)
{
    std::vector<QueuedJob> taken;
    const QMutexLocker lock(&mutex);
    for (auto *queue : {&urgent, &waiting}) {
        std::deque<QueuedJob> kept;
        for (QueuedJob &job : *queue) {
            if (which(job))
                taken.push_back(std::move(job));
            else
                kept.push_back(std::move(job));
        }
        queue->swap(kept);
    }
    return taken;
}

void Connection::Private::sayCancelled(const std::vector<QueuedJob> &jobs) const
{
    for (const QueuedJob &job : jobs) {
        RunningJob context(job, closing);
        job.run(nullptr, context);
    }
}

Connection::Connection(std::unique_ptr<Private> priv)
    : d(std::move(priv))
{
}

Result<std::shared_ptr<Connection>> Connection::open(const ConnectionSpec &spec)
{
    std::shared_ptr<Connection> connection(new Connection(std::make_unique<Private>()));
    Private *priv = connection->d.get();
    priv->spec = spec;
    std::promise<Result<Done>> opened;
    auto answer = opened.get_future();
    priv->thread.reset(
        QThread::create([priv, opened = std::move(opened)]() mutable { priv->serve(std::move(opened)); }));
    priv->thread->setObjectName(u"connection"_s);
    priv->thread->start();
    RC_TRY(answer.get());
    return connection;
}

Connection::~Connection()
{
    Q_ASSERT_X(QThread::currentThread() != d->thread.get(), "Connection", "a job must not own its connection");
    {
        const QMutexLocker lock(&d->mutex);
        d->closing = true;
        d->work.wakeAll();
    }
    d->thread->wait();
    d->sayCancelled(d->takeAway([](const QueuedJob &) { return true; }));
}

const ConnectionSpec &Connection::spec() const
{
    return d->spec;
}

QFuture<Result<bool>> Connection::letGo()
{
    return submit([priv = d.get()](Database &database, JobContext &) -> Result<bool> {
        {
            const QMutexLocker lock(&priv->mutex);
            priv->letGo = true;
        }
        database.letGo();
        return true;
    });
}

void Connection::setReopened(std::function<void()> told)
{
    const QMutexLocker lock(&d->mutex);
    d->reopened = std::move(told);
}

void Connection::enqueue(Run run, std::function<bool()> isCancelled, std::function<void(int, int)> progress,
                         Priority priority)
{
    {
        const QMutexLocker lock(&d->mutex);
        auto &queue = priority == Priority::High ? d->urgent : d->waiting;
        queue.push_back({std::move(run), std::move(isCancelled), std::move(progress)});
        d->work.wakeOne();
    }
    // Those given up meanwhile need not wait for the running job to finish before they say so.
    d->sayCancelled(d->takeAway([](const QueuedJob &job) { return job.isCancelled(); }));
}

Result<SettledConnection> openSettled(const ConnectionSpec &spec, bool mayWrite)
{
    Q_ASSERT(spec.isReadOnly());
    auto opened = Connection::open(spec);
    const Driver *driver = driverByName(spec.driver);
    if (opened)
        return SettledConnection{std::move(*opened), false};
    if (!mayWrite || !driver || !driver->isUnfinishedChange(opened.error()))
        return opened.error();
    ConnectionSpec writing = spec;
    writing.mode = ConnectionSpec::Mode::Write;
    const auto settled = Connection::open(writing); // reads once, and with that rolls back
    RC_TRY(settled);
    opened = Connection::open(spec);
    RC_TRY(opened);
    return SettledConnection{std::move(*opened), true};
}

} // namespace core
