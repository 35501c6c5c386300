// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/fillpreview.h"

#include "core/dialect/dialect.h"
#include "core/migrate/keptcolumns.h"
#include "core/rows/stopwhen.h"
#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"
#include "core/sql/singleexpression.h"

#include <QElapsedTimer>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patience = 2000; // milliseconds

/// The one query. The expression reads the old row under its new names, which a query of its own gives it.
class FillQuery {
public:
    FillQuery(const SchemaMigration &migration, const Fill &fill, const Dialect &dialect)
        : m_fill(fill)
        , m_dialect(dialect)
        , m_migration(migration)
        , m_before(tableBefore(migration, fill.table))
        , m_after(migration.diff.target.table(fill.table))
    {
    }

    [[nodiscard]] bool hasRows() const { return m_before && m_after; }
    [[nodiscard]] const QStringList &shown() const { return m_shown; }
    [[nodiscard]] int keyColumns() const { return m_keyColumns; }

    /// Without the expression: whatever the rows hold can be read.
    [[nodiscard]] QString rows(int limit) { return select(QString(), limit); }
    [[nodiscard]] QString withResult(int limit) { return select(m_fill.expression, limit); }

private:
    [[nodiscard]] QString nameAfter(const QString &column) const
    {
        return m_migration.diff.renames.columnAfter(m_before->name, column);
    }

    [[nodiscard]] QString select(const QString &expression, int limit)
    {
        const RowIdentity identity = m_dialect.identityOf(*m_before);
        QString there; // the column itself, where the old row has it
        const QStringList words = normalizedTokens(m_fill.expression, m_dialect.lexRules());
        QStringList read;
        for (const Column &column : m_before->columns) {
            const QString after = nameAfter(column.name);
            if (namesEqual(after, m_fill.column, nameCaseOf(*m_before)))
                there = after;
            else if (words.contains(normalizedName(after, m_dialect.lexRules())))
                read.append(after);
        }
        m_shown.clear();
        for (const QString &key : identity.columns)
            m_shown.append(identity.kind == RowIdentity::Kind::RowId ? key : nameAfter(key));
        m_keyColumns = static_cast<int>(m_shown.size());
        if (!there.isEmpty())
            m_shown.append(there);
        for (const QString &column : std::as_const(read)) {
            if (!m_shown.contains(column))
                m_shown.append(column);
        }
        return m_dialect.probeSql()->oldRows(oldRows(m_migration, *m_before, *m_after, m_dialect), m_shown, expression,
                                             there, limit);
    }

    const Fill &m_fill;
    const Dialect &m_dialect;
    const SchemaMigration &m_migration;
    const Table *m_before;
    const Table *m_after;
    QStringList m_shown;
    int m_keyColumns = 0;
};

void takeLines(FillPreview &preview, const std::vector<Row> &rows, int limit, bool withResult)
{
    preview.more = static_cast<qsizetype>(rows.size()) > limit;
    for (const Row &row : rows) {
        if (preview.lines.size() == limit)
            break;
        FillPreview::Line line;
        line.cells = Row(row.begin(), row.begin() + preview.columns.size());
        if (withResult)
            line.result = row.back();
        preview.lines.append(line);
    }
}

} // namespace

Result<FillPreview> previewFill(const SchemaMigration &migration, const Fill &fill, int limit, Database &database,
                                const Dialect &dialect)
{
    FillQuery query(migration, fill, dialect);
    if (!query.hasRows())
        return FillPreview(); // a new table has no rows to fill
    FillPreview preview;
    preview.problem = whyNoSingleExpression(fill.expression, dialect.lexRules());
    QElapsedTimer timer;
    timer.start();
    const StopWhen late(database, [&timer] { return timer.elapsed() > patience; });
    if (preview.problem.isEmpty()) {
        const auto rows = database.query(query.withResult(limit + 1));
        preview.columns = query.shown();
        preview.keyColumns = query.keyColumns();
        if (rows) {
            takeLines(preview, *rows, limit, true);
            return preview;
        }
        if (rows.error().isCancelled() && !late.hasStopped())
            return rows.error();
        preview.problem = late.hasStopped() ? u"it takes too long"_s
            : rows.error().detail.isEmpty() ? rows.error().message
                                            : rows.error().detail;
        if (late.hasStopped())
            return preview;
    }
    const auto rows = database.query(query.rows(limit + 1));
    RC_TRY(rows);
    preview.columns = query.shown();
    preview.keyColumns = query.keyColumns();
    takeLines(preview, *rows, limit, false);
    return preview;
}

} // namespace core
