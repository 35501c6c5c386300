// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/namecase.h"
#include "core/schema/schema.h"

#include <algorithm>

/// Small things that make a Table another one. For core/design only.
namespace core {

[[nodiscard]] inline bool sameDesignName(const QString &a, const QString &b, NameCase nameCase)
{
    return foldedName(a, nameCase) == foldedName(b, nameCase);
}

[[nodiscard]] inline QString designNameOf(const UniqueConstraint &item)
{
    return item.name;
}
[[nodiscard]] inline QString designNameOf(const CheckConstraint &item)
{
    return item.name;
}
[[nodiscard]] inline QString designNameOf(const ForeignKey &item)
{
    return item.name;
}
[[nodiscard]] inline QString designNameOf(const Index &item)
{
    return item.name;
}
[[nodiscard]] inline QString designNameOf(const Trigger &item)
{
    return item.name;
}
[[nodiscard]] inline QString designNameOf(const Policy &item)
{
    return item.name;
}
[[nodiscard]] inline QString designNameOf(const View &item)
{
    return item.name.name;
}

/// Where the item stands: equal to it, else one of the same name, the very name first. −1: nowhere.
template <typename T> [[nodiscard]] qsizetype placeOf(const QList<T> &list, const T &item)
{
    const qsizetype same = list.indexOf(item);
    const QString name = designNameOf(item);
    if (same >= 0 || name.isEmpty())
        return same;
    const auto called = [&](NameCase nameCase) {
        return std::find_if(list.cbegin(), list.cend(),
                            [&](const T &other) { return sameDesignName(designNameOf(other), name, nameCase); });
    };
    const auto exact = called(NameCase::Exact);
    const auto it = exact == list.cend() ? called(NameCase::Ignored) : exact;
    return it == list.cend() ? -1 : it - list.cbegin();
}

template <typename T> void sortByDesignName(QList<T> &list)
{
    std::stable_sort(list.begin(), list.end(), [](const T &a, const T &b) { return a.name < b.name; });
}

} // namespace core
