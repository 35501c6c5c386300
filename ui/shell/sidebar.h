// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/sidebarmodel.h"

#include <QFrame>
#include <QSet>

class QLineEdit;
class QListView;
class QMenu;
class QMouseEvent;
class QTimer;
class QToolButton;

namespace ui {

/// The list at the left with its filter field. A single click asks for a preview, a double click or Enter for keeps;
/// Right and Left, or a click on the arrow, unfold and fold. What could not be read of the schema is said at its foot.
/// Asks for row counts of what is on view only, one at a time.
class Sidebar : public QFrame {
    Q_OBJECT

public:
    explicit Sidebar(QWidget *parent = nullptr);

    [[nodiscard]] SidebarModel &model() { return *m_model; }
    void setSchema(const core::SchemaPtr &schema);
    void offerTypes() { m_hasTypes = true; } ///< the database can have types of its own
    void setCurrent(const std::optional<Place> &place); ///< marks it without opening it
    void setCount(const core::QualifiedName &table, std::optional<qint64> rows); ///< the answer to countWanted
    void recount();
    void focusFilter();
    void focusList();
    [[nodiscard]] bool isSettled() const; ///< no count is awaited

Q_SIGNALS:
    void openRequested(const ui::Place &place, bool pinned);
    void remarksWanted();
    void countWanted(const core::QualifiedName &table);
    void actionWanted(const QString &actionId, const core::QualifiedName &table); ///< about this table

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void askForCounts();
    void activate(const QModelIndex &index, bool pinned);
    void showMenu(const QPoint &at);
    void addDesignActions(QMenu &menu, const core::QualifiedName &table);
    bool filterKey(int key);
    bool foldKey(int key);
    bool foldClick(const QMouseEvent &event);
    void setFolded(int row, bool folded);
    void showRemarks();
    void selectAny(int from, int step);

    SidebarModel *m_model = nullptr;
    QLineEdit *m_filter = nullptr;
    QListView *m_list = nullptr;
    QToolButton *m_remarks = nullptr;
    QTimer *m_countTimer = nullptr;
    core::SchemaPtr m_schema;
    std::optional<Place> m_current;
    std::optional<core::QualifiedName> m_counting;
    bool m_hasTypes = false;
};

} // namespace ui
