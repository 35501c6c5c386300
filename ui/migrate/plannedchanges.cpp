// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/plannedchanges.h"

#include "core/schema/namecase.h"
#include "ui/changes/changetexts.h"

#include <QCoreApplication>
#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using PlannedWay = PlannedChange::Way;
using Sign = TableChange::Line::Sign;

QString saidOfPlan(const char *text)
{
    return QCoreApplication::translate("ui::PlannedChanges", text);
}

QString countedText(int n, const char *one, const char *many)
{
    return n == 1 ? saidOfPlan(one) : saidOfPlan(many).arg(n);
}

template <typename Thing> int keptAmong(const QList<Thing> &before, const QList<Thing> &after)
{
    return int(std::count_if(before.cbegin(), before.cend(), [&](const Thing &t) { return after.contains(t); }));
}

/// One table or view of each side, so that only those that the plan touches are compared.
core::Schema only(const core::Table *table, const core::View *view)
{
    core::Schema schema;
    if (table)
        schema.tables.append(*table);
    if (view)
        schema.views.append(*view);
    return schema;
}

/// Views whose text changes only because something they read is called otherwise.
QStringList followersOf(const core::SchemaDiff &diff)
{
    QStringList names;
    const core::SchemaIndex renamed(diff.renamed);
    for (const core::View &view : diff.before.views) {
        const core::View *after = renamed.view(view.name);
        if (after && after->definition != view.definition)
            names.append(view.name.display());
    }
    return names;
}

class Collector {
public:
    explicit Collector(const core::SchemaMigration &migration)
        : m_migration(migration)
        , m_renamed(migration.diff.renamed)
        , m_target(migration.diff.target)
        , m_back(migration.diff.renames.reversed())
        , m_case(core::nameCaseOf(migration.diff.target))
    {
        for (const QString &name : migration.plan.rebuilt)
            m_rebuilt.insert(core::foldedName(name, m_case));
    }

    [[nodiscard]] QList<PlannedChange> all()
    {
        QMap<QString, core::QualifiedName> names;
        for (const core::Change &change : m_migration.diff.changes) {
            const core::QualifiedName name = core::tableOf(change);
            names.insert(core::foldedName(name.display(), m_case), name);
        }
        QList<PlannedChange> out;
        for (const core::QualifiedName &name : std::as_const(names))
            out.append(of(name));
        return out;
    }

private:
    [[nodiscard]] PlannedChange of(const core::QualifiedName &name)
    {
        const core::Table *old = m_renamed.table(name);
        const core::Table *now = m_target.table(name);
        PlannedChange out;
        const QList<TableChange> changes =
            changedTables(only(old, m_renamed.view(name)), only(now, m_target.view(name)));
        if (!changes.isEmpty())
            out.change = changes.first();
        out.change.name = name.display();
        if (old && now)
            addRenames(name, out);
        const bool dropped = old && !now;
        const bool made = now && !old;
        out.way = dropped                                             ? PlannedWay::Gone
            : made                                                    ? PlannedWay::New
            : m_rebuilt.contains(core::foldedName(name.name, m_case)) ? PlannedWay::Rebuilt
                                                                      : PlannedWay::InPlace;
        if (old)
            out.now = m_back.tableAfter(name);
        if (old && now) {
            out.indexes = keptAmong(old->indexes, now->indexes);
            out.triggers = keptAmong(old->triggers, now->triggers);
        }
        return out;
    }

    void addRenames(const core::QualifiedName &name, PlannedChange &out)
    {
        QList<TableChange::Line> lines;
        for (const core::Change &change : m_migration.diff.changes) {
            if (core::tableOf(change) != name)
                continue;
            if (const auto *table = std::get_if<core::change::RenameTable>(&change))
                lines.append({Sign::Changed, saidOfPlan("%1 → %2").arg(table->from.display(), table->to.display())});
            else if (const auto *column = std::get_if<core::change::RenameColumn>(&change))
                lines.append({Sign::Changed, saidOfPlan("%1 → %2").arg(column->from, column->to)});
        }
        if (!lines.isEmpty())
            out.followers = followersOf(m_migration.diff);
        out.change.lines = lines + out.change.lines;
    }

    const core::SchemaMigration &m_migration;
    const core::SchemaIndex m_renamed;
    const core::SchemaIndex m_target;
    const core::Renames m_back;
    const core::NameCase m_case;
    QSet<QString> m_rebuilt;
};

QString keptText(const PlannedChange &change)
{
    QStringList kept;
    if (change.indexes > 0)
        kept.append(countedText(change.indexes, "1 index", "%1 indexes"));
    if (change.triggers > 0)
        kept.append(countedText(change.triggers, "1 trigger", "%1 triggers"));
    return kept.isEmpty() ? QString() : saidOfPlan("%1 kept.").arg(kept.join(saidOfPlan(" and ")));
}

} // namespace

QList<PlannedChange> plannedChanges(const core::SchemaMigration &migration)
{
    return Collector(migration).all();
}

QString noteOf(const PlannedChange &change, std::optional<qint64> rows)
{
    QStringList parts;
    switch (change.way) {
    case PlannedWay::New:
        return {};
    case PlannedWay::Gone:
        if (rows)
            parts.append(*rows == 1 ? saidOfPlan("It has 1 row.")
                                    : saidOfPlan("It has %1 rows.").arg(countText(*rows)));
        break;
    case PlannedWay::InPlace:
        parts.append(saidOfPlan("In place, no row is copied."));
        break;
    case PlannedWay::Rebuilt:
        parts.append(!rows            ? saidOfPlan("Rebuilt: all rows are copied.")
                         : *rows == 1 ? saidOfPlan("Rebuilt: 1 row is copied.")
                                      : saidOfPlan("Rebuilt: %1 rows are copied.").arg(countText(*rows)));
        parts.append(keptText(change));
        break;
    }
    if (!change.followers.isEmpty())
        parts.append(change.followers.size() == 1 ? saidOfPlan("View %1 follows.").arg(change.followers.first())
                                                  : saidOfPlan("Views %1 follow.").arg(change.followers.join(", "_L1)));
    parts.removeAll(QString());
    return parts.join(u' ');
}

} // namespace ui
