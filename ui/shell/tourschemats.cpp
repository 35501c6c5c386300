// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourschemats.h"

#include "core/session/session.h"
#include "ui/changes/editstack.h"
#include "ui/changes/madevalues.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/projectsource.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

core::QualifiedName writersTable()
{
    return {{}, u"users"_s};
}

QByteArray withFunctions(QByteArray text)
{
    text.replace("bio: text('bio'),", "bio: text('bio').$defaultFn(() => 'New among us'),");
    text.replace("lastSeenAt: integer('last_seen_at', { mode: 'timestamp' }),",
                 "lastSeenAt: integer('last_seen_at', { mode: 'timestamp' }).$defaultFn(() => {\n"
                 "      throw new Error('The clock is not set');\n    }),");
    return text;
}

} // namespace

QByteArray rewriteTourSchema(core::Session &session, const std::function<QByteArray(QByteArray)> &change)
{
    QFile file(QDir(QFileInfo(session.location()).absolutePath()).filePath(u"src/schema.ts"_s));
    if (!file.open(QFile::ReadWrite))
        return {};
    const QByteArray before = file.readAll();
    file.resize(0);
    file.write(change(before));
    return before;
}

QList<TourScene> schemaTsScenes(const std::function<Workspace &()> &workspace)
{
    if (qEnvironmentVariable("RAINCHECK_TOUR_PACKAGES").isEmpty())
        return {};
    const auto source = [workspace] {
        return MigrationSources::of(workspace().session()).find(ProjectSource::sourceId());
    };
    const auto isShown = [workspace, source] {
        auto *page = qobject_cast<MigrationsPage *>(workspace().pages().currentPage());
        return page && source() && page->preview().source() == source() && page->preview().isSettled();
    };
    const auto kept = std::make_shared<QByteArray>();
    const auto newRow = std::make_shared<qint64>(0);
    return {
        {u"schema-ts"_s,
         [=] {
             static_cast<void>(workspace().perform(u"migrations.open"_s));
             MigrationSources::of(workspace().session()).select(ProjectSource::sourceId());
         },
         [=] { return isShown() && source()->draft(); }},
        {u"schema-ts-mistake"_s,
         [=] {
             *kept = rewriteTourSchema(workspace().session(),
                                       [](QByteArray text) { return text.replace("text('body')", "text('body'"); });
         },
         [=] { return isShown() && source()->isProblem(); }},
        {{},
         [=] { rewriteTourSchema(workspace().session(), [=](const QByteArray &) { return withFunctions(*kept); }); },
         [=] {
             return source() && source()->draft()
                 && MadeValues::of(workspace().session()).isMade(writersTable(), u"bio"_s);
         }},
        {u"made-by-schema-ts"_s,
         [=] {
             MigrationSources::of(workspace().session()).select({});
             workspace().open({Place::Kind::Table, {writersTable(), {}, std::nullopt, {}}}, PageArea::OpenAs::Pinned);
             *newRow = workspace().session().changes()->nextInsertId();
             static_cast<void>(workspace().perform(u"row.insert"_s));
         },
         [=] {
             const MadeValues &made = MadeValues::of(workspace().session());
             return !made.problem(writersTable(), *newRow, u"last_seen_at"_s).isEmpty();
         }},
        {{},
         [=] {
             workspace().edits().discardAll();
             if (auto *bar = workspace().window()->findChild<MessageBar *>())
                 bar->dismiss(); // what it says is mended by now
         },
         {}},
    };
}

} // namespace ui
