// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/foldercheck.h"
#include "ui/migrate/migrationscontext.h"

#include <QWidget>

#include <optional>

class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace core {
class Session;
}

namespace ui {

class KitNote;
class ScriptHead;

/// What is not in order in the migrations folder and in the database's journal, one card each, with what to do about
/// it. Reads files on another thread; changes nothing.
class CheckPane : public QWidget {
    Q_OBJECT

public:
    explicit CheckPane(core::Session &session, QWidget *parent = nullptr);

    void want(); ///< it is looked at: from now on it is kept up to date
    bool perform(const QString &actionId);
    [[nodiscard]] MigrationsContext context() const;
    [[nodiscard]] const std::optional<QList<core::FolderProblem>> &problems() const { return m_problems; }
    [[nodiscard]] QString stateText() const; ///< beside its name in the list
    [[nodiscard]] bool isInOrder() const; ///< nothing was found that has to be put right
    [[nodiscard]] bool isSettled() const { return !m_reading; }

Q_SIGNALS:
    void changed();
    void migrationRequested(const QString &tag); ///< on the truth board
    void actionRequested(const QString &actionId);

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void refresh();
    void showState();
    void showCards();
    void addCard(const core::FolderProblem &problem);
    [[nodiscard]] QString tagOf(const core::FolderProblem &problem) const; ///< empty: it is of no one migration

    core::Session &m_session;
    std::optional<QList<core::FolderProblem>> m_problems; ///< none: not looked yet, or there is no folder
    QString m_failed; ///< why it could not be checked
    bool m_wanted = false;
    bool m_reading = false;
    int m_number = 0; ///< names the newest reading

    ScriptHead *m_head = nullptr;
    QStackedWidget *m_stack = nullptr; ///< cards, or why there are none
    QScrollArea *m_scroll = nullptr;
    QVBoxLayout *m_cards = nullptr;
    KitNote *m_nothing = nullptr;
};

} // namespace ui
