// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/editstack.h"

#include "core/session/session.h"

#include <QScopedValueRollback>
#include <QUndoCommand>
#include <QUndoStack>

#include <functional>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Stage = std::function<core::Result<core::EditOp>(const core::EditOp &)>;

constexpr int cellCommandId = 1;

bool isSameCell(const core::EditOp &a, const core::EditOp &b)
{
    const auto *x = std::get_if<core::SetCell>(&a);
    const auto *y = std::get_if<core::SetCell>(&b);
    if (x && y)
        return x->table == y->table && x->key == y->key && x->column == y->column;
    const auto *i = std::get_if<core::SetInsertedCell>(&a);
    const auto *j = std::get_if<core::SetInsertedCell>(&b);
    return i && j && i->table == j->table && i->insertId == j->insertId && i->column == j->column;
}

bool isCell(const core::EditOp &op)
{
    return std::holds_alternative<core::SetCell>(op) || std::holds_alternative<core::SetInsertedCell>(op);
}

/// One step. Staging gives the way back each time, so that undo and redo always know the row's very place and
/// insertId: an InsertRow that took "the next free id" comes back under the id it had.
class EditCommand : public QUndoCommand {
public:
    EditCommand(Stage stage, const core::EditOp &op, core::EditOp inverse, const QString &text)
        : QUndoCommand(text)
        , m_stage(std::move(stage))
        , m_redo(op)
        , m_undo(std::move(inverse))
        , m_cell(isCell(op) ? std::optional(op) : std::nullopt)
    {
    }

    void redo() override
    {
        if (m_alreadyStaged)
            m_alreadyStaged = false;
        else
            run(m_redo, m_undo);
    }
    void undo() override { run(m_undo, m_redo); }

    [[nodiscard]] int id() const override { return m_cell ? cellCommandId : -1; }

    bool mergeWith(const QUndoCommand *other) override
    {
        const auto *next = static_cast<const EditCommand *>(other);
        if (!m_cell || !next->m_cell || !isSameCell(*m_cell, *next->m_cell))
            return false;
        // Both ways are kept whole: an edit that was typed back and made again has moved its row to the end.
        m_redo = core::CompoundEdit{text(), {m_redo, next->m_redo}};
        m_undo = core::CompoundEdit{text(), {next->m_undo, m_undo}};
        return true;
    }

private:
    void run(const core::EditOp &op, core::EditOp &wayBack)
    {
        auto inverse = m_stage(op);
        if (inverse)
            wayBack = std::move(inverse).value();
        else
            setObsolete(true); // the stage function has reported it; a step that cannot be made is none
    }

    Stage m_stage;
    core::EditOp m_redo;
    core::EditOp m_undo;
    std::optional<core::EditOp> m_cell;
    bool m_alreadyStaged = true; ///< QUndoStack::push() calls redo() at once
};

QList<core::EditOp> takeBack(const core::RowEdit &row)
{
    QList<core::EditOp> ops;
    if (row.kind == core::RowEdit::Kind::Insert) {
        ops.append(core::RemoveInsertedRow{row.table, row.insertId});
        return ops;
    }
    if (row.kind == core::RowEdit::Kind::Delete)
        ops.append(core::RestoreRow{row.table, row.key});
    for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell)
        ops.append(core::SetCell{row.table, row.key, cell.key(), cell->base, std::nullopt});
    return ops;
}

} // namespace

EditStack::EditStack(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_stack(new QUndoStack(this))
{
    // A change that was not made here (an Apply that succeeded, edits brought back at start) is not ours to undo.
    connect(&m_session, &core::Session::changesChanged, this, [this] {
        if (!m_staging)
            m_stack->clear();
    });
}

EditStack::~EditStack() = default;

core::Result<core::EditOp> EditStack::stage(const core::EditOp &op)
{
    const QScopedValueRollback staging(m_staging, true);
    return m_session.stage(op);
}

core::Result<core::Done> EditStack::push(const core::EditOp &op, const QString &text)
{
    const std::shared_ptr<const core::ChangeSet> before = m_session.changes();
    auto inverse = stage(op);
    if (!inverse)
        return inverse.error();
    if (before && m_session.changes() && *before == *m_session.changes())
        return core::Done{}; // the value that was there already: nothing to undo
    const Stage reporting = [this](const core::EditOp &step) {
        auto result = stage(step);
        if (!result)
            Q_EMIT failed(result.error());
        return result;
    };
    m_stack->push(new EditCommand(reporting, op, std::move(inverse).value(), text));
    return core::Done{};
}

void EditStack::commitOpenEditors()
{
    Q_EMIT commitRequested();
}

void EditStack::undo()
{
    commitOpenEditors();
    m_stack->undo();
}

void EditStack::redo()
{
    m_stack->redo();
}

void EditStack::discardAll()
{
    commitOpenEditors();
    const std::shared_ptr<const core::ChangeSet> changes = m_session.changes();
    if (!changes || changes->isEmpty())
        return;
    core::CompoundEdit all{tr("Discard all changes"), {}};
    for (auto row = changes->rows().crbegin(); row != changes->rows().crend(); ++row)
        all.ops.append(takeBack(*row));
    if (const auto result = push(all, all.text); !result)
        Q_EMIT failed(result.error());
}

} // namespace ui

#include "moc_editstack.cpp"
