// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/jsontext.h"

#include <QObject>
#include <QTimer>

#include <optional>

class QPlainTextEdit;

namespace ui {

class JsonHighlighter;

/// Colours the JSON in a text box and says whether it is any, after each change. A short text is judged at once; a long
/// one when nobody has typed for a moment, on another thread, so that typing never waits. Lives as long as the box.
class JsonCheck : public QObject {
    Q_OBJECT

public:
    static constexpr qsizetype atOnce = 20'000; ///< characters
    static constexpr qsizetype longest = 32'000'000;

    enum class State { Nothing, Checking, Valid, Invalid, TooLong };
    Q_ENUM(State)

    explicit JsonCheck(QPlainTextEdit *edit);

    void setOn(bool on); ///< at first it is
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] QString words() const; ///< for people; empty when there is no text

Q_SIGNALS:
    void judged(); ///< state() or words() may be others now

private:
    void follow();
    void judge();
    void take(const std::optional<core::JsonProblem> &problem);
    void setState(State state);

    QPlainTextEdit *m_edit;
    JsonHighlighter *m_highlighter;
    QTimer m_rest;
    int m_generation = 0; ///< of the text; what is said of an older one is late
    bool m_on = true;
    State m_state = State::Nothing;
    std::optional<core::JsonProblem> m_problem;
};

} // namespace ui
