// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"
#include "ui/migrate/applygate.h"
#include "ui/shell/page.h"

class QStackedWidget;

namespace ui {

class FileSource;
class KitNote;
class KitPane;
struct MigrationAbout;
class MigrationList;
class MigrationSources;
class PlainLabel;
class Prompts;
class SchemaPreview;
class ScriptHead;
class ScriptReview;
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

    [[nodiscard]] QString title() const override;
    [[nodiscard]] PageContext context() const override;
    bool perform(const QString &actionId) override;
    [[nodiscard]] QStringList statusFacts() const override;
    [[nodiscard]] bool isSettled() const override;

    void select(const QString &tag);
    void selectSource(const QString &id);
    [[nodiscard]] SchemaPreview &preview() { return *m_preview; }
    [[nodiscard]] const ApplyGate &gate() const; ///< of the migration
    [[nodiscard]] SqlView &sqlView();
    [[nodiscard]] TruthPane &truth() { return *m_truth; }
    [[nodiscard]] KitPane &kit() { return *m_kit; }

protected:
    void focusInEvent(QFocusEvent *event) override;

public Q_SLOTS:
    void dryRun();
    void apply(); ///< a dry run first when there was none, then the question, then it runs

private:
    void makeReview();
    [[nodiscard]] QWidget *makeEmpty();
    void showEmpty();
    void requestFolder();
    void showBoard();
    void showMigration(const QString &tag);
    [[nodiscard]] std::shared_ptr<const core::Script> scriptOf(const core::MigrationState &state) const;
    void showHead();
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

    // Generate, push, pull, check (migrationspagekit.cpp).
    void connectKit();
    void goOnWithBaseline();
    void ask(const QString &actionId); ///< as a button of the page does
    [[nodiscard]] QString shownSource() const; ///< selected in the list, where push is schema.ts as a source
    [[nodiscard]] bool performKit(const QString &actionId);

    void followRunning(); ///< what runs is what is on view
    void takeApplied(const core::ApplyReport &report);
    [[nodiscard]] const core::MigrationState *current() const;
    [[nodiscard]] QString firstPending() const;
    [[nodiscard]] int count(core::MigrationState::Kind kind) const;

    core::Session &m_session;
    Prompts &m_prompts;
    QString m_tag; ///< the one on view
    QString m_baselineTag; ///< was written to be marked as applied next

    MigrationSources &m_sources;
    SchemaPreview *m_preview = nullptr;
    TruthPane *m_truth = nullptr;
    KitPane *m_kit = nullptr;
    QStackedWidget *m_stack = nullptr; ///< nothing, a migration, a preview, the truth board, what drizzle-kit does
    KitNote *m_empty = nullptr;
    MigrationList *m_list = nullptr;
    ScriptHead *m_head = nullptr;
    PlainLabel *m_warnings = nullptr;
    ScriptReview *m_review = nullptr; ///< of the migration
};

} // namespace ui
