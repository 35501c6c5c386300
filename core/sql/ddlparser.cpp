// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/ddlparser.h"

#include "core/sql/ddlcursor.h"
#include "core/sql/ddltableparser.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The statement's own text, without blanks and semicolons around it.
QString statementText(const DdlCursor &cursor)
{
    return cursor.slice(0, cursor.position());
}

Result<DdlStatement> table(DdlCursor &cursor, bool temporary)
{
    CreateTable create;
    create.temporary = temporary;
    create.ifNotExists = cursor.takeIfNotExists();
    const auto name = cursor.qualifiedName(u"a table name"_s);
    RC_TRY(name);
    create.table.name = *name;
    RC_TRY(DdlTableParser(cursor, create).parse());
    create.table.text.sql = statementText(cursor);
    return DdlStatement(create);
}

Result<DdlStatement> virtualTable(DdlCursor &cursor)
{
    CreateTable create;
    Table &t = create.table;
    t.kind = Table::Kind::Virtual;
    create.ifNotExists = cursor.takeIfNotExists();
    const auto name = cursor.qualifiedName(u"a table name"_s);
    RC_TRY(name);
    t.name = *name;
    RC_TRY(cursor.expect("USING"_L1));
    const auto module = cursor.name(u"a module"_s);
    RC_TRY(module);
    t.module = *module;
    if (cursor.takeSign(u'(')) {
        do {
            const qsizetype from = cursor.position();
            cursor.skipUntil([&] { return cursor.atSign(u',') || cursor.atSign(u')'); });
            t.moduleArguments.append(cursor.slice(from, cursor.position()));
        } while (cursor.takeSign(u','));
        RC_TRY(cursor.expectSign(u')'));
        if (t.moduleArguments == QStringList{QString()})
            t.moduleArguments.clear();
    }
    t.text.sql = statementText(cursor);
    return DdlStatement(create);
}

Result<DdlStatement> index(DdlCursor &cursor, bool unique)
{
    CreateIndex create;
    create.index.unique = unique;
    create.ifNotExists = cursor.takeIfNotExists();
    const auto name = cursor.qualifiedName(u"an index name"_s);
    RC_TRY(name);
    create.index.name = name->name;
    RC_TRY(cursor.expect("ON"_L1));
    const auto target = cursor.name(u"a table name"_s);
    RC_TRY(target);
    create.table = {name->schema, *target};
    const auto columns = cursor.indexedColumns();
    RC_TRY(columns);
    create.index.columns = *columns;
    if (cursor.take("WHERE"_L1)) {
        const qsizetype from = cursor.position();
        cursor.skipUntil([&] { return cursor.atSign(u';'); });
        create.index.where = cursor.slice(from, cursor.position());
        if (create.index.where.isEmpty())
            return cursor.unexpected(u"a condition"_s);
    }
    create.index.text.sql = statementText(cursor);
    return DdlStatement(create);
}

Result<DdlStatement> view(DdlCursor &cursor, bool temporary)
{
    CreateView create;
    create.temporary = temporary;
    create.ifNotExists = cursor.takeIfNotExists();
    const auto name = cursor.qualifiedName(u"a view name"_s);
    RC_TRY(name);
    create.view.name = *name;
    if (cursor.atSign(u'(')) {
        const auto names = cursor.nameList();
        RC_TRY(names);
        create.view.columnNames = *names;
    }
    RC_TRY(cursor.expect("AS"_L1));
    const qsizetype from = cursor.position();
    cursor.skipUntil([&] { return cursor.atSign(u';'); });
    create.view.definition = cursor.slice(from, cursor.position());
    if (create.view.definition.isEmpty())
        return cursor.unexpected(u"a SELECT"_s);
    create.view.text.sql = statementText(cursor);
    return DdlStatement(create);
}

