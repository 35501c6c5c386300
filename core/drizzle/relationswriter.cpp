// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/relationswriter.h"

#include "core/drizzle/snapshotwriter.h"

#include <QHash>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PulledRelation {
    QString name;
    bool isOne = false;
    QString to; ///< variable
    QString alias; ///< tells two relations between the same tables apart
    QString toColumn; ///< key; of the first column there
    QString fromColumn; ///< likewise here
    QStringList from; ///< "posts.authorId": columns here …
    QStringList references; ///< … and there
};

/// The relations of one table, by its variable, in the order of the tables that are written.
class PulledRelations {
public:
    explicit PulledRelations(const PulledTables &tables)
        : m_tables(tables)
    {
        for (const Table *t : tables.tables()) {
            for (const ForeignKey &k : t->foreignKeys) {
                if (tables.isWritten(k))
                    add(*t, k);
            }
        }
    }

    [[nodiscard]] const QStringList &order() const { return m_order; }

    /// With names that are told apart, as drizzle-kit does it.
    [[nodiscard]] QList<PulledRelation> of(const QString &variable, const QSet<QString> &columns) const
    {
        const QList<PulledRelation> all = m_of.value(variable);
        QList<PulledRelation> out;
        QSet<QString> taken = columns;
        for (const PulledRelation &r : all) {
            const auto same = [&](const auto &is) { return std::count_if(all.cbegin(), all.cend(), is) > 1; };
            PulledRelation named = r;
            if (!same([&](const PulledRelation &o) { return o.to == r.to; }))
                named.alias.clear();
            if (same([&](const PulledRelation &o) { return o.name == r.name; }) || columns.contains(r.name))
                named.name = r.name + u'_' + (r.isOne ? r.fromColumn : r.toColumn);
            const QString base = named.name;
            for (int n = 2; taken.contains(named.name); ++n)
                named.name = base + QString::number(n);
            taken.insert(named.name);
            out.append(named);
        }
        return out;
    }

private:
    void add(const Table &t, const ForeignKey &k)
    {
        const QStringList targets = snapshotTargets(k, m_tables.schema());
        const QString here = m_tables.variable(t.name);
        const QString there = m_tables.variable(k.target);
        QStringList from;
        QStringList to;
        for (const QString &c : k.columns)
            from.append(m_tables.place(t.name, c));
        for (const QString &c : targets)
            to.append(m_tables.place(k.target, c));
        const QString fromKey = m_tables.key(t.name, k.columns.value(0));
        const QString toKey = m_tables.key(k.target, targets.value(0));
        const QString alias = u"%1_%2_%3_%4"_s.arg(here, fromKey, there, toKey);
        put(here, {singularOf(there), true, there, alias, toKey, fromKey, from, to});
        put(there, {pluralOf(here), false, here, alias, fromKey, toKey, to, from});
    }

    void put(const QString &variable, const PulledRelation &relation)
    {
        if (!m_order.contains(variable))
            m_order.append(variable);
        m_of[variable].append(relation);
    }

    const PulledTables &m_tables;
    QStringList m_order;
    QHash<QString, QList<PulledRelation>> m_of;
};

QSet<QString> columnKeys(const PulledTables &tables, const QString &variable)
{
    QSet<QString> out;
    for (const Table *t : tables.tables()) {
        for (const Column &c : tables.variable(t->name) == variable ? t->columns : QList<Column>())
            out.insert(tables.key(t->name, c.name));
    }
    return out;
}

/// relations() of drizzle-orm 0.x.
QString relationsOf0(const PulledTables &tables, const PulledRelations &relations)
{
    QStringList parts;
    for (const QString &variable : relations.order()) {
        const QList<PulledRelation> all = relations.of(variable, columnKeys(tables, variable));
        QStringList helpers;
        QString body;
        for (const PulledRelation &r : all) {
            const QString helper = r.isOne ? u"one"_s : u"many"_s;
            if (!helpers.contains(helper))
                helpers.append(helper);
            QStringList lines;
            if (r.isOne)
                lines = {u"fields: [%1],"_s.arg(r.from.join(u", "_s)),
                         u"references: [%1],"_s.arg(r.references.join(u", "_s))};
            if (!r.alias.isEmpty())
                lines.append(u"relationName: "_s + typescriptText(r.alias) + u',');
            body += u"\t%1: %2(%3"_s.arg(typescriptKey(r.name), helper, r.to);
            body += lines.isEmpty() ? u"),\n"_s : u", {\n\t\t"_s + lines.join(u"\n\t\t"_s) + u"\n\t}),\n"_s;
        }
        helpers.sort();
        std::reverse(helpers.begin(), helpers.end()); // one, many
        parts.append(u"export const %1Relations = relations(%1, ({ %2 }) => ({\n%3}));"_s.arg(
            variable, helpers.join(u", "_s), body));
    }
    return u"import { relations } from \"drizzle-orm/relations\";\nimport { %1 } from \"./schema\";\n\n%2\n"_s.arg(
        relations.order().join(u", "_s), parts.join(u"\n\n"_s));
}

/// One side of a relation, as defineRelations() names columns: "r.posts.authorId", or a list of them.
QString sideOf(const QStringList &columns)
{
    QStringList out;
    for (const QString &c : columns)
        out.append(u"r."_s + c);
    return out.size() == 1 ? out.first() : QString(u'[' + out.join(u", "_s) + u']');
}

/// defineRelations() of drizzle-orm 1.0.
QString relationsOf1(const PulledTables &tables, const PulledRelations &relations)
{
    QString body;
    for (const QString &variable : relations.order()) {
        body += u"\t%1: {\n"_s.arg(variable);
        const QList<PulledRelation> all = relations.of(variable, columnKeys(tables, variable));
        for (const PulledRelation &r : all)
            body += u"\t\t%1: r.%2.%3({ from: %4, to: %5 }),\n"_s.arg(
                typescriptKey(r.name), r.isOne ? u"one"_s : u"many"_s, r.to, sideOf(r.from), sideOf(r.references));
        body += u"\t},\n"_s;
    }
    return u"import { defineRelations } from \"drizzle-orm\";\nimport * as schema from \"./schema\";\n\n"
           "export const relations = defineRelations(schema, (r) => ({\n%1}));\n"_s.arg(body);
}

} // namespace

QString drizzleRelationsText(const PulledTables &tables, const SchemaTextOptions &options)
{
    const PulledRelations relations(tables);
    if (relations.order().isEmpty())
        return {};
    return options.isOrm1 ? relationsOf1(tables, relations) : relationsOf0(tables, relations);
}

} // namespace core
