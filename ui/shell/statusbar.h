// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/environment.h"

#include <QFrame>

namespace ui {

class Pill;
class PlainLabel;

/// Facts of the page at the left, of the connection at the right; between them, coloured, what the database is for.
class StatusBar : public QFrame {
    Q_OBJECT

public:
    explicit StatusBar(QWidget *parent = nullptr);
    void setLeft(const QStringList &facts);
    void setRight(const QStringList &facts);
    void setMark(core::Environment mark);
    void setRole(const QString &role); ///< as whom rows are read; empty: as oneself

Q_SIGNALS:
    void roleClicked();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    Pill *m_mark = nullptr;
    Pill *m_role = nullptr;
    PlainLabel *m_left = nullptr;
    PlainLabel *m_right = nullptr;
};

} // namespace ui
