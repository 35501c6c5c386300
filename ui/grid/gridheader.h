// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/filter.h"
#include "ui/grid/columnlayout.h"

#include <QAbstractTableModel>
#include <QHeaderView>

namespace ui {

/// What the head of a column says.
struct ColumnHead {
    QString name;
    QString type;    ///< small, beside the name; for a foreign key "→ users"
    QString tip;     ///< everything, for the tool tip
    bool key = false; ///< part of the primary key
    bool relation = false;
    bool right = false; ///< over numbers, which stand at the right
    bool named = false; ///< shows names: sorted by them, or by its key
    friend bool operator==(const ColumnHead &, const ColumnHead &) = default;
};

/// The columns for QHeaderView: no rows at all, so that it keeps no state per row.
class HeadModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    void setHeads(const QList<ColumnHead> &heads); ///< resets only when the columns' names change
    [[nodiscard]] const QList<ColumnHead> &heads() const { return m_heads; }
    void setSort(const QList<core::SortKey> &sort); ///< for the tool tips
    [[nodiscard]] const QList<core::SortKey> &sort() const { return m_sort; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<ColumnHead> m_heads;
    QList<core::SortKey> m_sort;
};

/// The grid's column heads: name, type, key and relation marks, sort arrows with their rank.
class GridHeader : public QHeaderView {
    Q_OBJECT

public:
    static constexpr int minimumWidth = 48;
    static constexpr int maximumFirstWidth = 320;

    explicit GridHeader(QWidget *parent = nullptr);

    void setHeads(const QList<ColumnHead> &heads);
    [[nodiscard]] const QList<ColumnHead> &heads() const { return m_model->heads(); }
    void setSort(const QList<core::SortKey> &sort);
    [[nodiscard]] const QList<core::SortKey> &sort() const { return m_model->sort(); }
    /// Beside the arrow of a column that shows names: whether it is sorted by them or by its key; empty elsewhere.
    [[nodiscard]] QString sortSign(int section) const;
    /// What a click on the column's head asks for: ascending, then descending, then none; `adding` keeps the others.
    [[nodiscard]] QList<core::SortKey> sortAfterClick(int section, bool adding) const;
    [[nodiscard]] int headWidth(int section) const; ///< pixels its text and marks need

    [[nodiscard]] ColumnLayout columnLayout() const;
    void setColumnLayout(const ColumnLayout &layout);
    /// As QHeaderView's, and says so: that one resizes the section before it is hidden.
    void setSectionHidden(int section, bool hidden);
    [[nodiscard]] bool wasResized(int section) const; ///< by the person, or by a layout

    [[nodiscard]] int visibleCount() const { return count() - hiddenSectionCount(); }
    /// The nearest shown visual index from `visual` (included) in the direction (+1, −1); −1 if none.
    [[nodiscard]] int shownFrom(int visual, int direction) const;

    // Pinned columns come first and stay at the left when the others are scrolled sideways.
    [[nodiscard]] int pinnedCount() const
    {
        return m_pinned;
    } ///< the first so many visual indexes, hidden ones counted
    [[nodiscard]] bool isPinned(int section) const;
    void setPinned(int section, bool pinned); ///< moves it to the end, or out of, the pinned ones
    /// By one shown column in the direction (+1, −1), within the pinned ones or the others; false at the edge.
    bool moveByOne(int section, int direction);
    [[nodiscard]] int pinnedWidth() const; ///< what they take on the screen; 0 where that would leave no room
    [[nodiscard]] int leftOf(int section) const; ///< on the screen, pinned or scrolled
    [[nodiscard]] int sectionAtPosition(int x) const; ///< what is seen there, logical; −1: none
    [[nodiscard]] bool isArranging() const { return m_arranging; } ///< sections move by a layout, not by a person

Q_SIGNALS:
    void sortRequested(const QList<core::SortKey> &sort);
    void layoutChanged();

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    void paintEvent(QPaintEvent *event) override;
    QSize sectionSizeFromContents(int section) const override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void takeMove(int from, int to); ///< a section was moved by a person
    void paintPinned();
    [[nodiscard]] bool isOverPinned(int x) const;
    /// As QHeaderView, which knows nothing of pinned sections, would have it.
    [[nodiscard]] QPointF unscrolled(const QPointF &position) const;
    void paintMarks(QPainter *painter, QRect &rest, int section) const;

    HeadModel *m_model = nullptr;
    QHash<QString, int> m_widths; ///< of columns that a person or a layout sized
    bool m_byHand = false;
    bool m_arranging = false;
    bool m_onPinned = false; ///< the button went down there
    int m_pinned = 0;
};

} // namespace ui
