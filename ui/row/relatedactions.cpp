// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/relatedactions.h"

#include "core/edit/relationedits.h"
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using State = core::RelatedRow::State;

QString saidOfRelated(const char *text)
{
    return QCoreApplication::translate("ui::RelatedActions", text);
}

QString nameOf(const core::RowRef &row)
{
    return row.isNew() ? saidOfRelated("the new row of %1").arg(row.table.display()) : rowText(row.table, row.key);
}

QList<core::Value> storedOf(const RelatedActions::Line &line, const QStringList &columns)
{
    QList<core::Value> values;
    for (const QString &column : columns) {
        if (const auto cell = line.stored.constFind(column); cell != line.stored.cend())
            values.append(*cell);
    }
    return values;
}

} // namespace

RelatedActions::RelatedActions(core::Session &session, EditStack &edits, const core::Relation &relation)
    : m_session(session)
    , m_edits(edits)
    , m_relation(relation)
    , m_listed(relation.kind == core::Relation::Kind::ManyToMany ? core::toJunction(relation) : relation)
{
}

bool RelatedActions::isKnown() const
{
    return m_subject.row.isNew() || !m_subject.stored.isEmpty();
}

core::RowEnd RelatedActions::here() const
{
    if (m_subject.row.isNew())
        return {{}, m_subject.row.insertId};
    core::RowEnd end;
    for (const QString &column : m_listed.fromColumns) {
        const core::Value value = m_subject.stored.value(column);
        if (value.isNull())
            return {};
        end.values.append(value);
    }
    return end;
}

QString RelatedActions::rowOnView() const
{
    return nameOf(m_subject.row);
}

QString RelatedActions::readOnlyBecause() const
{
    if (m_session.isReadOnly())
        return m_session.readOnlyBecause();
    const core::Table *table = m_session.schema()->table(m_listed.to);
    if (!table)
        return saidOfRelated("Table %1 is not in the database any more.").arg(m_listed.to.display());
    const core::RowIdentity identity = m_session.dialect().identityOf(*table);
    return identity.isEditable() ? QString() : identity.noneBecause;
}

QString RelatedActions::addForbidden(const QList<Line> &lines) const
{
    if (const QString because = readOnlyBecause(); !because.isEmpty())
        return because;
    if (!isKnown())
        return saidOfRelated("This row is not read yet.");
    const auto changes = m_session.changes();
    const core::RowEdit *edit = m_subject.row.isNew()
        ? changes->findInserted(m_subject.row.table, m_subject.row.insertId)
        : changes->find(m_subject.row.table, m_subject.row.key);
    if (edit && edit->kind == core::RowEdit::Kind::Delete)
        return saidOfRelated("This row is staged for deletion; restore it first.");
    const QString columns = m_listed.fromColumns.join(u", "_s);
    if (here().isNone())
        return saidOfRelated("This row has no %1, by which others refer to it; fill it in and apply that first.")
            .arg(columns);
    const bool keyEdited = edit && edit->kind == core::RowEdit::Kind::Update
        && std::any_of(m_listed.fromColumns.cbegin(), m_listed.fromColumns.cend(),
                       [&](const QString &column) { return edit->cells.contains(column); });
    if (keyEdited)
        return saidOfRelated("%1, by which others refer to this row, has been edited; apply that first.").arg(columns);
    if (m_listed.kind == core::Relation::Kind::OneToOne
        && std::any_of(lines.cbegin(), lines.cend(), [](const Line &line) { return line.related.isThere(); }))
        return saidOfRelated("There is one already, and no more than one row of %1 may refer to this row.")
            .arg(m_listed.to.display());
    return {};
}

QString RelatedActions::unreadBecause(core::RelatedList::State state) const
{
    using ListState = core::RelatedList::State;
    if (m_relation.kind == core::Relation::Kind::Many || state == ListState::Ready)
        return {};
    const QString table = m_listed.to.display();
    if (state == ListState::GaveUp)
        return saidOfRelated(
                   "Looking through %1 was given up, so it is not known what is there already; let it look on first.")
            .arg(table);
    if (state == ListState::Failed)
        return saidOfRelated("The rows of %1 could not be read, so it is not known what is there already.").arg(table);
    return saidOfRelated("The rows of %1 are being read; try again in a moment.").arg(table);
}

