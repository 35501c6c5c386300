// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString pgNamed(const QString &name)
{
    return name.isEmpty() ? QString() : QString(u"CONSTRAINT "_s + postgresIdentifier(name) + u' ');
}

QString pgDeferral(KeyDeferral deferral)
{
    return deferral == KeyDeferral::None     ? QString()
        : deferral == KeyDeferral::Immediate ? u" DEFERRABLE"_s
                                             : u" DEFERRABLE INITIALLY DEFERRED"_s;
}

QString pgInclude(const QStringList &columns)
{
    return columns.isEmpty() ? QString() : QString(u" INCLUDE ("_s + postgresNameList(columns) + u')');
}

/// A collation as SchemaModel keeps it: a bare name, or SQL that begins with a quote.
QString pgSideName(const QString &name)
{
    return name.startsWith(u'"') ? name : postgresIdentifier(name);
}

QString pgKeyColumns(const QList<IndexedColumn> &columns)
{
    QStringList names;
    for (const IndexedColumn &c : columns)
        names.append(postgresIdentifier(c.column)
                     + (c.operatorClass.isEmpty() ? QString() : QString(u' ' + c.operatorClass)));
    return u" ("_s + names.join(u", "_s) + u')';
}

/// With a period the last column's range is what has to be covered.
QString pgKeyNames(const QStringList &columns, bool period)
{
    if (!period || columns.size() < 2)
        return u'(' + postgresNameList(columns) + u')';
    return u'(' + postgresNameList(columns.first(columns.size() - 1)) + u", PERIOD "_s
        + postgresIdentifier(columns.last()) + u')';
}

QString pgIndexParts(const QList<IndexedColumn> &columns)
{
    QStringList parts;
    for (const IndexedColumn &c : columns) {
        QString part = c.isExpression() ? QString(u'(' + c.expression + u')') : postgresIdentifier(c.column);
        if (!c.collation.isEmpty())
            part += u" COLLATE "_s + pgSideName(c.collation);
        if (!c.operatorClass.isEmpty())
            part += u' ' + c.operatorClass;
        if (c.order != SortOrder::Unspecified)
            part += c.order == SortOrder::Descending ? u" DESC"_s : u" ASC"_s;
        if (c.nulls != NullsOrder::Unspecified)
            part += c.nulls == NullsOrder::First ? u" NULLS FIRST"_s : u" NULLS LAST"_s;
        parts.append(part);
    }
    return parts.join(u", "_s);
}

QString pgParameters(const QStringList &parameters)
{
    QStringList parts;
    for (const QString &p : parameters) {
        const qsizetype at = p.indexOf(u'=');
        parts.append(at < 0 ? p : QString(p.left(at) + u'=' + postgresString(p.mid(at + 1))));
    }
    return u" WITH ("_s + parts.join(u", "_s) + u')';
}

QString pgEvent(Trigger::Event event, const QStringList &updateOf)
{
    switch (event) {
    case Trigger::Event::Insert:
        return u"INSERT"_s;
    case Trigger::Event::Delete:
        return u"DELETE"_s;
    case Trigger::Event::Update:
        return updateOf.isEmpty() ? u"UPDATE"_s : QString(u"UPDATE OF "_s + postgresNameList(updateOf));
    case Trigger::Event::Truncate:
        return u"TRUNCATE"_s;
    }
    Q_UNREACHABLE();
}

QString pgTime(Trigger::Time time)
{
    switch (time) {
    case Trigger::Time::Unspecified:
    case Trigger::Time::Before:
        return u" BEFORE "_s;
    case Trigger::Time::After:
        return u" AFTER "_s;
    case Trigger::Time::InsteadOf:
        return u" INSTEAD OF "_s;
    }
    Q_UNREACHABLE();
}

QString pgCommand(Policy::Command command)
{
    switch (command) {
    case Policy::Command::All:
        return u"ALL"_s;
    case Policy::Command::Select:
        return u"SELECT"_s;
    case Policy::Command::Insert:
        return u"INSERT"_s;
    case Policy::Command::Update:
        return u"UPDATE"_s;
    case Policy::Command::Delete:
        return u"DELETE"_s;
    }
    Q_UNREACHABLE();
}

