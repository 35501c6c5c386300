// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/migrationpreview.h"
#include "core/session/schemawork.h"
#include "ui/migrate/plannedchanges.h"
#include "ui/migrate/probecounts.h"

#include <memory>
#include <optional>

namespace ui {

/// One plan as the page shows it.
struct ShownPlan {
    core::MigrationPreview preview;
    QList<PlannedChange> changes;
    qint64 microseconds = 0; ///< what diff, plan and hazards took
};
using ShownPlanPtr = std::shared_ptr<const ShownPlan>;

/// Makes the plan of a draft again whenever the draft, the schema or an answer changes, on a thread of its own
/// (planning two hundred tables takes longer than a key may), the newest wish last; and has the rows counted that stand
/// in the way. What a person answers is kept per source, by MigrationSources.
class PreviewDesk : public QObject {
    Q_OBJECT

public:
    explicit PreviewDesk(core::Session &session, QObject *parent = nullptr);
    ~PreviewDesk() override;

    /// `source` names where it comes from: its answers are taken up again. None: nothing is planned. `start`: what it
    /// starts from, of which no row is known; null: the database as it is at any time.
    void setDraft(const QString &source, const std::optional<core::MigrationDraft> &draft,
                  const core::SchemaPtr &start = {});
    [[nodiscard]] bool hasDraft() const { return m_draft.has_value(); }

    /// Of the newest draft and answers, unless isPlanning(); stays while the next one is made or fails.
    [[nodiscard]] const ShownPlanPtr &plan() const { return m_plan; }
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; } ///< of the newest attempt
    [[nodiscard]] bool isPlanning() const { return m_running || m_again; }
    [[nodiscard]] bool isSettled() const { return !isPlanning() && !m_counts->isAsking() && !m_ranking.isRunning(); }

    /// Renames that nobody has answered, the likeliest first: ranked by values as soon as those were compared.
    [[nodiscard]] const QList<core::RenameSuggestion> &questions() const { return m_questions; }

    // Answers. Each makes a new plan.
    void answer(const core::RenameSuggestion &question, bool same);
    void takeBack(const core::RenameSuggestion &question); ///< it is asked again
    void fill(const core::QualifiedName &table, const QString &column, const QString &expression);
    void cast(const core::QualifiedName &table, const QString &column, bool on);
    void repair(const QString &hazard, const std::optional<core::Statement> &statement); ///< none: no more
    void takeWay(core::GentleWay way, bool on);
    [[nodiscard]] const core::PreviewChoices &choices() const { return m_choices; }
    void forgetAnswers();

    [[nodiscard]] ProbeCounts::Count countOf(const core::Hazard &hazard) const;
    [[nodiscard]] std::optional<qint64> rowsOf(const core::QualifiedName &table) const; ///< none: not counted yet

Q_SIGNALS:
    void planned(); ///< plan() or problem() is another one
    void countsChanged();
    void ranked(); ///< questions() come in another order
    void schemaMoved(); ///< the database's schema is another one; a plan from it follows

private:
    void makePlan();
    void planAnswers(); ///< they have changed
    void start();
    void take(const core::Result<ShownPlanPtr> &plan, int generation);
    void wantCounts();
    void rank(); ///< by values, where the target has some
    void takeRanks(const core::Result<QList<core::RenameSuggestion>> &ranked);
    void schemaChanged();

    core::Session &m_session;
    ProbeCounts *m_counts = nullptr;
    QString m_source;
    std::optional<core::MigrationDraft> m_draft;
    core::SchemaPtr m_start; ///< null: the database's
    core::PreviewChoices m_choices;
    core::SchemaPtr m_from; ///< the schema that plan() starts from
    ShownPlanPtr m_plan;
    QList<core::RenameSuggestion> m_questions; ///< of m_plan
    QList<core::RenameSuggestion> m_ranksFor; ///< what `m_ranking` or `m_ranks` is about, as the plan asks it
    std::optional<QList<core::RenameSuggestion>> m_ranks;
    QFuture<core::Result<QList<core::RenameSuggestion>>> m_ranking;
    int m_rankings = 0;
    std::unique_ptr<core::SchemaWork> m_work;
    std::optional<core::Error> m_problem;
    bool m_running = false;
    bool m_again = false;
    int m_generation = 0;
};

} // namespace ui
