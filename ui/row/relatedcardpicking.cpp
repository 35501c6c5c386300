// SPDX-License-Identifier: GPL-3.0-or-later
// The related card's questions: which row a line's foreign key is to lead to, which row is to be attached, and whether
// two rows are connected already.
#include "ui/row/relatedcard.h"

#include "core/base/whendone.h"
#include "core/edit/relationedits.h"
#include "core/session/session.h"
#include "ui/row/childlist.h"
#include "ui/row/childrowsmodel.h"
#include "ui/row/relationpicker.h"

#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// The values of these cells; none when one of them is no value.
core::RelationLookup::Key valuesOf(const QStringList &columns, const QMap<QString, core::NewValue> &cells)
{
    core::RelationLookup::Key key;
    for (const QString &column : columns) {
        const core::NewValue held = cells.value(column, core::Value());
        const auto *value = std::get_if<core::Value>(&held);
        if (!value || value->isNull())
            return {};
        key.append(*value);
    }
    return key;
}

} // namespace

/// Why a cell that holds no reference is not edited in its line: keys meant for it go into no other one.
static QString cannotEditInLine(const ChildRowsModel &model, const QModelIndex &index)
{
    const Field *field = model.field(index.column());
    const QString because = model.cannotSetBecause(index, core::Value::text(QString()));
    if (!because.isEmpty() && !(field && field->isNumeric()))
        return because;
    return RelatedCard::tr("%1 cannot be edited in one line; open the row to edit it.")
        .arg(field ? field->column.name : RelatedCard::tr("This"));
}

void RelatedCard::pickReference(const QModelIndex &index)
{
    const Field *field = m_model->field(index.column());
    const Line line = m_model->line(index.row());
    if (const QString because = m_actions.editForbidden(line); !because.isEmpty()) {
        say(core::Error::invalid(because));
        return;
    }
    if (!field || !field->relation) {
        say(core::Error::invalid(cannotEditInLine(*m_model, index)));
        return;
    }
    const core::Relation key = *field->relation;
    RelationPicker &picker = m_labels->picker();
    picker.disconnect(this);
    connect(&picker, &RelationPicker::chosen, this,
            [this, line, key](const core::RowEnd &end) { say(m_actions.setReference(line, key, end)); });
    connect(&picker, &RelationPicker::createRequested, this, [this, line, key](const QString &typed) {
        const auto id = m_actions.createReference(line, key, m_labels->cellsOf(key, typed));
        say(id ? core::Result<core::Done>(core::Done()) : core::Result<core::Done>(id.error()));
        if (id)
            Q_EMIT rowRequested({key.to, {}, *id});
    });
    RelationPicker::Request request;
    request.relation = key;
    request.nullable = core::emptyForbidden(*m_session.schema(), key).isEmpty();
    request.creatable = true;
    request.current = valuesOf(key.fromColumns, line.shown);
    picker.open(request, m_lines);
}

/// NULL, DEFAULT or empty text, by a key.
void RelatedCard::setCell(const QModelIndex &index, const core::NewValue &value)
{
    const Line line = m_model->line(index.row());
    QString because = m_actions.editForbidden(line);
    if (because.isEmpty())
        because = m_model->cannotSetBecause(index, value);
    if (!because.isEmpty()) {
        say(core::Error::invalid(because));
        return;
    }
    if (m_model->isAlready(index, value)) {
        say(core::Done());
        return;
    }
    const Field field = *m_model->field(index.column());
    const auto *plain = std::get_if<core::Value>(&value);
    if (field.relation && plain && plain->isNull()) // of several columns only those that may be empty
        say(m_actions.setReference(line, *field.relation, {}));
    else
        say(m_actions.setCell(line, field.column.name, value));
}

void RelatedCard::pickChild()
{
    commit();
    const auto own = m_actions.listedByKey();
    if (!m_attach || !own)
        return;
    if (const QString because = m_actions.addForbidden(m_list->lines()); !because.isEmpty()) {
        say(core::Error::invalid(because));
        return;
    }
    RelationPicker &picker = m_labels->picker();
    picker.disconnect(this);
    const core::RowRef row = m_actions.subject().row; // what is chosen for it is for no other
    connect(&picker, &RelationPicker::chosen, this, [this, row](const core::RowEnd &end) {
        if (row == m_actions.subject().row)
            attach(end);
    });
    RelationPicker::Request request;
    request.relation = *own;
    for (int column = 1; column < m_model->columnCount() && request.label.isEmpty(); ++column) {
        if (const Field *field = m_model->field(column); !field->relation && !field->isNumeric())
            request.label = QStringList{field->column.name};
    }
    picker.open(request, m_attach);
}

/// A stored row is read first: what it refers to now is what its UPDATE names.
void RelatedCard::attach(const core::RowEnd &end)
{
    const core::QualifiedName table = m_actions.listed().to;
    const core::RowRef child{table, {end.values}, end.insertId};
    const auto take = [this, child](const QMap<QString, core::Value> &stored) {
        const auto done = m_actions.attach(child, stored);
        say(done);
        if (done)
            m_lines->setCurrentRow(m_model->rowOf(child));
    };
    dropQuestion();
    if (child.isNew()) {
        take({});
        return;
    }
    m_asking = true;
    core::whenDone(m_session.readRowCut(table, child.key, core::RelatedList::cellLimit), this,
                   [this, take, question = m_question](const core::Result<core::CutRow> &row) {
                       if (question != m_question)
                           return;
                       m_asking = false;
                       if (!row) {
                           say(row.error());
                           return;
                       }
                       QMap<QString, core::Value> stored = row->cells;
                       for (auto cut = row->cutSizes.cbegin(); cut != row->cutSizes.cend(); ++cut)
                           stored.remove(cut.key());
                       take(stored);
                   });
}

/// Only the first links are read: whether this pair is among the others is asked before it is staged.
void RelatedCard::askWhetherConnected(const core::RowEnd &end)
{
    dropQuestion();
    if (!m_list->hasMore() || end.insertId > 0 || m_actions.here().insertId > 0) {
        connectTo(end, m_list->storedRows());
        return;
    }
    m_asking = true;
    m_linksAsked = m_session.findLinks(m_what.relation, m_actions.here(), end);
    core::whenDone(m_linksAsked, this,
                   [this, end, question = m_question](const core::Result<QList<core::StoredRow>> &found) {
                       if (question != m_question)
                           return;
                       m_asking = false;
                       if (found)
                           connectTo(end, m_list->storedRows() + *found);
                       else
                           say(found.error());
                   });
}

void RelatedCard::dropQuestion()
{
    ++m_question;
    m_asking = false;
    m_linksAsked.cancel();
}

} // namespace ui
