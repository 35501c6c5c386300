// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QVBoxLayout;

namespace ui {

class ActionRegistry;
class PlainLabel;

/// What the window shows while nothing is open: open a file or a folder, the recent ones, the sample.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(const ActionRegistry &actions, QWidget *parent = nullptr);

    void setRecent(const QStringList &locations);
    void setOpening(const QString &target); ///< empty: not opening anything

Q_SIGNALS:
    void recentChosen(const QString &location);

private:
    QVBoxLayout *m_recent = nullptr;
    QWidget *m_recentBox = nullptr;
    PlainLabel *m_hint = nullptr;
};

} // namespace ui
