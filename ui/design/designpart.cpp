// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designpart.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

QStringList referenceChoices(const DesignDesk &desk)
{
    QStringList out;
    for (const core::Table &t : desk.design().target().tables) {
        if (t.internal || t.shadow || t.kind != core::Table::Kind::Ordinary || !t.primaryKey)
            continue;
        core::ForeignKey key;
        key.target = t.name;
        key.targetColumns = t.primaryKeyColumns();
        out.append(desk.rules().textOf(key));
    }
    return out;
}

std::optional<core::PrimaryKey> settledKey(core::PrimaryKey key)
{
    if (key.columns.isEmpty())
        return std::nullopt;
    const bool single = key.columns.size() == 1 && key.columns.first().collation.isEmpty();
    key.column = single ? key.columns.first().column : QString();
    key.autoIncrement = key.autoIncrement && key.columns.size() == 1;
    return key;
}

QString indexName(const core::QualifiedName &table, const QList<core::IndexedColumn> &columns)
{
    QString name = u"idx_"_s + table.name;
    for (const core::IndexedColumn &c : columns) {
        if (!c.isExpression())
            name += u'_' + c.column;
    }
    return name;
}

} // namespace ui
