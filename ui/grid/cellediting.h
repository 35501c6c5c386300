// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/celledits.h"
#include "ui/grid/celleditor.h"
#include "ui/grid/gridselection.h"
#include "ui/grid/cellvalue.h"

#include <QObject>
#include <QPointer>

namespace ui {

class GridView;

/// Editing in place: opens an editor over the current cell and stages what was typed. Holds its cell by key, so a
/// sort or refresh underneath cannot make it hit another row. Nothing typed is lost: what cannot be staged stays in
/// the open editor, with a word why.
class CellEditing : public QObject {
    Q_OBJECT

public:
    CellEditing(GridView &view, GridServices services, const core::Dialect &dialect, QObject *parent = nullptr);

    void setReadOnlyBecause(const QString &reason); ///< empty: editable
    void setRaw(bool raw);

    void begin(const QString &typed); ///< empty: what is there, all selected
    void toggle();                    ///< a boolean; anything else is left alone
    /// NULL, DEFAULT or a value into every selected cell; one step of undo.
    void setSelected(const core::NewValue &value);
    /// Stages what is in the open editor; false when it cannot be and the editor stays open.
    bool finish();
    void cancel();
    [[nodiscard]] bool isOpen() const { return m_editor != nullptr; }
    /// The cells to change at once stay countable.
    static constexpr qint64 mostCells = 100'000;

Q_SIGNALS:
    void message(const QString &text);
    void failed(const core::Error &error);
    void staged();
    void pickRequested(); ///< another row for the foreign key that is being edited; what was typed is not staged yet

private:
    void open(const CellTarget &target, const QString &typed);
    void readWholeThen(const CellTarget &target, std::function<void(const CellTarget &)> then);
    void setRanges(const QList<CellRange> &ranges, const core::NewValue &value);
    void stageRanges(const QList<CellRange> &ranges, const core::NewValue &value, const WholeValues &whole);
    [[nodiscard]] QList<int> columnsOf(const CellRange &range) const; ///< shown ones, logical
    void accept(CellEditor::Exit exit);
    void runCommand(const QString &actionId);
    void close();
    void follow();
    [[nodiscard]] bool push(const core::EditOp &op, const QString &text);
    [[nodiscard]] QStringList choicesFor(int column) const;

    GridView &m_view;
    GridServices m_services;
    const core::Dialect &m_dialect;
    QString m_readOnlyBecause;
    bool m_raw = false;
    QPointer<CellEditor> m_editor;
    CellTarget m_target;
    EditText m_original;
    bool m_committing = false;
};

} // namespace ui