QString RelatedActions::editForbidden(const Line &line) const
{
    if (const QString because = readOnlyBecause(); !because.isEmpty())
        return because;
    if (line.related.state == State::Removed)
        return saidOfRelated("This row is staged for deletion; take that back first.");
    if (line.related.state == State::MovedAway)
        return saidOfRelated("This row is staged to leave; take that back first.");
    return {};
}

QString RelatedActions::detachForbidden(const Line &line) const
{
    if (const QString because = editForbidden(line); !because.isEmpty())
        return because;
    if (line.related.row.isNew())
        return saidOfRelated("A new row is taken back or deleted, not detached.");
    return core::emptyForbidden(*m_session.schema(), core::fromChild(m_listed));
}

/// What was seen of the row; not what was cut or follows from the rest.
QMap<QString, core::Value> RelatedActions::seen(const Line &line) const
{
    QMap<QString, core::Value> seen;
    const core::Table *table = m_session.schema()->table(m_listed.to);
    for (auto cell = line.stored.cbegin(); cell != line.stored.cend(); ++cell) {
        const core::Column *column = table ? table->column(cell.key()) : nullptr;
        if (column && !column->isGenerated() && !line.cutSizes.contains(cell.key()))
            seen.insert(cell.key(), *cell);
    }
    return seen;
}

core::Result<qint64> RelatedActions::add(const QMap<QString, core::NewValue> &cells)
{
    const auto changes = m_session.changes();
    const auto op = core::addChild(*m_session.schema(), m_listed, *changes, here(), cells);
    RC_TRY(op);
    const qint64 id = changes->nextInsertId();
    core::EditOp insert = *op;
    std::get<core::InsertRow>(insert).insertId = id;
    RC_TRY(m_edits.push(insert, saidOfRelated("Add a row of %1 to %2").arg(m_listed.to.display(), rowOnView())));
    return id;
}

core::Result<core::Done> RelatedActions::detach(const Line &line)
{
    const auto op = core::detachChild(*m_session.schema(), m_listed, *m_session.changes(), line.related.row,
                                      storedOf(line, m_listed.toColumns));
    RC_TRY(op);
    return m_edits.push(withSeen(*op, seen(line)),
                        saidOfRelated("Detach %1 from %2").arg(nameOf(line.related.row), rowOnView()));
}

core::Result<core::Done> RelatedActions::remove(const Line &line, const QString &label)
{
    const auto op = core::deleteRow(*m_session.changes(), line.related.row, seen(line));
    RC_TRY(op);
    const QString text = !label.isEmpty() ? saidOfRelated("Disconnect %1 from %2").arg(label, rowOnView())
        : line.related.row.isNew()        ? saidOfRelated("Take %1 back").arg(nameOf(line.related.row))
                                          : saidOfRelated("Delete %1").arg(nameOf(line.related.row));
    return m_edits.push(*op, text);
}

core::Result<core::Done> RelatedActions::takeBack(const Line &line)
{
    const auto op = core::takeBack(*m_session.changes(), line.related, m_listed.toColumns);
    RC_TRY(op);
    return m_edits.push(*op, saidOfRelated("Take back what is staged about %1").arg(nameOf(line.related.row)));
}

core::Result<core::Done> RelatedActions::setCell(const Line &line, const QString &column, const core::NewValue &value)
{
    const core::RowRef &row = line.related.row;
    core::EditOp op = core::SetInsertedCell{row.table, row.insertId, column, value};
    if (!row.isNew())
        op = core::SetCell{row.table, row.key, column, line.stored.value(column), value, -1, seen(line)};
    return m_edits.push(op, setCellText(row.table, row.key, column));
}

core::Result<core::EditOp> RelatedActions::referenceOp(const core::ChangeSet &changes, const Line &line,
                                                       const core::Relation &key, const core::RowEnd &end) const
{
    const auto op =
        core::chooseParent(*m_session.schema(), key, changes, line.related.row, storedOf(line, key.fromColumns), end);
    RC_TRY(op);
    return withSeen(*op, seen(line));
}

