// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationspage.h"

#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/kitnote.h"
#include "ui/migrate/kitpane.h"
#include "ui/migrate/migrationhead.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/panesplitter.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/scripthead.h"
#include "ui/migrate/scriptreview.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/prompts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

MigrationsPage::MigrationsPage(core::Session &session, Prompts &prompts, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_sources(MigrationSources::of(session))
    , m_preview(new SchemaPreview(session, prompts, this))
    , m_truth(new TruthPane(session, prompts, this))
    , m_kit(new KitPane(session, prompts, this))
    , m_stack(new QStackedWidget(this))
    , m_list(new MigrationList(this))
{
    setObjectName(u"migrations-page"_s);
    makeReview();
    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(m_review);
    m_stack->addWidget(m_preview);
    m_stack->addWidget(m_truth);
    m_stack->addWidget(m_kit);
    auto *across = new PaneSplitter(Qt::Horizontal);
    across->setObjectName(u"migrations-across"_s);
    across->addWidget(m_list);
    across->addWidget(m_stack);
    across->setStretchFactor(1, 1);
    across->setSizes({230, 990});
    plainLayout<QVBoxLayout>(this)->addWidget(across);

    connect(m_list, &MigrationList::selectedChanged, this, [this] {
        m_review->notice().clear();
        m_sources.select({});
        showChosen();
    });
    connect(m_list, &MigrationList::folderRequested, this, &MigrationsPage::requestFolder);
    connect(&m_session, &core::Session::migrationsChanged, this, &MigrationsPage::showBoard);
    connectSources();
    connectTruth();
    connectKit();
    showBoard();
}

QWidget *MigrationsPage::makeEmpty()
{
    m_empty = new KitNote(u"migrations-empty"_s);
    connect(m_empty, &KitNote::actionRequested, this, &MigrationsPage::ask);
    return m_empty;
}

void MigrationsPage::showEmpty()
{
    m_empty->show(
        tr("No migrations folder was found for %1.\nA project that is pushed needs none: compare schema.ts with "
           "the database, and change it there. A folder with meta/_journal.json, or with one folder per "
           "migration, can be chosen. Or begin one: generate the first migration from schema.ts, where there "
           "is no schema.ts pull it from the database, and where the database has all of it already, begin "
           "with a baseline. Every file is shown before it is written.")
            .arg(m_session.name()),
        {{u"drizzle.generate"_s, tr("Generate the first migration from schema.ts…")},
         {u"drizzle.push"_s, tr("Compare schema.ts with the database, and push it…")},
         {u"drizzle.pull"_s, tr("Pull schema.ts from the database…")},
         {u"truth.baseline"_s, tr("Baseline: the database has the schema already…")},
         {u"migrations.pickFolder"_s, tr("Choose folder…")},
         {u"migrations.compareDatabase"_s, tr("Compare with another database…")},
         {u"migrations.compareFile"_s, tr("Compare with a schema.ts, snapshot or DDL…")}});
}

void MigrationsPage::makeReview()
{
    m_warnings = paneSentence(u"migration-warnings"_s);
    m_warnings->setProperty("tone", u"amber"_s);
    m_head = makeMigrationHead();
    m_review = new ScriptReview(u"migration"_s, m_session, m_prompts, {m_head, m_warnings});
    connect(m_head, &ScriptHead::triggered, this, [this](const QString &button) {
        static const QHash<QString, QString> actions{{u"copy"_s, u"migrations.copySql"_s},
                                                     {u"dry-run"_s, u"migrations.dryRun"_s},
                                                     {u"stop"_s, u"task.stop"_s},
                                                     {u"apply"_s, u"migrations.apply"_s}};
        perform(actions.value(button));
    });
    connect(m_review, &ScriptReview::changed, this, &MigrationsPage::showHead);
    connect(m_review, &ScriptReview::runningChanged, this, &MigrationsPage::followRunning);
    connect(m_review, &ScriptReview::applied, this, &MigrationsPage::takeApplied);
    connect(m_review, &ScriptReview::errorOccurred, this, &MigrationsPage::errorOccurred);
}

const ApplyGate &MigrationsPage::gate() const
{
    return m_review->gate();
}

SqlView &MigrationsPage::sqlView()
{
    return m_review->sqlView();
}

QString MigrationsPage::title() const
{
    return tr("Migrations");
}

PageContext MigrationsPage::context() const
{
    PageContext context;
    context.isMigrations = true;
    context.migrations = m_stack->currentWidget() == m_preview ? m_preview->context() : contextOf(gate(), about());
    if (isTruthSelected())
        context.migrations = truthContext();
    else if (m_stack->currentWidget() == m_kit)
        context.migrations = m_kit->context();
    if (m_stack->currentIndex() == 0)
        context.migrations = nothingToRun(tr("There is no migration to look at."));
    return context;
}

bool MigrationsPage::perform(const QString &actionId)
{
    if (actionId.startsWith(u"migrations.compare"_s)) {
        compareWith(actionId);
        return true;
    }
    if (actionId == u"migrations.removeSource"_s) {
        if (m_preview->source() && m_preview->source()->isRemovable())
            removeSource(m_preview->source()->id());
        return true;
    }
    if (performKit(actionId) || performTruth(actionId)
        || (m_stack->currentWidget() == m_preview && m_preview->perform(actionId)))
        return true;
    if (actionId == u"task.stop"_s)
        m_review->stop();
    else if (actionId == u"view.refresh"_s)
        refreshAll();
    else if (actionId == u"migrations.dryRun"_s)
        dryRun();
    else if (actionId == u"migrations.apply"_s)
        apply();
    else if (actionId == u"migrations.copySql"_s)
        sqlView().copyAll();
    else
        return false;
    return true;
}

QStringList MigrationsPage::statusFacts() const
{
    if (m_stack->currentWidget() == m_preview)
        return m_preview->statusFacts();
    if (m_stack->currentWidget() == m_kit)
        return m_kit->statusFacts();
    if (!m_session.migrations())
        return {};
    return {tr("%1 applied").arg(count(core::MigrationState::Kind::Applied)),
            tr("%1 pending").arg(count(core::MigrationState::Kind::Pending)), tr("the SQL shown is the SQL that runs")};
}

int MigrationsPage::count(core::MigrationState::Kind kind) const
{
    const QList<core::MigrationState> &states = m_session.migrations()->states;
    return int(std::count_if(states.cbegin(), states.cend(),
                             [kind](const core::MigrationState &state) { return state.kind == kind; }));
}

const core::MigrationState *MigrationsPage::current() const
{
    if (!m_session.migrations())
        return nullptr;
    for (const core::MigrationState &state : m_session.migrations()->states) {
        if (state.tag == m_tag)
            return &state;
    }
    return nullptr;
}

QString MigrationsPage::firstPending() const
{
    const core::MigrationState *first = nullptr;
    for (const core::MigrationState &state : m_session.migrations()->states) {
        if (state.kind == core::MigrationState::Kind::Pending && (!first || state.migration < first->migration))
            first = &state;
    }
    return first ? first->tag : QString();
}

void MigrationsPage::requestFolder()
{
    Q_EMIT actionRequested(u"migrations.pickFolder"_s);
}

void MigrationsPage::select(const QString &tag)
{
    m_list->select(tag);
}

void MigrationsPage::showBoard()
{
    const std::optional<core::MigrationBoard> &board = m_session.migrations();
    showEmpty();
    m_list->setBoard(board);
    if (board) {
        m_warnings->setText(board->folder.warnings.join(u'\n'));
        m_warnings->setVisible(!board->folder.warnings.isEmpty());
    }
    showChosen();
    goOnWithBaseline();
}

void MigrationsPage::showMigration(const QString &tag)
{
    m_tag = tag;
    const core::MigrationState *state = current();
    if (!state)
        return;
    ApplyGate now;
    now.state = *state;
    now.firstPending = firstPending();
    now.readOnlyBecause = m_session.isReadOnly() ? m_session.readOnlyBecause() : QString();
    ScriptReview::Subject subject{tag, scriptOf(*state), {}, true};
    const auto &before = m_review->subject();
    if (before.title == tag && before.script && subject.script && *before.script == *subject.script) {
        subject.script = before.script; // the same text again: its place and what was allowed stay
        now.allowed = gate().allowed;
    }
    if (subject.script)
        now.foreseen = m_session.staticFindings(*subject.script);
    const QList<core::MigrationFile> &files = m_session.migrations()->folder.migrations;
    if (!subject.script && state->migration >= 0 && state->migration < files.size())
        subject.text = files.at(state->migration).text();
    m_review->show(subject, now);
}

/// Null for those that are not to be applied.
std::shared_ptr<const core::Script> MigrationsPage::scriptOf(const core::MigrationState &state) const
{
    using Kind = core::MigrationState::Kind;
    const bool runnable = state.kind == Kind::Pending || state.kind == Kind::Skipped;
    return runnable && state.migration >= 0 ? m_session.migrationScript(state.migration) : nullptr;
}

MigrationAbout MigrationsPage::about() const
{
    const auto &script = m_review->subject().script;
    return {script != nullptr, script ? script->statements.size() : 0, m_review->isDryRunning(),
            !m_review->sqlView().wholeText().isEmpty()};
}

void MigrationsPage::tellState()
{
    Q_EMIT statusChanged();
    Q_EMIT contextChanged();
}

void MigrationsPage::showHead()
{
    ui::showMigration(*m_head, gate(), about());
    tellState();
}

void MigrationsPage::focusInEvent(QFocusEvent *event)
{
    m_list->setFocus(event->reason());
}

} // namespace ui

#include "moc_migrationspage.cpp"
