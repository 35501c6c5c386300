// SPDX-License-Identifier: GPL-3.0-or-later
// What is no column, key or check: schemas, enums, sequences, indexes, policies, views.
#include "core/dialect/postgres/indexpart.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/samemeaning.h"
#include "core/drizzle/postgresschemawriter.h"
#include "core/schema/diff.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString pulledCommand(Policy::Command command)
{
    switch (command) {
    case Policy::Command::All:
        return {};
    case Policy::Command::Select:
        return u"select"_s;
    case Policy::Command::Insert:
        return u"insert"_s;
    case Policy::Command::Update:
        return u"update"_s;
    case Policy::Command::Delete:
        return u"delete"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QString pulledParameters(const QStringList &parameters, bool camelCase)
{
    static const QRegularExpression bare(u"^(-?[0-9]+(\\.[0-9]+)?|true|false)$"_s);
    QStringList out;
    for (const QString &p : parameters) {
        const QString key = p.section(u'=', 0, 0);
        const QString value = p.section(u'=', 1);
        out.append(typescriptKey(camelCase ? camelCased(key) : key) + u": "_s
                   + (bare.match(value).hasMatch() ? value : typescriptText(value)));
    }
    return u"{ "_s + out.join(u", "_s) + u" }"_s;
}

QStringList pulledCounting(const SequenceOptions &o, const QString &type)
{
    SequenceOptions usual = postgresNormalOptions({}, type);
    QStringList out;
    const auto say = [&](const QString &key, qint64 value, qint64 otherwise) {
        if (value != otherwise)
            out.append(u"%1: \"%2\""_s.arg(key).arg(value));
    };
    const bool falls = o.increment < 0;
    const qint64 highest = usual.maximum;
    const qint64 minimum = falls ? -highest - 1 : 1;
    const qint64 maximum = falls ? -1 : highest;
    say(u"startWith"_s, o.start, falls ? o.maximum : o.minimum);
    say(u"increment"_s, o.increment, 1);
    say(u"minValue"_s, o.minimum, minimum);
    say(u"maxValue"_s, o.maximum, maximum);
    say(u"cache"_s, o.cache, 1);
    if (o.cycle)
        out.append(u"cycle: true"_s);
    return out;
}

QString pulledConfig(const QStringList &parts)
{
    return parts.isEmpty() ? QString() : QString(u", { "_s + parts.join(u", "_s) + u" }"_s);
}

QString PostgresTextWriter::variable(const QualifiedName &name, const QString &suffix)
{
    return tables().names().take(cased(postgresPulled().baseName(name)), suffix);
}

QStringList PostgresTextWriter::beforeTables()
{
    QStringList out;
    QSet<QString> used;
    const auto use = [&](const QualifiedName &name, bool internal) {
        if (isOurs(name, internal))
            used.insert(name.schema);
    };
    for (const Table *t : tables().tables())
        used.insert(t->name.schema);
    for (const View &v : schema().views)
        use(v.name, v.internal);
    for (const EnumType &e : schema().enums)
        use(e.name, e.internal);
    for (const Sequence &s : schema().sequences)
        use(s.name, s.internal);
    for (const NamedSchema &s : schema().schemas) {
        const bool isWanted = s.name != "public"_L1 && s.readable && !s.internal
            && (used.contains(s.name) || options().scope.coversSchema(s.name));
        if (!isWanted)
            continue;
        const QString name = tables().names().take(cased(s.name), u"Schema"_s);
        m_schemas.insert(s.name, name);
        out.append(u"export const %1 = %2(%3);"_s.arg(name, import(u"pgSchema"_s), typescriptText(s.name)));
    }
    for (const EnumType &e : schema().enums) {
        if (!isOurs(e.name, e.internal))
            continue;
        const QString name = variable(e.name, u"Enum"_s);
        const QString type = (e.name.schema.isEmpty() ? QString() : QString(postgresPlainName(e.name.schema) + u'.'))
            + postgresPlainName(e.name.name);
        m_enums.insert(postgresNormalType(type), name);
        QStringList values;
        for (const QString &v : e.values)
            values.append(typescriptText(v));
        out.append(
            u"export const %1 = %2, [%3]);"_s.arg(name, made(e.name, u"enum"_s, u"pgEnum"_s), values.join(u", "_s)));
    }
    for (const Sequence &s : schema().sequences) {
        if (!isOurs(s.name, s.internal) || !s.ownerTable.isEmpty())
            continue;
        if (!s.options.type.isEmpty() && postgresNormalType(s.options.type) != "bigint"_L1)
            note(u"That the sequence %1 is of the type %2 is left out: schema.ts cannot say it."_s.arg(s.name.display(),
                                                                                                       s.options.type));
        out.append(u"export const %1 = %2%3);"_s.arg(variable(s.name, u"Sequence"_s),
                                                     made(s.name, u"sequence"_s, u"pgSequence"_s),
                                                     pulledConfig(pulledCounting(s.options, u"bigint"_s))));
    }
    noteWhole();
    return out;
}

/// What a database has beside tables, and schema.ts has not.
void PostgresTextWriter::noteWhole()
{
    const Schema &s = schema();
    const auto count = [&](const auto &list, const QString &what) {
        const auto ours =
            std::count_if(list.cbegin(), list.cend(), [&](const auto &o) { return isOurs(o.name, o.internal); });
        if (ours > 0)
            note(u"%1 left out: schema.ts has none (%2)."_s.arg(what).arg(ours));
    };
    count(s.functions, u"Functions are"_s);
    const auto named = [&](const auto &list, const QString &what) {
        for (const auto &o : list) {
            if (isOurs(o.name, o.internal))
                note(u"The %1 %2 is only named, as schema.ts cannot make one."_s.arg(what, o.name.display()));
        }
    };
    named(s.domains, u"domain"_s);
    named(s.types, u"type"_s);
    const bool hasComments = std::any_of(s.tables.cbegin(), s.tables.cend(), [&](const Table &t) {
        return isManaged(t, options().scope)
            && (!t.facts.comment.isEmpty() || std::any_of(t.columns.cbegin(), t.columns.cend(), [](const Column &c) {
                   return !c.comment.isEmpty();
               }));
    });
    if (hasComments)
        note(u"Comments are left out: schema.ts has none."_s);
}

QString PostgresTextWriter::part(const Table &t, const IndexedColumn &c)
{
    const bool descending = c.order == SortOrder::Descending;
    if (c.isExpression() || !c.collation.isEmpty())
        return sqlOf(postgresIndexPart(c));
    QString text = tables().place(u"table"_s, t.name, c.column);
    if (descending)
        text += u".desc()"_s;
    // drizzle-orm takes NULLs to be last, also where the order is descending.
    const bool nullsFirst = c.nulls == NullsOrder::Unspecified ? descending : c.nulls == NullsOrder::First;
    if (nullsFirst)
        text += u".nullsFirst()"_s;
    if (!c.operatorClass.isEmpty())
        text += u".op(%1)"_s.arg(typescriptText(c.operatorClass));
    return text;
}

QString PostgresTextWriter::index(const Table &t, const Index &i)
{
    QStringList parts;
    for (const IndexedColumn &c : i.columns)
        parts.append(part(t, c));
    if (!i.include.isEmpty() || i.nullsNotDistinct)
        note(u"That the index %1 %2 is left out: schema.ts cannot say it."_s.arg(
            i.name, i.nullsNotDistinct ? u"takes NULLs to be equal"_s : u"carries more columns along"_s));
    QString text = import(i.unique ? u"uniqueIndex"_s : u"index"_s) + u'(' + typescriptText(i.name) + u')';
    if (i.method.isEmpty())
        text += u".on(%1)"_s.arg(parts.join(u", "_s));
    else
        text += u".using(%1, %2)"_s.arg(typescriptText(i.method), parts.join(u", "_s));
    if (!i.where.isEmpty())
        text += u".where(%1)"_s.arg(sqlOf(i.where));
    if (!i.parameters.isEmpty())
        text += u".with(%1)"_s.arg(pulledParameters(i.parameters, false));
    return text;
}

QString PostgresTextWriter::policy(const Policy &p)
{
    QStringList parts;
    if (p.restrictive)
        parts.append(u"as: \"restrictive\""_s);
    if (p.command != Policy::Command::All)
        parts.append(u"for: "_s + typescriptText(pulledCommand(p.command)));
    QStringList roles;
    for (const QString &role : p.roles)
        roles.append(typescriptText(role));
    if (p.roles != QStringList{u"public"_s} && !roles.isEmpty())
        parts.append(u"to: ["_s + roles.join(u", "_s) + u']');
    if (!p.usingExpression.isEmpty())
        parts.append(u"using: "_s + sqlOf(p.usingExpression));
    if (!p.checkExpression.isEmpty())
        parts.append(u"withCheck: "_s + sqlOf(p.checkExpression));
    return import(u"pgPolicy"_s) + u'(' + typescriptText(p.name) + pulledConfig(parts) + u')';
}

QString PostgresTextWriter::view(const View &v)
{
    const QString columns = viewColumns(v);
    if (!v.indexes.isEmpty())
        note(u"The indexes of the view %1 are left out: schema.ts cannot say them."_s.arg(v.name.display()));
    QString text = u"export const %1 = %2, {\n%3})"_s.arg(
        viewVariable(v),
        v.materialized ? made(v.name, u"materializedView"_s, u"pgMaterializedView"_s)
                       : made(v.name, u"view"_s, u"pgView"_s),
        columns);
    if (!v.options.isEmpty())
        text += u".with(%1)"_s.arg(pulledParameters(v.options, true));
    if (v.materialized && !v.populated)
        text += u".withNoData()"_s;
    return text + u".as(%1);"_s.arg(sqlOf(v.definition));
}

} // namespace core
