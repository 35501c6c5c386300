// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/serveropener.h"

#include "core/base/whendone.h"
#include "core/db/passwords.h"
#include "core/session/secretstore.h"
#include "core/session/serverrole.h"
#include "core/session/servertrial.h"
#include "core/session/session.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/passworddialog.h"
#include "ui/connect/roledialog.h"
#include "ui/connect/serverfields.h"
#include "ui/shell/layoutstore.h"
#include "ui/shell/windowservices.h"

#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr auto serverNameKey = "name"_L1;
constexpr auto serverReadOnlyKey = "readOnly"_L1;
constexpr auto serverKeptKey = "passwordKept"_L1;

QString serverPlace(const QString &url)
{
    const auto address = core::parseServerAddress(url);
    return address ? address->place() : url;
}

} // namespace

ServerOpener::ServerOpener(WindowServices &services, LayoutStore &store, Window window, QWidget *parent)
    : QObject(parent)
    , m_services(services)
    , m_store(store)
    , m_window(std::move(window))
    , m_parent(parent)
{
}

QString ServerOpener::nameOf(const LayoutStore &store, const QString &url)
{
    const QString name = store.databaseValue(url, serverNameKey).toString();
    return name.isEmpty() ? serverPlace(url) : name;
}

bool ServerOpener::isReadOnly(const LayoutStore &store, const QString &url)
{
    return store.databaseValue(url, serverReadOnlyKey).toBool();
}

bool ServerOpener::isKept(const QString &url) const
{
    return m_store.databaseValue(url, serverKeptKey).toBool();
}

core::Environment ServerOpener::markOf(const QString &url) const
{
    const auto mark = core::EnvironmentStore(m_services.stateFolder, url).read();
    return mark ? mark->environment : core::Environment::Production;
}

void ServerOpener::usePassword(const QString &url, const QString &password)
{
    if (password.isEmpty())
        core::forgetPassword(url);
    else
        core::rememberPassword(url, password);
}

void ServerOpener::withKeptPassword(const QString &url, const std::function<void()> &then)
{
    if (!m_services.secrets || !isKept(url) || core::rememberedPassword(url)) {
        then();
        return;
    }
    core::whenDone(m_services.secrets->read(url), this,
                   [this, url, then, generation = m_generation](const core::SecretStore::Read &kept) {
                       if (generation != m_generation)
                           return;
                       if (kept && *kept)
                           core::rememberPassword(url, **kept);
                       else if (!kept)
                           Q_EMIT noted(kept.error().message);
                       then();
                   });
}

void ServerOpener::open(const QString &address, const QString &table)
{
    const auto read = core::parseServerAddress(address);
    if (!read) {
        Q_EMIT failed(read.error());
        return;
    }
    m_window.askIfStaged(tr("Open another database?"),
                         [this, given = *read, table] {
                             ++m_generation;
                             const QString url = given.url();
                             if (!given.password.isEmpty())
                                 core::rememberPassword(url, given.password);
                             withKeptPassword(url, [this, url, table] { openKnown(url, table); });
                         },
                         {});
}

/// A server that wants a password, or another one, is tried again with what the person says.
std::function<bool(const core::Error &)>
ServerOpener::askingAgain(const QString &url, const std::function<void(const OpeningAnswer &)> &again)
{
    return [this, url, again](const core::Error &why) {
        if (!core::isForWantOfPassword(why))
            return false;
        core::forgetPassword(url);
        askForPassword(url, why, again);
        return true;
    };
}

void ServerOpener::openKnown(const QString &url, const QString &table)
{
    const auto again = [this, url, table](const OpeningAnswer &answer) {
        m_window.open(url, isReadOnly(m_store, url), table, answer);
    };
    OpeningAnswer answer;
    answer.failed = askingAgain(url, again);
    again(answer);
}

