// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresdesign.h"

#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Part = DesignProblem::Part;
using Facet = DesignProblem::Facet;

constexpr qsizetype longestPgName = 63; ///< bytes; the server cuts the rest without a word

/// What a new trigger calls until a person says what.
const QString unnamedFunction = u"function_name"_s;

class PgTableProblems {
public:
    explicit PgTableProblems(const Table &table)
        : m_table(table)
    {
    }

    QList<DesignProblem> run()
    {
        name(Part::Table, -1, m_table.name.name);
        for (int i = 0; i < m_table.columns.size(); ++i)
            column(i, m_table.columns.at(i));
        for (int i = 0; i < m_table.checks.size(); ++i)
            expression(Part::Check, i, Facet::Whole, m_table.checks.at(i).expression);
        for (int i = 0; i < m_table.indexes.size(); ++i)
            index(i, m_table.indexes.at(i));
        return m_out;
    }

private:
    void say(Part part, int item, Facet facet, const QString &sentence)
    {
        m_out.append({part, item, facet, sentence, false});
    }

    void name(Part part, int item, const QString &name)
    {
        if (name.toUtf8().size() > longestPgName)
            say(part, item, Facet::Name, u"%1 is too long: PostgreSQL keeps 63 bytes of a name."_s.arg(name));
    }

    void expression(Part part, int item, Facet facet, const QString &sql)
    {
        if (const QString fault = postgresExpressionFault(sql); !fault.isEmpty())
            say(part, item, facet, fault);
    }

    void column(int i, const Column &c)
    {
        name(Part::Column, i, c.name);
        const QString type = c.declaredType.section(u'(', 0, 0).trimmed().toLower();
        static const QSet<QString> serials{u"serial"_s,  u"bigserial"_s, u"smallserial"_s,
                                           u"serial2"_s, u"serial4"_s,   u"serial8"_s};
        if (c.declaredType.isEmpty())
            say(Part::Column, i, Facet::Type, u"A column needs a type."_s);
        else if (serials.contains(type))
            say(Part::Column, i, Facet::Type,
                u"%1 is no type but short for a sequence: take integer or bigint, and a default or an identity."_s.arg(
                    c.declaredType));
        if (c.generation == Column::Generation::Virtual)
            m_out.append({Part::Column, i, Facet::Generated,
                          u"Before PostgreSQL 18 a generated column is stored: tick Stored there."_s, true});
        if (c.isGenerated())
            expression(Part::Column, i, Facet::Generated, c.generatedExpression);
        if (c.isGenerated() && c.defaultExpression)
            say(Part::Column, i, Facet::Default, u"A generated column has no default."_s);
        if (c.identity && c.defaultExpression)
            say(Part::Column, i, Facet::Default,
                u"An identity column has no default: its numbers come from a sequence."_s);
        if (c.defaultExpression)
            expression(Part::Column, i, Facet::Default, *c.defaultExpression);
    }

    void index(int i, const Index &index)
    {
        name(Part::Index, i, index.name);
        for (const IndexedColumn &c : index.columns) {
            if (c.isExpression())
                expression(Part::Index, i, Facet::Whole, c.expression);
        }
        if (!index.where.isEmpty())
            expression(Part::Index, i, Facet::Whole, index.where);
    }

    const Table &m_table;
    QList<DesignProblem> m_out;
};

} // namespace

QString PostgresDesignRules::dialectName()
{
    return u"postgres"_s;
}

QStringList PostgresDesignRules::types(bool) const
{
    return {u"integer"_s,
            u"text"_s,
            u"bigint"_s,
            u"boolean"_s,
            u"timestamp with time zone"_s,
            u"timestamp without time zone"_s,
            u"date"_s,
            u"numeric(10,2)"_s,
            u"jsonb"_s,
            u"uuid"_s,
            u"character varying(255)"_s,
            u"double precision"_s,
            u"smallint"_s,
            u"text[]"_s,
            u"bytea"_s,
            u"interval"_s,
            u"inet"_s,
            u"daterange"_s,
            u"tstzrange"_s};
}

/// As the server writes them: bare where they are public's.
QStringList PostgresDesignRules::typesOf(const Schema &schema) const
{
    QStringList names;
    const auto add = [&names](const QualifiedName &name) {
        const QString own = postgresPlainName(name.name);
        names.append(name.schema.isEmpty() ? own : postgresPlainName(name.schema) + u'.' + own);
    };
    for (const EnumType &type : schema.enums)
        add(type.name);
    for (const Domain &domain : schema.domains)
        add(domain.name);
    return names;
}

