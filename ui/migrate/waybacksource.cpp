// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/waybacksource.h"

#include "core/base/whendone.h"
#include "core/session/session.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

core::MigrationDraft draftOf(const core::WayBack &way)
{
    core::MigrationDraft draft;
    draft.sourceName = way.title;
    draft.target = way.migration->diff.target;
    draft.options = way.migration->diffOptions;
    draft.plan = way.migration->planOptions;
    return draft;
}

WayBackSource::WayBackSource(core::Session &session, qint64 historyId, const QString &title, QObject *parent)
    : MigrationSource(parent)
    , m_historyId(historyId)
    , m_title(title)
    , m_work(session.makeSchemaWork())
{
    connect(&session, &core::Session::schemaChanged, this, &WayBackSource::refresh);
    refresh();
}

WayBackSource::~WayBackSource()
{
    m_asking.cancel();
}

QString WayBackSource::idOf(qint64 historyId)
{
    return u"wayback:%1"_s.arg(historyId);
}

QString WayBackSource::stateText() const
{
    if (m_done)
        return tr("done");
    if (isReading())
        return tr("reading…");
    return m_problem.isEmpty() ? QString() : tr("none");
}

QStringList WayBackSource::remarks() const
{
    return m_done ? QStringList() : m_cannotUndo;
}

void WayBackSource::refresh()
{
    if (m_done)
        return; // what was taken back is in the history itself
    m_asking.cancel();
    m_asking = m_work->wayBack(m_historyId);
    const int generation = ++m_generation;
    core::whenDone(m_asking, this, [this, generation](const core::Result<core::WayBack> &way) {
        if (generation == m_generation)
            take(way);
    });
    Q_EMIT changed();
}

void WayBackSource::take(const core::Result<core::WayBack> &way)
{
    m_asking = {};
    if (way) {
        m_draft = draftOf(*way);
        m_cannotUndo = way->cannotUndo;
        m_problem.clear();
    } else {
        m_draft.reset();
        m_cannotUndo.clear();
        m_problem = way.error().message;
    }
    Q_EMIT changed();
}

void WayBackSource::wasApplied()
{
    m_done = true;
    ++m_generation;
    m_asking.cancel();
    m_draft.reset();
    m_problem = tr("It was taken back. The history lists that as a change of its own.");
    Q_EMIT changed();
}

} // namespace ui

#include "moc_waybacksource.cpp"
