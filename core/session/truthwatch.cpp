// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/truthwatch.h"

#include "core/base/whendone.h"
#include "core/drizzle/resetscript.h"
#include "core/session/projectschema.h"
#include "core/session/session.h"

#include <QPromise>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename T, typename Job> QFuture<Result<T>> onPool(QThreadPool &pool, Job job)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    pool.start([promise, job = std::move(job)] {
        promise->addResult(Result<T>(job()));
        promise->finish();
    });
    return future;
}

} // namespace

KnownTruth knownTruth(TruthInput input, const Dialect &dialect)
{
    input.snapshots = readMigrationSnapshots(input.folder);
    input.unlisted = unlistedFiles(input.folder);
    TruthBoard board = truthBoard(input, dialect);
    return {std::move(input), std::move(board)};
}

std::optional<TruthInput> truthInput(const Session &session)
{
    if (!session.migrations() || !session.schema())
        return std::nullopt;
    const MigrationBoard &board = *session.migrations();
    TruthInput input{board.folder, board.journal, board.journalTable, {}, *session.schema(), {}};
    if (session.isOnServer())
        input.server = session.target().spec;
    if (session.projectSchema() && session.projectSchema()->state() != ProjectSchema::State::Absent)
        input.project = session.projectSchema()->schema();
    return input;
}

TruthWatch::TruthWatch(Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    m_pool.setMaxThreadCount(1);
    connect(&session, &Session::migrationsChanged, this, &TruthWatch::refresh);
    connect(&session, &Session::schemaChanged, this, &TruthWatch::refresh);
    connect(&session, &Session::projectSchemaChanged, this, &TruthWatch::refresh);
    refresh();
}

TruthWatch::~TruthWatch()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void TruthWatch::refresh()
{
    const int number = ++m_generation;
    auto input = truthInput(m_session);
    if (!input) {
        m_reading = false;
        m_known.reset();
        Q_EMIT changed();
        return;
    }
    m_reading = true;
    using Known = std::shared_ptr<const KnownTruth>;
    const auto future = onPool<Known>(m_pool, [input = std::move(*input), dialect = &m_session.dialect()] {
        return Known(std::make_shared<const KnownTruth>(knownTruth(input, *dialect)));
    });
    whenDone(future, this, [this, number](const Result<Known> &known) {
        if (number != m_generation)
            return;
        m_reading = false;
        if (known)
            m_known = *known;
        Q_EMIT changed();
    });
}

QFuture<Result<TruthProposal>> TruthWatch::propose(const TruthRequest &request)
{
    return onPool<TruthProposal>(m_pool,
                                 [request, known = m_known, dialect = &m_session.dialect()]() -> Result<TruthProposal> {
                                     if (!known)
                                         return Error::invalid(u"There is no migrations folder."_s);
                                     return core::propose(request, known->input, known->board, *dialect);
                                 });
}

QFuture<Result<TruthProposal>> TruthWatch::proposeReset()
{
    return onPool<TruthProposal>(
        m_pool,
        [known = m_known, dialect = &m_session.dialect(),
         onServer = m_session.isOnServer()]() -> Result<TruthProposal> {
            if (!known)
                return Error::invalid(u"There is no migrations folder, so that there is nothing to begin anew from."_s);
            const TruthInput &input = known->input;
            const Scope scope = resetScope(input, *dialect);
            auto script = resetScript(input.folder, input.live, {input.journal, input.journalTable, dialect}, scope);
            RC_TRY(script);
            TruthProposal proposal;
            proposal.title = script->title;
            proposal.explanation =
                u"Step 1 of 2: everything in %1 goes, with all rows, and all migrations run on what is empty then, in "
                u"one "
                "transaction; %2. Step 2: the project's seed, which is shown before it runs."_s.arg(
                    scope.schemas.isEmpty() ? u"the database"_s : u"the schemas "_s + scope.schemas.join(u", "_s),
                    onServer ? u"nothing brings the rows back, unless you have a dump of the server"_s
                             : u"a backup brings it back"_s);
            proposal.runsMigrations = true;
            proposal.script = std::make_shared<const Script>(std::move(*script));
            return proposal;
        });
}

} // namespace core
