// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/sample.h"
#include "core/session/session.h"
#include "scriptedprompts.h"
#include "support/quiet.h"
#include "support/tempdatabase.h"
#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/workspace.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <QUndoStack>

#include <memory>

/// The real window on a copy of the sample, with a state folder of its own; only the questions are scripted. Driven by
/// keys, and looked at with a second connection. Made by init(): dark, and with any unexpected warning a failure.
class RealWindow {
public:
    RealWindow()
    {
        failOnUnexpectedWarnings();
        ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
        // Its rows are made once; the program finds them there.
        static const QTemporaryDir master;
        static const core::Result<QString> made = core::openSample(master.path());
        path = m_state.filePath(QStringLiteral("sample/blog.db"));
        if (!made || !QDir(m_state.path()).mkpath(QStringLiteral("sample")) || !QFile::copy(*made, path)
            || !core::openSample(m_state.path()))
            qFatal("There is no sample.");
        open();
    }

    /// The window anew, as at the next start.
    void open(const QString &table = {})
    {
        window.reset();
        core::Session::Options options;
        options.stateFolder = m_state.path();
        ui::WindowServices services = ui::realServices(m_state.path(), options, {});
        auto scripted = std::make_unique<ScriptedPrompts>();
        prompts = scripted.get();
        services.prompts = std::move(scripted);
        auto session = core::Session::open(path, options);
        if (!session)
            qFatal("%s", qPrintable(session.error().message));
        window = std::make_unique<ui::MainWindow>(std::move(services));
        window->showSession(std::move(session).value(), table);
        window->show();
        QApplication::setActiveWindow(window.get());
    }

    [[nodiscard]] ui::Workspace &workspace() const { return *window->workspace(); }
    [[nodiscard]] core::Session &session() const { return workspace().session(); }
    [[nodiscard]] std::shared_ptr<const core::ChangeSet> changes() const { return session().changes(); }
    [[nodiscard]] ui::TablePage *page() const
    {
        return qobject_cast<ui::TablePage *>(workspace().pages().currentPage());
    }
    [[nodiscard]] ui::GridView &grid() const { return *page()->grid(); }
    [[nodiscard]] QString text(qint64 row, int column) const { return grid().lookAt(row, column).text; }
    [[nodiscard]] QLineEdit *editor() const { return page()->findChild<QLineEdit *>(QStringLiteral("cell-editor-input")); }
    [[nodiscard]] QStringList rows(const QString &sql) const { return tempdatabase::rows(path, sql); }
    [[nodiscard]] QString statePath() const { return m_state.path(); }

    /// To whatever has the focus, as from a keyboard.
    void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) const
    {
        QWidget *focus = QApplication::focusWidget();
        QTest::keyClick(focus ? focus : window.get(), Qt::Key(key), modifiers);
        turn();
    }
    void type(const QString &text) const
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
        turn();
    }
    /// By Ctrl+P, its name and Enter.
    void goTo(const QString &table) const
    {
        key(Qt::Key_P, Qt::ControlModifier);
        type(table);
        key(Qt::Key_Return);
    }
    /// To a cell of what is shown, by Ctrl+Home and the arrows.
    void moveTo(int row, int column) const
    {
        key(Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < row; ++i)
            key(Qt::Key_Down);
        for (int i = 0; i < column; ++i)
            key(Qt::Key_Right);
    }
    /// F2 and other words instead, without the Enter.
    void startEdit(const QString &words) const
    {
        key(Qt::Key_F2);
        key(Qt::Key_A, Qt::ControlModifier);
        type(words);
    }

    /// Between two keys of a person the event loop has always run, its timers included.
    static void turn()
    {
        bool ran = false;
        QTimer::singleShot(0, qApp, [&ran] { ran = true; });
        while (!ran)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }

    QString path;
    ScriptedPrompts *prompts = nullptr; ///< the window's
    std::unique_ptr<ui::MainWindow> window;

private:
    QTemporaryDir m_state;
};

/// What has settled in the very moment is told to the actions with the next turn: a key pressed before would find them
/// switched off.
#define TRY_SETTLED(real)                                                                                              \
    do {                                                                                                               \
        QTRY_VERIFY((real).workspace().isSettled());                                                                   \
        RealWindow::turn();                                                                                            \
    } while (false)