Result<Done> triggerEvent(DdlCursor &cursor, Trigger &trigger)
{
    if (cursor.take("BEFORE"_L1))
        trigger.time = Trigger::Time::Before;
    else if (cursor.take("AFTER"_L1))
        trigger.time = Trigger::Time::After;
    else if (cursor.take("INSTEAD"_L1, "OF"_L1))
        trigger.time = Trigger::Time::InsteadOf;
    if (cursor.take("DELETE"_L1)) {
        trigger.event = Trigger::Event::Delete;
    } else if (cursor.take("INSERT"_L1)) {
        trigger.event = Trigger::Event::Insert;
    } else if (cursor.take("UPDATE"_L1)) {
        trigger.event = Trigger::Event::Update;
        if (!cursor.take("OF"_L1))
            return Done{};
        do {
            const auto column = cursor.name(u"a column name"_s);
            RC_TRY(column);
            trigger.updateOf.append(*column);
        } while (cursor.takeSign(u','));
    } else {
        return cursor.unexpected(u"DELETE, INSERT or UPDATE"_s);
    }
    return Done{};
}

/// BEGIN … END. Its end is the statement's: the last word before final semicolons.
Result<Done> triggerBody(DdlCursor &cursor, Trigger &trigger)
{
    RC_TRY(cursor.expect("BEGIN"_L1));
    const qsizetype from = cursor.position();
    qsizetype end = -1;
    for (; !cursor.atEnd(); cursor.skip()) {
        if (cursor.at("END"_L1))
            end = cursor.position();
        else if (!cursor.atSign(u';'))
            end = -1;
    }
    if (end < 0)
        return cursor.unexpected(u"END"_s);
    trigger.body = cursor.slice(from, end);
    if (trigger.body.isEmpty())
        return cursor.unexpected(u"a statement between BEGIN and END"_s);
    trigger.text.sql = cursor.slice(0, end + 1);
    return Done{};
}

Result<DdlStatement> trigger(DdlCursor &cursor, bool temporary)
{
    CreateTrigger create;
    Trigger &t = create.trigger;
    create.temporary = temporary;
    create.ifNotExists = cursor.takeIfNotExists();
    const auto name = cursor.qualifiedName(u"a trigger name"_s);
    RC_TRY(name);
    t.name = name->name;
    RC_TRY(triggerEvent(cursor, t));
    RC_TRY(cursor.expect("ON"_L1));
    const auto target = cursor.qualifiedName(u"a table or view name"_s);
    RC_TRY(target);
    t.table = {target->schema.isEmpty() ? name->schema : target->schema, target->name};
    if (cursor.take("FOR"_L1)) {
        RC_TRY(cursor.expect("EACH"_L1));
        RC_TRY(cursor.expect("ROW"_L1));
        t.forEachRow = true;
    }
    if (cursor.take("WHEN"_L1)) {
        const qsizetype from = cursor.position();
        const auto afterSign = [&] {
            const Token *before = cursor.position() > from ? cursor.peek(-1) : nullptr;
            return before && (before->kind == Token::Kind::Operator || before->in(cursor.text()) == u"."_s);
        };
        cursor.skipUntil([&] { return cursor.at("BEGIN"_L1) && !afterSign(); });
        t.when = cursor.slice(from, cursor.position());
        if (t.when.isEmpty())
            return cursor.unexpected(u"a condition"_s);
    }
    RC_TRY(triggerBody(cursor, t));
    return DdlStatement(create);
}

Result<DdlStatement> create(DdlCursor &cursor)
{
    RC_TRY(cursor.expect("CREATE"_L1));
    if (cursor.take("UNIQUE"_L1)) {
        RC_TRY(cursor.expect("INDEX"_L1));
        return index(cursor, true);
    }
    if (cursor.take("INDEX"_L1))
        return index(cursor, false);
    if (cursor.take("VIRTUAL"_L1, "TABLE"_L1))
        return virtualTable(cursor);
    const bool temporary = cursor.take("TEMP"_L1) || cursor.take("TEMPORARY"_L1);
    if (cursor.take("TABLE"_L1))
        return table(cursor, temporary);
    if (cursor.take("VIEW"_L1))
        return view(cursor, temporary);
    if (cursor.take("TRIGGER"_L1))
        return trigger(cursor, temporary);
    return cursor.unexpected(u"TABLE, VIRTUAL TABLE, INDEX, VIEW or TRIGGER"_s);
}

} // namespace

Result<DdlStatement> parseDdl(QStringView sql, const LexRules &rules)
{
    DdlCursor cursor(sql, rules);
    auto statement = create(cursor);
    RC_TRY(statement);
    RC_TRY(cursor.expectEnd());
    return statement;
}

} // namespace core
