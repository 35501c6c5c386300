// SPDX-License-Identifier: GPL-3.0-or-later
// What is on view. See schemapreviewparts.cpp for what it is made of, schemapreviewrun.cpp for trying and doing it,
// schemapreviewcloser.cpp for what takes longer than a key may.
#include "ui/migrate/schemapreview.h"

#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/panesplitter.h"
#include "ui/migrate/previewcards.h"
#include "ui/migrate/previewhead.h"
#include "ui/migrate/renamebar.h"
#include "ui/migrate/scripthead.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
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
    auto *across = new PaneSplitter(Qt::Horizontal, this);
    across->setObjectName(u"preview-splitter"_s);
    across->addWidget(makeMiddle());
    across->addWidget(m_cards);
    across->setStretchFactor(0, 1);
    across->setBesideFrom(PaneSplitter::roomForCards, {740, 310}, {300, 160});
    plainLayout<QVBoxLayout>(this)->addWidget(across);
    connectParts();
    setFocusProxy(m_sql);
    forgetRehearsal();
    showPlan();
}

SchemaPreview::~SchemaPreview()
{
    m_dryRunning.cancel(); // what is being applied goes on: the history and the session say what became of it
    forgetFills();
    m_backAsked.cancel();
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
    forgetFills();
    m_inverse = false;
    forgetRehearsal();
    if (source)
        connect(source, &MigrationSource::changed, this, &SchemaPreview::sourceChanged);
    sourceChanged();
    if (source)
        source->want();
}

void SchemaPreview::sourceChanged()
{
    const bool wasDone = !m_desk->hasDraft();
    m_desk->setDraft(m_source ? m_source->id() : QString(), m_source ? m_source->draft() : std::nullopt);
    if (wasDone && m_desk->hasDraft())
        m_notice->clear(); // what was said is about what was applied before
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
    if (m_desk->plan()) {
        m_renames->show(m_desk->questions(), m_desk->choices().same.size() + m_desk->choices().apart.size(),
                        !m_running);
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
    m_inverse = m_inverse && m_backOf == migration();
    const bool inverse = m_inverse && m_back;
    m_backBar->setVisible(inverse);
    if (!plan || plan->preview.script->isEmpty())
        m_sql->clearScript();
    else if (inverse)
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
        gate.questions = m_desk->questions().size();
    }
    gate.readOnlyBecause = m_session.isReadOnly() ? m_session.readOnlyBecause() : QString();
    gate.hazards = judged();
    gate.rehearsal = m_rehearsal;
    gate.allowed = m_allowed;
    return gate;
}

PreviewAbout SchemaPreview::about() const
{
    PreviewAbout about;
    about.title = m_source ? m_source->name() : tr("Migration preview");
    about.isRemovable = m_source && m_source->isRemovable();
    about.dryRunning = m_dryRunning.isRunning();
    if (const ShownPlanPtr &plan = m_desk->plan()) {
        about.tables = plan->changes.size();
        about.hasInverse = plan->preview.inverse != nullptr;
    }
    return about;
}

MigrationsContext SchemaPreview::context() const
{
    return contextOf(gate(), about());
}

void SchemaPreview::showRemarks()
{
    const QStringList remarks = m_source && m_desk->plan() ? m_source->remarks() : QStringList();
    m_remarks->setText(remarks.join(u'\n'));
    m_remarks->setVisible(!remarks.isEmpty());
}

void SchemaPreview::showFacts()
{
    const PreviewGate now = gate();
    const ShownPlanPtr &plan = m_desk->plan();
    showPreview(*m_head, now, about());
    showRemarks();
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
    m_inverse = inverse;
    if (inverse)
        planBack();
    showSql();
    m_sql->setFocus(Qt::OtherFocusReason);
}

void SchemaPreview::focusFirst()
{
    if (m_renames->focusQuestion() || m_cards->focusFirstHazard())
        return;
    m_sql->setFocus(Qt::OtherFocusReason);
}

bool SchemaPreview::isSettled() const
{
    const bool reading = m_source && m_source->isReading();
    return !m_running && !reading && m_desk->isSettled() && !m_pause->isActive() && !m_backAsked.isRunning()
        && m_fillsAsked.isEmpty();
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
