// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/pragmafacts.h"

#include "core/db/database.h"
#include "core/dialect/sqlite/words.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString text(const Value &v)
{
    return v.isNull() ? QString() : v.display();
}

qint64 number(const Value &v)
{
    return v.kind() == Value::Kind::Integer ? v.toInteger() : 0;
}

std::optional<ForeignKeyAction> action(const Value &v)
{
    for (const auto a : {ForeignKeyAction::Restrict, ForeignKeyAction::SetNull, ForeignKeyAction::SetDefault,
                         ForeignKeyAction::Cascade}) {
        if (text(v) == toText(a))
            return a;
    }
    return std::nullopt;
}

Column::Generation generation(qint64 hidden)
{
    return hidden == 2 ? Column::Generation::Virtual
        : hidden == 3  ? Column::Generation::Stored
                       : Column::Generation::None;
}

/// SQLite tells a default without the parentheses that anything but a literal or one word needs.
QString defaultExpression(const QString &told)
{
    int significant = 0;
    bool signs = false;
    const QList<Token> tokens = lex(told, sqliteLexRules());
    for (const Token &t : tokens) {
        significant += t.isSignificant() ? 1 : 0;
        signs = signs || (significant == 1 && t.kind == Token::Kind::Operator);
    }
    return significant <= (signs ? 2 : 1) ? told : QString(u'(' + told + u')');
}

Result<QList<IndexedColumn>> indexColumns(Database &database, const QString &index)
{
    const auto rows = database.query(u"SELECT name, \"desc\" FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno"_s,
                                     {Value::text(index)});
    RC_TRY(rows);
    QList<IndexedColumn> columns;
    for (const Row &r : *rows) {
        IndexedColumn c;
        c.column = text(r[0]);
        if (r[0].isNull())
            c.expression = u"NULL"_s; // an expression; which one, only the text says
        c.order = number(r[1]) != 0 ? SortOrder::Descending : SortOrder::Unspecified;
        columns.append(c);
    }
    return columns;
}

Result<Done> foreignKeys(Database &database, Table &table)
{
    const auto rows = database.query(
        u"SELECT id, \"from\", \"to\", \"table\", on_update, on_delete FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq"_s,
        {Value::text(table.name.name)});
    RC_TRY(rows);
    qint64 id = -1;
    for (const Row &r : *rows) {
        if (number(r[0]) != id || table.foreignKeys.isEmpty()) {
            id = number(r[0]);
            ForeignKey key;
            key.target = {{}, text(r[3])};
            key.onUpdate = action(r[4]);
            key.onDelete = action(r[5]);
            table.foreignKeys.append(key);
        }
        ForeignKey &key = table.foreignKeys.last();
        key.columns.append(text(r[1]));
        if (!r[2].isNull())
            key.targetColumns.append(text(r[2]));
    }
    return Done{};
}

/// An INTEGER key with an index of its own is not the rowid, and only DESC in the column's own clause does that.
void markDescending(PrimaryKey &key)
{
    key.columns.first().order = SortOrder::Descending;
    key.column = key.columns.first().column;
}

Result<Done> keys(Database &database, Table &table)
{
    const QList<Value> name{Value::text(table.name.name)};
    const auto parts = database.query(
        u"SELECT name FROM pragma_table_xinfo(?) WHERE pk > 0 ORDER BY pk"_s, name);
    RC_TRY(parts);
    if (!parts->empty()) {
        PrimaryKey key;
        for (const Row &r : *parts)
            key.columns.append({text(r[0]), {}, {}, SortOrder::Unspecified});
        table.primaryKey = key;
    }
    const auto lists = database.query(
        u"SELECT name, origin FROM pragma_index_list(?) WHERE origin <> 'c' ORDER BY seq DESC"_s, name);
    RC_TRY(lists);
    for (const Row &r : *lists) {
        auto columns = indexColumns(database, text(r[0]));
        RC_TRY(columns);
        if (text(r[1]) == "u"_L1)
            table.uniques.append({{}, *columns, ConflictClause::None, {}});
        else if (!table.withoutRowId && !table.rowIdAlias().isEmpty())
            markDescending(*table.primaryKey);
    }
    return Done{};
}

} // namespace

Result<QList<Column>> sqliteColumnFacts(Database &database, const QString &name)
{
    const auto rows = database.query(
        u"SELECT name, type, \"notnull\", dflt_value, hidden FROM pragma_table_xinfo(?) ORDER BY cid"_s,
        {Value::text(name)});
    RC_TRY(rows);
    QList<Column> columns;
    for (const Row &r : *rows) {
        Column c;
        c.name = text(r[0]);
        c.declaredType = text(r[1]).simplified();
        c.notNull = number(r[2]) != 0;
        if (!r[3].isNull())
            c.defaultExpression = defaultExpression(text(r[3]));
        c.hidden = number(r[4]) == 1;
        c.generation = generation(number(r[4]));
        columns.append(c);
    }
    return columns;
}

Result<Done> sqliteTableFacts(Database &database, Table &table)
{
    auto columns = sqliteColumnFacts(database, table.name.name);
    RC_TRY(columns);
    table.columns = *columns;
    const auto options = database.query(
        u"SELECT wr, strict FROM pragma_table_list WHERE schema = 'main' AND name = ?"_s,
        {Value::text(table.name.name)});
    RC_TRY(options);
    if (!options->empty()) {
        table.withoutRowId = number(options->front()[0]) != 0;
        table.strict = number(options->front()[1]) != 0;
    }
    RC_TRY(keys(database, table));
    return foreignKeys(database, table);
}

Result<Index> sqliteIndexFacts(Database &database, const QString &name)
{
    Index index;
    index.name = name;
    const auto columns = indexColumns(database, name);
    RC_TRY(columns);
    index.columns = *columns;
    const auto flags = database.query(
        u"SELECT l.\"unique\", l.partial FROM sqlite_schema m, pragma_index_list(m.tbl_name) l "
        "WHERE m.type = 'index' AND m.name = ?1 AND l.name = ?1"_s,
        {Value::text(name)});
    RC_TRY(flags);
    if (!flags->empty()) {
        index.unique = number(flags->front()[0]) != 0;
        // That it is partial must show; which rows it holds, only the text says.
        index.where = number(flags->front()[1]) != 0 ? u"NULL"_s : QString();
    }
    return index;
}

} // namespace core
