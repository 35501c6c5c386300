// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/impact.h"
#include "ui/style/pill.h"

#include <QString>

/// What a person would say about what staged edits take along. Pure.
namespace ui {

/// Something besides the staged rows is touched, or the edits would fail: there is a tree worth looking at.
[[nodiscard]] bool isWorthShowing(const core::Impact &impact);

/// "also deletes 12 comments and 2 post_tags; sets user_id of 3 comments to NULL"; empty when nothing else is touched.
[[nodiscard]] QString impactText(const core::Impact &impact);
/// "would fail: 3 invoices still refer to a row of customers", and how many reasons more; empty when nothing forbids
/// it.
[[nodiscard]] QString failureText(const core::Impact &impact);
/// That not all rows were looked at, and what follows; empty when they were.
[[nodiscard]] QString moreText(const core::Impact &impact);
/// "trigger posts_log may do more"; empty without triggers.
[[nodiscard]] QString triggersText(const core::Impact &impact);

// Of one node of the tree.
[[nodiscard]] QString wayText(const core::ImpactNode &node); ///< "post_id → posts"; empty at a root
[[nodiscard]] QString actionText(const core::ImpactNode &node); ///< "cascade", "set null", "staged": for a pill
[[nodiscard]] PillKind actionPill(const core::ImpactNode &node);
[[nodiscard]] QString countsText(const core::ImpactNode &node, bool complete); ///< "12 deleted", "at least 12 deleted"
[[nodiscard]] QString notesText(const core::ImpactNode &node); ///< "3 levels deep · 2 counted elsewhere too"; or empty
/// What happens to these rows and why, or why they forbid it and what can be done: one or two sentences.
[[nodiscard]] QString nodeSentence(const core::Impact &impact, int node);

} // namespace ui
