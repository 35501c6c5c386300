// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/conflictresolution.h"

#include <QCoreApplication>

namespace ui {

namespace {

using core::EditOp;

bool standsAgainst(const core::Conflict &conflict, const QString &column, const core::CellEdit &cell)
{
    const auto theirs = conflict.theirs.constFind(column);
    return theirs != conflict.theirs.cend() && *theirs != cell.base;
}

QList<EditOp> dropped(const core::RowEdit &row)
{
    QList<EditOp> ops;
    if (row.kind == core::RowEdit::Kind::Delete)
        ops.append(core::RestoreRow{row.table, row.key});
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell)
        ops.append(core::SetCell{row.table, row.key, cell.key(), cell->base, std::nullopt, -1});
    return ops;
}

/// The edits again, but of the row as it is now.
QList<EditOp> rebased(const core::Conflict &conflict, const core::RowEdit &row, bool withThoseThatStandAgainst)
{
    QMap<QString, core::Value> seen = row.context;
    for (auto theirs = conflict.theirs.cbegin(); theirs != conflict.theirs.cend(); ++theirs) {
        if (seen.contains(theirs.key()))
            seen.insert(theirs.key(), *theirs);
    }
    QList<EditOp> ops = dropped(row);
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
        if (!withThoseThatStandAgainst && standsAgainst(conflict, cell.key(), *cell))
            continue;
        ops.append(core::SetCell{row.table, row.key, cell.key(), conflict.theirs.value(cell.key(), cell->base),
                                 cell->value, -1, seen});
    }
    return ops;
}

QList<EditOp> keptMine(const core::Conflict &conflict, const core::RowEdit &row)
{
    QList<EditOp> ops;
    if (row.kind == core::RowEdit::Kind::Delete) {
        core::DeleteRow again{row.table, row.key, row.seen, -1};
        for (auto seen = again.seen.begin(); seen != again.seen.end(); ++seen)
            seen.value() = conflict.theirs.value(seen.key(), seen.value());
        ops = {core::RestoreRow{row.table, row.key}, again};
        return ops;
    }
    return rebased(conflict, row, true);
}

QList<EditOp> tookTheirs(const core::Conflict &conflict, const core::RowEdit &row)
{
    // Where no edited cell stands against theirs, the row has become another one.
    bool against = false;
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell)
        against = against || standsAgainst(conflict, cell.key(), *cell);
    return row.kind == core::RowEdit::Kind::Update && !conflict.vanished && against ? rebased(conflict, row, false)
                                                                                    : dropped(row);
}

/// All that is known of a row that is gone, as it would be inserted.
core::InsertRow insertOf(const core::Conflict &conflict, const core::RowEdit &row, const core::Table &table,
                         const core::RowIdentity &identity)
{
    core::InsertRow insert{row.table, 0, {}, -1};
    const auto known = [&](const QString &column, const core::NewValue &value) {
        const core::Column *c = table.column(column);
        if (c && !c->isGenerated())
            insert.cells.insert(c->name, value);
    };
    for (qsizetype i = 0; i < identity.columns.size() && i < row.key.values.size(); ++i)
        known(identity.columns.at(i), row.key.values.at(i));
    for (auto seen = row.seen.cbegin(); seen != row.seen.cend(); ++seen)
        known(seen.key(), *seen);
    for (auto base = conflict.base.cbegin(); base != conflict.base.cend(); ++base)
        known(base.key(), *base);
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell)
        known(cell.key(), cell->value);
    return insert;
}

QList<EditOp> insertedAgain(const core::Conflict &conflict, const core::RowEdit &row, const core::Table &table,
                            const core::RowIdentity &identity)
{
    QList<EditOp> ops = dropped(row);
    ops.append(insertOf(conflict, row, table, identity));
    return ops;
}

} // namespace

QList<ConflictChoice> choicesFor(const core::Conflict &conflict, const core::ChangeSet &changes)
{
    using Choice = ConflictChoice;
    const core::RowEdit *row = changes.find(conflict.table, conflict.key);
    if (conflict.vanished) {
        return row && row->kind == core::RowEdit::Kind::Update
            ? QList{Choice::Later, Choice::TakeTheirs, Choice::InsertAgain}
            : QList{Choice::TakeTheirs, Choice::Later};
    }
    return {Choice::Later, Choice::KeepMine, Choice::TakeTheirs};
}

QStringList lostColumns(const core::Conflict &conflict, const core::ChangeSet &changes, const core::Schema &schema,
                        const core::Dialect &dialect)
{
    const core::RowEdit *row = changes.find(conflict.table, conflict.key);
    const core::Table *table = schema.table(conflict.table);
    if (!row || !table)
        return {};
    const core::InsertRow insert = insertOf(conflict, *row, *table, dialect.identityOf(*table));
    QStringList lost;
    for (const core::Column &column : table->columns) {
        if (!column.isGenerated() && !column.hidden && !insert.cells.contains(column.name))
            lost.append(column.name);
    }
    return lost;
}

core::CompoundEdit resolution(const QList<core::Conflict> &conflicts, const QList<ConflictChoice> &choices,
                              const core::ChangeSet &changes, const core::Schema &schema,
                              const core::Dialect &dialect)
{
    core::CompoundEdit all{QCoreApplication::translate("ui::ConflictResolution", "Resolve conflicts"), {}};
    for (qsizetype i = 0; i < conflicts.size() && i < choices.size(); ++i) {
        const core::Conflict &conflict = conflicts.at(i);
        const core::RowEdit *row = changes.find(conflict.table, conflict.key);
        if (!row)
            continue; // taken back in the meantime
        switch (choices.at(i)) {
        case ConflictChoice::Later:
            break;
        case ConflictChoice::KeepMine:
            all.ops.append(keptMine(conflict, *row));
            break;
        case ConflictChoice::TakeTheirs:
            all.ops.append(tookTheirs(conflict, *row));
            break;
        case ConflictChoice::InsertAgain:
            if (const core::Table *table = schema.table(conflict.table))
                all.ops.append(insertedAgain(conflict, *row, *table, dialect.identityOf(*table)));
            break;
        }
    }
    return all;
}

} // namespace ui
