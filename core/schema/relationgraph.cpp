// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/relationgraph.h"

#include <QSet>

#include <algorithm>

namespace core {

namespace {

/// A foreign key whose target is there, with real names on both sides.
struct Link {
    const Table *from = nullptr;
    const Table *to = nullptr;
    QStringList fromColumns;
    QStringList toColumns;
    ForeignKey key;
};

/// The columns by the table's own spelling; empty if one of them is not there.
QStringList realNames(const Table &table, const QStringList &names)
{
    QStringList real;
    for (const QString &name : names) {
        const Column *c = table.column(name);
        if (!c)
            return {};
        real.append(c->name);
    }
    return real;
}

/// The column lists that tell the table's rows apart (NULLs aside).
QList<QStringList> uniqueKeys(const Table &table)
{
    QList<QStringList> keys;
    const auto add = [&](const QList<IndexedColumn> &columns) {
        QStringList names;
        for (const IndexedColumn &c : columns)
            names.append(c.column);
        const QStringList real = realNames(table, names);
        if (!real.isEmpty())
            keys.append(real);
    };
    if (table.primaryKey)
        add(table.primaryKey->columns);
    for (const UniqueConstraint &u : table.uniques)
        add(u.columns);
    for (const Index &i : table.indexes) {
        if (i.unique && i.where.isEmpty())
            add(i.columns);
    }
    return keys;
}

QSet<QString> asSet(const QStringList &names)
{
    return {names.cbegin(), names.cend()};
}

class Builder {
public:
    explicit Builder(const Schema &schema)
        : m_schema(schema)
    {
        for (const Table &t : schema.tables)
            m_byName.insert({foldedName(t.name.schema), foldedName(t.name.name)}, &t);
    }

    QHash<QualifiedName, QList<Relation>> build()
    {
        for (const Table &t : m_schema.tables)
            addLinks(t);
        for (const Link &l : std::as_const(m_links))
            m_relations[l.from->name].append(own(l));
        for (const Link &l : std::as_const(m_links))
            m_relations[l.to->name].append(reverse(l));
        for (const Table &t : m_schema.tables)
            addJunction(t);
        return std::move(m_relations);
    }

private:
    void addLinks(const Table &table)
    {
        for (const ForeignKey &key : table.foreignKeys) {
            const Table *to = m_byName.value({foldedName(key.target.schema), foldedName(key.target.name)});
            if (!to)
                continue;
            const QStringList named = key.targetColumns.isEmpty() ? to->primaryKeyColumns() : key.targetColumns;
            Link link{&table, to, realNames(table, key.columns), realNames(*to, named), key};
            if (!link.fromColumns.isEmpty() && link.fromColumns.size() == link.toColumns.size())
                m_links.append(link);
        }
    }

    static Relation own(const Link &l)
    {
        Relation r;
        r.kind = Relation::Kind::One;
        r.from = l.from->name;
        r.to = l.to->name;
        r.fromColumns = l.fromColumns;
        r.toColumns = l.toColumns;
        r.foreignKey = l.key;
        return r;
    }

    static Relation reverse(const Link &l)
    {
        const QSet<QString> columns = asSet(l.fromColumns);
        const QList<QStringList> keys = uniqueKeys(*l.from);
        const bool atMostOne = std::any_of(keys.cbegin(), keys.cend(),
                                           [&](const QStringList &key) { return columns.contains(asSet(key)); });
        Relation r;
        r.kind = atMostOne ? Relation::Kind::OneToOne : Relation::Kind::Many;
        r.from = l.to->name;
        r.to = l.from->name;
        r.fromColumns = l.toColumns;
        r.toColumns = l.fromColumns;
        r.foreignKey = l.key;
        return r;
    }

    /// Two of the table's foreign keys whose columns together are a key: each row is one pair.
    void addJunction(const Table &table)
    {
        QList<const Link *> links;
        for (const Link &l : std::as_const(m_links)) {
            if (l.from == &table)
                links.append(&l);
        }
        if (links.size() < 2)
            return;
        const QList<QStringList> keys = uniqueKeys(table);
        const auto isKey = [&](const QStringList &columns) {
            return std::any_of(keys.cbegin(), keys.cend(), [&](const QStringList &key) {
                return key.size() == columns.size() && asSet(key) == asSet(columns);
            });
        };
        for (int i = 0; i < links.size(); ++i) {
            for (int j = i + 1; j < links.size(); ++j) {
                if (!isKey(links[i]->fromColumns + links[j]->fromColumns))
                    continue;
                addManyToMany(*links[i], *links[j]);
                addManyToMany(*links[j], *links[i]);
            }
        }
    }

    void addManyToMany(const Link &here, const Link &there)
    {
        Relation r;
        r.kind = Relation::Kind::ManyToMany;
        r.from = here.to->name;
        r.to = there.to->name;
        r.fromColumns = here.toColumns;
        r.toColumns = there.toColumns;
        r.foreignKey = here.key;
        r.junction = here.from->name;
        r.junctionFromColumns = here.fromColumns;
        r.junctionToColumns = there.fromColumns;
        m_relations[r.from].append(r);
    }

    const Schema &m_schema;
    QHash<QualifiedName, const Table *> m_byName;
    QList<Link> m_links;
    QHash<QualifiedName, QList<Relation>> m_relations;
};

} // namespace

RelationGraph::RelationGraph(const Schema &schema)
    : m_relations(Builder(schema).build())
{
}

QList<Relation> RelationGraph::of(const QualifiedName &table) const
{
    return m_relations.value(table);
}

const Relation *RelationGraph::byColumn(const QualifiedName &table, const QString &column) const
{
    const auto it = m_relations.constFind(table);
    if (it == m_relations.cend())
        return nullptr;
    const Relation *including = nullptr;
    for (const Relation &r : *it) {
        if (r.kind != Relation::Kind::One || !r.fromColumns.contains(column))
            continue;
        if (r.fromColumns.size() == 1)
            return &r;
        including = including ? including : &r;
    }
    return including;
}

QList<Relation> RelationGraph::referencing(const QualifiedName &table) const
{
    QList<Relation> out;
    const QList<Relation> all = of(table);
    std::copy_if(all.cbegin(), all.cend(), std::back_inserter(out), [](const Relation &r) {
        return r.kind == Relation::Kind::Many || r.kind == Relation::Kind::OneToOne;
    });
    return out;
}

} // namespace core
