// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designdesk.h"

/// What the parts of the designer share.
namespace ui {

/// "users (id)" for every table's primary key: what a foreign key can lead to.
[[nodiscard]] QStringList referenceChoices(const DesignDesk &desk);

/// The key as it is best written: in its column where it has one only; none without columns. AUTOINCREMENT stays only
/// with one column.
[[nodiscard]] std::optional<core::PrimaryKey> settledKey(core::PrimaryKey key);

/// "idx_users_mail": the name an index gets unless one is typed.
[[nodiscard]] QString indexName(const core::QualifiedName &table, const QList<core::IndexedColumn> &columns);

/// The items that the design drops: those of `before` that have no counterpart by name or content in `now`.
template <typename T, typename Name> [[nodiscard]] QList<T> droppedOf(QList<T> before, const QList<T> &now, Name name)
{
    before.removeIf([&](const T &old) {
        return std::any_of(now.cbegin(), now.cend(), [&](const T &item) {
            return item == old || (!name(old).isEmpty() && core::foldedName(name(item)) == core::foldedName(name(old)));
        });
    });
    return before;
}

/// What the item was in the database: of the same name, or equal; nullptr: it is new.
template <typename T, typename Name>
[[nodiscard]] const T *counterpartOf(const T &item, const QList<T> &before, Name name)
{
    for (const T &old : before) {
        if (item == old || (!name(old).isEmpty() && core::foldedName(name(item)) == core::foldedName(name(old))))
            return &old;
    }
    return nullptr;
}

} // namespace ui