QStringList pgTableLines(const Table &table, PostgresTableParts parts)
{
    const bool standsAlone = table.facts.inherits.isEmpty();
    QStringList lines;
    for (const Column &c : table.columns) {
        if (standsAlone || !c.inherited)
            lines.append(postgresColumnDefinition(c));
    }
    if (table.primaryKey)
        lines.append(postgresConstraint(*table.primaryKey));
    for (const UniqueConstraint &u : table.uniques)
        lines.append(postgresConstraint(u));
    for (const CheckConstraint &c : table.checks) {
        if ((standsAlone || !c.inherited) && (!c.notValid || parts == PostgresTableParts::Whole))
            lines.append(postgresConstraint(c));
    }
    for (const ExclusionConstraint &e : table.exclusions)
        lines.append(postgresConstraint(e));
    if (parts == PostgresTableParts::Whole) {
        for (const ForeignKey &k : table.foreignKeys)
            lines.append(postgresConstraint(k));
    }
    return lines;
}

} // namespace

QString postgresSearchPath(bool forTransaction)
{
    return forTransaction ? u"SET LOCAL search_path TO public"_s : u"SET search_path TO public"_s;
}

QString postgresWithoutOverlaps()
{
    return u"WITHOUT OVERLAPS"_s;
}

QString postgresPeriod()
{
    return u"PERIOD"_s;
}

QString postgresColumnDefinition(const Column &c)
{
    QString s = postgresIdentifier(c.name) + u' ' + postgresTypeSql(c.declaredType);
    if (!c.collation.isEmpty())
        s += u" COLLATE "_s + pgSideName(c.collation);
    if (c.identity)
        s += u' ' + postgresIdentity(*c.identity);
    if (c.isGenerated())
        s += u" GENERATED ALWAYS AS ("_s + c.generatedExpression
            + (c.generation == Column::Generation::Stored ? u") STORED"_s : u") VIRTUAL"_s);
    if (c.defaultExpression)
        s += u" DEFAULT "_s + *c.defaultExpression;
    if (c.notNull)
        s += u" NOT NULL"_s;
    return s;
}

QString postgresConstraint(const PrimaryKey &k, const QStringList &parameters)
{
    return pgNamed(k.name) + u"PRIMARY KEY"_s + pgKeyColumns(k.columns) + pgInclude(k.include)
        + (parameters.isEmpty() ? QString() : pgParameters(parameters)) + pgDeferral(k.deferral);
}

QString postgresConstraint(const UniqueConstraint &u, const QStringList &parameters)
{
    return pgNamed(u.name) + (u.nullsNotDistinct ? u"UNIQUE NULLS NOT DISTINCT"_s : u"UNIQUE"_s)
        + pgKeyColumns(u.columns) + pgInclude(u.include) + (parameters.isEmpty() ? QString() : pgParameters(parameters))
        + pgDeferral(u.deferral);
}

QString postgresConstraint(const CheckConstraint &c)
{
    return pgNamed(c.name) + u"CHECK ("_s + c.expression + u')' + (c.noInherit ? u" NO INHERIT"_s : QString())
        + (c.notValid ? u" NOT VALID"_s : QString());
}

QString postgresConstraint(const ForeignKey &k)
{
    const bool period = k.match == postgresPeriod();
    QString s = pgNamed(k.name) + u"FOREIGN KEY "_s + pgKeyNames(k.columns, period) + u" REFERENCES "_s
        + postgresQualified(k.target);
    if (!k.targetColumns.isEmpty())
        s += u' ' + pgKeyNames(k.targetColumns, period);
    if (!k.match.isEmpty() && !period)
        s += u" MATCH "_s + k.match;
    if (k.onUpdate)
        s += u" ON UPDATE "_s + toText(*k.onUpdate);
    if (k.onDelete)
        s += u" ON DELETE "_s + toText(*k.onDelete);
    if (!k.setColumns.isEmpty())
        s += u" ("_s + postgresNameList(k.setColumns) + u')';
    if (k.deferral == ForeignKey::Deferral::Deferrable)
        s += u" DEFERRABLE"_s;
    if (k.isDeferred())
        s += u" INITIALLY DEFERRED"_s;
    return k.notValid ? QString(s + u" NOT VALID"_s) : s;
}

QString postgresConstraint(const ExclusionConstraint &e)
{
    return pgNamed(e.name) + u"EXCLUDE "_s + e.definition;
}

