// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/listedobjects.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A column's type without its dimensions, its modifiers and what quotes its name.
QString nameInType(QString type)
{
    while (type.endsWith("[]"_L1))
        type.chop(2);
    if (type.endsWith(u')'))
        type.truncate(type.indexOf(u'('));
    return type.remove(u'"').trimmed();
}

QString sequenceAbout(const Sequence &s)
{
    const QString steps = u"from %1 by %2%3"_s.arg(s.options.start)
                              .arg(s.options.increment)
                              .arg(s.options.cycle ? u", over and over"_s : QString());
    return s.ownerTable.isEmpty() ? steps : u"%1, for %2.%3"_s.arg(steps, s.ownerTable.display(), s.ownerColumn);
}

QString domainAbout(const Domain &d)
{
    QStringList parts{d.baseType};
    if (d.notNull)
        parts.append(u"NOT NULL"_s);
    if (d.defaultExpression)
        parts.append(u"DEFAULT "_s + *d.defaultExpression);
    for (const Domain::Check &c : d.checks)
        parts.append(u"CHECK (%1)"_s.arg(c.expression));
    return parts.join(u' ');
}

QString typeAbout(const UserType &t)
{
    QStringList parts = t.options;
    for (const UserType::Attribute &a : t.attributes)
        parts.append(a.name + u' ' + a.type);
    return parts.join(u", "_s);
}

QString triggerAbout(const Trigger &t)
{
    static const QStringList times{QString(), u"before "_s, u"after "_s, u"instead of "_s};
    static const QStringList events{u"insert"_s, u"update"_s, u"delete"_s, u"truncate"_s};
    QStringList on{events.at(int(t.event))};
    for (const Trigger::Event e : t.otherEvents)
        on.append(events.at(int(e)));
    QString about = times.at(int(t.time)) + on.join(u" or "_s);
    if (!t.updateOf.isEmpty())
        about += u" of "_s + t.updateOf.join(u", "_s);
    about += u" on "_s + t.table.display();
    return t.enabled == Trigger::Enabled::No ? about + u", switched off"_s : about;
}

QString policyAbout(const Policy &p, const Table &table)
{
    static const QStringList commands{u"everything"_s, u"select"_s, u"insert"_s, u"update"_s, u"delete"_s};
    QString about = u"%1 on %2 for %3"_s.arg(commands.at(int(p.command)), table.name.display(), p.roles.join(u", "_s));
    if (!p.usingExpression.isEmpty())
        about += u" where "_s + p.usingExpression;
    return table.facts.rowSecurity ? about : about + u"; row security is off, so it does nothing"_s;
}

class ObjectLister {
public:
    explicit ObjectLister(const Schema &schema)
        : m_schema(schema)
    {
        for (const Table &t : schema.tables) {
            for (const Column &c : t.columns)
                m_users[nameInType(c.declaredType)].append(t.name.display() + u'.' + c.name);
        }
        for (const Domain &d : schema.domains)
            m_users[nameInType(d.baseType)].append(d.name.display());
    }

    QList<ListedObject> run()
    {
        namesOfTheDatabase();
        types();
        for (const Sequence &s : m_schema.sequences) {
            if (!s.internal)
                m_out.append({ListedObject::Kind::Sequence,
                              s.name,
                              {},
                              s.ownerTable,
                              u"sequence"_s,
                              sequenceAbout(s),
                              s.comment});
        }
        functions();
        ofTables();
        std::stable_sort(m_out.begin(), m_out.end(), [](const ListedObject &a, const ListedObject &b) {
            return a.kind != b.kind ? a.kind < b.kind : a.display().compare(b.display(), Qt::CaseInsensitive) < 0;
        });
        return m_out;
    }

private:
    void namesOfTheDatabase()
    {
        for (const NamedSchema &s : m_schema.schemas) {
            if (!s.internal && s.name != "public"_L1)
                m_out.append({ListedObject::Kind::Schema,
                              {{}, s.name},
                              {},
                              {},
                              u"schema"_s,
                              s.readable ? QString() : u"this role may not look into it"_s,
                              s.comment});
        }
        for (const Extension &e : m_schema.extensions)
            m_out.append({ListedObject::Kind::Extension,
                          {{}, e.name},
                          {},
                          {},
                          u"extension"_s,
                          u"%1, in %2"_s.arg(e.version, e.schema)});
    }

    void types()
    {
        const auto add = [this](ListedObject::Kind kind, const auto &type, const QString &word, const QString &about) {
            if (!type.internal)
                m_out.append({kind, type.name, {}, {}, word, about, type.comment, m_users.value(type.name.display())});
        };
        for (const EnumType &e : m_schema.enums)
            add(ListedObject::Kind::Enum, e, u"enum"_s, e.values.join(u", "_s));
        for (const Domain &d : m_schema.domains)
            add(ListedObject::Kind::Domain, d, u"domain"_s, domainAbout(d));
        static const QStringList sorts{u"composite type"_s, u"range type"_s, u"base type"_s};
        for (const UserType &t : m_schema.types)
            add(ListedObject::Kind::Type, t, sorts.at(int(t.kind)), typeAbout(t));
    }

