// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/schemawork.h"
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
    [[nodiscard]] int rowOf(qint64 id) const; ///< −1 when it is not there

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<core::HistoryRecord> m_records;
};

/// Every script that ran on this database, or tried to, the SQL of the chosen one, and the way back from it: whether
/// there is one is asked in the background, since it depends on what the schema has become.
class HistoryPage : public Page {
    Q_OBJECT

public:
    explicit HistoryPage(core::Session &session, QWidget *parent = nullptr);
    ~HistoryPage() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] PageContext context() const override;
    bool perform(const QString &actionId) override;
    [[nodiscard]] QStringList statusFacts() const override;
    [[nodiscard]] bool isSettled() const override { return !m_isReading && !m_asking.isRunning(); }

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    void read();
    void showRecords(const core::Result<QList<core::HistoryRecord>> &records);
    void showCurrent();
    void showFacts(const core::HistoryRecord &record);
    // The way back (historywayback.cpp).
    void askWayBack();
    void takeWayBack(const core::Result<core::WayBack> &way);
    void showWayBack();
    void takeBack(); ///< in the preview, where it is looked at before it runs

    core::Session &m_session;
    HistoryModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    Notice *m_notice = nullptr;
    PlainLabel *m_about = nullptr;
    PlainLabel *m_lost = nullptr; ///< what does not come back
    QPushButton *m_copy = nullptr;
    QPushButton *m_takeBack = nullptr;
    SqlView *m_sql = nullptr;
    QStackedWidget *m_stack = nullptr;
    int m_reads = 0; ///< an answer to an earlier one is dropped
    bool m_isReading = false;
    std::unique_ptr<core::SchemaWork> m_work;
    QFuture<core::Result<core::WayBack>> m_asking;
    QString m_noWayBack; ///< of the chosen one: why there is none; empty: there is
    qint64 m_askedFor = 0; ///< a record's id; 0: nothing was asked
    int m_asks = 0;
};

} // namespace ui
