// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsmodel.h"

#include "core/rows/labelrule.h"
#include "core/rows/relatedtext.h"
#include "core/rows/rowsmodelprivate.h"
#include "core/rows/shownvalue.h"

#include <QElapsedTimer>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

[[nodiscard]] int clamped(qint64 row)
{
    return static_cast<int>(std::min<qint64>(row, std::numeric_limits<int>::max()));
}

} // namespace

RowsModel::RowsModel(RowSource &source, const Table &table, const Dialect &dialect, QObject *parent)
    : QAbstractTableModel(parent)
    , m_source(source)
    , m_table(table)
    , d(std::make_unique<Private>(dialect))
{
    d->columns = source.columns();
    d->sourceRows = source.count().rows;
    d->exact = source.count().exact;
    d->guessFormats(m_table, nullptr);
    connect(&source, &RowSource::countChanged, this, [this](RowCount count) { takeCount(count); });
    connect(&source, &RowSource::pageReady, this, [this](qint64 pageIndex) { takePage(pageIndex); });
    connect(&source, &RowSource::pagesDropped, this, [this] {
        d->forgetPage();
        d->anyFailure = false;
        announceAll();
    });
    connect(&source, &RowSource::columnsChanged, this, [this] { takeColumns(); });
    connect(&source, &RowSource::failed, this, [this] {
        d->anyFailure = true;
        d->forgetPage();
        announceAll();
    });
}

RowsModel::~RowsModel() = default;

void RowsModel::takeCount(RowCount count)
{
    const int before = rowCount();
    const bool wasExact = d->exact;
    const qint64 rowsBefore = d->sourceRows;
    const int after = clamped(d->inserted.size() + count.rows);
    d->exact = count.exact;
    d->forgetPage(); // the last page may have grown
    if (after > before) {
        beginInsertRows({}, before, after - 1);
        d->sourceRows = count.rows;
        endInsertRows();
    } else if (after < before) {
        beginRemoveRows({}, after, before - 1);
        d->sourceRows = count.rows;
        endRemoveRows();
    } else {
        d->sourceRows = count.rows;
    }
    if (rowsBefore != count.rows || wasExact != count.exact)
        Q_EMIT rowsChanged();
}

void RowsModel::takePage(qint64 pageIndex)
{
    d->anyFailure = false;
    d->forgetPage();
    if (!d->sampled) {
        if (const RowPagePtr page = m_source.page(pageIndex); page && page->rowCount > 0) {
            d->sampled = true;
            const QList<ColumnFormat> before = d->formats;
            d->guessFormats(m_table, page.get());
            if (before != d->formats)
                Q_EMIT formatsChanged();
        }
    }
    const qint64 first = d->inserted.size() + pageIndex * RowSource::pageRows;
    const qint64 last = std::min(first + RowSource::pageRows, rows()) - 1;
    if (first <= last && last < std::numeric_limits<int>::max() && columnCount() > 0)
        Q_EMIT dataChanged(index(static_cast<int>(first), 0), index(static_cast<int>(last), columnCount() - 1));
    Q_EMIT contentChanged();
}

void RowsModel::takeColumns()
{
    beginResetModel();
    d->forgetPage();
    d->columns = m_source.columns();
    d->placeLabels();
    d->placeMark();
    d->sourceRows = m_source.count().rows;
    d->exact = m_source.count().exact;
    d->sampled = false;
    d->anyFailure = false;
    d->guessFormats(m_table, nullptr);
    endResetModel();
    Q_EMIT formatsChanged();
    Q_EMIT rowsChanged();
    Q_EMIT contentChanged();
}

void RowsModel::announceAll()
{
    if (rowCount() > 0 && columnCount() > 0)
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    Q_EMIT contentChanged();
}

void RowsModel::setSchemaTable(const Table &table)
{
    m_table = table;
    d->sampled = false;
    const RowPagePtr sample = m_source.count().rows > 0 ? m_source.page(0) : nullptr;
    d->guessFormats(m_table, sample.get());
    d->sampled = sample != nullptr;
    setChanges(d->changes);
    Q_EMIT formatsChanged();
}

