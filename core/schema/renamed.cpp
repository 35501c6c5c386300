// SPDX-License-Identifier: GPL-3.0-or-later
// withRenames(): a schema as it is once its tables and columns have their new names.
#include "core/schema/diff.h"
#include "core/schema/sortbyname.h"

#include <algorithm>

namespace core {

namespace {

class Renamer {
public:
    Renamer(const Schema &from, const Renames &renames, const SchemaRules &rules)
        : m_index(from)
        , m_renames(renames)
        , m_rules(rules)
    {
    }

    Schema run()
    {
        Schema out = m_index.schema();
        for (Table &t : out.tables)
            rename(t);
        for (View &v : out.views)
            v.definition = m_rules.renamedQuery(v.definition, m_index, m_renames, {});
        for (Trigger &g : out.viewTriggers)
            rename(g);
        sortByName(out.tables);
        return out;
    }

private:
    void rename(Table &t)
    {
        const Table before = t;
        m_before = &before;
        t.name = m_renames.tableAfter(before.name);
        for (Column &c : t.columns) {
            c.name = column(c.name);
            if (c.isGenerated())
                c.generatedExpression = expression(c.generatedExpression);
        }
        if (t.primaryKey) {
            t.primaryKey->column = column(t.primaryKey->column);
            rename(t.primaryKey->columns);
        }
        for (UniqueConstraint &u : t.uniques) {
            u.column = column(u.column);
            rename(u.columns);
        }
        for (CheckConstraint &c : t.checks) {
            c.column = column(c.column);
            c.expression = expression(c.expression);
        }
        for (ForeignKey &k : t.foreignKeys) {
            k.column = column(k.column);
            for (QString &c : k.columns)
                c = column(c);
            for (QString &c : k.targetColumns)
                c = m_renames.columnAfter(k.target, c);
            k.target = m_renames.tableAfter(k.target);
        }
        for (Index &i : t.indexes) {
            rename(i.columns);
            i.where = expression(i.where);
        }
        for (Trigger &g : t.triggers)
            rename(g);
    }

    void rename(Trigger &g)
    {
        for (QString &c : g.updateOf)
            c = m_renames.columnAfter(g.table, c);
        g.when = m_rules.renamedQuery(g.when, m_index, m_renames, g.table);
        g.body = m_rules.renamedQuery(g.body, m_index, m_renames, g.table);
        g.table = m_renames.tableAfter(g.table);
    }

    void rename(QList<IndexedColumn> &columns)
    {
        for (IndexedColumn &c : columns) {
            c.column = column(c.column);
            c.expression = expression(c.expression);
        }
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
    const Renames &m_renames;
    const SchemaRules &m_rules;
    const Table *m_before = nullptr;
};

} // namespace

Schema withRenames(const Schema &from, const Renames &renames, const SchemaRules &rules)
{
    return renames.isEmpty() ? from : Renamer(from, renames, rules).run();
}

} // namespace core
