// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/tablecommands.h"

#include "core/edit/generatedkey.h"

#include "ui/grid/cellediting.h"
#include "ui/grid/gridview.h"
#include "ui/grid/rowfetch.h"
#include "ui/grid/rowstanding.h"
#include "ui/grid/wholecells.h"
#include "ui/style/celltext.h"

#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QMimeData>

#include <algorithm>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace ui {

TableCommands::TableCommands(GridView &view, core::RowsModel &model, CellEditing &editing, GridServices services,
                             const core::Dialect &dialect, QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_model(model)
    , m_editing(editing)
    , m_services(std::move(services))
    , m_dialect(dialect)
{
}

void TableCommands::setReadOnlyBecause(const QString &reason)
{
    m_readOnlyBecause = reason;
}

void TableCommands::setRaw(bool raw)
{
    m_raw = raw;
}

void TableCommands::setDeletionMark(const std::optional<core::DeletionMark> &mark)
{
    m_mark = mark;
}

bool TableCommands::perform(const QString &actionId)
{
    static const QHash<QString, void (*)(TableCommands &)> commands{
        {u"copy"_s, [](TableCommands &c) { c.copy(CopyForm::Tsv); }},
        {u"copy.withHeaders"_s, [](TableCommands &c) { c.copy(CopyForm::TsvWithHeaders); }},
        {u"copy.csv"_s, [](TableCommands &c) { c.copy(CopyForm::Csv); }},
        {u"copy.json"_s, [](TableCommands &c) { c.copy(CopyForm::Json); }},
        {u"copy.insert"_s, [](TableCommands &c) { c.copy(CopyForm::Insert); }},
        {u"copy.shown"_s, [](TableCommands &c) { c.copy(CopyForm::AsShown, CellNames::Of::All); }},
        {u"copy.csvNames"_s, [](TableCommands &c) { c.copy(CopyForm::Csv, CellNames::Of::All); }},
        {u"copy.jsonNames"_s, [](TableCommands &c) { c.copy(CopyForm::Json, CellNames::Of::All); }},
        {u"paste"_s, [](TableCommands &c) { c.paste(); }},
        {u"pasteAsRows"_s, [](TableCommands &c) { c.pasteAsRows(); }},
        {u"row.insert"_s, [](TableCommands &c) { c.insertRow(); }},
        {u"row.duplicate"_s, [](TableCommands &c) { c.duplicateRows(); }},
        {u"row.delete"_s, [](TableCommands &c) { c.deleteRows(); }},
        {u"row.softDelete"_s, [](TableCommands &c) { c.markDeleted(true); }},
        {u"row.restore"_s, [](TableCommands &c) { c.markDeleted(false); }},
        {u"edits.discard"_s, [](TableCommands &c) { c.discardSelected(); }},
    };
    const auto command = commands.value(actionId, nullptr);
    if (!command)
        return false;
    if (m_editing.finish())
        command(*this);
    return true;
}

CellEdits TableCommands::edits() const
{
    return {m_model, m_services.changes()};
}

bool TableCommands::mayEdit()
{
    if (!m_readOnlyBecause.isEmpty())
        Q_EMIT message(m_readOnlyBecause);
    return m_readOnlyBecause.isEmpty();
}

QList<qint64> TableCommands::selectedRows() const
{
    QList<qint64> rows;
    for (const RowSpan &span : m_view.selection().rowSpans()) {
        for (qint64 row = span.first; row <= span.last && rows.size() < RowFetch::mostRows; ++row)
            rows.append(row);
    }
    return rows;
}

void TableCommands::withSelectedRows(const std::function<void(const QList<qint64> &)> &then)
{
    const qint64 count = m_view.selection().rowCount();
    if (count == 0)
        return;
    if (count > RowFetch::mostRows) {
        Q_EMIT message(u"%1 rows are selected; at most %2 can be taken at once."_s.arg(grouped(count),
                                                                                       grouped(RowFetch::mostRows)));
        return;
    }
    const QList<qint64> rows = selectedRows();
    const QPointer<TableCommands> self(this);
    RowFetch::whenLoaded(m_model, m_view.selection().rowSpans(), [self, rows, then, standing = RowStanding(m_model)] {
        if (self && self->stillStands(standing))
            then(rows);
    });
}

bool TableCommands::stillStands(const RowStanding &standing)
{
    if (!standing.holds())
        Q_EMIT message(RowStanding::lostText());
    return standing.holds();
}

bool TableCommands::push(const core::EditOp &op, const QString &text)
{
    const auto done = m_services.push(op, text);
    if (!done) {
        Q_EMIT failed(done.error());
        return false;
    }
    Q_EMIT staged();
    return true;
}

bool TableCommands::push(const core::Result<core::CompoundEdit> &edit)
{
    if (!edit) {
        Q_EMIT message(edit.error().message);
        return false;
    }
    if (edit->ops.isEmpty())
        return false;
    return push(edit->ops.size() == 1 ? edit->ops.first() : core::EditOp(*edit), edit->text);
}

// Copy and paste --------------------------------------------------------------------------------------------------

void TableCommands::withWholeCells(const QList<qint64> &rows, const QList<int> &columns,
                                   const std::function<void(const WholeValues &)> &then)
{
    WholeCells::read(this, m_model, m_services, rows, columns,
                     [this, then, standing = RowStanding(m_model)](const core::Result<WholeValues> &whole) {
                         if (!whole)
                             Q_EMIT message(whole.error().message);
                         else if (stillStands(standing))
                             then(*whole);
                     });
}

void TableCommands::copy(CopyForm form, CellNames::Of names)
{
    const QList<int> columns = m_view.selectedColumns();
    withSelectedRows([this, form, columns, names](const QList<qint64> &rows) {
        withWholeCells(rows, columns, [this, form, columns, rows, names](const WholeValues &whole) {
            CellNames::read(
                this, m_model, m_services, rows, columns, names,
                [this, form, columns, rows, whole, standing = RowStanding(m_model)](const CellNames::Names &known) {
                    if (stillStands(standing))
                        take(form, blockOf(m_model, rows, columns, whole, known));
                });
        });
    });
}

void TableCommands::take(CopyForm form, const core::Result<core::CellBlock> &block)
{
    if (!block) {
        Q_EMIT message(block.error().message);
        return;
    }
    QGuiApplication::clipboard()->setMimeData(mimeOf(*block, form, m_model, m_dialect).release());
    if (block->rows.size() > 1)
        Q_EMIT done(u"Copied %1."_s.arg(counted(block->rows.size(), u"row"_s)));
}

void TableCommands::pushPaste(const core::Result<PasteResult> &result)
{
    if (!result) {
        Q_EMIT message(result.error().message);
        return;
    }
    if (!push(core::Result<core::CompoundEdit>(result->edit)))
        return;
    if (result->leftOut > 0) {
        Q_EMIT message(u"%1 had no place here and were left out. Paste as new rows with Ctrl+Shift+V."_s.arg(
            counted(result->leftOut, u"cell"_s)));
    }
}

void TableCommands::paste()
{
    if (!mayEdit() || m_view.currentRow() < 0)
        return;
    const PastedBlock block = pastedBlock(*QGuiApplication::clipboard()->mimeData());
    if (block.isEmpty()) {
        Q_EMIT message(u"There is nothing on the clipboard to paste."_s);
        return;
    }
    const CellRange bounds = m_view.selection().bounds();
    QList<int> columns = m_view.selectedColumns();
    qint64 last = bounds.bottom;
    if (!block.isOneCell()) {
        last = std::min(m_model.rows() - 1, bounds.top + block.rows.size() - 1);
        const QList<int> shown = m_view.shownColumns();
        columns = shown.mid(columns.isEmpty() ? 0 : shown.indexOf(columns.first()));
    }
    if (last - bounds.top >= RowFetch::mostRows) {
        Q_EMIT message(u"At most %1 rows can be pasted at once."_s.arg(grouped(RowFetch::mostRows)));
        return;
    }
    QList<qint64> rows;
    for (qint64 row = bounds.top; row <= last; ++row)
        rows.append(row);
    const QPointer<TableCommands> self(this);
    const qsizetype width = block.isOneCell() ? columns.size() : std::min(columns.size(), block.rows.first().size());
    RowFetch::whenLoaded(
        m_model, {{bounds.top, last}}, [self, block, rows, columns, width, standing = RowStanding(m_model)] {
            TableCommands *alive = self;
            if (!alive || !alive->stillStands(standing))
                return;
            alive->withWholeCells(rows, columns.first(width), [self, block, rows, columns](const WholeValues &whole) {
                if (TableCommands *still = self)
                    still->pushPaste(pasteInto(still->m_model, still->edits(), block, rows, columns, still->m_dialect,
                                               still->m_raw, whole));
            });
        });
}

void TableCommands::pasteAsRows()
{
    if (!mayEdit())
        return;
    const PastedBlock block = pastedBlock(*QGuiApplication::clipboard()->mimeData());
    const QList<int> shown = m_view.shownColumns();
    const QList<int> selected = m_view.selectedColumns();
    const QList<int> columns = selected.isEmpty() ? shown : shown.mid(shown.indexOf(selected.first()));
    const qint64 before = m_model.insertedRows();
    auto pasted = ui::pasteAsRows(m_model, block, columns, m_dialect, m_raw);
    for (qsizetype i = 0; pasted && i < pasted->edit.ops.size(); ++i) {
        const auto op = asNewRow(pasted->edit.ops.at(i));
        if (!op)
            pasted = op.error();
        else
            pasted->edit.ops[i] = *op;
    }
    pushPaste(pasted);
    if (m_model.insertedRows() > before)
        goToNewRow();
}

// Rows ------------------------------------------------------------------------------------------------------------

void TableCommands::goToNewRow()
{
    const qint64 row = m_model.insertedRows() - 1;
    if (row < 0)
        return;
    int wanted = -1;
    for (const int column : m_view.shownColumns()) {
        const core::Column &definition = m_model.columnAt(column);
        if (column < m_model.storedColumns() && !definition.isGenerated()
            && !core::isGeneratedKey(m_model.table(), definition)) {
            wanted = column;
            break;
        }
    }
    m_view.setCurrent(row, std::max(0, wanted));
    m_view.setFocus();
}

core::Result<core::EditOp> TableCommands::asNewRow(const core::EditOp &op) const
{
    const auto *insert = std::get_if<core::InsertRow>(&op);
    return insert && m_services.newRow ? m_services.newRow(*insert) : core::Result<core::EditOp>(op);
}

void TableCommands::insertRow()
{
    if (!mayEdit())
        return;
    const auto op = asNewRow(edits().insertRow());
    if (!op)
        Q_EMIT message(op.error().message);
    else if (push(*op, u"Insert a row into %1"_s.arg(m_model.table().name.display())))
        goToNewRow();
}

void TableCommands::duplicateRows()
{
    if (!mayEdit())
        return;
    QList<int> columns(m_model.storedColumns());
    std::iota(columns.begin(), columns.end(), 0);
    withSelectedRows([this, columns](const QList<qint64> &rows) {
        // Long texts and blobs are read whole first: a copy must be a copy.
        withWholeCells(rows, columns, [this, rows](const WholeValues &whole) {
            core::CompoundEdit edit;
            edit.text = u"Duplicate %1 of %2"_s.arg(counted(rows.size(), u"row"_s), m_model.table().name.display());
            for (const qint64 row : rows) {
                const auto op = edits().duplicateRow(row, whole);
                if (!op) {
                    Q_EMIT message(op.error().message);
                    return;
                }
                edit.ops.append(*op);
            }
            if (push(core::Result<core::CompoundEdit>(edit)))
                goToNewRow();
        });
    });
}

void TableCommands::deleteRows()
{
    if (!mayEdit())
        return;
    withSelectedRows([this](const QList<qint64> &rows) { push(edits().deleteRows(rows)); });
}

core::NewValue TableCommands::markFor(const CellTarget &target, bool deleted, qint64 now) const
{
    // A new row has no stored value to go back to: its mark is unset again, or says no where a value is required.
    if (target.insertId == 0 || deleted)
        return core::markValue(*m_mark, deleted, target.base, now);
    const core::Table &table = m_model.table();
    if (!table.isRequired(table.columns.at(target.column)))
        return core::UseDefault{};
    return core::markValue(*m_mark, false, target.current, now);
}

void TableCommands::markDeleted(bool deleted)
{
    if (!mayEdit())
        return;
    if (!m_mark) {
        Q_EMIT message(
            u"Nothing was marked: %1 has no column that says which of its rows count as deleted, as deleted_at would."_s
                .arg(m_model.table().name.display()));
        return;
    }
    const int column = m_model.table().columnIndex(m_mark->column);
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    withSelectedRows([this, deleted, column, now](const QList<qint64> &rows) {
        core::CompoundEdit edit;
        for (const qint64 row : rows) {
            const auto target = edits().targetAt(row, column);
            if (!target) {
                Q_EMIT message(target.error().message);
                return;
            }
            if (core::isDeleted(*m_mark, target->current) != deleted)
                edit.ops.append(edits().set(*target, markFor(*target, deleted, now)));
        }
        edit.text = (deleted ? u"Mark %1 of %2 as deleted"_s : u"Restore %1 of %2"_s)
                        .arg(counted(edit.ops.size(), u"row"_s), m_model.table().name.display());
        if (edit.ops.isEmpty())
            Q_EMIT message(deleted ? u"This counts as deleted already."_s : u"This does not count as deleted."_s);
        push(core::Result<core::CompoundEdit>(edit));
    });
}

void TableCommands::discardSelected()
{
    if (!mayEdit())
        return;
    const QList<int> columns = m_view.selectedColumns();
    const bool wholeRows = columns.size() == m_view.shownColumns().size();
    withSelectedRows([this, columns, wholeRows](const QList<qint64> &rows) {
        push(
            core::Result<core::CompoundEdit>(edits().discard(rows, wholeRows ? std::nullopt : std::optional(columns))));
    });
}

} // namespace ui

#include "moc_tablecommands.cpp"
