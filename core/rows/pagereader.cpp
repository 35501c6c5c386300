// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/pagereader.h"

#include "core/base/overloaded.h"

#include <QHash>

namespace core {

namespace {

/// Takes rows off the statement into pages.
class PageFiller {
public:
    PageFiller(const RowSql &sql, qint64 pageIndex)
        : m_keyColumns(static_cast<int>(sql.identity().columns.size()))
        , m_columns(static_cast<int>(sql.columns().size()))
        , m_page(std::make_shared<RowPage>())
    {
        m_page->firstRow = pageIndex * RowSource::pageRows;
        m_page->columnCount = m_columns;
    }

    [[nodiscard]] RowKey keyOf(const PreparedStatement &row) const
    {
        RowKey key;
        for (int c = 0; c < m_keyColumns; ++c)
            key.values.append(row.column(c));
        return key;
    }

    void append(const PreparedStatement &row)
    {
        m_page->keys.push_back(keyOf(row));
        for (int c = 0; c < m_columns; ++c) {
            Value value = row.column(m_keyColumns + c);
            const bool sized = value.kind() == Value::Kind::Text || value.kind() == Value::Kind::Blob;
            if (sized && row.columnKind(m_keyColumns + m_columns + c) == Value::Kind::Integer)
                noteCut(value, row.column(m_keyColumns + m_columns + c).toInteger());
            m_page->cells.push_back(std::move(value));
        }
        ++m_page->rowCount;
    }
    void appendMissing()
    {
        m_page->keys.push_back({});
        m_page->cells.resize(m_page->cells.size() + static_cast<size_t>(m_columns));
        ++m_page->rowCount;
    }
    void appendFrom(const PageFiller &other, int row)
    {
        const auto first = static_cast<size_t>(row) * static_cast<size_t>(m_columns);
        m_page->keys.push_back(other.m_page->keys[static_cast<size_t>(row)]);
        for (int c = 0; c < m_columns; ++c) {
            if (const auto size = other.m_page->cutSize(row, c))
                m_page->cutSizes.emplace_back(static_cast<int>(m_page->cells.size()), *size);
            m_page->cells.push_back(other.m_page->cells[first + static_cast<size_t>(c)]);
        }
        ++m_page->rowCount;
    }
    [[nodiscard]] const std::shared_ptr<RowPage> &page() const { return m_page; }

private:
    /// `size` counts bytes in the database's encoding, the value is UTF-8: only a cell over the limit is a cut one.
    void noteCut(Value &value, qint64 size)
    {
        if (size <= RowSource::cellLimit)
            return;
        if (value.kind() == Value::Kind::Text)
            value = Value::textBytes(wholeCharacters(value.bytes()));
        m_page->cutSizes.emplace_back(static_cast<int>(m_page->cells.size()), size);
    }
    /// Without the beginning of a UTF-8 character that the cut went through.
    [[nodiscard]] static QByteArray wholeCharacters(QByteArray bytes)
    {
        qsizetype lead = bytes.size() - 1;
        while (lead > 0 && lead > bytes.size() - 4 && (static_cast<unsigned char>(bytes.at(lead)) & 0xC0U) == 0x80U)
            --lead;
        if (lead < 0)
            return bytes;
        const auto first = static_cast<unsigned char>(bytes.at(lead));
        const qsizetype needed = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : first >= 0xC0U ? 2 : 1;
        if (lead + needed > bytes.size())
            bytes.truncate(lead);
        return bytes;
    }

    int m_keyColumns;
    int m_columns;
    std::shared_ptr<RowPage> m_page;
};

[[nodiscard]] Result<Done> fill(PageFiller &filler, ReusedStatement &statement, const BoundSql &sql)
{
    const auto ready = statement.ready(sql);
    RC_TRY(ready);
    PreparedStatement &rows = **ready;
    while (true) {
        const auto row = rows.step();
        RC_TRY(row);
        if (!*row)
            break;
        filler.append(rows);
    }
    rows.reset();
    return Done{};
}

[[nodiscard]] Result<RowPagePtr> readByKeys(ReusedStatement &statement, const RowSql &sql, qint64 pageIndex,
                                            const QList<Row> &keys)
{
    PageFiller found(sql, pageIndex);
    RC_TRY(fill(found, statement, sql.pageByKeys(keys)));
    QHash<RowKey, int> at;
    for (int row = 0; row < found.page()->rowCount; ++row)
        at.insert(found.page()->keys[static_cast<size_t>(row)], row);
    PageFiller ordered(sql, pageIndex);
    for (const Row &key : keys) {
        const int row = at.value(RowKey{QList<Value>(key.begin(), key.end())}, -1);
        if (row < 0)
            ordered.appendMissing();
        else
            ordered.appendFrom(found, row);
    }
    return RowPagePtr(ordered.page());
}

[[nodiscard]] Result<RowPagePtr> readRun(ReusedStatement &statement, const RowSql &sql, qint64 pageIndex,
                                         const BoundSql &text, bool approximate)
{
    PageFiller filler(sql, pageIndex);
    RC_TRY(fill(filler, statement, text));
    filler.page()->approximate = approximate;
    return RowPagePtr(filler.page());
}

} // namespace

Result<PreparedStatement *> ReusedStatement::ready(const BoundSql &sql)
{
    if (!m_statement || m_sql != sql.sql) {
        m_statement.reset();
        auto prepared = m_database.prepare(sql.sql);
        RC_TRY(prepared);
        m_statement = std::move(*prepared);
        m_sql = sql.sql;
    }
    m_statement->reset();
    for (int i = 0; i < sql.values.size(); ++i)
        RC_TRY(m_statement->bind(i, sql.values.at(i)));
    return m_statement.get();
}

Result<Row> ReusedStatement::firstRow(const BoundSql &sql)
{
    const auto statement = ready(sql);
    RC_TRY(statement);
    const auto there = (*statement)->step();
    RC_TRY(there);
    Row row;
    if (*there) {
        for (int c = 0; c < (*statement)->columnCount(); ++c)
            row.push_back((*statement)->column(c));
    }
    (*statement)->reset();
    return row;
}

Result<RowPagePtr> readPage(ReusedStatement &statement, const RowSql &sql, qint64 pageIndex,
                            const RowPositions::Plan &plan)
{
    return std::visit(Overloaded{
                          [&](const RowPositions::FromStart &p) {
                              return readRun(statement, sql, pageIndex,
                                             sql.pageByOffset(p.offset, RowSource::pageRows), false);
                          },
                          [&](const RowPositions::FromKey &p) {
                              return readRun(statement, sql, pageIndex, sql.pageFrom(p.key, p.skip, RowSource::pageRows),
                                             p.approximate);
                          },
                          [&](const RowPositions::ByKeys &p) { return readByKeys(statement, sql, pageIndex, p.keys); },
                          [](const RowPositions::NotKnownYet &) {
                              return Result<RowPagePtr>(Error::invalid(QStringLiteral("The rows are not known yet.")));
                          },
                      },
                      plan);
}

} // namespace core
