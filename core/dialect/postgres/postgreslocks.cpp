// SPDX-License-Identifier: GPL-3.0-or-later
// What changes lock, rewrite and scan, as measured on PostgreSQL 15 (hazards.md, 1).
#include "core/base/overloaded.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planscene.h"
#include "core/dialect/postgres/postgresprobes.h"
#include "core/dialect/postgres/samemeaning.h"
#include "core/schema/diff.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto pgNobody = "nobody can read or write it meanwhile (ACCESS EXCLUSIVE)"_L1;
constexpr auto pgNoWriter = "nobody can write to it meanwhile (SHARE)"_L1;

LockEffect pgEffect(const char *code, const QualifiedName &table, const QString &what, QLatin1String meanwhile,
                    const QString &remedy)
{
    return {QString::fromLatin1(code), table, u"%1: %2."_s.arg(what, meanwhile), remedy, what};
}

constexpr auto pgBesideOthers = "others read and write meanwhile (SHARE UPDATE EXCLUSIVE)"_L1;

/// What can be done in steps after the transaction, and is where `gently` says so.
LockEffect pgSpared(LockEffect effect, bool gently, QLatin1String how)
{
    effect.canBeSpared = true;
    if (!gently)
        return effect;
    effect.message = u"%1, %2: %3."_s.arg(effect.subject, how, pgBesideOthers);
    effect.remedy.clear();
    return effect;
}

/// Whether the values stay as they are stored.
bool pgKeepsStorage(const QString &from, const QString &to)
{
    const QString was = postgresNormalType(from);
    const QString is = postgresNormalType(to);
    const auto bare = [](const QString &t) { return t.section(u'(', 0, 0); };
    const auto number = [](const QString &t, int nth) {
        static const QRegularExpression sizes(u"\\((\\d+)(?:,(-?\\d+))?\\)"_s);
        const auto m = sizes.match(t);
        return m.hasMatch() && !m.captured(nth).isEmpty() ? m.captured(nth).toInt() : -1;
    };
    if (was == is)
        return true;
    if (is == "text"_L1)
        return bare(was) == "character varying"_L1;
    if (bare(was) != bare(is))
        return was == "text"_L1 && is == "character varying"_L1;
    if (bare(is) == "character varying"_L1)
        return number(is, 1) < 0 || (number(was, 1) >= 0 && number(was, 1) <= number(is, 1));
    if (bare(is) == "numeric"_L1)
        return number(is, 1) < 0 || (number(was, 2) == number(is, 2) && number(was, 1) <= number(is, 1));
    return false;
}

/// A default that gives each row another value makes the server write every row.
bool pgWritesRows(const Column &c)
{
    if (c.isGenerated() || c.identity || isPostgresSerial(c.declaredType))
        return true;
    return c.defaultExpression && !PostgresSchemaRules().isConstant(*c.defaultExpression)
        && postgresNormalDefault(c.defaultExpression);
}

QList<LockEffect> pgLocksOf(const change::AlterColumn &c, bool gently)
{
    QList<LockEffect> out;
    const QString name = u"%1 of %2"_s.arg(c.to.name, c.table.display());
    if ((c.changed & ColumnFacet::Type) && !pgKeepsStorage(c.from.declaredType, c.to.declaredType))
        out.append(pgEffect("H61", c.table,
                            u"The table %1 and its indexes are written anew for %2"_s.arg(c.table.display(), c.to.name),
                            pgNobody, u"Add a new column, fill it in batches, and change over."_s));
    if ((c.changed & ColumnFacet::Generated) && c.to.isGenerated())
        out.append(pgEffect("H61", c.table, u"The table %1 is written anew for %2"_s.arg(c.table.display(), c.to.name),
                            pgNobody, u"Compute it in a view, or by a trigger for new rows."_s));
    if ((c.changed & ColumnFacet::NotNull) && c.to.notNull && !c.from.notNull) {
        const LockEffect effect =
            pgEffect("H62", c.table, u"All rows are looked at for NULLs in %1"_s.arg(name), pgNobody,
                     u"Add CHECK (… IS NOT NULL) NOT VALID and validate it first: then nothing is looked at."_s);
        out.append(pgSpared(effect, gently, "by a check that is validated after the transaction"_L1));
    }
    return out;
}

} // namespace

