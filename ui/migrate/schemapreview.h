// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/schemawork.h"
#include "ui/migrate/migrationsource.h"
#include "ui/migrate/migrationscontext.h"
#include "ui/migrate/previewdesk.h"
#include "ui/migrate/previewgate.h"
#include "ui/shell/page.h"

#include <QFuture>
#include <QPointer>

class QStackedWidget;
class QTimer;
class QToolButton;

namespace ui {

class DryRunView;
class HazardCard;
class Notice;
struct PreviewAbout;
class PlainLabel;
class PreviewCards;
class Prompts;
class RenameBar;
class ScriptHead;
class SqlView;

/// Everything about the draft of one source before it runs: the statements with what they change, the questions about
/// renames, the hazards with their fixes, a dry run, the way back, and Apply, which runs the very Script that is on
/// view. What is allowed and what was rehearsed is about the plan as it is, and is forgotten when that changes.
class SchemaPreview : public QWidget {
    Q_OBJECT

public:
    SchemaPreview(core::Session &session, Prompts &prompts, QWidget *parent = nullptr);
    ~SchemaPreview() override;

    void setSource(MigrationSource *source); ///< nullptr: none
    [[nodiscard]] MigrationSource *source() const { return m_source; }
    [[nodiscard]] bool isSettled() const;
    [[nodiscard]] QStringList statusFacts() const;
    [[nodiscard]] PreviewGate gate() const;
    [[nodiscard]] MigrationsContext context() const; ///< what can be done now, and why not
    [[nodiscard]] PreviewDesk &desk() { return *m_desk; }
    [[nodiscard]] SqlView &sqlView() { return *m_sql; }
    [[nodiscard]] qsizetype changeCount() const; ///< of the plan; −1: there is none
    bool perform(const QString &actionId);
    void focusFirst(); ///< what is to be answered, else the SQL

public Q_SLOTS:
    void dryRun();
    void apply(); ///< a dry run first when there was none, then the question, then it runs
    void stop();
    void saveSql();
    void saveMigration(); ///< what is on view, into the project's folder
    void showInverse(bool inverse);

Q_SIGNALS:
    void openRequested(const ui::Destination &destination, bool newTab);
    void errorOccurred(const core::Error &error);
    void messageRequested(const QString &plainText);
    void actionRequested(const QString &actionId);
    void changed(); ///< statusFacts(), isSettled() or changeCount()

private:
    [[nodiscard]] QWidget *makeMiddle();
    [[nodiscard]] QWidget *makeBackBar();
    void connectParts();
    void sourceChanged();
    void showPlan();
    void showSql();
    void showEmpty();
    void showFacts();
    void showRemarks();
    [[nodiscard]] PreviewAbout about() const;
    void act(const QString &button); ///< of the bar above
    void showRows(const core::Probe &probe);
    [[nodiscard]] QList<JudgedHazard> judged() const;
    void setAllowed(const QString &key, bool allowed);
    void forgetRehearsal();
    void setRunning(bool running);

    // What expressions give, and how it would be taken back (schemapreviewcloser.cpp).
    void lookCloser(); ///< in a pause after the last key: at fills and the way back
    void previewFills();
    void planBack();
    void takeBack(const core::SchemaWork::Inverse &inverse);
    void forgetFills();
    void previewFill(HazardCard *card, const core::Fill &fill);

    // Trying and doing (schemapreviewrun.cpp).
    template <typename T> void watch(const QFuture<core::Result<T>> &future);
    void takeDryRun(const core::Result<core::MigrationDryRun> &run, const core::SchemaMigrationPtr &of);
    void confirm();
    void run(bool withBackup);
    void takeApply(const core::Result<core::ApplyReport> &report);
    [[nodiscard]] core::SchemaMigrationPtr migration() const; ///< of the plan on view; null: none

    core::Session &m_session;
    Prompts &m_prompts;
    std::unique_ptr<core::SchemaWork> m_work;
    PreviewDesk *m_desk = nullptr;
    QPointer<MigrationSource> m_source;
    QPointer<MigrationSource> m_applied; ///< whose draft runs, whatever is on view meanwhile

    QStringList m_allowed;
    std::shared_ptr<const core::MigrationDryRun> m_rehearsal;
    core::SchemaMigrationPtr m_rehearsed; ///< what it was of
    bool m_running = false;
    bool m_ownMove = false; ///< the next other schema is what was applied here
    bool m_applyAfterDryRun = false;
    bool m_inverse = false; ///< the way back is on view
    QFuture<core::Result<core::MigrationDryRun>> m_dryRunning;
    QFuture<core::Result<core::ApplyReport>> m_applyRunning;

    struct FillResult {
        QString expression;
        QString problem;
        int number = 0; ///< of the question
    };
    QHash<QString, FillResult> m_fillResults; ///< by hazardKey()
    int m_fillNumber = 0;
    QTimer *m_pause = nullptr; ///< after the last change of the plan
    QHash<QString, QFuture<core::Result<core::FillPreview>>> m_fillsAsked; ///< likewise
    core::SchemaMigrationPtr m_backOf; ///< what the way back is of
    QFuture<core::Result<core::SchemaWork::Inverse>> m_backAsked;
    core::SchemaMigrationPtr m_back; ///< with what brings saved rows and values back; null: there is none

    ScriptHead *m_head = nullptr;
    RenameBar *m_renames = nullptr;
    Notice *m_notice = nullptr;
    PlainLabel *m_locked = nullptr;
    PlainLabel *m_remarks = nullptr;
    QWidget *m_backBar = nullptr;
    QStackedWidget *m_stack = nullptr; ///< the SQL, or why there is none
    SqlView *m_sql = nullptr;
    PlainLabel *m_empty = nullptr;
    QToolButton *m_emptyAction = nullptr;
    DryRunView *m_report = nullptr;
    PreviewCards *m_cards = nullptr;
};

} // namespace ui
