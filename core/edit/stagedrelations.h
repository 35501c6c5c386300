// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/rows/stagedalong.h"

namespace core {

/// What the edits change about the answers to these questions (kinds Count, Chips, and Label of a OneToOne relation),
/// one for each. Only what the edits themselves say counts: a row whose reference was never seen leaves nobody, and
/// what foreign keys will do to other rows is not in it. Reads nothing. Pure; any thread.
[[nodiscard]] QList<StagedRelation> stagedRelations(const Schema &schema,
                                                    const QList<RelatedCells::Question> &questions,
                                                    const ChangeSet &changes, const Dialect &dialect);

} // namespace core
