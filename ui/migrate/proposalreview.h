// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/truthproposal.h"
#include "ui/migrate/applygate.h"

#include <QFuture>
#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace ui {

class DryRunView;
class FileDiffView;
class FindingCards;
class Notice;
class PlainLabel;
class Prompts;
class SqlView;

/// Something that is proposed, as what it would write: a script with its findings, tried on a copy before it is applied
/// where it runs more than rows of the journal; or files before and after. Nothing is written but what is on view.
class ProposalReview : public QWidget {
    Q_OBJECT

public:
    ProposalReview(core::Session &session, Prompts &prompts, QWidget *parent = nullptr);
    ~ProposalReview() override;

    void setProposal(const core::TruthProposal &proposal);
    [[nodiscard]] const core::TruthProposal &proposal() const { return m_proposal; }
    [[nodiscard]] const ApplyGate &gate() const { return m_gate; }
    [[nodiscard]] bool isRunning() const { return m_gate.running; }
    void dryRun();
    void apply(); ///< the script or the files
    void stop(); ///< a dry run
    void close(); ///< nothing is written

Q_SIGNALS:
    void runningChanged();
    void closed();
    void done(const QString &what); ///< it was written
    void errorOccurred(const core::Error &error);

private:
    [[nodiscard]] QWidget *makeHead();
    void showFacts();
    void setRunning(bool running);
    void takeDryRun(const core::Result<core::DryRunReport> &report);
    void confirm();
    void run(bool withBackup);
    void takeApply(const core::Result<core::ApplyReport> &report);
    void writeFiles();
    void forgetRehearsal();

    core::Session &m_session;
    Prompts &m_prompts;
    core::TruthProposal m_proposal;
    ApplyGate m_gate;
    bool m_applyAfterDryRun = false;
    QFuture<core::Result<core::DryRunReport>> m_dryRunning;

    PlainLabel *m_title = nullptr;
    PlainLabel *m_explanation = nullptr;
    PlainLabel *m_locked = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_tryIt = nullptr;
    QPushButton *m_apply = nullptr;
    Notice *m_notice = nullptr;
    QStackedWidget *m_what = nullptr; ///< the script, the files
    SqlView *m_sql = nullptr;
    FileDiffView *m_files = nullptr;
    FindingCards *m_cards = nullptr;
    DryRunView *m_report = nullptr;
};

} // namespace ui
