// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsource.h"

#include <QHash>
#include <QPromise>

#include <functional>
#include <utility>

/// A RowSource that answers by hand, so that late, stale and failed answers are ordinary cases. No thread, no
/// database: page() notes the request, answer() delivers it. With setAnswersAtOnce() it is a table in memory.
class FakeRowSource : public core::RowSource {
public:
    using CellMaker = std::function<core::Value(qint64 row, int column)>;

    explicit FakeRowSource(QList<core::Column> columns, QObject *parent = nullptr)
        : RowSource(parent)
        , m_columns(std::move(columns))
    {
        m_query.table = {{}, QStringLiteral("fake")};
        m_identity.kind = core::RowIdentity::Kind::RowId;
        m_identity.columns = {QStringLiteral("rowid")};
        m_cell = [](qint64 row, int column) {
            return core::Value::text(QStringLiteral("r%1c%2").arg(row).arg(column));
        };
    }

    /// Text columns of these names.
    [[nodiscard]] static QList<core::Column> textColumns(const QStringList &names)
    {
        QList<core::Column> columns;
        for (const QString &name : names) {
            core::Column column;
            column.name = name;
            column.declaredType = QStringLiteral("TEXT");
            columns.append(column);
        }
        return columns;
    }

    // What the test says.
    void setCount(qint64 rows, bool exact = true)
    {
        m_count = {rows, exact};
        Q_EMIT countChanged(m_count);
    }
    void setCellMaker(CellMaker maker) { m_cell = std::move(maker); }
    void setIdentity(const core::RowIdentity &identity) { m_identity = identity; }
    void setAnswersAtOnce(bool atOnce) { m_atOnce = atOnce; }
    void setColumns(QList<core::Column> columns)
    {
        m_columns = std::move(columns);
        m_pages.clear();
        m_requested.clear();
        Q_EMIT columnsChanged();
    }
    /// Delivers one page, asked for or not (a late answer).
    void answer(qint64 pageIndex, bool approximate = false)
    {
        m_requested.removeAll(pageIndex);
        m_pages.insert(pageIndex, makePage(pageIndex, approximate));
        Q_EMIT pageReady(pageIndex);
    }
    void answerAll()
    {
        const QList<qint64> wanted = m_requested;
        for (qint64 page : wanted)
            answer(page);
    }
    void deliver(const core::RowPagePtr &page)
    {
        const qint64 index = page->firstRow / pageRows;
        m_requested.removeAll(index);
        m_pages.insert(index, page);
        Q_EMIT pageReady(index);
    }
    /// What was delivered is out of date.
    void dropPages()
    {
        m_pages.clear();
        Q_EMIT pagesDropped();
    }
    void fail(const core::Error &error)
    {
        m_requested.clear();
        Q_EMIT failed(error);
    }
    void setBusy(bool busy) { Q_EMIT busyChanged(busy); }

    // What was asked of it.
    [[nodiscard]] const QList<qint64> &requested() const { return m_requested; } ///< not yet answered, oldest first
    [[nodiscard]] int refreshes() const { return m_refreshes; }
    [[nodiscard]] int waits() const { return m_waits; }

    /// The key that row has: one integer, its number.
    [[nodiscard]] static core::RowKey keyOf(qint64 row) { return {{core::Value::integer(row)}}; }

    [[nodiscard]] const core::RowQuery &query() const override { return m_query; }
    [[nodiscard]] const QList<core::Column> &columns() const override { return m_columns; }
    [[nodiscard]] const core::RowIdentity &identity() const override { return m_identity; }
    [[nodiscard]] core::RowCount count() const override { return m_count; }
    [[nodiscard]] core::RowPagePtr page(qint64 pageIndex) override
    {
        if (const auto found = m_pages.value(pageIndex))
            return found;
        if (m_atOnce) {
            m_pages.insert(pageIndex, makePage(pageIndex, false));
            return m_pages.value(pageIndex);
        }
        if (!m_requested.contains(pageIndex))
            m_requested.append(pageIndex);
        return nullptr;
    }
    [[nodiscard]] core::RowPagePtr waitForPage(qint64 pageIndex, int) override
    {
        ++m_waits;
        return page(pageIndex);
    }
    [[nodiscard]] QFuture<core::Result<std::optional<qint64>>> positionOf(const core::RowKey &key) override
    {
        std::optional<qint64> row;
        if (key.values.size() == 1 && key.values.first().toInteger() < m_count.rows)
            row = key.values.first().toInteger();
        QPromise<core::Result<std::optional<qint64>>> promise;
        promise.start();
        promise.addResult(core::Result<std::optional<qint64>>(row));
        promise.finish();
        return promise.future();
    }
    void setQuery(const core::RowQuery &query) override
    {
        m_query = query;
        dropPages();
    }
    void refresh() override { ++m_refreshes; }

private:
    [[nodiscard]] core::RowPagePtr makePage(qint64 pageIndex, bool approximate) const
    {
        auto page = std::make_shared<core::RowPage>();
        page->firstRow = pageIndex * pageRows;
        page->columnCount = static_cast<int>(m_columns.size());
        page->rowCount = static_cast<int>(qBound(qint64(0), m_count.rows - page->firstRow, qint64(pageRows)));
        page->approximate = approximate;
        for (qint64 row = page->firstRow; row < page->firstRow + page->rowCount; ++row) {
            page->keys.push_back(m_identity.isEditable() ? keyOf(row) : core::RowKey());
            for (int column = 0; column < page->columnCount; ++column)
                page->cells.push_back(m_cell(row, column));
        }
        return page;
    }

    core::RowQuery m_query;
    QList<core::Column> m_columns;
    core::RowIdentity m_identity;
    core::RowCount m_count;
    CellMaker m_cell;
    QHash<qint64, core::RowPagePtr> m_pages;
    QList<qint64> m_requested;
    bool m_atOnce = false;
    int m_refreshes = 0;
    int m_waits = 0;
};
