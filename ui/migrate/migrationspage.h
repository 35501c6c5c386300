// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/migrate/applygate.h"
#include "ui/shell/page.h"

#include <QFuture>

class QSplitter;
class QStackedWidget;

namespace ui {

class DryRunView;
class FileSource;
class FindingCards;
struct MigrationAbout;
class MigrationList;
class MigrationSources;
class Notice;
class PlainLabel;
class Prompts;
class SchemaPreview;
class ScriptHead;
class SqlView;
class TruthPane;

/// The migrations of the open database: where each stands, what a pending one would do, a dry run on a copy, and
/// Apply, which runs the very Script that is on view. And above them the sources of target schemas (the designer,
/// another database, a snapshot, a file of DDL), each with the preview of what leads there (SchemaPreview). What is
/// allowed and what was rehearsed belongs to one migration as it was read, and is forgotten when anything about it
/// changes.
class MigrationsPage : public Page {
    Q_OBJECT

public:
    MigrationsPage(core::Session &session, Prompts &prompts, QWidget *parent = nullptr);
    ~MigrationsPage() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] PageContext context() const override;
    bool perform(const QString &actionId) override;
    [[nodiscard]] QStringList statusFacts() const override;
    [[nodiscard]] bool isSettled() const override;

    void select(const QString &tag);
    void selectSource(const QString &id);
    [[nodiscard]] SchemaPreview &preview() { return *m_preview; }
    [[nodiscard]] const ApplyGate &gate() const { return m_gate; }
    [[nodiscard]] SqlView &sqlView() { return *m_sql; }
    [[nodiscard]] TruthPane &truth() { return *m_truth; }

protected:
    void focusInEvent(QFocusEvent *event) override;

public Q_SLOTS:
    void dryRun();
    void apply(); ///< a dry run first when there was none, then the question, then it runs

private:
    [[nodiscard]] QWidget *makeMiddle();
    [[nodiscard]] QWidget *makeEmpty();
    void requestFolder();
    void showBoard();
    void showMigration(const QString &tag);
    void showSql(const core::MigrationState &state);
    void showFacts();
    [[nodiscard]] MigrationAbout about() const;
    void tellState(); ///< statusFacts() or context() may be others now
    // Sources of target schemas (migrationspagesources.cpp).
    void connectSources();
    void showSources();
    void showChosen(); ///< whatever is selected in the list
    void compareWith(const QString &actionId);
    void addFile(const QString &path);
    void askForTrust(FileSource &source, const QString &because);
    void removeSource(const QString &id);

    // The truth board (migrationspagetruth.cpp).
    void connectTruth();
    void refreshAll();
    void showTruth();
    [[nodiscard]] bool performTruth(const QString &actionId);
    [[nodiscard]] bool isTruthSelected() const;
    [[nodiscard]] MigrationsContext truthContext() const;

    void forgetRehearsal();
    void setRunning(bool running);
    void takeDryRun(const core::Result<core::DryRunReport> &report);
    void confirm();
    void run(bool withBackup);
    void takeApply(const core::Result<core::ApplyReport> &report);
    [[nodiscard]] const core::MigrationState *current() const;
    [[nodiscard]] QString firstPending() const;
    [[nodiscard]] int count(core::MigrationState::Kind kind) const;

    core::Session &m_session;
    Prompts &m_prompts;
    ApplyGate m_gate;
    QString m_tag; ///< the one on view
    std::shared_ptr<const core::Script> m_script; ///< what Apply would run; null for those that are not pending
    bool m_applyAfterDryRun = false;
    QFuture<core::Result<core::DryRunReport>> m_dryRunning;

    MigrationSources &m_sources;
    SchemaPreview *m_preview = nullptr;
    TruthPane *m_truth = nullptr;
    QStackedWidget *m_stack = nullptr; ///< nothing, a migration, a preview, the truth board
    PlainLabel *m_emptyText = nullptr;
    MigrationList *m_list = nullptr;
    ScriptHead *m_head = nullptr;
    PlainLabel *m_locked = nullptr;
    PlainLabel *m_warnings = nullptr;
    Notice *m_notice = nullptr;
    SqlView *m_sql = nullptr;
    DryRunView *m_report = nullptr;
    FindingCards *m_cards = nullptr;
};

} // namespace ui
