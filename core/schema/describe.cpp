// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema.h"

#include "core/schema/describeobjects.h"
#include "core/schema/kindandname.h"
#include "core/schema/readingrights.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString unreadableText(const QString &because)
{
    return isForWantOfRights(because) ? because : u"broken: "_s + because;
}

/// On one line, whatever stands in it.
QString oneLine(QString text)
{
    return text.replace(u'\\', u"\\\\"_s).replace(u'\n', u"\\n"_s).replace(u'\r', u"\\r"_s);
}

QString conflictText(ConflictClause conflict)
{
    switch (conflict) {
    case ConflictClause::None:
        return {};
    case ConflictClause::Rollback:
        return u" on conflict rollback"_s;
    case ConflictClause::Abort:
        return u" on conflict abort"_s;
    case ConflictClause::Fail:
        return u" on conflict fail"_s;
    case ConflictClause::Ignore:
        return u" on conflict ignore"_s;
    case ConflictClause::Replace:
        return u" on conflict replace"_s;
    }
    Q_UNREACHABLE();
}

QString columnsText(const QList<IndexedColumn> &columns)
{
    QStringList parts;
    for (const IndexedColumn &c : columns) {
        QString s = c.isExpression() ? QString(u'(' + c.expression + u')') : c.column;
        if (!c.collation.isEmpty())
            s += u" collate "_s + c.collation;
        if (!c.operatorClass.isEmpty())
            s += u' ' + c.operatorClass;
        if (c.order != SortOrder::Unspecified)
            s += c.order == SortOrder::Descending ? u" desc"_s : u" asc"_s;
        if (c.nulls != NullsOrder::Unspecified)
            s += c.nulls == NullsOrder::First ? u" nulls first"_s : u" nulls last"_s;
        parts.append(s);
    }
    return u" ("_s + parts.join(u", "_s) + u')';
}

QString columnText(const Column &c)
{
    QString s = u"column "_s + c.name;
    if (!c.declaredType.isEmpty())
        s += u' ' + c.declaredType;
    if (c.notNull)
        s += u" not null"_s + conflictText(c.notNullConflict);
    if (c.defaultExpression)
        s += u" default "_s + *c.defaultExpression;
    if (!c.collation.isEmpty())
        s += u" collate "_s + c.collation;
    if (c.isGenerated())
        s += (c.generation == Column::Generation::Stored ? u" generated stored ("_s : u" generated virtual ("_s)
            + c.generatedExpression + u')';
    if (c.identity)
        s += identityWords(*c.identity);
    if (c.inherited)
        s += u" [inherited]"_s;
    if (!c.comment.isEmpty())
        s += u" comment "_s + c.comment;
    return c.hidden ? QString(s + u" hidden"_s) : s;
}

/// What is said of any constraint.
QString constraintWords(bool notValid, bool inherited, const QString &comment)
{
    return (notValid ? u" [not valid]"_s : QString()) + (inherited ? u" [inherited]"_s : QString())
        + (comment.isEmpty() ? QString() : QString(u" comment "_s + comment));
}

QString eventWords(Trigger::Event event)
{
    switch (event) {
    case Trigger::Event::Insert:
        return u" insert"_s;
    case Trigger::Event::Update:
        return u" update"_s;
    case Trigger::Event::Delete:
        return u" delete"_s;
    case Trigger::Event::Truncate:
        return u" truncate"_s;
    }
    Q_UNREACHABLE();
}

QString foreignKeyText(const ForeignKey &k)
{
    QString s =
        kindAndName(u"foreign key"_s, k.name) + u" ("_s + k.columns.join(u", "_s) + u") -> "_s + k.target.display();
    if (!k.targetColumns.isEmpty())
        s += u" ("_s + k.targetColumns.join(u", "_s) + u')';
    if (k.deleteAction() != ForeignKeyAction::NoAction)
        s += u" on delete "_s + toText(k.deleteAction()).toLower();
    if (k.updateAction() != ForeignKeyAction::NoAction)
        s += u" on update "_s + toText(k.updateAction()).toLower();
    if (!k.setColumns.isEmpty())
        s += u" set ("_s + k.setColumns.join(u", "_s) + u')';
    if (!k.match.isEmpty() && k.match != "SIMPLE"_L1)
        s += u" match "_s + k.match.toLower();
    if (k.isDeferred())
        s += u" deferred"_s;
    else if (k.deferral == ForeignKey::Deferral::Deferrable)
        s += u" deferrable"_s;
    return s + constraintWords(k.notValid, k.inherited, k.comment);
}

