// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/timeeditor.h"

#include "core/rows/columnvalue.h"
#include "ui/row/calendarpopup.h"

#include <QDateTime>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype dateLength = 10;
constexpr int roomForBoth =
    320; ///< in less the stored value has the room of the button for now, which the calendar has, too

} // namespace

TimeEditor::TimeEditor(const Field &field, const core::Dialect &dialect, QWidget *parent)
    : LineEditor(field, dialect, parent)
{
    m_now = addButton(u"time-now"_s, Icon::History, tr("Now (Ctrl+;)"));
    connect(m_now, &QToolButton::clicked, this, &TimeEditor::setNow);
    auto *calendar = addButton(u"time-calendar"_s, Icon::Calendar, tr("Choose a day (Alt+Down)"));
    connect(calendar, &QToolButton::clicked, this, &TimeEditor::openCalendar);
}

TimeEditor::~TimeEditor()
{
    delete m_calendar.data();
}

void TimeEditor::resizeEvent(QResizeEvent *event)
{
    LineEditor::resizeEvent(event);
    m_now->setVisible(width() >= roomForBoth);
}

void TimeEditor::show(const FieldState &state)
{
    LineEditor::show(state);
    if (m_calendar) // it was opened over what was shown before, of another row perhaps
        m_calendar->closePopup();
}

void TimeEditor::setReadOnly(bool readOnly)
{
    LineEditor::setReadOnly(readOnly);
    if (readOnly && m_calendar)
        m_calendar->closePopup();
}

std::optional<QString> TimeEditor::readable(const core::Value &value) const
{
    const auto time = core::readTime(value, field().format.kind);
    return time ? std::optional(core::shownTime(*time)) : std::nullopt;
}

std::optional<core::StoredTime> TimeEditor::onView() const
{
    const core::ColumnFormat::Kind kind = field().format.kind;
    if (const auto value = typed(); value && !value->isNull()) {
        if (const auto time = core::readTime(*value, kind))
            return time;
    }
    if (const auto time = core::readTime(shownValue(), kind))
        return time;
    return core::readTime(stored(), kind);
}

core::TimeSpelling TimeEditor::spelling() const
{
    const core::ColumnFormat::Kind kind = field().format.kind;
    for (const core::Value *value : {&shownValue(), &stored()}) {
        if (const auto time = core::readTime(*value, kind))
            return time->spelling;
    }
    using Format = core::ColumnFormat::Kind;
    core::TimeNotation notation = field().timeNotation;
    if (kind != Format::IsoDate)
        notation.kind = kind == Format::UnixSeconds ? core::TimeNotation::Kind::UnixSeconds
                                                    : core::TimeNotation::Kind::UnixMilliseconds;
    return core::spellingOf(notation);
}

core::Value TimeEditor::valueOf(const QString &text) const
{
    const core::ColumnFormat::Kind kind = field().format.kind;
    auto before = core::readTime(shownValue(), kind);
    if (!before)
        before = core::readTime(stored(), kind);
    // What cannot be read as a time is what was typed: a raw number, or words that the field then says something about.
    const auto value = core::timeTyped(text, spelling(), before, QDateTime::currentMSecsSinceEpoch());
    return value ? *value : core::valueTyped(text, field().column, dialect(), stored());
}

void TimeEditor::setNow()
{
    if (line()->isReadOnly())
        return;
    const auto value = core::timeTyped(u"now"_s, spelling(), std::nullopt, QDateTime::currentMSecsSinceEpoch());
    if (const auto words = value ? readable(*value) : std::nullopt)
        fill(*words);
}

void TimeEditor::openCalendar()
{
    if (line()->isReadOnly())
        return;
    if (m_calendar && m_calendar->parentWidget() != window())
        delete m_calendar.data();
    if (!m_calendar) {
        m_calendar = new CalendarPopup(window());
        connect(m_calendar, &CalendarPopup::chosen, this, &TimeEditor::takeDay);
        connect(m_calendar, &CalendarPopup::nowRequested, this, &TimeEditor::setNow);
    }
    const auto time = onView();
    const QDate day = time ? QDateTime::fromSecsSinceEpoch(time->seconds, Qt::UTC).date() : QDate();
    m_calendar->open(day, line());
}

/// The time of day stays.
void TimeEditor::takeDay(const QDate &day)
{
    const auto time = onView();
    const QString rest = time ? core::shownTime(*time).sliced(dateLength) : QString();
    fill(day.toString(Qt::ISODate) + rest);
}

bool TimeEditor::handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform)
{
    if (isFillKey(key, modifiers)) {
        if (perform)
            setNow();
        return true;
    }
    if (key == Qt::Key_Down && modifiers == Qt::AltModifier) {
        if (perform)
            openCalendar();
        return true;
    }
    return false;
}

} // namespace ui

#include "moc_timeeditor.cpp"
