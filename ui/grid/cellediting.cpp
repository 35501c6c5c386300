// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cellediting.h"

#include "ui/grid/gridview.h"
#include "ui/grid/rowfetch.h"
#include "ui/grid/rowstanding.h"
#include "ui/grid/wholecells.h"
#include "ui/style/celltext.h"

#include <QEvent>
#include <QScopedValueRollback>

#include <functional>

using namespace Qt::Literals::StringLiterals;

namespace ui {

using EditedFormat = core::ColumnFormat::Kind;

namespace {

/// While what is typed is refused, no other cell becomes the current one: the keys would still go to the editor's.
class EditorGuard : public QObject {
public:
    using QObject::QObject;

    std::function<bool()> leave; ///< for another cell; false: it stays
    std::function<void()> comeBack; ///< the grid has the focus

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const bool pointed = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonDblClick;
        if (pointed && !watched->inherits("ui::GridView") && !leave())
            return true;
        if (event->type() == QEvent::FocusIn && watched->inherits("ui::GridView"))
            comeBack();
        return QObject::eventFilter(watched, event);
    }
};

} // namespace

CellEditing::CellEditing(GridView &view, GridServices services, const core::Dialect &dialect, QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_services(std::move(services))
    , m_dialect(dialect)
{
    connect(&view, &GridView::editRequested, this, &CellEditing::begin);
    connect(&view, &GridView::toggleRequested, this, &CellEditing::toggle);
    connect(&view, &GridView::scrolled, this, &CellEditing::follow);
    const auto backToEditor = [this] {
        if (m_editor)
            m_editor->setFocus(Qt::OtherFocusReason);
    };
    auto *guard = new EditorGuard(this);
    guard->leave = [this, backToEditor] {
        const bool may = finish();
        if (!may)
            backToEditor();
        return may;
    };
    guard->comeBack = [this, backToEditor] {
        if (m_editor && !m_committing)
            QMetaObject::invokeMethod(this, backToEditor, Qt::QueuedConnection);
    };
    view.installEventFilter(guard);
    view.viewport()->installEventFilter(guard);
}

void CellEditing::setReadOnlyBecause(const QString &reason)
{
    m_readOnlyBecause = reason;
}

void CellEditing::setRaw(bool raw)
{
    m_raw = raw;
}

QStringList CellEditing::choicesFor(int column) const
{
    const core::ColumnFormat format = m_view.model()->formatAt(column);
    if (m_raw)
        return {};
    if (format.kind == EditedFormat::Boolean)
        return {u"true"_s, u"false"_s};
    return format.kind == EditedFormat::Enumeration ? format.values : QStringList();
}

void CellEditing::begin(const QString &typed)
{
    if (!m_view.model() || m_view.currentRow() < 0 || !finish())
        return;
    if (!m_readOnlyBecause.isEmpty()) {
        Q_EMIT message(m_readOnlyBecause);
        return;
    }
    const CellEdits edits(*m_view.model(), m_services.changes());
    const auto target = edits.targetAt(m_view.currentRow(), m_view.currentColumn());
    if (!target) {
        Q_EMIT message(target.error().message);
        return;
    }
    if (target->isCut) {
        readWholeThen(*target, [this, typed](const CellTarget &whole) {
            const CellAddress now = m_view.selection().current();
            const bool still = now.row == whole.row && m_view.currentColumn() == whole.column && !isOpen();
            if (still)
                open(whole, typed);
        });
        return;
    }
    open(*target, typed);
}

void CellEditing::readWholeThen(const CellTarget &target, std::function<void(const CellTarget &)> then)
{
    if (target.current.kind() == core::Value::Kind::Blob) {
        Q_EMIT message(u"This cell holds a large blob; it cannot be edited as text. Shift+Enter shows it."_s);
        return;
    }
    WholeCells::read(this, *m_view.model(), m_services, {target.row}, {target.column},
                     [this, target, then](const core::Result<WholeValues> &whole) {
                         const core::Value *all = whole
                             ? wholeValue(*whole, target.key, m_view.model()->columnAt(target.column).name)
                             : nullptr;
                         if (!all) {
                             if (!whole)
                                 Q_EMIT message(whole.error().message);
                             return;
                         }
                         CellTarget complete = target;
                         complete.base = complete.current = *all;
                         complete.isCut = false;
                         then(complete);
                     });
}

void CellEditing::open(const CellTarget &target, const QString &typed)
{
    const core::ColumnFormat format = m_view.model()->formatAt(target.column);
    const auto text = editTextOf(target.current, format, m_raw);
    if (!text) {
        Q_EMIT message(text.error().message);
        return;
    }
    m_view.ensureVisible(target.row, target.column);
    const QRect cell = m_view.cellRect(target.row, target.column);
    if (cell.isEmpty())
        return;
    m_target = target;
    m_original = *text;
    constexpr qsizetype longest = 4096; // beyond that a single line is slow, and shows nothing of use
    const bool lines = (text->isMultiLine() || text->text.size() > longest) && typed.isEmpty();
    m_editor = new CellEditor(lines ? CellEditor::Form::Lines : CellEditor::Form::Line,
                              lines ? QStringList() : choicesFor(target.column), m_view.viewport());
    m_editor->setText(typed.isEmpty() ? text->text : typed, typed.isEmpty());
    connect(m_editor, &CellEditor::accepted, this, &CellEditing::accept);
    connect(m_editor, &CellEditor::cancelled, this, &CellEditing::cancel);
    connect(m_editor, &CellEditor::commandRequested, this, &CellEditing::runCommand);
    m_editor->placeAt(cell);
    m_editor->setFocus(Qt::OtherFocusReason);
}

void CellEditing::close()
{
    if (!m_editor)
        return;
    CellEditor *editor = m_editor;
    m_editor = nullptr; // first: taking the focus away must not stage again
    const bool hadFocus = editor->isAncestorOf(m_view.window()->focusWidget()) || editor->hasFocus();
    editor->disconnect(this);
    editor->hide();
    editor->deleteLater();
    if (hadFocus)
        m_view.setFocus(Qt::OtherFocusReason);
}

void CellEditing::cancel()
{
    close();
}

bool CellEditing::push(const core::EditOp &op, const QString &text)
{
    const auto done = m_services.push(op, text);
    if (!done) {
        Q_EMIT failed(done.error());
        return false;
    }
    Q_EMIT staged();
    return true;
}

bool CellEditing::finish()
{
    if (!m_editor || m_committing)
        return !m_editor;
    const QScopedValueRollback guard(m_committing, true);
    const EditText typed{m_editor->text(), m_original.crlf};
    if (typed.text == m_original.text) {
        close();
        return true;
    }
    core::RowsModel &model = *m_view.model();
    const auto value = valueOfText(typed, model.columnAt(m_target.column), model.formatAt(m_target.column), m_dialect,
                                   m_raw, m_target.base);
    if (!value) {
        m_editor->setInvalid(true);
        Q_EMIT message(value.error().message);
        return false;
    }
    const CellEdits edits(model, m_services.changes());
    if (!push(edits.set(m_target, *value), edits.setText(m_target))) {
        m_editor->setInvalid(true);
        return false;
    }
    close();
    return true;
}

void CellEditing::accept(CellEditor::Exit exit)
{
    if (m_committing)
        return;
    const bool isCurrent = m_view.currentRow() == m_target.row && m_view.currentColumn() == m_target.column;
    if (!finish())
        return; // it stays, and so does the cursor; who went elsewhere in the window is not called back
    if (!isCurrent)
        return; // the cursor has gone on already
    switch (exit) {
    case CellEditor::Exit::Stay:
        break;
    case CellEditor::Exit::Down:
        m_view.moveCurrent(1, 0);
        break;
    case CellEditor::Exit::Up:
        m_view.moveCurrent(-1, 0);
        break;
    case CellEditor::Exit::Right:
        m_view.moveInReadingOrder(1);
        break;
    case CellEditor::Exit::Left:
        m_view.moveInReadingOrder(-1);
        break;
    }
}

void CellEditing::runCommand(const QString &actionId)
{
    if (actionId == "row.pick"_L1) {
        Q_EMIT pickRequested();
        return;
    }
    cancel();
    if (actionId == "cell.setNull"_L1)
        setSelected(core::Value::null());
    else if (actionId == "cell.setDefault"_L1)
        setSelected(core::UseDefault{});
    else if (actionId == "cell.setEmpty"_L1)
        setSelected(core::Value::text({}));
}

void CellEditing::follow()
{
    if (!m_editor)
        return;
    const QRect cell = m_view.cellRect(m_target.row, m_target.column);
    if (cell.isEmpty() && !m_committing && !finish())
        m_view.ensureVisible(m_target.row, m_target.column); // it must not lie over another row
    else if (m_editor && !cell.isEmpty())
        m_editor->placeAt(cell);
}

void CellEditing::toggle()
{
    core::RowsModel *model = m_view.model();
    const int column = m_view.currentColumn();
    if (!model || m_view.currentRow() < 0 || column < 0)
        return;
    if (model->formatAt(column).kind != EditedFormat::Boolean)
        return;
    if (!m_readOnlyBecause.isEmpty()) {
        Q_EMIT message(m_readOnlyBecause);
        return;
    }
    const CellEdits edits(*model, m_services.changes());
    const auto target = edits.targetAt(m_view.currentRow(), column);
    if (!target) {
        Q_EMIT message(target.error().message);
        return;
    }
    const auto truth = core::parsed(u"true"_s, model->formatAt(column));
    const auto falsehood = core::parsed(u"false"_s, model->formatAt(column));
    if (!truth || !falsehood)
        return;
    std::ignore = push(edits.set(*target, target->current == *truth ? *falsehood : *truth), edits.setText(*target));
}

void CellEditing::setSelected(const core::NewValue &value)
{
    if (!m_view.model() || !finish())
        return;
    if (!m_readOnlyBecause.isEmpty()) {
        Q_EMIT message(m_readOnlyBecause);
        return;
    }
    const QList<CellRange> ranges = m_view.selection().ranges();
    qint64 cells = 0;
    for (const CellRange &range : ranges)
        cells += (range.bottom - range.top + 1) * (range.right - range.left + 1);
    const qint64 rows = m_view.selection().rowCount();
    if (cells > mostCells || rows > RowFetch::mostRows) {
        Q_EMIT message(u"%1 in %2 are selected; at most %3 in %4 rows can be set at once."_s.arg(
            counted(cells, u"cell"_s), counted(rows, u"row"_s), grouped(mostCells), grouped(RowFetch::mostRows)));
        return;
    }
    const QPointer<CellEditing> self(this);
    const RowStanding standing(*m_view.model());
    RowFetch::whenLoaded(*m_view.model(), m_view.selection().rowSpans(), [self, ranges, value, standing] {
        CellEditing *alive = self;
        if (!alive)
            return;
        if (standing.holds())
            alive->setRanges(ranges, value);
        else
            Q_EMIT alive->message(RowStanding::lostText());
    });
}

QList<int> CellEditing::columnsOf(const CellRange &range) const
{
    QList<int> columns;
    for (int visual = range.left; visual <= range.right; ++visual) {
        const int column = m_view.header()->logicalIndex(visual);
        if (column >= 0 && !m_view.header()->isSectionHidden(column))
            columns.append(column);
    }
    return columns;
}

void CellEditing::setRanges(const QList<CellRange> &ranges, const core::NewValue &value)
{
    QList<qint64> rows;
    QList<int> columns;
    for (const CellRange &range : ranges) {
        for (qint64 row = range.top; row <= range.bottom; ++row)
            rows.append(row);
        columns += columnsOf(range);
    }
    WholeCells::read(
        this, *m_view.model(), m_services, rows, columns,
        [this, ranges, value, standing = RowStanding(*m_view.model())](const core::Result<WholeValues> &whole) {
            if (!whole)
                Q_EMIT message(whole.error().message);
            else if (standing.holds())
                stageRanges(ranges, value, *whole);
            else
                Q_EMIT message(RowStanding::lostText());
        });
}

void CellEditing::stageRanges(const QList<CellRange> &ranges, const core::NewValue &value, const WholeValues &whole)
{
    const CellEdits edits(*m_view.model(), m_services.changes());
    core::CompoundEdit all;
    QString lastText;
    for (const CellRange &range : ranges) {
        const QList<int> columns = columnsOf(range);
        for (qint64 row = range.top; row <= range.bottom; ++row) {
            for (const int column : columns) {
                const auto target = edits.wholeTargetAt(row, column, whole);
                if (!target) {
                    Q_EMIT message(target.error().message);
                    return;
                }
                all.ops.append(edits.set(*target, value));
                lastText = edits.setText(*target);
            }
        }
    }
    if (all.ops.size() == 1) {
        std::ignore = push(all.ops.first(), lastText);
    } else if (!all.ops.isEmpty()) {
        all.text = u"Set %1"_s.arg(counted(all.ops.size(), u"cell"_s));
        std::ignore = push(all, all.text);
    }
}

} // namespace ui

#include "moc_cellediting.cpp"
