// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes, and constraints with an index, in a plan for PostgreSQL: what they have on partitions, which the server
// would name as it likes; and who may use what is no table, view or function.
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planwriter.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using PartKind = DependentObject::Kind;

/// How many tables are above it; −1: it is not under that one.
int pgDepthUnder(const PostgresPlanScene &scene, const QualifiedName &partition, const QualifiedName &root)
{
    int depth = 0;
    for (const Table *t = scene.after(partition); t && t->facts.isPartition() && depth < 64;
         t = scene.after(t->facts.partitionOf)) {
        ++depth;
        if (t->facts.partitionOf == root)
            return depth;
    }
    return -1;
}

bool pgIsOwnPart(const Table &t, const QString &name)
{
    const auto is = [&](const auto &part) { return part.name == name && part.inherited; };
    return std::any_of(t.indexes.cbegin(), t.indexes.cend(), is)
        || std::any_of(t.uniques.cbegin(), t.uniques.cend(), is)
        || std::any_of(t.exclusions.cbegin(), t.exclusions.cend(), is) || (t.primaryKey && is(*t.primaryKey));
}

bool pgHasSequence(const Schema &schema, const QualifiedName &name)
{
    const auto counts = [&](const Column &c) { return c.identity && c.identity->sequence == name; };
    return schema.sequence(name) || std::any_of(schema.tables.cbegin(), schema.tables.cend(), [&](const Table &t) {
               return std::any_of(t.columns.cbegin(), t.columns.cend(), counts);
           });
}

/// What the column counts with; empty: nothing that is known.
QualifiedName pgSequenceOf(const Schema &schema, const DependentObject::ColumnName &of)
{
    for (const Sequence &s : schema.sequences) {
        if (s.ownerTable == of.table && s.ownerColumn == of.column)
            return s.name;
    }
    const Table *t = schema.table(of.table);
    const Column *c = t ? t->column(of.column) : nullptr;
    return c && c->identity ? c->identity->sequence : QualifiedName();
}

/// Without the name of the whole, which comes back by itself.
template <typename Part> Part pgPartCalled(Part part, const DependentObject &own)
{
    part.name = own.name.name;
    part.inherited = false;
    if constexpr (requires { part.parameters; })
        part.parameters = own.arguments.isEmpty() ? QStringList() : own.arguments.split(u'\n');
    return part;
}

} // namespace

bool isPostgresRelation(const Schema &schema, const QualifiedName &name)
{
    if (schema.table(name) || schema.view(name) || schema.sequence(name))
        return true;
    const auto named = [&](const auto &part) { return part.name == name.name; };
    return std::any_of(schema.tables.cbegin(), schema.tables.cend(), [&](const Table &t) {
        return t.name.schema == name.schema
            && (std::any_of(t.indexes.cbegin(), t.indexes.cend(), named)
                || std::any_of(t.uniques.cbegin(), t.uniques.cend(), named)
                || (t.primaryKey && t.primaryKey->name == name.name)
                || std::any_of(t.exclusions.cbegin(), t.exclusions.cend(), named));
    });
}

const DependentObject *PostgresPlanDependents::partCalled(const QualifiedName &partition, const QString &index) const
{
    for (const DependentObject &d : m_scene.dependents()) {
        if (d.kind == PartKind::IndexPart && d.columns.constFirst().table == partition && d.name.name == index)
            return &d;
    }
    return nullptr;
}

/// Anew where it can be there again under its name.
PostgresPlanDependents::Fate PostgresPlanDependents::fateOfPart(const DependentObject &part) const
{
    const QualifiedName &partition = part.columns.constFirst().table;
    const Fate relation = fateOf(partition);
    if (relation.state != State::Stays)
        return relation;
    Fate fate = fateOfIndex(part.table, part.index);
    if (fate.state != State::Anew)
        return fate;
    const Table *after = m_scene.after(partition);
    const bool isFree = !isPostgresRelation(m_scene.diff().target, {partition.schema, part.name.name})
        || (after && pgIsOwnPart(*after, part.name.name));
    if (!isFree || pgDepthUnder(m_scene, partition, part.table) < 0)
        fate.state = State::Gone;
    return fate;
}