QString postgresCreateTable(const Table &t, PostgresTableParts parts)
{
    const bool partition = t.facts.isPartition() && parts == PostgresTableParts::Whole;
    QString s = t.kind == Table::Kind::Foreign ? u"CREATE FOREIGN TABLE "_s
        : t.facts.unlogged                     ? u"CREATE UNLOGGED TABLE "_s
                                               : u"CREATE TABLE "_s;
    s += postgresQualified(t.name);
    if (partition) {
        s += u" PARTITION OF "_s + postgresQualified(t.facts.partitionOf) + u' ' + t.facts.partitionBound;
    } else {
        const QStringList lines = pgTableLines(t, parts);
        s += lines.isEmpty() ? u" ()"_s : QString(u" (\n    "_s + lines.join(u",\n    "_s) + u"\n)"_s);
    }
    QStringList parents;
    for (const QualifiedName &parent : t.facts.inherits)
        parents.append(postgresQualified(parent));
    if (!parents.isEmpty())
        s += u" INHERITS ("_s + parents.join(u", "_s) + u')';
    if (t.facts.isPartitioned())
        s += u" PARTITION BY "_s + t.facts.partitionKey;
    if (t.kind == Table::Kind::Foreign) {
        s += u" SERVER "_s + postgresIdentifier(t.facts.foreignServer);
        QStringList options;
        for (const QString &o : t.facts.foreignOptions)
            options.append(postgresIdentifier(o.section(u'=', 0, 0)) + u' ' + postgresString(o.section(u'=', 1)));
        if (!options.isEmpty())
            s += u" OPTIONS ("_s + options.join(u", "_s) + u')';
    } else if (!t.facts.parameters.isEmpty()) {
        s += pgParameters(t.facts.parameters);
    }
    return s;
}

QString postgresAttachPartition(const Table &t)
{
    return u"ALTER TABLE "_s + postgresQualified(t.facts.partitionOf) + u" ATTACH PARTITION "_s
        + postgresQualified(t.name) + u' ' + t.facts.partitionBound;
}

QString postgresCreateView(const View &v)
{
    return u"CREATE "_s + postgresRelationKind(v) + u' ' + postgresQualified(v.name)
        + (v.columnNames.isEmpty() ? QString() : QString(u" ("_s + postgresNameList(v.columnNames) + u')'))
        + (v.options.isEmpty() ? QString() : pgParameters(v.options)) + u" AS\n"_s + v.definition
        + (!v.materialized   ? QString()
               : v.populated ? u"\nWITH DATA"_s
                             : u"\nWITH NO DATA"_s);
}

QString postgresCreateIndex(const Index &i, const QualifiedName &table, bool concurrently, bool only)
{
    return (i.unique ? u"CREATE UNIQUE INDEX "_s : u"CREATE INDEX "_s) + (concurrently ? u"CONCURRENTLY "_s : QString())
        + postgresIdentifier(i.name) + (only ? u" ON ONLY "_s : u" ON "_s) + postgresQualified(table)
        + (i.method.isEmpty() ? QString() : QString(u" USING "_s + i.method)) + u" ("_s + pgIndexParts(i.columns) + u')'
        + pgInclude(i.include) + (i.nullsNotDistinct ? u" NULLS NOT DISTINCT"_s : QString())
        + (i.parameters.isEmpty() ? QString() : pgParameters(i.parameters))
        + (i.where.isEmpty() ? QString() : QString(u" WHERE "_s + i.where));
}

QString postgresCreateTrigger(const Trigger &g)
{
    QStringList events{pgEvent(g.event, g.updateOf)};
    for (const Trigger::Event event : g.otherEvents)
        events.append(pgEvent(event, g.updateOf));
    QString s = (g.constraint ? u"CREATE CONSTRAINT TRIGGER "_s : u"CREATE TRIGGER "_s) + postgresIdentifier(g.name)
        + pgTime(g.time) + events.join(u" OR "_s) + u" ON "_s + postgresQualified(g.table);
    if (!g.constraintTable.isEmpty())
        s += u" FROM "_s + postgresQualified(g.constraintTable);
    s += pgDeferral(g.deferral);
    if (!g.oldTable.isEmpty() || !g.newTable.isEmpty())
        s += u" REFERENCING"_s;
    if (!g.oldTable.isEmpty())
        s += u" OLD TABLE AS "_s + postgresIdentifier(g.oldTable);
    if (!g.newTable.isEmpty())
        s += u" NEW TABLE AS "_s + postgresIdentifier(g.newTable);
    s += g.forEachRow ? u" FOR EACH ROW"_s : u" FOR EACH STATEMENT"_s;
    if (!g.when.isEmpty())
        s += u" WHEN ("_s + g.when + u')';
    return s + u' ' + g.body;
}

