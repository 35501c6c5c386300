// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/migrationpreview.h"
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
/// in the way. What a person answers is kept per source while its page is open.
class PreviewDesk : public QObject {
    Q_OBJECT

public:
    explicit PreviewDesk(core::Session &session, QObject *parent = nullptr);

    /// `source` names where it comes from: its answers are taken up again. None: nothing is planned.
    void setDraft(const QString &source, const std::optional<core::MigrationDraft> &draft);
    [[nodiscard]] bool hasDraft() const { return m_draft.has_value(); }

    /// Of the newest draft and answers, unless isPlanning(); stays while the next one is made or fails.
    [[nodiscard]] const ShownPlanPtr &plan() const { return m_plan; }
    [[nodiscard]] const std::optional<core::Error> &problem() const { return m_problem; } ///< of the newest attempt
    [[nodiscard]] bool isPlanning() const { return m_running || m_again; }
    [[nodiscard]] bool isSettled() const { return !isPlanning() && !m_counts->isAsking(); }

    // Answers. Each makes a new plan.
    void answer(const core::RenameSuggestion &question, bool same);
    void takeBack(const core::RenameSuggestion &question); ///< it is asked again
    void fill(const core::QualifiedName &table, const QString &column, const QString &expression);
    void cast(const core::QualifiedName &table, const QString &column, bool on);
    void repair(const QString &hazard, const std::optional<core::Statement> &statement); ///< none: no more
    [[nodiscard]] const core::PreviewChoices &choices() const { return m_choices; }
    void forgetAnswers();

    [[nodiscard]] ProbeCounts::Count countOf(const core::Hazard &hazard) const;
    [[nodiscard]] std::optional<qint64> rowsOf(const core::QualifiedName &table) const; ///< none: not counted yet

Q_SIGNALS:
    void planned(); ///< plan() or problem() is another one
    void countsChanged();
    void schemaMoved(); ///< the database's schema is another one; a plan from it follows

private:
    void makePlan();
    void start();
    void take(const core::Result<ShownPlanPtr> &plan, int generation);
    void wantCounts();
    void schemaChanged();

    core::Session &m_session;
    ProbeCounts *m_counts = nullptr;
    QString m_source;
    std::optional<core::MigrationDraft> m_draft;
    core::PreviewChoices m_choices;
    QHash<QString, core::PreviewChoices> m_kept; ///< answers by source
    core::SchemaPtr m_from; ///< the schema that plan() starts from
    ShownPlanPtr m_plan;
    std::optional<core::Error> m_problem;
    bool m_running = false;
    bool m_again = false;
    int m_generation = 0;
};

} // namespace ui
