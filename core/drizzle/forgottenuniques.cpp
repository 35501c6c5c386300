// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/forgottenuniques.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isUniqueOf(const UniqueConstraint &unique, const QString &column)
{
    return unique.columns.size() == 1 && foldedName(unique.columns.first().column) == foldedName(column);
}

bool hasUniqueOf(const Schema &schema, const QString &table, const QString &column)
{
    const Table *t = schema.table({{}, table});
    return t && std::any_of(t->uniques.cbegin(), t->uniques.cend(), [&](const UniqueConstraint &u) {
               return isUniqueOf(u, column);
           });
}

/// The snapshot without it that comes after one with it; empty: none ever had it.
QString lostIn(const FolderState &state, const QString &table, const QString &column)
{
    for (qsizetype i = state.snapshots.size() - 2; i >= 0; --i) {
        const auto earlier = readDrizzleSnapshot(state.snapshots.at(i).bytes);
        if (earlier && hasUniqueOf(earlier->schema, table, column))
            return state.snapshots.at(i + 1).name;
    }
    return {};
}

} // namespace

QStringList leaveForgottenUniques(const FolderState &state, const DrizzleSnapshot &from, DrizzleSnapshot &project)
{
    QStringList notes;
    const QSet<QString> &shadowed = project.extras.shadowedUniques;
    for (Table &t : project.schema.tables) {
        for (const UniqueConstraint &u : QList<UniqueConstraint>(t.uniques)) {
            const QString column = u.columns.size() == 1 ? u.columns.first().column : QString();
            if (!shadowed.contains(t.name.name + u'.' + column) || !from.schema.table(t.name)
                || hasUniqueOf(from.schema, t.name.name, column))
                continue;
            const QString lost = lostIn(state, t.name.name, column);
            if (lost.isEmpty())
                continue;
            t.uniques.removeAll(u);
            notes.append(
                u"The .unique() of %1.%2 is not put back: drizzle-kit took it away in %3, and would do so again. "
                "Say unique().on(…) beside the index instead, which both keep."_s.arg(t.name.name, column, lost));
        }
    }
    return notes;
}

} // namespace core
