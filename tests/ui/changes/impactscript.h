// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/changes/impactmodel.h"

#include <QStringList>

#include <functional>

/// The tree as text, one line a node: "posts (user_id → users) [cascade] 2 deleted (notes)".
[[nodiscard]] inline QStringList treeText(const QAbstractItemModel &model)
{
    QStringList lines;
    const auto bracketed = [](const QString &text) {
        return text.isEmpty() ? QString() : QStringLiteral(" (") + text + QLatin1Char(')');
    };
    const std::function<void(const QModelIndex &, int)> say = [&](const QModelIndex &parent, int depth) {
        for (int row = 0; row < model.rowCount(parent); ++row) {
            const QModelIndex table = model.index(row, ui::ImpactModel::TableColumn, parent);
            const QModelIndex count = table.siblingAtColumn(ui::ImpactModel::CountColumn);
            lines.append(QStringLiteral("  ").repeated(depth) + table.data().toString()
                         + bracketed(table.data(ui::ImpactModel::DimRole).toString()) + QStringLiteral(" [")
                         + table.siblingAtColumn(ui::ImpactModel::ActionColumn).data().toString() + QStringLiteral("] ")
                         + count.data().toString() + bracketed(count.data(ui::ImpactModel::DimRole).toString())
                         + (table.data(ui::ImpactModel::BlockedRole).toBool() ? QStringLiteral(" !") : QString()));
            say(table, depth + 1);
        }
    };
    say({}, 0);
    return lines;
}
