// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/pagereader.h"

#include "core/base/overloaded.h"

#include <QHash>

namespace core {

namespace {

/// Takes rows off statements into a page.
class PageFiller {
public:
    PageFiller(const RowSql &sql, qint64 cellLimit)
        : m_keyPlaces(sql.keyPlaces())
        , m_cutPlaces(sql.cutPlaces())
        , m_columns(static_cast<int>(sql.columns().size()))
        , m_cellLimit(cellLimit)
        , m_page(std::make_shared<RowPage>())
    {
        m_page->columnCount = m_columns;
    }

    /// `cut`: cells may be but their beginnings, see RowSql::cutPlaces().
    void append(const PreparedStatement &cells, const PreparedStatement &keys, const PreparedStatement *sizes, bool cut)
    {
        RowKey key;
        key.values.reserve(m_keyPlaces.size());
        for (const int place : m_keyPlaces)
            key.values.append(keys.column(place));
        m_page->keys.push_back(std::move(key));
        for (int c = 0; c < m_columns; ++c) {
            CellStart cell = cells.columnStart(c, m_cellLimit);
            if (sizes && sizes->columnKind(c) == Value::Kind::Integer)
                cell.size = sizes->column(c).toInteger();
            const bool isCut = cut && takeBeginning(cells, m_cutPlaces.at(c), cell);
            if (isCut || cell.size > m_cellLimit)
                noteCut(cell);
            m_page->cells.push_back(std::move(cell.value));
        }
        ++m_page->rowCount;
    }
    void appendMissing()
    {
        m_page->keys.push_back({});
        m_page->cells.resize(m_page->cells.size() + static_cast<size_t>(m_columns));
        ++m_page->rowCount;
    }
    void appendFrom(const RowPage &other, int row)
    {
        const auto first = static_cast<size_t>(row) * static_cast<size_t>(m_columns);
        m_page->keys.push_back(other.keys[static_cast<size_t>(row)]);
        for (int c = 0; c < m_columns; ++c) {
            if (const auto size = other.cutSize(row, c))
                m_page->cutSizes.emplace_back(static_cast<int>(m_page->cells.size()), *size);
            m_page->cells.push_back(other.cells[first + static_cast<size_t>(c)]);
        }
        ++m_page->rowCount;
    }
    void expect(qsizetype rows)
    {
        m_page->keys.reserve(static_cast<size_t>(rows));
        m_page->cells.reserve(static_cast<size_t>(rows * m_columns));
    }
    [[nodiscard]] const std::shared_ptr<RowPage> &page() const { return m_page; }

private:
    [[nodiscard]] bool takeBeginning(const PreparedStatement &cells, const RowSql::CutPlace &place,
                                     CellStart &cell) const
    {
        if (place.size < 0 || cells.columnKind(place.size) != Value::Kind::Integer)
            return false;
        if (place.start >= 0)
            cell = cells.columnStart(place.start, m_cellLimit);
        cell.size = cells.column(place.size).toInteger();
        return true;
    }
    void noteCut(CellStart &cell)
    {
        if (cell.value.kind() == Value::Kind::Text)
            cell.value = Value::textBytes(wholeCharacters(cell.value.bytes()));
        else if (cell.value.kind() == Value::Kind::Typed)
            cell.value = Value::typed(wholeCharacters(cell.value.bytes()), cell.value.typeName());
        m_page->cutSizes.emplace_back(static_cast<int>(m_page->cells.size()), cell.size);
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

    const QList<int> &m_keyPlaces;
    const QList<RowSql::CutPlace> &m_cutPlaces;
    int m_columns;
    qint64 m_cellLimit;
    std::shared_ptr<RowPage> m_page;
};

/// For as long as this lives, the database reads no larger cells.
class CellLimit {
public:
    CellLimit(Database &database, qint64 bytes)
        : m_database(database)
        , m_before(database.setCellLimit(bytes))
    {
        if (m_before < bytes)
            m_database.setCellLimit(m_before);
    }
    ~CellLimit() { m_database.setCellLimit(m_before); }
    CellLimit(const CellLimit &) = delete;
    CellLimit &operator=(const CellLimit &) = delete;

private:
    Database &m_database;
    qint64 m_before;
};

} // namespace

Result<PreparedStatement *> ReusedStatement::ready(const BoundSql &sql)
{
    if (!m_statement || m_sql != sql.sql) {
        m_statement.reset();
        auto prepared = m_database.prepareKept(sql.sql);
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

PageReader::PageReader(Database &database, const RowSql &sql, qint64 cellLimit)
    : m_database(database)
    , m_sql(sql)
    , m_cellLimit(cellLimit)
    , m_plain(database)
    , m_aside(database)
    , m_keys(database)
    , m_sizes(database)
{
}

template <typename SqlFor> Result<PageReader::PagePtr> PageReader::rows(SqlFor sqlFor)
{
    if (m_cellLimit > RowSql::largeBlob)
        return filled(sqlFor(Cells::AsStored), false);
    if (m_sql.sendsWholeCells())
        return filled(sqlFor(Cells::LargeBlobsAside), !m_sql.cutPlaces().isEmpty());
    {
        const CellLimit limit(m_database, RowSql::largeBlob);
        auto page = filled(sqlFor(Cells::AsStored), false);
        if (page || page.error().kind != Error::Kind::TooLarge)
            return page;
    }
    return filled(sqlFor(Cells::LargeBlobsAside), !m_sql.cutPlaces().isEmpty());
}

Result<PageReader::PagePtr> PageReader::filled(const RowSql::PageSql &sql, bool cut)
{
    const auto preparedIf = [](ReusedStatement &statement, const BoundSql &text) {
        return text.sql.isEmpty() ? Result<PreparedStatement *>(nullptr) : statement.ready(text);
    };
    const auto cells = (sql.sizes.sql.isEmpty() ? m_plain : m_aside).ready(sql.cells);
    RC_TRY(cells);
    const auto keys = preparedIf(m_keys, sql.keys);
    RC_TRY(keys);
    const auto sizes = preparedIf(m_sizes, sql.sizes);
    RC_TRY(sizes);
    PageFiller filler(m_sql, m_cellLimit);
    while (true) {
        // Row by row side by side: as long as one of them runs, all see the same state of the database.
        bool there = true;
        for (PreparedStatement *statement : {*cells, *keys, *sizes}) {
            const auto row = statement ? statement->step() : Result<bool>(there);
            if (!row || (statement != *cells && *row != there)) {
                for (PreparedStatement *running : {*cells, *keys, *sizes})
                    running ? running->reset() : void();
                RC_TRY(row);
                return Error::invalid(QStringLiteral("The rows and their keys do not go together: refresh."));
            }
            there = *row;
        }
        if (!there)
            return filler.page();
        if (filler.page()->rowCount == 1)
            filler.expect(RowSource::pageRows);
        filler.append(**cells, *keys ? **keys : **cells, *sizes, cut);
    }
}

Result<PageReader::PagePtr> PageReader::inOrder(const QList<Row> &keys)
{
    const auto found = rows([&](Cells cells) { return m_sql.pageByKeys(keys, cells); });
    RC_TRY(found);
    QHash<RowKey, int> at;
    at.reserve((*found)->rowCount);
    for (int row = 0; row < (*found)->rowCount; ++row)
        at.insert((*found)->keys[static_cast<size_t>(row)], row);
    PageFiller ordered(m_sql, m_cellLimit);
    ordered.expect(keys.size());
    for (const Row &key : keys) {
        const int row = at.value(RowKey{QList<Value>(key.begin(), key.end())}, -1);
        if (row < 0)
            ordered.appendMissing();
        else
            ordered.appendFrom(**found, row);
    }
    return ordered.page();
}

Result<RowPagePtr> PageReader::rowsWith(const QList<Row> &keys)
{
    auto page = rows([&](Cells cells) { return m_sql.pageByKeys(keys, cells); });
    RC_TRY(page);
    return RowPagePtr(std::move(*page));
}

Result<RowPagePtr> PageReader::read(qint64 pageIndex, const RowPositions::Plan &plan)
{
    auto page = std::visit(
        Overloaded{
            [&](const RowPositions::FromStart &p) {
                return rows([&](Cells cells) { return m_sql.pageByOffset(p.offset, RowSource::pageRows, cells); });
            },
            [&](const RowPositions::FromKey &p) {
                return rows([&](Cells cells) { return m_sql.pageFrom(p.key, p.skip, RowSource::pageRows, cells); });
            },
            [&](const RowPositions::ByKeys &p) { return inOrder(p.keys); },
            [](const RowPositions::NotKnownYet &) {
                return Result<PagePtr>(Error::invalid(QStringLiteral("The rows are not known yet.")));
            },
        },
        plan);
    RC_TRY(page);
    (*page)->firstRow = pageIndex * RowSource::pageRows;
    const auto *fromKey = std::get_if<RowPositions::FromKey>(&plan);
    (*page)->approximate = fromKey && fromKey->approximate;
    return RowPagePtr(std::move(*page));
}

} // namespace core
