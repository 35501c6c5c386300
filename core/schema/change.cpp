// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/change.h"

#include "core/base/overloaded.h"
#include "core/schema/kindandname.h"

#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString facetWords(const change::AlterColumn &c)
{
    QStringList words;
    if (c.changed & ColumnFacet::Type)
        words += u"type %1 instead of %2"_s.arg(c.to.declaredType.isEmpty() ? u"none"_s : c.to.declaredType,
                                                c.from.declaredType.isEmpty() ? u"none"_s : c.from.declaredType);
    if (c.changed & ColumnFacet::NotNull)
        words += c.to.notNull == c.from.notNull ? u"another NOT NULL clause"_s
            : c.to.notNull                      ? u"NOT NULL"_s
                                                : u"NULL allowed"_s;
    if (c.changed & ColumnFacet::Default)
        words += c.to.defaultExpression ? u"default %1"_s.arg(*c.to.defaultExpression) : u"no default"_s;
    if (c.changed & ColumnFacet::Collation)
        words += c.to.collation.isEmpty() ? u"no collation"_s : u"collation %1"_s.arg(c.to.collation);
    if (c.changed & ColumnFacet::Generated)
        words += c.to.isGenerated()
            ? u"generated as (%1)%2"_s.arg(c.to.generatedExpression,
                                           c.to.generation == Column::Generation::Stored ? u", stored"_s : QString())
            : u"no longer generated"_s;
    if (c.changed & ColumnFacet::Identity)
        words += !c.to.identity     ? u"no identity any more"_s
            : c.to.identity->always ? u"identity, always"_s
                                    : u"identity, by default"_s;
    if (c.changed & ColumnFacet::Comment)
        words += c.to.comment.isEmpty() ? u"no comment"_s : u"another comment"_s;
    return words.join(u", "_s);
}

QString keyWords(const std::optional<PrimaryKey> &key)
{
    if (!key)
        return u"none"_s;
    return u'(' + key->columnNames().join(u", "_s) + u')' + (key->autoIncrement ? u" AUTOINCREMENT"_s : QString());
}

QString optionWords(const change::ChangeTableOptions &c)
{
    QStringList words;
    if (c.strict != c.strictBefore)
        words += c.strict ? u"STRICT"_s : u"not STRICT any more"_s;
    if (c.withoutRowId != c.withoutRowIdBefore)
        words += c.withoutRowId ? u"WITHOUT ROWID"_s : u"with row numbers"_s;
    const TableFacts &was = c.factsBefore;
    const TableFacts &is = c.facts;
    if (was.unlogged != is.unlogged)
        words += is.unlogged ? u"UNLOGGED"_s : u"LOGGED"_s;
    if (was.rowSecurity != is.rowSecurity)
        words += is.rowSecurity ? u"guarded by row security"_s : u"open without row security"_s;
    if (was.rowSecurityForced != is.rowSecurityForced)
        words += is.rowSecurityForced ? u"guarded against its owner, too"_s : u"open to its owner"_s;
    if (was.parameters != is.parameters)
        words += u"stored with other parameters"_s;
    if (was.partitionKey != is.partitionKey || was.partitionOf != is.partitionOf
        || was.partitionBound != is.partitionBound)
        words += u"partitioned otherwise"_s;
    if (was.inherits != is.inherits)
        words += u"a child of other tables"_s;
    if (was.foreignServer != is.foreignServer || was.foreignOptions != is.foreignOptions)
        words += u"reached otherwise"_s;
    if (was.comment != is.comment)
        words += is.comment.isEmpty() ? u"a table without a comment"_s : u"a table with another comment"_s;
    return words.join(u", "_s);
}

