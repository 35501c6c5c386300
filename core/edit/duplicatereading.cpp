// SPDX-License-Identifier: GPL-3.0-or-later
// Reads what is to be duplicated: the keys of a level first, then its rows a few at a time, large cells for themselves.
#include "core/edit/duplicate.h"

#include "core/dialect/relationsql.h"
#include "core/rows/cutrows.h"

#include <QLocale>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype keysInOneQuery = 100;
constexpr qsizetype rowsAtOnce = 16; ///< whose cells are in memory beside those that stay

/// Columns that the levels below refer to are read, even when they are not copied.
QStringList readColumns(const QList<DuplicateLevel> &plan, int level)
{
    QStringList columns = plan.at(level).columns;
    for (const DuplicateLevel &below : plan) {
        if (below.from == level)
            columns += below.relation.fromColumns;
    }
    columns.removeDuplicates();
    return columns;
}

qint64 bytesOf(const Value &value)
{
    const bool isLong = !value.isNull() && !value.isNumber();
    return isLong ? qint64(value.bytes().size()) : qint64(sizeof(Value));
}

class DuplicateReader {
public:
    DuplicateReader(Database &database, const Schema &schema, const Dialect &dialect, const DuplicateRequest &request,
                    const QList<DuplicateLevel> &plan, JobContext &context)
        : m_database(database)
        , m_schema(schema)
        , m_dialect(dialect)
        , m_request(request)
        , m_plan(plan)
        , m_context(context)
        , m_room(request.bytesAtMost)
    {
    }

    Result<QList<DuplicateRow>> rows()
    {
        RC_TRY(read(0, {{-1, m_request.key}}));
        if (m_rows.isEmpty())
            return Error::invalid(
                u"The row of %1 is not there any more; refresh and try again."_s.arg(m_request.table.display()));
        for (int level = 1; level < int(m_plan.size()); ++level) {
            const auto found = keysOf(level);
            RC_TRY(found);
            RC_TRY(read(level, *found));
        }
        RC_TRY(readLarge());
        return m_rows;
    }

private:
    struct Found {
        int parent = -1;
        RowKey key;
    };
    struct Large {
        int row = 0;
        RowKey key;
        QString column;
        qint64 bytes = 0;
    };

    Error tooMany() const
    {
        return Error::invalid(
            u"More than %1 rows belong to this row of %2: choose fewer relations to duplicate along."_s.arg(
                QLocale::c().toString(m_request.rowsAtMost), m_request.table.display()));
    }

    Error tooMuch(const QualifiedName &table) const
    {
        return Error::invalid(
            u"What belongs to this row of %1 is more than %2 (reached in %3), too much to be staged: choose fewer "
            "relations to duplicate along."_s.arg(
                m_request.table.display(),
                QLocale::c().formattedDataSize(m_request.bytesAtMost, 0, QLocale::DataSizeTraditionalFormat),
                table.display()));
    }

    /// Which rows belong to those of the level above: their keys alone, so that their number is known before anything
    /// large is read.
    Result<QList<Found>> keysOf(int level)
    {
        const DuplicateLevel &wanted = m_plan.at(level);
        const RowIdentity identity = m_dialect.identityOf(*m_schema.table(wanted.table));
        if (!identity.isEditable())
            return Error::invalid(
                u"Rows of %1 cannot be duplicated: %2"_s.arg(wanted.table.display(), identity.noneBecause));
        QList<RelationSql::Key> keys;
        QList<int> parents;
        for (int i = 0; i < int(m_rows.size()); ++i) {
            RelationSql::Key key;
            for (const QString &column : wanted.relation.fromColumns)
                key.append(m_rows.at(i).cells.value(column));
            if (m_rows.at(i).level == wanted.from
                && std::none_of(key.cbegin(), key.cend(), [](const Value &v) { return v.isNull(); })) {
                keys.append(key);
                parents.append(i);
            }
        }
        QList<Found> found;
        for (qsizetype from = 0; from < keys.size(); from += keysInOneQuery) {
            if (m_context.isCancelled())
                return Error::cancelled();
            const qint64 left = m_request.rowsAtMost - m_rows.size() - found.size();
            const BoundSql sql = m_dialect.relationSql().related(m_schema, wanted.relation, identity.columns,
                                                                 keys.mid(from, keysInOneQuery), left + 1);
            const auto rows = m_database.query(sql.sql, sql.values);
            RC_TRY(rows);
            if (qint64(rows->size()) > left)
                return tooMany();
            for (const Row &row : *rows) {
                const int parent = parents.at(from + qsizetype(row.front().toInteger()));
                found.append({parent, {QList<Value>(row.begin() + 1, row.end())}});
            }
        }
        // In the order of the rows they belong to.
        std::stable_sort(found.begin(), found.end(),
                         [](const Found &a, const Found &b) { return a.parent < b.parent; });
        return found;
    }

