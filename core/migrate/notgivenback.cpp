// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/notgivenback.h"

#include "core/migrate/keptcolumns.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString wordsOfKept(DependentObject::Kind kind)
{
    using Kind = DependentObject::Kind;
    switch (kind) {
    case Kind::Relation:
        return u"its owner and rights"_s;
    case Kind::Rule:
        return u"its rules"_s;
    case Kind::Statistics:
        return u"its statistics"_s;
    case Kind::Publication:
        return u"that it is published"_s;
    case Kind::Column:
    case Kind::Storage:
        return u"what is set for its columns"_s;
    case Kind::Index:
        return u"what is set for its indexes"_s;
    default:
        return {};
    }
}

QString notBack(const QualifiedName &name, const QStringList &what)
{
    return u"What the server keeps about %1 does not come back with it: %2."_s.arg(name.display(), what.join(u", "_s));
}

QStringList keptAbout(const Schema &before, const QualifiedName &name)
{
    QStringList all;
    for (const DependentObject &object : before.dependents.value) {
        const QString words = object.table == name ? wordsOfKept(object.kind) : QString();
        if (!words.isEmpty() && !all.contains(words))
            all.append(words);
    }
    return all;
}

QStringList lostAttributesOf(const change::ChangeObject &change)
{
    const auto *from = change.from ? std::get_if<UserType>(&*change.from) : nullptr;
    const auto *to = change.to ? std::get_if<UserType>(&*change.to) : nullptr;
    QStringList lost;
    for (const UserType::Attribute &attribute : from &&to ? from->attributes : QList<UserType::Attribute>()) {
        if (std::none_of(to->attributes.cbegin(), to->attributes.cend(),
                         [&](const UserType::Attribute &a) { return a.name == attribute.name; }))
            lost.append(u"The values of the attribute %1 of %2 do not come back: they are not saved."_s.arg(
                attribute.name, from->name.display()));
    }
    return lost;
}

} // namespace

QStringList notGivenBack(const SchemaMigration &migration)
{
    const Schema &before = migration.diff.before;
    const QString rights = u"its owner and rights"_s;
    QStringList all;
    for (const Change &change : migration.diff.changes) {
        if (const auto *drop = std::get_if<change::DropTable>(&change)) {
            const Table *table = tableBefore(migration, drop->table.name);
            const QStringList kept = table ? keptAbout(before, table->name) : QStringList();
            if (!kept.isEmpty())
                all.append(notBack(table->name, kept));
        } else if (const auto *view = std::get_if<change::DropView>(&change)) {
            QStringList kept = keptAbout(before, view->view.name);
            if (!view->view.keeps.isEmpty() && !kept.contains(rights))
                kept.prepend(rights);
            if (!kept.isEmpty())
                all.append(notBack(view->view.name, kept));
        } else if (const auto *object = std::get_if<change::ChangeObject>(&change)) {
            all += lostAttributesOf(*object);
            if (!object->from || object->to)
                continue;
            if (const auto *function = std::get_if<Function>(&*object->from); function && !function->keeps.isEmpty())
                all.append(notBack(function->name, {rights}));
            if (const auto *type = std::get_if<EnumType>(&*object->from); type && !type->keeps.isEmpty())
                all.append(notBack(type->name, {rights}));
        }
    }
    return all;
}

} // namespace core
