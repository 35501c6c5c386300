// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/drizzleschema.h"
#include "core/drizzle/newmigration.h"
#include "core/migrate/schemamigration.h"

#include <optional>

namespace core {

/// Foreign keys stay on: whoever runs a file of migrations, D1 and most of the ORM's migrators keep them so.
[[nodiscard]] inline PlanOptions planForFiles()
{
    PlanOptions options;
    options.keysStayOn = true;
    return options;
}

/// The next migration of a project, asked for.
struct GenerateRequest {
    QString folder; ///< of the migrations; need not be there
    DrizzleSnapshot project; ///< what schema.ts declares
    Renames renames;
    PlanOptions plan = planForFiles(); ///< with fills and casts
    QString name; ///< empty: from what it does
    bool custom = false;
    MigrationOptions options;
    qint64 now = 0; ///< unix milliseconds
    QString id; ///< a new UUID
};

/// What would be written, to be looked at. Nothing has been written yet.
struct GeneratedMigration {
    SchemaMigration migration; ///< from the last snapshot to the project
    std::optional<PreparedMigration> prepared; ///< none: there is nothing to do
    QStringList notes = {}; ///< see GenerateStart
    friend bool operator==(const GeneratedMigration &, const GeneratedMigration &) = default;
    /// Pairs of dropped and added that nobody has decided about: renamed, or gone and new? drizzle-kit asks, too.
    [[nodiscard]] QList<Finding> undecided() const;
};

/// schema.ts as the target of a migration.
[[nodiscard]] DrizzleSnapshot declaredBy(const DrizzleSchema &schema);

/// How the project wants its migrations to be written.
[[nodiscard]] MigrationOptions migrationOptionsOf(const DrizzleSchema &schema);

/// Whether a column of a primary key is said to be NOT NULL is nothing that drizzle-kit 1.0 knows: `declared` with that
/// as it is in `now`, or left out where the table is new.
[[nodiscard]] Schema withKeyNullsOf(const Schema &declared, const Schema &now);

/// The last snapshot and the project side by side, as they are compared.
struct GenerateStart {
    FolderState state;
    DrizzleSnapshot from; ///< the last snapshot; of nothing where there is none
    DrizzleSnapshot project; ///< as this form of a folder can say it; where it is custom, as `from`
    DiffOptions options; ///< what both can say; without renames
    ExtraStatements extras; ///< to be done beside the plan: roles, say
    QStringList notes = {}; ///< what is left out on purpose, one sentence each
    friend bool operator==(const GenerateStart &, const GenerateStart &) = default;
};

/// The first half of generateMigration(), for who plans by itself and lets a person answer on the way. Reads files.
/// Fails as generateMigration() does.
[[nodiscard]] Result<GenerateStart> startGenerating(const GenerateRequest &request);

/// The second half: the files of a migration with this plan, which is from `start.from` to `start.project`. Reads
/// files, writes none. Fails where there is nothing to do, or the name has no letter.
[[nodiscard]] Result<PreparedMigration> prepareGenerated(const GenerateRequest &request, const GenerateStart &start,
                                                         const SchemaDiff &diff, const Plan &plan,
                                                         const Dialect &dialect);

/// Compares the project with the last snapshot of its folder, and prepares the migration in the folder's own form.
/// Reads files, writes none. Fails where the folder's form is not that of the installed drizzle-orm, or where two
/// snapshots follow the same one in the classic form, which has to be put right first.
[[nodiscard]] Result<GeneratedMigration> generateMigration(const GenerateRequest &request, const Dialect &dialect);

} // namespace core
