// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/takenalong.h"

#include "core/edit/rowvalues.h"

#include <QSet>

#include <algorithm>
#include <map>

namespace core {

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
    {
        for (int i = 0; i < int(changes.rows().size()); ++i) {
            const RowEdit &row = changes.rows().at(i);
            const Table *table = schema.table(row.table);
            if (!table || row.kind == RowEdit::Kind::Insert)
                continue;
            m_identities.try_emplace(table, dialect.identityOf(*table));
            (row.kind == RowEdit::Kind::Delete ? m_deletes : m_updates)[table].append(i);
        }
        findLosing();
    }

    QList<MustStay> rows() const
    {
        QList<int> unsure;
        for (const auto &[table, updates] : m_updates) {
            if (m_losing.contains(table))
                unsure += unsureOf(*table, updates);
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

    [[nodiscard]] QList<int> unsureOf(const Table &table, const QList<int> &updates) const
    {
        QSet<int> unsure;
        for (const ForeignKey &key : table.foreignKeys) {
            const Reach reach = reachOf(table, key);
            const bool takesAlong = reach.target && key.deleteAction() == ForeignKeyAction::Cascade
                && (m_deletes.contains(reach.target) || m_losing.contains(reach.target));
            if (!takesAlong)
                continue;
            const auto going = goingKeys(reach);
            for (const int i : updates) {
                if (!isSafe(valuesOf(table, i).partsAfter(reach.columns), going))
                    unsure.insert(i);
            }
        }
        return unsure.values();
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

    [[nodiscard]] std::optional<MustStay> atTheEnd(int i) const
    {
        const RowEdit &row = m_changes.rows().at(i);
        const Table &table = *m_schema.table(row.table);
        const RowIdentity &identity = m_identities.at(&table);
        if (!identity.isEditable() || identity.columns.size() != row.key.values.size())
            return std::nullopt;
        MustStay stays{i, identity.columns, {}};
        for (qsizetype c = 0; c < identity.columns.size(); ++c) {
            const auto cell = row.cells.constFind(identity.columns.at(c));
            stays.key.append(cell == row.cells.cend() ? NewValue(row.key.values.at(c)) : cell->value);
        }
        for (const ForeignKey &key : table.foreignKeys) {
            if (!followKey(stays, table, reachOf(table, key)))
                return std::nullopt;
        }
        const bool known = std::all_of(stays.key.cbegin(), stays.key.cend(), [](const NewValue &part) {
            return !std::holds_alternative<UseDefault>(part) && part != NewValue(Value());
        });
        return known ? std::optional(stays) : std::nullopt;
    }

    /// A part of its key may follow that of the row it refers to. False: to where, cannot be told.
    bool followKey(MustStay &stays, const Table &table, const Reach &reach) const
    {
        const RowEdit &row = m_changes.rows().at(stays.row);
        const bool edited = meet(reach.columns, row.cells.keys());
        if (!reach.target || !meet(reach.columns, stays.columns) || edited)
            return true;
        if (writesColumns(reach.key->deleteAction()))
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
    std::map<const Table *, RowIdentity> m_identities; ///< RowValues refer into it
    std::map<const Table *, QList<int>> m_deletes;
    std::map<const Table *, QList<int>> m_updates;
    QSet<const Table *> m_losing;
};

} // namespace

QList<MustStay> rowsThatMustStay(const Schema &schema, const ChangeSet &changes, const Dialect &dialect)
{
    if (changes.count(RowEdit::Kind::Delete) == 0 || changes.count(RowEdit::Kind::Update) == 0)
        return {};
    return TakenAlong(schema, changes, dialect).rows();
}

} // namespace core
