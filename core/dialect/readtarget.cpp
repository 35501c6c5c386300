// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/readtarget.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<ReadTarget> readTarget(const Schema &schema, const QualifiedName &name, RowIdentity (*identityOf)(const Table &))
{
    if (const Table *table = schema.table(name)) {
        if (!table->brokenBecause.isEmpty())
            return Error::invalid(u"The table %1 cannot be read: %2"_s.arg(name.display(), table->brokenBecause));
        return ReadTarget{*table, identityOf(*table), false};
    }
    const View *view = schema.view(name);
    if (!view)
        return Error::invalid(u"There is no table or view called %1."_s.arg(name.display()));
    if (!view->brokenBecause.isEmpty())
        return Error::invalid(u"The view %1 cannot be read: %2"_s.arg(name.display(), view->brokenBecause));
    if (!view->populated)
        return Error::invalid(
            u"The materialized view %1 has no rows yet: run REFRESH MATERIALIZED VIEW on it first."_s.arg(
                name.display()));
    ReadTarget target;
    target.isView = true;
    target.table.name = view->name;
    target.table.columns = view->columns;
    target.identity.noneBecause = u"This is a view: its rows have no identity of their own."_s;
    return target;
}

Result<QList<Column>> shownColumns(const Table &table, const QStringList &names)
{
    QList<Column> columns;
    for (const QString &name : names) {
        const Column *column = table.column(name);
        if (!column)
            return Error::invalid(u"%1 has no column called %2."_s.arg(table.name.display(), name));
        columns.append(*column);
    }
    if (names.isEmpty())
        std::copy_if(table.columns.begin(), table.columns.end(), std::back_inserter(columns),
                     [](const Column &c) { return !c.hidden; });
    return columns;
}

KeyPlaces keyPlacesOf(const QList<Column> &shown, const RowIdentity &identity)
{
    KeyPlaces key;
    for (const QString &name : identity.columns) {
        const auto at = std::find_if(shown.cbegin(), shown.cend(), [&name](const Column &c) { return c.name == name; });
        if (at == shown.cend())
            key.missing.append(name);
        key.places.append(
            static_cast<int>(at == shown.cend() ? shown.size() + key.missing.size() - 1 : at - shown.cbegin()));
    }
    return key;
}

} // namespace core
