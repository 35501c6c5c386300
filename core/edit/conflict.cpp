// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/conflict.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The old values an edit rests on: those of edited cells and what was seen beside them, or what was seen in a row to be
/// deleted.
Conflict asStaged(const RowEdit &row)
{
    Conflict conflict;
    conflict.table = row.table;
    conflict.key = row.key;
    if (row.kind == RowEdit::Kind::Delete) {
        conflict.base = row.seen;
        return conflict;
    }
    conflict.base = row.context;
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
        conflict.base.insert(cell.key(), cell->base);
        conflict.mine.insert(cell.key(), cell->value);
    }
    return conflict;
}

/// The same table with only these columns, so that a large blob beside them is not read. A column that is gone is
/// left out; a row needs one column at least.
Table narrowed(const Table &table, const QStringList &columns)
{
    Table narrow = table;
    const auto unwanted = [&columns](const Column &column) { return !columns.contains(column.name); };
    narrow.columns.removeIf(unwanted);
    if (narrow.columns.isEmpty() && !table.columns.isEmpty()) {
        const Column *key = table.column(table.primaryKeyColumns().value(0));
        narrow.columns.append(key ? *key : table.columns.constFirst());
    }
    return narrow;
}

/// Fills in `theirs`; true when it is a conflict.
Result<bool> compare(Database &database, const Table &table, const RowIdentity &identity, const Dialect &dialect,
                     Conflict &conflict)
{
    const Table narrow = narrowed(table, conflict.base.keys());
    const BoundSql sql = dialect.rowByKey(narrow, identity, conflict.key);
    const auto rows = database.query(sql.sql, sql.values);
    if (!rows)
        return rows.error();
    if (rows->empty()) {
        conflict.vanished = true;
        return true;
    }
    bool differs = false;
    for (auto old = conflict.base.begin(); old != conflict.base.end();) {
        const int index = narrow.columnIndex(old.key());
        const Value now = index < 0 ? Value() : rows->front().at(static_cast<size_t>(index));
        // What is only looked at beside an edit matters when it has changed, and not when its column is gone.
        const bool beside = !conflict.mine.isEmpty() && !conflict.mine.contains(old.key());
        if (beside && (index < 0 || now == old.value())) {
            old = conflict.base.erase(old);
            continue;
        }
        conflict.theirs.insert(old.key(), now);
        differs = differs || index < 0 || now != old.value();
        ++old;
    }
    return differs;
}

} // namespace

Result<Done> confirmContexts(Database &database, const Schema &schema, const ChangeSet &changes,
                             const Dialect &dialect, JobContext &context)
{
    QHash<QualifiedName, RowIdentity> identities;
    for (const RowEdit &row : changes.rows()) {
        if (context.isCancelled())
            return Error::cancelled();
        const Table *table = schema.table(row.table);
        if (row.kind != RowEdit::Kind::Update || row.context.isEmpty() || !table)
            continue;
        if (!identities.contains(row.table))
            identities.insert(row.table, dialect.identityOf(*table));
        const RowIdentity identity = identities.value(row.table);
        if (identity.columns.size() != row.key.values.size())
            continue; // its UPDATE cannot be written
        Conflict conflict = asStaged(row);
        const auto differs = compare(database, *table, identity, dialect, conflict);
        RC_TRY(differs);
        if (!*differs)
            continue;
        Error error;
        error.kind = Error::Kind::Conflict;
        error.message = u"A row of table %1 is not as it was when it was edited: somebody changed, deleted or replaced it "
                        "since; nothing was changed."_s.arg(table->name.display());
        return error;
    }
    return Done{};
}

Result<QList<Conflict>> findConflicts(Database &database, const Schema &schema, const ChangeSet &changes,
                                      const Dialect &dialect, JobContext &context)
{
    QList<Conflict> conflicts;
    int done = 0;
    for (const RowEdit &row : changes.rows()) {
        if (context.isCancelled())
            return Error::cancelled();
        context.setProgress(done++, static_cast<int>(changes.rows().size()));
        if (row.kind == RowEdit::Kind::Insert)
            continue;
        Conflict conflict = asStaged(row);
        const Table *table = schema.table(row.table);
        const RowIdentity identity = table ? dialect.identityOf(*table) : RowIdentity();
        if (!table || !identity.isEditable() || identity.columns.size() != row.key.values.size()) {
            conflict.vanished = true; // its table is gone, or its rows are told apart in another way now
            conflicts.append(conflict);
            continue;
        }
        const auto differs = compare(database, *table, identity, dialect, conflict);
        if (!differs)
            return differs.error();
        if (*differs)
            conflicts.append(conflict);
    }
    return conflicts;
}

} // namespace core
