// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/failedplace.h"

#include "core/rows/columnvalue.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int keyLetters = 40;

/// "posts 412", "posts (3, 7)", "new row 2 of posts".
QString inWords(const RowEdit &row)
{
    if (row.kind == RowEdit::Kind::Insert)
        return u"new row %1 of %2"_s.arg(QString::number(row.insertId), row.table.display());
    QStringList key;
    for (const Value &value : row.key.values)
        key.append(value.isNull() ? u"NULL"_s : value.display(keyLetters).simplified());
    return (key.size() > 1 ? u"%1 (%2)"_s : u"%1 %2"_s).arg(row.table.display(), key.join(u", "_s));
}

bool isNameCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$';
}

/// Databases name what they refuse as table.column; whole names only, so that "id" is not found in "user_id".
bool namesColumn(const QString &words, const QString &table, const QString &column)
{
    const QString name = table + u'.' + column;
    for (qsizetype at = words.indexOf(name); at >= 0; at = words.indexOf(name, at + 1)) {
        const qsizetype end = at + name.size();
        const bool startsThere = at == 0 || !isNameCharacter(words.at(at - 1));
        const bool endsThere = end == words.size() || !isNameCharacter(words.at(end));
        if (startsThere && endsThere)
            return true;
    }
    return false;
}

/// The keys that the edit touches: those of what it writes, or those of others that rest on what it takes away.
void foreignKeyPlace(const RowEdit &row, const RelationGraph &relations, FailedPlace &place)
{
    QStringList needs;
    if (row.kind != RowEdit::Kind::Delete) {
        const QList<Relation> own = relations.of(row.table);
        for (const Relation &relation : own) {
            const bool touched = relation.kind == Relation::Kind::One
                && std::any_of(relation.fromColumns.cbegin(), relation.fromColumns.cend(),
                               [&](const QString &column) { return row.cells.contains(column); });
            if (!touched)
                continue;
            place.columns += relation.fromColumns;
            needs += u"must be %1 of a row of %2"_s.arg(relation.toColumns.join(", "_L1), relation.to.display());
        }
    }
    if (needs.isEmpty()) {
        QStringList others;
        const QList<Relation> theirs = relations.referencing(row.table);
        for (const Relation &relation : theirs) {
            const QualifiedName &other = relation.from == row.table ? relation.to : relation.from;
            if (!others.contains(other.display()))
                others += other.display();
        }
        if (!others.isEmpty())
            needs += u"rows of %1 may refer to it"_s.arg(others.join(", "_L1));
    }
    place.columns.removeDuplicates();
    place.because = needs.join(", "_L1);
}

QStringList misfittingColumns(const RowEdit &row, const Table &table, const Dialect &dialect)
{
    QStringList columns;
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
        const auto *value = std::get_if<Value>(&cell->value);
        const Column *column = value ? table.column(cell.key()) : nullptr;
        if (column && !misfit(*value, *column, {}, dialect).isEmpty())
            columns.append(column->name);
    }
    return columns;
}

} // namespace

const RowEdit *editOfStatement(const Script &script, int statement, const ChangeSet &changes)
{
    if (statement < 0 || statement >= script.statements.size())
        return nullptr;
    const auto *from = std::get_if<FromEdit>(&script.statements.at(statement).source);
    if (!from || from->editIndex < 0 || from->editIndex >= changes.rows().size())
        return nullptr;
    return &changes.rows().at(from->editIndex);
}

QString FailedPlace::text() const
{
    QString text = row;
    if (!columns.isEmpty())
        text = u"%1, column %2"_s.arg(text, columns.join(", "_L1));
    return because.isEmpty() ? text : QString(text + u" ("_s + because + u')');
}

FailedPlace failedAt(const Error &error, const Script &script, const ChangeSet &changes, const Schema &schema,
                     const RelationGraph &relations, const Dialect &dialect)
{
    const RowEdit *row = editOfStatement(script, error.statementIndex, changes);
    const Table *table = row ? schema.table(row->table) : nullptr;
    FailedPlace place;
    if (!row)
        return place;
    place.row = inWords(*row);
    if (!table)
        return place;
    for (const Column &column : table->columns) {
        if (namesColumn(error.message, table->name.name, column.name)
            || namesColumn(error.detail, table->name.name, column.name))
            place.columns.append(column.name);
    }
    if (!place.columns.isEmpty())
        return place;
    if (error.kind == Error::Kind::Constraint && error.detail.contains("foreign key"_L1, Qt::CaseInsensitive))
        foreignKeyPlace(*row, relations, place);
    else
        place.columns = misfittingColumns(*row, *table, dialect);
    if (place.columns.isEmpty() && row->kind == RowEdit::Kind::Update && row->cells.size() == 1)
        place.columns.append(row->cells.firstKey()); // the only one it can be about
    return place;
}

} // namespace core