void RowsModel::setFormat(const QString &column, const std::optional<ColumnFormat> &format)
{
    if (format)
        d->chosenFormats.insert(column, *format);
    else
        d->chosenFormats.remove(column);
    guessAgain();
}

void RowsModel::setDeclaredFormats(const QHash<QString, ColumnFormat> &formats)
{
    if (d->declaredFormats == formats)
        return;
    d->declaredFormats = formats;
    guessAgain();
}

void RowsModel::guessAgain()
{
    const RowPagePtr sample = m_source.count().rows > 0 ? m_source.page(0) : nullptr;
    d->guessFormats(m_table, sample.get());
    d->sampled = sample != nullptr;
    Q_EMIT formatsChanged();
    announceAll();
}

void RowsModel::setShowRaw(bool raw)
{
    if (d->showRaw == raw)
        return;
    d->showRaw = raw;
    announceAll();
}

RowsModel::Cell RowsModel::cell(qint64 row, int column)
{
    if (row < 0 || row >= rows() || column < 0 || column >= columnCount())
        return {};
    if (column >= d->columns.size())
        return relationCell(row, column);
    Cell cell = storedCell(row, column);
    cell.softDeleted = d->markAt >= 0 && isSoftDeleted(row);
    const int label = d->labelAt.value(column, -1);
    if (label < 0 || cell.state != Loaded || cell.value.isNull() || cell.cutSize)
        return cell;
    if (const auto key = keyAlong(d->labels.at(label).relation, row))
        cell.related = d->related->cell(label, *key);
    return cell;
}

RowsModel::Cell RowsModel::storedCell(qint64 row, int column)
{
    if (row < d->inserted.size())
        return insertedCell(row, column);

    Cell cell;
    cell.foreignKey = d->foreignKeys.at(column);
    const qint64 sourceRow = row - d->inserted.size();
    const RowPage *page = d->page(m_source, sourceRow / RowSource::pageRows);
    const int inPage = static_cast<int>(sourceRow % RowSource::pageRows);
    if (!page || inPage >= page->rowCount || column >= page->columnCount) {
        cell.state = d->anyFailure ? Failed : Loading;
        return cell;
    }
    cell.state = Loaded;
    cell.value = page->cell(inPage, column);
    if (!page->cutSizes.empty())
        cell.cutSize = page->cutSize(inPage, column);
    if (d->edits.isEmpty())
        return cell;
    if (d->memoRow != row) {
        d->memoRow = row;
        const RowKey &key = page->keys.at(static_cast<size_t>(inPage));
        d->memoEdit = key.isEmpty() ? nullptr : d->edits.value(key);
    }
    if (const RowEdit *edit = d->memoEdit)
        layOver(cell, *edit, d->columns.at(column).name);
    return cell;
}

QString RowsModel::displayText(const Cell &cell, int column) const
{
    if (cell.state != Loaded)
        return {};
    if (!cell.refersTo.isEmpty())
        return cell.refersTo;
    if (cell.isDefault)
        return u"DEFAULT"_s;
    if (column >= d->columns.size())
        return cell.related
            ? relatedText(asStaged(*cell.related, cell.staged), d->relations.at(column - d->columns.size()).kind)
            : QString();
    const bool formatted = !d->showRaw && column >= 0 && column < d->formats.size();
    const QString text = shownValue(cell.value, formatted ? &d->formats.at(column) : nullptr, cell.cutSize);
    return formatted && cell.related && cell.related->exists ? labelWithKey(cell.related->label, text) : text;
}

qint64 RowsModel::rows() const
{
    return d->inserted.size() + d->sourceRows;
}
bool RowsModel::countIsExact() const
{
    return d->exact;
}
qint64 RowsModel::insertedRows() const
{
    return d->inserted.size();
}

std::optional<RowKey> RowsModel::keyOf(qint64 row)
{
    if (row < d->inserted.size() || row >= rows())
        return std::nullopt;
    const qint64 sourceRow = row - d->inserted.size();
    const RowPage *page = d->page(m_source, sourceRow / RowSource::pageRows);
    const auto inPage = static_cast<size_t>(sourceRow % RowSource::pageRows);
    if (!page || inPage >= page->keys.size() || page->keys[inPage].isEmpty())
        return std::nullopt;
    return page->keys[inPage];
}

