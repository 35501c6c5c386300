// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationspage.h"

#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/findingcards.h"
#include "ui/migrate/migrationhead.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/schemachanges.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/scripthead.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/prompts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
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
    , m_stack(new QStackedWidget(this))
    , m_list(new MigrationList(this))
    , m_cards(new FindingCards(this))
{
    setObjectName(u"migrations-page"_s);
    const auto splitter = [](const QString &name) {
        auto *across = new QSplitter(Qt::Horizontal);
        across->setObjectName(name);
        across->setHandleWidth(1);
        across->setChildrenCollapsible(false);
        return across;
    };
    auto *migration = splitter(u"migrations-splitter"_s);
    migration->addWidget(makeMiddle());
    migration->addWidget(m_cards);
    migration->setStretchFactor(0, 1);
    migration->setSizes({700, 290});
    m_stack->addWidget(makeEmpty());
    m_stack->addWidget(migration);
    m_stack->addWidget(m_preview);
    m_stack->addWidget(m_truth);
    auto *across = splitter(u"migrations-across"_s);
    across->addWidget(m_list);
    across->addWidget(m_stack);
    across->setStretchFactor(1, 1);
    across->setSizes({230, 990});
    plainLayout<QVBoxLayout>(this)->addWidget(across);

    connect(m_list, &MigrationList::selectedChanged, this, [this] {
        m_notice->clear();
        m_sources.select({});
        showChosen();
    });
    connect(m_list, &MigrationList::folderRequested, this, &MigrationsPage::requestFolder);
    m_cards->setOnServer(m_session.isOnServer());
    connect(m_cards, &FindingCards::statementRequested, m_sql, &SqlView::showStatement);
    connect(m_cards, &FindingCards::allowedChanged, this, [this](const QString &code, bool allowed) {
        m_gate.allowed.removeAll(code);
        if (allowed)
            m_gate.allowed.append(code);
        showFacts();
    });
    connect(&m_session, &core::Session::migrationsChanged, this, &MigrationsPage::showBoard);
    connect(&m_session, &core::Session::schemaChanged, this, &MigrationsPage::forgetRehearsal);
    connect(&m_session, &core::Session::dataChanged, this, &MigrationsPage::forgetRehearsal);
    connect(&m_session, &core::Session::changedOutside, this, &MigrationsPage::forgetRehearsal);
    connectSources();
    connectTruth();
    showBoard();
}

MigrationsPage::~MigrationsPage()
{
    m_dryRunning.cancel();
}

QWidget *MigrationsPage::makeEmpty()
{
    auto *empty = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(empty, 24, 12);
    m_emptyText = new PlainLabel(PlainLabel::Role::Muted);
    m_emptyText->setObjectName(u"migrations-empty"_s);
    m_emptyText->setAlignment(Qt::AlignCenter);
    m_emptyText->setWordWrap(true);
    auto *choose = new QPushButton(tr("Choose folder…"));
    choose->setObjectName(u"migrations-choose-empty"_s);
    connect(choose, &QPushButton::clicked, this, &MigrationsPage::requestFolder);
    all->addStretch(1);
    all->addWidget(m_emptyText);
    all->addWidget(choose, 0, Qt::AlignCenter);
    for (const auto &[id, text] :
         {std::pair(u"migrations.compareDatabase"_s, tr("Compare with another database…")),
          std::pair(u"migrations.compareFile"_s, tr("Compare with a schema.ts, snapshot or DDL…"))}) {
        auto *compare = new QPushButton(text);
        compare->setObjectName(id);
        connect(compare, &QPushButton::clicked, this, [this, action = id] { compareWith(action); });
        all->addWidget(compare, 0, Qt::AlignCenter);
    }
    all->addStretch(1);
    return empty;
}

QWidget *MigrationsPage::makeMiddle()
{
    m_notice = new Notice;
    m_notice->setObjectName(u"migration-notice"_s);
    m_sql = new SqlView;
    m_sql->setObjectName(u"migration-sql"_s);
    m_report = new DryRunView;
    const auto sentence = [](const QString &name) {
        auto *label = new PlainLabel(PlainLabel::Role::Muted);
        label->setObjectName(name);
        label->setWordWrap(true);
        label->setContentsMargins(Theme::cellPadding + 4, 6, Theme::cellPadding + 4, 6);
        return label;
    };
    m_locked = sentence(u"migration-locked"_s);
    m_warnings = sentence(u"migration-warnings"_s);
    m_warnings->setProperty("tone", u"amber"_s);
    auto *upper = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(upper);
    m_head = makeMigrationHead();
    connect(m_head, &ScriptHead::triggered, this, [this](const QString &button) {
        static const QHash<QString, QString> actions{{u"copy"_s, u"migrations.copySql"_s},
                                                     {u"dry-run"_s, u"migrations.dryRun"_s},
                                                     {u"stop"_s, u"task.stop"_s},
                                                     {u"apply"_s, u"migrations.apply"_s}};
        perform(actions.value(button));
    });
    all->addWidget(m_head);
    all->addWidget(m_notice);
    all->addWidget(m_warnings);
    all->addWidget(m_locked);
    all->addWidget(m_sql, 1);
    auto *down = new QSplitter(Qt::Vertical);
    down->setHandleWidth(1);
    down->setChildrenCollapsible(false);
    down->addWidget(upper);
    down->addWidget(m_report);
    down->setStretchFactor(0, 1);
    down->setSizes({560, 180});
    return down;
}

