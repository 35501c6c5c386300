// SPDX-License-Identifier: GPL-3.0-or-later
// withRenames(): a schema as it is once its tables and columns have their new names.
#include "core/schema/diff.h"
#include "core/schema/sortbyname.h"

#include <algorithm>

namespace core {

namespace {

/// What a column is called in a table it is called in the partitions and heirs, too.
Renames passedOn(const Schema &from, const Renames &renames)
{
    Renames all = renames;
    for (bool more = !renames.columns.isEmpty(); more;) {
        more = false;
        for (const Table &t : from.tables) {
            QList<QualifiedName> parents = t.facts.inherits;
            if (t.facts.isPartition())
                parents.append(t.facts.partitionOf);
            for (const Column &c : t.columns) {
                for (const QualifiedName &parent : c.inherited ? parents : QList<QualifiedName>()) {
                    const QString now = all.columnAfter(parent, c.name);
                    if (now == c.name || all.columnAfter(t.name, c.name) != c.name)
                        continue;
                    all.columns.append({t.name, c.name, now});
                    more = true;
                }
            }
        }
    }
    return all;
}

class Renamer {
public:
    Renamer(const Schema &from, const Renames &renames, const SchemaRules &rules)
        : m_index(from)
        , m_renames(passedOn(from, renames))
        , m_rules(rules)
    {
    }

    Schema run()
    {
        Schema out = m_index.schema();
        for (Table &t : out.tables)
            rename(t);
        for (View &v : out.views) {
            v.definition = m_rules.renamedQuery(v.definition, m_index, m_renames, {});
            v.name = after(ObjectRename::Kind::View, v.name);
            for (Column &c : v.columns)
                c.declaredType = m_rules.renamedType(c.declaredType, m_renames);
        }
        for (Trigger &g : out.viewTriggers)
            rename(g);
        if (!m_renames.objects.isEmpty() || !m_renames.values.isEmpty())
            renameObjects(out);
        renameSequences(out);
        for (DependentObject &d : out.dependents.value)
            rename(d);
        sortByName(out.tables);
        sortByName(out.views);
        return out;
    }

private:
    [[nodiscard]] QualifiedName after(ObjectRename::Kind kind, const QualifiedName &name) const
    {
        return m_renames.objectAfter(kind, name);
    }

    void renameObjects(Schema &out)
    {
        for (NamedSchema &s : out.schemas)
            s.name = after(ObjectRename::Kind::Schema, {{}, s.name}).name;
        for (Extension &e : out.extensions)
            e.schema = after(ObjectRename::Kind::Schema, {{}, e.schema}).name;
        for (EnumType &e : out.enums) {
            for (const ValueRename &v : m_renames.values) {
                if (v.type == e.name && e.values.contains(v.from))
                    e.values[e.values.indexOf(v.from)] = v.to;
            }
            e.name = after(ObjectRename::Kind::Type, e.name);
        }
        for (Domain &d : out.domains) {
            d.baseType = m_rules.renamedType(d.baseType, m_renames);
            d.name = after(ObjectRename::Kind::Type, d.name);
        }
        for (UserType &t : out.types) {
            for (UserType::Attribute &a : t.attributes)
                a.type = m_rules.renamedType(a.type, m_renames);
            t.name = after(ObjectRename::Kind::Type, t.name);
        }
        sortByName(out.schemas);
        sortByName(out.enums);
        sortByName(out.domains);
        sortByName(out.types);
    }

    [[nodiscard]] QualifiedName relationAfter(const QualifiedName &name) const
    {
        return after(ObjectRename::Kind::View, m_renames.tableAfter(name));
    }

    void rename(DependentObject &d) const
    {
        const Table *own = m_index.table(d.table);
        for (QString &sql : d.make) {
            sql = m_rules.renamedQuery(sql, m_index, m_renames, d.table);
            if (own && d.kind != DependentObject::Kind::Rule)
                sql = m_rules.renamedExpression(sql, *own, m_renames);
        }
        for (DependentObject::ColumnName &c : d.columns)
            c = {relationAfter(c.table), c.column.isEmpty() ? QString() : m_renames.columnAfter(c.table, c.column)};
        for (const ObjectRename &o : m_renames.objects) {
            const bool namesIndex = o.kind == ObjectRename::Kind::Index || o.kind == ObjectRename::Kind::Constraint;
            if (namesIndex && o.table == d.table && o.from.name == d.index)
                d.index = o.to.name;
        }
        for (QualifiedName &type : d.types)
            type = after(ObjectRename::Kind::Type, type);
        d.table = relationAfter(d.table);
        if (d.kind == DependentObject::Kind::Sequence)
            d.name = after(ObjectRename::Kind::Sequence, d.name);
        else if (d.kind == DependentObject::Kind::Type)
            d.name = after(ObjectRename::Kind::Type, d.name);
        else if (d.kind == DependentObject::Kind::Schema)
            d.name = after(ObjectRename::Kind::Schema, d.name);
    }

