// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/calendarpopup.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QCalendarWidget>
#include <QDateTime>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QTextCharFormat>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int calendarEdge = 8; ///< to the window's border

} // namespace

CalendarPopup::CalendarPopup(QWidget *window)
    : QFrame(window)
    , m_calendar(new QCalendarWidget(this))
{
    setObjectName(u"calendar-popup"_s);
    setArea(this, u"popup"_s);
    auto *layout = plainLayout<QVBoxLayout>(this, 8, 6);
    m_calendar->setObjectName(u"calendar"_s);
    m_calendar->setAccessibleName(tr("Day"));
    m_calendar->setGridVisible(false);
    m_calendar->setFirstDayOfWeek(Qt::Monday);
    m_calendar->setVerticalHeaderFormat(QCalendarWidget::NoVerticalHeader);
    m_calendar->setHorizontalHeaderFormat(QCalendarWidget::SingleLetterDayNames);
    m_calendar->setDateEditEnabled(false); // digits are for the field
    layout->addWidget(m_calendar);
    auto *foot = new QHBoxLayout;
    foot->addWidget(new PlainLabel(PlainLabel::Role::Faint, tr("UTC"), this), 1);
    const auto add = [&](const QString &name, const QString &text) {
        auto *button = new QPushButton(text, this);
        button->setObjectName(name);
        foot->addWidget(button);
        return button;
    };
    connect(add(u"calendar-today"_s, tr("Today")), &QPushButton::clicked, this,
            [this] { choose(QDateTime::currentDateTimeUtc().date()); });
    connect(add(u"calendar-now"_s, tr("Now")), &QPushButton::clicked, this, [this] {
        closePopup();
        Q_EMIT nowRequested();
    });
    layout->addLayout(foot);
    connect(m_calendar, &QCalendarWidget::clicked, this, &CalendarPopup::choose);
    connect(m_calendar, &QCalendarWidget::activated, this, &CalendarPopup::choose);
    for (QWidget *inner : findChildren<QWidget *>())
        inner->installEventFilter(this);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        if (isVisible() && now && !isAncestorOf(now))
            closePopup();
    });
    hide();
}

void CalendarPopup::restyle()
{
    const Theme &theme = Theme::current();
    for (const Qt::DayOfWeek weekday : {Qt::Saturday, Qt::Sunday})
        m_calendar->setWeekdayTextFormat(weekday, QTextCharFormat()); // else the week's end is red
    if (auto *bar = m_calendar->findChild<QWidget *>(u"qt_calendar_navigationbar"_s))
        bar->setAutoFillBackground(false);
    QTextCharFormat header;
    header.setForeground(theme.color(Tone::TextMuted));
    header.setBackground(theme.color(Tone::Panel));
    m_calendar->setHeaderTextFormat(header);
    const auto step = [&](const QString &name, Icon icon) {
        if (auto *button = m_calendar->findChild<QToolButton *>(name)) {
            setLook(button, ButtonLook::Flat);
            button->setIcon(theme.icon(icon));
        }
    };
    step(u"qt_calendar_prevmonth"_s, Icon::Back);
    step(u"qt_calendar_nextmonth"_s, Icon::Forward);
    for (const QString &name : {u"qt_calendar_monthbutton"_s, u"qt_calendar_yearbutton"_s}) {
        if (auto *button = m_calendar->findChild<QToolButton *>(name))
            setLook(button, ButtonLook::Flat);
    }
}

void CalendarPopup::open(const QDate &day, QWidget *anchor)
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    restyle();
    m_calendar->setSelectedDate(day.isValid() ? day : QDateTime::currentDateTimeUtc().date());
    place(anchor);
    show();
    raise();
    m_calendar->setFocus(Qt::PopupFocusReason);
}

void CalendarPopup::place(QWidget *anchor)
{
    const QSize size = sizeHint();
    const QRect room = parentWidget()->rect().adjusted(calendarEdge, calendarEdge, -calendarEdge, -calendarEdge);
    QRect at(anchor->mapTo(parentWidget(), QPoint(0, anchor->height() + 2)), size);
    if (at.bottom() > room.bottom())
        at.moveBottom(anchor->mapTo(parentWidget(), QPoint(0, -2)).y());
    at.moveLeft(qMax(room.left(), qMin(at.left(), room.right() - size.width())));
    at.moveTop(qMax(room.top(), at.top()));
    setGeometry(at);
}

void CalendarPopup::closePopup()
{
    if (!isVisible())
        return;
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    hide();
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::OtherFocusReason);
}

void CalendarPopup::choose(const QDate &day)
{
    if (!isVisible())
        return; // a click is followed by an activation
    closePopup();
    Q_EMIT chosen(day);
}

QDate CalendarPopup::selectedDay() const
{
    return m_calendar->selectedDate();
}

bool CalendarPopup::eventFilter(QObject *object, QEvent *event)
{
    if (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Escape) {
            if (event->type() == QEvent::KeyPress)
                closePopup();
            event->accept();
            return true;
        }
    }
    return QFrame::eventFilter(object, event);
}

} // namespace ui

#include "moc_calendarpopup.cpp"
