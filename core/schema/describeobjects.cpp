// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/describeobjects.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString marked(const QString &head, bool internal)
{
    return internal ? QString(head + u" [internal]"_s) : head;
}

QStringList commentFact(const QString &comment)
{
    return comment.isEmpty() ? QStringList() : QStringList{u"comment "_s + comment};
}

QString sequenceOptionWords(const SequenceOptions &o)
{
    return (o.type.isEmpty() ? QString() : QString(o.type + u' '))
        + u"start %1 increment %2 from %3 to %4 cache %5"_s.arg(o.start)
              .arg(o.increment)
              .arg(o.minimum)
              .arg(o.maximum)
              .arg(o.cache)
        + (o.cycle ? u" cycle"_s : QString());
}

QString commandWords(Policy::Command command)
{
    switch (command) {
    case Policy::Command::All:
        return u"all"_s;
    case Policy::Command::Select:
        return u"select"_s;
    case Policy::Command::Insert:
        return u"insert"_s;
    case Policy::Command::Update:
        return u"update"_s;
    case Policy::Command::Delete:
        return u"delete"_s;
    }
    Q_UNREACHABLE();
}

QString policyWords(const Policy &p)
{
    return u"policy "_s + p.name + (p.restrictive ? u" restrictive"_s : QString()) + u" for "_s
        + commandWords(p.command) + u" to "_s + p.roles.join(u", "_s)
        + (p.usingExpression.isEmpty() ? QString() : QString(u" using "_s + p.usingExpression))
        + (p.checkExpression.isEmpty() ? QString() : QString(u" with check "_s + p.checkExpression));
}

QString functionKind(Function::Kind kind)
{
    switch (kind) {
    case Function::Kind::Function:
        return u"function"_s;
    case Function::Kind::Procedure:
        return u"procedure"_s;
    case Function::Kind::Aggregate:
        return u"aggregate"_s;
    case Function::Kind::Window:
        return u"window function"_s;
    }
    Q_UNREACHABLE();
}

std::pair<QString, QStringList> domainBlock(const Domain &d)
{
    QString head = u"domain "_s + d.name.display() + u' ' + d.baseType;
    if (!d.collation.isEmpty())
        head += u" collate "_s + d.collation;
    if (d.notNull)
        head += u" not null"_s;
    if (d.defaultExpression)
        head += u" default "_s + *d.defaultExpression;
    QStringList facts;
    for (const Domain::Check &c : d.checks)
        facts.append(u"check "_s + c.name + u" ("_s + c.expression + u')' + (c.notValid ? u" not valid"_s : QString())
                     + (c.comment.isEmpty() ? QString() : u" comment "_s + c.comment));
    return {marked(head, d.internal), facts + commentFact(d.comment)};
}

std::pair<QString, QStringList> typeBlock(const UserType &t)
{
    static const QStringList kinds{u"composite"_s, u"range"_s, u"base"_s};
    QStringList facts;
    for (const UserType::Attribute &a : t.attributes) {
        facts.append(u"attribute "_s + a.name + u' ' + a.type
                     + (a.collation.isEmpty() ? QString() : QString(u" collate "_s + a.collation))
                     + (a.comment.isEmpty() ? QString() : u" comment "_s + a.comment));
    }
    return {marked(u"type "_s + t.name.display() + u' ' + kinds.at(static_cast<int>(t.kind)), t.internal),
            facts + t.options + commentFact(t.comment)};
}

std::pair<QString, QStringList> sequenceBlock(const Sequence &s)
{
    QString head = u"sequence "_s + s.name.display() + u' ' + sequenceOptionWords(s.options);
    if (!s.ownerTable.isEmpty())
        head += u" owned by "_s + s.ownerTable.display() + u'.' + s.ownerColumn;
    return {marked(s.unlogged ? head + u" unlogged"_s : head, s.internal), commentFact(s.comment)};
}

std::pair<QString, QStringList> functionBlock(const Function &f)
{
    QString head = functionKind(f.kind) + u' ' + f.name.display() + u'(' + f.arguments + u')';
    if (!f.result.isEmpty())
        head += u" returns "_s + f.result;
    QStringList facts{u"language "_s + f.language};
    if (!f.definition.isEmpty())
        facts.append(u"as "_s + f.definition);
    return {marked(head, f.internal), facts + commentFact(f.comment)};
}

} // namespace

