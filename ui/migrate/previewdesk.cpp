// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/previewdesk.h"

#include "core/base/whendone.h"
#include "ui/migrate/migrationsources.h"

#include <QElapsedTimer>
#include <QtConcurrent>

#include <algorithm>

namespace ui {

namespace {

core::Result<ShownPlanPtr> plannedFrom(const core::Schema &now, const core::MigrationDraft &draft,
                                       const core::PreviewChoices &choices, const core::Dialect &dialect)
{
    QElapsedTimer timer;
    timer.start();
    auto preview = core::previewOf(now, draft, choices, dialect);
    if (!preview)
        return preview.error();
    auto plan = std::make_shared<ShownPlan>();
    plan->microseconds = timer.nsecsElapsed() / 1000;
    plan->preview = std::move(*preview);
    plan->changes = plannedChanges(*plan->preview.migration);
    return ShownPlanPtr(std::move(plan));
}

bool isSameStart(const core::SchemaPtr &a, const core::SchemaPtr &b)
{
    return a == b || (a && b && *a == *b);
}

bool isAmong(const QList<core::RenameSuggestion> &questions, const core::RenameSuggestion &question)
{
    return std::any_of(questions.cbegin(), questions.cend(),
                       [&](const core::RenameSuggestion &other) { return core::isSameQuestion(question, other); });
}

core::RowQuery allOf(const core::QualifiedName &table)
{
    core::RowQuery query;
    query.table = table;
    return query;
}

} // namespace

PreviewDesk::PreviewDesk(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_counts(new ProbeCounts(session, this))
    , m_work(session.makeSchemaWork())
{
    connect(m_counts, &ProbeCounts::changed, this, &PreviewDesk::countsChanged);
    connect(&session, &core::Session::schemaChanged, this, &PreviewDesk::schemaChanged);
    connect(&session, &core::Session::dataChanged, m_counts, &ProbeCounts::forget);
    connect(&session, &core::Session::changedOutside, m_counts, &ProbeCounts::forget);
}

PreviewDesk::~PreviewDesk()
{
    m_ranking.cancel();
}

void PreviewDesk::setDraft(const QString &source, const std::optional<core::MigrationDraft> &draft,
                           const core::SchemaPtr &start)
{
    if (source == m_source && draft == m_draft && isSameStart(start, m_start))
        return;
    if (source != m_source) {
        m_choices = MigrationSources::of(m_session).answers(source);
        m_source = source;
        m_plan.reset(); // of something else altogether
        m_problem.reset();
    }
    m_draft = draft;
    m_start = start;
    makePlan();
}

void PreviewDesk::planAnswers()
{
    MigrationSources::of(m_session).keepAnswers(m_source, m_choices);
    makePlan();
}

void PreviewDesk::makePlan()
{
    ++m_generation;
    if (!m_draft) {
        m_again = false;
        m_plan.reset();
        m_problem.reset();
        m_counts->want({});
        rank();
        Q_EMIT planned();
        return;
    }
    if (m_running)
        m_again = true;
    else
        start();
}

void PreviewDesk::start()
{
    m_running = true;
    m_again = false;
    m_from = m_start ? m_start : m_session.schema();
    const auto future =
        QtConcurrent::run([from = m_from, draft = *m_draft, choices = m_choices, dialect = &m_session.dialect()] {
            return plannedFrom(*from, draft, choices, *dialect);
        });
    core::whenDone(future, this, [this, generation = m_generation](const core::Result<ShownPlanPtr> &plan) {
        take(plan, generation);
    });
}

void PreviewDesk::take(const core::Result<ShownPlanPtr> &plan, int generation)
{
    m_running = false;
    if (m_again && m_draft)
        start();
    if (generation != m_generation)
        return;
    if (plan) {
        m_plan = *plan;
        m_problem.reset();
        wantCounts();
        rank();
    } else {
        m_problem = plan.error();
    }
    Q_EMIT planned();
}

/// The answers to the same questions hold while an expression is typed: they are compared once.
void PreviewDesk::rank()
{
    m_questions = m_plan ? m_plan->preview.questions : QList<core::RenameSuggestion>();
    if (m_ranksFor == m_questions) {
        if (m_ranks)
            takeRanks(*m_ranks);
        return;
    }
    m_ranking.cancel();
    m_ranks.reset();
    m_ranksFor = m_questions;
    const int ranking = ++m_rankings;
    if (m_questions.isEmpty() || !m_draft || m_draft->sourceDatabase.isEmpty()) {
        m_ranking = {};
        return;
    }
    m_ranking = m_work->suggestionsByValues(m_plan->preview.migration, m_draft->sourceDatabase);
    core::whenDone(m_ranking, this, [this, ranking](const core::Result<QList<core::RenameSuggestion>> &ranks) {
        if (ranking != m_rankings)
            return;
        m_ranking = {};
        takeRanks(ranks);
        Q_EMIT ranked();
    });
}

/// Values find renames that names do not tell. Where they cannot be compared, names and types have to do.
void PreviewDesk::takeRanks(const core::Result<QList<core::RenameSuggestion>> &ranks)
{
    if (!ranks)
        return;
    m_ranks = *ranks;
    QList<core::RenameSuggestion> sorted;
    for (const core::RenameSuggestion &ranked : *ranks) {
        if (!isAmong(m_choices.apart, ranked))
            sorted.append(ranked);
    }
    for (const core::RenameSuggestion &left : std::as_const(m_questions)) {
        if (!isAmong(sorted, left))
            sorted.append(left);
    }
    m_questions = sorted;
}

void PreviewDesk::wantCounts()
{
    QList<core::RowQuery> queries;
    if (m_start) { // the database may be anywhere else
        m_counts->want({});
        return;
    }
    for (const core::PreviewHazard &h : m_plan->preview.hazards) {
        if (h.hazard.probe)
            queries.append(queryOf(*h.hazard.probe));
    }
    for (const PlannedChange &change : m_plan->changes) {
        const bool matters = change.way == PlannedChange::Way::Rebuilt || change.way == PlannedChange::Way::Gone;
        if (matters && change.now && m_session.schema()->table(*change.now))
            queries.append(allOf(*change.now));
    }
    m_counts->want(queries);
}

void PreviewDesk::schemaChanged()
{
    m_counts->forget();
    if (!m_draft || m_start || m_from == m_session.schema() || (m_from && *m_from == *m_session.schema()))
        return;
    makePlan();
    Q_EMIT schemaMoved();
}

void PreviewDesk::answer(const core::RenameSuggestion &question, bool same)
{
    takeBack(question);
    (same ? m_choices.same : m_choices.apart).append(question);
    planAnswers();
}

void PreviewDesk::takeBack(const core::RenameSuggestion &question)
{
    const auto is = [&](const core::RenameSuggestion &other) { return core::isSameQuestion(question, other); };
    if (m_choices.same.removeIf(is) + m_choices.apart.removeIf(is) > 0)
        planAnswers();
}

void PreviewDesk::fill(const core::QualifiedName &table, const QString &column, const QString &expression)
{
    m_choices.fills.removeIf([&](const core::Fill &fill) { return fill.table == table && fill.column == column; });
    m_choices.fills.append({table, column, expression.trimmed()});
    planAnswers();
}

void PreviewDesk::cast(const core::QualifiedName &table, const QString &column, bool on)
{
    m_choices.casts.removeAll(std::pair(table, column));
    if (on)
        m_choices.casts.append(std::pair(table, column));
    planAnswers();
}

void PreviewDesk::takeWay(core::GentleWay way, bool on)
{
    (way == core::GentleWay::Concurrently ? m_choices.concurrently : m_choices.notValid) = on;
    planAnswers();
}

void PreviewDesk::repair(const QString &hazard, const std::optional<core::Statement> &statement)
{
    if (statement)
        m_choices.repairs.insert(hazard, *statement);
    else if (m_choices.repairs.remove(hazard) == 0)
        m_choices.repairs.insert(hazard, core::Statement()); // that its source brings along: without it
    planAnswers();
}

void PreviewDesk::forgetAnswers()
{
    m_choices = core::PreviewChoices();
    MigrationSources::of(m_session).keepAnswers(m_source, m_choices);
}

ProbeCounts::Count PreviewDesk::countOf(const core::Hazard &hazard) const
{
    if (!hazard.probe)
        return {ProbeCounts::Count::State::Known, 0, {}};
    return m_counts->countOf(queryOf(*hazard.probe));
}

std::optional<qint64> PreviewDesk::rowsOf(const core::QualifiedName &table) const
{
    const ProbeCounts::Count count = m_counts->countOf(allOf(table));
    return count.state == ProbeCounts::Count::State::Known ? std::optional(count.rows) : std::nullopt;
}

} // namespace ui

#include "moc_previewdesk.cpp"
