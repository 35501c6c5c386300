// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/impact.h"

namespace core {

/// What happens to rows besides those that are staged themselves, by table: the blast radius in a few lines.
struct SideEffect {
    enum class Kind {
        Deleted,
        SetNull,
        SetDefault,
        Follows, ///< the key they point at has changed, and theirs with it
        Orphaned ///< they stay as they are, and point at no row: nothing enforces the relation
    };
    QualifiedName table;
    Kind kind = Kind::Deleted;
    QStringList columns; ///< that are written, or point at no row; none where rows go
    qint64 rows = 0; ///< each row once, where the strongest thing happens to it
    friend bool operator==(const SideEffect &, const SideEffect &) = default;
};

/// By table name, then kind. What only forbids the edits is none: see Impact::blockers. Pure.
[[nodiscard]] QList<SideEffect> sideEffects(const Impact &impact);

} // namespace core
