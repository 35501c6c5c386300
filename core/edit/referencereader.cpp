// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/referencereader.h"

#include <algorithm>

namespace core {

namespace {

template <typename ValueOf> std::optional<RowEnd> endOf(const QStringList &columns, ValueOf valueOf)
{
    RowEnd end;
    for (const QString &column : columns) {
        const std::optional<NewValue> value = valueOf(column);
        if (!value)
            return std::nullopt;
        if (const auto *key = std::get_if<KeyOfInserted>(&*value)) {
            if (!end.values.isEmpty() || (end.insertId != 0 && end.insertId != key->insertId))
                return std::nullopt;
            end.insertId = key->insertId;
            continue;
        }
        const auto *known = std::get_if<Value>(&*value);
        if (!known || known->isNull() || end.insertId != 0)
            return std::nullopt;
        end.values.append(*known);
    }
    return end;
}

} // namespace

ReferenceReader::ReferenceReader(const Schema &schema, const Dialect &dialect, const QualifiedName &table)
    : m_table(schema.table(table))
    , m_identity(m_table ? dialect.identityOf(*m_table) : RowIdentity())
{
}

std::optional<RowEnd> ReferenceReader::end(const QStringList &columns, const RowEdit *edit, const StoredRow *row) const
{
    return endOf(columns, [&](const QString &column) -> std::optional<NewValue> {
        if (edit) {
            if (const auto cell = edit->cells.constFind(column); cell != edit->cells.cend())
                return cell->value;
            if (edit->kind == RowEdit::Kind::Insert)
                return std::nullopt;
            if (const auto seen = edit->seen.constFind(column); seen != edit->seen.cend())
                return *seen;
        }
        if (row && row->cells.contains(column))
            return row->cells.value(column);
        const RowKey key = edit ? edit->key : row ? row->key : RowKey();
        const qsizetype part = m_identity.columns.indexOf(column);
        if (part < 0 || part >= key.values.size())
            return std::nullopt;
        return key.values.at(part);
    });
}

StoredRow storedBefore(const RowEdit &edit)
{
    StoredRow before{edit.key, edit.context};
    before.cells.insert(edit.seen);
    for (auto cell = edit.cells.cbegin(); cell != edit.cells.cend(); ++cell)
        before.cells.insert(cell.key(), cell->base);
    return before;
}

bool touchesAny(const RowEdit &row, const QStringList &columns)
{
    return std::any_of(columns.cbegin(), columns.cend(), [&](const QString &c) { return row.cells.contains(c); });
}

} // namespace core
