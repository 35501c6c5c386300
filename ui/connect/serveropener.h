// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/serverform.h"

#include "core/base/result.h"

#include <QObject>
#include <QPointer>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>

class QWidget;

namespace core {
struct BrowsedRole;
class SecretStore;
class Session;
} // namespace core

namespace ui {

class ConnectDialog;
class LayoutStore;
struct WindowServices;

/// What becomes of an opening that the window was asked for.
struct OpeningAnswer {
    std::function<void(core::Session &)> opened = {}; ///< it is about to be shown
    std::function<bool(const core::Error &)> failed = {}; ///< → it is dealt with, and not shown in the window
};

/// How the window opens servers: the dialog, the password when one is needed, what is remembered of each. A password
/// goes to core/db/passwords.h, and to the keychain where the person wants that: nowhere else. Owned by the window.
class ServerOpener : public QObject {
    Q_OBJECT

public:
    /// What the window does for it.
    struct Window {
        std::function<void(const QString &url, bool readOnly, const QString &table, OpeningAnswer answer)> open;
        std::function<void()> stop; ///< what is being opened
        /// What is staged may be lost; `otherwise`: the person stays.
        std::function<void(const QString &title, std::function<void()> then, std::function<void()> otherwise)>
            askIfStaged;
    };

    ServerOpener(WindowServices &services, LayoutStore &store, Window window, QWidget *parent);

    /// An address, which may hold a password. What a keychain keeps is asked for; a person only when the server wants
    /// a password that nobody has.
    void open(const QString &address, const QString &table = {});
    /// For something else than the address that leads there (a project), which the server did not let in: with what a
    /// keychain keeps, then with what a person says.
    void openWithPassword(const QString &url, const core::Error &why,
                          const std::function<void(const OpeningAnswer &)> &again);
    void showDialog(const QString &url = {}); ///< filled with what is known of the server
    /// Asks as whom to browse the server that is open, and opens it so, with `table` in front.
    void showRoles(const QString &location, const QString &table);
    /// Nothing is remembered of it any more, in the keychain neither.
    void forget(const QString &url);

    [[nodiscard]] static QString nameOf(const LayoutStore &store,
                                        const QString &url); ///< as the person calls it, or its place
    [[nodiscard]] core::Environment markOf(const QString &url) const; ///< as it is kept
    [[nodiscard]] static bool isReadOnly(const LayoutStore &store, const QString &url);

Q_SIGNALS:
    void noted(const QString &plainText);
    void failed(const core::Error &error);

private:
    [[nodiscard]] bool isKept(const QString &url) const; ///< its password, in the keychain
    /// Does the rest once the password, where one is kept, is known.
    void withKeptPassword(const QString &url, const std::function<void()> &then);
    void openKnown(const QString &url, const QString &table);
    [[nodiscard]] std::function<bool(const core::Error &)>
    askingAgain(const QString &url, const std::function<void(const OpeningAnswer &)> &again);
    void askForPassword(const QString &url, const core::Error &why,
                        const std::function<void(const OpeningAnswer &)> &again);
    void keepPassword(const QString &url, const QString &password);
    void test(ConnectDialog &dialog, const ServerForm &form);
    void connectBy(ConnectDialog &dialog, const ServerForm &form);
    void remember(const QString &url, const ServerForm &form);
    void openAs(const QString &location, const core::BrowsedRole &role, const QString &table);
    void mark(core::Session &session, core::Environment wanted, core::Environment before);
    void usePassword(const QString &url, const QString &password);

    WindowServices &m_services;
    LayoutStore &m_store;
    Window m_window;
    QWidget *m_parent;
    QPointer<ConnectDialog> m_dialog;
    core::Environment m_markBefore = core::Environment::Unmarked; ///< when the dialog was shown
    quint64 m_generation = 0; ///< a later question makes an answer void
};

} // namespace ui
