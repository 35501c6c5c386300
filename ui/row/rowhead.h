// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/pill.h"

#include <QWidget>

class QBoxLayout;
class QToolButton;

namespace ui {

class PlainLabel;

/// What stands above a row's fields: which row it is, what is staged about it, the ways to its neighbours and back, and
/// why it cannot be edited.
class RowHead : public QWidget {
    Q_OBJECT

public:
    explicit RowHead(QWidget *parent);

    void setTitle(const QString &title);
    void setPill(PillKind kind, const QString &text); ///< empty: none
    void setReason(const QString &reason); ///< empty: none
    void setWayBack(const QString &text); ///< empty: none
    void setFullWidth(bool fullWidth);

Q_SIGNALS:
    void backRequested();
    void actionRequested(const QString &actionId);

private:
    QToolButton *addAction(QBoxLayout *line, const QString &actionId);

    PlainLabel *m_title = nullptr;
    Pill *m_pill = nullptr;
    QToolButton *m_fullWidth = nullptr;
    QToolButton *m_back = nullptr;
    PlainLabel *m_reason = nullptr;
};

} // namespace ui
