// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsmodel.h"

#include <QElapsedTimer>

#include <algorithm>
#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

constexpr int shownCharacters = 400; ///< more is never visible in one grid cell, and costs time to lay out
constexpr int shownBlobBytes = 24;

[[nodiscard]] int clamped(qint64 row)
{
    return static_cast<int>(std::min<qint64>(row, std::numeric_limits<int>::max()));
}

/// On one line, and no longer than anyone can see.
[[nodiscard]] QString oneLine(QString text, bool cut)
{
    if (text.size() > shownCharacters) {
        const bool splitsPair = text.at(shownCharacters - 1).isHighSurrogate();
        text.truncate(splitsPair ? shownCharacters - 1 : shownCharacters);
        cut = true;
    }
    for (QChar &c : text) {
        if (c == u'\n' || c == QChar::LineSeparator || c == QChar::ParagraphSeparator)
            c = QChar(0x23CE); // ⏎
        else if (c == u'\0')
            c = QChar(0x2400); // ␀
        else if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    if (cut)
        text += QChar(0x2026);
    return text;
}

[[nodiscard]] QString blobText(const Value &value, std::optional<qint64> cutSize)
{
    const qint64 held = value.bytes().size();
    const qint64 size = cutSize.value_or(held);
    QString text = value.display(shownBlobBytes);
    if (size > shownBlobBytes) {
        if (!text.isEmpty())
            text += QChar(0x2026) + u' ';
        text += u"(%1 bytes)"_s.arg(size);
    }
    return text;
}

} // namespace

struct RowsModel::Private {
    const Dialect &dialect;
    QList<Column> columns; ///< as the source had them at the last reset
    qint64 sourceRows = 0;
    bool exact = false;
    bool showRaw = false;
    bool anyFailure = false; ///< the last thing heard of the source was a failure: what is missing will not come

    std::shared_ptr<const ChangeSet> changes;
    QHash<RowKey, const RowEdit *> edits; ///< of this table, into `changes`
    QList<qint64> inserted;               ///< the band, by insertId
    QHash<qint64, const RowEdit *> insertedEdits;

    QHash<QString, ColumnFormat> chosenFormats;
    QList<ColumnFormat> formats;
    QList<bool> foreignKeys;
    bool sampled = false;

    // The last page and row looked at: a frame asks cell by cell along a row.
    qint64 memoPageIndex = -1;
    RowPagePtr memoPage;
    qint64 memoRow = -1;
    const RowEdit *memoEdit = nullptr;

    explicit Private(const Dialect &d)
        : dialect(d)
    {
    }
    void forgetPage()
    {
        memoPageIndex = -1;
        memoPage.reset();
        forgetRow();
    }
    void forgetRow()
    {
        memoRow = -1;
        memoEdit = nullptr;
    }
    [[nodiscard]] const RowPage *page(RowSource &source, qint64 pageIndex)
    {
        if (pageIndex != memoPageIndex || !memoPage) {
            forgetRow();
            memoPage = source.page(pageIndex);
            memoPageIndex = pageIndex;
        }
        return memoPage.get();
    }
    void guessFormats(const Table &table, const RowPage *sample)
    {
        formats.clear();
        foreignKeys.clear();
        for (int c = 0; c < columns.size(); ++c) {
            const Column &column = columns.at(c);
            foreignKeys.append(std::any_of(table.foreignKeys.begin(), table.foreignKeys.end(),
                                           [&](const ForeignKey &key) { return key.columns.contains(column.name); }));
            if (const auto chosen = chosenFormats.constFind(column.name); chosen != chosenFormats.constEnd()) {
                formats.append(*chosen);
                continue;
            }
            QList<Value> values;
            if (sample && sample->columnCount == columns.size()) {
                for (int row = 0; row < sample->rowCount; ++row) {
                    if (!sample->cutSize(row, c))
                        values.append(sample->cell(row, c));
                }
            }
            formats.append(guessFormat(table, column, dialect, values));
        }
    }
};

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

void RowsModel::setChanges(std::shared_ptr<const ChangeSet> changes)
{
    QList<qint64> wanted;
    QHash<RowKey, const RowEdit *> edits;
    QHash<qint64, const RowEdit *> insertedEdits;
    if (changes) {
        for (const RowEdit &edit : changes->rows()) {
            if (edit.table != m_table.name)
                continue;
            if (edit.kind == RowEdit::Kind::Insert) {
                wanted.append(edit.insertId);
                insertedEdits.insert(edit.insertId, &edit);
            } else {
                edits.insert(edit.key, &edit);
            }
        }
    }
    const qint64 before = rows();
    removeFromBand(wanted);
    // The pointers go into the old set: keep it until the rows that need it are gone.
    d->forgetRow();
    d->edits = std::move(edits);
    d->insertedEdits = std::move(insertedEdits);
    d->changes = std::move(changes);
    for (int i = 0; i < wanted.size(); ++i) {
        if (i < d->inserted.size() && d->inserted.at(i) == wanted.at(i))
            continue;
        beginInsertRows({}, i, i);
        d->inserted.insert(i, wanted.at(i));
        endInsertRows();
    }
    if (rows() != before)
        Q_EMIT rowsChanged();
    announceAll();
}

