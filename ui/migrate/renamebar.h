// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/renamesuggestions.h"

#include <QWidget>

class QPushButton;

namespace ui {

class Pill;
class PlainLabel;

/// "users.name disappeared and users.full_name appeared: renamed, or two things?" One question at a time, the likeliest
/// first. Hidden when there is nothing to ask and nothing was answered.
class RenameBar : public QWidget {
    Q_OBJECT

public:
    explicit RenameBar(QWidget *parent = nullptr);

    /// `answers`: how many were given; they can be asked for again.
    void show(const QList<core::RenameSuggestion> &questions, qsizetype answers, bool canAnswer);
    using QWidget::show;
    bool focusQuestion(); ///< its first answer takes the focus; false: nothing is asked

Q_SIGNALS:
    void answered(const core::RenameSuggestion &question, bool same);
    void askAgainRequested();

private:
    void answer(bool same);

    QList<core::RenameSuggestion> m_questions;
    Pill *m_pill = nullptr;
    PlainLabel *m_gone = nullptr;
    PlainLabel *m_middle = nullptr;
    PlainLabel *m_came = nullptr;
    PlainLabel *m_more = nullptr;
    QPushButton *m_same = nullptr;
    QPushButton *m_apart = nullptr;
    QPushButton *m_again = nullptr;
};

} // namespace ui
