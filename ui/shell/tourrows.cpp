// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourrows.h"

#include <QHash>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int editedRow = 1;

/// Relations, many kinds of columns: what makes a picture worth looking at.
int worth(const core::Table &table, const core::Schema &schema, const core::RelationGraph &relations)
{
    if (table.internal || table.shadow || !table.brokenBecause.isEmpty() || table.kind != core::Table::Kind::Ordinary)
        return -1;
    const QList<core::Relation> referring = relations.referencing(table.name);
    // A partition is no table of its own to people.
    const auto tables = std::count_if(referring.cbegin(), referring.cend(), [&](const core::Relation &relation) {
        const core::Table *other = schema.table(relation.from == table.name ? relation.to : relation.from);
        return !other || !other->facts.isPartition();
    });
    const int own = 4 * static_cast<int>(qMin<qsizetype>(table.foreignKeys.size(), 2));
    return own + 3 * static_cast<int>(tables) + static_cast<int>(qMin<qsizetype>(table.columns.size(), 12));
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

TourRows::TourRows(core::Session &session, const QString &wanted)
    : m_session(session)
{
    const core::SchemaPtr schema = session.schema();
    int best = -1;
    for (const core::Table &table : schema->tables) {
        const int points = wanted.isEmpty() ? worth(table, *schema, session.relations())
            : table.name.name == wanted     ? 1
                                            : -1;
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

int TourRows::indexOf(const QString &column) const
{
    for (int i = 0; i < m_source->columns().size(); ++i) {
        if (m_source->columns().at(i).name == column)
            return i;
    }
    return -1;
}

bool TourRows::canSet(const core::Column &column, int row) const
{
    const int at = indexOf(column.name);
    return at >= 0 && !column.isGenerated() && !column.hidden && !isKey(m_table, column) && !m_page->cutSize(row, at);
}

std::optional<core::Condition> TourRows::commonText() const
{
    std::optional<core::Condition> best;
    qsizetype fewest = 12; // different texts: more are no kinds of rows
    for (int column = 0; m_page && column < m_page->columnCount; ++column) {
        QHash<core::Value, int> seen;
        for (int row = 0; row < m_page->rowCount; ++row) {
            if (m_page->cell(row, column).kind() == core::Value::Kind::Text && !m_page->cutSize(row, column))
                ++seen[m_page->cell(row, column)];
        }
        if (seen.size() < 2 || seen.size() >= fewest)
            continue;
        fewest = seen.size();
        const auto most = std::max_element(seen.cbegin(), seen.cend());
        best = core::Condition{m_source->columns().at(column).name, core::FilterOp::Equal, {most.key()}};
    }
    return best;
}

std::optional<core::Condition> TourRows::range() const
{
    for (int i = 0; m_page && i < m_page->columnCount; ++i) {
        const core::Column &column = m_source->columns().at(i);
        QList<std::int64_t> numbers;
        for (int row = 0; row < m_page->rowCount && !isKey(m_table, column); ++row) {
            if (m_page->cell(row, i).kind() == core::Value::Kind::Integer)
                numbers.append(m_page->cell(row, i).toInteger());
        }
        std::sort(numbers.begin(), numbers.end());
        const qsizetype from = numbers.size() / 4;
        const qsizetype to = numbers.size() * 3 / 4;
        if (numbers.size() > 4 && numbers.at(to) - numbers.at(from) > 2)
            return core::Condition{column.name,
                                   core::FilterOp::Between,
                                   {core::Value::integer(numbers.at(from)), core::Value::integer(numbers.at(to))}};
    }
    return std::nullopt;
}

core::Filter TourRows::someFilter() const
{
    core::Filter filter;
    for (const auto &condition : {commonText(), range()}) {
        if (condition)
            filter.terms.append({core::FilterTerm::Join::And, *condition, true});
    }
    if (filter.terms.isEmpty() && !m_table.columns.isEmpty())
        return oneCondition(m_table.columns.last().name, core::FilterOp::IsNotNull);
    return filter;
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
    constexpr auto row = static_cast<size_t>(editedRow);
    if (!m_page || m_page->rowCount <= editedRow || m_page->keys.size() <= row || m_page->keys.at(row).isEmpty())
        return std::nullopt;
    return m_page->keys.at(row);
}

QList<core::EditOp> TourRows::someEdits() const
{
    QList<core::EditOp> edits = addition(u", explained"_s);
    const core::Column *text = textColumn();
    if (edits.isEmpty() || !text)
        return {};
    edits += deletion();
    edits.append(core::InsertRow{m_table.name, 0, {{text->name, core::Value::text(u"Petrichor"_s)}}, -1});
    return edits;
}

QList<core::EditOp> TourRows::addition(const QString &added) const
{
    const core::Column *text = textColumn();
    const auto key = editedKey();
    if (m_session.isReadOnly() || !text || !key || !canSet(*text, editedRow))
        return {};
    const core::Value &stored = m_page->cell(editedRow, indexOf(text->name));
    return {core::SetCell{m_table.name, *key, text->name, stored,
                          core::NewValue(core::Value::text(stored.display() + added))}};
}

QList<core::EditOp> TourRows::deletion() const
{
    const int row = editedRow + 1;
    if (m_session.isReadOnly() || !editedKey() || m_page->rowCount <= row)
        return {};
    // As the grid does it: the row is deleted only if it still is what was seen.
    core::DeleteRow deleted{m_table.name, m_page->keys.at(static_cast<size_t>(row)), {}};
    for (int i = 0; i < m_source->columns().size(); ++i) {
        const core::Column &column = m_source->columns().at(i);
        if (!m_page->cutSize(row, i) && !column.isGenerated())
            deleted.seen.insert(column.name, m_page->cell(row, i));
    }
    return {deleted};
}

QList<core::EditOp> TourRows::nothings() const
{
    const auto key = editedKey();
    if (m_session.isReadOnly() || !key)
        return {};
    QList<core::EditOp> edits;
    const auto set = [&](const core::Column &column, const core::NewValue &value) {
        const core::Value &stored = m_page->cell(editedRow, indexOf(column.name));
        edits.append(core::SetCell{m_table.name, *key, column.name, stored, value});
    };
    bool empty = false;
    bool null = false;
    bool byDefault = false;
    for (const core::Column &column : m_table.columns) {
        if (!canSet(column, editedRow))
            continue;
        const bool text = m_session.dialect().typeFamily(column.declaredType) == core::TypeFamily::Text;
        if (column.defaultExpression && !byDefault) {
            byDefault = true;
            set(column, core::UseDefault());
        } else if (text && !empty) {
            empty = true;
            set(column, core::Value::text(QString()));
        } else if (!m_table.isRequired(column) && !m_page->cell(editedRow, indexOf(column.name)).isNull() && !null) {
            null = true;
            set(column, core::Value::null());
        }
    }
    return edits;
}

} // namespace ui

#include "moc_tourrows.cpp"
