// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/overloaded.h"
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// All statements of a schema, one function per stage.
class PostgresSchemaWriter {
public:
    explicit PostgresSchemaWriter(const Schema &schema)
        : m_schema(schema)
        , m_tables(postgresPartitionsFirst(schema))
    {
    }

    QList<Statement> run()
    {
        setUp();
        for (const NamedSchema &s : m_schema.schemas) {
            if (!s.internal && s.name != "public"_L1)
                add(u"CREATE SCHEMA "_s + postgresIdentifier(s.name), u"schema"_s, s.name);
        }
        for (const Extension &e : m_schema.extensions) {
            if (e.schema != "pg_catalog"_L1)
                add(u"CREATE EXTENSION IF NOT EXISTS "_s + postgresIdentifier(e.name) + u" WITH SCHEMA "_s
                        + postgresIdentifier(e.schema),
                    u"extension"_s, e.name);
        }
        for (const Sequence &s : m_schema.sequences) {
            if (!s.internal)
                add(postgresCreateSequence(s), u"sequence"_s, s.name.display());
        }
        makeInOrder();
        finishTables();
        makeReferences();
        makeTriggersAndPolicies();
        comment();
        return m_out;
    }

    QList<Statement> commentsOnly()
    {
        comment();
        return m_out;
    }

private:
    void add(const QString &sql, const QString &kind, const QString &name)
    {
        Statement s;
        s.sql = sql;
        s.purpose = u"Create the %1 %2"_s.arg(kind, name);
        m_out.append(s);
    }

    void setUp()
    {
        Statement path;
        path.sql = postgresSearchPath(false);
        path.role = Statement::Role::Setup;
        path.purpose = u"Names without a schema mean public from here on"_s;
        Statement bodies;
        bodies.sql = u"SET check_function_bodies TO off"_s;
        bodies.role = Statement::Role::Setup;
        bodies.purpose = u"Functions may speak of what comes after them"_s;
        m_out += {path, bodies};
    }

    void makeInOrder()
    {
        const QList<PostgresMade> order = postgresCreationOrder(m_schema);
        for (const PostgresMade &made : order) {
            std::visit(Overloaded{
                           [&](const EnumType *e) { add(postgresCreateEnum(*e), u"enum"_s, e->name.display()); },
                           [&](const Domain *d) { add(postgresCreateDomain(*d), u"domain"_s, d->name.display()); },
                           [&](const UserType *t) { add(postgresCreateType(*t), u"type"_s, t->name.display()); },
                           [&](const Function *f) { add(f->definition, u"function"_s, f->name.display()); },
                           [&](const Table *t) {
                               add(postgresCreateTable(*t, PostgresTableParts::WithoutReferences), u"table"_s,
                                   t->name.display());
                           },
                           [&](const View *v) { makeView(*v); },
                       },
                       made);
        }
    }

    void makeView(const View &v)
    {
        add(postgresCreateView(v), v.materialized ? u"materialized view"_s : u"view"_s, v.name.display());
        for (const Index &i : v.indexes)
            add(postgresCreateIndex(i, v.name), u"index"_s, i.name);
    }

    /// What stands beside the columns: partitions are attached with what they have, and then find it in the parent's.
    void finishTables()
    {
        for (const Table *t : m_tables) {
            for (const Column &c : t->columns) {
                if (c.inherited && !t->facts.inherits.isEmpty())
                    settleInherited(*t, c);
            }
            if (t->facts.isPartition())
                add(postgresAttachPartition(*t), u"partition"_s, t->name.display());
        }
        for (const Sequence &s : m_schema.sequences) {
            if (!s.internal && !s.ownerTable.isEmpty())
                add(postgresOwnedBy(s), u"owner of the sequence"_s, s.name.display());
        }
        for (const Table *t : m_tables) {
            for (const Index &i : t->indexes)
                add(postgresCreateIndex(i, t->name), u"index"_s, i.name);
        }
    }

    /// What an inherited column has of its own.
    void settleInherited(const Table &t, const Column &c)
    {
        const QString column =
            u"ALTER TABLE ONLY "_s + postgresQualified(t.name) + u" ALTER COLUMN "_s + postgresIdentifier(c.name);
        const Column *parent = nullptr;
        for (const QualifiedName &name : t.facts.inherits) {
            if (const Table *p = m_schema.table(name); p && p->column(c.name))
                parent = p->column(c.name);
        }
        if (!parent || parent->defaultExpression == c.defaultExpression)
            return;
        add(column + (c.defaultExpression ? QString(u" SET DEFAULT "_s + *c.defaultExpression) : u" DROP DEFAULT"_s),
            u"default of"_s, t.name.display() + u'.' + c.name);
    }

    void makeReferences()
    {
        const auto alter = [](const Table &t, const QString &constraint) -> QString {
            return u"ALTER TABLE "_s + postgresQualified(t.name) + u" ADD "_s + constraint;
        };
        for (const Table *t : m_tables) {
            for (const CheckConstraint &c : t->checks) {
                if (c.notValid && !(c.inherited && !t->facts.inherits.isEmpty()))
                    add(alter(*t, postgresConstraint(c)), u"check"_s, c.name);
            }
            for (const ForeignKey &k : t->foreignKeys)
                add(alter(*t, postgresConstraint(k)), u"foreign key"_s, k.name);
        }
    }

