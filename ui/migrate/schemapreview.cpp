// SPDX-License-Identifier: GPL-3.0-or-later
// What is on view. See schemapreviewrun.cpp for trying and doing it, schemapreviewcloser.cpp for what takes longer than
// a key may.
#include "ui/migrate/schemapreview.h"

#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/previewcards.h"
#include "ui/migrate/previewhead.h"
#include "ui/migrate/renamebar.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int pauseMilliseconds = 80; ///< after a key before the database is asked what the expression gives

} // namespace

SchemaPreview::SchemaPreview(core::Session &session, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_work(session.makeSchemaWork())
    , m_desk(new PreviewDesk(session, this))
    , m_pause(new QTimer(this))
    , m_cards(new PreviewCards(session.dialect(), this))
{
    setObjectName(u"schema-preview"_s);
    m_pause->setSingleShot(true);
    m_pause->setInterval(pauseMilliseconds);
    auto *across = new QSplitter(Qt::Horizontal, this);
    across->setObjectName(u"preview-splitter"_s);
    across->setHandleWidth(1);
    across->setChildrenCollapsible(false);
    across->addWidget(makeMiddle());
    across->addWidget(m_cards);
    across->setStretchFactor(0, 1);
    across->setSizes({740, 310});
    plainLayout<QVBoxLayout>(this)->addWidget(across);
    connectParts();
    setFocusProxy(m_sql);
    forgetRehearsal();
    showPlan();
}

SchemaPreview::~SchemaPreview()
{
    m_dryRunning.cancel();
}

QWidget *SchemaPreview::makeMiddle()
{
    m_head = new PreviewHead;
    m_renames = new RenameBar;
    m_notice = new Notice;
    m_notice->setObjectName(u"preview-notice"_s);
    m_locked = new PlainLabel(PlainLabel::Role::Muted);
    m_locked->setObjectName(u"preview-locked"_s);
    m_locked->setWordWrap(true);
    m_locked->setContentsMargins(Theme::cellPadding + 4, 6, Theme::cellPadding + 4, 6);
    m_sql = new SqlView;
    m_sql->setObjectName(u"preview-sql"_s);
    auto *empty = new QWidget;
    auto *words = plainLayout<QVBoxLayout>(empty, 24, 12);
    m_empty = new PlainLabel(PlainLabel::Role::Muted);
    m_empty->setObjectName(u"preview-empty"_s);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_emptyAction = new QToolButton;
    m_emptyAction->setObjectName(u"preview-empty-action"_s);
    m_emptyAction->setFocusPolicy(Qt::StrongFocus);
    setLook(m_emptyAction, ButtonLook::Plain);
    words->addStretch(1);
    words->addWidget(m_empty);
    words->addWidget(m_emptyAction, 0, Qt::AlignCenter);
    words->addStretch(1);
    m_stack = new QStackedWidget;
    m_stack->addWidget(m_sql);
    m_stack->addWidget(empty);
    m_report = new DryRunView;
    m_report->setObjectName(u"preview-dry-run"_s);
    m_backBar = makeBackBar();

    auto *upper = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(upper);
    all->addWidget(m_head);
    all->addWidget(m_renames);
    all->addWidget(m_notice);
    all->addWidget(m_locked);
    all->addWidget(m_backBar);
    all->addWidget(m_stack, 1);
    auto *down = new QSplitter(Qt::Vertical);
    down->setHandleWidth(1);
    down->setChildrenCollapsible(false);
    down->addWidget(upper);
    down->addWidget(m_report);
    down->setStretchFactor(0, 1);
    down->setSizes({560, 180});
    return down;
}

QWidget *SchemaPreview::makeBackBar()
{
    auto *bar = new QWidget;
    bar->setObjectName(u"preview-back-bar"_s);
    bar->setAttribute(Qt::WA_StyledBackground);
    setArea(bar, u"note"_s);
    auto *line = plainLayout<QHBoxLayout>(bar, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 5, Theme::cellPadding, 5);
    line->addWidget(new PlainLabel(PlainLabel::Role::Normal,
                                   tr("This is the way back, as it would be after this migration was applied.")),
                    1);
    auto *close = new QToolButton;
    close->setObjectName(u"preview-forward"_s);
    close->setText(tr("Back to the migration"));
    close->setFocusPolicy(Qt::StrongFocus);
    setLook(close, ButtonLook::Flat);
    connect(close, &QToolButton::clicked, this, [this] { showInverse(false); });
    line->addWidget(close);
    bar->hide();
    return bar;
}

void SchemaPreview::connectParts()
{
    connect(m_head, &PreviewHead::copyRequested, m_sql, &SqlView::copyAll);
    connect(m_head, &PreviewHead::saveRequested, this, [this] {
        if (const QString action = m_source ? m_source->saveActionId() : QString(); !action.isEmpty())
            Q_EMIT actionRequested(action);
        else
            saveSql();
    });
    connect(m_head, &PreviewHead::dryRunRequested, this, &SchemaPreview::dryRun);
    connect(m_head, &PreviewHead::stopRequested, this, &SchemaPreview::stop);
    connect(m_head, &PreviewHead::applyRequested, this, &SchemaPreview::apply);
    connect(m_renames, &RenameBar::answered, m_desk, &PreviewDesk::answer);
    connect(m_renames, &RenameBar::askAgainRequested, this, [this] {
        const core::PreviewChoices choices = m_desk->choices();
        for (const core::RenameSuggestion &question : choices.same + choices.apart)
            m_desk->takeBack(question);
    });
    connect(m_cards, &PreviewCards::rowsRequested, this, &SchemaPreview::showRows);
    connect(m_cards, &PreviewCards::filled, m_desk,
            [this](const core::Fill &fill) { m_desk->fill(fill.table, fill.column, fill.expression); });
    connect(m_cards, &PreviewCards::castChosen, m_desk, &PreviewDesk::cast);
    connect(m_cards, &PreviewCards::repairChosen, m_desk, &PreviewDesk::repair);
    connect(m_cards, &PreviewCards::allowedChanged, this, &SchemaPreview::setAllowed);
    connect(m_cards, &PreviewCards::inverseRequested, this, [this] { showInverse(true); });
    connect(m_desk, &PreviewDesk::planned, this, &SchemaPreview::showPlan);
    connect(m_desk, &PreviewDesk::countsChanged, this, &SchemaPreview::showFacts);
    connect(m_desk, &PreviewDesk::schemaMoved, this, [this] {
        if (!std::exchange(m_ownMove, false))
            m_notice->showNote(tr("The schema of %1 has changed: the plan was made again.").arg(m_session.name()));
    });
    connect(m_pause, &QTimer::timeout, this, &SchemaPreview::lookCloser);
    for (const auto signal : {&core::Session::dataChanged, &core::Session::changedOutside}) {
        connect(&m_session, signal, this, [this] {
            m_fillResults.clear();
            forgetRehearsal();
            showFacts();
            m_pause->start();
        });
    }
}

void SchemaPreview::setSource(MigrationSource *source)
{
    if (m_source == source)
        return;
    if (m_source)
        m_source->disconnect(this);
    m_source = source;
    m_notice->clear();
    m_allowed.clear();
    m_fillResults.clear();
    m_inverse = false;
    forgetRehearsal();
    if (source)
        connect(source, &MigrationSource::changed, this, &SchemaPreview::sourceChanged);
    sourceChanged();
}

void SchemaPreview::sourceChanged()
{
    m_desk->setDraft(m_source ? m_source->id() : QString(), m_source ? m_source->draft() : std::nullopt);
    showPlan(); // also where the draft is the same, or there is none: the words may be others
}

core::SchemaMigrationPtr SchemaPreview::migration() const
{
    return m_desk->plan() ? m_desk->plan()->preview.migration : nullptr;
}

qsizetype SchemaPreview::changeCount() const
{
    const core::SchemaMigrationPtr shown = migration();
    return shown ? shown->diff.changes.size() : -1;
}

void SchemaPreview::showPlan()
{
    if (m_rehearsed && m_rehearsed != migration())
        forgetRehearsal();
    showSql();
    showEmpty();
    if (const ShownPlanPtr &plan = m_desk->plan()) {
        const core::MigrationPreview &preview = plan->preview;
        m_renames->show(preview.questions, m_desk->choices().same.size() + m_desk->choices().apart.size(), !m_running);
    } else {
        m_renames->show({}, 0, false);
        m_cards->clear();
    }
    showFacts();
    if (!m_desk->isPlanning())
        m_pause->start();
}

void SchemaPreview::showSql()
{
    const ShownPlanPtr &plan = m_desk->plan();
    m_inverse = m_inverse && m_back && m_backOf == migration();
    m_backBar->setVisible(m_inverse);
    if (!plan || plan->preview.script->isEmpty())
        m_sql->clearScript();
    else if (m_inverse)
        m_sql->setScript({m_back, &m_back->plan.script}, m_session.dialect(), ScriptLayout::Inline);
    else
        m_sql->setScript(plan->preview.script, m_session.dialect(), ScriptLayout::Inline, plan->preview.marks);
}

void SchemaPreview::showEmpty()
{
    const ShownPlanPtr &plan = m_desk->plan();
    const bool hasSql = plan && !plan->preview.script->isEmpty();
    m_stack->setCurrentIndex(hasSql ? 0 : 1);
    if (hasSql)
        return;
    QString words;
    bool failed = false;
    if (!m_source) {
        words = tr("Nothing is chosen.");
    } else if (!m_desk->hasDraft()) {
        words = m_source->isReading() ? tr("%1 is being read…").arg(m_source->name()) : m_source->why();
        failed = m_source->isProblem();
    } else if (m_desk->problem()) {
        words = m_desk->problem()->message;
        failed = true;
    } else if (plan) {
        words = tr("No difference: %1 is as %2 says.").arg(m_session.name(), m_source->name());
    }
    m_empty->setText(words);
    m_empty->setProperty("tone", failed ? QVariant(u"danger"_s) : QVariant());
    m_empty->setRole(failed ? PlainLabel::Role::Normal : PlainLabel::Role::Muted); // polishes it, too
    const QString action = m_source ? m_source->actionId() : QString();
    m_emptyAction->setVisible(!action.isEmpty());
    m_emptyAction->setText(m_source ? tr("Open %1").arg(plainButtonText(m_source->name())) : QString());
    m_emptyAction->disconnect(this);
    if (!action.isEmpty())
        connect(m_emptyAction, &QToolButton::clicked, this, [this, action] { Q_EMIT actionRequested(action); });
}

QList<JudgedHazard> SchemaPreview::judged() const
{
    QList<JudgedHazard> out;
    if (!m_desk->plan())
        return out;
    for (const core::PreviewHazard &hazard : m_desk->plan()->preview.hazards) {
        JudgedHazard h{hazard, m_desk->countOf(hazard.hazard), m_allowed.contains(hazard.key()), {}};
        const auto result = m_fillResults.constFind(hazard.key());
        if (result != m_fillResults.cend() && result->expression == hazard.words)
            h.problem = result->problem;
        out.append(h);
    }
    return out;
}

PreviewGate SchemaPreview::gate() const
{
    PreviewGate gate;
    gate.running = m_running;
    gate.planning = m_desk->isPlanning();
    if (m_desk->problem())
        gate.problem = m_desk->problem()->message;
    if (const ShownPlanPtr &plan = m_desk->plan()) {
        gate.hasScript = !plan->preview.script->isEmpty();
        gate.questions = plan->preview.questions.size();
    }
    gate.readOnlyBecause = m_session.isReadOnly() ? m_session.readOnlyBecause() : QString();
    gate.hazards = judged();
    gate.rehearsal = m_rehearsal;
    gate.allowed = m_allowed;
    return gate;
}

void SchemaPreview::showFacts()
{
    const PreviewGate now = gate();
    const ShownPlanPtr &plan = m_desk->plan();
    const qsizetype tables = plan ? plan->changes.size() : 0;
    m_head->show(now, {m_source ? m_source->name() : tr("Migration preview"), tables, m_dryRunning.isRunning(),
                       m_source && !m_source->saveActionId().isEmpty()});
    const QString locked = lockedBecause(now);
    const bool said = now.planning || now.running || !now.hasScript || locked.isEmpty();
    m_locked->setText(said ? QString() : tr("Apply is locked. %1").arg(locked));
    m_locked->setVisible(!said);
    m_report->setVisible(now.hasScript || m_running);
    m_cards->setVisible(now.hasScript);
    if (now.hasScript) {
        m_cards->showChanges(plan->changes, [this](const core::QualifiedName &table) { return m_desk->rowsOf(table); });
        QList<JudgedHazard> there = now.hazards;
        there.removeIf([](const JudgedHazard &h) { return h.isMoot(); }); // the data said so
        m_cards->showHazards(there, unforeseen(now), m_allowed, !m_running);
    }
    Q_EMIT changed();
}

void SchemaPreview::setAllowed(const QString &key, bool allowed)
{
    m_allowed.removeAll(key);
    if (allowed)
        m_allowed.append(key);
    showFacts();
}

void SchemaPreview::showRows(const core::Probe &probe)
{
    const core::RowQuery query = queryOf(probe);
    Destination to;
    to.table = query.table;
    to.filter = query.filter;
    Q_EMIT openRequested(to, true);
}

void SchemaPreview::showInverse(bool inverse)
{
    if (inverse)
        planBack();
    m_inverse = inverse;
    showSql();
    m_sql->setFocus(Qt::OtherFocusReason);
}

void SchemaPreview::focusFirst()
{
    m_sql->setFocus(Qt::OtherFocusReason);
    m_renames->focusQuestion();
}

bool SchemaPreview::isSettled() const
{
    const bool reading = m_source && m_source->isReading();
    return !m_running && !reading && m_desk->isSettled() && !m_pause->isActive();
}

QStringList SchemaPreview::statusFacts() const
{
    QStringList facts;
    if (const ShownPlanPtr &plan = m_desk->plan()) {
        const qsizetype changes = plan->preview.migration->diff.changes.size();
        facts.append(changes == 1 ? tr("1 change") : tr("%1 changes").arg(changes));
        facts.append(tr("planned in %1").arg(durationText(plan->microseconds)));
        facts.append(tr("the SQL shown is the SQL that runs"));
    }
    return facts;
}

} // namespace ui

#include "moc_schemapreview.cpp"
