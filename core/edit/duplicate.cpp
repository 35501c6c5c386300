// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/duplicate.h"

#include "core/edit/rowvalues.h"
#include "core/edit/generatedkey.h"
#include "core/schema/namecase.h"

#include <QLocale>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using RelationKind = Relation::Kind;
using Remark = DuplicateRemark;

Result<QStringList> writableColumns(const Schema &schema, const QualifiedName &name)
{
    const Table *table = schema.table(name);
    if (!table || table->shadow || table->internal || !table->brokenBecause.isEmpty())
        return Error::invalid(
            u"Rows of %1 cannot be duplicated: it is no table that can be edited."_s.arg(name.display()));
    QStringList columns;
    for (const Column &column : table->columns) {
        if (!column.isGenerated() && !column.hidden)
            columns.append(column.name);
    }
    return columns;
}

/// Of a many-to-many relation the way to its junction.
Relation toLinks(Relation relation)
{
    if (relation.kind != RelationKind::ManyToMany)
        return relation;
    relation.kind = RelationKind::Many;
    relation.to = std::exchange(relation.junction, {});
    relation.toColumns = std::exchange(relation.junctionFromColumns, {});
    relation.junctionToColumns.clear();
    return relation;
}

Result<Done> addLevels(const Schema &schema, const QList<DuplicateAlong> &along, int from, QList<DuplicateLevel> &plan)
{
    for (const DuplicateAlong &one : along) {
        const QualifiedName start = plan.at(from).table;
        if (one.relation.kind == RelationKind::One || one.relation.from != start
            || (one.relation.kind == RelationKind::ManyToMany && !one.deeper.isEmpty())) {
            return Error::invalid(u"The relation %1 leads to nothing that belongs to a row of %2, so it cannot be "
                                  "duplicated along."_s.arg(one.relation.name, start.display()));
        }
        const Relation relation = toLinks(one.relation);
        const auto columns = writableColumns(schema, relation.to);
        RC_TRY(columns);
        // Also what is generated may be what others refer to.
        plan.append({from, relation, relation.to, *columns});
        RC_TRY(addLevels(schema, one.deeper, int(plan.size()) - 1, plan));
    }
    return Done();
}

/// Writes the copies: which cells they get, and what of them refers to other copies.
class Copier {
public:
    Copier(const Schema &schema, const QList<DuplicateLevel> &plan, const QList<DuplicateRow> &rows, qint64 firstId)
        : m_schema(schema)
        , m_plan(plan)
        , m_rows(rows)
        , m_firstId(firstId)
    {
    }

    Result<Duplicate> copies()
    {
        if (m_plan.isEmpty() || m_rows.isEmpty())
            return Error::invalid(u"There is no row to duplicate any more; refresh and try again."_s);
        Duplicate out;
        out.table = m_plan.constFirst().table;
        out.insertId = m_firstId;
        out.edit.text = m_rows.size() == 1
            ? u"Duplicate a row of %1"_s.arg(out.table.display())
            : u"Duplicate a row of %1 with %2 more"_s.arg(out.table.display()).arg(m_rows.size() - 1);
        for (int i = 0; i < int(m_rows.size()); ++i) {
            const Table *table = m_schema.table(tableOf(i));
            if (!table)
                return Error::invalid(
                    u"Table %1 is not in the database any more; refresh and try again."_s.arg(tableOf(i).display()));
            if (!m_uniques.contains(table->name))
                m_uniques.insert(table->name, uniqueColumnSets(*table));
            out.edit.ops.append(copyOf(i, *table));
        }
        out.edit.ops += m_later;
        out.remarks = m_remarks;
        return out;
    }

private:
    [[nodiscard]] const QualifiedName &tableOf(int row) const { return m_plan.at(m_rows.at(row).level).table; }
    [[nodiscard]] qint64 idOf(int row) const { return m_firstId + row; }