QString postgresTriggerState(const Trigger &g)
{
    const QString table = u"ALTER TABLE "_s + postgresQualified(g.table);
    const QString name = u" TRIGGER "_s + postgresIdentifier(g.name);
    switch (g.enabled) {
    case Trigger::Enabled::Yes:
        return table + u" ENABLE"_s + name;
    case Trigger::Enabled::No:
        return table + u" DISABLE"_s + name;
    case Trigger::Enabled::Replica:
        return table + u" ENABLE REPLICA"_s + name;
    case Trigger::Enabled::Always:
        return table + u" ENABLE ALWAYS"_s + name;
    }
    Q_UNREACHABLE();
}

QString postgresCreateEnum(const EnumType &e)
{
    QStringList values;
    for (const QString &v : e.values)
        values.append(postgresString(v));
    return u"CREATE TYPE "_s + postgresQualified(e.name) + u" AS ENUM ("_s + values.join(u", "_s) + u')';
}

QString postgresCreateDomain(const Domain &d)
{
    QString s = u"CREATE DOMAIN "_s + postgresQualified(d.name) + u" AS "_s + postgresTypeSql(d.baseType);
    if (!d.collation.isEmpty())
        s += u" COLLATE "_s + pgSideName(d.collation);
    if (d.defaultExpression)
        s += u" DEFAULT "_s + *d.defaultExpression;
    if (d.notNull)
        s += u" NOT NULL"_s;
    for (const Domain::Check &c : d.checks)
        s += u' ' + pgNamed(c.name) + u"CHECK ("_s + c.expression + u')';
    return s;
}

QString postgresCreateType(const UserType &t)
{
    if (t.kind == UserType::Kind::Range)
        return u"CREATE TYPE "_s + postgresQualified(t.name) + u" AS RANGE ("_s + t.options.join(u", "_s) + u')';
    QStringList parts;
    for (const UserType::Attribute &a : t.attributes) {
        parts.append(postgresIdentifier(a.name) + u' ' + postgresTypeSql(a.type)
                     + (a.collation.isEmpty() ? QString() : QString(u" COLLATE "_s + pgSideName(a.collation))));
    }
    return u"CREATE TYPE "_s + postgresQualified(t.name) + u" AS ("_s + parts.join(u", "_s) + u')';
}

QString postgresCreatePolicy(const Policy &p, const QualifiedName &table)
{
    QStringList roles;
    static const QStringList words{u"public"_s, u"current_user"_s, u"current_role"_s, u"session_user"_s};
    for (const QString &role : p.roles)
        roles.append(words.contains(role) ? role.toUpper() : postgresIdentifier(role));
    return u"CREATE POLICY "_s + postgresIdentifier(p.name) + u" ON "_s + postgresQualified(table)
        + (p.restrictive ? u" AS RESTRICTIVE"_s : QString()) + u" FOR "_s + pgCommand(p.command)
        + (roles.isEmpty() ? QString() : QString(u" TO "_s + roles.join(u", "_s)))
        + (p.usingExpression.isEmpty() ? QString() : QString(u" USING ("_s + p.usingExpression + u')'))
        + (p.checkExpression.isEmpty() ? QString() : QString(u" WITH CHECK ("_s + p.checkExpression + u')'));
}

QString postgresFunctionName(const Function &f)
{
    const QString kind = f.kind == Function::Kind::Procedure ? u"PROCEDURE "_s
        : f.kind == Function::Kind::Aggregate                ? u"AGGREGATE "_s
                                                             : u"FUNCTION "_s;
    const bool star = f.kind == Function::Kind::Aggregate && f.arguments.isEmpty();
    return kind + postgresQualified(f.name) + u'(' + (star ? u"*"_s : f.arguments) + u')';
}

QString postgresComment(const QString &on, const QString &comment)
{
    return u"COMMENT ON "_s + on + u" IS "_s + (comment.isEmpty() ? u"NULL"_s : postgresString(comment));
}

QString postgresRelationKind(const Table &table)
{
    return table.kind == Table::Kind::Foreign ? u"FOREIGN TABLE"_s : u"TABLE"_s;
}

QString postgresRelationKind(const View &view)
{
    return view.materialized ? u"MATERIALIZED VIEW"_s : u"VIEW"_s;
}

} // namespace core
