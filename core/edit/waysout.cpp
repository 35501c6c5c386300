// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/waysout.h"

#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Those that forbid it; of a node that forbids nothing, all that are named.
QList<ImpactRow> concerned(const ImpactNode &node)
{
    return node.blocked == ImpactNode::Blocked::No ? node.samples : node.samples.mid(0, node.blocking);
}

QString rowsInWords(const ImpactNode &node)
{
    const qsizetype count = concerned(node).size();
    return (count == 1 ? u"1 row"_s : u"%1 rows"_s.arg(count)) + u" of "_s + node.table.display();
}

bool isGone(const ImpactNode &node, const ImpactRow &row, const ChangeSet &changes)
{
    const RowEdit *edit = row.insertId == 0 ? changes.find(node.table, row.key) : nullptr;
    return edit && edit->kind == RowEdit::Kind::Delete;
}

Result<Done> check(const ImpactNode &node)
{
    if (!node.relation)
        return Error::invalid(
            u"These rows of %1 are staged themselves; take those edits back."_s.arg(node.table.display()));
    const QList<ImpactRow> rows = concerned(node);
    if (rows.isEmpty())
        return Error::invalid(u"No rows of %1 are named; compute the impact again."_s.arg(node.table.display()));
    const bool unnamed = std::any_of(rows.cbegin(), rows.cend(),
                                     [](const ImpactRow &row) { return row.insertId == 0 && row.key.isEmpty(); });
    if (unnamed)
        return Error::invalid(
            u"Rows of %1 cannot be told apart for certain, so they cannot be edited."_s.arg(node.table.display()));
    return Done{};
}

bool mayBeNull(const Table &table, const QString &name)
{
    const Column *column = table.column(name);
    return column && !table.isRequired(*column) && !column->isGenerated() && table.rowIdAlias() != column->name
        && !table.primaryKeyColumns().contains(column->name);
}

/// The columns that are set to NULL: those that belong to no other key, if there are any.
QStringList detachable(const Schema &schema, const ImpactNode &node)
{
    const Table *table = schema.table(node.table);
    if (!table || !node.relation)
        return {};
    QStringList nullable;
    for (const QString &name : node.relation->toColumns) {
        if (mayBeNull(*table, name))
            nullable.append(name);
    }
    QStringList own = nullable;
    own.removeIf([&](const QString &name) {
        return std::count_if(table->foreignKeys.cbegin(), table->foreignKeys.cend(),
                             [&](const ForeignKey &key) { return containsName(key.columns, name, nameCaseOf(*table)); })
            > 1;
    });
    return own.isEmpty() ? nullable : own;
}

EditOp setCells(const ImpactNode &node, const ChangeSet &changes, const QString &text, const QStringList &columns,
                const QList<NewValue> &values)
{
    CompoundEdit edit{text, {}};
    for (const ImpactRow &row : concerned(node)) {
        if (isGone(node, row, changes))
            continue;
        for (qsizetype i = 0; i < columns.size(); ++i) {
            if (row.insertId != 0)
                edit.ops.append(SetInsertedCell{node.table, row.insertId, columns.at(i), values.at(i)});
            else
                edit.ops.append(
                    SetCell{node.table, row.key, columns.at(i), row.base.value(columns.at(i)), values.at(i)});
        }
    }
    return edit;
}

} // namespace

Result<EditOp> deleteToo(const ImpactNode &node, const ChangeSet &changes)
{
    RC_TRY(check(node));
    CompoundEdit edit{u"Delete "_s + rowsInWords(node), {}};
    for (const ImpactRow &row : concerned(node)) {
        if (row.insertId != 0)
            edit.ops.append(RemoveInsertedRow{node.table, row.insertId});
        else if (!isGone(node, row, changes))
            edit.ops.append(DeleteRow{node.table, row.key, row.base});
    }
    return EditOp(edit);
}

bool canDetach(const Schema &schema, const ImpactNode &node)
{
    return !detachable(schema, node).isEmpty();
}

Result<EditOp> detach(const Schema &schema, const ImpactNode &node, const ChangeSet &changes)
{
    RC_TRY(check(node));
    const QStringList columns = detachable(schema, node);
    if (columns.isEmpty()) {
        return Error::invalid(u"Rows of %1 must point at some row: %2 must not be NULL."_s.arg(
            node.table.display(), node.relation->toColumns.join(u", "_s)));
    }
    return setCells(node, changes, u"Detach "_s + rowsInWords(node), columns,
                    QList<NewValue>(columns.size(), NewValue(Value())));
}

Result<EditOp> reparent(const Schema &schema, const ImpactNode &node, const ChangeSet &changes,
                        const QList<NewValue> &values)
{
    RC_TRY(check(node));
    const QStringList columns = node.relation->toColumns;
    if (columns.size() != values.size()) {
        return Error::invalid(u"The key of %1 has %2 columns, not %3."_s.arg(node.relation->from.display())
                                  .arg(columns.size())
                                  .arg(values.size()));
    }
    const Table *table = schema.table(node.table);
    for (const QString &name : columns) {
        const Column *column = table ? table->column(name) : nullptr;
        if (!column || column->isGenerated())
            return Error::invalid(u"Column %1 of %2 cannot be set."_s.arg(name, node.table.display()));
    }
    return setCells(node, changes, u"Point %1 at another row"_s.arg(rowsInWords(node)), columns, values);
}

Result<EditOp> takeBack(const ImpactNode &node, const ChangeSet &changes)
{
    CompoundEdit edit{u"Take back the edits of "_s + rowsInWords(node), {}};
    for (const ImpactRow &row : concerned(node)) {
        if (row.insertId != 0 && changes.findInserted(node.table, row.insertId)) {
            edit.ops.append(RemoveInsertedRow{node.table, row.insertId});
            continue;
        }
        const RowEdit *staged = changes.find(node.table, row.key);
        if (!staged)
            continue;
        if (staged->kind == RowEdit::Kind::Delete)
            edit.ops.append(RestoreRow{node.table, row.key});
        for (auto cell = staged->cells.cbegin(); cell != staged->cells.cend(); ++cell)
            edit.ops.append(SetCell{node.table, row.key, cell.key(), cell->base, std::nullopt});
    }
    if (edit.ops.isEmpty())
        return Error::invalid(u"Nothing is staged about these rows of %1."_s.arg(node.table.display()));
    return EditOp(edit);
}

Result<EditOp> restoreDeleted(const ImpactNode &node, const ChangeSet &changes)
{
    CompoundEdit edit{u"Keep the rows that new rows of %1 refer to"_s.arg(node.table.display()), {}};
    for (const ImpactDeletion &deletion : node.because) {
        const RowEdit *staged = changes.find(deletion.table, deletion.key);
        if (staged && staged->kind == RowEdit::Kind::Delete)
            edit.ops.append(RestoreRow{deletion.table, deletion.key});
    }
    if (edit.ops.isEmpty())
        return Error::invalid(u"No deletion that takes new rows of %1 along is staged."_s.arg(node.table.display()));
    return EditOp(edit);
}

} // namespace core
