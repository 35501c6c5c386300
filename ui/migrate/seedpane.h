// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/recordedseed.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QPlainTextEdit;
class QPushButton;

namespace ui {

class Notice;
class Pill;
class PlainLabel;

/// The step after a reset: the project's seeds, the command line of the chosen one before it runs, and what it writes
/// while it does; the history has it afterwards. A file of SQL is handed on, to be reviewed as the script that it is.
class SeedPane : public QWidget {
    Q_OBJECT

public:
    explicit SeedPane(core::Session &session, QWidget *parent = nullptr);
    ~SeedPane() override;

    /// `chosen`: the name that was taken last time; `refusedBecause`: why none may run, or empty.
    void setSeeds(const QList<core::Seed> &seeds, const QString &chosen, const QString &refusedBecause);
    [[nodiscard]] bool isRunning() const;
    void run();
    void stop();

Q_SIGNALS:
    void runningChanged();
    void chosen(const QString &name); ///< it is run
    void sqlRequested(const QString &path);
    void seeded(const QString &what);
    void closed();

private:
    [[nodiscard]] const core::Seed *current() const;
    void showChosen();
    void take(const core::Result<core::Done> &how);
    void append(const QString &text);

    core::Session &m_session;
    QList<core::Seed> m_seeds;
    QString m_refused;
    std::unique_ptr<core::RecordedSeed> m_run;
    PlainLabel *m_says = nullptr;
    PlainLabel *m_command = nullptr;
    QComboBox *m_choice = nullptr;
    Pill *m_state = nullptr;
    QPushButton *m_skip = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_go = nullptr;
    Notice *m_notice = nullptr;
    QPlainTextEdit *m_output = nullptr;
};

} // namespace ui
