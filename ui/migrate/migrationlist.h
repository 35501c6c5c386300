// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/style/pill.h"

#include <QWidget>

class QListWidget;

namespace ui {

class PlainLabel;

[[nodiscard]] PillKind pillOf(core::MigrationState::Kind kind);
/// How long ago, short: "now", "5 min", "3 h", "21 d", "2 y". Both in unix milliseconds.
[[nodiscard]] QString ageText(qint64 then, qint64 now);

/// The migrations of a board: pending ones first, then applied ones, newest first, then all others, and below them
/// whether journal and files agree. Selection is by tag and survives a new board.
class MigrationList : public QWidget {
    Q_OBJECT

public:
    explicit MigrationList(QWidget *parent = nullptr);

    void setBoard(const core::MigrationBoard &board); ///< says nothing; ask selected()
    void select(const QString &tag);
    [[nodiscard]] QString selected() const; ///< tag; empty when nothing is

Q_SIGNALS:
    void selectedChanged(const QString &tag); ///< by a person or select()
    void folderRequested(); ///< another migrations folder is wanted

private:
    void addGroup(const QString &title, const QList<core::MigrationState> &states);
    void showHealth(const core::MigrationBoard &board);

    QListWidget *m_list = nullptr;
    PlainLabel *m_hashes = nullptr;
    PlainLabel *m_folder = nullptr;
    Pill *m_health = nullptr;
};

} // namespace ui
