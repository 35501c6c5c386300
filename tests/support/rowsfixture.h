// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/tablerowsource.h"
#include "support/sqlitefile.h"

#include <QTest>

#include <memory>

/// A database file opened the way the window does: a reader, a background connection, the schema.
struct RowsFixture {
    core::ConnectionPtr reader;
    core::ConnectionPtr background;
    core::SchemaPtr schema;
    const core::Dialect *dialect = core::dialectByName(QStringLiteral("sqlite"));

    /// What went wrong; empty when all is there.
    [[nodiscard]] QString open(const QString &path, int busyTimeout = 200)
    {
        const core::ConnectionSpec spec{QStringLiteral("sqlite"), path, core::ConnectionSpec::Mode::Read, busyTimeout};
        auto first = core::Connection::open(spec);
        auto second = core::Connection::open(spec);
        if (!first || !second)
            return first ? second.error().message : first.error().message;
        reader = *first;
        background = *second;
        return readSchema();
    }
    [[nodiscard]] QString readSchema()
    {
        auto future = reader->submit(
            [d = dialect](core::Database &database, core::JobContext &) { return d->introspect(database); });
        future.waitForFinished();
        auto result = future.result();
        if (!result)
            return result.error().message;
        schema = std::make_shared<const core::Schema>(*result);
        return {};
    }
    [[nodiscard]] std::unique_ptr<core::TableRowSource> source(const core::RowQuery &query) const
    {
        return std::make_unique<core::TableRowSource>(reader, background, schema, *dialect, query);
    }
};

/// Begins a statement with the numbers from 1 to `count` in n(i).
[[nodiscard]] inline QString numbers(int count)
{
    return QStringLiteral("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) ").arg(count);
}

/// The rows first … first + count − 1 as the source has them when it has come to rest; one list of cells per row.
[[nodiscard]] inline std::vector<std::vector<core::Value>> settledRows(core::RowSource &source, qint64 first, qint64 count)
{
    std::vector<std::vector<core::Value>> rows;
    for (qint64 row = first; row < first + count; ++row) {
        const qint64 index = row / core::RowSource::pageRows;
        core::RowPagePtr page;
        std::ignore = source.waitForPage(index, 100);
        const auto there = [&] {
            page = source.page(index);
            return page && !page->approximate && row - page->firstRow < page->rowCount;
        };
        if (!QTest::qWaitFor(there, 10000))
            return rows;
        std::vector<core::Value> cells;
        for (int column = 0; column < page->columnCount; ++column)
            cells.push_back(page->cell(static_cast<int>(row - page->firstRow), column));
        rows.push_back(std::move(cells));
    }
    return rows;
}
