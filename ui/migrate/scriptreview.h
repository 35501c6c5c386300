// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/migrate/applygate.h"

#include <QFuture>
#include <QWidget>

namespace ui {

class DryRunView;
class FindingCards;
class Notice;
class PlainLabel;
class Prompts;
class SqlView;

/// A script that is there already, before it runs: its text, what was found about it, a dry run on a copy, and Apply,
/// which runs the very Script on view after a question. What was rehearsed is forgotten when the database changes.
/// A dry run goes with it; what is being applied goes on.
class ScriptReview : public QWidget {
    Q_OBJECT

public:
    /// What is on view.
    struct Subject {
        QString title; ///< for people: the migration's tag
        std::shared_ptr<const core::Script> script; ///< null: there is nothing that could run
        QString text = {}; ///< without a script: what is shown instead
        bool triedFirst = true; ///< a dry run is made before it is applied
    };

    /// `above`: what stands above the text, from top to bottom; they become its own. Its parts are called "<name>-sql",
    /// "<name>-notice", "<name>-locked".
    ScriptReview(const QString &name, core::Session &session, Prompts &prompts, const QList<QWidget *> &above = {},
                 QWidget *parent = nullptr);
    ~ScriptReview() override;

    /// `gate` without what was rehearsed, or is running.
    void show(const Subject &subject, const ApplyGate &gate);
    using QWidget::show;

    [[nodiscard]] const Subject &subject() const { return m_subject; }
    [[nodiscard]] const ApplyGate &gate() const { return m_gate; }
    [[nodiscard]] QString lockedBecause() const; ///< why Apply is; empty: it is not
    [[nodiscard]] bool canDryRun() const;
    [[nodiscard]] bool isDryRunning() const { return m_dryRunning.isRunning(); }
    [[nodiscard]] SqlView &sqlView() { return *m_sql; }
    [[nodiscard]] Notice &notice() { return *m_notice; }

    void dryRun();
    void apply(); ///< a dry run first where there was none, then the question, then it runs
    void stop(); ///< a dry run

Q_SIGNALS:
    void changed(); ///< gate(), or what can be done
    void runningChanged();
    void applied(const core::ApplyReport &report);
    void errorOccurred(const core::Error &error);

private:
    void arrange(const QList<QWidget *> &above);
    void connectParts();
    void showFacts();
    void setRunning(bool running);
    void takeDryRun(const core::Result<core::DryRunReport> &report);
    void confirm();
    void run(bool withBackup);
    void takeApply(const core::Result<core::ApplyReport> &report);
    void showFailed(int statement);
    void forgetRehearsal();

    core::Session &m_session;
    Prompts &m_prompts;
    Subject m_subject;
    ApplyGate m_gate;
    bool m_applyAfterDryRun = false;
    QFuture<core::Result<core::DryRunReport>> m_dryRunning;

    PlainLabel *m_locked = nullptr;
    Notice *m_notice = nullptr;
    SqlView *m_sql = nullptr;
    FindingCards *m_cards = nullptr;
    DryRunView *m_report = nullptr;
};

} // namespace ui
