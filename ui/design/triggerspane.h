// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/schema/schema.h"
#include "ui/design/designmodel.h"

#include <QWidget>

class QListView;

namespace ui {

class DesignDesk;
class PlainLabel;
class SqlEdit;

/// The names of the triggers of one table or view, with what the design does to each.
class TriggersModel : public QAbstractListModel {
    Q_OBJECT

public:
    explicit TriggersModel(DesignDesk &desk, QObject *parent = nullptr);

    void setName(const core::QualifiedName &name);
    [[nodiscard]] core::Trigger trigger(int row) const { return m_rows.at(row).trigger; }
    [[nodiscard]] DesignRow::State stateOf(int row) const { return m_rows.at(row).state; }
    [[nodiscard]] QString problem(int row) const { return m_rows.at(row).problem; }
    [[nodiscard]] int rowOf(const QString &triggerName) const; ///< −1

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row {
        core::Trigger trigger;
        DesignRow::State state = DesignRow::State::Same;
        QString problem;
        friend bool operator==(const Row &, const Row &) = default;
    };
    void refresh();
    [[nodiscard]] QList<Row> makeRows() const;

    DesignDesk &m_desk;
    core::QualifiedName m_name;
    QList<Row> m_rows;
};

/// The triggers of a designed table or view: a list, and the one that is selected as SQL.
class TriggersPane : public QWidget {
    Q_OBJECT

public:
    explicit TriggersPane(DesignDesk &desk, QWidget *parent = nullptr);

    void setName(const core::QualifiedName &name);
    void insertTrigger();
    void dropTrigger(); ///< or takes that back
    [[nodiscard]] bool finishEditing();

Q_SIGNALS:
    void refused(const core::Error &error);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void show(const QString &triggerName);
    void showCurrent();
    bool take();
    void validate();
    [[nodiscard]] std::optional<core::Trigger> current() const;

    DesignDesk &m_desk;
    core::QualifiedName m_name;
    QString m_shown; ///< the trigger on view
    TriggersModel *m_model = nullptr;
    QListView *m_list = nullptr;
    SqlEdit *m_sql = nullptr;
    PlainLabel *m_problem = nullptr;
};

} // namespace ui