/// It goes with its whole: what is said of it is lost where it comes back under another name, or not at all.
void PostgresPlanDependents::findPart(const DependentObject &part)
{
    const QualifiedName &partition = part.columns.constFirst().table;
    const Fate whole = fateOfIndex(part.table, part.index);
    const Fate fate = fateOfPart(part);
    if (whole.state != State::Anew || fate.state != State::Gone || !m_scene.after(partition)
        || pgDepthUnder(m_scene, partition, part.table) < 0)
        return;
    say(PlanNotice::Weight::Warn, "H46",
        u"%1 is made anew with %2, and gets another name, because something else is called so: what is set for it is "
        "lost."_s.arg(part.display, part.index),
        {}, fate.sources);
}

QList<DependentObject> PostgresPlanDependents::partsOf(const QualifiedName &table, const QString &index) const
{
    QList<DependentObject> parts;
    for (const DependentObject &d : m_scene.dependents()) {
        if (d.kind == PartKind::IndexPart && d.table == table && d.index == index
            && m_scene.before(d.columns.constFirst().table) && fateOfPart(d).state == State::Anew)
            parts.append(d);
    }
    std::stable_sort(parts.begin(), parts.end(), [this](const DependentObject &a, const DependentObject &b) {
        return pgDepthUnder(m_scene, a.columns.constFirst().table, a.table)
            > pgDepthUnder(m_scene, b.columns.constFirst().table, b.table);
    });
    return parts;
}

PostgresPlanDependents::Fate PostgresPlanDependents::fateOfSequence(const DependentObject &object) const
{
    const SchemaDiff &diff = m_scene.diff();
    Fate fate{State::Anew, {}};
    const auto note = [&](const QualifiedName &table) {
        for (int i = 0; i < diff.changes.size(); ++i) {
            if (tableOf(diff.changes[i]) == table)
                joinPlanSources(fate.sources, {i});
        }
    };
    note(object.columns.isEmpty() ? object.name : object.columns.constFirst().table);
    const bool was = pgHasSequence(diff.renamed, object.name);
    if (object.columns.isEmpty()) {
        fate.state = !diff.target.sequence(object.name) ? State::Gone : was ? State::Stays : State::Anew;
        return fate;
    }
    const DependentObject::ColumnName &of = object.columns.constFirst();
    const Fate column = fateOf(of);
    const QualifiedName now = pgSequenceOf(diff.target, of);
    const Table *after = m_scene.after(of.table);
    const Column *counted = after ? after->column(of.column) : nullptr;
    const bool wasSerial = diff.renamed.sequence(object.name) != nullptr;
    const bool isSerial = diff.target.sequence(now) || (counted && isPostgresSerial(counted->declaredType));
    if (column.state != State::Anew && was && counted && wasSerial == isSerial && (isSerial || counted->identity))
        fate.state = State::Stays;
    else if (column.state == State::Gone || now.isEmpty())
        fate.state = State::Gone;
    return fate;
}

/// Sequences, types and schemas: what is made anew belongs to who runs the plan, and has the privileges by default.
void PostgresPlanDependents::findObject(const DependentObject &object)
{
    const SchemaDiff &diff = m_scene.diff();
    if (object.kind == PartKind::Sequence) {
        const Fate fate = fateOfSequence(object);
        DependentObject again = object;
        if (!object.columns.isEmpty())
            again.name = pgSequenceOf(diff.target, object.columns.constFirst());
        if (fate.state == State::Anew)
            m_aside.append({again, fate.sources, false});
        return;
    }
    const auto has = [&](const Schema &schema) {
        const auto named = [&](const auto &o) { return o.name == object.name; };
        if (object.kind == PartKind::Schema)
            return std::any_of(schema.schemas.cbegin(), schema.schemas.cend(),
                               [&](const NamedSchema &s) { return s.name == object.name.name; });
        return schema.domain(object.name) || std::any_of(schema.types.cbegin(), schema.types.cend(), named);
    };
    if (has(diff.renamed) || !has(diff.target))
        return;
    QList<int> sources;
    for (int i = 0; i < diff.changes.size(); ++i) {
        const auto *c = std::get_if<change::ChangeObject>(&diff.changes[i]);
        const bool isIt = c && c->to
            && std::visit(
                              [&](const auto &o) {
                                  if constexpr (std::is_same_v<std::decay_t<decltype(o.name)>, QString>)
                                      return object.kind == PartKind::Schema && o.name == object.name.name;
                                  else
                                      return object.kind == PartKind::Type && o.name == object.name;
                              },
                              *c->to);
        if (isIt)
            sources.append(i);
    }
    m_aside.append({object, sources, false});
}

