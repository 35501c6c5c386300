// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/migrationpreview.h"

#include "core/migrate/filledanew.h"
#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isAbout(const Fill &fill, const QualifiedName &table, const QString &column)
{
    return fill.table == table && fill.column == column;
}

bool contains(const QList<RenameSuggestion> &questions, const RenameSuggestion &question)
{
    return std::any_of(questions.cbegin(), questions.cend(),
                       [&](const RenameSuggestion &q) { return isSameQuestion(q, question); });
}

/// The draft with the choices in it. A rename that leads from or to what is not there any more is left out: it was an
/// answer to a question that nobody asks now.
class Merge {
public:
    Merge(const Schema &now, const MigrationDraft &draft, const PreviewChoices &choices)
        : m_now(now)
        , m_target(draft.target)
        , m_choices(choices)
        , m_out(draft)
    {
    }

    [[nodiscard]] MigrationDraft merged()
    {
        for (const RenameSuggestion &s : m_choices.same) {
            if (s.isTable())
                renameTable(s);
        }
        for (const RenameSuggestion &s : m_choices.same) {
            if (!s.isTable())
                renameColumn(s);
        }
        for (const Fill &fill : m_choices.fills) {
            m_out.plan.fills.removeIf([&](const Fill &f) { return isAbout(f, fill.table, fill.column); });
            if (!fill.expression.trimmed().isEmpty())
                m_out.plan.fills.append(fill);
        }
        m_out.plan.concurrently = m_out.plan.concurrently || m_choices.concurrently;
        m_out.plan.notValid = m_out.plan.notValid || m_choices.notValid;
        for (const auto &cast : m_choices.casts) {
            if (!m_out.plan.casts.contains(cast))
                m_out.plan.casts.append(cast);
        }
        return m_out;
    }

private:
    void renameTable(const RenameSuggestion &s)
    {
        const QualifiedName from{{}, s.from};
        const QualifiedName to{{}, s.to};
        Renames &renames = m_out.options.renames;
        if (m_now.table(from) && m_target.table(to) && renames.tableAfter(from) == from)
            renames.tables.append({from, to});
    }

    void renameColumn(const RenameSuggestion &s)
    {
        Renames &renames = m_out.options.renames;
        const Table *before = m_now.table(s.table);
        const Table *after = m_target.table(renames.tableAfter(s.table));
        if (before && after && before->column(s.from) && after->column(s.to)
            && renames.columnAfter(s.table, s.from) == s.from)
            renames.columns.append({s.table, s.from, s.to});
    }

    const SchemaIndex m_now;
    const SchemaIndex m_target;
    const PreviewChoices &m_choices;
    MigrationDraft m_out;
};

bool isAmong(const QList<Hazard> &hazards, const Hazard &hazard)
{
    return std::any_of(hazards.cbegin(), hazards.cend(),
                       [key = hazardKey(hazard)](const Hazard &h) { return hazardKey(h) == key; });
}

/// The hazards as if nothing were filled, since their cards hold the expressions, and those that the expressions bring.
QList<Hazard> withAnswered(const SchemaMigration &migration, const PlanOptions &options, const Dialect &dialect)
{
    if (options.fills.isEmpty())
        return migration.hazards;
    PlanOptions without = options;
    without.fills.clear();
    QList<Hazard> out = hazards(migration.diff, migration.plan, without, dialect);
    for (const Hazard &h : migration.hazards) {
        if (!isAmong(out, h))
            out.append(h);
    }
    return out;
}

bool helps(const Statement &repair, const Hazard &hazard, const Dialect &dialect)
{
    return hazard.probe && dialect.probeSql() && dialect.probeSql()->putsRight(repair, *hazard.probe);
}

/// What puts it right before anything else: what was chosen, else what the draft brings along (`drafted`); nullptr:
/// nothing.
const Statement *repairOf(const Hazard &hazard, const QList<Statement> &drafted, const PreviewChoices &choices,
                          const Dialect &dialect)
{
    const auto chosen = choices.repairs.constFind(hazardKey(hazard));
    if (chosen != choices.repairs.cend())
        return chosen->sql.isEmpty() ? nullptr : &*chosen;
    const auto it = std::find_if(drafted.cbegin(), drafted.cend(),
                                 [&](const Statement &repair) { return helps(repair, hazard, dialect); });
    return it == drafted.cend() ? nullptr : &*it;
}

void answer(PreviewHazard &hazard, const MigrationDraft &draft, const Statement *repair)
{
    if (repair) {
        hazard.answer = PreviewHazard::Answer::Repaired;
        hazard.words = repair->purpose;
    }
    for (const HazardFix &fix : std::as_const(hazard.fixes)) {
        if (fix.kind == HazardFix::Kind::Cast && draft.plan.casts.contains(std::pair(fix.table, fix.column))) {
            hazard.answer = PreviewHazard::Answer::Cast;
        } else if (fix.kind == HazardFix::Kind::Fill) {
            for (const Fill &fill : draft.plan.fills) {
                if (!isAbout(fill, fix.table, fix.column))
                    continue;
                hazard.answer = PreviewHazard::Answer::Filled;
                hazard.words = fill.expression;
            }
        }
    }
}

