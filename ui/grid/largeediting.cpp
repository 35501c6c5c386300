// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/largeediting.h"

#include "ui/changes/changetexts.h"
#include "ui/grid/gridview.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

LargeEditing::LargeEditing(GridView &view, GridServices services, const core::Dialect &dialect, QObject *parent)
    : QObject(parent)
    , m_view(view)
    , m_services(std::move(services))
    , m_dialect(dialect)
{
}

CellTarget LargeEditing::targetOfCurrent(QString &readOnlyBecause) const
{
    core::RowsModel &model = *m_view.model();
    const qint64 row = m_view.currentRow();
    const int column = m_view.currentColumn();
    const auto target = CellEdits(model, m_services.changes()).targetAt(row, column);
    if (target) {
        readOnlyBecause = m_readOnlyBecause;
        return *target;
    }
    readOnlyBecause = target.error().message;
    const core::RowsModel::Cell cell = model.cell(row, column);
    return {row, column, model.keyOf(row).value_or(core::RowKey()), 0, cell.value, cell.value, cell.isDefault,
            cell.cutSize.has_value()};
}

void LargeEditing::begin()
{
    core::RowsModel *model = m_view.model();
    if (!model || m_dialog || m_view.currentRow() < 0 || m_view.currentColumn() < 0
        || model->cell(m_view.currentRow(), m_view.currentColumn()).state != core::RowsModel::Loaded)
        return;
    QString readOnlyBecause;
    const CellTarget target = targetOfCurrent(readOnlyBecause);
    WholeCells::read(this, *model, m_services, {target.row}, {target.column},
                     [this, target, readOnlyBecause](const core::Result<WholeValues> &whole) {
                         if (!whole) {
                             Q_EMIT message(whole.error().message);
                             return;
                         }
                         CellTarget complete = target;
                         const QString &name = m_view.model()->columnAt(target.column).name;
                         if (const core::Value *all = target.isCut ? wholeValue(*whole, target.key, name) : nullptr) {
                             complete.base = complete.current = *all;
                             complete.isCut = false;
                         }
                         open(complete, readOnlyBecause);
                     });
}

void LargeEditing::open(const CellTarget &target, const QString &readOnlyBecause)
{
    if (m_dialog)
        return;
    const core::RowsModel &model = *m_view.model();
    ValueDialog::Subject subject;
    subject.column = model.columnAt(target.column);
    subject.title = u"%1 of %2 %3"_s.arg(subject.column.name, model.table().name.display(),
                                         target.insertId > 0 ? u"(new row)"_s : keyText(target.key));
    subject.format = model.formatAt(target.column);
    subject.base = target.base;
    subject.current = target.current;
    subject.isDefault = target.isDefault;
    subject.raw = m_raw;
    subject.readOnlyBecause = readOnlyBecause;
    m_dialog = new ValueDialog(subject, m_dialect, &m_view);
    connect(m_dialog, &ValueDialog::chosen, this, [this, target](const core::NewValue &value) { stage(target, value); });
    m_dialog->open();
}

void LargeEditing::stage(const CellTarget &target, const core::NewValue &value)
{
    const CellEdits edits(*m_view.model(), m_services.changes());
    const auto done = m_services.push(edits.set(target, value), edits.setText(target));
    if (done)
        Q_EMIT staged();
    else
        Q_EMIT failed(done.error());
}

} // namespace ui

#include "moc_largeediting.cpp"
