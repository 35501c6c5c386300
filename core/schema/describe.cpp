// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema.h"

#include "core/schema/kindandname.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

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
        if (c.order != SortOrder::Unspecified)
            s += c.order == SortOrder::Descending ? u" desc"_s : u" asc"_s;
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
    return c.hidden ? QString(s + u" hidden"_s) : s;
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
    return k.isDeferred() ? QString(s + u" deferred"_s) : s;
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
    s += g.event == Trigger::Event::Insert  ? u" insert"_s
        : g.event == Trigger::Event::Delete ? u" delete"_s
                                            : u" update"_s;
    if (!g.updateOf.isEmpty())
        s += u" of "_s + g.updateOf.join(u", "_s);
    if (!g.when.isEmpty())
        s += u" when "_s + g.when;
    return s + u": "_s + g.body;
}

QString headText(const Table &t)
{
    QStringList notes;
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

QStringList factsOf(const Table &t)
{
    QStringList out;
    for (const Column &c : t.columns)
        out.append(columnText(c));
    if (t.primaryKey) {
        out.append(kindAndName(u"primary key"_s, t.primaryKey->name) + columnsText(t.primaryKey->columns)
                   + (t.primaryKey->autoIncrement ? u" autoincrement"_s : QString())
                   + conflictText(t.primaryKey->conflict));
    }
    for (const UniqueConstraint &u : t.uniques)
        out.append(kindAndName(u"unique"_s, u.name) + columnsText(u.columns) + conflictText(u.conflict));
    for (const CheckConstraint &c : t.checks)
        out.append(kindAndName(u"check"_s, c.name) + u" ("_s + c.expression + u')');
    for (const ForeignKey &k : t.foreignKeys)
        out.append(foreignKeyText(k));
    for (const Index &i : t.indexes) {
        out.append((i.unique ? u"unique index "_s : u"index "_s) + i.name + columnsText(i.columns)
                   + (i.where.isEmpty() ? QString() : QString(u" where "_s + i.where)));
    }
    for (const Trigger &g : t.triggers)
        out.append(triggerText(g));
    if (!t.brokenBecause.isEmpty())
        out.append(u"broken: "_s + t.brokenBecause);
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
    for (const Table &t : schema.tables)
        s += describe(t);
    for (const View &v : schema.views) {
        QStringList facts;
        for (const Column &c : v.columns)
            facts.append(columnText(c));
        facts.append(u"as "_s + v.definition);
        if (!v.brokenBecause.isEmpty())
            facts.append(u"broken: "_s + v.brokenBecause);
        s += block(u"view "_s + v.name.display()
                       + (v.columnNames.isEmpty() ? QString() : QString(u" ("_s + v.columnNames.join(u", "_s) + u')')),
                   facts);
    }
    for (const Trigger &g : schema.viewTriggers)
        s += block(triggerText(g), {});
    for (const QString &remark : schema.remarks)
        s += block(u"remark "_s + remark, {});
    return s;
}

} // namespace core
