// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/tablediff.h"

#include "core/schema/namecase.h"
#include "core/schema/objectdiff.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A constraint that has no name on one side is the same as any other one that says the same.
template <typename T> bool sameButForNames(T a, T b)
{
    if (a.name.isEmpty() || b.name.isEmpty())
        a.name = b.name = QString();
    return a == b;
}

bool namesAgree(const QString &a, const QString &b)
{
    return a == b || a.isEmpty() || b.isEmpty();
}

ColumnFacets differences(const Column &a, const Column &b)
{
    ColumnFacets out;
    if (a.declaredType != b.declaredType)
        out |= ColumnFacet::Type;
    if (a.notNull != b.notNull || a.notNullConflict != b.notNullConflict || !namesAgree(a.notNullName, b.notNullName))
        out |= ColumnFacet::NotNull;
    if (a.defaultExpression != b.defaultExpression || !namesAgree(a.defaultName, b.defaultName))
        out |= ColumnFacet::Default;
    if (a.collation != b.collation)
        out |= ColumnFacet::Collation;
    if (a.generation != b.generation || a.generatedExpression != b.generatedExpression)
        out |= ColumnFacet::Generated;
    // One without a name of its own sequence counts as the server will call it.
    const auto sameIdentity = [](std::optional<Identity> x, std::optional<Identity> y) {
        if (x && y && (x->sequence.isEmpty() || y->sequence.isEmpty()))
            x->sequence = y->sequence = QualifiedName();
        return x == y;
    };
    if (!sameIdentity(a.identity, b.identity))
        out |= ColumnFacet::Identity;
    if (a.comment != b.comment)
        out |= ColumnFacet::Comment;
    // What a parent says is changed there.
    if (a.inherited && b.inherited)
        out &= ColumnFacet::Default | ColumnFacets(ColumnFacet::Comment);
    return out;
}

/// Pairs off what is the same; what stays are the indexes of those that are on one side only.
struct Leftovers {
    QList<qsizetype> from;
    QList<qsizetype> to;
};
template <typename T> Leftovers pairOff(const QList<T> &from, const QList<T> &to)
{
    QList<bool> usedFrom(from.size(), false);
    QList<bool> usedTo(to.size(), false);
    const auto pass = [&](auto same) {
        for (qsizetype i = 0; i < from.size(); ++i) {
            for (qsizetype j = 0; j < to.size() && !usedFrom[i]; ++j) {
                if (!usedTo[j] && same(from[i], to[j]))
                    usedFrom[i] = usedTo[j] = true;
            }
        }
    };
    pass([](const T &a, const T &b) { return a == b; });
    pass([](const T &a, const T &b) { return sameButForNames(a, b); });
    Leftovers out;
    for (qsizetype i = 0; i < from.size(); ++i) {
        if (!usedFrom[i])
            out.from.append(i);
    }
    for (qsizetype j = 0; j < to.size(); ++j) {
        if (!usedTo[j])
            out.to.append(j);
    }
    return out;
}

class TableDiff {
public:
    TableDiff(const Table &from, const SchemaIndex &fromSchema, const Table &to, const SchemaIndex &toSchema,
              bool columnOrder, const SchemaRules &rules)
        : m_from(from)
        , m_to(to)
        , m_normalFrom(rules.normal(from, fromSchema))
        , m_normalTo(rules.normal(to, toSchema))
        , m_columnOrder(columnOrder)
        , m_rules(rules)
    {
    }

    QList<Change> run()
    {
        compareIndexes();
        const Leftovers keys = pairOff(m_normalFrom.foreignKeys, m_normalTo.foreignKeys);
        const Leftovers checks = pairOff(m_normalFrom.checks, m_normalTo.checks);
        const Leftovers uniques = pairOff(m_normalFrom.uniques, m_normalTo.uniques);
        for (const qsizetype i : keys.from)
            own(change::DropForeignKey{m_to.name, m_from.foreignKeys[i]}, m_from.foreignKeys[i]);
        for (const qsizetype i : checks.from)
            own(change::DropCheck{m_to.name, m_from.checks[i]}, m_from.checks[i]);
        for (const qsizetype i : uniques.from)
            own(change::DropUnique{m_to.name, m_from.uniques[i]}, m_from.uniques[i]);
        const ObjectChanges objects = compareTableObjects(m_from, m_to, m_rules);
        m_out += objects.dropped;
        compareOptions();
        comparePrimaryKey();
        compareColumns();
        for (const qsizetype i : uniques.to)
            own(change::AddUnique{m_to.name, m_to.uniques[i]}, m_to.uniques[i]);
        for (const qsizetype i : checks.to)
            own(change::AddCheck{m_to.name, m_to.checks[i]}, m_to.checks[i]);
        for (const qsizetype i : keys.to)
            own(change::AddForeignKey{m_to.name, m_to.foreignKeys[i]}, m_to.foreignKeys[i]);
        m_out += m_added + objects.made + objects.comments;
        return m_out;
    }

private:
    /// What a parent's has made here comes and goes with that one.
    template <typename Part> void own(const Change &change, const Part &part)
    {
        if (!part.inherited)
            m_out.append(change);
    }

