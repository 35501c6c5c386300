// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/impactways.h"

#include "core/base/whendone.h"
#include "core/edit/relationedits.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"
#include "ui/changes/impactmodel.h"
#include "ui/row/relationpicker.h"

#include <QWidget>

#include <algorithm>

namespace ui {

namespace {

using core::ImpactNode;
using Blocked = core::ImpactNode::Blocked;

constexpr qint64 mostStaged = 20'000; // at once; more is work for a script

qint64 concerned(const ImpactNode &node)
{
    return node.blocked == Blocked::No ? node.rows : node.blocking;
}

/// As reparent() wants them: what the chosen row has in the columns that are pointed at.
QList<core::NewValue> valuesOf(const core::RowEnd &end, const core::Relation &relation)
{
    QList<core::NewValue> values;
    if (end.insertId == 0) {
        for (const core::Value &value : end.values)
            values.append(core::NewValue(value));
        return values;
    }
    for (const QString &column : relation.fromColumns)
        values.append(core::KeyOfInserted{relation.from, end.insertId, column});
    return values;
}

} // namespace

ImpactWays::ImpactWays(core::Session &session, EditStack &edits, QWidget *parent)
    : QObject(parent)
    , m_session(session)
    , m_edits(edits)
{
}

ImpactWays::~ImpactWays()
{
    delete m_picker.data();
}

bool ImpactWays::isOpen(Way way, const ImpactNode &node, const core::Schema &schema)
{
    const bool stuck = node.blocked == Blocked::StillReferenced || node.blocked == Blocked::Required
        || node.blocked == Blocked::NoParent || node.action == ImpactNode::Action::Orphans;
    if (concerned(node) == 0)
        return false;
    const bool isLost = node.blocked == Blocked::NewRowLost;
    switch (way) {
    case Way::DeleteToo:
        return stuck && node.relation;
    case Way::Reparent:
        return (stuck || isLost) && node.relation;
    case Way::Detach:
        return (stuck || isLost) && node.relation && core::canDetach(schema, node);
    case Way::TakeBack:
        return isLost || node.blocked == Blocked::AlreadyOtherwise
            || (node.blocked == Blocked::NoParent && !node.relation);
    case Way::Restore:
        return isLost && !node.because.isEmpty();
    }
    return false;
}

void ImpactWays::withSamples(const std::shared_ptr<const core::Impact> &impact, int node, qint64 wanted,
                             const Handler &then)
{
    if (impact->nodes.at(node).samples.size() >= wanted) {
        then(*impact, node);
        return;
    }
    const QString name = ImpactModel::nameOf(*impact, node);
    const std::shared_ptr<const core::ChangeSet> of = m_session.changes();
    core::ImpactLimits limits;
    limits.samples = int(wanted);
    core::whenDone(m_session.impact(limits), this, [this, name, of, then](const core::Result<core::Impact> &answer) {
        if (m_session.changes() != of)
            return; // the tree is about something else by now
        if (!answer) {
            if (!answer.error().isCancelled())
                Q_EMIT failed(answer.error());
            return;
        }
        if (const int found = ImpactModel::nodeNamed(*answer, name); found >= 0)
            then(*answer, found);
    });
}

bool ImpactWays::isOutdated(const std::shared_ptr<const core::ChangeSet> &of)
{
    if (m_session.changes() == of)
        return false;
    Q_EMIT noteRequested(tr("The staged edits have changed, and what they take along is still being counted. "
                            "Nothing was staged; try again in a moment."));
    return true;
}

void ImpactWays::take(Way way, const std::shared_ptr<const core::Impact> &impact,
                      const std::shared_ptr<const core::ChangeSet> &of, int node, QWidget *anchor)
{
    // The tree stays on view while it is found out anew: what it names may be nobody's business by now.
    if (isOutdated(of))
        return;
    const qint64 wanted = concerned(impact->nodes.at(node));
    if (wanted > mostStaged) {
        Q_EMIT noteRequested(tr("These are %1 rows, more than can be staged at once (%2).")
                                 .arg(countText(wanted), countText(mostStaged)));
        return;
    }
    const QPointer<QWidget> at = anchor;
    withSamples(impact, node, wanted, [this, way, at](const core::Impact &whole, int found) {
        const ImpactNode &named = whole.nodes.at(found);
        if (way != Way::Reparent)
            stage(way, named, {});
        else if (at)
            pick(named, at);
    });
}

void ImpactWays::stage(Way way, const ImpactNode &node, const QList<core::NewValue> &values)
{
    const core::SchemaPtr schema = m_session.schema();
    const std::shared_ptr<const core::ChangeSet> changes = m_session.changes();
    const auto edit = way == Way::DeleteToo ? core::deleteToo(node, *changes)
        : way == Way::Detach                ? core::detach(*schema, node, *changes)
        : way == Way::Reparent              ? core::reparent(*schema, node, *changes, values)
        : way == Way::Restore               ? core::restoreDeleted(node, *changes)
                                            : core::takeBack(node, *changes);
    if (!edit) {
        Q_EMIT failed(edit.error());
        return;
    }
    const auto *compound = std::get_if<core::CompoundEdit>(&*edit);
    if (const auto pushed = m_edits.push(*edit, compound ? compound->text : tr("Way out")); !pushed)
        Q_EMIT failed(pushed.error());
}

void ImpactWays::pick(const ImpactNode &node, QWidget *anchor)
{
    if (m_picker && m_picker->parentWidget() != anchor->window())
        delete m_picker.data();
    if (!m_picker)
        m_picker = new RelationPicker(m_session, anchor->window());
    m_picker->disconnect(this);
    const std::shared_ptr<const core::ChangeSet> of = m_session.changes();
    connect(m_picker, &RelationPicker::chosen, this, [this, node, of](const core::RowEnd &end) {
        if (end.isNone() || isOutdated(of))
            return;
        stage(Way::Reparent, node, valuesOf(end, *node.relation));
    });
    RelationPicker::Request request;
    request.relation = core::fromChild(*node.relation);
    m_picker->open(request, anchor);
}

void ImpactWays::showRows(const std::shared_ptr<const core::Impact> &impact, int node)
{
    const core::SchemaPtr schema = m_session.schema();
    const auto rows = rowsOf(*impact, node, *schema, m_session.dialect());
    if (!rows) {
        Q_EMIT noteRequested(
            tr("These rows of %1 cannot be named by a filter.").arg(impact->nodes.at(node).table.display()));
        return;
    }
    if (!rows->isPart() || impact->nodes.at(node).samples.size() >= mostRowsNamed) {
        open(*rows, impact->complete);
        return;
    }
    const qint64 wanted = std::min<qint64>(mostRowsNamed, concerned(impact->nodes.at(node)));
    withSamples(impact, node, wanted, [this, schema](const core::Impact &more, int found) {
        if (const auto all = rowsOf(more, found, *schema, m_session.dialect()))
            open(*all, more.complete);
    });
}

void ImpactWays::open(const ImpactRows &rows, bool complete)
{
    Q_EMIT openRequested(rows.destination);
    const QString table = rows.destination.table.display();
    if (rows.isPart())
        Q_EMIT noteRequested(
            tr("Only a part is shown: %1 of %2 rows of %3.").arg(countText(rows.shown), countText(rows.of), table));
    else if (!complete)
        Q_EMIT noteRequested(tr("There may be more of these rows of %1: not all were looked at.").arg(table));
}

} // namespace ui

#include "moc_impactways.cpp"