QString identityWords(const Identity &i)
{
    return (i.always ? u" identity always"_s : u" identity by default"_s)
        + (i.sequence.isEmpty() ? QString() : QString(u' ' + i.sequence.display())) + u" ("_s
        + sequenceOptionWords(i.options) + u')';
}

QString deferralWords(KeyDeferral deferral)
{
    return deferral == KeyDeferral::None     ? QString()
        : deferral == KeyDeferral::Immediate ? u" deferrable"_s
                                             : u" deferred"_s;
}

QString includeWords(const QStringList &columns)
{
    return columns.isEmpty() ? QString() : QString(u" include ("_s + columns.join(u", "_s) + u')');
}

QString indexWords(const Index &i)
{
    QString s = includeWords(i.include);
    if (i.nullsNotDistinct)
        s += u" nulls not distinct"_s;
    if (!i.parameters.isEmpty())
        s += u" with ("_s + i.parameters.join(u", "_s) + u')';
    if (!i.where.isEmpty())
        s += u" where "_s + i.where;
    if (i.inherited)
        s += u" [inherited]"_s;
    if (i.invalid)
        s += u" [invalid]"_s;
    return i.comment.isEmpty() ? s : QString(s + u" comment "_s + i.comment);
}

QString triggerWords(const Trigger &g)
{
    static const QStringList states{QString(), u" [disabled]"_s, u" [replica]"_s, u" [always]"_s};
    QString s;
    if (g.constraint)
        s += u" constraint"_s + deferralWords(g.deferral);
    if (!g.constraintTable.isEmpty())
        s += u" from "_s + g.constraintTable.display();
    if (!g.oldTable.isEmpty())
        s += u" old table "_s + g.oldTable;
    if (!g.newTable.isEmpty())
        s += u" new table "_s + g.newTable;
    if (!g.function.isEmpty())
        s += g.forEachRow ? u" each row"_s : u" each statement"_s;
    s += states.at(static_cast<int>(g.enabled));
    return g.inherited ? QString(s + u" [inherited]"_s) : s;
}

QStringList headNotes(const Table &t)
{
    QStringList notes;
    const TableFacts &f = t.facts;
    if (t.kind == Table::Kind::Foreign)
        notes.append(
            u"foreign, server "_s + f.foreignServer
            + (f.foreignOptions.isEmpty() ? QString() : QString(u" ("_s + f.foreignOptions.join(u", "_s) + u')')));
    if (f.unlogged)
        notes.append(u"unlogged"_s);
    if (f.isPartitioned())
        notes.append(u"partitioned by "_s + f.partitionKey);
    if (f.isPartition())
        notes.append(u"partition of "_s + f.partitionOf.display() + u' ' + f.partitionBound);
    for (const QualifiedName &parent : f.inherits)
        notes.append(u"inherits "_s + parent.display());
    if (!f.parameters.isEmpty())
        notes.append(u"with "_s + f.parameters.join(u", "_s));
    if (f.rowSecurity)
        notes.append(f.rowSecurityForced ? u"row security, forced"_s : u"row security"_s);
    else if (f.rowSecurityForced)
        notes.append(u"row security forced, not enabled"_s);
    return notes;
}

QStringList serverFacts(const Table &t)
{
    QStringList out;
    for (const ExclusionConstraint &e : t.exclusions)
        out.append(u"exclude "_s + e.name + u' ' + e.definition + (e.inherited ? u" [inherited]"_s : QString()));
    for (const Policy &p : t.policies)
        out.append(policyWords(p));
    return out + commentFact(t.facts.comment);
}

QList<std::pair<QString, QStringList>> serverObjects(const Schema &schema)
{
    QList<std::pair<QString, QStringList>> out;
    for (const NamedSchema &s : schema.schemas)
        out.append({marked(u"schema "_s + s.name + (s.readable ? QString() : u" [no access]"_s), s.internal),
                    commentFact(s.comment)});
    for (const Extension &e : schema.extensions)
        out.append({u"extension "_s + e.name + u' ' + e.version + u" in "_s + e.schema, {}});
    for (const EnumType &e : schema.enums)
        out.append({marked(u"enum "_s + e.name.display() + u" ("_s + e.values.join(u", "_s) + u')', e.internal),
                    commentFact(e.comment)});
    for (const Domain &d : schema.domains)
        out.append(domainBlock(d));
    for (const UserType &t : schema.types)
        out.append(typeBlock(t));
    for (const Sequence &s : schema.sequences)
        out.append(sequenceBlock(s));
    for (const Function &f : schema.functions)
        out.append(functionBlock(f));
    return out;
}

} // namespace core
