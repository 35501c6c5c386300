// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourprojects.h"

#include "ui/shell/newfilequestion.h"
#include "ui/shell/projectchooser.h"
#include "ui/shell/workspace.h"

#include <QTreeWidget>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

const QString monorepo = u"~/projects/rainfall"_s; ///< nowhere: the same picture on every machine

QList<core::TargetChoice> monorepoChoices()
{
    const auto at = [](const QString &config) -> QString { return monorepo + u'/' + config; };
    const QString web = u"apps/web/drizzle.config.ts"_s;
    const QString api = u"apps/api/wrangler.jsonc"_s;
    const QString stats = u"packages/stats/drizzle.config.ts"_s;
    return {{at(web), web, u"sqlite"_s, u"apps/web/data/rain.db"_s, u"./src/db/schema.ts"_s, {}},
            {at(api) + u"#DB"_s, api, u"D1"_s, u"rainfall (DB)"_s, u"./src/schema.ts"_s, {}},
            {at(api) + u"#LOGS"_s, api, u"D1"_s, u"rainfall-logs (LOGS)"_s, u"./src/schema.ts"_s,
             u"It never ran on this machine: run `wrangler dev`, or apply its migrations with --local, once."_s},
            {at(stats), stats, u"turso"_s, u"packages/stats/stats.db (not there yet)"_s, u"./schema/*.ts"_s, {}}};
}

} // namespace

QList<TourScene> projectScenes(const std::function<Workspace &()> &workspace, const std::function<QDialog *()> &dialog)
{
    QList<TourScene> scenes;
    scenes.append({u"project-chooser"_s,
                   [workspace] { (new ProjectChooser(monorepo, monorepoChoices(), workspace().window()))->open(); },
                   [dialog] { return dialog() != nullptr; }});
    scenes.append({u"project-chooser-problem"_s,
                   [dialog] {
                       if (auto *list = dialog() ? dialog()->findChild<QTreeWidget *>(u"project-list"_s) : nullptr)
                           list->setCurrentItem(list->topLevelItem(2));
                   },
                   {}});
    scenes.append({u"project-new-file"_s,
                   [workspace, dialog] {
                       if (QDialog *open = dialog())
                           open->reject();
                       DialogPrompts().confirm(
                           workspace().window(),
                           newFileQuestion(u"drizzle.config.ts"_s, monorepo + u"/packages/stats/stats.db"_s),
                           [](bool) {});
                   },
                   [dialog] { return dialog() && !qobject_cast<ProjectChooser *>(dialog()); }});
    scenes.append({{},
                   [dialog] {
                       if (QDialog *open = dialog())
                           open->reject();
                   },
                   {}});
    return scenes;
}

} // namespace ui
