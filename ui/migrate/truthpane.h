// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/truthwatch.h"

#include <QWidget>

class QBoxLayout;
class QPushButton;
class QStackedWidget;
class QTableView;
class QVBoxLayout;

namespace ui {

class Notice;
class Pill;
class PlainLabel;
class ProposalReview;
class RestChoices;
class SeedPane;
class Prompts;
class TruthModel;

/// The truth board in the window: every migration with what folder, journal, snapshots and database say of it, a
/// sentence for the chosen one, what can be done about it, and how schema.ts, snapshot and database differ. What is to
/// be done is reviewed in its place before anything is written.
class TruthPane : public QWidget {
    Q_OBJECT

public:
    TruthPane(core::Session &session, Prompts &prompts, QWidget *parent = nullptr);

    /// By action id: "truth.applyUpTo", "truth.repair", …; false: it is none of its own.
    bool perform(const QString &actionId);
    [[nodiscard]] const core::TruthWatch &watch() const { return *m_watch; }
    [[nodiscard]] ProposalReview &review() { return *m_review; }
    [[nodiscard]] SeedPane &seedPane() { return *m_seed; }
    [[nodiscard]] bool isReviewing() const;
    [[nodiscard]] bool isChoosing() const; ///< what ran of a migration that is there in part
    [[nodiscard]] bool isRunning() const;
    [[nodiscard]] bool isSettled() const;
    void select(const QString &tag);
    void markWhenThere(const QString &tag); ///< a file that was just written: to mark it as applied is proposed next
    void refresh() { m_watch->refresh(); } ///< reads the snapshots again
    void request(core::TruthAction action); ///< about the chosen row where it is of one

Q_SIGNALS:
    void changed(); ///< the board, or whether something is running
    void migrationActivated(const QString &tag);
    void
    previewRequested(const QString &path); ///< the difference to this snapshot or project, in the migration preview
    void messageRequested(const QString &text);
    void errorOccurred(const core::Error &error);

protected:
    void focusInEvent(QFocusEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeBoard();
    void showBoard();
    void showRow();
    void showDrifts();
    void addDrift(const core::SchemaDrift &drift);
    void addActions(QBoxLayout &to, const QList<core::TruthAction> &actions, const QString &prefix);
    void propose(const core::TruthRequest &request);
    void proposeRest(); ///< as was said of each statement
    void take(const core::Result<core::TruthProposal> &proposal);
    void applyAll(); ///< that is pending
    void openExpected();
    void finish(const QString &what);
    // Reset and seed (truthpanereset.cpp).
    void connectSeed();
    void reset();
    void showSeed();
    void reviewSql(const QString &path);
    [[nodiscard]] QString seedRefusedBecause() const;
    [[nodiscard]] int currentRow() const;

    core::Session &m_session;
    core::TruthWatch *m_watch = nullptr;
    TruthModel *m_model = nullptr;
    QStackedWidget *m_stack = nullptr; ///< the board, a review, the seed, what ran
    QTableView *m_table = nullptr;
    Notice *m_notice = nullptr;
    Pill *m_health = nullptr;
    PlainLabel *m_summary = nullptr;
    PlainLabel *m_rowTitle = nullptr;
    PlainLabel *m_sentence = nullptr;
    QBoxLayout *m_headActions = nullptr;
    QBoxLayout *m_rowActions = nullptr;
    QVBoxLayout *m_drifts = nullptr;
    PlainLabel *m_remarks = nullptr;
    ProposalReview *m_review = nullptr;
    SeedPane *m_seed = nullptr;
    RestChoices *m_rest = nullptr;
    bool m_seedNext = false; ///< what is reviewed is a reset
    QString m_adopted; ///< tag of the migration that was just written from the database
    int m_reading = 0; ///< how often seeds are being looked for, or one is read
    int m_asked = 0; ///< names the newest question for a proposal
};

} // namespace ui
