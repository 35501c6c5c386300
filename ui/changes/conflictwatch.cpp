// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/conflictwatch.h"

#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostNamed = 5;

} // namespace

ConflictWatch::ConflictWatch(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&m_session, &core::Session::changedOutside, this, &ConflictWatch::look);
    connect(&m_session, &core::Session::changesChanged, this, [this] {
        if (!m_conflicts.isEmpty())
            look(); // a choice may have settled them
    });
}

void ConflictWatch::look()
{
    const quint64 generation = ++m_generation;
    if (m_session.changes()->isEmpty()) {
        take({});
        return;
    }
    core::whenDone(m_session.findConflicts(), this,
                   [this, generation](const core::Result<QList<core::Conflict>> &conflicts) {
                       // What cannot be looked at now is found out by Apply.
                       if (conflicts && generation == m_generation)
                           take(*conflicts);
                   });
}

void ConflictWatch::take(const QList<core::Conflict> &conflicts)
{
    if (m_conflicts == conflicts)
        return;
    m_conflicts = conflicts;
    Q_EMIT changed();
}

QString ConflictWatch::text() const
{
    QStringList rows;
    for (const core::Conflict &conflict : m_conflicts.first(qMin(mostNamed, m_conflicts.size())))
        rows.append((conflict.vanished ? tr("%1 (gone)") : tr("%1 (changed)")).arg(rowText(conflict.table, conflict.key)));
    QString text = rows.join(u", "_s);
    if (m_conflicts.size() > mostNamed)
        text += tr(" and %1 more").arg(countText(m_conflicts.size() - mostNamed));
    return text;
}

} // namespace ui

#include "moc_conflictwatch.cpp"
