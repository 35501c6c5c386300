// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/reusedkeys.h"

#include "core/schema/namecase.h"

#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Tables of which a row may have left its key.
class Left {
public:
    explicit Left(const Schema &schema)
        : m_schema(schema)
    {
    }

    void remove(const Table *table)
    {
        if (m_tables.contains(table))
            return;
        m_tables.insert(table);
        for (const Table &other : m_schema.tables) {
            for (const ForeignKey &key : other.foreignKeys) {
                if (key.deleteAction() == ForeignKeyAction::Cascade && m_schema.table(key.target) == table)
                    remove(&other);
            }
        }
    }

    /// Rows whose own key is one that has changed above them follow.
    void rekey(const Table *table, const QStringList &columns)
    {
        const QString own = table->rowIdAlias();
        if (!own.isEmpty() && containsName(columns, own, nameCaseOf(*table)) && !m_tables.contains(table)) {
            m_tables.insert(table);
            follow(table);
        }
    }

    [[nodiscard]] bool contains(const Table *table) const { return m_tables.contains(table); }

private:
    void follow(const Table *table)
    {
        for (const Table &other : m_schema.tables) {
            for (const ForeignKey &key : other.foreignKeys) {
                if (key.updateAction() == ForeignKeyAction::Cascade && m_schema.table(key.target) == table)
                    rekey(&other, key.columns);
            }
        }
    }

    const Schema &m_schema;
    QSet<const Table *> m_tables;
};

} // namespace

bool mayReuseKey(const Table &table, const RowEdit &row)
{
    const QString key = table.rowIdAlias();
    if (row.kind != RowEdit::Kind::Insert || key.isEmpty() || table.primaryKey->autoIncrement)
        return false;
    const auto cell = row.cells.constFind(key);
    if (cell == row.cells.cend() || std::holds_alternative<UseDefault>(cell->value))
        return true;
    const auto *value = std::get_if<Value>(&cell->value);
    return value && value->isNull();
}

QList<const Table *> tablesReusingKeys(const Schema &schema, const ChangeSet &changes, const QList<WriteStep> &steps)
{
    Left left(schema);
    QList<const Table *> reusing;
    for (const WriteStep &step : steps) {
        const RowEdit &row = changes.rows().at(step.row);
        const Table *table = schema.table(row.table);
        if (!table)
            continue;
        switch (row.kind) {
        case RowEdit::Kind::Insert:
            if (step.part == WriteStep::Part::Whole && mayReuseKey(*table, row) && left.contains(table)
                && !reusing.contains(table))
                reusing.append(table);
            break;
        case RowEdit::Kind::Update:
            left.rekey(table, row.cells.keys());
            break;
        case RowEdit::Kind::Delete:
            if (step.part == WriteStep::Part::Whole)
                left.remove(table);
            break;
        }
    }
    return reusing;
}

Statement HighestKeys::remember(const Table &table, ParameterNames &captured)
{
    const QString key = table.rowIdAlias();
    const QString name = captured.next("highest_"_L1, table.name.name + u'_' + key);
    m_names.insert(&table, name);
    Statement s;
    s.sql = u"SELECT max(%1) FROM %2"_s.arg(m_dialect.identifier(key), m_dialect.qualified(table.name));
    s.captures = QStringList{name};
    s.purpose = u"Remember the highest %1 of %2: no new row is to get one that a row had which goes, and which others "
                "may still refer to"_s.arg(key, table.name.display());
    return s;
}

QString HighestKeys::above(const Table &table, QList<Parameter> &parameters) const
{
    const QString name = m_names.value(&table);
    parameters.append({name, Captured{name}});
    const QString key = m_dialect.identifier(u"key"_s);
    return u"(SELECT coalesce(max(%1), 0) + 1 FROM (SELECT max(%2) AS %1 FROM %3 UNION ALL SELECT :%4))"_s.arg(
        key, m_dialect.identifier(table.rowIdAlias()), m_dialect.qualified(table.name), name);
}

} // namespace core
