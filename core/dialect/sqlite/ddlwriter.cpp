// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/ddlwriter.h"

#include "core/dialect/sqlite/ddlparts.h"
#include "core/dialect/sqlite/words.h"

#include <QSet>

#include <functional>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString timeText(Trigger::Time time)
{
    switch (time) {
    case Trigger::Time::Unspecified:
        return {};
    case Trigger::Time::Before:
        return u" BEFORE"_s;
    case Trigger::Time::After:
        return u" AFTER"_s;
    case Trigger::Time::InsteadOf:
        return u" INSTEAD OF"_s;
    }
    Q_UNREACHABLE();
}

QString eventText(const Trigger &trigger)
{
    switch (trigger.event) {
    case Trigger::Event::Insert:
        return u" INSERT"_s;
    case Trigger::Event::Delete:
        return u" DELETE"_s;
    case Trigger::Event::Update:
        return trigger.updateOf.isEmpty() ? u" UPDATE"_s
                                          : QString(u" UPDATE OF "_s + sqliteNameList(trigger.updateOf));
    case Trigger::Event::Truncate: // SQLite has none
        break;
    }
    Q_UNREACHABLE();
}

Statement creating(const QString &sql, const QString &what, const QString &name)
{
    Statement s;
    s.sql = sql;
    s.purpose = u"Create the %1 %2"_s.arg(what, name);
    return s;
}

/// The names a view's text mentions, folded as SQLite folds them.
QSet<QString> mentioned(const View &view)
{
    QSet<QString> names;
    const QList<Token> tokens = lex(view.definition, sqliteLexRules());
    for (const Token &t : tokens) {
        if (t.kind == Token::Kind::Word || t.kind == Token::Kind::QuotedIdentifier || t.kind == Token::Kind::String)
            names.insert(foldedName(unquoted(t.in(view.definition))));
    }
    return names;
}

} // namespace

QString sqliteNameList(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(sqliteIdentifier(name));
    return quoted.join(u", "_s);
}

QString sqliteOrder(SortOrder order)
{
    switch (order) {
    case SortOrder::Unspecified:
        return {};
    case SortOrder::Ascending:
        return u" ASC"_s;
    case SortOrder::Descending:
        return u" DESC"_s;
    }
    Q_UNREACHABLE();
}

QString sqliteIndexedColumns(const QList<IndexedColumn> &columns)
{
    QStringList parts;
    for (const IndexedColumn &c : columns) {
        QString part = c.isExpression() ? c.expression : sqliteIdentifier(c.column);
        if (!c.collation.isEmpty())
            part += u" COLLATE "_s + sqliteIdentifier(c.collation);
        parts.append(part + sqliteOrder(c.order));
    }
    return parts.join(u", "_s);
}

QString sqliteCreateView(const View &view)
{
    return u"CREATE VIEW "_s + sqliteQualified(view.name)
        + (view.columnNames.isEmpty() ? QString() : QString(u" ("_s + sqliteNameList(view.columnNames) + u')'))
        + u" AS "_s + view.definition;
}

QString sqliteCreateIndex(const Index &index, const QualifiedName &table)
{
    return (index.unique ? u"CREATE UNIQUE INDEX "_s : u"CREATE INDEX "_s)
        + sqliteQualified({table.schema, index.name}) + u" ON "_s + sqliteIdentifier(table.name) + u" ("_s
        + sqliteIndexedColumns(index.columns) + u')'
        + (index.where.isEmpty() ? QString() : QString(u" WHERE "_s + index.where));
}

QString sqliteCreateTrigger(const Trigger &trigger)
{
    QString s = u"CREATE TRIGGER "_s + sqliteQualified({trigger.table.schema, trigger.name}) + timeText(trigger.time)
        + eventText(trigger) + u" ON "_s + sqliteIdentifier(trigger.table.name);
    if (trigger.forEachRow)
        s += u" FOR EACH ROW"_s;
    if (!trigger.when.isEmpty())
        s += u" WHEN "_s + trigger.when;
    return s + u"\nBEGIN\n"_s + trigger.body + u"\nEND"_s;
}

// A circle, which only reading would find out, keeps the order of names.
QList<const View *> sqliteViewsInOrder(const QList<View> &views)
{
    QHash<QString, const View *> byName;
    for (const View &v : views)
        byName.insert(foldedName(v.name.name), &v);
    QList<const View *> out;
    QSet<const View *> seen;
    const std::function<void(const View &)> visit = [&](const View &v) {
        if (seen.contains(&v))
            return;
        seen.insert(&v);
        QStringList names = mentioned(v).values();
        names.sort();
        for (const QString &name : std::as_const(names)) {
            if (const View *other = byName.value(name))
                visit(*other);
        }
        out.append(&v);
    };
    for (const View &v : views)
        visit(v);
    return out;
}

QList<Statement> sqliteCreateStatements(const Schema &schema)
{
    QList<const Table *> tables;
    for (const Table::Kind kind : {Table::Kind::Ordinary, Table::Kind::Virtual}) {
        for (const Table &t : schema.tables) {
            // The system makes its own, a tool its journal; a virtual table's module makes the shadows.
            if (t.kind == kind && !t.shadow && !t.internal)
                tables.append(&t);
        }
    }
    QList<Statement> out;
    for (const Table *t : std::as_const(tables))
        out.append(creating(sqliteCreateTable(*t), u"table"_s, t->name.display()));
    for (const Table *t : std::as_const(tables)) {
        for (const Index &i : t->indexes)
            out.append(creating(sqliteCreateIndex(i, t->name), u"index"_s, i.name));
    }
    const QList<const View *> views = sqliteViewsInOrder(schema.views);
    for (const View *v : views)
        out.append(creating(sqliteCreateView(*v), u"view"_s, v->name.display()));
    for (const Table *t : std::as_const(tables)) {
        for (const Trigger &g : t->triggers)
            out.append(creating(sqliteCreateTrigger(g), u"trigger"_s, g.name));
    }
    for (const Trigger &g : schema.viewTriggers)
        out.append(creating(sqliteCreateTrigger(g), u"trigger"_s, g.name));
    return out;
}

} // namespace core
