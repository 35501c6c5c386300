// SPDX-License-Identifier: GPL-3.0-or-later
// PeekCard: the rows a cell leads to.
#include "core/session/session.h"
#include "ui/grid/gridview.h"
#include "ui/grid/peekbody.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/tablerelations.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using RelationKind = core::Relation::Kind;

} // namespace

void PeekCard::readRows(const core::QualifiedName &table, const core::Filter &filter)
{
    const core::Table *found = m_session.schema()->table(table);
    if (!found) {
        say(table.display(), u"%1 is not in the database any more."_s.arg(table.display()));
        return;
    }
    core::RowQuery query;
    query.table = table;
    query.filter = filter;
    m_reading = true;
    m_source = m_session.makeRowSource(query);
    m_model = std::make_unique<core::RowsModel>(*m_source, *found, m_session.dialect());
    m_model->setInsertedFilter([this](const core::RowEdit &edit) {
        return m_relation.kind == RelationKind::One ? edit.insertId == m_insertId
                                                    : m_scope.holds(edit, *m_session.changes());
    });
    m_model->setChanges(m_session.changes());
    m_names = std::make_unique<TableRelations>(m_session, *m_model, nullptr);
    connect(m_model.get(), &core::RowsModel::rowsChanged, this, &PeekCard::fill);
    connect(m_model.get(), &core::RowsModel::contentChanged, this, &PeekCard::fill);
    connect(m_model.get(), &core::RowsModel::formatsChanged, this, &PeekCard::fill);
    connect(m_source.get(), &core::RowSource::busyChanged, this, &PeekCard::fill);
    connect(m_source.get(), &core::RowSource::failed, this, [this](const core::Error &error) {
        m_reading = false;
        say(m_what, error.message);
    });
    fill();
}

void PeekCard::showParent(const core::Relation &relation)
{
    core::RowsModel &model = *m_grid.model();
    m_relation = relation;
    m_insertId = 0;
    m_what = relation.to.display();
    say(m_what, u"Reading…"_s);
    const QString &first = relation.fromColumns.first();
    if (const auto reference = referenceAt(model, *m_session.changes(), m_grid.currentRow(), first)) {
        m_insertId = reference->insertId;
        readRows(relation.to, RowScope{relation, {{}, m_insertId}, {}}.filter());
        return;
    }
    const auto key = model.keyAlong(relation, m_grid.currentRow());
    if (!key) {
        say(m_what, u"The key that leads there is not known yet."_s);
    } else if (std::any_of(key->cbegin(), key->cend(), [](const core::Value &value) { return value.isNull(); })) {
        say(m_what, u"%1 is NULL here; it refers to no row."_s.arg(relation.fromColumns.join(u", "_s)));
    } else {
        readRows(relation.to, RowScope{relation, {*key, 0}, {}}.filter());
    }
}

void PeekCard::showChildren(const core::Relation &relation)
{
    core::RowsModel &model = *m_grid.model();
    m_relation = relation;
    m_scope = RowScope{childrenAlong(relation), {}, {}};
    m_what = relation.name;
    say(m_what, u"Reading…"_s);
    if (const auto id = model.insertIdOf(m_grid.currentRow())) {
        m_scope.parent.insertId = *id;
    } else if (const auto key = model.keyAlong(relation, m_grid.currentRow())) {
        m_scope.parent.values = *key;
    } else {
        say(m_what, u"This row is still being read."_s);
        return;
    }
    readRows(m_scope.relation.to, m_scope.filter());
}

void PeekCard::fill()
{
    if (!m_model || !m_open)
        return;
    const bool nothing = m_model->rows() == 0;
    const bool read = m_source->count().exact || (!nothing && m_model->cell(0, 0).state == core::RowsModel::Loaded);
    if (!read)
        return;
    if (!nothing && m_model->cell(0, 0).state == core::RowsModel::Loading)
        return; // asked for by this very look
    m_reading = false;
    if (m_relation.kind == RelationKind::One)
        fillParent();
    else
        fillChildren();
    place();
}

void PeekCard::fillParent()
{
    if (m_model->rows() == 0) {
        say(m_what, u"There is no such row."_s);
        return;
    }
    QList<core::Value> names;
    const QStringList label = m_session.labelRules().value(m_relation.to).columns;
    for (const QString &column : label)
        names.append(m_model->cell(0, std::max(0, m_model->table().columnIndex(column))).value);
    QStringList key;
    for (const QString &column : m_relation.toColumns)
        key.append(
            visibleText(m_model->cell(0, std::max(0, m_model->table().columnIndex(column))).value.display(60), 60));
    const QString shown = m_insertId > 0 ? u"new"_s : key.join(u", "_s);
    const int more = m_model->storedColumns() - PeekBody::fieldsAtMost;
    say(core::labelWithKey(visibleText(core::labelText(names), 80), shown) + u" · "_s + m_relation.to.display(),
        more > 0 ? u"and %1 more %2"_s.arg(more).arg(more == 1 ? u"column"_s : u"columns"_s) : QString());
    m_body->showFields(m_model.get(), 0);
    m_body->show();
}

void PeekCard::fillChildren()
{
    const qint64 rows = m_model->rows();
    const QString count = rows == 1 ? u"1 row"_s : u"%1 rows"_s.arg(grouped(rows));
    say(u"%1 · %2%3"_s.arg(m_what, m_source->count().exact ? QString() : u"~"_s, count),
        rows > PeekBody::rowsAtMost ? u"the first %1 of them"_s.arg(PeekBody::rowsAtMost) : QString());
    if (rows == 0) {
        m_body->hide();
        return;
    }
    m_body->showRows(m_model.get(), m_scope.relation.toColumns);
    m_body->show();
}

} // namespace ui
