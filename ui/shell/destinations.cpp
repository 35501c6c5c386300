// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/destinations.h"

namespace ui {

std::optional<Destination> destinationOf(const core::Relation &relation, const QMap<QString, core::Value> &row,
                                         const core::Schema &schema, const core::Dialect &dialect)
{
    const bool through = relation.kind == core::Relation::Kind::ManyToMany;
    Destination destination{through ? relation.junction : relation.to, {}, std::nullopt, {}};
    const QStringList columns = through ? relation.junctionFromColumns : relation.toColumns;
    QMap<QString, core::Value> wanted;
    for (qsizetype i = 0; i < columns.size() && i < relation.fromColumns.size(); ++i) {
        const auto value = row.constFind(relation.fromColumns.at(i));
        if (value == row.cend() || value->isNull())
            return std::nullopt;
        wanted.insert(columns.at(i), *value);
        destination.filter.terms.append(core::FilterTerm{
            core::FilterTerm::Join::And, core::Condition{columns.at(i), core::FilterOp::Equal, {*value}}, true});
    }
    destination.column = columns.value(0);
    const core::Table *table = schema.table(destination.table);
    if (!table || relation.kind != core::Relation::Kind::One)
        return destination;
    core::RowKey key;
    for (const QString &column : dialect.identityOf(*table).columns) {
        if (!wanted.contains(column))
            return destination;
        key.values.append(wanted.value(column));
    }
    if (!key.isEmpty()) {
        destination.key = key;
        destination.filter = {}; // its place among the others is worth seeing
    }
    return destination;
}

} // namespace ui
