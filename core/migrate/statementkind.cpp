// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/statementkind.h"

#include "core/migrate/statementwords.h"

#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Verb = StatementKind::Verb;

StatementKind pragma(StatementWords &words)
{
    StatementKind kind;
    kind.name = words.name().toLower();
    static const QSet<QString> settings{u"journal_mode"_s, u"synchronous"_s, u"auto_vacuum"_s, u"page_size"_s,
                                        u"temp_store"_s};
    const bool sets = words.takePunctuation("="_L1) || words.takePunctuation("("_L1);
    // Else it only asks, and may do so anywhere.
    if ((sets && settings.contains(kind.name)) || kind.name == u"wal_checkpoint"_s)
        kind.verb = Verb::Setting;
    const bool isChecks = kind.name == u"ignore_check_constraints"_s;
    if (kind.name != u"foreign_keys"_s && !isChecks)
        return kind;
    kind.verb = isChecks ? Verb::Other : Verb::ForeignKeysPragma;
    if (sets) {
        static const QSet<QString> on{u"on"_s, u"true"_s, u"yes"_s, u"1"_s};
        kind.switchesOn = on.contains(words.next());
    }
    return kind;
}

/// With the schema where one is written.
void takeName(StatementWords &words, StatementKind &kind)
{
    const QualifiedName name = words.qualifiedName();
    kind.schema = name.schema;
    kind.name = name.name;
}

void takeMore(StatementWords &words, StatementKind &kind)
{
    while (words.takePunctuation(","_L1)) {
        (void)words.take("ONLY"_L1);
        kind.more += words.qualifiedName();
        (void)words.takePunctuation("*"_L1);
    }
}

StatementKind truncate(StatementWords &words)
{
    StatementKind kind;
    kind.verb = Verb::Delete;
    kind.object = u"truncate"_s;
    (void)words.take("TABLE"_L1);
    (void)words.take("ONLY"_L1);
    takeName(words, kind);
    (void)words.takePunctuation("*"_L1);
    takeMore(words, kind);
    return kind;
}

/// What only a server itself has: neither made nor dropped within a transaction.
bool standsAlone(const QString &object)
{
    return object == u"database"_s || object == u"tablespace"_s || object == u"subscription"_s;
}

StatementKind create(StatementWords &words)
{
    StatementKind kind;
    for (const QLatin1String word : {"OR"_L1, "REPLACE"_L1, "TEMP"_L1, "TEMPORARY"_L1, "UNLOGGED"_L1, "UNIQUE"_L1,
                                     "VIRTUAL"_L1, "MATERIALIZED"_L1, "FOREIGN"_L1, "CONSTRAINT"_L1})
        (void)words.take(word);
    kind.object = words.next();
    kind.verb = kind.object == u"table"_s ? Verb::CreateTable : Verb::CreateOther;
    kind.alone = words.take("CONCURRENTLY"_L1) || standsAlone(kind.object);
    (void)words.takeAll({"IF"_L1, "NOT"_L1, "EXISTS"_L1});
    if (!words.isNext("ON"_L1) || kind.object != u"index"_s) // one that gets its name from the server
        takeName(words, kind);
    static const QSet<QString> onTables{u"index"_s, u"policy"_s, u"trigger"_s, u"rule"_s};
    if (onTables.contains(kind.object) && words.skipPast("ON"_L1)) {
        (void)words.take("ONLY"_L1);
        kind.on = words.qualifiedName();
    }
    return kind;
}

