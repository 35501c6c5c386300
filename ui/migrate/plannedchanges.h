// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"
#include "ui/migrate/schemachanges.h"

#include <optional>

namespace ui {

/// What a plan does to one table or view, in words.
struct PlannedChange {
    enum class Way { New, Gone, InPlace, Rebuilt };
    TableChange change; ///< without a note; see noteOf()
    Way way = Way::InPlace;
    std::optional<core::QualifiedName> now; ///< the table as it is called now, where its rows matter
    int indexes = 0; ///< that stay
    int triggers = 0;
    QStringList followers; ///< views that follow a new name
    friend bool operator==(const PlannedChange &, const PlannedChange &) = default;
};

/// One entry for each table and view that the plan touches, by name; looks at no others. Pure.
[[nodiscard]] QList<PlannedChange> plannedChanges(const core::SchemaMigration &migration);

/// "Rebuilt: 12,004 rows are copied. 2 indexes and 1 trigger are kept." `rows`: as far as they are counted.
[[nodiscard]] QString noteOf(const PlannedChange &change, std::optional<qint64> rows);

} // namespace ui
