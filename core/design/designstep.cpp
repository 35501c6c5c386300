// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/designstep.h"

#include "core/base/overloaded.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString quotedOr(const QString &name, const QString &otherwise)
{
    return name.isEmpty() ? otherwise : QString(u' ' + name);
}

/// "the index by_mail of users", "a unique constraint on (a, b) of users".
QString nameOf(const UniqueConstraint &u)
{
    return u"the unique constraint"_s + quotedOr(u.name, u" on (%1)"_s.arg(u.columnNames().join(u", "_s)));
}
QString nameOf(const CheckConstraint &c)
{
    return u"the check"_s + quotedOr(c.name, c.expression.isEmpty() ? QString() : u" (%1)"_s.arg(c.expression));
}
QString nameOf(const ForeignKey &k)
{
    return u"the foreign key"_s + quotedOr(k.name, u" on (%1)"_s.arg(k.columns.join(u", "_s)));
}
QString nameOf(const Index &i)
{
    return u"the index "_s + i.name;
}
QString nameOf(const Policy &p)
{
    return u"the policy "_s + p.name;
}
QString nameOf(const Trigger &g)
{
    return u"the trigger "_s + g.name;
}

template <typename T> QString putWords(const design::Put<T> &put)
{
    const QString table = put.table.display();
    if (!put.from)
        return put.to ? u"Add %1 to %2"_s.arg(nameOf(*put.to), table) : QString();
    return put.to ? u"Change %1 of %2"_s.arg(nameOf(*put.from), table)
                  : u"Drop %1 of %2"_s.arg(nameOf(*put.from), table);
}

QString viewWords(const design::PutView &put)
{
    if (!put.from)
        return put.to ? u"Create the view %1"_s.arg(put.to->name.display()) : QString();
    return (put.to ? u"Change the view %1"_s : u"Drop the view %1"_s).arg(put.from->name.display());
}

} // namespace

QualifiedName tableOf(const DesignStep &step)
{
    return std::visit(Overloaded{
                          [](const design::AddTable &s) { return s.table.name; },
                          [](const design::PutView &s) {
                              return s.from ? s.from->name : s.to ? s.to->name : QualifiedName();
                          },
                          [](const design::AddEnum &s) { return s.type.name; },
                          [](const design::SetComment &s) { return s.name; },
                          [](const auto &s) {
                              if constexpr (requires { s.type; })
                                  return s.type;
                              else
                                  return s.table;
                          },
                      },
                      step);
}

QString wordsOf(const DesignStep &step)
{
    return std::visit(
        Overloaded{
            [](const design::AddTable &s) { return u"Create the table %1"_s.arg(s.table.name.display()); },
            [](const design::RenameTable &s) { return u"Rename the table %1 to %2"_s.arg(s.table.display(), s.to); },
            [](const design::DropTable &s) { return u"Drop the table %1"_s.arg(s.table.display()); },
            [](const design::SetOptions &s) { return u"Change the options of %1"_s.arg(s.table.display()); },
            [](const design::AddColumn &s) {
                return u"Add the column %1 to %2"_s.arg(s.column.name, s.table.display());
            },
            [](const design::RenameColumn &s) {
                return u"Rename the column %1 of %2 to %3"_s.arg(s.column, s.table.display(), s.to);
            },
            [](const design::AlterColumn &s) {
                return u"Change the column %1 of %2"_s.arg(s.from.name, s.table.display());
            },
            [](const design::MoveColumn &s) { return u"Move the column %1 of %2"_s.arg(s.column, s.table.display()); },
            [](const design::DropColumn &s) { return u"Drop the column %1 of %2"_s.arg(s.column, s.table.display()); },
            [](const design::SetPrimaryKey &s) { return u"Change the primary key of %1"_s.arg(s.table.display()); },
            [](const design::PutUnique &s) { return putWords(s); },
            [](const design::PutCheck &s) { return putWords(s); },
            [](const design::PutForeignKey &s) { return putWords(s); },
            [](const design::PutIndex &s) { return putWords(s); },
            [](const design::PutTrigger &s) { return putWords(s); },
            [](const design::PutView &s) { return viewWords(s); },
            [](const design::PutPolicy &s) { return putWords(s); },
            [](const design::AddEnum &s) { return u"Create the type %1"_s.arg(s.type.name.display()); },
            [](const design::RenameEnum &s) {
                return (s.type.schema == s.to.schema ? u"Rename the type %1 to %2"_s : u"Move the type %1 to %2"_s)
                    .arg(s.type.display(), s.to.display());
            },
            [](const design::DropEnum &s) { return u"Drop the type %1"_s.arg(s.type.display()); },
            [](const design::AddEnumValue &s) { return u"Add the value %1 to %2"_s.arg(s.value, s.type.display()); },
            [](const design::RenameEnumValue &s) {
                return u"Rename the value %1 of %2 to %3"_s.arg(s.value, s.type.display(), s.to);
            },
            [](const design::MoveEnumValue &s) { return u"Move the value %1 of %2"_s.arg(s.value, s.type.display()); },
            [](const design::DropEnumValue &s) { return u"Drop the value %1 of %2"_s.arg(s.value, s.type.display()); },
            [](const design::ReplaceEnumValue &s) {
                return u"Say what becomes of rows with the value %1 of %2"_s.arg(s.value, s.type.display());
            },
            [](const design::SetComment &s) { return u"Change the comment on %1"_s.arg(s.name.display()); },
            [](const design::MoveTable &s) { return u"Move the table %1 to another schema"_s.arg(s.table.display()); },
            [](const design::SetRowSecurity &s) {
                return u"Change the row level security of %1"_s.arg(s.table.display());
            },
        },
        step);
}

} // namespace core
