// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/impacttexts.h"

#include "core/edit/sideeffects.h"
#include "ui/changes/changetexts.h"
#include "ui/style/celltext.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Action = core::ImpactNode::Action;
using Blocked = core::ImpactNode::Blocked;
using Event = core::ImpactNode::Event;
using EffectKind = core::SideEffect::Kind;

QString saidOfImpact(const char *text)
{
    return QCoreApplication::translate("ui::ImpactTexts", text);
}

QString named(const core::QualifiedName &table)
{
    return visibleText(table.display(), 60);
}

QString columnsText(const QStringList &columns)
{
    return visibleText(columns.join(", "_L1), 60);
}

QString atLeast(qint64 count, bool complete)
{
    return complete ? countText(count) : saidOfImpact("at least %1").arg(countText(count));
}

/// "12 comments", "12 rows of Invoice", "1 row of comments": a table may be called by one of its rows.
QString rowsOf(const core::QualifiedName &table, qint64 count, bool complete = true)
{
    if (count == 1)
        return saidOfImpact("%1 row of %2").arg(atLeast(1, complete), named(table));
    const bool isPlural = table.name.endsWith(u's', Qt::CaseInsensitive);
    return (isPlural ? u"%1 %2"_s : saidOfImpact("%1 rows of %2")).arg(atLeast(count, complete), named(table));
}

QString listedImpacts(const QStringList &names)
{
    if (names.size() < 2)
        return names.join(QString());
    return saidOfImpact("%1 and %2").arg(names.first(names.size() - 1).join(", "_L1), names.last());
}

QString clause(const core::SideEffect &effect, bool complete)
{
    const QString rows = rowsOf(effect.table, effect.rows, complete);
    const QString columns = columnsText(effect.columns);
    switch (effect.kind) {
    case EffectKind::Deleted: // all of them are one clause
        break;
    case EffectKind::SetNull:
        return saidOfImpact("sets %1 of %2 to NULL").arg(columns, rows);
    case EffectKind::SetDefault:
        return saidOfImpact("sets %1 of %2 to its default").arg(columns, rows);
    case EffectKind::Follows:
        return saidOfImpact("changes %1 of %2 with the key").arg(columns, rows);
    case EffectKind::Orphaned:
        return saidOfImpact("leaves %2 without the row that %1 refers to").arg(columns, rows);
    }
    return {};
}

/// What the rows refer to, in words.
QString targetOf(const core::ImpactNode &node)
{
    return node.relation ? named(node.relation->from) : QString();
}

QString blockedReason(const core::ImpactNode &node, bool complete)
{
    const qint64 count = std::max<qint64>(1, node.blocking);
    const QString rows = rowsOf(node.table, count, complete);
    const bool one = count == 1;
    const QString columns = node.relation ? columnsText(node.relation->toColumns) : QString();
    switch (node.blocked) {
    case Blocked::No:
        break;
    case Blocked::StillReferenced:
        return (one ? saidOfImpact("%1 still refers to a row of %2 by %3")
                    : saidOfImpact("%1 still refer to rows of %2 by %3"))
            .arg(rows, targetOf(node), columns);
    case Blocked::Required:
        return saidOfImpact("%1 of %2 would become NULL, which it must not be").arg(columns, rows);
    case Blocked::NoParent:
        return node.relation ? saidOfImpact("%1 of %2 would lead to no row of %3").arg(columns, rows, targetOf(node))
                             : (one ? saidOfImpact("%1 would refer to a row that is not there")
                                    : saidOfImpact("%1 would refer to rows that are not there"))
                                   .arg(rows);
    case Blocked::TooDeep:
        return saidOfImpact("the chain through %1 is longer than the database follows").arg(named(node.table));
    case Blocked::NewRowLost:
        return (one ? saidOfImpact("%1 new row of %2 would go again with the row of %3 that it refers to by %4")
                    : saidOfImpact("%1 new rows of %2 would go again with the rows of %3 that they refer to by %4"))
            .arg(atLeast(count, complete), named(node.table), targetOf(node), columns);
    case Blocked::AlreadyOtherwise:
        return (one ? saidOfImpact("another edit takes along %1, which has an edit of its own")
                    : saidOfImpact("other edits take along %1, which have edits of their own"))
            .arg(rows);
    }
    return {};
}

