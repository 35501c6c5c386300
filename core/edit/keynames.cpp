// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/keynames.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString wordsOfKey(const QualifiedName &table, qint64 insertId, const QString &column)
{
    return table.name + u'_' + QString::number(insertId) + u'_' + column;
}

} // namespace

QString KeyNames::baseName(const QualifiedName &table, qint64 insertId, const QString &column)
{
    return ParameterNames().next("new_"_L1, wordsOfKey(table, insertId, column));
}

void KeyNames::addMade(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
{
    QHash<const Table *, RowIdentity> identities;
    for (const RowEdit &row : changes.rows()) {
        const Table *table = row.kind == RowEdit::Kind::Insert ? schema.table(row.table) : nullptr;
        if (!table || !table->plainKeys) // else the row's number is known without being asked for
            continue;
        auto identity = identities.find(table);
        if (identity == identities.end())
            identity = identities.insert(table, dialect.identityOf(*table));
        for (const QString &column : std::as_const(identity->columns)) {
            const Column *made = table->column(column);
            const auto cell = row.cells.constFind(column);
            const bool isGiven = cell != row.cells.cend() && !std::holds_alternative<UseDefault>(cell->value);
            if (isGiven || (made && !made->defaultExpression && !made->identity))
                continue;
            add({row.table, row.insertId, column});
            if (!made)
                m_newNumbers.insert(row.insertId, column);
        }
    }
}

void KeyNames::add(const KeyOfInserted &key)
{
    if (m_names.value(key.insertId).contains(key.column))
        return;
    const QString name = m_taken.next("new_"_L1, wordsOfKey(key.table, key.insertId, key.column));
    m_names[key.insertId].insert(key.column, name);
}

void KeyNames::addAsked(const ChangeSet &changes)
{
    for (const RowEdit &row : changes.rows()) {
        if (row.kind == RowEdit::Kind::Delete) // its edits are kept, but not written
            continue;
        for (const CellEdit &cell : row.cells) {
            if (const auto *key = std::get_if<KeyOfInserted>(&cell.value))
                add(*key);
        }
    }
}

void KeyNames::addHalved(const Schema &schema, const ChangeSet &changes, const Dialect &dialect,
                         const QList<WriteStep> &steps)
{
    for (const WriteStep &step : steps) {
        if (step.part != WriteStep::Part::Later)
            continue;
        const RowEdit &row = changes.rows().at(step.row);
        const Table *table = schema.table(row.table);
        if (row.kind != RowEdit::Kind::Insert || !table)
            continue;
        for (const QString &column : dialect.identityOf(*table).columns)
            add({row.table, row.insertId, column});
    }
}

Result<Done> KeyNames::addStaying(const Schema &schema, const ChangeSet &changes, const QList<MustStay> &staying)
{
    for (const MustStay &stays : staying) {
        if (!stays.untold.isEmpty())
            return Error::invalid(stays.untold);
        const RowEdit &row = changes.rows().at(stays.row);
        if (stays.key.isEmpty())
            m_numbers.insert(stays.row, {stays.columns.constFirst(), m_taken.next("row_"_L1, row.table.name)});
        for (const NewValue &part : stays.key) {
            const auto *key = std::get_if<KeyOfInserted>(&part);
            if (!key)
                continue;
            add(*key);
            if (key->insertId == row.insertId && !schema.table(row.table)->column(key->column))
                m_newNumbers.insert(key->insertId, key->column);
        }
    }
    return Done{};
}

std::optional<KeyNames::Number> KeyNames::numberOf(int row) const
{
    const auto number = m_numbers.constFind(row);
    return number == m_numbers.cend() ? std::nullopt : std::optional(*number);
}

} // namespace core