    void compareIndexes()
    {
        QHash<QString, const Index *> before;
        for (const Index &i : m_from.indexes)
            before.insert(foldedName(i.name, nameCaseOf(m_to)), &i);
        QSet<QString> same;
        for (const Index &i : m_to.indexes) {
            const Index *b = before.value(foldedName(i.name, nameCaseOf(m_to)));
            // A partition's part of its table's index goes with that one, whatever else it could be.
            const bool staysParts = b && (!b->inherited || i.inherited);
            if (staysParts && m_rules.normal(*b, m_from) == m_rules.normal(i, m_to))
                same.insert(foldedName(i.name, nameCaseOf(m_to)));
            else if (!i.inherited)
                m_added.append(change::AddIndex{m_to.name, i});
        }
        for (const Index &i : m_from.indexes) {
            if (!same.contains(foldedName(i.name, nameCaseOf(m_to))) && !i.inherited)
                m_out.append(change::DropIndex{m_to.name, i});
        }
    }

    void compareOptions()
    {
        if (m_from.strict != m_to.strict || m_from.withoutRowId != m_to.withoutRowId
            || !(m_normalFrom.facts == m_normalTo.facts))
            m_out.append(change::ChangeTableOptions{m_to.name, m_from.strict, m_to.strict, m_from.withoutRowId,
                                                    m_to.withoutRowId, m_from.facts, m_to.facts});
    }

    void comparePrimaryKey()
    {
        const auto &a = m_normalFrom.primaryKey;
        const auto &b = m_normalTo.primaryKey;
        if ((a && a->inherited) || (b && b->inherited))
            return;
        if (a.has_value() != b.has_value() || (a && b && !sameButForNames(*a, *b)))
            m_out.append(change::ChangePrimaryKey{m_to.name, m_from.primaryKey, m_to.primaryKey});
    }

    void compareColumns()
    {
        for (const Column &c : m_from.columns) {
            if (!m_to.column(c.name))
                own(change::DropColumn{m_to.name, c}, c);
        }
        QList<Change> added;
        for (qsizetype i = 0; i < m_to.columns.size(); ++i) {
            const int at = m_from.columnIndex(m_to.columns[i].name);
            if (at < 0) {
                if (!m_to.columns[i].inherited)
                    added.append(change::AddColumn{m_to.name, m_to.columns[i]});
                continue;
            }
            const ColumnFacets changed = differences(m_normalFrom.columns[at], m_normalTo.columns[i]);
            if (changed)
                m_out.append(change::AlterColumn{m_to.name, m_from.columns[at], m_to.columns[i], changed});
        }
        m_out += added;
        if (m_columnOrder)
            compareOrder();
    }

    /// Whether dropping and adding at the end gives the order that is wanted.
    void compareOrder()
    {
        QStringList reached;
        for (const Column &c : m_from.columns) {
            if (m_to.column(c.name))
                reached.append(foldedName(c.name, nameCaseOf(m_to)));
        }
        for (const Column &c : m_to.columns) {
            if (!m_from.column(c.name))
                reached.append(foldedName(c.name, nameCaseOf(m_to)));
        }
        QStringList wanted;
        QStringList names;
        for (const Column &c : m_to.columns) {
            wanted.append(foldedName(c.name, nameCaseOf(m_to)));
            names.append(c.name);
        }
        if (reached != wanted)
            m_out.append(change::ReorderColumns{m_to.name, names});
    }

    const Table &m_from;
    const Table &m_to;
    const Table m_normalFrom;
    const Table m_normalTo;
    const bool m_columnOrder;
    const SchemaRules &m_rules;
    QList<Change> m_out;
    QList<Change> m_added;
};

} // namespace

QList<Change> compareTable(const Table &from, const SchemaIndex &fromSchema, const Table &to,
                           const SchemaIndex &toSchema, bool columnOrder, const SchemaRules &rules)
{
    return TableDiff(from, fromSchema, to, toSchema, columnOrder, rules).run();
}

} // namespace core
