// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/enabledactions.h"
#include "ui/shell/layoutstore.h"
#include "ui/shell/windowservices.h"

#include <QMainWindow>
#include <QPointer>

class QStackedWidget;
class QTimer;

namespace ui {

class ActionRegistry;
class CommandPalette;
class MessageBar;
class StartPage;
class PatientOpening;
class StatusBar;
class TopBar;
class TrustBanner;
class ServerOpener;
class Workspace;
struct OpeningAnswer;
struct PaletteEntry;

/// The one window: top bar, message bar, start page or workspace, status bar. Opens databases without ever waiting,
/// does what the actions say, and asks before staged edits would be lost.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(WindowServices services, std::unique_ptr<core::Session> session = nullptr);
    ~MainWindow() override;

    /// Shows it, no larger than the screen has room for: its first size is made for a large one.
    void showOnScreen();
    /// What core::resolveTarget() knows; where a folder leads to several databases, the person chooses. Returns at
    /// once; a failure is shown in the message bar and leaves what is open as it is. Asks first when edits are staged.
    /// `table` (or view) comes to the front; empty: the tab of last time, else the first table. A file that is not
    /// trusted is opened for looking only, and the person is asked when even that takes trust.
    void openTarget(const QString &target, const QString &table = {}, core::Trust trust = core::Trust::IfKnown);
    void showSession(std::unique_ptr<core::Session> session, const QString &table = {}); ///< nullptr: the start page
    void setTheme(ThemeKind kind); ///< and remembers it
    void perform(const QString &actionId); ///< as a click on it would; nothing while it is disabled

    [[nodiscard]] Workspace *workspace() const; ///< nullptr: nothing is open
    [[nodiscard]] ActionRegistry &actions() { return *m_actions; }
    [[nodiscard]] MessageBar &messages() { return *m_messages; }
    [[nodiscard]] CommandPalette &commandPalette() { return *m_palette; }
    [[nodiscard]] UiContext context() const;
    [[nodiscard]] bool isOpening() const { return m_opening; }

protected:
    bool focusNextPrevChild(bool next) override;
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void moveEvent(QMoveEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void buildServers();
    void openSample();
    void startOpening(std::function<core::Result<std::unique_ptr<core::Session>>()> open, const QString &target,
                      const QString &table, core::Trust trust, const OpeningAnswer &answer);
    void giveUpOpening(); ///< without a word; what is open stays
    void opened(core::Result<std::unique_ptr<core::Session>> session, const QString &target, const QString &table,
                core::Trust trust, const OpeningAnswer &answer);
    void notOpened(const core::Error &error, const QString &target, const QString &table, core::Trust trust,
                   const OpeningAnswer &answer);
    void showRecent(); ///< on the start page
    void removeRecent(const QString &location);
    void showConnection(core::Session &session);
    void connectionIsBack(const QString &name);
    void performConnection(const QString &actionId);
    void route(const QString &actionId);
    enum class PaletteFor { Everything, Tables, NewTab, Databases };
    void openPalette(PaletteFor what);
    void chosen(const PaletteEntry &entry, bool newTab);
    void askIfStaged(const QString &title, std::function<void()> then, const std::function<void()> &otherwise = {});
    void keepStaged(std::function<void()> then);
    void chooseTarget(const QString &target, const QString &table, core::Trust trust);
    void askForTrust(const core::Error &error, const QString &target, const QString &table);
    void askToMakeFile(const QString &target, const QString &table, core::Trust trust);
    void makeFile(const QString &path, const QString &target, const QString &table, core::Trust trust);
    void openWithPassword(const core::Error &why, const QString &target, const QString &table, core::Trust trust);
    void closeDatabase();
    void saveLayout();
    void saveLayoutSoon(); ///< what has changed since is lost when the program is killed
    void updateSoon();
    void updateActions();
    void updateStatus();
    void updateTitle();
    void pickMigrationsFolder();

    WindowServices m_services;
    LayoutStore m_store;
    ActionRegistry *m_actions = nullptr;
    TopBar *m_top = nullptr;
    MessageBar *m_messages = nullptr;
    TrustBanner *m_trust = nullptr;
    QStackedWidget *m_stack = nullptr;
    StartPage *m_start = nullptr;
    StatusBar *m_status = nullptr;
    CommandPalette *m_palette = nullptr;
    ServerOpener *m_servers = nullptr;
    QPointer<Workspace> m_workspace;
    QString m_target; ///< as it was named when it was opened: a project says more than its database
    QTimer *m_update = nullptr;
    QTimer *m_saveLayout = nullptr;
    quint64 m_generation = 0; ///< a later open makes an earlier one's answer void
    PatientOpening *m_patience = nullptr;
    bool m_opening = false;
    bool m_paletteOpensTabs = false; ///< what is chosen there comes into a tab of its own
    bool m_closingAnyway = false;
};

} // namespace ui
