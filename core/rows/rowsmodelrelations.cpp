// SPDX-License-Identifier: GPL-3.0-or-later
// RowsModel: what lies along relations, and which rows count as deleted.
#include "core/rows/rowsmodelprivate.h"

namespace core {

void RowsModel::Private::placeLabels()
{
    labelAt = QList<int>(columns.size(), -1);
    for (int i = 0; i < labels.size(); ++i) {
        // Once for a composite key: where it begins.
        const QString &first = labels.at(i).relation.fromColumns.value(0);
        for (int c = 0; c < columns.size(); ++c) {
            if (columns.at(c).name == first && labelAt.at(c) < 0)
                labelAt[c] = i;
        }
    }
}

void RowsModel::setRelations(RelatedCells *cells, const SchemaPtr &schema, const QList<RelatedCells::Question> &labels,
                             const QList<RelatedCells::Question> &columns)
{
    beginResetModel();
    disconnect(d->relatedChanged);
    d->related = cells;
    d->labels = cells ? labels : QList<RelatedCells::Question>();
    d->relations = cells ? columns : QList<RelatedCells::Question>();
    d->relationColumns.clear();
    for (const RelatedCells::Question &question : std::as_const(d->relations)) {
        Column column;
        column.name = question.relation.name;
        d->relationColumns.append(column);
    }
    d->placeLabels();
    const RowPagePtr sample = m_source.count().rows > 0 ? m_source.page(0) : nullptr;
    d->guessFormats(m_table, sample.get());
    if (cells) {
        cells->setQuestions(schema, d->labels + d->relations);
        d->relatedChanged = connect(cells, &RelatedCells::changed, this, [this] { announceAll(); });
    }
    endResetModel();
    Q_EMIT formatsChanged();
    Q_EMIT contentChanged();
}

const RelatedCells::Question *RowsModel::questionAt(int column) const
{
    if (column >= d->columns.size() && column < columnCount())
        return &d->relations.at(column - d->columns.size());
    const int label = d->labelAt.value(column, -1);
    return label < 0 ? nullptr : &d->labels.at(label);
}

void RowsModel::Private::placeMark()
{
    const auto at = std::find_if(columns.cbegin(), columns.cend(),
                                 [this](const Column &column) { return mark && column.name == mark->column; });
    markAt = at == columns.cend() ? -1 : static_cast<int>(at - columns.cbegin());
    memoMarkedRow = -1;
}

void RowsModel::setDeletionMark(const std::optional<DeletionMark> &mark)
{
    if (mark == d->mark)
        return;
    d->mark = mark;
    d->placeMark();
    announceAll();
}

bool RowsModel::isSoftDeleted(qint64 row)
{
    if (row == d->memoMarkedRow)
        return d->memoMarked;
    const Cell cell = storedCell(row, d->markAt);
    const bool deleted = cell.state == Loaded && !cell.isDefault && cell.refersTo.isEmpty() && isDeleted(*d->mark, cell.value);
    if (cell.state == Loaded) {
        d->memoMarkedRow = row;
        d->memoMarked = deleted;
    }
    return deleted;
}

QHash<QString, QList<Value>> RowsModel::samples() const
{
    QHash<QString, QList<Value>> samples;
    const RowPagePtr page = m_source.count().rows > 0 ? m_source.page(0) : nullptr;
    for (int c = 0; page && c < page->columnCount && c < d->columns.size(); ++c) {
        QList<Value> &values = samples[d->columns.at(c).name];
        for (int row = 0; row < page->rowCount; ++row)
            values.append(page->cell(row, c));
    }
    return samples;
}

std::optional<RelatedCells::Key> RowsModel::keyAlong(const Relation &relation, qint64 row)
{
    RelatedCells::Key key;
    for (const QString &name : relation.fromColumns) {
        int column = 0;
        while (column < d->columns.size() && d->columns.at(column).name != name)
            ++column;
        if (column == d->columns.size())
            return std::nullopt;
        const Cell cell = storedCell(row, column);
        if (cell.state != Loaded || cell.isDefault || !cell.refersTo.isEmpty() || cell.cutSize)
            return std::nullopt;
        key.append(cell.value);
    }
    return key;
}

RowsModel::Cell RowsModel::relationCell(qint64 row, int column)
{
    Cell cell;
    if (row < d->inserted.size()) {
        cell.state = Loaded;
        cell.rowEdit = Inserted;
        return cell;
    }
    const Cell beside = storedCell(row, 0);
    cell.state = beside.state;
    cell.softDeleted = d->markAt >= 0 && isSoftDeleted(row);
    cell.rowEdit = beside.rowEdit;
    const int question = static_cast<int>(d->labels.size()) + column - static_cast<int>(d->columns.size());
    const auto key = keyAlong(d->relations.at(column - d->columns.size()).relation, row);
    if (cell.state == Loaded && key)
        cell.related = d->related->cell(question, *key);
    return cell;
}

} // namespace core
