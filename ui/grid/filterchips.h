// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/filtertext.h"

#include <QAbstractButton>
#include <QWidget>

class QToolButton;

namespace ui {

/// One condition as a pill with a cross: a click edits, the cross (or Delete) removes.
class FilterChip : public QAbstractButton {
    Q_OBJECT

public:
    FilterChip(const QString &text, bool on, QWidget *parent);
    QSize sizeHint() const override;

Q_SIGNALS:
    void toggleRequested(); ///< between used and left out
    void removeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showMenu(const QPoint &position);

    bool m_on = true;
};

/// The filter at a glance, in the toolbar: as many chips as fit, then how many more there are.
class FilterChips : public QWidget {
    Q_OBJECT

public:
    explicit FilterChips(QWidget *parent = nullptr);

    void setFilter(const core::Filter &filter, const QList<FilterColumn> &columns);
    void setHiding(const QString &what); ///< a chip before all others: rows that are left out by no filter; empty: none
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void editRequested(int term);
    void filterChanged(const core::Filter &filter); ///< a chip was removed
    void addRequested();
    void hidingEnded(); ///< the chip about hidden rows was clicked away

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void toggleTerm(int term);
    void removeTerm(int term);
    void arrange();

    core::Filter m_filter;
    QList<QWidget *> m_joins; ///< before chip n; the first is nullptr
    QList<FilterChip *> m_chips;
    FilterChip *m_hiding = nullptr;
    QToolButton *m_more = nullptr;
    QToolButton *m_add = nullptr;
};

} // namespace ui
