// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relationrows.h"

#include <QAbstractButton>
#include <QList>
#include <QWidget>

namespace ui {

/// One row at the other end of a many-to-many relation, by its name, with a cross that disconnects it (or takes that
/// back). Enter or a click opens the row.
class LinkChip : public QAbstractButton {
    Q_OBJECT

public:
    struct Look {
        QString label;
        bool isLabel = true; ///< false: what stands in place of a name
        core::RelatedRow::State state = core::RelatedRow::State::Stored;
        bool removable = false; ///< has a cross
        friend bool operator==(const Look &, const Look &) = default;
    };

    explicit LinkChip(QWidget *parent);
    void setChip(const Look &look);
    [[nodiscard]] const Look &look() const { return m_look; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void toggleRequested(); ///< to be disconnected, or connected again
    void moveRequested(int step); ///< the focus: −1 to the one before, 1 to the next, larger for the ends

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    Look m_look;
};

/// Chips in as many lines as they need. One of them is reached by Tab, the others by the arrow keys.
class LinkChips : public QWidget {
    Q_OBJECT

public:
    explicit LinkChips(QWidget *parent = nullptr);

    void setChips(const QList<LinkChip::Look> &chips);
    [[nodiscard]] int count() const { return int(m_chips.size()); }
    [[nodiscard]] LinkChip *chip(int index) const { return m_chips.at(index); }
    void focusChip(int index); ///< or the nearest there is
    [[nodiscard]] int focusedChip() const; ///< −1: none

Q_SIGNALS:
    void openRequested(int index);
    void toggleRequested(int index);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void reachByTab(int index);

    QList<LinkChip *> m_chips;
    int m_reached = 0; ///< the one Tab comes to
};

} // namespace ui