QString waysOut(const core::ImpactNode &node)
{
    switch (node.blocked) {
    case Blocked::No:
        break;
    case Blocked::StillReferenced:
    case Blocked::Required:
        return saidOfImpact("Delete them too, or let them refer to another row or to none.");
    case Blocked::NoParent:
        return node.relation ? saidOfImpact("Delete them too, or let them refer to another row or to none.")
                             : saidOfImpact("Take the edit back, or let it refer to a row that stays.");
    case Blocked::TooDeep:
        return saidOfImpact("Delete rows at the far end of it first, and apply that.");
    case Blocked::NewRowLost:
        return node.blocking > 1
            ? saidOfImpact("Let them refer to another row or to none, take the new rows back, or do not delete.")
            : saidOfImpact("Let it refer to another row or to none, take the new row back, or do not delete.");
    case Blocked::AlreadyOtherwise:
        return saidOfImpact("Take the edit of these rows back: the other one is enough.");
    }
    return {};
}

QString upperFirst(QString text)
{
    if (!text.isEmpty())
        text[0] = text.at(0).toUpper();
    return text;
}

} // namespace

bool isWorthShowing(const core::Impact &impact)
{
    return !impact.isQuiet() || !impact.complete;
}

QString impactText(const core::Impact &impact)
{
    QStringList deleted;
    QStringList clauses;
    QHash<core::QualifiedName, qint64> newOnes; // these forbid it: see failureText()
    for (const core::ImpactTotal &total : impact.totals)
        newOnes.insert(total.table, total.insertedLost);
    for (const core::SideEffect &effect : core::sideEffects(impact)) {
        const qint64 stored = effect.rows - newOnes.value(effect.table);
        if (effect.kind == EffectKind::Deleted && stored > 0)
            deleted.append(rowsOf(effect.table, stored, impact.complete));
        else if (effect.kind != EffectKind::Deleted)
            clauses.append(clause(effect, impact.complete));
    }
    if (!deleted.isEmpty())
        clauses.prepend(saidOfImpact("deletes %1").arg(listedImpacts(deleted)));
    return clauses.isEmpty() ? QString() : saidOfImpact("also %1").arg(clauses.join("; "_L1));
}

QString failureText(const core::Impact &impact)
{
    if (impact.blockers.isEmpty())
        return {};
    const QString first = blockedReason(impact.nodes.at(impact.blockers.constFirst()), impact.complete);
    const qsizetype more = impact.blockers.size() - 1;
    const QString text = saidOfImpact("would fail: %1").arg(first);
    if (more == 0)
        return text;
    return text
        + (more == 1 ? saidOfImpact(", and for one more reason") : saidOfImpact(", and for %1 more reasons").arg(more));
}

QString moreText(const core::Impact &impact)
{
    return impact.complete ? QString()
                           : saidOfImpact("too many rows to look at all: there may be more, also some that forbid it");
}

QString triggersText(const core::Impact &impact)
{
    QStringList names;
    for (const core::ImpactTrigger &trigger : impact.triggers)
        names.append(visibleText(trigger.name, 60));
    names.removeDuplicates();
    if (names.isEmpty())
        return {};
    return names.size() == 1 ? saidOfImpact("trigger %1 runs and may do more").arg(names.constFirst())
                             : saidOfImpact("triggers %1 run and may do more").arg(listedImpacts(names));
}

QString wayText(const core::ImpactNode &node)
{
    return node.relation ? u"%1 → %2"_s.arg(columnsText(node.relation->toColumns), targetOf(node)) : QString();
}

QString actionText(const core::ImpactNode &node)
{
    switch (node.action) {
    case Action::Staged:
        return node.event == Event::Delete ? saidOfImpact("delete") : saidOfImpact("change");
    case Action::Cascade:
        return saidOfImpact("cascade");
    case Action::SetNull:
        return saidOfImpact("set null");
    case Action::SetDefault:
        return saidOfImpact("set default");
    case Action::Restrict:
        return saidOfImpact("restrict");
    case Action::NoAction:
        return saidOfImpact("no action");
    case Action::Orphans:
        return saidOfImpact("not enforced");
    }
    return {};
}

