// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QLineEdit;

namespace ui {

class PlainLabel;

/// Asks for a row's number over the grid. Stays open, with the reason, on what is no number of a row; goes away with a
/// row, with Esc, and when the focus goes elsewhere.
class GoToRow : public QFrame {
    Q_OBJECT

public:
    explicit GoToRow(QWidget *parent);

    /// `rows`: how many there are. `current`: counted from 1; 0: none is.
    void ask(const QRect &over, qint64 rows, qint64 current);

Q_SIGNALS:
    void chosen(qint64 number); ///< counted from 1, and one of those there are
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void accept();
    void setReason(const QString &reason);

    QLineEdit *m_input = nullptr;
    PlainLabel *m_reason = nullptr;
    qint64 m_rows = 0;
};

} // namespace ui