std::optional<qint64> RowsModel::insertIdOf(qint64 row) const
{
    if (row < 0 || row >= d->inserted.size())
        return std::nullopt;
    return d->inserted.at(static_cast<qsizetype>(row));
}

void RowsModel::prefetch(qint64 firstRow, qint64 lastRow, int waitMilliseconds)
{
    const qint64 first = std::max<qint64>(0, firstRow - d->inserted.size());
    const qint64 last = std::min(d->sourceRows - 1, lastRow - d->inserted.size());
    if (last < first)
        return;
    const qint64 firstPage = first / RowSource::pageRows;
    const qint64 lastPage = last / RowSource::pageRows;
    QElapsedTimer timer;
    timer.start();
    bool complete = true;
    for (qint64 p = firstPage; p <= lastPage; ++p) {
        const int left = waitMilliseconds - static_cast<int>(timer.elapsed());
        const RowPagePtr page = complete && left > 0 ? m_source.waitForPage(p, left) : m_source.page(p);
        complete = complete && page;
    }
    d->forgetPage();
    if (!complete)
        return; // what is visible first; its arrival brings the next frame, and with it the neighbours
    if ((lastPage + 1) * RowSource::pageRows < d->sourceRows)
        std::ignore = m_source.page(lastPage + 1);
    if (firstPage > 0)
        std::ignore = m_source.page(firstPage - 1);
}

bool RowsModel::isRaw() const
{
    return d->showRaw;
}
int RowsModel::storedColumns() const
{
    return static_cast<int>(d->columns.size());
}

const Column &RowsModel::columnAt(int column) const
{
    return column < d->columns.size() ? d->columns.at(column) : d->relationColumns.at(column - d->columns.size());
}

ColumnFormat RowsModel::formatAt(int column) const
{
    return d->formats.value(column);
}

bool RowsModel::isNumeric(int column) const
{
    if (column < 0 || column >= d->columns.size() || d->foreignKeys.value(column)
        || d->formats.value(column).kind != ColumnFormat::Kind::Plain)
        return false;
    switch (d->dialect.typeFamily(d->columns.at(column).valueType())) {
    case TypeFamily::Integer:
    case TypeFamily::Real:
    case TypeFamily::Numeric:
        return true;
    default:
        return false;
    }
}

int RowsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : clamped(rows());
}

int RowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(d->columns.size() + d->relationColumns.size());
}

QVariant RowsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
    case CellStateRole:
    case EditStateRole:
    case RowEditStateRole:
    case IsNullRole:
    case IsDefaultRole:
    case RawTextRole:
    case CutSizeRole:
    case IsNumberRole:
        break;
    default:
        return {}; // other roles never start a read
    }
    // Looking at a cell may ask for its page; that changes nothing a reader of the model can see.
    const Cell c = const_cast<RowsModel *>(this)->cell(index.row(), index.column());
    switch (role) {
    case Qt::DisplayRole:
        return displayText(c, index.column());
    case Qt::EditRole:
    case RawTextRole:
        return c.value.display();
    case CellStateRole:
        return c.state;
    case EditStateRole:
        return c.edit;
    case RowEditStateRole:
        return c.rowEdit;
    case IsNullRole:
        return c.state == Loaded && index.column() < d->columns.size() && !c.isDefault && c.refersTo.isEmpty()
            && c.value.isNull();
    case IsDefaultRole:
        return c.isDefault;
    case CutSizeRole:
        return c.cutSize ? QVariant(*c.cutSize) : QVariant();
    default:
        return c.value.isNumber();
    }
}

QVariant RowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || section < 0)
        return {};
    if (orientation == Qt::Horizontal)
        return section < columnCount() ? QVariant(columnAt(section).name) : QVariant();
    if (section < d->inserted.size())
        return u"+"_s;
    return section - d->inserted.size() + 1;
}

} // namespace core

#include "moc_rowsmodel.cpp"