    InsertRow copyOf(int i, const Table &table)
    {
        const DuplicateRow &row = m_rows.at(i);
        const DuplicateLevel &level = m_plan.at(row.level);
        InsertRow insert{table.name, idOf(i), {}, -1};
        for (const QString &column : level.columns) {
            if (row.cells.contains(column))
                insert.cells.insert(column, row.cells.value(column));
            else if (const auto size = row.tooLarge.constFind(column); size != row.tooLarge.cend())
                note(isNeeded(table, column) ? Remark::Kind::Missing : Remark::Kind::TooLarge, table.name, column,
                     *size);
        }
        QSet<QString> refers;
        if (row.parent >= 0)
            refer(insert, level.relation.toColumns, row.parent, level.relation.fromColumns, refers);
        for (const ForeignKey &key : table.foreignKeys)
            followCopy(insert, i, table, key, refers);
        for (const QString &id : generatedKeys(table)) {
            if (!refers.contains(id))
                insert.cells.remove(id); // the database makes a new one
        }
        for (const QStringList &columns : m_uniques.value(table.name))
            makeUnique(insert, table, columns, refers);
        return insert;
    }

    void refer(InsertRow &insert, const QStringList &columns, int target, const QStringList &targetColumns,
               QSet<QString> &refers)
    {
        for (qsizetype c = 0; c < columns.size(); ++c) {
            if (refers.contains(columns.at(c)))
                continue;
            refers.insert(columns.at(c));
            const KeyOfInserted key{tableOf(target), idOf(target), targetColumns.at(c)};
            if (idOf(target) < insert.insertId) {
                insert.cells.insert(columns.at(c), key);
            } else { // it is not there yet when this row is staged
                insert.cells.remove(columns.at(c));
                m_later.append(SetInsertedCell{insert.table, insert.insertId, columns.at(c), NewValue(key)});
            }
        }
    }

    /// A reference to a row that is copied, too, goes to its copy.
    void followCopy(InsertRow &insert, int i, const Table &table, const ForeignKey &key, QSet<QString> &refers)
    {
        const Table *target = m_schema.table(key.target);
        if (!target)
            return;
        const QStringList columns = realNames(table, key.columns);
        const QStringList targetColumns =
            realNames(*target, key.targetColumns.isEmpty() ? target->primaryKeyColumns() : key.targetColumns);
        if (columns.size() != targetColumns.size())
            return;
        QList<Value> values;
        for (const QString &column : columns)
            values.append(m_rows.at(i).cells.value(column));
        const int found = copied(target->name, targetColumns).value(values, -1);
        if (found >= 0 && found != i)
            refer(insert, columns, found, targetColumns, refers);
    }

    /// The rows that are copied, by the values of these columns.
    const QHash<QList<Value>, int> &copied(const QualifiedName &table, const QStringList &columns)
    {
        QHash<QList<Value>, int> &index = m_copied[{table, columns}];
        if (!index.isEmpty())
            return index;
        index.insert({}, -1); // so that it is made once, also when it stays empty
        for (int i = 0; i < int(m_rows.size()); ++i) {
            QList<Value> values;
            for (const QString &column : columns)
                values.append(m_rows.at(i).cells.value(column));
            const bool whole = std::none_of(values.cbegin(), values.cend(), [](const Value &v) { return v.isNull(); });
            if (tableOf(i) == table && whole && !index.contains(values))
                index.insert(values, i);
        }
        return index;
    }

