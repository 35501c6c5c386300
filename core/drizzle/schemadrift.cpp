// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/schemadrift.h"

#include "core/base/overloaded.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QString toText(SchemaDrift::Pair pair)
{
    switch (pair) {
    case SchemaDrift::Pair::ProjectSnapshot:
        return u"schema-snapshot"_s;
    case SchemaDrift::Pair::SnapshotDatabase:
        return u"snapshot-database"_s;
    case SchemaDrift::Pair::ProjectDatabase:
        return u"schema-database"_s;
    }
    return {};
}

DeclaredSchema declarationOf(const DrizzleSnapshot &snapshot)
{
    return {snapshot.schema, snapshot.facets, snapshot.within({})};
}

DeclaredSchema declarationOf(const DrizzleSchema &schema)
{
    DrizzleSnapshot like;
    like.schema = schema.schema;
    like.existingViews = schema.existingViews;
    return {schema.schema, schema.facets, like.within({})};
}

std::optional<SchemaDiff> differenceTo(const DeclaredSchema &declared, const Schema &real, const Dialect &dialect)
{
    if (!dialect.schemaRules())
        return std::nullopt;
    DiffOptions options;
    options.facets = declared.facets;
    options.scope = declared.scope;
    auto away = diff(real, declared.schema, options, *dialect.schemaRules());
    return away ? std::optional(std::move(*away)) : std::nullopt;
}

std::optional<SchemaDiff> differenceFrom(const DeclaredSchema &declared, const Schema &real, const Dialect &dialect)
{
    const auto away = differenceTo(declared, real, dialect);
    if (!away)
        return std::nullopt;
    // From what was declared, completed with what it cannot say, so that only what is different is left.
    auto back = diff(away->target, real, {}, *dialect.schemaRules());
    return back ? std::optional(std::move(*back)) : std::nullopt;
}

QString differenceWords(const Change &towardsDeclared, const QString &declared, const QString &real)
{
    const auto missing = [&](const QString &what) { return u"%1 is missing in %2"_s.arg(what, real); };
    const auto extra = [&](const QString &what) { return u"%1 is only in %2"_s.arg(what, real); };
    const auto onTable = [](const QString &what, const QString &name, const QualifiedName &table) {
        return u"%1 %2 of %3"_s.arg(what, name, table.display());
    };
    return std::visit(
        Overloaded{
            [&](const change::CreateTable &c) { return missing(u"table %1"_s.arg(c.table.name.display())); },
            [&](const change::DropTable &c) { return extra(u"table %1"_s.arg(c.table.name.display())); },
            [&](const change::CreateView &c) { return missing(u"view %1"_s.arg(c.view.name.display())); },
            [&](const change::DropView &c) { return extra(u"view %1"_s.arg(c.view.name.display())); },
            [&](const change::AddColumn &c) {
                return missing(u"column %1.%2"_s.arg(c.table.display(), c.column.name));
            },
            [&](const change::DropColumn &c) { return extra(u"column %1.%2"_s.arg(c.table.display(), c.column.name)); },
            [&](const change::AddIndex &c) { return missing(onTable(u"index"_s, c.index.name, c.table)); },
            [&](const change::DropIndex &c) { return extra(onTable(u"index"_s, c.index.name, c.table)); },
            [&](const auto &) {
                const QString words = wordsOf(towardsDeclared);
                return u"%1, to be as %2 says"_s.arg(words.left(1).toLower() + words.mid(1), declared);
            }},
        towardsDeclared);
}

} // namespace core
