// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationsources.h"

#include "core/session/session.h"

#include <algorithm>

namespace ui {

MigrationSources::MigrationSources(QObject *parent)
    : QObject(parent)
{
}

MigrationSources &MigrationSources::of(core::Session &session)
{
    if (auto *there = session.findChild<MigrationSources *>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new MigrationSources(&session);
}

void MigrationSources::add(MigrationSource *source)
{
    source->setParent(this);
    connect(source, &MigrationSource::changed, this, [this, source] { Q_EMIT sourceChanged(source); });
    const auto same = std::find_if(m_all.begin(), m_all.end(),
                                   [source](const MigrationSource *other) { return other->id() == source->id(); });
    if (same == m_all.end()) {
        m_all.append(source);
    } else {
        (*same)->disconnect(this);
        (*same)->deleteLater();
        *same = source;
    }
    Q_EMIT listChanged();
}

void MigrationSources::remove(const QString &id)
{
    MigrationSource *source = find(id);
    if (!source)
        return;
    m_all.removeOne(source);
    m_answers.remove(id);
    source->disconnect(this);
    source->deleteLater();
    if (m_selected == id)
        m_selected.clear();
    Q_EMIT listChanged();
}

MigrationSource *MigrationSources::find(const QString &id) const
{
    const auto it = std::find_if(m_all.cbegin(), m_all.cend(), [&](const MigrationSource *s) { return s->id() == id; });
    return it == m_all.cend() ? nullptr : *it;
}

void MigrationSources::keepAnswers(const QString &id, const core::PreviewChoices &answers)
{
    if (answers.isEmpty())
        m_answers.remove(id);
    else
        m_answers.insert(id, answers);
}

void MigrationSources::select(const QString &id)
{
    if (m_selected == id)
        return;
    m_selected = id;
    Q_EMIT selectedChanged(id);
}

} // namespace ui

#include "moc_migrationsources.cpp"
