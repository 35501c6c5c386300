// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/relationedits.h"

#include "core/edit/relationrows.h"
#include "core/edit/rowvalues.h"
#include "core/edit/generatedkey.h"
#include "core/schema/namecase.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using RelationKind = Relation::Kind;

Error notOfThatKind(const Relation &relation)
{
    return Error::invalid(
        u"The relation %1 of table %2 does not lead that way."_s.arg(relation.name, relation.from.display()));
}

Result<const Table *> tableOf(const Schema &schema, const QualifiedName &name)
{
    const Table *table = schema.table(name);
    if (!table)
        return Error::invalid(
            u"Table %1 is not in the database any more; refresh and edit again."_s.arg(name.display()));
    return table;
}

Result<Done> checkWritable(const Table &table, const QStringList &columns)
{
    for (const QString &name : columns) {
        const Column *column = table.column(name);
        if (!column)
            return Error::invalid(
                u"Table %1 has no column %2 any more; refresh and edit again."_s.arg(table.name.display(), name));
        if (column->isGenerated())
            return Error::invalid(u"Column %1 of table %2 is computed by the database and cannot be set."_s.arg(
                name, table.name.display()));
    }
    return Done();
}

/// The values that let `columns` refer to the row, whose table is `target` and whose columns `targetColumns` count.
Result<QList<NewValue>> valuesOf(const ChangeSet &changes, const QualifiedName &target,
                                 const QStringList &targetColumns, const RowEnd &end)
{
    QList<NewValue> values;
    if (end.insertId > 0) {
        if (!changes.findInserted(target, end.insertId))
            return Error::invalid(
                u"There is no staged new row %1 in table %2 any more."_s.arg(end.insertId).arg(target.display()));
        for (const QString &column : targetColumns)
            values.append(KeyOfInserted{target, end.insertId, column});
        return values;
    }
    if (end.values.size() != targetColumns.size())
        return Error::invalid(u"The key of table %1 has changed since this row was read; refresh and edit again."_s.arg(
            target.display()));
    for (qsizetype i = 0; i < targetColumns.size(); ++i) {
        if (end.values.at(i).isNull())
            return Error::invalid(
                u"This row of table %1 has no %2, by which others refer to it; fill it in first."_s.arg(
                    target.display(), targetColumns.at(i)));
        values.append(end.values.at(i));
    }
    return values;
}

bool isKeyColumn(const Table &table, const QString &column)
{
    return containsName(table.primaryKeyColumns(), column, nameCaseOf(table));
}

/// Whether another foreign key of the table needs the column, too.
bool isShared(const Table &table, const Relation &relation, const QString &column)
{
    return std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const ForeignKey &key) {
        return realNames(table, key.columns) != relation.fromColumns
            && containsName(key.columns, column, nameCaseOf(table));
    });
}

/// The columns that are set to NULL so that the row refers to none; one NULL is enough for the database.
QStringList emptied(const Table &table, const Relation &relation)
{
    QStringList possible;
    for (const QString &name : relation.fromColumns) {
        const Column *column = table.column(name);
        if (column && !column->isGenerated() && !table.isRequired(*column) && !isKeyColumn(table, name))
            possible.append(name);
    }
    QStringList own;
    std::copy_if(possible.cbegin(), possible.cend(), std::back_inserter(own),
                 [&](const QString &name) { return !isShared(table, relation, name); });
    return own.isEmpty() ? possible : own;
}

Result<Done> checkStands(const ChangeSet &changes, const RowRef &row)
{
    if (row.isNew()) {
        if (!changes.findInserted(row.table, row.insertId))
            return Error::invalid(
                u"There is no staged new row %1 in table %2 any more."_s.arg(row.insertId).arg(row.table.display()));
        return Done();
    }
    if (row.key.isEmpty())
        return Error::invalid(u"The edit in table %1 names no row."_s.arg(row.table.display()));
    const RowEdit *edit = changes.find(row.table, row.key);
    if (edit && edit->kind == RowEdit::Kind::Delete)
        return Error::invalid(
            u"This row of table %1 is staged for deletion; restore it first."_s.arg(row.table.display()));
    return Done();
}

