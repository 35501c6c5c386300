// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/schema/schema.h"

#include <QList>
#include <QString>

namespace ui {

/// What became of one table or view, in words.
struct TableChange {
    enum class Kind { Added, Removed, Altered };
    struct Line {
        enum class Sign { Plus, Minus, Changed };
        Sign sign = Sign::Changed;
        QString text; ///< "slug text not null"
        friend bool operator==(const Line &, const Line &) = default;
    };
    QString name;
    Kind kind = Kind::Altered;
    QList<Line> lines;
    QString note = {}; ///< what else happens to it: "rebuilt: 1,200 rows copied, 2 indexes and 1 trigger kept"
    friend bool operator==(const TableChange &, const TableChange &) = default;
};

/// A summary for people of what is different after a dry run, by name: what it cannot put into words it leaves to the
/// SQL. Helpers and internal tables are left out. Pure.
[[nodiscard]] QList<TableChange> changedTables(const core::Schema &before, const core::Schema &after,
                                               const QList<core::TableLedger> &tables = {});

} // namespace ui