    /// Those that belong to a column go where its table goes.
    void renameSequences(Schema &out)
    {
        for (Sequence &s : out.sequences) {
            const QualifiedName was = s.name;
            s.name = after(ObjectRename::Kind::Sequence, s.name);
            if (!s.ownerTable.isEmpty()) {
                const QualifiedName owner = m_renames.tableAfter(s.ownerTable);
                if (owner.schema != s.ownerTable.schema && s.name.schema == s.ownerTable.schema)
                    s.name.schema = owner.schema;
                s.ownerColumn = m_renames.columnAfter(s.ownerTable, s.ownerColumn);
                s.ownerTable = owner;
            }
            if (s.name == was)
                continue;
            for (Table &t : out.tables) {
                for (Column &c : t.columns) {
                    if (c.defaultExpression)
                        c.defaultExpression = m_rules.renamedCounter(*c.defaultExpression, was, s.name);
                }
            }
        }
        sortByName(out.sequences);
    }

    /// Policies, indexes and constraints by names of their own.
    void rename(QString &name, ObjectRename::Kind kind) const
    {
        for (const ObjectRename &o : m_renames.objects) {
            if (o.kind == kind && o.from.name == name && o.table == m_before->name)
                name = o.to.name;
        }
    }

    void rename(Table &t)
    {
        const Table before = t;
        m_before = &before;
        t.name = m_renames.tableAfter(before.name);
        for (Column &c : t.columns) {
            c.name = column(c.name);
            c.declaredType = m_rules.renamedType(c.declaredType, m_renames);
            if (c.isGenerated())
                c.generatedExpression = expression(c.generatedExpression);
            if (c.defaultExpression && (!m_renames.objects.isEmpty() || !m_renames.values.isEmpty()))
                c.defaultExpression = expression(*c.defaultExpression);
            if (c.identity) {
                QualifiedName &sequence = c.identity->sequence;
                sequence = after(ObjectRename::Kind::Sequence, sequence);
                if (t.name.schema != before.name.schema && !sequence.isEmpty() && sequence.schema == before.name.schema)
                    sequence.schema = t.name.schema;
            }
        }
        if (t.primaryKey) {
            t.primaryKey->column = column(t.primaryKey->column);
            rename(t.primaryKey->columns);
            rename(t.primaryKey->include);
            rename(t.primaryKey->name, ObjectRename::Kind::Constraint);
        }
        for (UniqueConstraint &u : t.uniques) {
            u.column = column(u.column);
            rename(u.columns);
            rename(u.include);
            rename(u.name, ObjectRename::Kind::Constraint);
        }
        for (CheckConstraint &c : t.checks) {
            c.column = column(c.column);
            c.expression = expression(c.expression);
            rename(c.name, ObjectRename::Kind::Constraint);
        }
        for (ForeignKey &k : t.foreignKeys) {
            k.column = column(k.column);
            for (QString &c : k.columns)
                c = column(c);
            for (QString &c : k.targetColumns)
                c = m_renames.columnAfter(k.target, c);
            k.target = m_renames.tableAfter(k.target);
            rename(k.setColumns);
            rename(k.name, ObjectRename::Kind::Constraint);
        }
        for (Index &i : t.indexes) {
            rename(i.columns);
            rename(i.include);
            i.where = expression(i.where);
            rename(i.name, ObjectRename::Kind::Index);
        }
        for (ExclusionConstraint &e : t.exclusions) {
            e.definition = expression(e.definition);
            rename(e.name, ObjectRename::Kind::Constraint);
        }
        for (Policy &p : t.policies) {
            p.usingExpression = expression(p.usingExpression);
            p.checkExpression = expression(p.checkExpression);
            rename(p.name, ObjectRename::Kind::Policy);
        }
        t.facts.partitionKey = expression(t.facts.partitionKey);
        t.facts.partitionOf = m_renames.tableAfter(t.facts.partitionOf);
        for (QualifiedName &parent : t.facts.inherits)
            parent = m_renames.tableAfter(parent);
        for (Trigger &g : t.triggers)
            rename(g);
    }

    void rename(Trigger &g)
    {
        for (QString &c : g.updateOf)
            c = m_renames.columnAfter(g.table, c);
        g.when = m_rules.renamedQuery(g.when, m_index, m_renames, g.table);
        g.body = m_rules.renamedQuery(g.body, m_index, m_renames, g.table);
        g.table = m_renames.objectAfter(ObjectRename::Kind::View, m_renames.tableAfter(g.table));
        g.constraintTable = m_renames.tableAfter(g.constraintTable);
    }

    void rename(QList<IndexedColumn> &columns)
    {
        for (IndexedColumn &c : columns) {
            c.column = column(c.column);
            c.expression = expression(c.expression);
        }
    }

    void rename(QStringList &columns) const
    {
        for (QString &c : columns)
            c = column(c);
    }

    QString column(const QString &name) const
    {
        return name.isEmpty() ? name : m_renames.columnAfter(m_before->name, name);
    }
    QString expression(const QString &sql) const
    {
        return sql.isEmpty() ? sql : m_rules.renamedExpression(sql, *m_before, m_renames);
    }

    SchemaIndex m_index;
    const Renames m_renames;
    const SchemaRules &m_rules;
    const Table *m_before = nullptr;
};

} // namespace

Schema withRenames(const Schema &from, const Renames &renames, const SchemaRules &rules)
{
    return renames.isEmpty() ? from : Renamer(from, renames, rules).run();
}

} // namespace core
