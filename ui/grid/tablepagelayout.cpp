// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: how its columns are shown, and what it keeps for next time.
#include "core/query/relatedfilter.h"
#include "core/session/session.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/columnformats.h"
#include "ui/grid/gridview.h"
#include "ui/grid/queryjson.h"
#include "ui/grid/tablepage.h"
#include "ui/grid/tablerelations.h"

#include <QMenu>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ColumnLayout TablePage::columnLayout() const
{
    return m_grid->header()->columnLayout();
}

void TablePage::setColumnLayout(const ColumnLayout &layout)
{
    m_grid->header()->setColumnLayout(layout);
}

QJsonObject TablePage::savedLayout() const
{
    QJsonObject layout = columnLayout().toJson();
    if (!m_query.sort.isEmpty())
        layout.insert(u"sort"_s, toJson(m_query.sort));
    if (!m_ownFilter.terms.isEmpty())
        layout.insert(u"filter"_s, toJson(m_ownFilter));
    if (!m_formats.isEmpty())
        layout.insert(u"formats"_s, toJson(m_formats));
    if (m_hidesDeleted)
        layout.insert(u"hidesDeleted"_s, true);
    if (!m_innerLayouts.isEmpty())
        layout.insert(u"inner"_s, m_innerLayouts);
    return layout;
}

ColumnFormats TablePage::columnFormats() const
{
    if (const TablePage *inner = activeInner())
        return inner->columnFormats();
    ColumnFormats formats;
    for (int column = 0; column < m_model->storedColumns(); ++column)
        formats.insert(m_model->columnAt(column).name, m_model->formatAt(column));
    return formats;
}

void TablePage::setFormat(const QString &column, const std::optional<core::ColumnFormat> &format)
{
    std::ignore = m_editing->finish();
    if (format)
        m_formats.insert(column, *format);
    else
        m_formats.remove(column);
    m_model->setFormat(column, format);
    Q_EMIT layoutChanged();
}

void TablePage::fillFormatMenu(QMenu *menu, int column)
{
    const core::Column &shown = m_model->columnAt(column);
    const QString name = shown.name;
    const auto chosen = m_formats.constFind(name);
    const auto add = [&](const QString &text, const std::optional<core::ColumnFormat> &format, bool checked) {
        QAction *action = menu->addAction(text, this, [this, name, format] { setFormat(name, format); });
        action->setCheckable(true);
        action->setChecked(checked);
    };
    add(u"As guessed"_s, std::nullopt, chosen == m_formats.cend());
    menu->addSeparator();
    for (const FormatChoice &choice : formatChoices(m_model->table(), shown, m_session.dialect()))
        add(choice.text, choice.format, chosen != m_formats.cend() && *chosen == choice.format);
}

void TablePage::chooseFormat()
{
    const int column = m_grid->currentColumn();
    if (column < 0)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"format-menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillFormatMenu(menu, column);
    const GridHeader *header = m_grid->header();
    menu->popup(header->viewport()->mapToGlobal(QPoint(header->sectionViewportPosition(column), header->height())));
    const QList<QAction *> actions = menu->actions();
    for (QAction *action : actions) {
        if (action->isChecked())
            menu->setActiveAction(action);
    }
}

void TablePage::restoreLayout(const QJsonObject &layout)
{
    setColumnLayout(ColumnLayout::fromJson(layout));
    setHidesDeleted(layout.value("hidesDeleted"_L1).toBool());
    m_innerLayouts = layout.value("inner"_L1).toObject();
    const core::Table table = findTable();
    // What a migration has taken away is no reason to show an error instead of rows.
    QList<core::SortKey> sort = sortFromJson(
        layout.value("sort"_L1).toArray(), [this](const QString &column) { return m_relations->labelOf(column); });
    sort.removeIf([&](const core::SortKey &key) { return table.columnIndex(key.column) < 0; });
    const auto readRelated = [this](const QString &text) -> core::Result<core::RelatedCondition> {
        auto read = core::parseAnyCondition(text, m_query.table, m_session.filterWorld());
        if (!read)
            return read.error();
        if (auto *related = std::get_if<core::RelatedCondition>(&*read))
            return std::move(*related);
        return core::Error::invalid(u"“%1” leads through no relation."_s.arg(text));
    };
    core::Filter filter = filterFromJson(layout.value("filter"_L1).toArray(), readRelated);
    filter.terms.removeIf([this](const core::FilterTerm &term) { return isGone(term); });
    m_formats = formatsFromJson(layout.value("formats"_L1).toObject(), table, m_session.dialect());
    for (auto it = m_formats.cbegin(); it != m_formats.cend(); ++it)
        m_model->setFormat(it.key(), *it);
    setSort(sort);
    setFilter(filter);
}

} // namespace ui