void ServerOpener::openWithPassword(const QString &url, const core::Error &why,
                                    const std::function<void(const OpeningAnswer &)> &again)
{
    core::forgetPassword(url);
    withKeptPassword(url, [this, url, why, again] {
        if (!core::rememberedPassword(url)) {
            askForPassword(url, why, again);
            return;
        }
        OpeningAnswer answer;
        answer.failed = askingAgain(url, again);
        again(answer);
    });
}

void ServerOpener::askForPassword(const QString &url, const core::Error &why,
                                  const std::function<void(const OpeningAnswer &)> &again)
{
    auto *dialog = new PasswordDialog(nameOf(m_store, url), why.message, isKept(url), m_parent);
    connect(dialog, &QDialog::accepted, this, [this, dialog, url, again] {
        ++m_generation;
        usePassword(url, dialog->password());
        OpeningAnswer answer;
        answer.opened = [this, url, password = dialog->password(), keep = dialog->keep()](core::Session &) {
            if (keep)
                keepPassword(url, password);
        };
        answer.failed = askingAgain(url, again);
        again(answer);
    });
    dialog->open();
}

/// What cannot be kept is asked for again next time, and that is said.
void ServerOpener::keepPassword(const QString &url, const QString &password)
{
    if (!m_services.secrets || password.isEmpty())
        return;
    m_store.setDatabaseValue(url, serverKeptKey, true);
    core::whenDone(m_services.secrets->keep(url, password), this, [this, url](const core::Result<core::Done> &kept) {
        if (kept)
            return;
        m_store.setDatabaseValue(url, serverKeptKey, false);
        Q_EMIT noted(kept.error().message + u' ' + tr("It is asked for again next time."));
    });
}

void ServerOpener::forget(const QString &url)
{
    core::forgetPassword(url);
    if (m_services.secrets && isKept(url)) {
        core::whenDone(m_services.secrets->forget(url), this, [this](const core::Result<core::Done> &gone) {
            if (!gone)
                Q_EMIT failed(gone.error());
        });
    }
    for (const auto key : {serverNameKey, serverReadOnlyKey, serverKeptKey})
        m_store.setDatabaseValue(url, key, QString());
}

void ServerOpener::showDialog(const QString &url)
{
    if (m_dialog) {
        m_dialog->activateWindow();
        return;
    }
    m_dialog = new ConnectDialog(core::ServerDefaults::ofThisProcess(), m_parent);
    m_markBefore = core::Environment::Unmarked;
    if (const auto address = core::parseServerAddress(url); address && !url.isEmpty()) {
        ServerForm form;
        form.address = *address;
        form.keepPassword = isKept(url);
        form.name = m_store.databaseValue(url, serverNameKey).toString();
        form.mark = m_markBefore = markOf(url);
        form.readOnly = isReadOnly(m_store, url);
        m_dialog->fields().setForm(form);
        m_dialog->fields().setKept(form.keepPassword);
    }
    connect(m_dialog, &ConnectDialog::testRequested, this, [this](const ServerForm &form) { test(*m_dialog, form); });
    connect(m_dialog, &ConnectDialog::connectRequested, this,
            [this](const ServerForm &form) { connectBy(*m_dialog, form); });
    connect(m_dialog, &ConnectDialog::stopRequested, this, [this] {
        ++m_generation;
        m_window.stop();
    });
    m_dialog->open();
}

/// The password that is tried is known only as long as that takes.
void ServerOpener::test(ConnectDialog &dialog, const ServerForm &form)
{
    ++m_generation;
    const QString url = form.address.url();
    const auto before = core::rememberedPassword(url);
    const auto ask = [this, url, before, shown = QPointer(&dialog), generation = m_generation] {
        auto answer = QtConcurrent::run([tryOut = m_services.tryServer, url] { return tryOut(url); });
        core::whenDone(answer, this, [this, url, before, shown, generation](const core::Result<QStringList> &facts) {
            usePassword(url, before.value_or(QString()));
            if (!shown || generation != m_generation)
                return;
            if (facts)
                shown->showAnswer(*facts);
            else
                shown->showFailure(facts.error());
        });
    };
    if (!form.address.password.isEmpty())
        core::rememberPassword(url, form.address.password);
    withKeptPassword(url, ask);
}