/// "enum mood", "policy own_rows of users".
QString objectWords(const change::ChangeObject &c)
{
    const auto named = [](const QString &kind, const QString &name) -> QString { return kind + u' ' + name; };
    const QString of = c.table.isEmpty() ? QString() : QString(u" of "_s + c.table.display());
    return std::visit(
        Overloaded{
            [&](const NamedSchema &o) { return named(u"schema"_s, o.name); },
            [&](const Extension &o) { return named(u"extension"_s, o.name); },
            [&](const EnumType &o) { return named(u"enum"_s, o.name.display()); },
            [&](const Domain &o) { return named(u"domain"_s, o.name.display()); },
            [&](const UserType &o) { return named(u"type"_s, o.name.display()); },
            [&](const Sequence &o) { return named(u"sequence"_s, o.name.display()); },
            [&](const Function &o) {
                const bool isProcedure = o.kind == Function::Kind::Procedure;
                return named(isProcedure ? u"procedure"_s : u"function"_s,
                             o.name.display() + u'(' + o.arguments + u')');
            },
            [&](const Policy &o) { return QString(named(u"policy"_s, o.name) + of); },
            [&](const ExclusionConstraint &o) { return QString(named(u"exclusion constraint"_s, o.name) + of); },
        },
        c.to ? *c.to : *c.from);
}

QualifiedName objectTable(const change::ChangeObject &c)
{
    if (!c.table.isEmpty())
        return c.table;
    return std::visit(Overloaded{
                          [](const NamedSchema &o) {
                              return QualifiedName{{}, o.name};
                          },
                          [](const Extension &o) {
                              return QualifiedName{{}, o.name};
                          },
                          [](const Policy &o) {
                              return QualifiedName{{}, o.name};
                          },
                          [](const ExclusionConstraint &o) {
                              return QualifiedName{{}, o.name};
                          },
                          [](const auto &o) { return o.name; },
                      },
                      c.to ? *c.to : *c.from);
}

QString renameWords(const change::RenameObject &c)
{
    if (c.value)
        return u"Rename the value %1 of %2 to %3"_s.arg(c.value->from, c.value->type.display(), c.value->to);
    static constexpr std::array kinds{"schema"_L1, "type"_L1,  "sequence"_L1,  "view"_L1,
                                      "policy"_L1, "index"_L1, "constraint"_L1};
    return u"Rename the %1 %2 to %3"_s.arg(kinds.at(static_cast<size_t>(c.rename.kind)), c.rename.from.display(),
                                           c.rename.to.display());
}

} // namespace

QualifiedName tableOf(const Change &change)
{
    return std::visit(
        Overloaded{
            [](const change::CreateTable &c) { return c.table.name; },
            [](const change::DropTable &c) { return c.table.name; },
            [](const change::RenameTable &c) { return c.to; },
            [](const change::CreateView &c) { return c.view.name; },
            [](const change::DropView &c) { return c.view.name; },
            [](const change::CreateTrigger &c) { return c.trigger.table; },
            [](const change::DropTrigger &c) { return c.trigger.table; },
            [](const change::AddColumn &c) { return c.table; },
            [](const change::DropColumn &c) { return c.table; },
            [](const change::RenameColumn &c) { return c.table; },
            [](const change::AlterColumn &c) { return c.table; },
            [](const change::ReorderColumns &c) { return c.table; },
            [](const change::ChangePrimaryKey &c) { return c.table; },
            [](const change::ChangeTableOptions &c) { return c.table; },
            [](const change::AddUnique &c) { return c.table; },
            [](const change::DropUnique &c) { return c.table; },
            [](const change::AddCheck &c) { return c.table; },
            [](const change::DropCheck &c) { return c.table; },
            [](const change::AddForeignKey &c) { return c.table; },
            [](const change::DropForeignKey &c) { return c.table; },
            [](const change::AddIndex &c) { return c.table; },
            [](const change::DropIndex &c) { return c.table; },
            [](const change::ChangeObject &c) { return objectTable(c); },
            [](const change::ChangeComment &c) { return c.table.isEmpty() ? c.name : c.table; },
            [](const change::RenameObject &c) { return c.rename.table.isEmpty() ? c.rename.to : c.rename.table; },
        },
        change);
}

