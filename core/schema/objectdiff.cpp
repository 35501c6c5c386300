// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/objectdiff.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename T> bool belongsToSystem(const T &object)
{
    if constexpr (requires { object.internal; })
        return object.internal;
    else
        return false;
}

template <typename T, typename Same> const T *partnerOf(const T &object, const QList<T> &list, Same sameName)
{
    const auto at = std::find_if(list.cbegin(), list.cend(), [&](const T &o) { return sameName(o, object); });
    return at == list.cend() ? nullptr : &*at;
}

/// What one kind of object changes; `isSame` leaves comments out.
template <typename T, typename Same, typename IsSame>
void compareKindBy(const QList<T> &from, const QList<T> &to, Same sameName, IsSame isSame, const QualifiedName &table,
                   ObjectChanges &out)
{
    for (const T &o : to) {
        if (belongsToSystem(o))
            continue;
        const T *before = partnerOf(o, from, sameName);
        if (before && belongsToSystem(*before))
            continue;
        if (!before)
            out.made.append(change::ChangeObject{std::nullopt, o, table});
        else if (!isSame(*before, o))
            out.made.append(change::ChangeObject{*before, o, table});
    }
    for (const T &o : from) {
        if (!belongsToSystem(o) && !partnerOf(o, to, sameName))
            out.dropped.append(change::ChangeObject{o, std::nullopt, table});
    }
}

/// What one kind of object changes; `normal` leaves comments out.
template <typename T, typename Same, typename Normal>
void compareKind(const QList<T> &from, const QList<T> &to, Same sameName, Normal normal, const QualifiedName &table,
                 ObjectChanges &out)
{
    compareKindBy(
        from, to, sameName, [&](const T &a, const T &b) { return normal(a) == normal(b); }, table, out);
}

/// “Whoever makes it” is any one role: a server keeps who that was, and nobody can tell it from one that was named.
bool areSamePolicies(const Policy &before, const Policy &after, const Table &table, const SchemaRules &rules)
{
    Policy a = rules.normalObject(before, table);
    Policy b = rules.normalObject(after, table);
    for (Policy *p : {&a, &b}) {
        Policy &other = p == &a ? b : a;
        if (!p->roles.contains(whoeverMakesIt()) || p->roles.size() != other.roles.size())
            continue;
        QStringList unknown = other.roles;
        for (const QString &role : std::as_const(p->roles))
            unknown.removeOne(role);
        if (unknown.size() == 1 && unknown.first() != "public"_L1)
            p->roles = other.roles;
    }
    return a == b;
}

template <typename T> QualifiedName objectNameOf(const T &o)
{
    if constexpr (std::is_same_v<std::decay_t<decltype(o.name)>, QString>)
        return {{}, o.name};
    else
        return o.name;
}

/// Comments on objects of one kind; what is new is compared with nothing.
template <typename T, typename Same>
void compareComments(const QString &kind, const QList<T> &from, const QList<T> &to, Same sameName,
                     const QualifiedName &table, ObjectChanges &out)
{
    for (const T &o : to) {
        const T *before = partnerOf(o, from, sameName);
        const QString was = before ? before->comment : QString();
        if (!belongsToSystem(o) && was != o.comment)
            out.comments.append(change::ChangeComment{kind, objectNameOf(o), table, was, o.comment});
    }
}

const auto sameObjectName = [](const auto &a, const auto &b) { return a.name == b.name; };
const auto sameFunction = [](const Function &a, const Function &b) {
    return a.name == b.name && a.arguments == b.arguments;
};

QString functionWords(const Function &f)
{
    return f.kind == Function::Kind::Procedure ? u"procedure"_s
        : f.kind == Function::Kind::Aggregate  ? u"aggregate"_s
                                               : u"function"_s;
}

/// A function is named with its arguments, so that the comment finds it.
void compareFunctionComments(const Schema &from, const Schema &to, ObjectChanges &out)
{
    for (const Function &f : to.functions) {
        const Function *before = partnerOf(f, from.functions, sameFunction);
        const QString was = before ? before->comment : QString();
        if (!f.internal && was != f.comment)
            out.comments.append(
                change::ChangeComment{functionWords(f) + u'(' + f.arguments + u')', f.name, {}, was, f.comment});
    }
}

/// Of what stands within a domain or a row type, and does not go when that changes.
void comparePartComments(const Schema &from, const Schema &to, ObjectChanges &out)
{
    for (const Domain &d : to.domains) {
        const Domain *before = partnerOf(d, from.domains, sameObjectName);
        if (!d.internal)
            compareComments(u"domain constraint"_s, before ? before->checks : QList<Domain::Check>(), d.checks,
                            sameObjectName, d.name, out);
    }
    for (const UserType &t : to.types) {
        const UserType *before = partnerOf(t, from.types, sameObjectName);
        if (!t.internal)
            compareComments(u"column"_s, before ? before->attributes : QList<UserType::Attribute>(), t.attributes,
                            sameObjectName, t.name, out);
    }
}

