// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

#include <QDialog>
#include <QFuture>

class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace core {
class Session;
}

namespace ui {

class PlainLabel;

/// Every foreign key of the database, every relation of schema.ts beside them, and every one drawn, with how many rows
/// lead nowhere: counted one after the other without waiting, stopped when it is closed. Shows those rows; draws,
/// changes and removes what is drawn.
class ReferencesDialog : public QDialog {
    Q_OBJECT

public:
    /// The session outlives the dialog.
    ReferencesDialog(core::Session &session, QWidget *parent);
    ~ReferencesDialog() override;

    [[nodiscard]] bool isSettled() const { return m_next >= m_relations.size() && !m_counting.isRunning(); }

Q_SIGNALS:
    void showRequested(const ui::Destination &destination);

private:
    void build();
    void fill();
    void countNext();
    void takeCount(int row, const core::Result<qint64> &count);
    void goToOrphans();
    void updateButtons();
    void showSummary();
    void showOrphans();
    void draw(bool change);
    void remove();
    [[nodiscard]] int current() const; ///< into m_relations; −1
    [[nodiscard]] std::optional<qsizetype> drawnNumber(int row) const; ///< into the session's drawn relations

    core::Session &m_session;
    QList<core::Relation> m_relations;
    QList<qint64> m_orphans; ///< beside m_relations; −1: not known
    qsizetype m_next = 0;
    int m_generation = 0;
    QFuture<core::Result<qint64>> m_counting;
    QTreeWidget *m_list = nullptr;
    PlainLabel *m_summary = nullptr;
    QPushButton *m_show = nullptr;
    QPushButton *m_change = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace ui