    void makeUnique(InsertRow &insert, const Table &table, const QStringList &columns, const QSet<QString> &refers)
    {
        const auto isFree = [&](const QString &column) {
            const auto cell = insert.cells.constFind(column);
            const auto *value = cell == insert.cells.cend() ? nullptr : std::get_if<Value>(&*cell);
            return refers.contains(column) || !value || value->isNull();
        };
        if (std::any_of(columns.cbegin(), columns.cend(), isFree))
            return;
        const auto valueOf = [&](const QString &column) { return std::get<Value>(insert.cells.value(column)); };
        const auto inKey = [&](const QString &column) {
            return std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(), [&](const ForeignKey &key) {
                return containsName(key.columns, column, nameCaseOf(table));
            });
        };
        for (const QString &column : columns) {
            const QString text =
                valueOf(column).isEditableText() && !inKey(column) ? valueOf(column).display() : QString();
            if (text.isEmpty())
                continue;
            const QUuid uuid(text);
            const bool braced = text.startsWith(u'{');
            const QString other = uuid.isNull()
                ? freshText(table.name, column, text)
                : QUuid::createUuid().toString(braced ? QUuid::WithBraces : QUuid::WithoutBraces);
            insert.cells.insert(column,
                                Value::text(!uuid.isNull() && text == text.toUpper() ? other.toUpper() : other));
            note(uuid.isNull() ? Remark::Kind::Suffixed : Remark::Kind::NewUuid, table.name, column);
            return;
        }
        const auto last = std::find_if(columns.crbegin(), columns.crend(), [&](const QString &c) { return !inKey(c); });
        const QString column = last == columns.crend() ? columns.constLast() : *last;
        insert.cells.remove(column);
        note(isNeeded(table, column) ? Remark::Kind::Missing : Remark::Kind::LeftOut, table.name, column);
    }

    /// A new row cannot be without it.
    [[nodiscard]] static bool isNeeded(const Table &table, const QString &column)
    {
        const Column *facts = table.column(column);
        return facts && !facts->defaultExpression && !facts->identity
            && (table.isRequired(*facts) || table.primaryKeyColumns().contains(facts->name));
    }

    /// "x copy", or with a number where one of the copied rows or of the copies is called so already.
    QString freshText(const QualifiedName &table, const QString &column, const QString &text)
    {
        QSet<QString> &taken = m_texts[{table, {column}}];
        if (taken.isEmpty()) {
            for (int i = 0; i < int(m_rows.size()); ++i) {
                if (tableOf(i) == table)
                    taken.insert(m_rows.at(i).cells.value(column).display());
            }
        }
        QString fresh = text + u" copy"_s;
        for (int n = 2; taken.contains(fresh); ++n)
            fresh = text + u" copy %1"_s.arg(n);
        taken.insert(fresh);
        return fresh;
    }

    /// `bytes`: of the cell that is too large to be copied, else 0.
    void note(Remark::Kind kind, const QualifiedName &table, const QString &column, qint64 bytes = 0)
    {
        const auto known = std::find_if(m_remarks.begin(), m_remarks.end(), [&](const Remark &r) {
            return r.kind == kind && r.table == table && r.column == column && (r.bytes > 0) == (bytes > 0);
        });
        if (known == m_remarks.end()) {
            m_remarks.append({kind, table, column, 1, bytes});
            return;
        }
        ++known->rows;
        known->bytes = std::max(known->bytes, bytes);
    }

    using TableColumns = std::pair<QualifiedName, QStringList>;
    const Schema &m_schema;
    const QList<DuplicateLevel> &m_plan;
    const QList<DuplicateRow> &m_rows;
    const qint64 m_firstId;
    QList<EditOp> m_later; ///< references to copies that are staged after the row
    QList<Remark> m_remarks;
    QHash<QualifiedName, QList<QStringList>> m_uniques;
    QHash<TableColumns, QHash<QList<Value>, int>> m_copied;
    QHash<TableColumns, QSet<QString>> m_texts;
};

} // namespace

Result<QList<DuplicateLevel>> duplicatePlan(const Schema &schema, const DuplicateRequest &request)
{
    const auto columns = writableColumns(schema, request.table);
    RC_TRY(columns);
    QList<DuplicateLevel> plan{{-1, {}, request.table, *columns}};
    RC_TRY(addLevels(schema, request.along, 0, plan));
    return plan;
}

QString toText(const DuplicateRemark &remark)
{
    const QString column = remark.table.display() + u'.' + remark.column;
    const QString rows = remark.rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(remark.rows);
    const QString size = QLocale::c().formattedDataSize(remark.bytes, 1, QLocale::DataSizeTraditionalFormat);
    const QString tooLarge =
        u"%1 is too large to be staged"_s.arg(remark.rows == 1 ? size : QString(u"up to "_s + size));
    switch (remark.kind) {
    case Remark::Kind::TooLarge:
        return u"%1: left out in %2, since %3"_s.arg(column, rows, tooLarge);
    case Remark::Kind::Suffixed:
        return u"%1: “ copy” added in %2"_s.arg(column, rows);
    case Remark::Kind::NewUuid:
        return u"%1: a new UUID in %2"_s.arg(column, rows);
    case Remark::Kind::LeftOut:
        return u"%1: left out in %2"_s.arg(column, rows);
    case Remark::Kind::Missing:
        return remark.bytes > 0 ? u"%1: to be filled in, in %2, since %3"_s.arg(column, rows, tooLarge)
                                : u"%1: to be filled in, in %2"_s.arg(column, rows);
    }
    Q_UNREACHABLE();
}

Result<Duplicate> duplicateEdit(const Schema &schema, const QList<DuplicateLevel> &plan,
                                const QList<DuplicateRow> &rows, qint64 firstInsertId)
{
    return Copier(schema, plan, rows, firstInsertId).copies();
}

} // namespace core