QList<LockEffect> PostgresProbeSql::locks(const SchemaDiff &diff, int change, bool gently) const
{
    const QString validated = u"Add it NOT VALID, and validate it in a transaction of its own."_s;
    const auto one = [gently](const LockEffect &effect, QLatin1String how) {
        return QList<LockEffect>{pgSpared(effect, gently, how)};
    };
    constexpr auto validatedLater = "after the transaction"_L1;
    constexpr auto builtBeside = "CONCURRENTLY"_L1;
    return std::visit(
        Overloaded{
            [&](const change::AlterColumn &c) { return pgLocksOf(c, gently); },
            [&](const change::AddColumn &c) {
                if (!pgWritesRows(c.column))
                    return QList<LockEffect>();
                return QList<LockEffect>{pgEffect(
                    "H61", c.table,
                    u"The table %1 is written anew to give each row its %2"_s.arg(c.table.display(), c.column.name),
                    pgNobody, u"Add it without a default, fill it in batches, and set the default."_s)};
            },
            [&](const change::AddCheck &c) {
                if (c.check.notValid)
                    return QList<LockEffect>();
                return one(
                    pgEffect("H62", c.table,
                             u"All rows of %1 are checked against %2"_s.arg(c.table.display(), c.check.expression),
                             pgNobody, validated),
                    validatedLater);
            },
            [&](const change::AddForeignKey &c) {
                if (c.foreignKey.notValid)
                    return QList<LockEffect>();
                return one(pgEffect("H63", c.table,
                                    u"All rows of %1 are looked up in %2"_s.arg(c.table.display(),
                                                                                c.foreignKey.target.display()),
                                    "nobody can write to either table meanwhile (SHARE ROW EXCLUSIVE)"_L1, validated),
                           validatedLater);
            },
            [&](const change::AddUnique &c) {
                return one(pgEffect("H64", c.table,
                                    u"An index for the unique constraint on %1 is built"_s.arg(c.table.display()),
                                    pgNobody,
                                    u"Build a unique index CONCURRENTLY first, and add the constraint USING it."_s),
                           builtBeside);
            },
            [&](const change::ChangePrimaryKey &c) {
                const bool onlyNamed = c.from && c.to && c.from->columns == c.to->columns;
                if (!c.to || onlyNamed)
                    return QList<LockEffect>();
                return one(pgEffect("H64", c.table,
                                    u"An index for the primary key of %1 is built"_s.arg(c.table.display()), pgNobody,
                                    u"Build a unique index CONCURRENTLY first, and add the key USING it."_s),
                           builtBeside);
            },
            [&](const change::AddIndex &c) {
                return one(pgEffect("H60", c.table,
                                    u"The index %1 is built on %2"_s.arg(c.index.name, c.table.display()), pgNoWriter,
                                    u"Build it CONCURRENTLY, outside the transaction."_s),
                           builtBeside);
            },
            [&](const change::ChangeTableOptions &c) {
                if (c.facts.unlogged == c.factsBefore.unlogged)
                    return QList<LockEffect>();
                return QList<LockEffect>{
                    pgEffect("H61", c.table, u"The table %1 is written anew"_s.arg(c.table.display()), pgNobody, {})};
            },
            [&](const change::ChangeObject &c) {
                QList<LockEffect> out;
                if (!c.from || !c.to || !std::holds_alternative<EnumType>(*c.to))
                    return out;
                const PostgresPlanScene scene(diff, {});
                for (const PostgresPlanScene::MovedEnum &m : scene.movedEnums) {
                    for (const PostgresPlanScene::ColumnName &column : m.columns) {
                        if (m.change == change)
                            out.append(pgEffect("H61", column.first,
                                                u"The table %1 is written anew for the values of %2"_s.arg(
                                                    column.first.display(), column.second),
                                                pgNobody,
                                                u"Leave the values that are no longer wanted where they are."_s));
                    }
                }
                return out;
            },
            [](const auto &) { return QList<LockEffect>(); },
        },
        diff.changes.at(change));
}

std::optional<Probe> PostgresProbeSql::estimatedRows(const Table &table) const
{
    // What the server believes; a table that was never looked at is counted by its size.
    const QString oid = postgresString(postgresQualified(table.name)) + u"::regclass"_s;
    return Probe{
        table.name,
        u"true"_s,
        {u"SELECT CAST(CASE WHEN sum(reltuples) > 0 THEN sum(reltuples) ELSE sum(pg_relation_size(oid)) / 100 END "
         "AS bigint) FROM pg_class WHERE oid = "_s
             + oid + u" OR oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = "_s + oid + u')',
         {}}};
}

} // namespace core
