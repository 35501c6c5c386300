// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/changes/impactcontext.h"
#include "ui/shell/page.h"

#include <QFuture>
#include <QPointer>
#include <QWidget>

class QPushButton;
class QSplitter;

namespace ui {

class ApplyProgress;
class ConflictWatch;
class EditStack;
class ImpactView;
class ImpactWatch;
class Notice;
class Pill;
class PlainLabel;
class ScriptWatch;
class SqlView;

/// What is staged, as the very script that Apply runs: the object on view is the object that runs. Hides itself when
/// there is nothing staged and nothing to say; after an Apply only its head and the report stay. Beside the script it
/// shows what the edits take along, if that is more than the staged rows. Where that says that Apply would fail, Apply
/// can be pressed all the same: others may have written since, the database has the last word, and a failure keeps
/// nothing.
/// The script is written elsewhere (ScriptWatch); until that of the latest edits is there, the one before it stays on
/// view, greyed where that takes long, and an Apply waits for it.
/// A failed Apply leaves everything as it was, marks the statement and says row and column; a row that someone else
/// has changed opens the ConflictDialog.
class PendingPanel : public QWidget {
    Q_OBJECT

public:
    PendingPanel(core::Session &session, EditStack &edits, QWidget *parent = nullptr);
    ~PendingPanel() override;

    /// Why Apply cannot be done now, as far as that is known; empty when it can.
    [[nodiscard]] QString cannotApplyBecause() const { return m_cannotApply; }
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] SqlView &sqlView() { return *m_sql; }
    [[nodiscard]] ImpactContext impactContext() const;
    [[nodiscard]] QWidget *impactPane() const; ///< a pane of its own for F6
    [[nodiscard]] bool isSettled() const; ///< script and impact are those of the edits as they are, and on view
    /// How a table's columns are shown: what is staged is judged by that.
    void setFormats(const core::QualifiedName &table, const ColumnFormats &formats);

public Q_SLOTS:
    void apply();
    void discard();
    void undo();
    void stop(); ///< a running Apply: it is rolled back; one that waits for its script: it is not begun
    /// Of what the edits take along, where that takes long, or the waiting of an Apply; false: neither is going on.
    bool stopCounting();
    void focusSql();
    bool performImpact(const QString &actionId); ///< "impact.…"; false: no such thing

Q_SIGNALS:
    void stateChanged(); ///< cannotApplyBecause(), isRunning() or impactContext() changed
    void openRequested(const ui::Destination &to); ///< rows that the edits reach
    void rowAffected(const ui::RowAddress &row,
                     const QString &column); ///< column may be empty; a failed or clicked statement's row
    void applied(const core::ApplyReport &report);
    void applyFailed(const core::Error &error);
    void messageRequested(const QString &plainText); ///< went well
    void noteRequested(const QString &plainText); ///< why nothing was done

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    [[nodiscard]] QWidget *makeHead();
    [[nodiscard]] QWidget *makeBody();
    [[nodiscard]] QWidget *makeScript();
    void forgetOldNews();
    void showEdits();
    void showCounts();
    void showMisfits();
    void showPart();
    void showConflicts();
    void showImpact();
    void showSideEffects();
    void showScript();
    void updateButtons();
    void updateVisibility();
    void setRunning(bool running);
    [[nodiscard]] bool isWaiting() const { return m_applyOf != nullptr || m_awaitsMade; }
    void showComing();
    void goOnWhenMade();
    void waitOn();
    void run();
    void start(const std::shared_ptr<const core::Script> &script);
    void finish(const core::Result<core::ApplyReport> &result);
    void fail(const core::Error &error);
    void askAboutConflicts(const core::Error &error);
    void resolve(const QList<core::Conflict> &conflicts);
    void activate(int statement, const QString &column);

    core::Session &m_session;
    EditStack &m_edits;
    std::shared_ptr<const core::ChangeSet> m_changes; ///< what the script on view was made from; never nullptr
    std::shared_ptr<const core::ChangeSet> m_applyOf; ///< what is to be applied once its script is there
    bool m_awaitsMade = false; ///< likewise, once the values that schema.ts makes are there
    QFuture<core::Result<core::ApplyReport>> m_future;
    QString m_conflictNote; ///< as said last; empty: nothing was
    QString m_cannotApply;
    bool m_running = false;
    bool m_focusWanted = false; ///< by the script, once it is there, from
    QPointer<QWidget> m_focusFrom;

    ScriptWatch *m_scripts = nullptr;
    Pill *m_inserts = nullptr;
    Pill *m_updates = nullptr;
    Pill *m_deletes = nullptr;
    Pill *m_misfits = nullptr;
    Pill *m_coming = nullptr; ///< what is being made by schema.ts
    Pill *m_conflicts = nullptr;
    Pill *m_wouldFail = nullptr;
    ConflictWatch *m_watch = nullptr;
    ImpactWatch *m_impactWatch = nullptr;
    ImpactView *m_impactView = nullptr;
    QSplitter *m_body = nullptr;
    PlainLabel *m_sideEffects = nullptr;
    ApplyProgress *m_progress = nullptr;
    QPushButton *m_undo = nullptr;
    QPushButton *m_discard = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_apply = nullptr;
    Notice *m_notice = nullptr;
    SqlView *m_sql = nullptr;
    QWidget *m_part = nullptr; ///< says how much of the script is on view
    PlainLabel *m_partText = nullptr;
    QPushButton *m_showAll = nullptr;
};

} // namespace ui
