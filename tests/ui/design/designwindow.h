// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpage.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/workspace.h"

#include "../shell/scriptedprompts.h"
#include "support/postgrescluster.h"

#include <QApplication>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

/// The real window with a database of a PostgreSQL server open, and a person's keys in it. Whoever confirms says yes.
class DesignWindow {
public:
    static constexpr int patience = 30'000; ///< milliseconds; a server on a busy machine

    explicit DesignWindow(QString location)
        : m_location(std::move(location))
    {
    }

    /// Anew, with what was kept.
    void open(const QString &table)
    {
        m_window.reset();
        core::Session::Options options;
        options.stateFolder = m_state.path();
        ui::WindowServices services = ui::realServices(m_state.path(), options, {});
        auto prompts = std::make_unique<ScriptedPrompts>();
        prompts->yes = true;
        services.prompts = std::move(prompts);
        m_window = std::make_unique<ui::MainWindow>(std::move(services));
        m_window->show();
        QApplication::setActiveWindow(m_window.get());
        m_window->openTarget(m_location, table);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace() && m_window->workspace()->isSettled(), patience);
    }
    void close() { m_window.reset(); }

    [[nodiscard]] ui::MainWindow &window() const { return *m_window; }
    [[nodiscard]] core::Session &session() const { return m_window->workspace()->session(); }
    [[nodiscard]] ui::DesignDesk &desk() const { return ui::DesignDesk::of(session()); }
    [[nodiscard]] const core::Schema &target() const { return desk().design().target(); }
    [[nodiscard]] ui::Page *current() const { return m_window->workspace()->pages().currentPage(); }
    [[nodiscard]] ui::DesignPage *designer() const { return qobject_cast<ui::DesignPage *>(current()); }
    [[nodiscard]] ui::MigrationsPage *page() const { return qobject_cast<ui::MigrationsPage *>(current()); }
    [[nodiscard]] QString sql() const
    {
        return designer()->findChild<ui::SqlView *>(QStringLiteral("design-sql"))->wholeText();
    }
    [[nodiscard]] QTableView *grid(const QString &name) const { return designer()->findChild<QTableView *>(name); }
    [[nodiscard]] QString notice() const
    {
        const auto *notice = designer()->findChild<ui::Notice *>();
        return notice ? notice->text() : QString();
    }
    [[nodiscard]] QString value(const QString &sql) const { return PostgresSession(m_location).value(sql); }
    [[nodiscard]] const QString &location() const { return m_location; }

    /// As a person does: preview, dry run, apply.
    void apply() const
    {
        m_window->perform(QStringLiteral("design.preview"));
        QTRY_VERIFY_WITH_TIMEOUT(page() && page()->preview().changeCount() > 0 && page()->isSettled(), patience);
        key(Qt::Key_F8);
        QTRY_VERIFY2_WITH_TIMEOUT(page()->preview().gate().rehearsal && page()->isSettled(),
                                  qPrintable(page()->preview().gate().problem), patience);
        key(Qt::Key_F8, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(desk().design().isEmpty() && page()->isSettled(), patience);
    }

    static void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
        turn();
    }
    /// The first one may open an editor, to which the others go.
    static void type(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
        turn();
    }
    static void put(QTableView *grid, int row, int column)
    {
        grid->setCurrentIndex(grid->model()->index(row, column));
        turn();
    }
    /// The text in that cell becomes another one, by keys.
    static void retype(QTableView *grid, int row, int column, const QString &text)
    {
        put(grid, row, column);
        grid->setFocus();
        key(Qt::Key_F2);
        key(Qt::Key_A, Qt::ControlModifier);
        key(Qt::Key_Delete);
        type(text);
        key(Qt::Key_Return);
    }
    /// Between two keys of a person the event loop has always run, its timers included.
    static void turn()
    {
        bool ran = false;
        QTimer::singleShot(0, qApp, [&ran] { ran = true; });
        while (!ran)
            QCoreApplication::processEvents();
    }

private:
    QString m_location;
    QTemporaryDir m_state;
    std::unique_ptr<ui::MainWindow> m_window;
};
