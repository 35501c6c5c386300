// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/relationguess.h"

#include "core/rows/plainname.h"
#include "core/schema/namecase.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What may be held in the same column: whole numbers of every kind are one.
int typeKind(const Column &column, const Dialect &dialect)
{
    switch (dialect.typeFamily(column.valueType())) {
    case TypeFamily::Integer:
    case TypeFamily::Numeric:
    case TypeFamily::Real:
    case TypeFamily::Boolean:
        return 1;
    case TypeFamily::Text:
    case TypeFamily::Uuid:
        return 2;
    case TypeFamily::Blob:
        return 3;
    default:
        return 0; // anything
    }
}

bool sameKind(const Column &a, const Column &b, const Dialect &dialect)
{
    const int left = typeKind(a, dialect);
    const int right = typeKind(b, dialect);
    return left == 0 || right == 0 || left == right;
}

bool isOwn(const Table &table)
{
    return !table.internal && !table.shadow && table.brokenBecause.isEmpty();
}

bool sameNames(const QStringList &a, const QStringList &b, NameCase nameCase)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [nameCase](const QString &left, const QString &right) {
        return namesEqual(left, right, nameCase);
    });
}

/// A foreign key of the database, or one drawn, that starts in exactly these columns.
bool startsThere(const Table &table, const QStringList &columns, const QList<DrawnForeignKey> &known)
{
    return std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(),
                       [&](const ForeignKey &key) { return sameNames(key.columns, columns, nameCaseOf(table)); })
        || std::any_of(known.begin(), known.end(), [&](const DrawnForeignKey &drawn) {
               return drawn.table == table.name && sameNames(drawn.key.columns, columns, nameCaseOf(table));
           });
}

/// What the column's name says it leads to: "user" for user_id, userId, id_user, userKey; empty: nothing.
QString nameInside(const QString &column)
{
    const QString name = plainName(column);
    for (const QStringView end : {u"id", u"key", u"ref", u"code", u"uuid", u"fk"}) {
        // "paid" and "valid" end so, too: a capital or a stroke has to part them.
        const qsizetype cut = column.size() - end.size();
        const bool parted = cut > 0 && (!column.at(cut - 1).isLetterOrNumber() || column.at(cut).isUpper());
        if (name.endsWith(end) && name.size() > end.size() && parted)
            return name.chopped(end.size());
    }
    if (name.startsWith(u"id") && column.size() > 3 && (!column.at(2).isLetterOrNumber() || column.at(2).isUpper()))
        return name.sliced(2);
    return {};
}

/// The column others may point at: the key's only one.
const Column *guessedKeyOf(const Table &table)
{
    const QStringList key = table.primaryKeyColumns();
    return key.size() == 1 ? table.column(key.constFirst()) : nullptr;
}

/// How well the name fits the table: "user" users, "author_user" users too, but less.
int fit(const QString &inside, const Table &table)
{
    const QString name = plainName(table.name.name);
    if (inside == name || inside == singularName(name))
        return 2;
    return singularName(name).size() > 2 && inside.endsWith(singularName(name)) ? 1 : 0;
}

bool isUniqueThere(const Table &table, const QStringList &columns)
{
    const auto same = [&](const QList<IndexedColumn> &indexed) {
        QStringList names;
        for (const IndexedColumn &c : indexed)
            names.append(c.column);
        QStringList wanted = columns;
        names.sort(Qt::CaseInsensitive);
        wanted.sort(Qt::CaseInsensitive);
        return sameNames(names, wanted, nameCaseOf(table));
    };
    return (table.primaryKey && same(table.primaryKey->columns))
        || (columns.size() == 1 && table.rowIdAlias().compare(columns.constFirst(), Qt::CaseInsensitive) == 0)
        || std::any_of(table.uniques.begin(), table.uniques.end(),
                       [&](const UniqueConstraint &u) { return same(u.columns); })
        || std::any_of(table.indexes.begin(), table.indexes.end(),
                       [&](const Index &i) { return i.unique && i.where.isEmpty() && same(i.columns); });
}