QString triggerText(const Trigger &g)
{
    QString s = u"trigger "_s + g.name + u" on "_s + g.table.display();
    switch (g.time) {
    case Trigger::Time::Unspecified:
    case Trigger::Time::Before:
        s += u" before"_s;
        break;
    case Trigger::Time::After:
        s += u" after"_s;
        break;
    case Trigger::Time::InsteadOf:
        s += u" instead of"_s;
        break;
    }
    s += eventWords(g.event);
    for (const Trigger::Event event : g.otherEvents)
        s += u" or"_s + eventWords(event);
    if (!g.updateOf.isEmpty())
        s += u" of "_s + g.updateOf.join(u", "_s);
    s += triggerWords(g);
    if (!g.when.isEmpty())
        s += u" when "_s + g.when;
    return s + u": "_s + g.body + (g.comment.isEmpty() ? QString() : QString(u" comment "_s + g.comment));
}

QString headText(const Table &t)
{
    QStringList notes = headNotes(t);
    if (t.kind == Table::Kind::Virtual)
        notes.append(
            u"virtual, "_s + t.module
            + (t.moduleArguments.isEmpty() ? QString() : QString(u'(' + t.moduleArguments.join(u", "_s) + u')')));
    if (t.withoutRowId)
        notes.append(u"without rowid"_s);
    if (t.strict)
        notes.append(u"strict"_s);
    if (t.shadow)
        notes.append(u"shadow"_s);
    if (t.internal)
        notes.append(u"internal"_s);
    return u"table "_s + t.name.display()
        + (notes.isEmpty() ? QString() : QString(u" ["_s + notes.join(u"; "_s) + u']'));
}

QString indexText(const Index &i)
{
    return (i.unique ? u"unique index "_s : u"index "_s) + i.name
        + (i.method.isEmpty() ? QString() : QString(u" using "_s + i.method)) + columnsText(i.columns) + indexWords(i);
}

QStringList factsOf(const Table &t)
{
    QStringList out;
    for (const Column &c : t.columns)
        out.append(columnText(c));
    if (t.primaryKey) {
        out.append(kindAndName(u"primary key"_s, t.primaryKey->name) + columnsText(t.primaryKey->columns)
                   + (t.primaryKey->autoIncrement ? u" autoincrement"_s : QString())
                   + conflictText(t.primaryKey->conflict) + includeWords(t.primaryKey->include)
                   + deferralWords(t.primaryKey->deferral)
                   + constraintWords(false, t.primaryKey->inherited, t.primaryKey->comment));
    }
    for (const UniqueConstraint &u : t.uniques)
        out.append(kindAndName(u"unique"_s, u.name) + columnsText(u.columns) + conflictText(u.conflict)
                   + (u.nullsNotDistinct ? u" nulls not distinct"_s : QString()) + includeWords(u.include)
                   + deferralWords(u.deferral) + constraintWords(false, u.inherited, u.comment));
    for (const CheckConstraint &c : t.checks)
        out.append(kindAndName(u"check"_s, c.name) + u" ("_s + c.expression + u')'
                   + (c.noInherit ? u" no inherit"_s : QString())
                   + constraintWords(c.notValid, c.inherited, c.comment));
    for (const ForeignKey &k : t.foreignKeys)
        out.append(foreignKeyText(k));
    for (const Index &i : t.indexes)
        out.append(indexText(i));
    for (const Trigger &g : t.triggers)
        out.append(triggerText(g));
    out += serverFacts(t);
    if (!t.brokenBecause.isEmpty())
        out.append(unreadableText(t.brokenBecause));
    return out;
}

QString block(const QString &head, const QStringList &facts)
{
    QString s = oneLine(head) + u'\n';
    for (const QString &fact : facts)
        s += u"  "_s + oneLine(fact) + u'\n';
    return s;
}

} // namespace

QString describe(const Table &table)
{
    return block(headText(table), factsOf(table));
}

QString describe(const Schema &schema)
{
    QString s;
    const QList<std::pair<QString, QStringList>> objects = serverObjects(schema);
    for (const auto &[head, facts] : objects)
        s += block(head, facts);
    for (const Table &t : schema.tables)
        s += describe(t);
    for (const View &v : schema.views) {
        QStringList facts;
        for (const Column &c : v.columns)
            facts.append(columnText(c));
        for (const Index &i : v.indexes)
            facts.append(indexText(i));
        facts.append(u"as "_s + v.definition);
        if (!v.comment.isEmpty())
            facts.append(u"comment "_s + v.comment);
        if (!v.brokenBecause.isEmpty())
            facts.append(unreadableText(v.brokenBecause));
        s +=
            block((v.materialized ? u"materialized view "_s : u"view "_s) + v.name.display()
                      + (v.columnNames.isEmpty() ? QString() : QString(u" ("_s + v.columnNames.join(u", "_s) + u')'))
                      + (v.options.isEmpty() ? QString() : QString(u" with "_s + v.options.join(u", "_s)))
                      + (v.populated ? QString() : u" [not populated]"_s) + (v.internal ? u" [internal]"_s : QString()),
                  facts);
    }
    for (const Trigger &g : schema.viewTriggers)
        s += block(triggerText(g), {});
    for (const QString &remark : schema.remarks)
        s += block(u"remark "_s + remark, {});
    return s;
}

} // namespace core
