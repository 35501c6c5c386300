// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/affectedrow.h"

#include "core/rows/columnvalue.h"
#include "ui/changes/changetexts.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

const core::RowEdit *editOfStatement(const core::Script &script, int statement, const core::ChangeSet &changes)
{
    if (statement < 0 || statement >= script.statements.size())
        return nullptr;
    const auto *from = std::get_if<core::FromEdit>(&script.statements.at(statement).source);
    if (!from || from->editIndex < 0 || from->editIndex >= changes.rows().size())
        return nullptr;
    return &changes.rows().at(from->editIndex);
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
void foreignKeyPlace(const core::RowEdit &row, const core::RelationGraph &relations, FailedPlace &place)
{
    const auto translated = [](const char *text) { return QCoreApplication::translate("ui::AffectedRow", text); };
    QStringList needs;
    if (row.kind != core::RowEdit::Kind::Delete) {
        const QList<core::Relation> own = relations.of(row.table);
        for (const core::Relation &relation : own) {
            const bool touched = relation.kind == core::Relation::Kind::One
                && std::any_of(relation.fromColumns.cbegin(), relation.fromColumns.cend(),
                               [&](const QString &column) { return row.cells.contains(column); });
            if (!touched)
                continue;
            place.columns += relation.fromColumns;
            needs += translated("must be %1 of a row of %2")
                         .arg(relation.toColumns.join(", "_L1), relation.to.display());
        }
    }
    if (needs.isEmpty()) {
        QStringList others;
        const QList<core::Relation> theirs = relations.referencing(row.table);
        for (const core::Relation &relation : theirs) {
            const core::QualifiedName &other = relation.from == row.table ? relation.to : relation.from;
            if (!others.contains(other.display()))
                others += other.display();
        }
        if (!others.isEmpty())
            needs += translated("rows of %1 may refer to it").arg(others.join(", "_L1));
    }
    place.columns.removeDuplicates();
    place.because = needs.join(", "_L1);
}

QStringList misfittingColumns(const core::RowEdit &row, const core::Table &table, const core::Dialect &dialect)
{
    QStringList columns;
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
        const auto *value = std::get_if<core::Value>(&cell->value);
        const core::Column *column = value ? table.column(cell.key()) : nullptr;
        if (column && !core::misfit(*value, *column, {}, dialect).isEmpty())
            columns.append(column->name);
    }
    return columns;
}

} // namespace

std::optional<RowAddress> rowOfStatement(const core::Script &script, int statement, const core::ChangeSet &changes)
{
    const core::RowEdit *row = editOfStatement(script, statement, changes);
    if (!row)
        return std::nullopt;
    return RowAddress{row->table, row->key, row->insertId};
}

QString FailedPlace::text() const
{
    QString text = row;
    if (!columns.isEmpty())
        text = QCoreApplication::translate("ui::AffectedRow", "%1, column %2").arg(text, columns.join(", "_L1));
    return because.isEmpty() ? text : QString(text + u" ("_s + because + u')');
}

FailedPlace failedAt(const core::Error &error, const core::Script &script, const core::ChangeSet &changes,
                     const core::Schema &schema, const core::RelationGraph &relations, const core::Dialect &dialect)
{
    const core::RowEdit *row = editOfStatement(script, error.statementIndex, changes);
    const core::Table *table = row ? schema.table(row->table) : nullptr;
    FailedPlace place;
    if (!row)
        return place;
    place.row = rowText(*row);
    if (!table)
        return place;
    for (const core::Column &column : table->columns) {
        if (namesColumn(error.message, table->name.name, column.name)
            || namesColumn(error.detail, table->name.name, column.name))
            place.columns.append(column.name);
    }
    if (!place.columns.isEmpty())
        return place;
    if (error.kind == core::Error::Kind::Constraint && error.detail.contains("foreign key"_L1, Qt::CaseInsensitive))
        foreignKeyPlace(*row, relations, place);
    else
        place.columns = misfittingColumns(*row, *table, dialect);
    if (place.columns.isEmpty() && row->kind == core::RowEdit::Kind::Update && row->cells.size() == 1)
        place.columns.append(row->cells.firstKey()); // the only one it can be about
    return place;
}

} // namespace ui
