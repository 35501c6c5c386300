// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/generate.h"

#include "core/drizzle/foldercheck.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Layout = MigrationsFolder::Layout;

bool isOrm1(const QString &version)
{
    return version.section(u'.', 0, 0).toInt() >= 1;
}

/// drizzle-kit and the ORM's migrator each take but one form of a folder.
Result<Done> checkForm(const FolderState &state, const QString &folder, const QString &ormVersion)
{
    const bool isEmpty = state.lastTag.isEmpty() && state.snapshots.isEmpty();
    if (ormVersion.isEmpty() || isEmpty || isOrm1(ormVersion) == (state.layout == Layout::Folders))
        return Done{};
    return isOrm1(ormVersion)
        ? Error::invalid(u"%1 has the form of drizzle 0.x, which drizzle-orm %2 does not read: bring it up with "
                         "“drizzle-kit up” first."_s.arg(folder, ormVersion))
        : Error::invalid(
            u"%1 has the form of drizzle 1.0, which drizzle-orm %2 does not read: install drizzle-orm 1.0."_s.arg(
                folder, ormVersion));
}

Result<DrizzleSnapshot> startOf(const FolderState &state)
{
    const SnapshotFile *last = state.last();
    if (!last) {
        DrizzleSnapshot nothing;
        nothing.facets.uniqueConstraints = true;
        return nothing;
    }
    auto read = readDrizzleSnapshot(last->bytes);
    if (!read) {
        Error error = read.error();
        error.message = last->name + u": "_s + error.message;
        return error;
    }
    return read;
}

Facets bothCan(const Facets &a, const Facets &b)
{
    Facets both = a;
    both.uniqueConstraints = a.uniqueConstraints && b.uniqueConstraints;
    return both;
}

} // namespace

QList<Finding> GeneratedMigration::undecided() const
{
    QList<Finding> out;
    for (const Hazard &h : migration.hazards) {
        if (h.finding.code == "H04"_L1)
            out.append(h.finding);
    }
    return out;
}

DrizzleSnapshot declaredBy(const DrizzleSchema &schema)
{
    DrizzleSnapshot out;
    out.schema = schema.schema;
    out.facets = schema.facets;
    out.existingViews = schema.existingViews;
    out.names = schema.names;
    return out;
}

Schema withKeyNullsOf(const Schema &declared, const Schema &now)
{
    const SchemaIndex before(now);
    Schema out = declared;
    for (Table &t : out.tables) {
        const QStringList key = t.primaryKeyColumns();
        if (key.size() != 1)
            continue;
        const Table *old = before.table(t.name);
        for (Column &c : t.columns) {
            if (foldedName(c.name) != foldedName(key.first()))
                continue;
            const Column *was = old ? old->column(c.name) : nullptr;
            c.notNull = was && was->notNull;
        }
    }
    return out;
}

Result<GeneratedMigration> generateMigration(const GenerateRequest &request, const Dialect &dialect)
{
    const auto state = readFolderState(request.folder, request.options);
    RC_TRY(state);
    RC_TRY(checkForm(*state, request.folder, request.options.ormVersion));
    if (const auto conflict = snapshotConflict(*state))
        return Error::invalid(*conflict);
    const auto from = startOf(*state);
    RC_TRY(from);

    NewMigration made;
    made.custom = request.custom;
    made.now = request.now;
    made.id = request.id;
    made.project = request.custom ? *from : request.project;
    if (state->layout == Layout::Folders)
        made.project->schema = withKeyNullsOf(made.project->schema, from->schema);
    DiffOptions options;
    options.renames = request.renames;
    options.facets = bothCan(made.project->facets, from->facets);
    options.scope = made.project->within(from->within({}));
    auto migration = planMigration(from->schema, made.project->schema, options, request.plan, dialect);
    RC_TRY(migration);

    GeneratedMigration out;
    out.migration = std::move(*migration);
    if (out.migration.plan.script.isEmpty() && !request.custom)
        return out;
    made.diff = out.migration.diff;
    made.plan = out.migration.plan;
    made.name = request.name;
    if (made.name.isEmpty())
        made.name = request.custom ? u"custom"_s : suggestedMigrationName(made.diff.changes);
    auto prepared = prepareMigration(request.folder, made, dialect, request.options);
    RC_TRY(prepared);
    out.prepared = std::move(*prepared);
    return out;
}

} // namespace core