EditOp asOne(QList<EditOp> ops, const QString &text)
{
    if (ops.size() == 1)
        return ops.takeFirst();
    return CompoundEdit{text, std::move(ops)};
}

EditOp setCells(const RowRef &row, const QStringList &columns, const QList<Value> &base, const QList<NewValue> &values,
                const QString &text)
{
    QList<EditOp> ops;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        if (row.isNew())
            ops.append(SetInsertedCell{row.table, row.insertId, columns.at(i), values.at(i)});
        else
            ops.append(SetCell{row.table, row.key, columns.at(i), base.at(i), values.at(i), -1});
    }
    return asOne(std::move(ops), text);
}

/// A junction row cannot be made without these: required, without a default, and nothing known for them.
QStringList missing(const Table &table, const QMap<QString, NewValue> &cells)
{
    QStringList names;
    for (const Column &column : table.columns) {
        if (!column.isGenerated() && !column.hidden && table.isRequired(column) && !column.defaultExpression
            && !isGeneratedKey(table, column) && !cells.contains(column.name))
            names.append(column.name);
    }
    return names;
}

} // namespace

Relation fromChild(const Relation &relation)
{
    if (relation.kind != RelationKind::Many && relation.kind != RelationKind::OneToOne)
        return relation;
    Relation child = relation;
    child.kind = RelationKind::One;
    child.from = relation.to;
    child.to = relation.from;
    child.fromColumns = relation.toColumns;
    child.toColumns = relation.fromColumns;
    return child;
}

Relation toJunction(const Relation &relation)
{
    Relation near = relation;
    near.kind = RelationKind::Many;
    near.to = relation.junction;
    near.toColumns = relation.junctionFromColumns;
    near.junction = {};
    near.junctionFromColumns.clear();
    near.junctionToColumns.clear();
    return near;
}

QString emptyForbidden(const Schema &schema, const Relation &relation)
{
    const Table *table = schema.table(relation.from);
    if (!table || !emptied(*table, relation).isEmpty())
        return {};
    return u"%1 of table %2 must not be empty: choose another row of %3, or delete this one."_s.arg(
        relation.fromColumns.join(u", "_s), relation.from.display(), relation.to.display());
}

Result<EditOp> chooseParent(const Schema &schema, const Relation &relation, const ChangeSet &changes, const RowRef &row,
                            const QList<Value> &base, const RowEnd &parent)
{
    if (relation.kind != RelationKind::One)
        return notOfThatKind(relation);
    const auto table = tableOf(schema, relation.from);
    RC_TRY(table);
    RC_TRY(checkStands(changes, row));
    if (!row.isNew() && base.size() != relation.fromColumns.size())
        return Error::invalid(u"The row of table %1 was not read with %2; refresh and edit again."_s.arg(
            relation.from.display(), relation.fromColumns.join(u", "_s)));
    if (parent.isNone()) {
        if (const QString why = emptyForbidden(schema, relation); !why.isEmpty())
            return Error::invalid(why);
        const QStringList columns = emptied(**table, relation);
        QList<Value> old;
        for (const QString &column : columns)
            old.append(base.value(relation.fromColumns.indexOf(column)));
        return setCells(row, columns, old, QList<NewValue>(columns.size(), NewValue(Value())),
                        u"Refer to no row of %1"_s.arg(relation.to.display()));
    }
    RC_TRY(checkWritable(**table, relation.fromColumns));
    if (row.isNew() && row.insertId == parent.insertId)
        return Error::invalid(u"A new row of table %1 cannot refer to itself before it is there: apply it first."_s.arg(
            row.table.display()));
    const auto values = valuesOf(changes, relation.to, relation.toColumns, parent);
    RC_TRY(values);
    return setCells(row, relation.fromColumns, base, *values, u"Choose a row of %1"_s.arg(relation.to.display()));
}

