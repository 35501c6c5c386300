// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/storedtime.h"
#include "ui/row/texteditors.h"

#include <QPointer>

namespace ui {

class CalendarPopup;

/// A point in time in words (UTC), kept as the column keeps it: unix seconds, milliseconds, or ISO text in its own
/// spelling. Typed leniently, chosen from a calendar, or set to this moment. The stored value stands beside it.
class TimeEditor : public LineEditor {
    Q_OBJECT

public:
    TimeEditor(const Field &field, const core::Dialect &dialect, QWidget *parent);
    ~TimeEditor() override;

    void show(const FieldState &state) override;
    void setReadOnly(bool readOnly) override;
    [[nodiscard]] bool handleKey(int key, Qt::KeyboardModifiers modifiers, bool perform) override;

protected:
    [[nodiscard]] std::optional<QString> readable(const core::Value &value) const override;
    [[nodiscard]] core::Value valueOf(const QString &text) const override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void setNow();
    void openCalendar();
    void takeDay(const QDate &day);
    [[nodiscard]] std::optional<core::StoredTime> onView() const; ///< what is typed, else shown, else stored
    [[nodiscard]] core::TimeSpelling spelling() const;

    QToolButton *m_now = nullptr;
    QPointer<CalendarPopup> m_calendar; ///< the window's child
};

} // namespace ui