PillKind actionPill(const core::ImpactNode &node)
{
    if (node.blocked != Blocked::No)
        return PillKind::Red;
    switch (node.action) {
    case Action::Staged:
        return PillKind::Neutral;
    case Action::Cascade:
        return node.event == Event::Delete ? PillKind::Red : PillKind::Blue;
    case Action::SetNull:
    case Action::SetDefault:
        return PillKind::Amber;
    case Action::Restrict:
    case Action::NoAction:
        return PillKind::Neutral;
    case Action::Orphans:
        return PillKind::Violet;
    }
    return PillKind::Neutral;
}

QString countsText(const core::ImpactNode &node, bool complete)
{
    const QString count = atLeast(node.rows, complete);
    if (node.blocked != Blocked::No) {
        const QString blocking = atLeast(std::max<qint64>(1, node.blocking), complete);
        return node.rows > node.blocking && node.action != Action::Staged
            ? saidOfImpact("%1 of %2 forbid it").arg(blocking, count)
            : (node.blocking > 1 ? saidOfImpact("%1 forbid it") : saidOfImpact("%1 forbids it")).arg(blocking);
    }
    if (node.rows == 0)
        return saidOfImpact("none of its own");
    switch (node.action) {
    case Action::Staged:
        return saidOfImpact("%1 staged").arg(count);
    case Action::Cascade:
        return node.event == Event::Delete ? saidOfImpact("%1 deleted").arg(count)
                                           : saidOfImpact("%1 changed").arg(count);
    case Action::SetNull:
        return saidOfImpact("%1 set to NULL").arg(count);
    case Action::SetDefault:
        return saidOfImpact("%1 set to default").arg(count);
    case Action::Restrict:
    case Action::NoAction:
        return saidOfImpact("%1 refer to it").arg(count);
    case Action::Orphans:
        return saidOfImpact("%1 left behind").arg(count);
    }
    return {};
}

QString notesText(const core::ImpactNode &node)
{
    QStringList notes;
    if (node.levels > 1)
        notes.append(saidOfImpact("%1 levels deep").arg(node.levels));
    if (node.again > 0)
        notes.append(saidOfImpact("%1 counted elsewhere too").arg(countText(node.again)));
    return notes.join(u" · "_s);
}

QString nodeSentence(const core::Impact &impact, int index)
{
    const core::ImpactNode &node = impact.nodes.at(index);
    if (node.blocked != Blocked::No)
        return upperFirst(blockedReason(node, impact.complete)) + u". "_s + waysOut(node);
    const QString rows = rowsOf(node.table, node.rows, impact.complete);
    const QString columns = node.relation ? columnsText(node.relation->toColumns) : QString();
    const QString target = targetOf(node);
    switch (node.action) {
    case Action::Staged:
        return node.event == Event::Delete ? saidOfImpact("%1 staged for deletion.").arg(rows)
                                           : saidOfImpact("%1 with a staged change that others refer to.").arg(rows);
    case Action::Cascade:
        return node.event == Event::Delete
            ? saidOfImpact("%1 refer to %2 by %3 and go with it (ON DELETE CASCADE).").arg(rows, target, columns)
            : saidOfImpact("%3 of %1 follows the changed key of %2 (ON UPDATE CASCADE).").arg(rows, target, columns);
    case Action::SetNull:
        return saidOfImpact("%1 stay; their %3, which leads to %2, becomes NULL.").arg(rows, target, columns);
    case Action::SetDefault:
        return saidOfImpact("%1 stay; their %3, which leads to %2, gets its default.").arg(rows, target, columns);
    case Action::Restrict:
    case Action::NoAction:
        return saidOfImpact("%1 refer to %2 by %3.").arg(rows, target, columns);
    case Action::Orphans:
        return saidOfImpact("%1 stay, and their %3 leads to no row of %2 any more: the database does not enforce it.")
            .arg(rows, target, columns);
    }
    return {};
}

} // namespace ui
