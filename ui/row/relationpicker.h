// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relationedits.h"
#include "ui/row/relationhits.h"

#include <QFrame>
#include <QPointer>

#include <memory>
#include <optional>

class QLineEdit;
class QListView;

namespace core {
class Session;
}

namespace ui {

class PlainLabel;

/// Finds the row that a foreign key is to refer to: a line to search in and a list, below the field it is for. Chooses
/// only; stages nothing. Closes on Esc, a choice, or when the focus goes elsewhere, and gives the focus back. A child of
/// its window, not a window of its own. The session outlives it.
class RelationPicker : public QFrame {
    Q_OBJECT

public:
    struct Request {
        core::Relation relation;          ///< of kind One
        bool nullable = false;            ///< the row may refer to none
        bool creatable = false;           ///< a new row may be staged instead
        core::RelationLookup::Key current; ///< what is referred to now, shown first; empty: no stored row
        QString text;                     ///< to begin with
        QStringList label = {};           ///< columns to find the row by where nothing says what it is called
    };

    RelationPicker(core::Session &session, QWidget *window);
    ~RelationPicker() override;

    void open(const Request &request, QWidget *anchor); ///< a widget of the same window
    void closePicker();
    [[nodiscard]] bool isSettled() const { return !m_lookup || !m_lookup->isBusy(); }

Q_SIGNALS:
    void chosen(const core::RowEnd &end); ///< no row: NULL
    void createRequested(const QString &text);

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void build();
    void search();
    void showLines();
    void showState();
    void choose(const RelationLine &line);
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers);
    void moveSelection(int rows);
    void place();

    core::Session &m_session;
    std::unique_ptr<core::RelationLookup> m_lookup;
    Request m_request;
    QString m_failure;
    std::optional<RelationLine> m_wanted; ///< the line a person has moved to
    RelationHits *m_lines = nullptr;
    QLineEdit *m_field = nullptr;
    QListView *m_list = nullptr;
    PlainLabel *m_state = nullptr;
    QPointer<QWidget> m_anchor;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ui
