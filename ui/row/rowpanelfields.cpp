// SPDX-License-Identifier: GPL-3.0-or-later
// The row panel's fields: made for a table, and how its columns are shown.
#include "core/rows/columnformat.h"
#include "core/session/session.h"
#include "ui/row/fieldcolumns.h"
#include "ui/row/fieldrow.h"
#include "ui/row/rowpanel.h"
#include "ui/row/severalrows.h"

namespace ui {

void RowPanel::makeFields()
{
    for (FieldRow *field : std::as_const(m_fields)) {
        field->hide();
        field->deleteLater();
    }
    m_fields.clear();
    QList<QWidget *> widgets;
    for (const core::Column &column : m_table->columns) {
        if (column.hidden)
            continue;
        m_fields.append(makeFieldRow(column));
        widgets.append(m_fields.constLast());
    }
    m_place->setFields(widgets);
}

FieldRow *RowPanel::makeFieldRow(const core::Column &column)
{
    auto *field = new FieldRow(
        makeField(*m_table, column, m_session.dialect(), m_session.relations(), formatOf(column)), m_session.dialect(),
        [this, name = column.name](const std::optional<core::NewValue> &value) { return push(name, value); }, m_place);
    connect(field, &FieldRow::followRequested, this, [this, field](bool newTab) {
        if (field->field().relation)
            open(*field->field().relation, newTab);
    });
    connect(field, &FieldRow::pickRequested, this, [this, field](const QString &text) { openPicker(*field, text); });
    connect(field, &FieldRow::loadRequested, this, [this, field] { loadFile(*field); });
    connect(field, &FieldRow::saveRequested, this, [this, field] { saveFile(*field); });
    connect(field, &FieldRow::wholeRequested, this, [this] {
        m_wantWhole = true;
        read();
    });
    return field;
}

core::ColumnFormat RowPanel::formatOf(const core::Column &column) const
{
    const auto &told = m_formats.value(m_table->name);
    if (const auto chosen = told.constFind(column.name); chosen != told.cend())
        return *chosen;
    const auto declared = m_session.declaredFormats(m_table->name);
    if (const auto said = declared.constFind(column.name); said != declared.cend())
        return *said;
    return core::guessFormat(*m_table, column, m_session.dialect(), sampleOf(column));
}

QList<core::Value> RowPanel::sampleOf(const core::Column &column) const
{
    if (m_several->isActive())
        return m_several->sampleOf(column.name);
    const core::Value stored = m_stored.value(column.name);
    return stored.isNull() ? QList<core::Value>() : QList<core::Value>{stored};
}

void RowPanel::setFormats(const core::QualifiedName &table, const QHash<QString, core::ColumnFormat> &formats)
{
    if (m_formats.value(table) == formats)
        return;
    m_formats.insert(table, formats);
    if (!m_table || m_table->name != table)
        return;
    for (FieldRow *field : std::as_const(m_fields))
        field->setFormat(formatOf(field->field().column));
}

} // namespace ui
