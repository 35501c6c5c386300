// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourkit.h"

#include "core/session/session.h"
#include "ui/migrate/checkpane.h"
#include "ui/migrate/generatedesk.h"
#include "ui/migrate/generatepane.h"
#include "ui/migrate/kitpane.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/pullpane.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/tourschemats.h"
#include "ui/shell/workspace.h"

#include <QDir>
#include <QFileInfo>

#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString kitSchemaPath(const core::Session &session)
{
    return QDir(QFileInfo(session.location()).absolutePath()).filePath(u"src/schema.ts"_s);
}

/// A column with another name, one that wants a value, and one that is new.
QByteArray withNextWishes(QByteArray text)
{
    // schemaTsScenes() may have given it a default function.
    text.replace("bio: text('bio')", "rank: integer('rank').notNull(),\n    biography: text('biography')");
    return text;
}

} // namespace

QList<TourScene> kitScenes(const std::function<Workspace &()> &workspace)
{
    const auto page = [workspace] { return qobject_cast<MigrationsPage *>(workspace().pages().currentPage()); };
    const auto settled = [page] { return page() && page()->isSettled(); };
    const auto act = [workspace](const QString &id) { return [=] { (void)workspace().perform(id); }; };
    const auto resize = [workspace](int width, int height) {
        return [=] { workspace().window()->resize(width, height); };
    };
    const auto asks = [page] { return page() && !page()->kit().generate().desk().desk().questions().isEmpty(); };
    const auto kept = std::make_shared<QByteArray>();
    const bool isEvaluated = !qEnvironmentVariable("RAINCHECK_TOUR_PACKAGES").isEmpty();
    QList<TourScene> scenes{{u"generate-nothing"_s, act(u"drizzle.generate"_s), settled},
                            {u"push"_s, act(u"drizzle.push"_s), settled}};
    if (isEvaluated) {
        scenes += {{{},
                    [=] {
                        (void)workspace().perform(u"drizzle.generate"_s);
                        *kept = rewriteTourSchema(workspace().session(), withNextWishes);
                    },
                    [=] { return settled() && asks(); }},
                   {u"generate"_s, [] {}, settled},
                   {u"generate-small"_s, resize(900, 600), settled},
                   {u"generate-narrow"_s, resize(760, 600), settled},
                   {{}, resize(1440, 900), {}},
                   {{},
                    [=] { rewriteTourSchema(workspace().session(), [=](const QByteArray &) { return *kept; }); },
                    [=] { return settled() && !asks(); }}};
    }
    scenes += {{u"pull"_s, act(u"drizzle.pull"_s), settled},
               {u"pull-replaces"_s,
                [=] {
                    if (page())
                        page()->kit().pull().setFolder(QFileInfo(kitSchemaPath(workspace().session())).absolutePath());
                },
                settled},
               {u"pull-small"_s, resize(900, 600), settled},
               {{}, resize(1440, 900), {}},
               {u"check-in-order"_s, act(u"drizzle.check"_s), settled}};
    return scenes;
}

QList<TourScene> kitTroubleScenes(const std::function<Workspace &()> &workspace)
{
    const auto settled = [workspace] {
        auto *page = qobject_cast<MigrationsPage *>(workspace().pages().currentPage());
        return page && page->isSettled();
    };
    const auto resize = [workspace](int width, int height) {
        return [=] { workspace().window()->resize(width, height); };
    };
    const auto open = [workspace](const QString &id) { return [=] { (void)workspace().perform(id); }; };
    return {{u"check"_s, open(u"drizzle.check"_s), settled},
            {u"check-small"_s, resize(900, 600), settled},
            {u"truth-board-small"_s,
             [=] {
                 (void)workspace().perform(u"truth.open"_s);
                 if (auto *page = qobject_cast<MigrationsPage *>(workspace().pages().currentPage()))
                     page->truth().review().close();
             },
             settled},
            {u"truth-board-narrow"_s, resize(760, 600), settled},
            {{}, resize(1440, 900), {}}};
}

} // namespace ui
