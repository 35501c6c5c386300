// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/madevalues.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "ui/changes/editstack.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

MadeValues::MadeValues(core::Session &session)
    : QObject(&session)
    , m_session(session)
{
    connect(&session, &core::Session::changesChanged, this, &MadeValues::look);
    connect(&session, &core::Session::projectSchemaChanged, this, [this] {
        look();
        Q_EMIT changed();
    });
}

MadeValues &MadeValues::of(core::Session &session)
{
    if (auto *there = session.findChild<MadeValues *>(QString(), Qt::FindDirectChildrenOnly))
        return *there;
    return *new MadeValues(session);
}

void MadeValues::begin(EditStack &edits)
{
    m_edits = &edits;
    for (const core::RowEdit &row : m_session.changes()->rows())
        m_seen.insert(row.insertId);
}

bool MadeValues::isMade(const core::QualifiedName &table, const QString &column) const
{
    const core::ProjectSchema *project = m_session.projectSchema();
    return m_edits && project && project->madeColumns(table).contains(column);
}

QString MadeValues::problem(const core::QualifiedName &table, qint64 insertId, const QString &column) const
{
    return m_problems.value({table, insertId, column});
}

bool MadeValues::isComing(const core::QualifiedName &table, qint64 insertId, const QString &column) const
{
    const Cell cell{table, insertId, column};
    return m_coming.contains(cell) && isUnset(cell);
}

/// Whether the first reading is under way, and a new row may get something of it.
bool MadeValues::isSchemaComing() const
{
    const core::ProjectSchema *project = m_session.projectSchema();
    if (!m_edits || !project || project->schema() || project->state() != core::ProjectSchema::State::Reading)
        return false;
    const QList<core::RowEdit> &rows = m_session.changes()->rows();
    return std::any_of(rows.cbegin(), rows.cend(), [this](const core::RowEdit &row) {
        return row.kind == core::RowEdit::Kind::Insert && !m_seen.contains(row.insertId);
    });
}

QString MadeValues::coming() const
{
    QList<Cell> cells;
    for (const Cell &cell : m_coming) {
        if (isUnset(cell))
            cells.append(cell);
    }
    if (cells.isEmpty())
        return isSchemaComing() ? u"schema.ts"_s : QString();
    const QString table = cells.first().table.display();
    return cells.size() == 1 ? tr("%1 of %2").arg(cells.first().column, table)
                             : tr("%1 values of %2").arg(QString::number(cells.size()), table);
}

QString MadeValues::firstProblem() const
{
    for (auto it = m_problems.cbegin(); it != m_problems.cend(); ++it) {
        if (isUnset(it.key()))
            return tr("%1 of %2: %3").arg(it.key().column, it.key().table.display(), it.value());
    }
    return {};
}

bool MadeValues::isUnset(const Cell &cell) const
{
    const core::RowEdit *row = m_session.changes()->findInserted(cell.table, cell.insertId);
    return row && !row->cells.contains(cell.column);
}

/// One question for all new rows of a table: a paste may bring thousands.
void MadeValues::look()
{
    const core::ProjectSchema *project = m_session.projectSchema();
    if (!m_edits || !project || !project->schema())
        return;
    QHash<core::QualifiedName, QList<qint64>> wanted;
    for (const core::RowEdit &row : m_session.changes()->rows()) {
        if (row.kind != core::RowEdit::Kind::Insert || m_seen.contains(row.insertId))
            continue;
        m_seen.insert(row.insertId);
        wanted[row.table].append(row.insertId);
    }
    for (auto it = wanted.cbegin(); it != wanted.cend(); ++it) {
        const core::Table *table = m_session.schema()->table(it.key());
        QStringList columns = project->madeColumns(it.key());
        columns.removeIf([table](const QString &name) {
            const core::Column *column = table ? table->column(name) : nullptr;
            return !column || column->isGenerated();
        });
        if (!columns.isEmpty())
            ask(it.key(), it.value(), columns);
    }
}

void MadeValues::ask(const core::QualifiedName &table, const QList<qint64> &rows, const QStringList &columns)
{
    for (const qint64 row : rows) {
        for (const QString &column : columns)
            m_coming.insert({table, row, column});
    }
    Q_EMIT changed();
    core::whenDone(
        m_session.projectSchema()->madeValues(table, columns, int(rows.size())), this,
        [this, table, rows, columns](const core::ProjectSchema::Made &made) { take(table, rows, columns, made); });
}

void MadeValues::take(const core::QualifiedName &table, const QList<qint64> &rows, const QStringList &columns,
                      const core::ProjectSchema::Made &made)
{
    core::CompoundEdit all{tr("Values of schema.ts in %1").arg(table.display()), {}};
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const core::MadeRow row = made ? made->value(i) : core::MadeRow();
        for (const QString &column : columns) {
            const Cell cell{table, rows.at(i), column};
            m_coming.remove(cell);
            const core::MadeValue value =
                made ? row.value(column) : core::MadeValue{core::Value(), made.error().message};
            if (!isUnset(cell))
                continue;
            if (!value.problem.isEmpty())
                m_problems.insert(cell, value.problem);
            else if (made && row.contains(column))
                all.ops.append(core::SetInsertedCell{table, rows.at(i), column, core::NewValue(value.value)});
        }
    }
    if (!all.ops.isEmpty() && m_edits) {
        if (const auto pushed = m_edits->push(all, all.text); !pushed)
            Q_EMIT m_edits->failed(pushed.error());
    }
    Q_EMIT changed();
}

} // namespace ui

#include "moc_madevalues.cpp"