Result<EditOp> addChild(const Schema &schema, const Relation &relation, const ChangeSet &changes, const RowEnd &parent,
                        const QMap<QString, NewValue> &cells)
{
    if (relation.kind != RelationKind::Many && relation.kind != RelationKind::OneToOne)
        return notOfThatKind(relation);
    const auto table = tableOf(schema, relation.to);
    RC_TRY(table);
    RC_TRY(checkWritable(**table, relation.toColumns));
    const auto values = valuesOf(changes, relation.from, relation.fromColumns, parent);
    RC_TRY(values);
    InsertRow insert{relation.to, 0, cells, -1};
    for (qsizetype i = 0; i < relation.toColumns.size(); ++i)
        insert.cells.insert(relation.toColumns.at(i), values->at(i));
    return EditOp(insert);
}

Result<EditOp> detachChild(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                           const RowRef &child, const QList<Value> &base)
{
    if (relation.kind != RelationKind::Many && relation.kind != RelationKind::OneToOne)
        return notOfThatKind(relation);
    return chooseParent(schema, fromChild(relation), changes, child, base, {});
}

Result<EditOp> deleteRow(const ChangeSet &changes, const RowRef &row, const QMap<QString, Value> &seen)
{
    if (row.isNew()) {
        RC_TRY(checkStands(changes, row));
        return EditOp(RemoveInsertedRow{row.table, row.insertId});
    }
    const RowEdit *edit = changes.find(row.table, row.key);
    if (edit && edit->kind == RowEdit::Kind::Delete)
        return Error::invalid(u"This row of table %1 is staged for deletion already."_s.arg(row.table.display()));
    return EditOp(DeleteRow{row.table, row.key, seen, -1});
}

bool hasPayload(const Table &junction, const Relation &relation)
{
    const QStringList keys = relation.junctionFromColumns + relation.junctionToColumns;
    return std::any_of(junction.columns.cbegin(), junction.columns.cend(), [&](const Column &column) {
        return !column.isGenerated() && !column.hidden && !isGeneratedKey(junction, column)
            && !containsName(keys, column.name, nameCaseOf(junction));
    });
}

Result<EditOp> connectRows(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                           const Dialect &dialect, const RowEnd &here, const RowEnd &there,
                           const QList<StoredRow> &stored, const QMap<QString, NewValue> &cells)
{
    if (relation.kind != RelationKind::ManyToMany)
        return notOfThatKind(relation);
    const auto junction = tableOf(schema, relation.junction);
    RC_TRY(junction);
    const QStringList columns = relation.junctionFromColumns + relation.junctionToColumns;
    RC_TRY(checkWritable(**junction, columns));
    for (const RelatedRow &link : stagedLinks(schema, relation, changes, dialect, here, stored)) {
        if (!isSameEnd(link.there, there))
            continue;
        if (link.isThere())
            return Error::invalid(u"The two rows are connected already."_s);
        if (link.state == RelatedRow::State::Removed)
            return EditOp(RestoreRow{relation.junction, link.row.key});
    }
    const auto near = valuesOf(changes, relation.from, relation.fromColumns, here);
    RC_TRY(near);
    const auto far = valuesOf(changes, relation.to, relation.toColumns, there);
    RC_TRY(far);
    InsertRow insert{relation.junction, 0, cells, -1};
    const QList<NewValue> values = *near + *far;
    for (qsizetype i = 0; i < columns.size(); ++i)
        insert.cells.insert(columns.at(i), values.at(i));
    if (const QStringList names = missing(**junction, insert.cells); !names.isEmpty())
        return Error::invalid(u"A row of %1 needs %2, too: open it as rows and fill it in there."_s.arg(
            relation.junction.display(), names.join(u", "_s)));
    return EditOp(insert);
}

} // namespace core
