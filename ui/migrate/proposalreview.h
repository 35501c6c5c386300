// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/truthproposal.h"

#include <QWidget>

class QPushButton;
class QStackedWidget;

namespace core {
class Session;
}

namespace ui {

struct ApplyGate;
class FilesView;
class Notice;
class PlainLabel;
class Prompts;
class ScriptReview;

/// Something that is proposed, as what it would write: a script with its findings, tried on a copy before it is applied
/// where it runs more than rows of the journal; or files before and after. Nothing is written but what is on view.
class ProposalReview : public QWidget {
    Q_OBJECT

public:
    ProposalReview(core::Session &session, Prompts &prompts, QWidget *parent = nullptr);

    void setProposal(const core::TruthProposal &proposal);
    [[nodiscard]] const core::TruthProposal &proposal() const { return m_proposal; }
    [[nodiscard]] const ApplyGate &gate() const;
    [[nodiscard]] bool isRunning() const;
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
    void writeFiles();

    core::Session &m_session;
    core::TruthProposal m_proposal;
    bool m_writing = false; ///< files

    PlainLabel *m_title = nullptr;
    PlainLabel *m_explanation = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_tryIt = nullptr;
    QPushButton *m_apply = nullptr;
    Notice *m_notice = nullptr; ///< of files; a script's is its own
    QStackedWidget *m_what = nullptr; ///< the script, the files
    ScriptReview *m_script = nullptr;
    FilesView *m_files = nullptr;
};

} // namespace ui