    void makeTrigger(const Trigger &g)
    {
        if (g.inherited)
            return; // made with the parent's
        add(postgresCreateTrigger(g), u"trigger"_s, g.name);
        if (g.enabled != Trigger::Enabled::Yes)
            add(postgresTriggerState(g), u"state of the trigger"_s, g.name);
    }

    void makeTriggersAndPolicies()
    {
        for (const Table *t : m_tables) {
            for (const Trigger &g : t->triggers)
                makeTrigger(g);
        }
        for (const Trigger &g : m_schema.viewTriggers)
            makeTrigger(g);
        for (const Table *t : m_tables) {
            for (const Policy &p : t->policies)
                add(postgresCreatePolicy(p, t->name), u"policy"_s, p.name);
            const QString table = u"ALTER TABLE "_s + postgresQualified(t->name);
            if (t->facts.rowSecurity)
                add(table + u" ENABLE ROW LEVEL SECURITY"_s, u"row security of"_s, t->name.display());
            if (t->facts.rowSecurityForced)
                add(table + u" FORCE ROW LEVEL SECURITY"_s, u"row security of"_s, t->name.display());
        }
    }

    void say(const QString &on, const QString &comment, const QString &name)
    {
        if (!comment.isEmpty())
            add(postgresComment(on, comment), u"comment on"_s, name);
    }

    template <typename T> void sayAll(const QString &kind, const QList<T> &objects)
    {
        for (const T &o : objects) {
            if (!o.internal)
                say(kind + postgresQualified(o.name), o.comment, o.name.display());
        }
    }

    void comment()
    {
        for (const NamedSchema &s : m_schema.schemas) {
            if (!s.internal)
                say(u"SCHEMA "_s + postgresIdentifier(s.name), s.comment, s.name);
        }
        sayAll(u"TYPE "_s, m_schema.enums);
        sayAll(u"DOMAIN "_s, m_schema.domains);
        sayAll(u"TYPE "_s, m_schema.types);
        for (const Domain &d : m_schema.domains) {
            for (const Domain::Check &c : d.internal ? QList<Domain::Check>() : d.checks)
                say(u"CONSTRAINT "_s + postgresIdentifier(c.name) + u" ON DOMAIN "_s + postgresQualified(d.name),
                    c.comment, c.name);
        }
        for (const UserType &t : m_schema.types) {
            for (const UserType::Attribute &a : t.internal ? QList<UserType::Attribute>() : t.attributes)
                say(u"COLUMN "_s + postgresQualified(t.name) + u'.' + postgresIdentifier(a.name), a.comment, a.name);
        }
        sayAll(u"SEQUENCE "_s, m_schema.sequences);
        for (const Function &f : m_schema.functions)
            say(postgresFunctionName(f), f.comment, f.name.display());
        for (const Table *t : m_tables)
            commentOn(*t);
        for (const View &v : m_schema.views) {
            if (!v.internal)
                commentOn(v);
        }
    }

    void commentOn(const View &v)
    {
        say(postgresRelationKind(v) + u' ' + postgresQualified(v.name), v.comment, v.name.display());
        for (const Column &c : v.columns)
            say(u"COLUMN "_s + postgresQualified(v.name) + u'.' + postgresIdentifier(c.name), c.comment, c.name);
        for (const Index &i : v.indexes)
            say(u"INDEX "_s + postgresQualified({v.name.schema, i.name}), i.comment, i.name);
        for (const Trigger &g : m_schema.viewTriggers) {
            if (g.table == v.name)
                say(u"TRIGGER "_s + postgresIdentifier(g.name) + u" ON "_s + postgresQualified(v.name), g.comment,
                    g.name);
        }
    }

    void commentOn(const Table &t)
    {
        const QString table = postgresQualified(t.name);
        say(postgresRelationKind(t) + u' ' + table, t.facts.comment, t.name.display());
        for (const Column &c : t.columns)
            say(u"COLUMN "_s + table + u'.' + postgresIdentifier(c.name), c.comment, c.name);
        const auto part = [&](const QString &kind, const auto &o) {
            say(kind + postgresIdentifier(o.name) + u" ON "_s + table, o.comment, o.name);
        };
        if (t.primaryKey)
            part(u"CONSTRAINT "_s, *t.primaryKey);
        for (const UniqueConstraint &u : t.uniques)
            part(u"CONSTRAINT "_s, u);
        for (const CheckConstraint &c : t.checks)
            part(u"CONSTRAINT "_s, c);
        for (const ForeignKey &k : t.foreignKeys)
            part(u"CONSTRAINT "_s, k);
        for (const ExclusionConstraint &e : t.exclusions)
            part(u"CONSTRAINT "_s, e);
        for (const Trigger &g : t.triggers)
            part(u"TRIGGER "_s, g);
        for (const Policy &p : t.policies)
            part(u"POLICY "_s, p);
        for (const Index &i : t.indexes)
            say(u"INDEX "_s + postgresQualified({t.name.schema, i.name}), i.comment, i.name);
    }

    const Schema &m_schema;
    const QList<const Table *> m_tables;
    QList<Statement> m_out;
};

} // namespace

QList<Statement> postgresComments(const Schema &schema)
{
    return PostgresSchemaWriter(schema).commentsOnly();
}

QList<Statement> postgresCreateStatements(const Schema &schema)
{
    return PostgresSchemaWriter(schema).run();
}

} // namespace core
