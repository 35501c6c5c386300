// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/change.h"

#include "core/base/overloaded.h"
#include "core/schema/kindandname.h"

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
    return words.join(u", "_s);
}

} // namespace

QualifiedName tableOf(const Change &change)
{
    return std::visit(Overloaded{
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
            [&](const change::CreateTrigger &c) { return u"Create the trigger %1"_s.arg(c.trigger.name); },
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
        },
        change);
}

} // namespace core