StatementKind drop(StatementWords &words)
{
    StatementKind kind;
    (void)words.take("MATERIALIZED"_L1);
    (void)words.take("FOREIGN"_L1);
    kind.object = words.next();
    kind.verb = kind.object == u"table"_s ? Verb::DropTable : Verb::DropOther;
    kind.alone = words.take("CONCURRENTLY"_L1) || standsAlone(kind.object);
    (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
    takeName(words, kind);
    static const QSet<QString> withArguments{u"function"_s, u"procedure"_s, u"routine"_s, u"aggregate"_s};
    if (!withArguments.contains(kind.object))
        takeMore(words, kind);
    if (words.take("ON"_L1))
        kind.on = words.qualifiedName();
    return kind;
}

/// One ALTER TABLE may drop several, among other things.
void takeDrops(StatementWords words, StatementKind &kind)
{
    while (words.skipPast("DROP"_L1)) {
        const bool isConstraint = words.take("CONSTRAINT"_L1);
        const bool isColumn = words.take("COLUMN"_L1);
        const bool isOther = words.isNext("DEFAULT"_L1) || words.isNext("NOT"_L1) || words.isNext("EXPRESSION"_L1)
            || words.isNext("IDENTITY"_L1);
        if (!isColumn && !isConstraint && isOther)
            continue;
        (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
        (isConstraint ? kind.droppedConstraints : kind.droppedColumns) += words.name();
    }
}

StatementKind alter(StatementWords &words)
{
    StatementKind kind;
    (void)words.take("FOREIGN"_L1);
    (void)words.take("MATERIALIZED"_L1);
    if (!words.take("TABLE"_L1)) {
        kind.verb = Verb::AlterOther;
        kind.object = words.next();
        kind.alone = kind.object == u"system"_s;
        (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
        takeName(words, kind);
        return kind;
    }
    (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
    (void)words.take("ONLY"_L1);
    kind.verb = Verb::AlterTable;
    takeName(words, kind);
    takeDrops(words, kind);
    if (words.takeAll({"RENAME"_L1, "TO"_L1})) {
        kind.verb = Verb::RenameTable;
        kind.newName = words.name();
    } else if (words.takeAll({"SET"_L1, "SCHEMA"_L1})) {
        kind.newSchema = words.name();
    } else if (words.takeAll({"RENAME"_L1, "CONSTRAINT"_L1})) {
        return kind;
    } else if (words.take("RENAME"_L1)) {
        (void)words.take("COLUMN"_L1);
        kind.column = words.name();
        if (words.take("TO"_L1))
            kind.newColumn = words.name();
    } else if (words.take("DROP"_L1) && !words.take("CONSTRAINT"_L1)) {
        (void)words.take("COLUMN"_L1);
        (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
        kind.column = words.name();
    }
    return kind;
}

StatementKind rowStatement(StatementWords &words, Verb verb)
{
    StatementKind kind;
    kind.verb = verb;
    if (verb == Verb::Update && words.take("OR"_L1))
        (void)words.next();
    if (verb != Verb::Update && !words.skipPast(verb == Verb::Insert ? "INTO"_L1 : "FROM"_L1))
        return kind;
    (void)words.take("ONLY"_L1);
    takeName(words, kind);
    return kind;
}

QList<Token> wordsOf(QStringView sql, const LexRules &rules)
{
    QList<Token> significant;
    for (const Token &token : lex(sql, rules))
        if (token.isSignificant())
            significant += token;
    return significant;
}

/// What stands after the statement's own WHERE, not that of a query within it; no value without one.
std::optional<QString> conditionOf(QStringView sql, const LexRules &rules)
{
    int depth = 0;
    std::optional<QString> condition;
    for (const Token &word : wordsOf(sql, rules)) {
        const QStringView text = word.in(sql);
        if (condition && text != u";") {
            *condition += text.toString();
            continue;
        }
        depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
        if (depth == 0 && isWord(word, sql, "WHERE"_L1))
            condition = QString();
    }
    return condition;
}

bool isEveryRow(const std::optional<QString> &condition)
{
    static const QSet<QString> always{u"1"_s, u"true"_s, u"1=1"_s, u"(1)"_s, u"(1=1)"_s, u"(true)"_s};
    return !condition || always.contains(condition->toLower());
}

} // namespace

StatementKind statementKind(QStringView sql, const LexRules &rules)
{
    StatementWords words(sql, rules);
    StatementKind kind;
    if (words.take("WITH"_L1))
        words.skipWith();
    if (words.take("BEGIN"_L1) || words.takeAll({"START"_L1, "TRANSACTION"_L1}))
        kind.verb = Verb::Begin;
    else if (words.take("COMMIT"_L1) || words.take("END"_L1))
        kind.verb = Verb::Commit;
    else if (words.take("ROLLBACK"_L1))
        kind.verb = words.skipPast("TO"_L1) ? Verb::Other : Verb::Rollback;
    else if (words.take("VACUUM"_L1)) {
        kind.verb = Verb::Unwrappable;
        kind.alone = true;
    } else if (words.take("REINDEX"_L1)) {
        kind.object = u"reindex"_s;
        kind.alone = words.skipPast("CONCURRENTLY"_L1);
    } else if (words.take("PRAGMA"_L1))
        kind = pragma(words);
    else if (words.take("CREATE"_L1))
        kind = create(words);
    else if (words.take("DROP"_L1))
        kind = drop(words);
    else if (words.take("ALTER"_L1))
        kind = alter(words);
    else if (words.take("INSERT"_L1) || words.take("REPLACE"_L1))
        kind = rowStatement(words, Verb::Insert);
    else if (words.take("UPDATE"_L1))
        kind = rowStatement(words, Verb::Update);
    else if (words.take("DELETE"_L1))
        kind = rowStatement(words, Verb::Delete);
    else if (words.take("TRUNCATE"_L1))
        kind = truncate(words);
    else
        kind.object = words.next();
    return kind;
}

bool deletesEveryRow(const StatementKind &kind, QStringView sql, const LexRules &rules)
{
    return kind.verb == Verb::Delete && (kind.object == u"truncate" || isEveryRow(conditionOf(sql, rules)));
}

QList<QualifiedName> namesRead(QStringView sql, const LexRules &rules)
{
    QList<QualifiedName> names;
    StatementWords words(sql, rules);
    if (!words.skipPast("SELECT"_L1))
        return names;
    QList<bool> lists{false}; // by depth: whether a comma goes on with what FROM began
    bool expects = false;
    while (!words.atEnd()) {
        if (words.takePunctuation("("_L1)) {
            lists.append(expects);
        } else if (words.takePunctuation(")"_L1)) {
            if (lists.size() > 1)
                lists.removeLast();
            expects = false;
        } else if (words.takePunctuation(","_L1)) {
            expects = lists.constLast();
        } else if (words.take("FROM"_L1) || words.take("JOIN"_L1)) {
            lists.last() = true;
            expects = true;
        } else if (words.take("SELECT"_L1) || words.take("WHERE"_L1) || words.take("GROUP"_L1)
                   || words.take("ORDER"_L1)) {
            lists.last() = false;
            expects = false;
        } else if (expects && (words.take("ONLY"_L1) || words.take("LATERAL"_L1))) {
            continue;
        } else if (expects && words.isName()) {
            names += words.qualifiedName();
            expects = false;
        } else {
            words.skip();
        }
    }
    return names;
}

QString purposeOf(const StatementKind &kind)
{
    switch (kind.verb) {
    case Verb::Begin:
        return u"Start a transaction"_s;
    case Verb::Commit:
        return u"Keep what the transaction did"_s;
    case Verb::Rollback:
        return u"Take back what the transaction did"_s;
    case Verb::ForeignKeysPragma:
        if (!kind.switchesOn)
            return u"Ask whether foreign keys are enforced"_s;
        return *kind.switchesOn ? u"Switch foreign keys on"_s : u"Switch foreign keys off"_s;
    case Verb::CreateTable:
        return u"Create the table %1"_s.arg(kind.name);
    case Verb::CreateOther:
        return u"Create the %1 %2"_s.arg(kind.object, kind.name);
    case Verb::DropTable:
        return u"Drop the table %1 with its rows, indexes and triggers"_s.arg(kind.name);
    case Verb::DropOther:
        return u"Drop the %1 %2"_s.arg(kind.object, kind.name);
    case Verb::RenameTable:
        return u"Rename the table %1 to %2"_s.arg(kind.name, kind.newName);
    case Verb::AlterTable:
        return u"Alter the table %1"_s.arg(kind.name);
    case Verb::AlterOther:
        return u"Alter the %1 %2"_s.arg(kind.object, kind.name);
    case Verb::Insert:
        return u"Put rows into %1"_s.arg(kind.name);
    case Verb::Update:
        return u"Change rows of %1"_s.arg(kind.name);
    case Verb::Delete:
        return u"Delete rows of %1"_s.arg(kind.name);
    case Verb::Setting:
        return u"Set %1"_s.arg(kind.name);
    case Verb::Unwrappable:
    case Verb::Other:
        break;
    }
    return {};
}

} // namespace core
