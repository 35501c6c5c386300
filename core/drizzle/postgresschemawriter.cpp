// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/postgresschemawriter.h"

#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/samemeaning.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Row security without a policy has to be said.
bool saysRowSecurity(const Table &t)
{
    return t.facts.rowSecurity && t.policies.isEmpty();
}

} // namespace

SchemaTextWriter::Builder PostgresTextWriter::builderOf(const Column &c)
{
    const PostgresBuilder plain = postgresBuilderOf(c.declaredType, options().isOrm1);
    if (!plain.name.isEmpty())
        return {import(plain.name), plain.config, plain.isArray ? u".array()"_s : QString()};
    QString type = postgresNormalType(c.declaredType);
    const bool isArray = type.endsWith("[]"_L1);
    if (isArray)
        type.chop(2);
    const QString suffix = isArray ? u".array()"_s : QString();
    if (const auto found = m_enums.constFind(type); found != m_enums.constEnd())
        return {*found, {}, suffix};
    QString declared = c.declaredType;
    while (declared.endsWith("[]"_L1))
        declared.chop(2);
    return {customType(declared), {}, suffix};
}

SchemaTextWriter::Builder PostgresTextWriter::builderOf(const Table &t, const Column &c)
{
    static const QHash<QString, std::pair<QString, QString>> serials{
        {u"smallint"_s, {u"smallserial"_s, {}}},
        {u"integer"_s, {u"serial"_s, {}}},
        {u"bigint"_s, {u"bigserial"_s, u"{ mode: \"number\" }"_s}}};
    const auto serial = serials.constFind(postgresNormalType(c.declaredType));
    const Sequence *counter = counterOf(t, c);
    if (!counter || serial == serials.constEnd())
        return builderOf(c);
    if (!pulledCounting(counter->options, c.declaredType).isEmpty())
        note(u"How %1.%2 counts is left out: serial cannot say it."_s.arg(t.name.display(), c.name));
    return {import(serial->first), serial->second, {}, true};
}

/// The sequence that a serial column counts with.
const Sequence *PostgresTextWriter::counterOf(const Table &t, const Column &c) const
{
    const auto name = c.defaultExpression && c.notNull ? postgresNextvalOf(*c.defaultExpression) : std::nullopt;
    const Sequence *s = name ? schema().sequence(*name) : nullptr;
    return s && s->ownerTable == t.name && s->ownerColumn == c.name ? s : nullptr;
}

QString PostgresTextWriter::valueOf(const Table &t, const Column &c, const Builder &)
{
    if (!c.collation.isEmpty() && c.collation != "default"_L1)
        note(u"The collation of %1.%2 is left out: schema.ts cannot say it."_s.arg(t.name.display(), c.name));
    if (c.isGenerated())
        return u".generatedAlwaysAs(%1)"_s.arg(sqlOf(c.generatedExpression));
    if (c.identity)
        return identityOf(t, c);
    if (!c.defaultExpression || counterOf(t, c))
        return {};
    return defaultOf(c, postgresBuilderOf(c.declaredType, options().isOrm1));
}

QString PostgresTextWriter::defaultOf(const Column &c, const PostgresBuilder &builder)
{
    const QString &sql = *c.defaultExpression;
    const QString normal = postgresNormalExpression(sql);
    static const QStringList moments{u"timestamp"_s, u"date"_s, u"time"_s};
    if (normal == "now()"_L1 && moments.contains(builder.name) && !builder.isArray)
        return u".defaultNow()"_s;
    if (normal == "gen_random_uuid()"_L1 && builder.name == "uuid"_L1 && !builder.isArray)
        return u".defaultRandom()"_s;
    PostgresBuilder meant = builder;
    if (builder.name.isEmpty() && !c.declaredType.endsWith("[]"_L1)
        && m_enums.contains(postgresNormalType(c.declaredType)))
        meant.values = PostgresBuilder::Values::Text;
    const QString plain = postgresPlainDefault(sql, meant);
    return u".default(%1)"_s.arg(plain.isEmpty() ? sqlOf(sql) : plain);
}