QString side(const QualifiedName &table, const QStringList &columns)
{
    if (columns.size() == 1)
        return table.display() + u'.' + columns.constFirst();
    return table.display() + u" ("_s + columns.join(u", "_s) + u')';
}

} // namespace

QList<DrawnForeignKey> guessRelations(const Schema &schema, const Dialect &dialect, const QList<DrawnForeignKey> &known)
{
    QList<DrawnForeignKey> guesses;
    for (const Table &table : schema.tables) {
        if (!isOwn(table))
            continue;
        for (const Column &column : table.columns) {
            const QString inside = nameInside(column.name);
            if (inside.isEmpty() || column.hidden || startsThere(table, {column.name}, known))
                continue;
            const Table *best = nullptr;
            for (const Table &target : schema.tables) {
                const Column *key = isOwn(target) ? guessedKeyOf(target) : nullptr;
                const bool itself = target.name == table.name && key && key->name == column.name;
                if (!key || itself || !sameKind(column, *key, dialect) || fit(inside, target) == 0)
                    continue;
                if (!best || fit(inside, target) > fit(inside, *best))
                    best = &target;
            }
            if (!best)
                continue;
            DrawnForeignKey guess;
            guess.table = table.name;
            guess.key.columns = QStringList{column.name};
            guess.key.target = best->name;
            guess.key.targetColumns = QStringList{guessedKeyOf(*best)->name};
            guesses.append(guess);
        }
    }
    return guesses;
}

QList<Objection> objections(const DrawnForeignKey &drawn, const Schema &schema, const Dialect &dialect,
                            const QList<DrawnForeignKey> &known)
{
    const Table *from = schema.table(drawn.table);
    const Table *to = schema.table(drawn.key.target);
    if (!from || !to)
        return {{u"There is no table %1."_s.arg((from ? drawn.key.target : drawn.table).display()), true}};
    QList<Objection> said;
    if (from == to && sameNames(drawn.key.columns, drawn.key.targetColumns, nameCaseOf(*from)))
        said.append({u"A column cannot refer to itself."_s, true});
    const auto sameKey = [&](const ForeignKey &key) {
        return sameNames(key.columns, drawn.key.columns, nameCaseOf(*from)) && key.target == to->name;
    };
    if (std::any_of(from->foreignKeys.begin(), from->foreignKeys.end(), sameKey))
        said.append({u"The database has this foreign key already."_s, true});
    const auto same = std::find_if(known.begin(), known.end(),
                                   [&](const DrawnForeignKey &k) { return k.table == drawn.table && sameKey(k.key); });
    if (same != known.end()) {
        said.append({same->declaredIn.isEmpty() ? u"This relation is drawn already."_s
                                                : u"%1 declares this relation already."_s.arg(same->declaredIn),
                     true});
    }
    for (qsizetype i = 0; i < drawn.key.columns.size() && i < drawn.key.targetColumns.size(); ++i) {
        const Column *own = from->column(drawn.key.columns.at(i));
        const Column *target = to->column(drawn.key.targetColumns.at(i));
        if (!own || !target)
            return {
                {u"There is no column %1."_s.arg(own ? drawn.key.targetColumns.at(i) : drawn.key.columns.at(i)), true}};
        if (!sameKind(*own, *target, dialect))
            said.append({u"The types differ: %1 is %2, %3 is %4."_s.arg(own->name, own->declaredType, target->name,
                                                                        target->declaredType),
                         false});
    }
    if (!isUniqueThere(*to, drawn.key.targetColumns))
        said.append({u"%1 is no key: where several rows have the value, one of them is shown."_s.arg(
                         side(to->name, drawn.key.targetColumns)),
                     false});
    return said;
}

QString toText(const DrawnForeignKey &drawn)
{
    return side(drawn.table, drawn.key.columns) + u" → "_s + side(drawn.key.target, drawn.key.targetColumns);
}

} // namespace core
