// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QFrame>
#include <QPointer>

class QCalendarWidget;

namespace ui {

/// A month to choose a day from, below a field. Chooses only. Closes on Esc, a choice, or when the focus goes
/// elsewhere, and gives the focus back. A child of its window, not a window of its own.
class CalendarPopup : public QFrame {
    Q_OBJECT

public:
    explicit CalendarPopup(QWidget *window);

    void open(const QDate &day, QWidget *anchor); ///< an invalid day: today; the anchor is in the same window
    void closePopup();
    [[nodiscard]] QDate selectedDay() const;

Q_SIGNALS:
    void chosen(const QDate &day);
    void nowRequested();

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void restyle();
    void place(QWidget *anchor);
    void choose(const QDate &day);

    QCalendarWidget *m_calendar = nullptr;
    QPointer<QWidget> m_focusBefore;
};

} // namespace ui