void RowsModel::removeFromBand(const QList<qint64> &wanted)
{
    // What stays must be in the order of `wanted`, so that only insertions are left to do.
    QList<qint64> stays;
    for (qint64 id : std::as_const(d->inserted)) {
        if (wanted.contains(id))
            stays.append(id);
    }
    QList<qint64> inOrder;
    for (qint64 id : wanted) {
        if (stays.contains(id))
            inOrder.append(id);
    }
    if (stays != inOrder)
        stays.clear();
    for (int i = static_cast<int>(d->inserted.size()) - 1; i >= 0; --i) {
        if (stays.contains(d->inserted.at(i)))
            continue;
        beginRemoveRows({}, i, i);
        d->inserted.removeAt(i);
        endRemoveRows();
    }
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

void RowsModel::setFormat(const QString &column, const ColumnFormat &format)
{
    d->chosenFormats.insert(column, format);
    for (int c = 0; c < d->columns.size(); ++c) {
        if (d->columns.at(c).name == column)
            d->formats[c] = format;
    }
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

RowsModel::Cell RowsModel::insertedCell(qint64 row, int column) const
{
    Cell cell;
    cell.state = Loaded;
    cell.edit = Inserted;
    cell.rowEdit = Inserted;
    cell.isDefault = true;
    cell.foreignKey = d->foreignKeys.value(column);
    if (const RowEdit *edit = d->insertedEdits.value(d->inserted.at(static_cast<qsizetype>(row)))) {
        const auto staged = edit->cells.constFind(d->columns.at(column).name);
        if (staged != edit->cells.constEnd()) {
            if (const auto *value = std::get_if<Value>(&staged->value)) {
                cell.isDefault = false;
                cell.value = *value;
            } else if (const auto *key = std::get_if<KeyOfInserted>(&staged->value)) {
                cell.isDefault = false;
                cell.refersTo = toText(*key);
            }
        }
    }
    return cell;
}

RowsModel::Cell RowsModel::cell(qint64 row, int column)
{
    if (row < 0 || row >= rows() || column < 0 || column >= d->columns.size())
        return {};
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

void RowsModel::layOver(Cell &cell, const RowEdit &edit, const QString &column)
{
    if (edit.kind == RowEdit::Kind::Delete) {
        cell.edit = Deleted;
        cell.rowEdit = Deleted;
        return;
    }
    cell.rowEdit = Modified;
    const auto staged = edit.cells.constFind(column);
    if (staged == edit.cells.constEnd())
        return;
    cell.edit = Modified;
    cell.cutSize.reset();
    if (const auto *value = std::get_if<Value>(&staged->value)) {
        cell.value = *value;
    } else if (const auto *key = std::get_if<KeyOfInserted>(&staged->value)) {
        cell.value = Value::null();
        cell.refersTo = toText(*key);
    } else {
        cell.value = Value::null();
        cell.isDefault = true;
    }
}

QString RowsModel::displayText(const Cell &cell, int column) const
{
    if (cell.state != Loaded)
        return {};
    if (!cell.refersTo.isEmpty())
        return cell.refersTo;
    if (cell.isDefault)
        return u"DEFAULT"_s;
    if (cell.value.isNull())
        return u"NULL"_s;
    if (!d->showRaw && !cell.cutSize && column >= 0 && column < d->formats.size()) {
        const ColumnFormat &format = d->formats.at(column);
        if (format.kind != ColumnFormat::Kind::Plain && format.kind != ColumnFormat::Kind::Hex) {
            if (const std::optional<QString> text = formatted(cell.value, format))
                return oneLine(*text, false);
        }
    }
    if (cell.value.kind() == Value::Kind::Blob)
        return blobText(cell.value, cell.cutSize);
    return oneLine(cell.value.display(shownCharacters * 4), cell.cutSize.has_value());
}

qint64 RowsModel::rows() const { return d->inserted.size() + d->sourceRows; }
bool RowsModel::countIsExact() const { return d->exact; }
qint64 RowsModel::insertedRows() const { return d->inserted.size(); }

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

const Column &RowsModel::columnAt(int column) const { return d->columns.at(column); }
ColumnFormat RowsModel::formatAt(int column) const { return d->formats.value(column); }

bool RowsModel::isNumeric(int column) const
{
    if (column < 0 || column >= d->columns.size() || d->foreignKeys.value(column)
        || d->formats.value(column).kind != ColumnFormat::Kind::Plain)
        return false;
    switch (d->dialect.typeFamily(d->columns.at(column).declaredType)) {
    case TypeFamily::Integer:
    case TypeFamily::Real:
    case TypeFamily::Numeric:
        return true;
    default:
        return false;
    }
}

int RowsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : clamped(rows()); }

int RowsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(d->columns.size());
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
        return c.state == Loaded && !c.isDefault && c.refersTo.isEmpty() && c.value.isNull();
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
        return section < d->columns.size() ? QVariant(d->columns.at(section).name) : QVariant();
    if (section < d->inserted.size())
        return u"+"_s;
    return section - d->inserted.size() + 1;
}

} // namespace core

#include "moc_rowsmodel.cpp"
