// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/schema.h"

#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename T> const T *findByName(const QList<T> &list, const QualifiedName &name, NameCase nameCase)
{
    const T *folded = nullptr;
    for (const T &item : list) {
        if (item.name == name)
            return &item;
        if (!folded && namesEqual(item.name.name, name.name, nameCase)
            && namesEqual(item.name.schema, name.schema, nameCase))
            folded = &item;
    }
    return folded;
}

QStringList namesOf(const QList<IndexedColumn> &columns)
{
    QStringList names;
    for (const IndexedColumn &c : columns)
        names.append(c.column);
    return names;
}

} // namespace

QStringList PrimaryKey::columnNames() const
{
    return namesOf(columns);
}

QStringList UniqueConstraint::columnNames() const
{
    return namesOf(columns);
}

QStringList Index::columnNames() const
{
    return namesOf(columns);
}

const Column *Table::column(const QString &columnName) const
{
    const int i = columnIndex(columnName);
    return i < 0 ? nullptr : &columns[i];
}

int Table::columnIndex(const QString &columnName) const
{
    int folded = -1;
    for (int i = 0; i < columns.size(); ++i) {
        if (columns[i].name == columnName)
            return i;
        if (folded < 0 && namesEqual(columns[i].name, columnName, nameCaseOf(*this)))
            folded = i;
    }
    return folded;
}

QStringList Table::primaryKeyColumns() const
{
    return primaryKey ? primaryKey->columnNames() : QStringList();
}

QString Table::rowIdAlias() const
{
    if (kind != Kind::Ordinary || withoutRowId || plainKeys || !primaryKey || primaryKey->columns.size() != 1)
        return {};
    const Column *key = column(primaryKey->columns.first().column);
    if (!key || key->declaredType.compare("INTEGER"_L1, Qt::CaseInsensitive) != 0)
        return {};
    // An old mistake that SQLite keeps: DESC counts in the column form and does not in the table form.
    const bool descInColumn =
        !primaryKey->column.isEmpty() && primaryKey->columns.first().order == SortOrder::Descending;
    return descInColumn ? QString() : key->name;
}

bool Table::isRequired(const Column &c) const
{
    if (c.notNull)
        return true;
    if (!(withoutRowId || strict || plainKeys) || !primaryKey)
        return false;
    const auto isThis = [&](const IndexedColumn &k) { return namesEqual(k.column, c.name, nameCaseOf(*this)); };
    return std::any_of(primaryKey->columns.cbegin(), primaryKey->columns.cend(), isThis) && rowIdAlias() != c.name;
}

const Table *Schema::table(const QualifiedName &name) const
{
    return findByName(tables, name, nameCaseOf(*this));
}

const View *Schema::view(const QualifiedName &name) const
{
    return findByName(views, name, nameCaseOf(*this));
}

namespace {

template <typename T> const T *objectNamed(const QList<T> &list, const QualifiedName &name)
{
    const auto at = std::find_if(list.cbegin(), list.cend(), [&](const T &t) { return t.name == name; });
    return at == list.cend() ? nullptr : &*at;
}

} // namespace

const EnumType *Schema::enumType(const QualifiedName &name) const
{
    return objectNamed(enums, name);
}

const Domain *Schema::domain(const QualifiedName &name) const
{
    return objectNamed(domains, name);
}

const Sequence *Schema::sequence(const QualifiedName &name) const
{
    return objectNamed(sequences, name);
}

QString toText(ForeignKeyAction action)
{
    switch (action) {
    case ForeignKeyAction::NoAction:
        return u"NO ACTION"_s;
    case ForeignKeyAction::Restrict:
        return u"RESTRICT"_s;
    case ForeignKeyAction::SetNull:
        return u"SET NULL"_s;
    case ForeignKeyAction::SetDefault:
        return u"SET DEFAULT"_s;
    case ForeignKeyAction::Cascade:
        return u"CASCADE"_s;
    }
    Q_UNREACHABLE();
}

} // namespace core