    Result<Done> read(int level, QList<Found> wanted)
    {
        const QualifiedName &name = m_plan.at(level).table;
        // A row that belongs in two ways (a comment of the post, and a reply to another one) is copied once.
        wanted.removeIf([&](const Found &one) {
            QSet<RowKey> &known = m_taken[m_schema.table(name)->name];
            const bool before = known.contains(one.key);
            known.insert(one.key);
            return before;
        });
        const QStringList columns = readColumns(m_plan, level);
        for (qsizetype from = 0; from < wanted.size(); from += rowsAtOnce) {
            if (m_context.isCancelled())
                return Error::cancelled();
            QList<RowKey> keys;
            for (const Found &one : wanted.mid(from, rowsAtOnce))
                keys.append(one.key);
            const auto rows = readCut(m_database, m_schema, m_dialect, name, keys, largeCell);
            RC_TRY(rows);
            for (qsizetype i = 0; i < rows->size(); ++i) {
                if (!rows->at(i).cells.isEmpty()) // else it has gone meanwhile
                    RC_TRY(take(level, wanted.at(from + i), rows->at(i), columns));
            }
        }
        return Done();
    }

    Result<Done> take(int level, const Found &found, const CutRow &row, const QStringList &columns)
    {
        DuplicateRow taken{level, found.parent, {}};
        for (const QString &column : columns) {
            const auto cell = row.cells.constFind(column);
            if (cell == row.cells.cend() || row.cutSizes.contains(column))
                continue;
            taken.cells.insert(column, *cell);
            m_room -= bytesOf(*cell);
        }
        if (m_room < 0)
            return tooMuch(m_plan.at(level).table);
        for (const QString &column : columns) {
            if (const auto size = row.cutSizes.constFind(column); size != row.cutSizes.cend())
                m_large.append({int(m_rows.size()), found.key, column, *size});
        }
        m_rows.append(taken);
        return Done();
    }

    /// After everything else, so that what they need is not taken from the others.
    Result<Done> readLarge()
    {
        for (const Large &cell : std::as_const(m_large)) {
            if (m_context.isCancelled())
                return Error::cancelled();
            DuplicateRow &row = m_rows[cell.row];
            if (cell.bytes > m_room) {
                row.tooLarge.insert(cell.column, cell.bytes);
                continue;
            }
            const auto whole = wholeCell(m_plan.at(row.level).table, cell.key, cell.column);
            RC_TRY(whole);
            row.cells.insert(cell.column, *whole);
            m_room -= bytesOf(*whole);
        }
        return Done();
    }

    Result<Value> wholeCell(const QualifiedName &name, const RowKey &key, const QString &column)
    {
        const Table &table = *m_schema.table(name);
        Table narrow = table;
        narrow.columns = {*table.column(column)};
        const BoundSql sql = m_dialect.rowByKey(narrow, m_dialect.identityOf(table), key);
        const auto rows = m_database.query(sql.sql, sql.values);
        RC_TRY(rows);
        if (rows->size() != 1)
            return Error::invalid(u"A row of %1 has changed while it was read; try again."_s.arg(name.display()));
        return rows->front().front();
    }

    Database &m_database;
    const Schema &m_schema;
    const Dialect &m_dialect;
    const DuplicateRequest &m_request;
    const QList<DuplicateLevel> &m_plan;
    JobContext &m_context;
    qint64 m_room; ///< bytes that may still be read
    QList<DuplicateRow> m_rows;
    QList<Large> m_large; ///< cells that were only begun
    QHash<QualifiedName, QSet<RowKey>> m_taken;
};

} // namespace

Result<QList<DuplicateRow>> readForDuplicate(Database &database, const Schema &schema, const Dialect &dialect,
                                             const DuplicateRequest &request, JobContext &context)
{
    const auto plan = duplicatePlan(schema, request);
    RC_TRY(plan);
    return DuplicateReader(database, schema, dialect, request, *plan, context).rows();
}

} // namespace core