void ServerOpener::connectBy(ConnectDialog &dialog, const ServerForm &form)
{
    const QString url = form.address.url();
    OpeningAnswer answer;
    answer.opened = [this, url, form, shown = QPointer(&dialog)](core::Session &session) {
        remember(url, form);
        mark(session, form.mark, m_markBefore);
        if (shown)
            shown->finish();
    };
    answer.failed = [url, shown = QPointer(&dialog)](const core::Error &why) {
        if (core::isForWantOfPassword(why))
            core::forgetPassword(url);
        if (!shown)
            return false;
        shown->showFailure(why);
        return true;
    };
    const auto go = [this, url, form, answer] {
        ++m_generation;
        if (!form.address.password.isEmpty())
            core::rememberPassword(url, form.address.password);
        withKeptPassword(url, [this, url, form, answer] { m_window.open(url, form.readOnly, {}, answer); });
    };
    const auto stay = [shown = QPointer(&dialog)] {
        if (shown)
            shown->showFailure(core::Error::cancelled());
    };
    m_window.askIfStaged(tr("Open another database?"), go, stay);
}

void ServerOpener::showRoles(const QString &location, const QString &table)
{
    const QString own = core::ownLocation(location);
    auto *dialog = new RoleDialog(nameOf(m_store, own), m_parent);
    if (const auto role = core::roleOf(location))
        dialog->setRole(*role);
    auto roles = QtConcurrent::run([ask = m_services.rolesToTake, own] { return ask(own); });
    core::whenDone(roles, dialog, [dialog](const core::Result<QStringList> &found) { dialog->setRoles(found); });
    connect(dialog, &QDialog::accepted, this,
            [this, dialog, location, table] { openAs(location, dialog->role(), table); });
    dialog->open();
}

/// A pooler may take no settings at the start: then rows would be shown as one's own, and nothing is.
void ServerOpener::openAs(const QString &location, const core::BrowsedRole &role, const QString &table)
{
    const auto as = core::locationAs(location, role);
    if (!as) {
        Q_EMIT failed(as.error());
        return;
    }
    m_window.askIfStaged(tr("Browse as %1?").arg(role.role),
                         [this, as = *as, own = core::ownLocation(location), table] {
                             ++m_generation;
                             usePassword(as, core::rememberedPassword(own).value_or(QString()));
                             m_window.open(as, true, table, {});
                         },
                         {});
}

void ServerOpener::remember(const QString &url, const ServerForm &form)
{
    m_store.setDatabaseValue(url, serverNameKey, form.name);
    m_store.setDatabaseValue(url, serverReadOnlyKey, form.readOnly);
    if (form.keepPassword && !form.address.password.isEmpty()) {
        keepPassword(url, form.address.password);
    } else if (!form.keepPassword && isKept(url)) {
        m_store.setDatabaseValue(url, serverKeptKey, false);
        core::whenDone(m_services.secrets->forget(url), this, [this](const core::Result<core::Done> &gone) {
            if (!gone)
                Q_EMIT failed(gone.error());
        });
    }
}

/// The mark of production is not taken off in passing: that takes typing the database's name.
void ServerOpener::mark(core::Session &session, core::Environment wanted, core::Environment before)
{
    core::EnvironmentMark &mark = core::EnvironmentMark::of(session);
    if (wanted == before || wanted == mark.environment())
        return;
    if (mark.isProduction()) {
        Q_EMIT noted(tr("It stays marked as production: the menu takes the mark off, when the name is typed."));
        return;
    }
    if (const auto set = mark.set(wanted); !set)
        Q_EMIT failed(set.error());
}

} // namespace ui

#include "moc_serveropener.cpp"
