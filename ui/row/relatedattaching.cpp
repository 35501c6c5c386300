// SPDX-License-Identifier: GPL-3.0-or-later
// RelatedActions: a row that is there already made to refer to the row on view.
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"
#include "ui/row/relatedactions.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString saidOfAttaching(const char *text)
{
    return QCoreApplication::translate("ui::RelatedActions", text);
}

} // namespace

std::optional<core::Relation> RelatedActions::listedByKey() const
{
    const core::Table *table = m_session.schema()->table(m_listed.to);
    if (!table || m_relation.kind == core::Relation::Kind::ManyToMany)
        return std::nullopt;
    const core::RowIdentity identity = m_session.dialect().identityOf(*table);
    const bool byColumns = std::all_of(identity.columns.cbegin(), identity.columns.cend(),
                                       [&](const QString &c) { return table->column(c); });
    if (!identity.isEditable() || !byColumns)
        return std::nullopt;
    core::Relation own;
    own.kind = core::Relation::Kind::One;
    own.from = own.to = table->name;
    own.fromColumns = own.toColumns = identity.columns;
    return own;
}

/// With what is staged.
bool RelatedActions::refersHere(const core::ChangeSet &changes, const core::RowRef &child,
                                const QMap<QString, core::Value> &stored) const
{
    const core::RowEnd end = here();
    const core::RowEdit *edit =
        child.isNew() ? changes.findInserted(child.table, child.insertId) : changes.find(child.table, child.key);
    for (qsizetype i = 0; i < m_listed.toColumns.size(); ++i) {
        const QString &column = m_listed.toColumns.at(i);
        core::NewValue now = stored.value(column);
        if (edit && edit->cells.contains(column))
            now = edit->cells.value(column).value;
        const core::NewValue wanted = end.insertId > 0
            ? core::NewValue(core::KeyOfInserted{m_subject.row.table, end.insertId, m_listed.fromColumns.at(i)})
            : core::NewValue(end.values.value(i));
        if (now != wanted)
            return false;
    }
    return true;
}

core::Result<core::Done> RelatedActions::attach(const core::RowRef &child, const QMap<QString, core::Value> &stored)
{
    const auto changes = m_session.changes();
    const core::Table *table = m_session.schema()->table(m_listed.to);
    if (!table)
        return core::Error::invalid(
            saidOfAttaching("Table %1 is not in the database any more.").arg(m_listed.to.display()));
    const QString name = child.isNew() ? saidOfAttaching("the new row of %1").arg(child.table.display())
                                       : rowText(child.table, child.key);
    if (refersHere(*changes, child, stored))
        return core::Error::invalid(saidOfAttaching("%1 refers to this row already.").arg(name));
    QList<core::Value> base;
    for (const QString &column : m_listed.toColumns) {
        if (stored.contains(column))
            base.append(stored.value(column));
    }
    const auto op = core::chooseParent(*m_session.schema(), core::fromChild(m_listed), *changes, child, base, here());
    RC_TRY(op);
    QMap<QString, core::Value> seen = stored;
    for (const core::Column &column : table->columns) {
        if (column.isGenerated())
            seen.remove(column.name);
    }
    return m_edits.push(withSeen(*op, seen), saidOfAttaching("Attach %1 to %2").arg(name, rowOnView()));
}

} // namespace ui
