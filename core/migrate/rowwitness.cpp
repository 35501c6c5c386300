// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/rowwitness.h"

#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isUniqueAlone(const Table &table, const QString &column)
{
    const auto isIt = [&](const QStringList &names) {
        return names.size() == 1
            && foldedName(names.first(), nameCaseOf(table)) == foldedName(column, nameCaseOf(table));
    };
    return std::any_of(table.uniques.cbegin(), table.uniques.cend(),
                       [&](const UniqueConstraint &u) { return isIt(u.columnNames()); })
        || std::any_of(table.indexes.cbegin(), table.indexes.cend(), [&](const Index &i) {
               return i.unique && i.where.isEmpty() && !i.invalid && isIt(i.columnNames());
           });
}

struct WitnessColumn {
    QString name;
    bool tells = false; ///< rows apart
    int rank = 0;
};

} // namespace

void addWitness(SavedSql::Shape &shape, const KeptTable &table, const QSet<QString> &repaired, const SavedSql &sql)
{
    constexpr int most = 3;
    QList<WitnessColumn> found;
    for (const KeptTable::KeptColumn &kept : table.columns) {
        const Column &column = *table.before->column(kept.before);
        const auto worth = sql.worthOf(column);
        if (kept.intended || column.hidden || worth == SavedSql::Worth::None || shape.key.contains(column.name)
            || shape.columns.contains(column.name)
            || repaired.contains(columnKey(table.before->name, column.name, nameCaseOf(*table.before))))
            continue;
        const bool unique = isUniqueAlone(*table.before, column.name);
        const bool isText = worth == SavedSql::Worth::Text;
        found.append({column.name, unique || isText, (unique ? 4 : 0) + (isText ? 2 : 0) + (column.notNull ? 1 : 0)});
    }
    std::stable_sort(found.begin(), found.end(), [](const auto &a, const auto &b) { return a.rank > b.rank; });
    for (const WitnessColumn &column : found.first(std::min<qsizetype>(found.size(), most))) {
        shape.witness.append(column.name);
        shape.telling += column.tells ? 1 : 0; // those come first
    }
    if (shape.witness.size() == 1)
        shape.telling = 0; // it must be the same anyway
}

QString byKeyAlone(const SavedSql::Shape &shape)
{
    return shape.witness.isEmpty()
        ? u" They go back by key alone: no other column stays that would tell whether a row is the same still."_s
        : QString();
}

} // namespace core
