// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/recentdatabases.h"

#include <QWidget>

class QVBoxLayout;

namespace ui {

class ActionRegistry;
class PlainLabel;

/// What the window shows while nothing is open: open a file, a folder or a server, the recent ones, the sample. A
/// recent one is taken off the list by Delete, or the cross at its end.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(const ActionRegistry &actions, QWidget *parent = nullptr);

    void setRecent(const QList<RecentDatabase> &databases);
    void setOpening(const QString &target); ///< empty: not opening anything

Q_SIGNALS:
    void recentChosen(const QString &location);
    void removeRequested(const QString &location);
    void editRequested(const QString &url); ///< how a server is reached, and what is remembered of it

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QWidget *recentRow(const RecentDatabase &database);
    void showMenu(const RecentDatabase &database, QWidget *at);

    const ActionRegistry &m_actions;
    QVBoxLayout *m_recent = nullptr;
    QWidget *m_recentBox = nullptr;
    PlainLabel *m_hint = nullptr;
};

} // namespace ui