QString MigrationsPage::title() const
{
    return tr("Migrations");
}

PageContext MigrationsPage::context() const
{
    PageContext context;
    context.isMigrations = true;
    context.migrations = m_stack->currentWidget() == m_preview ? m_preview->context() : contextOf(m_gate, about());
    if (isTruthSelected())
        context.migrations = truthContext();
    if (m_stack->currentIndex() == 0) {
        const QString nothing = tr("There is no migration to look at.");
        context.migrations = {nothing, nothing, nothing, nothing, nothing, nothing, nothing, nothing};
    }
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
    if (performTruth(actionId) || (m_stack->currentWidget() == m_preview && m_preview->perform(actionId)))
        return true;
    if (actionId == u"task.stop"_s)
        m_dryRunning.cancel();
    else if (actionId == u"view.refresh"_s)
        refreshAll();
    else if (actionId == u"migrations.dryRun"_s)
        dryRun();
    else if (actionId == u"migrations.apply"_s)
        apply();
    else if (actionId == u"migrations.copySql"_s)
        m_sql->copyAll();
    else
        return false;
    return true;
}

QStringList MigrationsPage::statusFacts() const
{
    if (m_stack->currentWidget() == m_preview)
        return m_preview->statusFacts();
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
    m_emptyText->setText(tr("No migrations folder was found for %1.\nA folder with meta/_journal.json, or with one "
                            "folder per migration, can be chosen.\nTo get one: generate it from schema.ts, pull "
                            "schema.ts from the database, or save a design as a migration. Where the database has the "
                            "schema already, mark its first migration as applied then (baseline).")
                             .arg(m_session.name()));
    m_list->setBoard(board);
    if (board) {
        m_warnings->setText(board->folder.warnings.join(u'\n'));
        m_warnings->setVisible(!board->folder.warnings.isEmpty());
    }
    showChosen();
}

void MigrationsPage::showMigration(const QString &tag)
{
    const bool another = tag != m_tag;
    m_tag = tag;
    const core::MigrationState *state = current();
    if (!state)
        return;
    if (another)
        m_gate.allowed.clear();
    m_gate.state = *state;
    m_gate.firstPending = firstPending();
    m_gate.readOnlyBecause = m_session.isReadOnly() ? m_session.readOnlyBecause() : QString();
    showSql(*state);
    forgetRehearsal();
}

void MigrationsPage::showSql(const core::MigrationState &state)
{
    using Kind = core::MigrationState::Kind;
    const core::MigrationBoard &board = *m_session.migrations();
    const bool runnable = state.kind == Kind::Pending || state.kind == Kind::Skipped;
    const std::shared_ptr<const core::Script> script =
        runnable && state.migration >= 0 ? m_session.migrationScript(state.migration) : nullptr;
    if (script && m_script && *script == *m_script)
        return; // the same text again: keep place and object
    m_script = script;
    m_gate.foreseen = m_script ? m_session.staticFindings(*m_script) : QList<core::Finding>();
    m_gate.allowed.clear();
    if (m_script)
        m_sql->setScript(m_script, m_session.dialect(), ScriptLayout::Blocks);
    else if (state.migration >= 0 && state.migration < board.folder.migrations.size())
        m_sql->setSql(board.folder.migrations.at(state.migration).text(), m_session.dialect());
    else
        m_sql->clearScript();
}

void MigrationsPage::forgetRehearsal()
{
    m_gate.rehearsal.reset();
    if (!m_dryRunning.isRunning())
        m_report->showNothing(m_session.name());
    showFacts();
}

MigrationAbout MigrationsPage::about() const
{
    return {m_script != nullptr, m_script ? m_script->statements.size() : 0, m_dryRunning.isRunning(),
            !m_sql->wholeText().isEmpty()};
}

void MigrationsPage::tellState()
{
    Q_EMIT statusChanged();
    Q_EMIT contextChanged();
}

void MigrationsPage::showFacts()
{
    ui::showMigration(*m_head, m_gate, about());
    const QString locked = lockedBecause(m_gate);
    const bool over = m_gate.state.kind == core::MigrationState::Kind::Applied;
    m_locked->setText(locked.isEmpty() || m_gate.running || over ? QString() : tr("Apply is locked. %1").arg(locked));
    m_locked->setVisible(!m_locked->text().isEmpty());

    m_report->setVisible(m_script || m_gate.running); // there is nothing to rehearse about those that are applied
    std::optional<QList<TableChange>> changes;
    const core::SchemaPtr before = m_session.schema();
    if (m_gate.rehearsal && m_gate.rehearsal->schemaAfter && before)
        changes = changedTables(*before, *m_gate.rehearsal->schemaAfter, m_gate.rehearsal->tables);
    if (m_script)
        m_cards->show(changes, allFindings(m_gate), m_gate.allowed, !m_gate.running);
    else
        m_cards->clear();
    tellState();
}

void MigrationsPage::focusInEvent(QFocusEvent *event)
{
    m_list->setFocus(event->reason());
}

} // namespace ui

#include "moc_migrationspage.cpp"
