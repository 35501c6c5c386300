// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/cutrows.h"

#include "core/dialect/dialect.h"
#include "core/rows/pagereader.h"

#include <QHash>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A row of the page, by name.
CutRow rowOf(const RowPage &page, int row, const QList<Column> &columns)
{
    CutRow read;
    for (int c = 0; c < page.columnCount; ++c) {
        const QString &name = columns.at(c).name;
        read.cells.insert(name, page.cell(row, c));
        if (const auto size = page.cutSize(row, c))
            read.cutSizes.insert(name, *size);
    }
    return read;
}

} // namespace

Result<QList<CutRow>> readCut(Database &database, const Schema &schema, const Dialect &dialect,
                              const QualifiedName &table, const QList<RowKey> &keys, qint64 cellLimit)
{
    RowQuery query;
    query.table = table;
    const auto sql = dialect.rowSql(schema, query);
    RC_TRY(sql);
    PageReader reader(database, **sql, cellLimit);
    QList<CutRow> rows(keys.size());
    for (qsizetype from = 0; from < keys.size(); from += RowSource::pageRows) {
        const qsizetype to = qMin<qsizetype>(keys.size(), from + RowSource::pageRows);
        QList<Row> identities;
        QHash<RowKey, qsizetype> places;
        for (qsizetype i = from; i < to; ++i) {
            if ((*sql)->identity().columns.size() != keys[i].values.size())
                return Error::invalid(u"This key names no row of table %1."_s.arg(table.display()));
            identities.append(Row(keys[i].values.begin(), keys[i].values.end()));
            places.insert(keys[i], i);
        }
        const auto page = reader.rowsWith(identities);
        RC_TRY(page);
        for (int row = 0; row < (*page)->rowCount; ++row) {
            // One row is the one that was asked for, however its key is spelt.
            const qsizetype place = keys.size() == 1 ? 0 : places.value((*page)->keys.at(size_t(row)), -1);
            if (place >= 0)
                rows[place] = rowOf(**page, row, (*sql)->columns());
        }
    }
    return rows;
}

} // namespace core
