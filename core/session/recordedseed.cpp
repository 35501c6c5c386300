// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/recordedseed.h"

#include "core/base/whendone.h"
#include "core/db/database.h"
#include "core/db/passwords.h"
#include "core/dialect/probesql.h"
#include "core/session/environment.h"
#include "core/session/history.h"
#include "core/session/serveraddress.h"
#include "core/session/session.h"
#include "core/session/target.h"

#include <QElapsedTimer>
#include <QPromise>
#include <QThreadPool>
#include <QUrl>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// On a thread of the global pool; with values only, as nobody waits for it when this object goes.
template <typename T, typename Job> QFuture<Result<T>> inBackground(Job job)
{
    auto promise = std::make_shared<QPromise<Result<T>>>();
    promise->start();
    auto future = promise->future();
    QThreadPool::globalInstance()->start([promise, job = std::move(job)] {
        promise->addResult(Result<T>(job()));
        promise->finish();
    });
    return future;
}

/// The very server that was reset, whatever the project's .env says by now; of a file the project knows itself.
QString seedUrl(const ConnectionSpec &spec)
{
    const Driver *driver = driverByName(spec.driver);
    const auto address = parseServerAddress(spec.location);
    if (!driver || driver->isFile() || !address)
        return {};
    const auto password = rememberedPassword(spec.location);
    if (!password)
        return spec.location;
    const QString start = spec.location.section(u"://"_s, 0, 0) + u"://"_s;
    const QString rest = spec.location.sliced(start.size());
    const QString user = address->user.isEmpty() ? QString() : rest.section(u'@', 0, 0);
    return start + user + u':' + QString::fromLatin1(QUrl::toPercentEncoding(*password)) + u'@'
        + (user.isEmpty() ? rest : rest.sliced(user.size() + 1));
}

/// What the history shows in the place of a script's SQL.
QString accountOfSeed(const Seed &seed, const QStringList &tables)
{
    QStringList lines{u"-- A script of the project, which writes by itself:"_s, u"-- $ "_s + seed.commandLine(),
                      u"-- package.json: "_s + seed.says, u"-- in "_s + seed.folder};
    for (const QString &table : tables)
        lines.append(u"-- "_s + table);
    for (QString &line : lines)
        line.replace(u'\n', u' ');
    return lines.join(u'\n') + u'\n';
}

} // namespace

QString seedPlace(const Session &session)
{
    if (!session.isOnServer())
        return session.location();
    return session.target().project ? session.target().project->configPath : QString();
}

RecordedSeed::RecordedSeed(Session &session, const Seed &seed, QObject *parent)
    : QObject(parent)
    , m_place{session.target().spec, &session.dialect(), session.stateFolder()}
    , m_seed(seed)
    , m_refused(EnvironmentMark::of(session).isProduction())
{
}

RecordedSeed::~RecordedSeed() = default;

Result<RecordedSeed::Rows> RecordedSeed::rowsAt(const Place &place)
{
    ConnectionSpec spec = place.spec;
    spec.mode = ConnectionSpec::Mode::Read;
    const auto database = driverByName(spec.driver)->open(spec);
    RC_TRY(database);
    const auto schema = place.dialect->introspect(**database);
    RC_TRY(schema);
    Rows rows;
    for (const Table &table : schema->tables) {
        if (table.internal || table.shadow || !table.brokenBecause.isEmpty())
            continue;
        if (const auto count = (*database)->queryValue(place.dialect->probeSql()->rowCount(table.name)))
            rows.insert(table.name.display(), count->toInteger());
    }
    return rows;
}

Result<RecordedSeed::Begun> RecordedSeed::begin(const Place &place, const Seed &seed)
{
    auto rows = rowsAt(place);
    RC_TRY(rows);
    const auto history = History::open(place.stateFolder);
    RC_TRY(history);
    HistoryRecord record;
    record.database = stateKey(place.spec);
    record.title = u"Seed: "_s + seed.commandLine();
    record.sql = accountOfSeed(seed, {});
    const auto id = (*history)->begin(record);
    RC_TRY(id);
    return Begun{*id, std::move(*rows)};
}

Result<QList<TableEffect>> RecordedSeed::finish(const Place &place, const Seed &seed, const Begun &begun,
                                                const Result<Done> &how, qint64 microseconds)
{
    const auto after = rowsAt(place);
    QList<TableEffect> effects;
    QStringList lines;
    Rows all = begun.rows;
    if (after)
        all.insert(*after);
    for (auto it = all.cbegin(); after && it != all.cend(); ++it) {
        const qint64 was = begun.rows.value(it.key(), 0);
        const qint64 is = after->value(it.key(), 0);
        lines.append(u"%1: %2 rows before, %3 after"_s.arg(it.key()).arg(was).arg(is));
        if (is != was)
            effects.append({it.key(), std::max<qint64>(0, is - was), 0, std::max<qint64>(0, was - is)});
    }
    if (!after)
        lines.append(u"how many rows there are afterwards could not be read: "_s + after.error().message);
    const auto history = History::open(place.stateFolder);
    RC_TRY(history);
    RC_TRY((*history)->setAccount(begun.id, accountOfSeed(seed, lines), effects));
    ScriptOutcome outcome;
    outcome.effects = effects;
    outcome.microseconds = microseconds;
    RC_TRY((*history)->finish(begun.id, how ? Result<ScriptOutcome>(outcome) : Result<ScriptOutcome>(how.error()),
                              microseconds));
    return effects;
}

void RecordedSeed::start()
{
    if (m_running || m_run)
        return;
    if (m_refused) {
        Error error;
        error.kind = Error::Kind::Refused;
        error.code = u"production"_s;
        error.message = u"This database is marked as production: no seed runs on it."_s;
        end(error);
        return;
    }
    m_running = true;
    whenDone(inBackground<Begun>([place = m_place, seed = m_seed] { return begin(place, seed); }), this,
             [this](const Result<Begun> &begun) {
                 if (begun) {
                     run(*begun);
                     return;
                 }
                 Error error = begun.error();
                 error.message = u"Nothing was run, as it could not be recorded: "_s + error.message;
                 end(error);
             });
}

void RecordedSeed::run(const Begun &begun)
{
    if (m_stopped) {
        finishWith(begun, Error::cancelled(), 0);
        return;
    }
    m_run = std::make_unique<SeedRun>(m_seed, seedUrl(m_place.spec));
    connect(m_run.get(), &SeedRun::output, this, &RecordedSeed::output);
    QElapsedTimer timer;
    timer.start();
    connect(m_run.get(), &SeedRun::ended, this,
            [this, begun, timer](const Result<Done> &how) { finishWith(begun, how, timer.nsecsElapsed() / 1000); });
    m_run->start();
}

void RecordedSeed::finishWith(const Begun &begun, const Result<Done> &how, qint64 microseconds)
{
    const auto job = [place = m_place, seed = m_seed, begun, how, microseconds] {
        return finish(place, seed, begun, how, microseconds);
    };
    whenDone(inBackground<QList<TableEffect>>(job), this, [this, how](const Result<QList<TableEffect>> &effects) {
        if (effects)
            m_effects = *effects;
        end(!how || effects ? how : Result<Done>(effects.error()));
    });
}

void RecordedSeed::stop()
{
    m_stopped = true;
    if (m_run)
        m_run->stop();
}

void RecordedSeed::end(const Result<Done> &how)
{
    m_running = false;
    Q_EMIT ended(how);
}

} // namespace core
