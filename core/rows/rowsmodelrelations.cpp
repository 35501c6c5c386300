// SPDX-License-Identifier: GPL-3.0-or-later
// RowsModel: what lies along relations, and which rows count as deleted.
#include "core/dialect/dialect.h"
#include "core/rows/rowsmodelprivate.h"

namespace core {

namespace {

/// A ManyToMany relation's far half: what the row is called that a junction's row names.
RelatedCells::Question farLabelOf(const RelatedCells::Question &question)
{
    RelatedCells::Question far{RelatedCells::Question::Kind::Label, question.relation, question.label};
    far.relation.kind = Relation::Kind::One;
    far.relation.from = question.relation.junction;
    far.relation.fromColumns = question.relation.junctionToColumns;
    far.relation.junction = {};
    far.relation.junctionFromColumns.clear();
    far.relation.junctionToColumns.clear();
    return far;
}

QString keyText(const RelatedCells::Key &key)
{
    QStringList parts;
    for (const Value &value : key)
        parts.append(value.display());
    return parts.join(QStringLiteral(", "));
}

} // namespace

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
    d->farLabels.clear();
    d->staged.clear();
    QList<RelatedCells::Question> questions = d->labels + d->relations;
    for (const RelatedCells::Question &question : std::as_const(d->relations)) {
        Column column;
        column.name = question.relation.name;
        d->relationColumns.append(column);
        const bool named = question.kind == RelatedCells::Question::Kind::Chips && !question.label.isEmpty();
        d->farLabels.append(named ? static_cast<int>(questions.size()) : -1);
        if (named) // asked only where edits bring or take a link
            questions.append(farLabelOf(question));
    }
    d->placeLabels();
    const RowPagePtr sample = m_source.count().rows > 0 ? m_source.page(0) : nullptr;
    d->guessFormats(m_table, sample.get());
    if (cells) {
        cells->setQuestions(schema, questions);
        d->relatedChanged = connect(cells, &RelatedCells::changed, this, [this] { announceAll(); });
    }
    endResetModel();
    Q_EMIT formatsChanged();
    Q_EMIT contentChanged();
}

void RowsModel::setStagedRelations(const QList<StagedRelation> &staged)
{
    if (staged == d->staged)
        return;
    d->staged = staged;
    announceAll();
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
    const qsizetype relation = column - d->columns.size();
    if (row < d->inserted.size()) {
        cell.state = Loaded;
        cell.rowEdit = Inserted;
        const RelatedCell none{RelatedCell::State::Ready, false, {}, 0, {}};
        cell.staged = stagedAlong(row, column, none);
        if (cell.staged)
            cell.related = none;
        return cell;
    }
    const Cell beside = storedCell(row, 0);
    cell.state = beside.state;
    cell.softDeleted = d->markAt >= 0 && isSoftDeleted(row);
    cell.rowEdit = beside.rowEdit;
    const auto key = keyAlong(d->relations.at(relation).relation, row);
    if (cell.state == Loaded && key) {
        cell.related = d->related->cell(static_cast<int>(d->labels.size() + relation), *key);
        cell.staged = stagedAlong(row, column, *cell.related);
        if (cell.staged && cell.rowEdit != Deleted)
            cell.edit = Modified;
    }
    return cell;
}

std::optional<StagedCell> RowsModel::stagedAlong(qint64 row, int column, const RelatedCell &stored)
{
    const qsizetype at = column - d->columns.size();
    if (at < 0 || at >= d->staged.size())
        return std::nullopt;
    const Relation &relation = d->relations.at(at).relation;
    StagedAlong along;
    if (const auto key = keyAlong(relation, row)) {
        RelatedCells::Key meeting;
        for (qsizetype i = 0; i < key->size(); ++i) {
            const Column *pointedAt = m_table.column(relation.fromColumns.at(i));
            meeting.append(pointedAt ? d->dialect.relationSql().meetingForm(*pointedAt, key->at(i)) : key->at(i));
        }
        along = d->staged.at(at).stored.value(meeting);
    }
    if (const auto id = insertIdOf(row)) {
        const StagedAlong ofNew = d->staged.at(at).inserted.value(*id);
        along.coming += ofNew.coming;
        along.leaving += ofNew.leaving;
    }
    if (along == StagedAlong())
        return std::nullopt;
    return d->stagedCell(at, along, stored);
}

/// What the rows that come and go are called; those of links are asked for, all of a frame in one statement.
StagedCell RowsModel::Private::stagedCell(qsizetype relation, const StagedAlong &along, const RelatedCell &stored)
{
    StagedCell cell;
    cell.coming = along.coming.size();
    cell.leaving = along.leaving.size();
    if (relations.at(relation).kind == RelatedCells::Question::Kind::Count)
        return cell;
    const auto called = [&](const StagedNeighbour &neighbour) {
        if (neighbour.there.isEmpty())
            return neighbour.label.isNull() && neighbour.isNew ? QStringLiteral("new row") : neighbour.label;
        if (farLabels.at(relation) < 0)
            return keyText(neighbour.there);
        const RelatedCell far = related->cell(farLabels.at(relation), neighbour.there);
        if (far.state == RelatedCell::State::Loading)
            return QStringLiteral("…");
        return far.label.isEmpty() ? keyText(neighbour.there) : far.label;
    };
    for (const StagedNeighbour &neighbour : along.coming)
        cell.added.append(called(neighbour));
    for (const StagedNeighbour &neighbour : along.leaving) {
        const qsizetype shown = neighbour.there.isEmpty() ? -1 : stored.chipKeys.indexOf(neighbour.there);
        if (shown >= 0 && !cell.struck.contains(shown))
            cell.struck.append(shown);
        else
            cell.removed.append(called(neighbour));
    }
    std::sort(cell.struck.begin(), cell.struck.end());
    return cell;
}

} // namespace core