QString wordsOf(const Change &change)
{
    const auto in = [](const QualifiedName &table) { return table.display(); };
    return std::visit(
        Overloaded{
            [&](const change::CreateTable &c) { return u"Create the table %1"_s.arg(in(c.table.name)); },
            [&](const change::DropTable &c) { return u"Drop the table %1"_s.arg(in(c.table.name)); },
            [&](const change::RenameTable &c) { return u"Rename the table %1 to %2"_s.arg(in(c.from), in(c.to)); },
            [&](const change::CreateView &c) { return u"Create the view %1"_s.arg(in(c.view.name)); },
            [&](const change::DropView &c) { return u"Drop the view %1"_s.arg(in(c.view.name)); },
            [&](const change::CreateTrigger &c) {
                return c.trigger.inherited
                    ? u"Let the trigger %1 fire in %2 as it is told"_s.arg(c.trigger.name, in(c.trigger.table))
                    : u"Create the trigger %1"_s.arg(c.trigger.name);
            },
            [&](const change::DropTrigger &c) { return u"Drop the trigger %1"_s.arg(c.trigger.name); },
            [&](const change::AddColumn &c) { return u"Add the column %1 to %2"_s.arg(c.column.name, in(c.table)); },
            [&](const change::DropColumn &c) { return u"Drop the column %1 of %2"_s.arg(c.column.name, in(c.table)); },
            [&](const change::RenameColumn &c) {
                return u"Rename the column %1 of %2 to %3"_s.arg(c.from, in(c.table), c.to);
            },
            [&](const change::AlterColumn &c) {
                return u"Change the column %1 of %2: %3"_s.arg(c.to.name, in(c.table), facetWords(c));
            },
            [&](const change::ReorderColumns &c) {
                return u"Put the columns of %1 into another order"_s.arg(in(c.table));
            },
            [&](const change::ChangePrimaryKey &c) {
                return u"Change the primary key of %1: %2 instead of %3"_s.arg(in(c.table), keyWords(c.to),
                                                                               keyWords(c.from));
            },
            [&](const change::ChangeTableOptions &c) { return u"Make %1 %2"_s.arg(in(c.table), optionWords(c)); },
            [&](const change::AddUnique &c) {
                return u"Add UNIQUE (%1) to %2"_s.arg(c.unique.columnNames().join(u", "_s), in(c.table));
            },
            [&](const change::DropUnique &c) {
                return u"Drop UNIQUE (%1) of %2"_s.arg(c.unique.columnNames().join(u", "_s), in(c.table));
            },
            [&](const change::AddCheck &c) {
                return u"Add the %1 to %2"_s.arg(kindAndName(u"check"_s, c.check.name), in(c.table));
            },
            [&](const change::DropCheck &c) {
                return u"Drop the %1 of %2"_s.arg(kindAndName(u"check"_s, c.check.name), in(c.table));
            },
            [&](const change::AddForeignKey &c) {
                return u"Add the foreign key %1 (%2) to %3"_s.arg(in(c.table), c.foreignKey.columns.join(u", "_s),
                                                                  in(c.foreignKey.target));
            },
            [&](const change::DropForeignKey &c) {
                return u"Drop the foreign key %1 (%2) to %3"_s.arg(in(c.table), c.foreignKey.columns.join(u", "_s),
                                                                   in(c.foreignKey.target));
            },
            [&](const change::AddIndex &c) { return u"Create the index %1 on %2"_s.arg(c.index.name, in(c.table)); },
            [&](const change::DropIndex &c) { return u"Drop the index %1 of %2"_s.arg(c.index.name, in(c.table)); },
            [&](const change::ChangeObject &c) {
                return (!c.from     ? u"Create the %1"_s
                            : !c.to ? u"Drop the %1"_s
                                    : u"Change the %1"_s)
                    .arg(objectWords(c));
            },
            [&](const change::ChangeComment &c) {
                return u"%1 the comment on the %2 %3"_s.arg(c.to.isEmpty() ? u"Drop"_s : u"Set"_s, c.kind,
                                                            c.name.display());
            },
            [&](const change::RenameObject &c) { return renameWords(c); },
        },
        change);
}

} // namespace core
