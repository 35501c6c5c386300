// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/database.h"
#include "core/dialect/dialect.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/migrationstatus.h"
#include "core/drizzle/folderfindings.h"

namespace core {

/// Everything known about the migrations of the open database.
struct MigrationBoard {
    MigrationsFolder folder;
    MigrationJournal journal;
    QList<MigrationState> states;
    QualifiedName journalTable;
    std::optional<ReachedSnapshot> reached; ///< none when nothing is applied, or no snapshot can be read
    friend bool operator==(const MigrationBoard &, const MigrationBoard &) = default;
};

/// Reads folder and journal and puts them side by side. On the database's thread.
[[nodiscard]] Result<MigrationBoard> readMigrationBoard(Database &database, const Dialect &dialect,
                                                        const QString &folder, const QualifiedName &journalTable,
                                                        bool byWrangler = false);

} // namespace core