QString PostgresTextWriter::identityOf(const Table &t, const Column &c) const
{
    QStringList parts;
    const QString &name = c.identity->sequence.name;
    if (!name.isEmpty() && name != t.name.name + u'_' + c.name + u"_seq"_s)
        parts.append(u"name: "_s + typescriptText(name));
    parts += pulledCounting(c.identity->options, c.declaredType);
    return u".%1(%2)"_s.arg(c.identity->always ? u"generatedAlwaysAsIdentity"_s : u"generatedByDefaultAsIdentity"_s,
                            parts.isEmpty() ? QString() : u"{ "_s + parts.join(u", "_s) + u" }"_s);
}

/// As drizzle-kit would name it, so that it need not be said.
QString PostgresTextWriter::usualUnique(const Table &t, const UniqueConstraint &u) const
{
    return t.name.name + u'_' + u.columnNames().join(u'_') + (options().isOrm1 ? u"_key"_s : u"_unique"_s);
}

QString PostgresTextWriter::usualForeignKey(const Table &t, const ForeignKey &k) const
{
    const QStringList parts{t.name.name, k.columns.join(u'_'), k.target.name, k.targetColumns.join(u'_')};
    return parts.join(u'_') + (options().isOrm1 ? u"_fkey"_s : u"_fk"_s);
}

QString PostgresTextWriter::uniqueOf(const Table &t, const Column &c)
{
    for (const UniqueConstraint &u : t.uniques) {
        if (u.columns.size() != 1 || u.columns.first().column != c.name)
            continue;
        QStringList arguments;
        if (u.name != usualUnique(t, u) || u.nullsNotDistinct)
            arguments.append(typescriptText(u.name));
        if (u.nullsNotDistinct)
            arguments.append(u"{ nulls: \"not distinct\" }"_s);
        return u".unique(%1)"_s.arg(arguments.join(u", "_s));
    }
    return {};
}

QStringList PostgresTextWriter::inlineKey(const Table &t) const
{
    const QStringList key = t.primaryKeyColumns();
    const QString usual = t.name.name + u"_pkey"_s;
    const bool says = key.size() == 1 && (t.primaryKey->name.isEmpty() || t.primaryKey->name == usual);
    return says ? key : QStringList();
}

bool PostgresTextWriter::isInline(const Table &t, const ForeignKey &k) const
{
    return SchemaTextWriter::isInline(t, k) && k.name == usualForeignKey(t, k);
}

QStringList PostgresTextWriter::constraints(const Table &t, bool keyIsInline)
{
    QStringList out;
    if (!keyIsInline && t.primaryKey)
        out.append(primaryKey(t));
    out += foreignKeys(t);
    QSet<QString> inlined;
    for (const UniqueConstraint &u : t.uniques) {
        if (u.columns.size() == 1 && !inlined.contains(u.columns.first().column)) {
            inlined.insert(u.columns.first().column);
            continue;
        }
        out.append(u"%1(%2).on(%3)%4"_s.arg(import(u"unique"_s), typescriptText(u.name),
                                            list(t, u.columnNames(), u"table"_s),
                                            u.nullsNotDistinct ? u".nullsNotDistinct()"_s : QString()));
    }
    for (const Index &i : t.indexes) {
        if (i.invalid)
            note(u"The index %1 is left out: it was never finished."_s.arg(i.name));
        else
            out.append(index(t, i));
    }
    out += checks(t);
    for (const Policy &p : t.policies)
        out.append(policy(p));
    return out;
}

QString PostgresTextWriter::tableOpening(const Table &t)
{
    const QString rls = saysRowSecurity(t) && options().isOrm1 ? u".withRLS"_s : QString();
    const QString maker =
        t.name.schema.isEmpty() ? import(u"pgTable"_s) : QString(m_schemas.value(t.name.schema) + u".table"_s);
    return maker + rls + u'(' + typescriptText(t.name.name) + u", "_s;
}

QString PostgresTextWriter::tableClosing(const Table &t)
{
    return saysRowSecurity(t) && !options().isOrm1 ? u").enableRLS()"_s : u")"_s;
}

} // namespace core
