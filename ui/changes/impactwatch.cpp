// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/impactwatch.h"

#include "core/base/whendone.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QTimer>

namespace ui {

namespace {

constexpr int askMilliseconds = 120;
constexpr int quietMilliseconds = 400; ///< what takes longer says how far it is

} // namespace

ImpactWatch::ImpactWatch(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    m_timer->setInterval(askMilliseconds);
    connect(m_timer, &QTimer::timeout, this, &ImpactWatch::ask);
    connect(&m_session, &core::Session::changesChanged, this, &ImpactWatch::askSoon);
    connect(&m_session, &core::Session::schemaChanged, this, &ImpactWatch::askSoon);
    connect(&m_session, &core::Session::relationsChanged, this, &ImpactWatch::askSoon);
    connect(&m_session, &core::Session::dataChanged, this, &ImpactWatch::askSoon);
    connect(&m_session, &core::Session::changedOutside, this, &ImpactWatch::askSoon);
    askSoon();
}

ImpactWatch::~ImpactWatch()
{
    m_future.cancel();
}

void ImpactWatch::askSoon()
{
    m_future.cancel();
    ++m_generation;
    if (m_session.changes()->isEmpty()) {
        m_timer->stop();
        m_pending = false;
        m_rowsRead = 0;
        const bool had = m_impact || m_error;
        m_impact.reset();
        m_impactOf.reset();
        m_error.reset();
        if (had)
            Q_EMIT changed();
        return;
    }
    m_pending = true;
    m_timer->start();
}

void ImpactWatch::ask()
{
    const quint64 generation = ++m_generation;
    const std::shared_ptr<const core::ChangeSet> of = m_session.changes();
    m_future = m_session.impact();
    auto *progress = new QFutureWatcher<core::Result<core::Impact>>(this);
    QElapsedTimer since;
    since.start();
    connect(progress, &QFutureWatcherBase::progressValueChanged, this, [this, generation, since](int rows) {
        if (generation != m_generation || since.elapsed() < quietMilliseconds)
            return;
        m_rowsRead = rows;
        Q_EMIT changed();
    });
    connect(progress, &QFutureWatcherBase::finished, progress, &QObject::deleteLater);
    progress->setFuture(m_future);
    core::whenDone(m_future, this, [this, generation, of](const core::Result<core::Impact> &result) {
        if (generation == m_generation)
            take(result, of);
    });
}

bool ImpactWatch::stop()
{
    if (m_rowsRead == 0)
        return false;
    ++m_generation;
    m_future.cancel();
    m_pending = false;
    m_rowsRead = 0;
    m_impact.reset();
    m_impactOf.reset();
    m_error = core::Error::invalid(tr("counting was stopped"));
    Q_EMIT changed();
    return true;
}

void ImpactWatch::take(const core::Result<core::Impact> &result, const std::shared_ptr<const core::ChangeSet> &of)
{
    if (!result && result.error().isCancelled()) { // somebody else's question came between
        m_timer->start();
        return;
    }
    m_pending = false;
    m_rowsRead = 0;
    m_impact = result ? std::make_shared<const core::Impact>(*result) : nullptr;
    m_impactOf = result ? of : nullptr;
    m_error = result ? std::nullopt : std::optional(result.error());
    Q_EMIT changed();
}

} // namespace ui

#include "moc_impactwatch.cpp"
