// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/keyafter.h"

#include "core/edit/keynames.h"

namespace core {

namespace {

class Keys {
public:
    Keys(const AppliedScript &applied, const Dialect &dialect)
        : m_applied(applied)
        , m_dialect(dialect)
    {
    }

    [[nodiscard]] std::optional<RowKey> keyOf(const RowEdit &row) const
    {
        const Table *table = m_applied.schema->table(row.table);
        if (!table || row.kind == RowEdit::Kind::Delete)
            return std::nullopt;
        RowKey key;
        const RowIdentity identity = m_dialect.identityOf(*table);
        if (identity.moves && row.kind == RowEdit::Kind::Update) // nobody asked where to
            return std::nullopt;
        for (qsizetype c = 0; c < identity.columns.size(); ++c) {
            const auto value = valueOf(*table, row, identity.columns.at(c), row.key.values.value(c));
            if (!value || value->isNull())
                return std::nullopt;
            key.values.append(*value);
        }
        return key.isEmpty() ? std::nullopt : std::optional(key);
    }

private:
    [[nodiscard]] std::optional<Value> valueOf(const Table &table, const RowEdit &row, const QString &column,
                                               const Value &before) const
    {
        const bool isNew = row.kind == RowEdit::Kind::Insert;
        const bool isNumber = !table.column(column) || table.rowIdAlias() == column;
        if (isNew && isNumber) {
            const auto number = numberOf(row.insertId);
            return number ? std::optional(Value::integer(*number)) : givenBack(row, column);
        }
        const auto cell = row.cells.constFind(column);
        if (cell == row.cells.cend() || std::holds_alternative<UseDefault>(cell->value))
            return isNew ? givenBack(row, column) : cell == row.cells.cend() ? std::optional(before) : std::nullopt;
        if (const auto *value = std::get_if<Value>(&cell->value))
            return *value;
        const auto *key = std::get_if<KeyOfInserted>(&cell->value);
        const RowEdit *parent = key ? m_applied.edits->findInserted(key->table, key->insertId) : nullptr;
        const Table *parents = parent ? m_applied.schema->table(parent->table) : nullptr;
        // New rows that refer to each other in a circle do not make their keys of it.
        return parents && parent != &row ? valueOf(*parents, *parent, key->column, {}) : std::nullopt;
    }

    /// What its own INSERT gave back.
    [[nodiscard]] std::optional<Value> givenBack(const RowEdit &row, const QString &column) const
    {
        const QString name = KeyNames::baseName(row.table, row.insertId, column);
        const QList<RowEdit> &rows = m_applied.edits->rows();
        for (const Statement &statement : std::as_const(m_applied.script->statements)) {
            const auto *source = std::get_if<FromEdit>(&statement.source);
            if (source && source->editIndex >= 0 && rows.at(source->editIndex).insertId == row.insertId
                && statement.captures.contains(name) && m_applied.outcome.captured.contains(name))
                return m_applied.outcome.captured.value(name);
        }
        return std::nullopt;
    }

    [[nodiscard]] std::optional<qint64> numberOf(qint64 insertId) const
    {
        const QList<RowEdit> &rows = m_applied.edits->rows();
        for (auto number = m_applied.outcome.rowNumbers.cbegin(); number != m_applied.outcome.rowNumbers.cend();
             ++number) {
            const auto *source = std::get_if<FromEdit>(&m_applied.script->statements.at(number.key()).source);
            if (source && source->editIndex >= 0 && rows.at(source->editIndex).insertId == insertId)
                return *number;
        }
        return std::nullopt;
    }

    const AppliedScript &m_applied;
    const Dialect &m_dialect;
};

} // namespace

std::optional<RowKey> keyAfter(const AppliedScript &applied, const Dialect &dialect, const QualifiedName &table,
                               const RowKey &key, qint64 insertId)
{
    const RowEdit *row = insertId > 0 ? applied.edits->findInserted(table, insertId) : applied.edits->find(table, key);
    if (!row)
        return insertId > 0 ? std::nullopt : std::optional(key);
    return Keys(applied, dialect).keyOf(*row);
}

} // namespace core
