// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/generate.h"

#include "core/drizzle/foldercheck.h"
#include "core/drizzle/forgottenuniques.h"
#include "core/drizzle/kittexts.h"
#include "core/drizzle/snapshotform.h"
#include "core/schema/namecase.h"
#include "core/schema/sortbyname.h"

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

Result<DrizzleSnapshot> startOf(const FolderState &state, const QString &system)
{
    const SnapshotFile *last = state.last();
    if (!last)
        return emptySnapshot(system);
    auto read = readDrizzleSnapshot(last->bytes);
    if (!read) {
        Error error = read.error();
        error.message = last->name + u": "_s + error.message;
        return error;
    }
    return read;
}

/// A plan drops a key by the name that the database has for it.
void nameKeys(Schema &schema, const SnapshotForm &form)
{
    for (Table &t : schema.tables) {
        if (form.keyName && t.primaryKey && t.primaryKey->name.isEmpty())
            t.primaryKey->name = form.keyName(t);
    }
}

/// A view that was only declared and is the project's own from now on is there, whatever it says: it is made anew.
void adoptViews(DrizzleSnapshot &from, const DrizzleSnapshot &project)
{
    for (const View &own : project.schema.views) {
        if (from.existingViews.removeAll(own.name) == 0)
            continue;
        View there;
        there.name = own.name;
        there.materialized = own.materialized;
        from.schema.views.append(there);
    }
    sortByName(from.schema.views);
}

/// Without those of views that are not the project's own afterwards: whoever has them renames them.
Renames ownRenames(Renames renames, const DrizzleSnapshot &project)
{
    renames.objects.removeIf([&](const ObjectRename &r) {
        return r.kind == ObjectRename::Kind::View && project.existingViews.contains(r.to);
    });
    return renames;
}

/// What becomes a view that is only declared stays as it is, under its old name, for whoever has it from now on.
void leaveViews(DrizzleSnapshot &from, const DrizzleSnapshot &project, const Renames &renames)
{
    for (const ObjectRename &r : renames.objects) {
        const bool isLeft = r.kind == ObjectRename::Kind::View && project.existingViews.contains(r.to);
        from.schema.views.removeIf([&](const View &v) { return isLeft && v.name == r.from; });
    }
}

/// The newest migration, where it has no snapshot to go on from; empty: it has.
QString lastWithoutSnapshot(const FolderState &state)
{
    const QString prefix = state.lastTag.section(u'_', 0, 0);
    if (prefix.isEmpty()) // nothing yet, or a form in which drizzle-kit finds no snapshot ever
        return {};
    const QString wanted =
        state.layout == Layout::Folders ? state.lastTag + u"/snapshot.json"_s : prefix + u"_snapshot.json"_s;
    const bool isThere = std::any_of(state.snapshots.cbegin(), state.snapshots.cend(),
                                     [&](const SnapshotFile &s) { return s.name == wanted; });
    return isThere ? QString() : state.lastTag;
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
    out.extras = schema.extras;
    if (const SnapshotForm *form = snapshotForm(schema.settings.dialect))
        out.system = form->system;
    else if (!schema.settings.dialect.isEmpty())
        out.system = schema.settings.dialect; // of which nothing can be generated
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
            if (foldedName(c.name, nameCaseOf(t)) != foldedName(key.first(), nameCaseOf(t)))
                continue;
            const Column *was = old ? old->column(c.name) : nullptr;
            c.notNull = was && was->notNull;
        }
    }
    return out;
}

MigrationOptions migrationOptionsOf(const DrizzleSchema &schema)
{
    MigrationOptions options;
    options.prefix = migrationPrefixFrom(schema.settings.migrationsPrefix);
    options.breakpoints = schema.settings.breakpoints;
    options.ormVersion = schema.ormVersion;
    options.dialect = schema.settings.dialect;
    options.driver = schema.settings.driver;
    return options;
}

Result<GenerateStart> startGenerating(const GenerateRequest &request)
{
    GenerateStart start;
    auto state = readFolderState(request.folder, request.options);
    RC_TRY(state);
    start.state = std::move(*state);
    RC_TRY(checkForm(start.state, request.folder, request.options.ormVersion));
    if (const auto conflict = snapshotConflict(start.state))
        return Error::invalid(*conflict);
    auto from = startOf(start.state, request.project.system);
    RC_TRY(from);
    start.from = std::move(*from);
    const SnapshotForm *form = snapshotForm(start.from.system);
    if (!form || start.from.system != request.project.system)
        return Error::invalid(u"%1 has migrations for another system (%2) than the project is for."_s.arg(
            request.folder, form ? form->title : start.from.system));
    start.project = request.custom ? start.from : request.project;
    sayAsDeclared(start.from, start.project);
    nameKeys(start.from.schema, *form);
    adoptViews(start.from, start.project);
    leaveViews(start.from, start.project, request.renames);
    if (start.state.layout == Layout::Folders && form->keysMayBeNull)
        start.project.schema = withKeyNullsOf(start.project.schema, start.from.schema);
    if (start.state.layout == Layout::Folders && !request.custom)
        start.notes = leaveForgottenUniques(start.state, start.from, start.project);
    if (form->extras && !request.custom)
        start.extras = form->extras(start.from.extras, start.project.extras);
    start.options.facets = bothCan(start.project.facets, start.from.facets);
    start.options.scope = start.project.within(start.from.within({}));
    return start;
}

Result<PreparedMigration> prepareGenerated(const GenerateRequest &request, const GenerateStart &start,
                                           const SchemaDiff &diff, const Plan &plan, const Dialect &dialect)
{
    NewMigration made;
    made.custom = request.custom;
    made.now = request.now;
    made.id = request.id;
    made.project = start.project;
    made.diff = diff;
    made.plan = plan;
    made.extras = start.extras;
    made.name = request.name;
    if (made.name.isEmpty())
        made.name = request.custom ? u"custom"_s : suggestedMigrationName(diff.changes);
    auto prepared = prepareMigration(request.folder, made, dialect, request.options);
    if (const QString last = lastWithoutSnapshot(start.state); prepared && !last.isEmpty())
        prepared->saved.warnings.prepend(
            u"%1 has no snapshot, so this starts from %2 and does again what was done since: bring the snapshot back "
            u"from "
            "version control, or have it made anew (check --repair, or on the truth board), and generate then."_s.arg(
                last, start.state.last() ? start.state.last()->name : u"nothing"_s));
    return prepared;
}

Result<GeneratedMigration> generateMigration(const GenerateRequest &request, const Dialect &dialect)
{
    const auto start = startGenerating(request);
    RC_TRY(start);
    DiffOptions options = start->options;
    options.renames = ownRenames(request.renames, start->project);
    auto migration = planMigration(start->from.schema, start->project.schema, options, request.plan, dialect);
    RC_TRY(migration);

    GeneratedMigration out;
    out.migration = std::move(*migration);
    out.notes = start->notes;
    if (out.migration.plan.script.isEmpty() && start->extras.isEmpty() && !request.custom)
        return out;
    auto prepared = prepareGenerated(request, *start, out.migration.diff, out.migration.plan, dialect);
    RC_TRY(prepared);
    out.prepared = std::move(*prepared);
    return out;
}

} // namespace core
