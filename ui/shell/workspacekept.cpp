// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace: what is designed, and what the schema is compared with, are there again when the database is opened next.
#include "ui/design/designdesk.h"
#include "ui/migrate/filesource.h"
#include "ui/migrate/migrationsources.h"
#include "ui/shell/layoutstore.h"
#include "ui/shell/workspace.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr auto designKey = "design"_L1;
constexpr auto comparedKey = "comparedWith"_L1;

} // namespace

/// Every change is written, a second later at most: a crash takes no more than that. Closing asks nothing, since
/// nothing goes.
void Workspace::keepDesign()
{
    m_store.setDatabaseValue(m_session->location(), designKey, DesignDesk::of(*m_session).kept());
}

void Workspace::resumeDesign()
{
    if (!DesignDesk::canDesign(*m_session))
        return;
    DesignDesk &desk = DesignDesk::of(*m_session);
    const QByteArray kept = m_store.databaseValue(m_session->location(), designKey).toByteArray();
    if (!kept.isEmpty() && desk.resume(kept) && !desk.design().isEmpty()) {
        const auto steps = desk.design().steps().size();
        Q_EMIT noteRequested((steps == 1
                                  ? u"%1 step of a design is kept from last time; Migrations shows what it does."_s
                                  : u"%1 steps of a design are kept from last time; Migrations shows what they do."_s)
                                 .arg(steps));
    }
    connect(&desk, &DesignDesk::changed, this, &Workspace::keepDesign);
}

/// Files are read when they are looked at, not at the start.
void Workspace::resumeSources()
{
    MigrationSources &sources = MigrationSources::of(*m_session);
    const QStringList paths = m_store.databaseValue(m_session->location(), comparedKey).toStringList();
    for (const QString &path : paths)
        sources.add(new FileSource(*m_session, path, FileSource::Read::WhenWanted));
    connect(&sources, &MigrationSources::listChanged, this, [this, &sources] {
        QStringList now;
        for (const MigrationSource *source : sources.all()) {
            if (const auto *file = qobject_cast<const FileSource *>(source))
                now.append(file->path());
        }
        m_store.setDatabaseValue(m_session->location(), comparedKey, now);
    });
}

} // namespace ui
