// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourconnect.h"

#include "core/session/session.h"
#include "ui/actions/actionregistry.h"
#include "ui/changes/typedname.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/passworddialog.h"
#include "ui/connect/roledialog.h"
#include "ui/connect/serverfields.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/startpage.h"
#include "ui/shell/workspace.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// The same picture on every machine, whatever PG* variables are set.
core::ServerDefaults tourDefaults()
{
    return {[](const char *) { return QString(); }, u"/nowhere"_s, u"ann"_s};
}

ServerForm tourServer()
{
    ServerForm form;
    form.address = *core::parseServerAddress(u"postgresql://ann@db.example.com:6432/shop?sslmode=verify-full"_s);
    form.address.password = u"an example"_s;
    form.keepPassword = true;
    form.name = u"Shop, live"_s;
    form.mark = core::Environment::Production;
    return form;
}

QList<RecentDatabase> tourRecent()
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    RecentDatabase live{u"postgresql://ann@db.example.com/shop"_s,
                        u"Shop, live"_s,
                        u"PostgreSQL · db.example.com/shop · ann"_s,
                        core::Environment::Production,
                        true,
                        true,
                        now.addSecs(-240)};
    RecentDatabase staging{u"postgresql://ann@staging.example.com/shop"_s,
                           u"staging.example.com/shop"_s,
                           u"PostgreSQL · ann"_s,
                           core::Environment::Staging,
                           true,
                           false,
                           now.addDays(-1)};
    RecentDatabase local{u"postgresql:///shop_dev"_s,
                         u"shop_dev on this machine"_s,
                         u"PostgreSQL"_s,
                         core::Environment::Local,
                         true,
                         false,
                         now.addDays(-3)};
    RecentDatabase file = recentFile(u"/srv/projects/rainfall/drizzle.config.ts"_s);
    file.opened = now.addDays(-9);
    RecentDatabase old = recentFile(u"/srv/data/weather.sqlite"_s);
    return {live, staging, file, local, old};
}

/// Over everything, where the window's own stands when nothing is open.
StartPage *tourStartPage(QWidget &window)
{
    return window.findChild<StartPage *>(u"tourStartPage"_s);
}

void showTourStartPage(MainWindow &window)
{
    auto *page = new StartPage(window.actions(), window.centralWidget());
    page->setObjectName(u"tourStartPage"_s);
    page->setRecent(tourRecent());
    page->setGeometry(window.workspace()->geometry().translated(window.workspace()->parentWidget()->pos()));
    page->setAutoFillBackground(true);
    page->show();
    page->raise();
}

void setTourMark(Workspace &workspace, core::Environment mark)
{
    std::ignore = core::EnvironmentMark::of(workspace.session()).set(mark); // of a sample that goes away
}

} // namespace

QList<TourScene> connectScenes(const std::function<Workspace &()> &workspace, const std::function<QDialog *()> &dialog)
{
    const auto window = [workspace]() -> MainWindow & { return *static_cast<MainWindow *>(workspace().window()); };
    const auto connecting = [dialog] { return qobject_cast<ConnectDialog *>(dialog()); };
    const auto close = [dialog] {
        if (QDialog *open = dialog())
            open->done(QDialog::Rejected);
    };
    QList<TourScene> scenes;
    scenes.append({u"connect"_s, [window] { (new ConnectDialog(tourDefaults(), &window()))->open(); },
                   [dialog] { return dialog() != nullptr; }});
    scenes.append({u"connect-filled"_s,
                   [connecting] {
                       if (ConnectDialog *shown = connecting()) {
                           shown->fields().setForm(tourServer());
                           shown->showAnswer({u"PostgreSQL 15.18"_s, u"time zone UTC"_s, u"TLSv1.3"_s});
                       }
                   },
                   {}});
    scenes.append({u"connect-refused"_s,
                   [connecting] {
                       core::Error error = core::Error::io(
                           u"The server of shop on db.example.com:6432 refused the password for “ann”."_s);
                       error.code = u"28P01"_s;
                       if (ConnectDialog *shown = connecting())
                           shown->showFailure(error);
                   },
                   {}});
    scenes.append({{}, close, [dialog] { return dialog() == nullptr; }});
    scenes.append({u"connect-password"_s,
                   [window] {
                       (new PasswordDialog(u"Shop, live"_s,
                                           u"The server of shop on db.example.com:6432 wants a password for “ann”."_s,
                                           true, &window()))
                           ->open();
                   },
                   [dialog] { return dialog() != nullptr; }});
    scenes.append({{}, close, [dialog] { return dialog() == nullptr; }});
    scenes.append({u"connect-role"_s,
                   [window] {
                       auto *shown = new RoleDialog(u"Shop, live"_s, &window());
                       shown->setRoles(QStringList{u"anon"_s, u"authenticated"_s, u"reporting"_s});
                       shown->setRole({u"authenticated"_s, u"request.jwt.claims"_s, u"{\"sub\": \"7f3c\"}"_s});
                       shown->open();
                   },
                   [dialog] { return dialog() != nullptr; }});
    scenes.append({{}, close, [dialog] { return dialog() == nullptr; }});
    scenes.append({{}, [window] { window().resize(900, 600); }, {}});
    scenes.append({u"connect-small"_s,
                   [window] {
                       auto *shown = new ConnectDialog(tourDefaults(), &window());
                       shown->fields().setForm(tourServer());
                       shown->open();
                   },
                   [dialog] { return dialog() != nullptr; }});
    scenes.append({{}, close, [dialog] { return dialog() == nullptr; }});
    scenes.append({{}, [window] { window().resize(1440, 900); }, {}});
    scenes.append({u"start-servers"_s, [window] { showTourStartPage(window()); }, {}});
    scenes.append({{}, [window] { delete tourStartPage(window()); }, {}});
    scenes.append({u"production"_s, [workspace] { setTourMark(workspace(), core::Environment::Production); }, {}});
    scenes.append({{}, [workspace] { setTourMark(workspace(), core::Environment::Unmarked); }, {}});
    return scenes;
}

} // namespace ui
