// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/relationgraph.h"

#include "core/schema/namecase.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A foreign key whose target is there, with real names on both sides.
struct Link {
    const Table *from = nullptr;
    const Table *to = nullptr;
    QStringList fromColumns;
    QStringList toColumns;
    DrawnForeignKey drawn;
    bool enforced = true;
};

/// The column lists that tell the table's rows apart (NULLs aside).
QList<QStringList> uniqueKeys(const Table &table)
{
    QList<QStringList> keys;
    const auto add = [&](const QList<IndexedColumn> &columns) {
        QStringList names;
        for (const IndexedColumn &c : columns)
            names.append(c.column);
        const QStringList real = knownColumns(table, names);
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

/// "author" of author_id, authorId or AuthorID; the column itself when nothing else is left.
QString stem(const QString &column)
{
    for (const QString &end : {u"_id"_s, u"_ID"_s, u"_Id"_s, u"Id"_s, u"ID"_s}) {
        if (column.size() > end.size() && column.endsWith(end))
            return column.chopped(end.size());
    }
    return column;
}

/// By what two relations of the same first name are told apart.
QString distinction(const Relation &r)
{
    if (r.kind == Relation::Kind::One)
        return r.fromColumns.join(u' ');
    if (r.kind == Relation::Kind::ManyToMany)
        return u"through "_s + r.junction.name
            + (r.from == r.to ? u" by "_s + stem(r.junctionFromColumns.join(u' ')) : QString());
    return u"by "_s + stem(r.toColumns.join(u' '));
}

QString firstName(const Relation &r)
{
    if (!r.name.isEmpty()) // where it is declared it has a name
        return r.name;
    return r.kind == Relation::Kind::One && r.fromColumns.size() == 1 ? stem(r.fromColumns.constFirst()) : r.to.name;
}

/// `columns` of the table they start at: a relation that is shown as a column of its own must not be called like one.
void nameAll(QList<Relation> &relations, const QList<Column> &columns)
{
    QSet<QString> columnNames;
    for (const Column &c : columns)
        columnNames.insert(foldedName(c.name));
    QHash<QString, int> wanted;
    for (const Relation &r : std::as_const(relations))
        ++wanted[foldedName(firstName(r))];
    QSet<QString> taken;
    for (Relation &r : relations) {
        QString name = firstName(r);
        // An own key keeps its short name: it was there first.
        const bool shared =
            wanted.value(foldedName(name)) > 1 && (r.kind != Relation::Kind::One || taken.contains(foldedName(name)));
        const auto isTaken = [&](const QString &wish) {
            return taken.contains(foldedName(wish))
                || (r.kind != Relation::Kind::One && columnNames.contains(foldedName(wish)));
        };
        if (shared || isTaken(name))
            name += u' ' + distinction(r);
        r.name = name;
        for (int n = 2; isTaken(r.name); ++n)
            r.name = name + u' ' + QString::number(n);
        taken.insert(foldedName(r.name));
    }
}

QSet<QString> asSet(const QStringList &names)
{
    return {names.cbegin(), names.cend()};
}

class Builder {
public:
    Builder(const Schema &schema, const QList<DrawnForeignKey> &drawn)
        : m_schema(schema)
        , m_drawn(drawn)
    {
        for (const Table &t : schema.tables)
            m_byName.insert(folded(t.name, nameCaseOf(schema)), &t);
        for (const Table &t : schema.tables) // where names differ in case only, the very name counts
            m_byName.insert(t.name, &t);
    }

    QHash<QualifiedName, QList<Relation>> build()
    {
        for (const Table &t : m_schema.tables) {
            for (const ForeignKey &key : t.foreignKeys)
                addLink(t, {t.name, key}, true);
        }
        for (const DrawnForeignKey &d : m_drawn) {
            if (const Table *from = find(d.table))
                addLink(*from, d, false);
        }
        for (const Link &l : std::as_const(m_links))
            m_relations[l.from->name].append(own(l));
        for (const Link &l : std::as_const(m_links)) {
            if (!isOfWholeTable(l))
                m_relations[l.to->name].append(reverse(l));
        }
        for (const Table &t : m_schema.tables)
            addJunction(t);
        for (auto it = m_relations.begin(); it != m_relations.end(); ++it)
            nameAll(*it, find(it.key())->columns);
        return std::move(m_relations);
    }

private:
    /// A partition's rows are found through the partitioned table, which has the same key.
    [[nodiscard]] static bool isOfWholeTable(const Link &l)
    {
        return l.drawn.key.inherited && l.from->facts.isPartition();
    }

    [[nodiscard]] const Table *find(const QualifiedName &name) const
    {
        const Table *exact = m_byName.value(name);
        return exact ? exact : m_byName.value(folded(name, nameCaseOf(m_schema)));
    }

    void addLink(const Table &table, const DrawnForeignKey &drawn, bool enforced)
    {
        const ForeignKey &key = drawn.key;
        const Table *to = find(key.target);
        if (!to)
            return;
        const QStringList named = key.targetColumns.isEmpty() ? to->primaryKeyColumns() : key.targetColumns;
        const Link link{&table, to, knownColumns(table, key.columns), knownColumns(*to, named), drawn, enforced};
        if (link.fromColumns.isEmpty() || link.fromColumns.size() != link.toColumns.size())
            return;
        const bool said = !enforced && std::any_of(m_links.cbegin(), m_links.cend(), [&](const Link &l) {
            return l.from == link.from && l.to == link.to && l.fromColumns == link.fromColumns
                && l.toColumns == link.toColumns;
        });
        if (!said)
            m_links.append(link);
    }

    static Relation own(const Link &l)
    {
        Relation r;
        r.kind = Relation::Kind::One;
        r.from = l.from->name;
        r.to = l.to->name;
        r.fromColumns = l.fromColumns;
        r.toColumns = l.toColumns;
        r.foreignKey = l.drawn.key;
        r.enforced = l.enforced;
        r.declaredIn = l.drawn.declaredIn;
        r.name = l.drawn.name;
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
        r.foreignKey = l.drawn.key;
        r.enforced = l.enforced;
        r.declaredIn = l.drawn.declaredIn;
        r.name = l.drawn.reverseName;
        return r;
    }

    /// Two of the table's foreign keys whose columns together are a key: each row is one pair.
    void addJunction(const Table &table)
    {
        QList<const Link *> links;
        for (const Link &l : std::as_const(m_links)) {
            if (l.from == &table && !isOfWholeTable(l))
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
        r.foreignKey = here.drawn.key;
        r.junction = here.from->name;
        r.junctionFromColumns = here.fromColumns;
        r.junctionToColumns = there.fromColumns;
        r.enforced = here.enforced && there.enforced;
        r.declaredIn = here.enforced ? there.drawn.declaredIn : here.drawn.declaredIn;
        m_relations[r.from].append(r);
    }

    const Schema &m_schema;
    const QList<DrawnForeignKey> &m_drawn;
    QHash<QualifiedName, const Table *> m_byName;
    QList<Link> m_links;
    QHash<QualifiedName, QList<Relation>> m_relations;
};

} // namespace

QStringList knownColumns(const Table &table, const QStringList &names)
{
    QStringList known;
    for (const QString &name : names) {
        const Column *c = table.column(name);
        if (!c)
            return {};
        known.append(c->name);
    }
    return known;
}

RelationGraph::RelationGraph(const Schema &schema, const QList<DrawnForeignKey> &drawn)
    : m_relations(Builder(schema, drawn).build())
{
}

QList<Relation> RelationGraph::of(const QualifiedName &table) const
{
    return m_relations.value(table);
}

const Relation *RelationGraph::byName(const QualifiedName &table, const QString &name) const
{
    const auto it = m_relations.constFind(table);
    if (it == m_relations.cend())
        return nullptr;
    const auto find = [&](auto same) -> const Relation * {
        const auto found = std::find_if(it->cbegin(), it->cend(), same);
        return found == it->cend() ? nullptr : &*found;
    };
    const Relation *exact = find([&](const Relation &r) { return r.name == name; });
    return exact ? exact : find([&](const Relation &r) { return foldedName(r.name) == foldedName(name); });
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
