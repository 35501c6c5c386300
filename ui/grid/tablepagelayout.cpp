// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: what it keeps for next time.
#include "ui/grid/queryjson.h"
#include "ui/grid/tablepage.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

QJsonObject TablePage::savedLayout() const
{
    QJsonObject layout = columnLayout().toJson();
    if (!m_query.sort.isEmpty())
        layout.insert(u"sort"_s, toJson(m_query.sort));
    if (!m_ownFilter.terms.isEmpty())
        layout.insert(u"filter"_s, toJson(m_ownFilter));
    return layout;
}

void TablePage::restoreLayout(const QJsonObject &layout)
{
    setColumnLayout(ColumnLayout::fromJson(layout));
    const core::Table table = findTable();
    // What a migration has taken away is no reason to show an error instead of rows.
    QList<core::SortKey> sort = sortFromJson(layout.value("sort"_L1).toArray());
    sort.removeIf([&](const core::SortKey &key) { return table.columnIndex(key.column) < 0; });
    core::Filter filter = filterFromJson(layout.value("filter"_L1).toArray());
    filter.terms.removeIf([&](const core::FilterTerm &term) {
        const auto *condition = std::get_if<core::Condition>(&term.condition);
        return condition && table.columnIndex(condition->column) < 0;
    });
    setSort(sort);
    setFilter(filter);
}

} // namespace ui