QStringList PostgresDesignRules::collations() const
{
    return {u"C"_s, u"POSIX"_s, u"ucs_basic"_s};
}

QStringList PostgresDesignRules::defaults() const
{
    return {u"now()"_s, u"CURRENT_DATE"_s, u"gen_random_uuid()"_s, u"0"_s,           u"''"_s,
            u"true"_s,  u"false"_s,        u"'{}'::jsonb"_s,       u"CURRENT_USER"_s};
}

QStringList PostgresDesignRules::indexMethods() const
{
    return {u"btree"_s, u"gin"_s, u"gist"_s, u"brin"_s, u"hash"_s, u"spgist"_s};
}

QString PostgresDesignRules::valueInstead(const Table &table, const QString &column, const QString &value,
                                          const QString &by) const
{
    const Column *c = table.column(column);
    if (c && postgresNormalType(c->declaredType).endsWith("[]"_L1))
        return u"array_replace(%1, %2, %3)"_s.arg(postgresIdentifier(column), postgresString(value),
                                                  postgresString(by));
    return postgresString(by);
}

QStringList PostgresDesignRules::keptAsItIs(const Table &table) const
{
    QStringList kept;
    const auto add = [&kept](bool is, const QString &words) {
        if (is)
            kept.append(words);
    };
    add(table.facts.isPartitioned(), u"that it is partitioned by %1"_s.arg(table.facts.partitionKey));
    add(!table.facts.inherits.isEmpty(), u"what it inherits"_s);
    for (const ExclusionConstraint &e : table.exclusions)
        kept.append(u"the exclusion constraint %1"_s.arg(e.name));
    add(!table.facts.parameters.isEmpty(), u"its storage parameters"_s);
    add(table.facts.unlogged, u"that it is unlogged"_s);
    return kept;
}

QString PostgresDesignRules::designedElsewhere(const Table &table) const
{
    if (table.facts.isPartition())
        return u"%1 is a partition: what is done to %2 is done to it, too."_s.arg(table.name.display(),
                                                                                  table.facts.partitionOf.display());
    return {};
}

Table PostgresDesignRules::newTable(const QualifiedName &name) const
{
    Table t;
    t.name = name;
    t.plainKeys = true;
    Column id;
    id.name = u"id"_s;
    id.declaredType = u"bigint"_s;
    id.notNull = true;
    id.identity = Identity{};
    id.identity->always = true;
    id.identity->options.type = id.declaredType;
    t.columns = {id};
    PrimaryKey key;
    key.columns = {{id.name, {}, {}, SortOrder::Unspecified}};
    t.primaryKey = key;
    return t;
}

Trigger PostgresDesignRules::newTrigger(const QualifiedName &table, const QString &name, bool onView) const
{
    Trigger g;
    g.name = name;
    g.table = table;
    g.time = onView ? Trigger::Time::InsteadOf : Trigger::Time::Before;
    g.event = Trigger::Event::Insert;
    g.forEachRow = true;
    g.function = {{}, unnamedFunction};
    g.body = u"EXECUTE FUNCTION %1()"_s.arg(unnamedFunction);
    return g;
}

View PostgresDesignRules::newView(const QualifiedName &name) const
{
    View v;
    v.name = name;
    v.definition = u"SELECT 1 AS one"_s;
    return v;
}

QList<DesignProblem> PostgresDesignRules::problems(const Table &table) const
{
    return table.kind == Table::Kind::Ordinary && table.brokenBecause.isEmpty() ? PgTableProblems(table).run()
                                                                                : QList<DesignProblem>();
}

QHash<QString, QString> PostgresDesignRules::triggerFaults(const Schema &schema) const
{
    QList<Trigger> triggers = schema.viewTriggers;
    for (const Table &t : schema.tables)
        triggers += t.triggers;
    QHash<QString, QString> out;
    for (const Trigger &g : std::as_const(triggers)) {
        if (g.function.name == unnamedFunction)
            out.insert(foldedName(g.name), u"Say which function the trigger %1 calls."_s.arg(g.name));
    }
    return out;
}

} // namespace core
