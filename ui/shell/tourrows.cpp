// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourrows.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// Relations, many kinds of columns: what makes a picture worth looking at.
int worth(const core::Table &table, const core::RelationGraph &relations)
{
    if (table.internal || table.shadow || !table.brokenBecause.isEmpty() || table.kind != core::Table::Kind::Ordinary)
        return -1;
    const int own = 4 * static_cast<int>(qMin<qsizetype>(table.foreignKeys.size(), 2));
    return own + 3 * static_cast<int>(relations.referencing(table.name).size())
        + static_cast<int>(qMin<qsizetype>(table.columns.size(), 12));
}

bool isKey(const core::Table &table, const core::Column &column)
{
    if (table.primaryKeyColumns().contains(column.name))
        return true;
    return std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(),
                       [&](const core::ForeignKey &key) { return key.columns.contains(column.name); });
}

core::Filter oneCondition(const QString &column, core::FilterOp op)
{
    core::Filter filter;
    filter.terms.append({core::FilterTerm::Join::And, core::Condition{column, op, {}}, true});
    return filter;
}

} // namespace

TourRows::TourRows(core::Session &session)
    : m_session(session)
{
    const core::SchemaPtr schema = session.schema();
    int best = -1;
    for (const core::Table &table : schema->tables) {
        const int points = worth(table, session.relations());
        if (points > best) {
            best = points;
            m_table = table;
        }
    }
    if (best < 0)
        return;
    core::RowQuery query;
    query.table = m_table.name;
    m_source = session.makeRowSource(query);
    connect(m_source.get(), &core::RowSource::failed, this, [this] { m_failed = true; });
}

bool TourRows::isReady()
{
    if (!m_source || m_failed || m_page)
        return true;
    m_page = m_source->page(0);
    return m_page != nullptr;
}

const core::Column *TourRows::textColumn() const
{
    for (const core::Column &column : m_table.columns) {
        if (!column.isGenerated() && !column.hidden && !isKey(m_table, column)
            && m_session.dialect().typeFamily(column.declaredType) == core::TypeFamily::Text)
            return &column;
    }
    return nullptr;
}

core::Filter TourRows::someFilter() const
{
    const core::Column *column = textColumn();
    if (!column && !m_table.columns.isEmpty())
        column = &m_table.columns.last();
    return column ? oneCondition(column->name, core::FilterOp::IsNotNull) : core::Filter();
}

core::Filter TourRows::emptyFilter() const
{
    for (const core::Column &column : m_table.columns) {
        if (m_table.isRequired(column) || m_table.rowIdAlias() == column.name)
            return oneCondition(column.name, core::FilterOp::IsNull);
    }
    return {};
}

std::optional<core::RowKey> TourRows::editedKey() const
{
    if (!m_page || m_page->rowCount < 2 || m_page->keys.size() < 2 || m_page->keys.at(1).isEmpty())
        return std::nullopt;
    return m_page->keys.at(1);
}

QList<core::EditOp> TourRows::someEdits() const
{
    QList<core::EditOp> edits;
    const core::Column *text = textColumn();
    const auto key = editedKey();
    if (m_session.isReadOnly() || !text || !key)
        return edits;
    int at = -1;
    for (int i = 0; i < m_source->columns().size(); ++i) {
        if (m_source->columns().at(i).name == text->name)
            at = i;
    }
    if (at < 0 || m_page->cutSize(1, at))
        return edits;
    const core::Value &stored = m_page->cell(1, at);
    edits.append(core::SetCell{m_table.name, *key, text->name, stored,
                               core::NewValue(core::Value::text(stored.display() + u", explained"_s))});
    if (m_page->rowCount > 2) {
        // As the grid does it: the row is deleted only if it still is what was seen.
        core::DeleteRow deleted{m_table.name, m_page->keys.at(2), {}};
        for (int i = 0; i < m_source->columns().size(); ++i) {
            const core::Column &column = m_source->columns().at(i);
            if (!m_page->cutSize(2, i) && !column.isGenerated())
                deleted.seen.insert(column.name, m_page->cell(2, i));
        }
        edits.append(deleted);
    }
    edits.append(core::InsertRow{m_table.name, 0, {{text->name, core::Value::text(u"Petrichor"_s)}}, -1});
    return edits;
}

} // namespace ui

#include "moc_tourrows.cpp"