core::Result<core::Done> RelatedActions::setReference(const Line &line, const core::Relation &key,
                                                      const core::RowEnd &end)
{
    const auto op = referenceOp(*m_session.changes(), line, key, end);
    RC_TRY(op);
    return m_edits.push(*op, setCellText(key.from, line.related.row.key, key.fromColumns.join(u", "_s)));
}

core::Result<qint64> RelatedActions::createReference(const Line &line, const core::Relation &key,
                                                     const QMap<QString, core::NewValue> &cells)
{
    const auto changes = m_session.changes();
    const core::InsertRow insert{key.to, changes->nextInsertId(), cells, -1};
    core::ChangeSet after = *changes; // the reference is judged with the new row there
    RC_TRY(after.apply(insert));
    const auto op = referenceOp(after, line, key, {{}, insert.insertId});
    RC_TRY(op);
    const QString text = saidOfRelated("Create a row of %1").arg(key.to.display());
    RC_TRY(m_edits.push(core::CompoundEdit{text, {insert, *op}}, text));
    return insert.insertId;
}

/// A junction whose rows say more may need what is not known yet: its row is staged, and filled in afterwards.
core::Result<core::EditOp> RelatedActions::linkOp(const core::ChangeSet &changes, const core::RowEnd &there,
                                                  const QList<core::StoredRow> &stored) const
{
    const core::Schema &schema = *m_session.schema();
    const core::Table *junction = schema.table(m_relation.junction);
    const QList<core::RelatedRow> links =
        core::stagedLinks(schema, m_relation, changes, m_session.dialect(), here(), stored);
    const bool known = std::any_of(links.cbegin(), links.cend(),
                                   [&](const core::RelatedRow &link) { return core::isSameEnd(link.there, there); });
    if (known || !junction || !core::hasPayload(*junction, m_relation))
        return core::connectRows(schema, m_relation, changes, m_session.dialect(), here(), there, stored);
    QMap<QString, core::NewValue> cells;
    for (qsizetype i = 0; i < m_relation.junctionToColumns.size(); ++i) {
        const core::NewValue value = there.insertId > 0
            ? core::NewValue(core::KeyOfInserted{m_relation.to, there.insertId, m_relation.toColumns.value(i)})
            : core::NewValue(there.values.value(i));
        cells.insert(m_relation.junctionToColumns.at(i), value);
    }
    return core::addChild(schema, m_listed, changes, here(), cells);
}

core::Result<qint64> RelatedActions::connectTo(const core::RowEnd &there, const QList<core::StoredRow> &stored)
{
    const auto changes = m_session.changes();
    const auto op = linkOp(*changes, there, stored);
    RC_TRY(op);
    core::EditOp link = *op;
    auto *insert = std::get_if<core::InsertRow>(&link);
    if (insert)
        insert->insertId = changes->nextInsertId();
    RC_TRY(m_edits.push(link, saidOfRelated("Connect a row of %1 with %2").arg(m_relation.to.display(), rowOnView())));
    return insert ? insert->insertId : 0;
}

core::Result<RelatedActions::Created> RelatedActions::createAndConnect(const QMap<QString, core::NewValue> &cells,
                                                                       const QList<core::StoredRow> &stored)
{
    const auto changes = m_session.changes();
    const core::InsertRow row{m_relation.to, changes->nextInsertId(), cells, -1};
    core::ChangeSet after = *changes;
    RC_TRY(after.apply(row));
    const auto op = linkOp(after, {{}, row.insertId}, stored);
    RC_TRY(op);
    core::InsertRow link = std::get<core::InsertRow>(*op); // a row that is new was never connected
    link.insertId = after.nextInsertId();
    const QString text =
        saidOfRelated("Create a row of %1 and connect it with %2").arg(m_relation.to.display(), rowOnView());
    RC_TRY(m_edits.push(core::CompoundEdit{text, {row, link}}, text));
    return Created{row.insertId, link.insertId};
}

} // namespace ui
