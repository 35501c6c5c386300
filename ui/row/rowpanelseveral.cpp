// SPDX-License-Identifier: GPL-3.0-or-later
// The row panel with several rows, in the page's place, and with files.
#include "ui/changes/notice.h"
#include "ui/row/blobfiles.h"
#include "ui/row/fieldrow.h"
#include "ui/row/rowhead.h"
#include "ui/row/rowpanel.h"
#include "ui/row/severalrows.h"

#include <QApplication>
#include <QKeyEvent>
#include <QScrollArea>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void RowPanel::showRows(const RowSelection &rows)
{
    if (m_several->isActive() && m_several->selection() == rows)
        return;
    commit();
    m_relations->closePicker();
    m_trail.clear();
    showWayBack();
    m_pickWhenRead.clear();
    ++m_generation; // of one row that is being read
    m_loading = false;
    m_row.reset();
    m_stored.clear();
    m_cutSizes.clear();
    m_wantWhole = false;
    m_notice->clear();
    m_several->show(rows);
    m_freshSelection = true;
    rebuild();
    showStates(true);
}

void RowPanel::showSeveral(bool force)
{
    if (!m_table || !m_several->isActive())
        return;
    m_head->setTitle(m_several->title());
    if (const int deleted = m_several->deleted(); deleted > 0)
        m_head->setPill(PillKind::Red, deleted == m_several->selection().rows.size() ? tr("deleted")
                                                                                     : tr("%1 deleted").arg(deleted));
    else
        m_head->setPill(PillKind::Amber, m_several->isEdited() ? tr("edited") : QString());
    const QString because = readOnlyBecause();
    const QString why = m_several->reason();
    m_head->setReason(!why.isEmpty() ? why : because.isEmpty() ? QString() : tr("Read-only: %1").arg(because));
    m_scroll->setVisible(why.isEmpty());
    for (FieldRow *field : std::as_const(m_fields)) {
        field->setRowReadOnly(because);
        field->setState(m_several->stateOf(field->field()), force);
    }
    showLabels();
}

bool RowPanel::isLoading() const
{
    return m_loading || m_several->isLoading();
}

void RowPanel::setPrompts(Prompts *prompts)
{
    m_files->setPrompts(prompts);
}

void RowPanel::loadFile(FieldRow &field)
{
    // The dialog and the file take their time: by then another row may be on view in the same fields.
    const QPointer<FieldRow> at = &field;
    m_files->load(
        field.field().column.name, [this, at, row = m_row, rows = m_several->selection()](const core::Value &value) {
            if (at && row == m_row && rows == m_several->selection())
                at->take(value);
            else
                m_notice->showError(core::Error::invalid(tr("Another row is on view now; the file was not loaded.")));
        });
}

void RowPanel::saveFile(const FieldRow &field)
{
    const auto *value = std::get_if<core::Value>(&field.state().value);
    if (!value)
        return;
    const RowAddress row = m_row ? *m_row : m_several->selection().rows.value(0);
    m_files->save(row, field.field().column.name, *value, field.state().cutSize.has_value());
}

void RowPanel::setFullWidth(bool fullWidth)
{
    m_fullWidth = fullWidth;
    m_head->setFullWidth(fullWidth);
    if (!fullWidth || m_fields.isEmpty() || isAncestorOf(QApplication::focusWidget()))
        return;
    for (FieldRow *field : std::as_const(m_fields)) {
        if (field->readOnlyBecause().isEmpty()) {
            focusField(field->field().column.name);
            return;
        }
    }
}

void RowPanel::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && event->modifiers() == Qt::NoModifier && m_fullWidth)
        Q_EMIT actionRequested(u"row.fullWidth"_s);
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui
