// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/affectedrow.h"

#include "ui/changes/changetexts.h"

#include <QCoreApplication>

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

} // namespace

std::optional<RowAddress> rowOfStatement(const core::Script &script, int statement, const core::ChangeSet &changes)
{
    const core::RowEdit *row = editOfStatement(script, statement, changes);
    if (!row)
        return std::nullopt;
    return RowAddress{row->table, row->key, row->insertId};
}

QString failedAt(const core::Error &error, const core::Script &script, const core::ChangeSet &changes,
                 const core::Schema &schema)
{
    const core::RowEdit *row = editOfStatement(script, error.statementIndex, changes);
    if (!row)
        return {};
    QStringList columns;
    if (const core::Table *table = schema.table(row->table)) {
        for (const core::Column &column : table->columns) {
            if (namesColumn(error.message, table->name.name, column.name)
                || namesColumn(error.detail, table->name.name, column.name))
                columns.append(column.name);
        }
    }
    if (columns.isEmpty() && row->kind == core::RowEdit::Kind::Update && row->cells.size() == 1)
        columns.append(row->cells.firstKey()); // the only one it can be about
    if (columns.isEmpty())
        return rowText(*row);
    return QCoreApplication::translate("ui::AffectedRow", "%1, column %2").arg(rowText(*row), columns.join(", "_L1));
}

} // namespace ui
