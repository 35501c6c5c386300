// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connectionloan.h"
#include "core/session/projectschema.h"
#include "core/session/session.h"
#include "core/session/stagedstore.h"
#include "core/session/target.h"

#include <QElapsedTimer>
#include <QPromise>
#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <mutex>

namespace core {

/// The session's own parts; included by core/session/session*.cpp only.
struct Session::Private {
    Target target;
    const Dialect *dialect = nullptr;
    QString readOnlyBecause; ///< empty: may write
    bool trusted = true;
    QString stateFolder;
    QStringList facts;

    ConnectionPtr reader;     ///< what is looked at
    ConnectionPtr background; ///< counts, orders, introspection
    /// The server takes no second connection: one does for both, and is lent to each job of the pool.
    bool oneConnection = false;
    QThreadPool pool;         ///< the writer and dry runs: each opens its own connection and closes it again
    std::atomic<bool> closing = false;

    SchemaPtr schema;
    RelationGraph relations;
    LabelRules labels;
    Preferences preferences;
    std::mutex preferencesMutex;    ///< one writes at a time
    std::atomic<int> decisions = 0; ///< names the newest, which is the one to be kept
    QString preferencesProblem; ///< why what was decided could not be read; it is not written over then
    std::shared_ptr<WarmBridge> bridge; ///< with it; jobs hold it, too
    std::unique_ptr<ProjectSchema> project; ///< null: not followed
    QList<DrawnForeignKey> declaredRelations; ///< of the project, as they are in `relations`
    int reloads = 0; ///< names the newest reload, so that an older answer is dropped
    bool dataChangedAfterReload = false;

    ChangeSet changes;
    std::shared_ptr<const ChangeSet> sharedChanges = std::make_shared<const ChangeSet>();
    mutable std::shared_ptr<const Script> script; ///< of exactly these changes; null: not written yet
    std::atomic<quint64> scriptAsked = 0;         ///< names the newest question for it, and the edits it is about
    QThreadPool scriptPool;                       ///< one thread, that writes it
    bool applying = false;
    QFuture<Result<Impact>> impact; ///< the newest question about the edits

    std::unique_ptr<StagedStore> staged; ///< from the first edit on, or when there is something to recover
    RecoveredEdits recovered;
    std::optional<bool> keepsStaged; ///< what a person said about them at the end; else see editsTouched
    bool editsTouched = false;    ///< staged or applied here: then closing is the person's word about the recovered
    bool stagedProblemSaid = false;

    std::optional<MigrationBoard> board;
    mutable QHash<int, std::shared_ptr<const Script>> migrationScripts;
    QString boardProblem;
    int boardReads = 0;

    Database::Versions versions;
    bool isServer = false; ///< else a file
    std::optional<FileIdentity> file;
    bool checking = false;
    QElapsedTimer lastLook; ///< for changes from outside
    int changedLooks = 0;   ///< the last ones in a row, at a server
    [[nodiscard]] bool isWorthTelling(bool changed, bool otherSchema);
    int writes = 0; ///< by us, begun or ended: an answer about versions that spans one says nothing
    int trials = 0; ///< dry runs and the like under way on a server: to it they are transactions like anybody's
    void trialBegins();
    void trialEnded(Session *session); ///< nobody else is blamed for it
    bool replacedReported = false;

    Private() { scriptPool.setMaxThreadCount(1); }
    ~Private();
    /// Of recovered edits whose Apply was under way: looks what is in the database. Blocks.
    [[nodiscard]] RecoveredEdits::Applying howApplyingEnded();
    /// What applies the edits is another one from now on: one that is being written is not wanted any more.
    void forgetScript()
    {
        script.reset();
        ++scriptAsked;
    }
    /// Lets go of the connections to a server until they are needed again; waits for that. Any thread but theirs.
    [[nodiscard]] std::function<void()> alone() const
    {
        if (!isServer || oneConnection)
            return {};
        return [reader = reader, background = background] {
            for (const ConnectionPtr &connection : {reader, background}) {
                if (connection)
                    connection->letGo().waitForFinished();
            }
        };
    }
    /// Relations and labels from the schema and what was decided.
    void relate();
    [[nodiscard]] QList<DrawnForeignKey> declared() const; ///< what the project declares beside this very schema

    using Loans = std::vector<std::shared_ptr<void>>;
    /// Of all connections that are open; empty when it was not waited for.
    [[nodiscard]] Loans lendAll(const JobContext &context);
    /// The server took no connection more, so that nothing was begun: with those that are lent there is room.
    template <typename T> [[nodiscard]] bool isWithoutRoom(const Result<T> &result) const
    {
        return isServer && !result && isForWantOfRoom(result.error());
    }
    std::atomic<int> readersLent = 0; ///< so often it is opened anew without any news
    enum class Needs { Database, Nothing }; ///< whether a job opens the database
    /// Runs job(JobContext &) -> Result<T> on a thread of the pool. `done` gets what really happened, on the session's
    /// thread and before whoever waits for the future; a cancel that came too late takes the result from the future only.
    template <typename T, typename Job, typename Handler>
    QFuture<Result<T>> inPool(Session *session, Job job, Handler done, Needs needs = Needs::Database);
};

template <typename T> class PoolContext final : public JobContext {
public:
    PoolContext(QPromise<Result<T>> &promise, const std::atomic<bool> &closing)
        : m_promise(promise)
        , m_closing(closing)
    {
    }
    [[nodiscard]] bool isCancelled() const override { return m_closing || m_promise.isCanceled(); }
    void setProgress(int done, int total) override
    {
        m_promise.setProgressRange(0, total);
        m_promise.setProgressValue(done);
    }
    void report(int done, int total, const QString &what) override
    {
        m_promise.setProgressRange(0, std::max(1, total));
        m_promise.setProgressValueAndText(std::max(1, done), what); // Qt keeps no text beside a zero
    }

private:
    QPromise<Result<T>> &m_promise;
    const std::atomic<bool> &m_closing;
};

template <typename T, typename Job, typename Handler>
QFuture<Result<T>> Session::Private::inPool(Session *session, Job job, Handler done, Needs needs)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    pool.start([this, session, promise, needs, job = std::move(job), done = std::move(done)] {
        PoolContext<T> context(*promise, closing);
        Result<T> result(Error::cancelled());
        if (!oneConnection || needs == Needs::Nothing)
            result = context.isCancelled() ? result : Result<T>(job(context));
        if (oneConnection ? needs == Needs::Database : isWithoutRoom(result)) {
            const Loans loans = lendAll(context);
            result = loans.empty() || context.isCancelled() ? Result<T>(Error::cancelled()) : Result<T>(job(context));
        }
        QMetaObject::invokeMethod(session, [done, result] { done(result); }, Qt::QueuedConnection);
        promise->addResult(result);
        promise->finish();
    });
    return future;
}

/// A future that has ended already.
template <typename T> QFuture<Result<T>> finishedWith(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

} // namespace core
