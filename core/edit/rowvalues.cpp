// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/rowvalues.h"

#include <algorithm>

namespace core {

namespace {

bool overrides(ConflictClause clause)
{
    return clause != ConflictClause::None && clause != ConflictClause::Abort;
}

} // namespace

template <typename ValueOf>
std::optional<Cells> RowValues::cells(const QStringList &columns, ValueOf valueOf) const
{
    Cells cells{&m_table, columns, {}};
    for (const QString &column : columns) {
        const std::optional<Value> value = valueOf(column);
        if (!value || value->isNull())
            return std::nullopt;
        cells.values.append(*value);
    }
    return cells;
}

std::optional<Value> RowValues::stored(const QString &column) const
{
    if (const auto seen = m_row.seen.constFind(column); seen != m_row.seen.cend())
        return *seen;
    if (const auto cell = m_row.cells.constFind(column); cell != m_row.cells.cend())
        return cell->base;
    const qsizetype part = m_identity.columns.indexOf(column);
    if (part >= 0 && part < m_row.key.values.size())
        return m_row.key.values.at(part);
    return std::nullopt;
}

std::optional<Value> RowValues::staged(const QString &column) const
{
    const auto cell = m_row.cells.constFind(column);
    if (cell == m_row.cells.cend())
        return m_row.kind == RowEdit::Kind::Insert ? std::nullopt : stored(column);
    const auto *value = std::get_if<Value>(&cell->value);
    return value ? std::optional(*value) : std::nullopt;
}

std::optional<Cells> RowValues::before(const QStringList &columns) const
{
    if (m_row.kind == RowEdit::Kind::Insert)
        return std::nullopt;
    return cells(columns, [this](const QString &column) { return stored(column); });
}

std::optional<Cells> RowValues::after(const QStringList &columns) const
{
    if (m_row.kind == RowEdit::Kind::Delete)
        return std::nullopt;
    return cells(columns, [this](const QString &column) { return staged(column); });
}

QList<std::optional<Value>> RowValues::partsBefore(const QStringList &columns) const
{
    QList<std::optional<Value>> parts;
    for (const QString &column : columns)
        parts.append(m_row.kind == RowEdit::Kind::Insert ? std::optional(Value()) : stored(column));
    return parts;
}

QList<std::optional<Value>> RowValues::partsAfter(const QStringList &columns) const
{
    QList<std::optional<Value>> parts;
    for (const QString &column : columns)
        parts.append(m_row.kind == RowEdit::Kind::Delete ? std::optional(Value()) : staged(column));
    return parts;
}

bool RowValues::touches(const QStringList &columns) const
{
    return m_row.kind != RowEdit::Kind::Update
        || std::any_of(columns.cbegin(), columns.cend(), [this](const QString &c) { return m_row.cells.contains(c); });
}

QStringList realNames(const Table &table, const QStringList &columns)
{
    QStringList names;
    for (const QString &name : columns) {
        const Column *column = table.column(name);
        names.append(column ? column->name : name);
    }
    return names;
}

QList<QStringList> uniqueColumnSets(const Table &table)
{
    QList<QStringList> sets;
    const auto take = [&](const QStringList &columns) {
        const QStringList names = realNames(table, columns);
        if (!names.isEmpty() && !names.contains(QString()) && !sets.contains(names))
            sets.append(names);
    };
    take(table.primaryKeyColumns());
    for (const UniqueConstraint &unique : table.uniques)
        take(unique.columnNames());
    for (const Index &index : table.indexes) {
        if (index.unique && index.where.isEmpty())
            take(index.columnNames());
    }
    return sets;
}

bool hidesConflicts(const Table &table)
{
    for (const Column &column : table.columns) {
        if (overrides(column.notNullConflict))
            return true;
    }
    for (const UniqueConstraint &unique : table.uniques) {
        if (overrides(unique.conflict))
            return true;
    }
    return table.primaryKey && overrides(table.primaryKey->conflict);
}

} // namespace core
