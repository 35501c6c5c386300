// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationscontext.h"

#include <QWidget>

class QStackedWidget;

namespace ui {

class CheckPane;
class GeneratePane;
class KitNote;
class Prompts;
class PullPane;

/// What drizzle-kit does, each to be seen first: generate, pull, check; and push, which is the migration preview of
/// schema.ts, and here only where there is none.
class KitPane : public QWidget {
    Q_OBJECT

public:
    KitPane(core::Session &session, Prompts &prompts, QWidget *parent = nullptr);

    // As they are listed, and as the actions "drizzle.generate", … choose them.
    [[nodiscard]] static QString generateId();
    [[nodiscard]] static QString pushId();
    [[nodiscard]] static QString pullId();
    [[nodiscard]] static QString checkId();
    [[nodiscard]] static bool isOfKit(const QString &id);

    [[nodiscard]] QList<SourceEntry> entries() const; ///< for the list
    void show(const QString &id);
    using QWidget::show;
    void baseline(); ///< generate, and then mark as applied
    bool perform(const QString &actionId);
    [[nodiscard]] MigrationsContext context() const;
    [[nodiscard]] QStringList statusFacts() const;
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] GeneratePane &generate() { return *m_generate; }
    [[nodiscard]] PullPane &pull() { return *m_pull; }
    [[nodiscard]] CheckPane &check() { return *m_check; }

Q_SIGNALS:
    void changed(); ///< entries(), context() or statusFacts()
    void written(const QString &tag, bool baseline); ///< a migration; see GeneratePane
    void migrationRequested(const QString &tag); ///< on the truth board
    void actionRequested(const QString &actionId);
    void messageRequested(const QString &plainText);
    void errorOccurred(const core::Error &error);

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void showPush();

    core::Session &m_session;
    QStackedWidget *m_stack = nullptr;
    GeneratePane *m_generate = nullptr;
    PullPane *m_pull = nullptr;
    CheckPane *m_check = nullptr;
    KitNote *m_push = nullptr;
};

} // namespace ui
