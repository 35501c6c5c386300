// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/duplicate.h"

#include "core/dialect/relationsql.h"
#include "core/edit/rowvalues.h"

#include <QRegularExpression>
#include <QSet>
#include <QUuid>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Kind = Relation::Kind;
using Remark = DuplicateRemark;

Result<QStringList> writableColumns(const Schema &schema, const QualifiedName &name)
{
    const Table *table = schema.table(name);
    if (!table || table->shadow || table->internal || !table->brokenBecause.isEmpty())
        return Error::invalid(u"Rows of %1 cannot be duplicated: it is no table that can be edited."_s.arg(name.display()));
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
    if (relation.kind != Kind::ManyToMany)
        return relation;
    relation.kind = Kind::Many;
    relation.to = std::exchange(relation.junction, {});
    relation.toColumns = std::exchange(relation.junctionFromColumns, {});
    relation.junctionToColumns.clear();
    return relation;
}

Result<Done> addLevels(const Schema &schema, const QList<DuplicateAlong> &along, int from, QList<DuplicateLevel> &plan)
{
    for (const DuplicateAlong &one : along) {
        const QualifiedName start = plan.at(from).table;
        if (one.relation.kind == Kind::One || one.relation.from != start
            || (one.relation.kind == Kind::ManyToMany && !one.deeper.isEmpty())) {
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

/// Columns that the levels below refer to are read, even when they are not copied.
QStringList readColumns(const QList<DuplicateLevel> &plan, int level)
{
    QStringList columns = plan.at(level).columns;
    for (const DuplicateLevel &below : plan) {
        if (below.from == level)
            columns += below.relation.fromColumns;
    }
    columns.removeDuplicates();
    return columns;
}

Error tooMany(const DuplicateRequest &request)
{
    return Error::invalid(u"More than %1 rows belong to this row of %2: choose fewer relations to duplicate along."_s
                              .arg(request.rowsAtMost)
                              .arg(request.table.display()));
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
        out.edit.text = m_rows.size() == 1 ? u"Duplicate a row of %1"_s.arg(out.table.display())
                                           : u"Duplicate a row of %1 with %2 more"_s.arg(out.table.display())
                                                 .arg(m_rows.size() - 1);
        for (int i = 0; i < int(m_rows.size()); ++i) {
            const Table *table = m_schema.table(tableOf(i));
            if (!table)
                return Error::invalid(u"Table %1 is not in the database any more; refresh and try again."_s.arg(
                    tableOf(i).display()));
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
        }
        QSet<QString> refers;
        if (row.parent >= 0)
            refer(insert, level.relation.toColumns, row.parent, level.relation.fromColumns, refers);
        for (const ForeignKey &key : table.foreignKeys)
            followCopy(insert, i, table, key, refers);
        if (const QString id = table.rowIdAlias(); !id.isEmpty() && !refers.contains(id))
            insert.cells.remove(id); // the database makes a new one
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
            return std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(),
                               [&](const ForeignKey &key) { return key.columns.contains(column, Qt::CaseInsensitive); });
        };
        for (const QString &column : columns) {
            const QString text = valueOf(column).isEditableText() && !inKey(column) ? valueOf(column).display() : QString();
            if (text.isEmpty())
                continue;
            const QUuid uuid(text);
            const bool braced = text.startsWith(u'{');
            const QString other = uuid.isNull()
                ? freshText(table.name, column, text)
                : QUuid::createUuid().toString(braced ? QUuid::WithBraces : QUuid::WithoutBraces);
            insert.cells.insert(column, Value::text(!uuid.isNull() && text == text.toUpper() ? other.toUpper() : other));
            note(uuid.isNull() ? Remark::Kind::Suffixed : Remark::Kind::NewUuid, table.name, column);
            return;
        }
        const auto last = std::find_if(columns.crbegin(), columns.crend(), [&](const QString &c) { return !inKey(c); });
        const QString column = last == columns.crend() ? columns.constLast() : *last;
        insert.cells.remove(column);
        const Column *facts = table.column(column);
        const bool needed = facts && !facts->defaultExpression
            && (table.isRequired(*facts) || table.primaryKeyColumns().contains(facts->name));
        note(needed ? Remark::Kind::Missing : Remark::Kind::LeftOut, table.name, column);
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

    void note(Remark::Kind kind, const QualifiedName &table, const QString &column)
    {
        const auto known = std::find_if(m_remarks.begin(), m_remarks.end(), [&](const Remark &r) {
            return r.kind == kind && r.table == table && r.column == column;
        });
        if (known == m_remarks.end())
            m_remarks.append({kind, table, column, 1});
        else
            ++known->rows;
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

Result<QList<DuplicateRow>> readForDuplicate(Database &database, const Schema &schema, const Dialect &dialect,
                                             const DuplicateRequest &request, JobContext &context)
{
    const auto plan = duplicatePlan(schema, request);
    RC_TRY(plan);
    const Table &table = *schema.table(request.table);
    const BoundSql root = dialect.rowByKey(table, dialect.identityOf(table), request.key);
    const auto first = database.query(root.sql, root.values);
    RC_TRY(first);
    if (first->size() != 1)
        return Error::invalid(u"The row of %1 is not there any more; refresh and try again."_s.arg(request.table.display()));
    DuplicateRow row;
    for (qsizetype c = 0; c < table.columns.size(); ++c)
        row.cells.insert(table.columns.at(c).name, first->front().at(size_t(c)));
    QList<DuplicateRow> rows{row};
    // A row that belongs in two ways (a comment of the post, and a reply to another one) is copied once.
    QHash<QualifiedName, QSet<QList<Value>>> taken;
    const auto isTaken = [&](const DuplicateRow &one, const QualifiedName &name) {
        const QStringList key = schema.table(name)->primaryKeyColumns();
        QList<Value> values;
        for (const QString &column : key)
            values.append(one.cells.value(column));
        if (key.isEmpty() || values.contains(Value()))
            return false;
        QSet<QList<Value>> &known = taken[schema.table(name)->name];
        const bool before = known.contains(values);
        known.insert(values);
        return before;
    };
    static_cast<void>(isTaken(row, request.table));
    for (int level = 1; level < int(plan->size()); ++level) {
        const DuplicateLevel &read = plan->at(level);
        const QStringList columns = readColumns(*plan, level);
        QList<RelationSql::Key> keys;
        QList<int> parents;
        for (int i = 0; i < int(rows.size()); ++i) {
            RelationSql::Key key;
            for (const QString &column : read.relation.fromColumns)
                key.append(rows.at(i).cells.value(column));
            if (rows.at(i).level == read.from
                && std::none_of(key.cbegin(), key.cend(), [](const Value &v) { return v.isNull(); })) {
                keys.append(key);
                parents.append(i);
            }
        }
        constexpr qsizetype keysAtOnce = 100;
        for (qsizetype from = 0; from < keys.size(); from += keysAtOnce) {
            if (context.isCancelled())
                return Error::cancelled();
            const BoundSql sql = dialect.relationSql().neighbours(schema, read.relation, columns, {},
                                                                  keys.mid(from, keysAtOnce), request.rowsAtMost + 1);
            const auto found = database.query(sql.sql, sql.values);
            RC_TRY(found);
            if (rows.size() + qsizetype(found->size()) > request.rowsAtMost)
                return tooMany(request);
            for (const Row &values : *found) {
                DuplicateRow child{level, parents.at(from + qsizetype(values.front().toInteger())), {}};
                for (qsizetype c = 0; c < columns.size(); ++c)
                    child.cells.insert(columns.at(c), values.at(size_t(c + 1)));
                if (!isTaken(child, read.table))
                    rows.append(child);
            }
        }
    }
    return rows;
}

QString toText(const DuplicateRemark &remark)
{
    const QString column = remark.table.display() + u'.' + remark.column;
    const QString rows = remark.rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(remark.rows);
    switch (remark.kind) {
    case Remark::Kind::Suffixed:
        return u"%1: “ copy” added in %2"_s.arg(column, rows);
    case Remark::Kind::NewUuid:
        return u"%1: a new UUID in %2"_s.arg(column, rows);
    case Remark::Kind::LeftOut:
        return u"%1: left out in %2"_s.arg(column, rows);
    case Remark::Kind::Missing:
        return u"%1: to be filled in, in %2"_s.arg(column, rows);
    }
    Q_UNREACHABLE();
}

Result<Duplicate> duplicateEdit(const Schema &schema, const QList<DuplicateLevel> &plan,
                                const QList<DuplicateRow> &rows, qint64 firstInsertId)
{
    return Copier(schema, plan, rows, firstInsertId).copies();
}

} // namespace core
