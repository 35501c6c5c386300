// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/appliededits.h"

#include <optional>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

enum class Look { Before, After, Neither, Unknown };

const Value *plainValue(const NewValue &value)
{
    return std::get_if<Value>(&value);
}

/// The key the row has once its edit is in; none where the database makes it.
std::optional<RowKey> keyAfter(const RowEdit &row, const RowIdentity &identity)
{
    RowKey key = row.key;
    for (qsizetype i = 0; i < identity.columns.size(); ++i) {
        const auto cell = row.cells.constFind(identity.columns.at(i));
        if (cell == row.cells.cend() && row.kind == RowEdit::Kind::Insert)
            return std::nullopt;
        if (cell == row.cells.cend())
            continue;
        const Value *value = plainValue(cell->value);
        if (!value)
            return std::nullopt;
        if (row.kind == RowEdit::Kind::Insert)
            key.values.append(*value);
        else
            key.values[i] = *value;
    }
    return key;
}

/// A column may keep a value in another storage class than it was given in: the text '5' becomes the integer 5.
bool isTaken(const Value &now, const Value &wanted)
{
    return now == wanted
        || (now.kind() != wanted.kind() && !now.isNull() && !wanted.isNull() && now.display() == wanted.display());
}

/// The key with its digits taken for integers, as a column of numbers keeps them.
RowKey inNumbers(RowKey key)
{
    for (Value &value : key.values) {
        bool whole = false;
        const qint64 number = value.kind() == Value::Kind::Text ? value.display().toLongLong(&whole) : 0;
        if (whole && QString::number(number) == value.display())
            value = Value::integer(number);
    }
    return key;
}

class Comparison {
public:
    Comparison(Database &database, const Table &table, const RowIdentity &identity, const Dialect &dialect)
        : m_database(database)
        , m_table(table)
        , m_identity(identity)
        , m_dialect(dialect)
    {
    }

    Result<Look> look(const RowEdit &row) const
    {
        switch (row.kind) {
        case RowEdit::Kind::Insert:
            return lookAtInserted(row);
        case RowEdit::Kind::Delete: {
            const auto now = read(row.key, row.seen.keys());
            RC_TRY(now);
            return *now ? Look::Before : Look::After;
        }
        case RowEdit::Kind::Update:
            break;
        }
        return lookAtUpdated(row);
    }

private:
    using Cells = QMap<QString, Value>;

    /// None: there is no such row.
    Result<std::optional<Cells>> read(const RowKey &key, const QStringList &columns) const
    {
        Table narrow = m_table;
        narrow.columns.removeIf([&columns](const Column &c) { return !columns.contains(c.name); });
        if (narrow.columns.isEmpty())
            narrow.columns.append(m_table.columns.constFirst());
        const BoundSql sql = m_dialect.rowByKey(narrow, m_identity, key);
        const auto rows = m_database.query(sql.sql, sql.values);
        RC_TRY(rows);
        if (rows->empty())
            return std::optional<Cells>();
        Cells cells;
        for (qsizetype c = 0; c < narrow.columns.size(); ++c)
            cells.insert(narrow.columns.at(c).name, rows->front().at(static_cast<size_t>(c)));
        return std::optional(cells);
    }

    /// By a key that a person gave, which the column may keep in another storage class.
    Result<std::optional<Cells>> readGiven(const RowKey &key, const QStringList &columns) const
    {
        auto found = read(key, columns);
        if (found && !*found && inNumbers(key) != key)
            return read(inNumbers(key), columns);
        return found;
    }

    static bool isAfter(const Cells &now, const RowEdit &row)
    {
        for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
            const Value *wanted = plainValue(cell->value);
            if (!now.contains(cell.key()) || (wanted && !isTaken(now.value(cell.key()), *wanted)))
                return false;
            if (!wanted && row.kind == RowEdit::Kind::Update && now.value(cell.key()) == cell->base)
                return false; // it was to become something else
        }
        return true;
    }

    static bool isBefore(const Cells &now, const RowEdit &row)
    {
        for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
            if (!now.contains(cell.key()) || now.value(cell.key()) != cell->base)
                return false;
        }
        return true;
    }

    Result<Look> lookAtInserted(const RowEdit &row) const
    {
        const auto key = keyAfter(row, m_identity);
        if (!key)
            return Look::Unknown;
        const auto now = readGiven(*key, row.cells.keys());
        RC_TRY(now);
        return !*now ? Look::Before : isAfter(**now, row) ? Look::After : Look::Neither;
    }

    Result<Look> lookAtUpdated(const RowEdit &row) const
    {
        const auto before = read(row.key, row.cells.keys());
        RC_TRY(before);
        if (*before && isBefore(**before, row))
            return Look::Before;
        const auto key = keyAfter(row, m_identity);
        if (!key)
            return Look::Unknown;
        const auto after = *key == row.key ? before : readGiven(*key, row.cells.keys());
        RC_TRY(after);
        return *after && isAfter(**after, row) ? Look::After : Look::Neither;
    }

    Database &m_database;
    const Table &m_table;
    RowIdentity m_identity;
    const Dialect &m_dialect;
};

} // namespace

Result<AppliedEdits> appliedEdits(Database &database, const Schema &schema, const ChangeSet &changes,
                                  const Dialect &dialect)
{
    AppliedEdits found;
    for (const RowEdit &row : changes.rows()) {
        const Table *table = schema.table(row.table);
        const RowIdentity identity = table ? dialect.identityOf(*table) : RowIdentity();
        const bool named = row.kind == RowEdit::Kind::Insert || identity.columns.size() == row.key.values.size();
        if (!table || !identity.isEditable() || !named) {
            ++found.unknown;
            continue;
        }
        const auto look = Comparison(database, *table, identity, dialect).look(row);
        RC_TRY(look);
        switch (*look) {
        case Look::Before: ++found.out; break;
        case Look::After: ++found.in; break;
        case Look::Neither: ++found.neither; break;
        case Look::Unknown: ++found.unknown; break;
        }
    }
    return found;
}

} // namespace core
