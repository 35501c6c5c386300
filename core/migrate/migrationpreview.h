// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/hazardfixes.h"
#include "core/migrate/migrationdraft.h"
#include "core/migrate/planmarks.h"
#include "core/schema/renamesuggestions.h"

#include <QMap>

#include <memory>

namespace core {

/// What a person has decided while looking at a draft. Apart from the draft, which its source may make anew at any
/// time: what makes no sense for it any more is left aside.
struct PreviewChoices {
    QList<RenameSuggestion> same; ///< "it is the same one, renamed"
    QList<RenameSuggestion> apart; ///< "they are two: drop the one and add the other"
    QList<Fill> fills; ///< instead of the draft's for the same column; an empty expression: none
    QList<std::pair<QualifiedName, QString>> casts; ///< beside the draft's
    /// By hazardKey(); instead of the draft's for the same hazard. One without SQL: none.
    QMap<QString, Statement> repairs;
    bool concurrently = false; ///< or the draft's; see PlanOptions
    bool notValid = false;
    friend bool operator==(const PreviewChoices &, const PreviewChoices &) = default;
    [[nodiscard]] bool isEmpty() const { return *this == PreviewChoices(); }
};

/// A hazard of the preview, and what has been done about it.
struct PreviewHazard {
    enum class Answer { Open, Filled, Cast, Repaired };
    Hazard hazard;
    QList<HazardFix> fixes;
    Answer answer = Answer::Open;
    QString words = {}; ///< of the answer: the expression, or what the repair does
    friend bool operator==(const PreviewHazard &, const PreviewHazard &) = default;
    [[nodiscard]] QString key() const { return hazardKey(hazard); }
};

/// Everything there is to see about a draft before it runs.
struct MigrationPreview {
    MigrationDraft draft; ///< with the choices in it
    /// Its hazards are those that are left: what a repair of the plan puts right is only told, and a rename that was
    /// answered is none.
    std::shared_ptr<const SchemaMigration> migration;
    std::shared_ptr<const Script> script; ///< the plan's own: what is shown, rehearsed and run
    std::shared_ptr<const Script> inverse; ///< null where there is no way back
    QList<MarkedStatement> marks; ///< of `script`
    /// Those that an expression has answered are still among them, so that it can be changed; without H04: see
    /// questions.
    QList<PreviewHazard> hazards;
    QList<RenameSuggestion> questions; ///< "renamed, or two?", not answered yet, the likeliest first
};

/// Pure. Fails as planDraft() does.
[[nodiscard]] Result<MigrationPreview> previewOf(const Schema &now, const MigrationDraft &draft,
                                                 const PreviewChoices &choices, const Dialect &dialect,
                                                 const ValueOverlap &overlap = {});

/// Whether both ask about the same two things, however likely each finds it.
[[nodiscard]] bool isSameQuestion(const RenameSuggestion &a, const RenameSuggestion &b);

} // namespace core
