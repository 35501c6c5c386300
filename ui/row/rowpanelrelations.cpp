// SPDX-License-Identifier: GPL-3.0-or-later
// The row panel along its row's foreign keys: what they refer to, going there, choosing another, making a new one.
#include "ui/changes/changetexts.h"
#include "ui/row/fieldrow.h"
#include "ui/row/relationfields.h"
#include "ui/row/rowpanel.h"
#include "ui/shell/destinations.h"
#include "ui/style/plainlabel.h"

#include <QToolButton>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString nameOf(const RowAddress &row)
{
    return u"%1 / %2"_s.arg(row.table.display(), row.insertId != 0 ? RowPanel::tr("new row") : keyText(row.key));
}

} // namespace

QMap<QString, core::Value> RowPanel::readValues() const
{
    QMap<QString, core::Value> values = m_stored;
    for (auto cut = m_cutSizes.cbegin(); cut != m_cutSizes.cend(); ++cut)
        values.remove(cut.key()); // the beginning of a value leads nowhere
    return values;
}

QMap<QString, core::NewValue> RowPanel::shownValues() const
{
    QMap<QString, core::NewValue> shown;
    const QMap<QString, core::Value> stored = readValues();
    for (auto cell = stored.cbegin(); cell != stored.cend(); ++cell)
        shown.insert(cell.key(), *cell);
    if (const core::RowEdit *edit = stagedEdit()) {
        for (auto cell = edit->cells.cbegin(); cell != edit->cells.cend(); ++cell)
            shown.insert(cell.key(), cell->value);
    }
    return shown;
}

void RowPanel::open(const core::Relation &relation, bool newTab)
{
    commit();
    const core::SchemaPtr schema = m_session.schema();
    if (!m_row || !schema)
        return;
    QMap<QString, core::Value> values;
    const QMap<QString, core::NewValue> shown = shownValues();
    for (auto cell = shown.cbegin(); cell != shown.cend(); ++cell) {
        if (const auto *value = std::get_if<core::Value>(&*cell))
            values.insert(cell.key(), *value);
        else if (const auto *key = std::get_if<core::KeyOfInserted>(&*cell);
                 key && relation.kind == core::Relation::Kind::One && relation.fromColumns.contains(cell.key())) {
            visit({key->table, {}, key->insertId}); // it has no place in its table yet that could be gone to
            return;
        }
    }
    if (const auto destination = destinationOf(relation, values, *schema, m_session.dialect()))
        Q_EMIT openRequested(*destination, newTab);
}

void RowPanel::showLabels()
{
    if (!m_row || !m_table)
        return;
    const QMap<QString, core::NewValue> shown = shownValues();
    for (FieldRow *field : std::as_const(m_fields)) {
        if (field->field().relation)
            field->setLabel(m_relations->labelOf(*field->field().relation, shown));
    }
}

void RowPanel::pick(const QString &column)
{
    if (m_loading) { // the old value is not known yet
        m_pickWhenRead = column;
        return;
    }
    focusField(column);
    if (FieldRow *shown = field(column))
        shown->pick();
}

void RowPanel::openPicker(FieldRow &field, const QString &text)
{
    if (!m_row || m_loading)
        return;
    m_relations->pick(field, {{m_row->table, m_row->key, m_row->insertId}, readValues(), shownValues(), seenValues()}, text);
}

void RowPanel::visit(const RowAddress &row)
{
    QList<RowAddress> trail = m_trail;
    if (m_row)
        trail.append(*m_row);
    showRow(row);
    m_trail = trail;
    showWayBack();
    for (FieldRow *field : std::as_const(m_fields)) {
        if (!field->field().generatedKey && field->field().readOnlyBecause.isEmpty() && field->state().unset) {
            focusField(field->field().column.name);
            return;
        }
    }
}

void RowPanel::goBack()
{
    QList<RowAddress> trail = m_trail;
    if (trail.isEmpty())
        return;
    const RowAddress from = trail.takeLast();
    showRow(from);
    m_trail = trail;
    showWayBack();
}

void RowPanel::showWayBack()
{
    m_back->setVisible(!m_trail.isEmpty());
    m_back->setText(m_trail.isEmpty() ? QString() : plainButtonText(tr("Back to %1").arg(nameOf(m_trail.constLast()))));
}

/// A new row that was taken back, or written, is not there under its number any more.
void RowPanel::leaveRowThatWent()
{
    while (!m_trail.isEmpty() && m_row && m_row->insertId != 0 && !stagedEdit())
        goBack();
}

} // namespace ui
