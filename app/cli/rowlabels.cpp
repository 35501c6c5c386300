// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/rowlabels.h"

#include <algorithm>

namespace app {

using core::Done;
using core::Result;
using core::Value;

RowLabels::RowLabels(const core::Schema &schema, const core::Dialect &dialect, const Naming &naming,
                     const core::QualifiedName &table, const QList<core::Column> &columns)
    : m_schema(schema)
    , m_dialect(dialect)
{
    const auto placeOf = [&](const QString &name) {
        const auto at = std::find_if(columns.cbegin(), columns.cend(), [&](const core::Column &c) { return c.name == name; });
        return at == columns.cend() ? qsizetype(-1) : qsizetype(at - columns.cbegin());
    };
    for (const core::Relation &relation : naming.relations.of(table)) {
        if (relation.kind != core::Relation::Kind::One || !schema.table(relation.to))
            continue;
        Named named{{relation.to, relation.toColumns, naming.labels.value(relation.to).columns, {}}, {}};
        for (const QString &column : relation.fromColumns)
            named.places.append(placeOf(column));
        if (!named.question.label.isEmpty() && !named.places.contains(-1))
            m_named.append(named);
    }
}

Result<Done> RowLabels::putInto(core::CellBlock &block, core::Database &database) const
{
    // All keys are taken before the first is written over: two foreign keys may share a column.
    const core::CellBlock keys = block;
    for (const Named &named : m_named) {
        core::CellBlock read = keys;
        for (qsizetype from = 0; from < read.rows.size(); from += core::RelationSql::keysAtMost)
            RC_TRY(putOne(named, read, from, database));
        for (qsizetype row = 0; row < block.rows.size(); ++row) {
            const qsizetype place = named.places.constFirst();
            if (read.rows.at(row).at(place) != keys.rows.at(row).at(place))
                block.rows[row][place] = read.rows.at(row).at(place);
        }
    }
    return Done{};
}

Result<Done> RowLabels::putOne(const Named &named, core::CellBlock &block, qsizetype from, core::Database &database) const
{
    core::RelationSql::LabelQuestion question = named.question;
    QList<qsizetype> rowOfKey;
    const qsizetype end = std::min(block.rows.size(), from + core::RelationSql::keysAtMost);
    for (qsizetype row = from; row < end; ++row) {
        core::RelationSql::Key key;
        for (const qsizetype place : named.places)
            key.append(block.rows.at(row).at(place));
        if (std::any_of(key.cbegin(), key.cend(), [](const Value &v) { return v.isNull(); }))
            continue;
        question.keys.append(key);
        rowOfKey.append(row);
    }
    if (question.keys.isEmpty())
        return Done{};
    const core::BoundSql sql = m_dialect.relationSql().labels(m_schema, {question});
    const auto found = database.query(sql.sql, sql.values);
    RC_TRY(found);
    for (const core::Row &answer : *found) {
        if (answer.at(2).isNull())
            continue;
        Value &cell = block.rows[rowOfKey.at(qsizetype(answer.at(1).toInteger()))][named.places.constFirst()];
        cell = Value::text(core::labelWithKey(answer.at(2).display(), cell.display()));
    }
    return Done{};
}

} // namespace app
