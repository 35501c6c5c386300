// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/takenalong.h"

#include "core/edit/rowvalues.h"

#include <QSet>

#include <algorithm>
#include <map>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool writesColumns(ForeignKeyAction action)
{
    return action == ForeignKeyAction::SetNull || action == ForeignKeyAction::SetDefault;
}

bool leavesAlone(ForeignKeyAction action)
{
    return action == ForeignKeyAction::NoAction || action == ForeignKeyAction::Restrict;
}

bool meet(const QStringList &a, const QStringList &b)
{
    return std::any_of(a.cbegin(), a.cend(), [&](const QString &name) { return b.contains(name); });
}

/// What is alike for some column: it may keep a number that is typed in as text, and take no notice of case or spaces.
QString alike(const Value &value)
{
    const QString text = value.display().trimmed().toCaseFolded();
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber ? QString::number(number, 'g', 15) : text;
}

/// A foreign key by the names that its tables use.
struct Reach {
    const ForeignKey *key = nullptr;
    const Table *target = nullptr; ///< nullptr: it is not there
    QStringList columns;
    QStringList targetColumns;
};

class TakenAlong {
public:
    TakenAlong(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
        : m_schema(schema)
        , m_changes(changes)
        , m_dialect(dialect)
    {
        for (int i = 0; i < int(changes.rows().size()); ++i) {
            const RowEdit &row = changes.rows().at(i);
            const Table *table = schema.table(row.table);
            if (!table)
                continue;
            m_identities.try_emplace(table, dialect.identityOf(*table));
            (row.kind == RowEdit::Kind::Delete       ? m_deletes
                 : row.kind == RowEdit::Kind::Update ? m_updates
                                                     : m_inserts)[table]
                .append(i);
        }
        findLosing();
        findMoving();
    }

    QList<MustStay> rows() const
    {
        QList<int> unsure;
        for (const auto *staged : {&m_updates, &m_inserts}) {
            for (const auto &[table, rows] : *staged) {
                if (m_losing.contains(table))
                    unsure += unsureOf(*table, rows);
            }
        }
        std::sort(unsure.begin(), unsure.end());
        QList<MustStay> out;
        for (const int i : std::as_const(unsure)) {
            if (auto stays = atTheEnd(i))
                out.append(std::move(*stays));
        }
        return out;
    }

private:
    [[nodiscard]] RowValues valuesOf(const Table &table, int row) const
    {
        return RowValues(table, m_identities.at(&table), m_changes.rows().at(row));
    }

    [[nodiscard]] Reach reachOf(const Table &table, const ForeignKey &key) const
    {
        const Table *target = m_schema.table(key.target);
        if (!target)
            return {&key, nullptr, {}, {}};
        return {&key, target, realNames(table, key.columns),
                realNames(*target, key.targetColumns.isEmpty() ? target->primaryKeyColumns() : key.targetColumns)};
    }

    /// Tables that rows may go from with others.
    void findLosing()
    {
        for (bool more = !m_deletes.empty(); more;) {
            more = false;
            for (const Table &table : m_schema.tables) {
                const bool loses =
                    std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const ForeignKey &key) {
                        const Table *target = m_schema.table(key.target);
                        return key.deleteAction() == ForeignKeyAction::Cascade && target
                            && (m_deletes.contains(target) || m_losing.contains(target));
                    });
                if (loses && !m_losing.contains(&table)) {
                    m_losing.insert(&table);
                    more = true;
                }
            }
        }
    }

    /// Tables of which stored rows may be called otherwise, or refer to others, before all is written: by a staged
    /// change of what is referred to, and by what foreign keys do then.
    void findMoving()
    {
        for (const Table &table : m_schema.tables) {
            for (const ForeignKey &key : table.foreignKeys) {
                const Reach reach = reachOf(table, key);
                const auto updates = reach.target ? m_updates.find(reach.target) : m_updates.end();
                if (updates != m_updates.end()
                    && std::any_of(updates->second.cbegin(), updates->second.cend(),
                                   [&](int i) { return valuesOf(*reach.target, i).touches(reach.targetColumns); }))
                    m_rekeyed.insert(reach.target);
            }
        }
        for (bool more = true; more;) {
            more = false;
            for (const Table &table : m_schema.tables) {
                const bool moves =
                    std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const ForeignKey &key) {
                        const Table *target = m_schema.table(key.target);
                        return target
                            && ((writesColumns(key.deleteAction())
                                 && (m_deletes.contains(target) || m_losing.contains(target)))
                                || (!leavesAlone(key.updateAction())
                                    && (m_rekeyed.contains(target) || m_moving.contains(target))));
                    });
                if (moves && !m_moving.contains(&table)) {
                    m_moving.insert(&table);
                    more = true;
                }
            }
        }
    }

    [[nodiscard]] QList<int> unsureOf(const Table &table, const QList<int> &rows) const
    {
        QSet<int> unsure;
        for (const ForeignKey &key : table.foreignKeys) {
            const Reach reach = reachOf(table, key);
            const bool takesAlong = reach.target && key.deleteAction() == ForeignKeyAction::Cascade
                && (m_deletes.contains(reach.target) || m_losing.contains(reach.target));
            if (!takesAlong)
                continue;
            const auto going = m_moving.contains(&table) ? std::nullopt : goingKeys(reach);
            for (const int i : rows) {
                if (!refersToNew(i, reach.columns) && !isSafe(partsAfter(table, i, reach.columns), going))
                    unsure.insert(i);
            }
        }
        return unsure.values();
    }

    /// A new row cannot be staged for deletion, and is looked after itself.
    [[nodiscard]] bool refersToNew(int i, const QStringList &columns) const
    {
        const auto &cells = m_changes.rows().at(i).cells;
        return std::any_of(columns.cbegin(), columns.cend(), [&](const QString &column) {
            const auto cell = cells.constFind(column);
            return cell != cells.cend() && std::holds_alternative<KeyOfInserted>(cell->value);
        });
    }

    /// As RowValues has them; what is left out of a new row is NULL where the column has no other default.
    [[nodiscard]] QList<std::optional<Value>> partsAfter(const Table &table, int i, const QStringList &columns) const
    {
        QList<std::optional<Value>> parts = valuesOf(table, i).partsAfter(columns);
        const RowEdit &row = m_changes.rows().at(i);
        for (qsizetype c = 0; c < columns.size(); ++c) {
            const Column *column = table.column(columns.at(c));
            const auto cell = row.cells.constFind(columns.at(c));
            const bool isUnset = (cell == row.cells.cend() && row.kind == RowEdit::Kind::Insert)
                || (cell != row.cells.cend() && std::holds_alternative<UseDefault>(cell->value));
            if (isUnset && column && !column->defaultExpression && !column->identity && !column->isGenerated()
                && table.rowIdAlias() != column->name)
                parts[c] = Value();
        }
        return parts;
    }

    /// None: others may go as well.
    [[nodiscard]] std::optional<QSet<QStringList>> goingKeys(const Reach &reach) const
    {
        if (m_losing.contains(reach.target))
            return std::nullopt;
        QSet<QStringList> keys;
        for (const int i : m_deletes.at(reach.target)) {
            QStringList texts;
            for (const auto &part : valuesOf(*reach.target, i).partsBefore(reach.targetColumns)) {
                if (!part)
                    return std::nullopt;
                texts.append(alike(*part));
            }
            keys.insert(texts);
        }
        return keys;
    }

    static bool isSafe(const QList<std::optional<Value>> &parts, const std::optional<QSet<QStringList>> &going)
    {
        QStringList texts;
        bool known = going.has_value();
        for (const auto &part : parts) {
            if (part && part->isNull())
                return true;
            known = known && part;
            texts.append(part ? alike(*part) : QString());
        }
        return known && !going->contains(texts);
    }

    /// None: its own statement fails anyhow.
    [[nodiscard]] std::optional<MustStay> atTheEnd(int i) const
    {
        const RowEdit &row = m_changes.rows().at(i);
        const Table &table = *m_schema.table(row.table);
        const RowIdentity &identity = m_identities.at(&table);
        const bool isNew = row.kind == RowEdit::Kind::Insert;
        if (!identity.isEditable() || (!isNew && identity.columns.size() != row.key.values.size()))
            return std::nullopt;
        MustStay stays{i, identity.columns, {}, {}};
        for (qsizetype c = 0; c < identity.columns.size(); ++c) {
            const auto cell = row.cells.constFind(identity.columns.at(c));
            const Column *column = table.column(identity.columns.at(c));
            if (cell != row.cells.cend() && !isLeftToDefault(cell->value))
                stays.key.append(cell->value);
            else if (isNew && column && !column->defaultExpression && !column->identity && !column->isGenerated()
                     && table.rowIdAlias() != column->name)
                return std::nullopt;
            else if (isNew)
                stays.key.append(KeyOfInserted{row.table, row.insertId, identity.columns.at(c)});
            else
                stays.key.append(cell == row.cells.cend() ? NewValue(row.key.values.at(c)) : cell->value);
        }
        if (isKnown(stays, table))
            return stays;
        return byRowNumber(i, table);
    }

    static bool isLeftToDefault(const NewValue &value)
    {
        return std::holds_alternative<UseDefault>(value) || value == NewValue(Value());
    }

    bool isKnown(MustStay &stays, const Table &table) const
    {
        for (const ForeignKey &key : table.foreignKeys) {
            if (!followKey(stays, table, reachOf(table, key)))
                return false;
        }
        return std::none_of(stays.key.cbegin(), stays.key.cend(), isLeftToDefault);
    }

    /// What no foreign key reaches: the number that the database itself gives its rows, if the table has one.
    [[nodiscard]] MustStay byRowNumber(int i, const Table &table) const
    {
        const RowEdit &row = m_changes.rows().at(i);
        Table bare = table; // as if it had no key
        bare.primaryKey.reset();
        bare.uniques.clear();
        bare.indexes.clear();
        const RowIdentity number = m_dialect.identityOf(bare);
        MustStay stays{i, number.columns, {}, {}};
        if (number.kind != RowIdentity::Kind::RowId || !table.rowIdAlias().isEmpty()) {
            stays.untold =
                u"What is staged changes the key of a row of %1 that it also edits, and deletes rows that may "
                "take that row along: apply the deletions and the other edits one after the other."_s.arg(
                    table.name.display());
        } else if (row.kind == RowEdit::Kind::Insert) {
            stays.key = {KeyOfInserted{row.table, row.insertId, number.columns.constFirst()}};
        }
        return stays;
    }

    /// A part of its key may follow that of the row it refers to. False: to where, cannot be told.
    bool followKey(MustStay &stays, const Table &table, const Reach &reach) const
    {
        const RowEdit &row = m_changes.rows().at(stays.row);
        if (!reach.target || !meet(reach.columns, stays.columns))
            return true;
        if (row.kind == RowEdit::Kind::Insert || meet(reach.columns, row.cells.keys()))
            return !m_moving.contains(&table); // it may be written before what it refers to is called otherwise
        if (writesColumns(reach.key->deleteAction())
            && (m_deletes.contains(reach.target) || m_losing.contains(reach.target)))
            return false;
        if (leavesAlone(reach.key->updateAction()))
            return true;
        for (const ForeignKey &further : reach.target->foreignKeys) {
            if (meet(realNames(*reach.target, further.columns), reach.targetColumns)
                && !leavesAlone(further.updateAction()))
                return false;
        }
        const auto rekeyed = m_updates.find(reach.target);
        if (rekeyed == m_updates.end())
            return true;
        const auto parts = valuesOf(table, stays.row).partsBefore(reach.columns);
        for (const int parent : rekeyed->second) {
            const RowValues its = valuesOf(*reach.target, parent);
            if (!its.touches(reach.targetColumns) || its.partsBefore(reach.targetColumns) != parts)
                continue;
            if (reach.key->updateAction() != ForeignKeyAction::Cascade)
                return false;
            const RowEdit &edit = m_changes.rows().at(parent);
            for (qsizetype c = 0; c < reach.columns.size(); ++c) {
                const auto part = stays.columns.indexOf(reach.columns.at(c));
                const auto cell = edit.cells.constFind(reach.targetColumns.value(c));
                if (part >= 0 && cell != edit.cells.cend())
                    stays.key[part] = cell->value;
            }
        }
        // Where a part of the reference was not seen, any of the changed keys may be meant.
        return std::none_of(parts.cbegin(), parts.cend(), [](const auto &part) { return !part; });
    }

    const Schema &m_schema;
    const ChangeSet &m_changes;
    const Dialect &m_dialect;
    std::map<const Table *, RowIdentity> m_identities; ///< RowValues refer into it
    std::map<const Table *, QList<int>> m_deletes;
    std::map<const Table *, QList<int>> m_updates;
    std::map<const Table *, QList<int>> m_inserts;
    QSet<const Table *> m_losing;
    QSet<const Table *> m_rekeyed; ///< a staged change is of what others refer to
    QSet<const Table *> m_moving;
};

} // namespace

QList<MustStay> rowsThatMustStay(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
{
    const int deletes = changes.count(RowEdit::Kind::Delete);
    if (deletes == 0 || deletes == changes.rows().size())
        return {};
    return TakenAlong(schema, changes, dialect).rows();
}

} // namespace core
