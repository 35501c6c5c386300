// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/script.h"

#include <QWidget>

#include <memory>

class QProgressBar;
class QTimer;

namespace ui {

class PlainLabel;

/// How far a running script is, and, when it stands still where others can hold it up, that it waits for them.
class ApplyProgress : public QWidget {
    Q_OBJECT

public:
    explicit ApplyProgress(QWidget *parent = nullptr);

    void start(std::shared_ptr<const core::Script> script);
    void stop();
    void setRange(int least, int most);
    void setDone(int statements);

private:
    void standsStill();

    std::shared_ptr<const core::Script> m_script;
    int m_done = 0;
    QTimer *m_still = nullptr;
    PlainLabel *m_words = nullptr;
    QProgressBar *m_bar = nullptr;
};

/// What a script waits for that has stood still after `done` statements: for others to let it write, or to end it.
/// Empty where only its own work can be what takes long.
[[nodiscard]] QString waitingText(const core::Script &script, int done);

} // namespace ui