    void functions()
    {
        static const QStringList sorts{u"function"_s, u"procedure"_s, u"aggregate"_s, u"window function"_s};
        for (const Function &f : m_schema.functions) {
            if (f.internal)
                continue;
            const QString about = f.result.isEmpty() ? f.language : u"returns %1, in %2"_s.arg(f.result, f.language);
            m_out.append(
                {ListedObject::Kind::Function, f.name, f.arguments, {}, sorts.at(int(f.kind)), about, f.comment});
        }
    }

    void addTrigger(const Trigger &t)
    {
        if (!t.inherited)
            m_out.append({ListedObject::Kind::Trigger,
                          {t.table.schema, t.name},
                          {},
                          t.table,
                          u"trigger"_s,
                          triggerAbout(t),
                          t.comment});
    }

    void ofTables()
    {
        for (const Table &t : m_schema.tables) {
            if (t.internal || t.shadow)
                continue;
            for (const Trigger &g : t.triggers)
                addTrigger(g);
            for (const Policy &p : t.policies)
                m_out.append({ListedObject::Kind::Policy,
                              {t.name.schema, p.name},
                              {},
                              t.name,
                              u"policy"_s,
                              policyAbout(p, t),
                              p.comment});
        }
        for (const Trigger &g : m_schema.viewTriggers)
            addTrigger(g);
    }

    const Schema &m_schema;
    QHash<QString, QStringList> m_users; ///< by the name in their type
    QList<ListedObject> m_out;
};

template <typename T> void keepOnly(QList<T> &objects, const ListedObject &object)
{
    objects.removeIf([&](const T &o) { return !(o.name == object.name); });
}

/// A schema with that object alone, and the same without it: their difference makes it.
std::pair<Schema, Schema> withAndWithout(const ListedObject &object, const Schema &schema)
{
    Schema with;
    Schema without;
    using Kind = ListedObject::Kind;
    if (object.kind == Kind::Policy) {
        with.tables = schema.tables;
        keepOnly(with.tables, {Kind::Policy, object.table});
        without = with;
        for (Table &t : with.tables)
            t.policies.removeIf([&](const Policy &p) { return p.name != object.name.name; });
        for (Table &t : without.tables)
            t.policies.clear();
        return {with, without};
    }
    with.enums = object.kind == Kind::Enum ? schema.enums : QList<EnumType>();
    with.domains = object.kind == Kind::Domain ? schema.domains : QList<Domain>();
    with.types = object.kind == Kind::Type ? schema.types : QList<UserType>();
    with.sequences = object.kind == Kind::Sequence ? schema.sequences : QList<Sequence>();
    with.functions = object.kind == Kind::Function ? schema.functions : QList<Function>();
    keepOnly(with.enums, object);
    keepOnly(with.domains, object);
    keepOnly(with.types, object);
    keepOnly(with.sequences, object);
    keepOnly(with.functions, object);
    with.functions.removeIf([&](const Function &f) { return f.arguments != object.arguments; });
    if (object.kind == Kind::Schema)
        with.schemas = schema.schemas;
    with.schemas.removeIf([&](const NamedSchema &s) { return s.name != object.name.name; });
    if (object.kind == Kind::Extension)
        with.extensions = schema.extensions;
    with.extensions.removeIf([&](const Extension &e) { return e.name != object.name.name; });
    return {with, without};
}

const Trigger *triggerOf(const ListedObject &object, const Schema &schema)
{
    const Table *table = schema.table(object.table);
    for (const Trigger &t : table ? table->triggers : schema.viewTriggers) {
        if (t.table == object.table && t.name == object.name.name)
            return &t;
    }
    return nullptr;
}

} // namespace

QString ListedObject::display() const
{
    return kind == Kind::Function ? u"%1(%2)"_s.arg(name.display(), arguments) : name.display();
}

QList<ListedObject> listedObjects(const Schema &schema)
{
    return ObjectLister(schema).run();
}

QString createSqlOf(const ListedObject &object, const Schema &schema, const Dialect &dialect)
{
    QStringList sql;
    if (object.kind == ListedObject::Kind::Trigger) {
        if (const Trigger *trigger = triggerOf(object, schema))
            sql.append(dialect.createSql(*trigger));
    } else {
        const auto [with, without] = withAndWithout(object, schema);
        QStringList others;
        for (const Statement &s : dialect.createStatements(without))
            others.append(s.sql);
        for (const Statement &s : dialect.createStatements(with)) {
            if (s.role == Statement::Role::Body && !others.contains(s.sql))
                sql.append(s.sql);
        }
    }
    sql.removeAll(QString());
    for (QString &statement : sql)
        statement += statement.trimmed().endsWith(u';') ? u""_s : u";"_s;
    return sql.join(u"\n\n"_s);
}

} // namespace core