/// Those that are on partitions first, under their names; then the whole takes them over.
template <typename Part>
void PostgresPlanWriter::addWithParts(const QualifiedName &table, const Part &whole, const QString &was,
                                      const QString &purpose, const QList<int> &sources)
{
    const auto make = [this](const QualifiedName &on, const Part &part, bool only, const QStringList &parameters,
                             const QString &why, const QList<int> &because) {
        if constexpr (std::is_same_v<Part, Index>) {
            add(postgresCreateIndex(part, on, false, only), why, because);
        } else {
            const QString sql = u"ADD "_s + postgresConstraint(part, parameters);
            if (only)
                add(u"ALTER TABLE ONLY "_s + postgresQualified(on) + u' ' + sql, why, because);
            else
                alter(on, sql, why, because);
        }
    };
    const QList<DependentObject> parts = m_dependents.partsOf(table, was);
    const QStringList own = m_dependents.parametersOf(table, was);
    const auto partitions = std::count_if(m_diff.target.tables.cbegin(), m_diff.target.tables.cend(),
                                          [&](const Table &t) { return pgDepthUnder(m_scene, t.name, table) > 0; });
    const auto parameters = [](const DependentObject &p) {
        return p.arguments.isEmpty() ? QStringList() : p.arguments.split(u'\n');
    };
    // Where every partition has its part, each is named; else the server finds those that are there, and makes the
    // rest.
    const bool all = !parts.isEmpty() && parts.size() == partitions;
    const auto attach = [&](const QualifiedName &to, const QString &name) {
        for (const DependentObject &p : all ? parts : QList<DependentObject>()) {
            const QualifiedName &on = p.columns.constFirst().table;
            if (m_scene.after(on)->facts.partitionOf == to)
                add(u"ALTER INDEX "_s + postgresQualified({to.schema, name}) + u" ATTACH PARTITION "_s
                        + postgresQualified({on.schema, p.name.name}),
                    u"%1 becomes part of %2"_s.arg(p.display, name), sources);
        }
    };
    const auto standsByItself = [this](const QualifiedName &on, const QString &name) {
        const Table *before = m_scene.before(on);
        const Table *after = m_scene.after(on);
        const auto isIt = [&](const Index &i) { return i.name == name && !i.inherited; };
        const auto isSame = [&](const Index &i) { return i.name == name; };
        return before && after && std::any_of(before->indexes.cbegin(), before->indexes.cend(), isIt)
            && std::any_of(after->indexes.cbegin(), after->indexes.cend(), isSame);
    };
    for (const DependentObject &p : parts) {
        const QualifiedName &on = p.columns.constFirst().table;
        const bool isMiddle = !m_scene.after(on)->facts.partitionKey.isEmpty();
        if (standsByItself(on, p.name.name))
            continue; // it is the partition's own so far, and only becomes a part
        make(on, pgPartCalled(whole, p), all && isMiddle, parameters(p), u"%1 keeps its name"_s.arg(p.display),
             sources);
        attach(on, p.name.name);
    }
    make(table, whole, all, own, purpose, sources);
    attach(table, whole.name);
    for (const DependentObject &p : parts) {
        for (const QString &sql : p.make)
            add(sql, u"What is said of %1"_s.arg(p.name.name), sources);
    }
}

template void PostgresPlanWriter::addWithParts(const QualifiedName &, const Index &, const QString &, const QString &,
                                               const QList<int> &);
template void PostgresPlanWriter::addWithParts(const QualifiedName &, const UniqueConstraint &, const QString &,
                                               const QString &, const QList<int> &);
template void PostgresPlanWriter::addWithParts(const QualifiedName &, const PrimaryKey &, const QString &,
                                               const QString &, const QList<int> &);

} // namespace core