void compareViewComments(const Schema &from, const Schema &to, ObjectChanges &out)
{
    for (const View &v : to.views) {
        if (v.internal)
            continue;
        const View *before = partnerOf(v, from.views, sameObjectName);
        const QString kind = v.materialized ? u"materialized view"_s : u"view"_s;
        const QString was = before ? before->comment : QString();
        if (was != v.comment)
            out.comments.append(change::ChangeComment{kind, v.name, {}, was, v.comment});
        compareComments(u"column"_s, before ? before->columns : QList<Column>(), v.columns, sameObjectName, v.name,
                        out);
        compareComments(u"index"_s, before ? before->indexes : QList<Index>(), v.indexes, sameObjectName, v.name, out);
    }
    for (const Trigger &g : to.viewTriggers) {
        const auto same = [](const Trigger &a, const Trigger &b) { return a.name == b.name && a.table == b.table; };
        compareComments(u"trigger"_s, from.viewTriggers, QList<Trigger>{g}, same, g.table, out);
    }
}

} // namespace

ObjectChanges compareObjects(const Schema &from, const Schema &to, const SchemaRules &rules)
{
    ObjectChanges out;
    const auto normal = [&](const auto &o) { return rules.normalObject(o); };
    compareKind(from.schemas, to.schemas, sameObjectName, normal, {}, out);
    compareKind(from.extensions, to.extensions, sameObjectName, normal, {}, out);
    compareKind(from.enums, to.enums, sameObjectName, normal, {}, out);
    compareKind(from.domains, to.domains, sameObjectName, normal, {}, out);
    compareKind(from.types, to.types, sameObjectName, normal, {}, out);
    const SchemaIndex before(from);
    const SchemaIndex after(to);
    QList<Sequence> own = from.sequences;
    QList<Sequence> wanted = to.sequences;
    // Those of a serial column come and go with it.
    own.removeIf([&](const Sequence &s) { return rules.isPartOfColumn(s, before); });
    wanted.removeIf([&](const Sequence &s) { return rules.isPartOfColumn(s, after); });
    compareKind(own, wanted, sameObjectName, normal, {}, out);
    compareKind(from.functions, to.functions, sameFunction, normal, {}, out);

    compareComments(u"schema"_s, from.schemas, to.schemas, sameObjectName, {}, out);
    compareComments(u"type"_s, from.enums, to.enums, sameObjectName, {}, out);
    compareComments(u"domain"_s, from.domains, to.domains, sameObjectName, {}, out);
    compareComments(u"type"_s, from.types, to.types, sameObjectName, {}, out);
    compareComments(u"sequence"_s, own, wanted, sameObjectName, {}, out);
    compareFunctionComments(from, to, out);
    comparePartComments(from, to, out);
    compareViewComments(from, to, out);
    return out;
}

ObjectChanges compareTableObjects(const Table &from, const Table &to, const SchemaRules &rules)
{
    ObjectChanges out;
    compareKindBy(
        from.policies, to.policies, sameObjectName,
        [&](const Policy &a, const Policy &b) { return areSamePolicies(a, b, to, rules); }, to.name, out);
    QList<ExclusionConstraint> had = from.exclusions;
    QList<ExclusionConstraint> has = to.exclusions;
    const auto isParents = [](const ExclusionConstraint &e) { return e.inherited; };
    had.removeIf(isParents);
    has.removeIf(isParents);
    compareKind(
        had, has, sameObjectName, [&](const ExclusionConstraint &e) { return rules.normalObject(e, to); }, to.name,
        out);

    compareComments(u"policy"_s, from.policies, to.policies, sameObjectName, to.name, out);
    compareComments(u"constraint"_s, from.exclusions, to.exclusions, sameObjectName, to.name, out);
    compareComments(u"constraint"_s, from.uniques, to.uniques, sameObjectName, to.name, out);
    compareComments(u"constraint"_s, from.checks, to.checks, sameObjectName, to.name, out);
    compareComments(u"constraint"_s, from.foreignKeys, to.foreignKeys, sameObjectName, to.name, out);
    // A partition's own name for its part of its table's key is the server's, or kept: nobody wishes for another.
    const bool isPart = to.primaryKey && to.primaryKey->inherited && from.primaryKey && from.primaryKey->inherited
        && from.primaryKey->name != to.primaryKey->name;
    if (to.primaryKey && !isPart) {
        const auto any = [](const PrimaryKey &, const PrimaryKey &) { return true; };
        const QList<PrimaryKey> before = from.primaryKey ? QList<PrimaryKey>{*from.primaryKey} : QList<PrimaryKey>();
        compareComments(u"constraint"_s, before, QList<PrimaryKey>{*to.primaryKey}, any, to.name, out);
    }
    compareComments(u"index"_s, from.indexes, to.indexes, sameObjectName, to.name, out);
    compareComments(u"trigger"_s, from.triggers, to.triggers, sameObjectName, to.name, out);
    return out;
}

} // namespace core
