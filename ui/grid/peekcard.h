// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/rowscope.h"

#include <QWidget>

#include <memory>

class QPlainTextEdit;

namespace core {
class RowsModel;
class RowSource;
class Session;
} // namespace core

namespace ui {

class GridView;
class PeekBody;
class PlainLabel;
class TableRelations;

/// What lies behind the current cell, on a card over the grid: the row a foreign key leads to, the first of the rows
/// that refer to this one, or the whole of a long value. The focus stays in the grid: its keys move on, and the card
/// follows; Space or Esc close it. Reads without waiting. Everything is borrowed and outlives it.
class PeekCard : public QWidget {
    Q_OBJECT

public:
    PeekCard(GridView &grid, core::Session &session, TableRelations &relations, QWidget *parent);
    ~PeekCard() override;

    void open(); ///< at the grid's current cell
    void dismiss();
    [[nodiscard]] bool isOpen() const { return m_open; }
    [[nodiscard]] bool isSettled() const; ///< nothing it shows is being read
    [[nodiscard]] QString text() const; ///< title and content, line by line

Q_SIGNALS:
    void followRequested(); ///< Enter, or a click: there

protected:
    bool eventFilter(QObject *object, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void showCurrent();
    void showParent(const core::Relation &relation);
    void showChildren(const core::Relation &relation);
    void showValue();
    void showWhole(const core::Value &value);
    void readRows(const core::QualifiedName &table, const core::Filter &filter);
    void fill();
    void fillParent();
    void fillChildren();
    void say(const QString &title, const QString &words);
    void forget();
    void place();

    GridView &m_grid;
    core::Session &m_session;
    TableRelations &m_relations;
    bool m_open = false;
    int m_shown = 0; ///< counts what was shown: late answers to what was before are dropped
    bool m_reading = false;

    std::unique_ptr<core::RowSource> m_source;
    std::unique_ptr<core::RowsModel> m_model;
    std::unique_ptr<TableRelations> m_names; ///< of the rows that these ones refer to; goes before the model
    core::Relation m_relation;
    RowScope m_scope; ///< of children
    qint64 m_insertId = 0; ///< of a staged new parent
    QString m_what; ///< title while nothing better is known

    PlainLabel *m_title = nullptr;
    PlainLabel *m_words = nullptr;
    PeekBody *m_body = nullptr;
    QPlainTextEdit *m_value = nullptr;
    PlainLabel *m_keys = nullptr;
};

} // namespace ui
