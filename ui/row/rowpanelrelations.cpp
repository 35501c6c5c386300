// SPDX-License-Identifier: GPL-3.0-or-later
// The row panel along its row's foreign keys: what they refer to, going there, choosing another, making a new one.
#include "ui/changes/changetexts.h"
#include "ui/row/fieldrow.h"
#include "ui/row/relatedsection.h"
#include "ui/row/relationfields.h"
#include "ui/row/rowhead.h"
#include "ui/row/rowpanel.h"
#include "ui/row/severalrows.h"
#include "ui/shell/destinations.h"

#include <QApplication>
#include <QLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QKeyEvent>

#include <algorithm>
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
            visit({key->table, {}, key->insertId}); // to be filled in here, with a way back
            return;
        }
    }
    if (const auto destination = destinationOf(relation, values, *schema, m_session.dialect()))
        Q_EMIT openRequested(*destination, newTab);
}

/// A relation was drawn, taken away or read from schema.ts: the fields are made anew, unless it is of other columns.
void RowPanel::takeRelations()
{
    const auto isAsBefore = [this](const FieldRow *field) {
        const core::Relation *now = m_session.relations().byColumn(m_table->name, field->field().column.name);
        if (now && now->kind != core::Relation::Kind::One)
            now = nullptr;
        return now ? field->field().relation == *now : !field->field().relation;
    };
    if (!m_table || std::all_of(m_fields.cbegin(), m_fields.cend(), isAsBefore))
        return;
    commit();
    m_table.reset();
    rebuild();
    showStates(true);
    read();
}

void RowPanel::showLabels()
{
    if ((!m_row && !m_several->isActive()) || !m_table)
        return;
    const QMap<QString, core::NewValue> shown = m_several->isActive() ? m_several->common() : shownValues();
    for (FieldRow *field : std::as_const(m_fields)) {
        if (field->field().relation)
            field->setLabel(m_relations->labelOf(*field->field().relation, shown));
    }
}

void RowPanel::showRelated()
{
    if (m_row)
        m_related->setSubject({{m_row->table, m_row->key, m_row->insertId}, readValues(), shownValues(), seenValues()});
}

void RowPanel::focusRelated()
{
    if (!m_related->focusFirst())
        return;
    m_scroll->widget()->layout()->activate(); // it may have been made a moment ago
    m_scroll->verticalScrollBar()->setValue(m_related->mapTo(m_scroll->widget(), QPoint()).y());
}

void RowPanel::pick(const QString &column)
{
    if (isLoading()) { // the old value is not known yet
        m_pickWhenRead = column;
        return;
    }
    focusField(column);
    if (FieldRow *shown = field(column))
        shown->pick();
}

void RowPanel::openPicker(FieldRow &field, const QString &text)
{
    if (isLoading())
        return;
    if (m_several->isActive())
        m_relations->pick(field, m_several->subjects(), text);
    else if (m_row)
        m_relations->pick(
            field, {{{m_row->table, m_row->key, m_row->insertId}, readValues(), shownValues(), seenValues()}}, text);
}

void RowPanel::visit(const RowAddress &row)
{
    if (row == m_row)
        return;
    QList<RowAddress> trail = m_trail;
    if (m_row)
        trail.append(*m_row);
    showRow(row);
    m_trail = trail;
    showWayBack();
    const auto focusFirst = [this](auto wanted) {
        const auto found = std::find_if(m_fields.cbegin(), m_fields.cend(), wanted);
        if (found != m_fields.cend())
            focusField((*found)->field().column.name);
        return found != m_fields.cend();
    };
    const auto canBeSet = [](const FieldRow *field) {
        return !field->field().generatedKey && field->field().readOnlyBecause.isEmpty();
    };
    if (!focusFirst([&](const FieldRow *field) { return canBeSet(field) && field->state().unset; }))
        focusFirst(canBeSet);
}

/// Where a row was gone to from another, Alt+Left comes back here, before the window's own way back.
bool RowPanel::takeWayBack(QEvent *event)
{
    const bool press = event->type() == QEvent::KeyPress;
    if (m_trail.isEmpty() || (!press && event->type() != QEvent::ShortcutOverride))
        return false;
    const auto *key = static_cast<QKeyEvent *>(event);
    if (key->key() != Qt::Key_Left || key->modifiers() != Qt::AltModifier)
        return false;
    event->accept();
    if (press)
        goBack();
    return true;
}

bool RowPanel::event(QEvent *event)
{
    return takeWayBack(event) || QWidget::event(event);
}

bool RowPanel::eventFilter(QObject *object, QEvent *event)
{
    return takeWayBack(event) || QWidget::eventFilter(object, event);
}

void RowPanel::goBack()
{
    QList<RowAddress> trail = m_trail;
    if (trail.isEmpty())
        return;
    const std::optional<RowAddress> left = m_row;
    const RowAddress to = trail.takeLast();
    const bool hadFocus = isAncestorOf(QApplication::focusWidget());
    showRow(to);
    m_trail = trail;
    showWayBack();
    if (hadFocus && left) {
        if (!m_fields.isEmpty()) // until the row that was left is found among the related ones
            m_fields.constFirst()->editor().setFocus();
        m_related->focusRow(*left);
    }
}

void RowPanel::showWayBack()
{
    m_head->setWayBack(m_trail.isEmpty() ? QString() : tr("Back to %1").arg(nameOf(m_trail.constLast())));
}

/// A new row that was taken back, or written, is not there under its number any more.
void RowPanel::leaveRowThatWent()
{
    while (!m_trail.isEmpty() && m_row && m_row->insertId != 0 && !stagedEdit())
        goBack();
}

} // namespace ui
