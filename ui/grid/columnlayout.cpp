// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/columnlayout.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

QJsonObject ColumnLayout::toJson() const
{
    QJsonArray columns;
    for (const Entry &e : entries) {
        QJsonObject column{{u"column"_s, e.column}, {u"width"_s, e.width}, {u"hidden"_s, e.hidden}};
        if (e.pinned)
            column.insert(u"pinned"_s, true);
        columns.append(column);
    }
    return {{u"columns"_s, columns}};
}

ColumnLayout ColumnLayout::fromJson(const QJsonObject &object)
{
    ColumnLayout layout;
    const QJsonArray columns = object.value("columns"_L1).toArray();
    for (const QJsonValue &v : columns) {
        const QJsonObject o = v.toObject();
        const QString name = o.value("column"_L1).toString();
        if (!name.isEmpty())
            layout.entries.append({name, std::clamp(o.value("width"_L1).toInt(), 0, 4000),
                                   o.value("hidden"_L1).toBool(), o.value("pinned"_L1).toBool()});
    }
    return layout;
}

} // namespace ui
