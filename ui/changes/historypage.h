// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/shell/page.h"

#include <QAbstractTableModel>

class QPushButton;
class QStackedWidget;
class QTableView;

namespace ui {

class Notice;
class PlainLabel;
class SqlView;

/// Scripts that ran, newest first. Lives on the window's thread.
class HistoryModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { TimeColumn, TitleColumn, StateColumn, DurationColumn, RowsColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setRecords(const QList<core::HistoryRecord> &records);
    [[nodiscard]] const core::HistoryRecord *record(int row) const; ///< nullptr when there is none
    [[nodiscard]] int rowOf(qint64 id) const;                       ///< −1 when it is not there

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<core::HistoryRecord> m_records;
};

/// Every script that ran on this database, or tried to, and the SQL of the chosen one.
class HistoryPage : public Page {
    Q_OBJECT

public:
    explicit HistoryPage(core::Session &session, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] PageContext context() const override { return {}; }
    bool perform(const QString &actionId) override;
    [[nodiscard]] QStringList statusFacts() const override;
    [[nodiscard]] bool isSettled() const override { return !m_isReading; }

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void read();
    void showRecords(const core::Result<QList<core::HistoryRecord>> &records);
    void showCurrent();

    core::Session &m_session;
    HistoryModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    Notice *m_notice = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_copy = nullptr;
    SqlView *m_sql = nullptr;
    QStackedWidget *m_stack = nullptr;
    int m_reads = 0; ///< an answer to an earlier one is dropped
    bool m_isReading = false;
};

} // namespace ui
