// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/shell/page.h"

namespace core {
struct ListedObject;
}

class QHBoxLayout;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QStackedWidget;
class QTableView;

namespace ui {

class ObjectsModel;
class PlainLabel;
class SqlView;

/// Types, domains, sequences, functions, triggers, policies and the like: a list to look through, and below it the SQL
/// that makes the chosen one. For looking; an enum can be opened in the designer.
class ObjectsPage : public Page {
    Q_OBJECT

public:
    explicit ObjectsPage(core::Session &session, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] PageContext context() const override;
    bool perform(const QString &actionId) override;
    [[nodiscard]] QStringList statusFacts() const override;

protected:
    void focusInEvent(QFocusEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void list(const core::SchemaPtr &schema);
    void showCurrent();
    void openTable();
    void offerDesign(QHBoxLayout &head, QHBoxLayout &facts);
    [[nodiscard]] QString designed(const core::ListedObject &object) const; ///< what the design does to it
    [[nodiscard]] const core::ListedObject *current() const; ///< nullptr when none is chosen

    core::Session &m_session;
    core::SchemaPtr m_schema;
    ObjectsModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    QLineEdit *m_filter = nullptr;
    QTableView *m_table = nullptr;
    PlainLabel *m_about = nullptr;
    QPushButton *m_open = nullptr;
    QPushButton *m_design = nullptr; ///< nullptr where types are not designed
    QPushButton *m_copy = nullptr;
    SqlView *m_sql = nullptr;
    QStackedWidget *m_stack = nullptr;
};

} // namespace ui