QList<Statement> wantedRepairs(const QList<Hazard> &hazards, const PreviewChoices &choices)
{
    QList<Statement> repairs;
    for (const Hazard &h : hazards) {
        const auto repair = choices.repairs.constFind(hazardKey(h));
        if (repair != choices.repairs.cend() && !repair->sql.isEmpty() && !repairs.contains(*repair))
            repairs.append(*repair);
    }
    return repairs;
}

/// The draft's own repairs, without those of hazards for which something else was chosen, or nothing.
QList<Statement> keptRepairs(QList<Statement> drafted, const QList<Hazard> &hazards, const PreviewChoices &choices,
                             const Dialect &dialect)
{
    for (const Hazard &h : hazards) {
        if (choices.repairs.contains(hazardKey(h)))
            drafted.removeIf([&](const Statement &repair) { return helps(repair, h, dialect); });
    }
    return drafted;
}

bool isCast(const Hazard &hazard, const SchemaMigration &migration)
{
    if (hazard.finding.code != u"H11" || hazard.change < 0)
        return false;
    const auto *c = std::get_if<change::AlterColumn>(&migration.diff.changes.at(hazard.change));
    return c && migration.planOptions.casts.contains(std::pair(c->table, c->to.name));
}

/// What was answered stands in the way of nothing any more: whether the answer is enough, the dry run tells.
void settle(SchemaMigration &migration, const QList<Statement> &drafted, const PreviewChoices &choices,
            bool renamesAnswered, const Dialect &dialect)
{
    if (renamesAnswered)
        migration.hazards.removeIf([](const Hazard &h) { return h.finding.code == u"H04"; });
    for (Hazard &h : migration.hazards) {
        const Statement *repair = repairOf(h, drafted, choices, dialect);
        const bool cast = isCast(h, migration);
        if (!repair && !cast)
            continue;
        h.finding.severity = Finding::Severity::Info;
        h.finding.certain = false;
        h.finding.message += cast ? u" They are converted by a CAST."_s
                                  : QString(u" The script puts it right first: "_s + repair->purpose + u'.');
    }
}

} // namespace

bool isSameQuestion(const RenameSuggestion &a, const RenameSuggestion &b)
{
    return a.table == b.table && a.from == b.from && a.to == b.to;
}

Result<MigrationPreview> previewOf(const Schema &now, const MigrationDraft &draft, const PreviewChoices &choices,
                                   const Dialect &dialect, const ValueOverlap &overlap)
{
    MigrationPreview out;
    out.draft = Merge(now, draft, choices).merged();
    auto planned = planDraft(now, out.draft, dialect);
    RC_TRY(planned);
    // A repair is known by what it repairs: only of hazards that are there does it become a part of the plan.
    const QList<Hazard> all = withAnswered(*planned, out.draft.plan, dialect);
    const QList<Statement> drafted = keptRepairs(out.draft.plan.repairs, all, choices, dialect);
    const QList<Statement> repairs = drafted + wantedRepairs(all, choices);
    if (repairs != out.draft.plan.repairs) {
        out.draft.plan.repairs = repairs;
        planned = planDraft(now, out.draft, dialect);
        RC_TRY(planned);
    }
    for (const RenameSuggestion &s : suggestRenames(planned->diff, *dialect.schemaRules(), overlap)) {
        if (!contains(choices.apart, s)
            && !isFilledAnew(s, planned->diff.renames, out.draft.plan.fills, nameCaseOf(planned->diff.target)))
            out.questions.append(s);
    }
    for (const Hazard &h : all) {
        if (h.finding.code == u"H04")
            continue;
        PreviewHazard hazard{h, fixesOf(h, planned->diff, dialect)};
        answer(hazard, out.draft, repairOf(h, drafted, choices, dialect));
        out.hazards.append(hazard);
    }
    std::stable_sort(out.hazards.begin(), out.hazards.end(), [](const PreviewHazard &a, const PreviewHazard &b) {
        return a.hazard.finding.severity < b.hazard.finding.severity;
    });
    settle(*planned, drafted, choices, out.questions.isEmpty(), dialect);
    out.marks = markedStatements(*planned, out.draft.plan, dialect);
    const auto migration = std::make_shared<const SchemaMigration>(std::move(*planned));
    out.migration = migration;
    out.script = std::shared_ptr<const Script>(migration, &migration->plan.script);
    if (!migration->inverse.script.isEmpty())
        out.inverse = std::shared_ptr<const Script>(migration, &migration->inverse.script);
    return out;
}

} // namespace core
