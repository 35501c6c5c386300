// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/foreignkeysmodel.h"

#include "ui/design/designdesk.h"
#include "ui/design/designpart.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::ForeignKey;
using core::ForeignKeyAction;

const QList<ForeignKeyAction> &actions()
{
    static const QList<ForeignKeyAction> all{ForeignKeyAction::NoAction, ForeignKeyAction::Restrict,
                                             ForeignKeyAction::SetNull, ForeignKeyAction::SetDefault,
                                             ForeignKeyAction::Cascade};
    return all;
}

QString actionText(const std::optional<ForeignKeyAction> &action)
{
    return action ? core::toText(*action) : QString();
}

QString keyNameOf(const ForeignKey &key)
{
    return key.name;
}

/// Its columns tell which one it is, as most have no name.
const ForeignKey *was(const ForeignKey &key, const QList<ForeignKey> &before)
{
    if (const ForeignKey *same = counterpartOf(key, before, keyNameOf))
        return same;
    const auto it =
        std::find_if(before.cbegin(), before.cend(), [&](const ForeignKey &k) { return k.columns == key.columns; });
    return it == before.cend() ? nullptr : &*it;
}

} // namespace

QStringList ForeignKeysModel::titles() const
{
    return {tr("Columns"),  tr("References"), tr("On delete"), tr("On update"),
            tr("Deferred"), tr("Name"),       tr("Not valid")};
}

QList<ForeignKey> ForeignKeysModel::dropped() const
{
    if (!before())
        return {};
    QList<ForeignKey> gone = before()->foreignKeys;
    for (const ForeignKey &key : now()->foreignKeys) {
        if (const ForeignKey *old = was(key, gone))
            gone.removeAt(old - gone.constData());
    }
    return gone;
}

DesignRow ForeignKeysModel::rowOf(const ForeignKey &key, const ForeignKey *old) const
{
    const core::DesignRules &rules = desk().rules();
    const auto reference = [&](const ForeignKey &k) { return k.target.isEmpty() ? QString() : rules.textOf(k); };
    DesignRow row;
    row.id = u"key "_s + rules.textOf(key.columns) + u' ' + key.name;
    row.cells = {textCell(rules.textOf(key.columns), old && old->columns != key.columns, tr("type the columns")),
                 textCell(reference(key), old && reference(*old) != reference(key), tr("table (columns)")),
                 textCell(actionText(key.onDelete), old && old->deleteAction() != key.deleteAction(), u"NO ACTION"_s),
                 textCell(actionText(key.onUpdate), old && old->updateAction() != key.updateAction(), u"NO ACTION"_s),
                 checkCell(key.isDeferred(), old && old->isDeferred() != key.isDeferred()),
                 textCell(key.name, old && old->name != key.name, tr("unnamed")),
                 checkCell(key.notValid, old && old->notValid != key.notValid)};
    const auto changed = [](const DesignCell &cell) { return cell.changed; };
    row.state = !old                                                 ? DesignRow::State::New
        : std::any_of(row.cells.cbegin(), row.cells.cend(), changed) ? DesignRow::State::Changed
                                                                     : DesignRow::State::Same;
    return row;
}

QList<DesignRow> ForeignKeysModel::makeRows() const
{
    QList<DesignRow> rows;
    const QList<core::DesignProblem> problems = desk().problemsOf(table());
    for (int i = 0; i < now()->foreignKeys.size(); ++i) {
        const ForeignKey &key = now()->foreignKeys.at(i);
        DesignRow row = rowOf(key, before() ? was(key, before()->foreignKeys) : nullptr);
        for (const core::DesignProblem &p : problems) {
            if (p.part == core::DesignProblem::Part::ForeignKey && p.item == i)
                row.problem = p.sentence;
        }
        rows.append(row);
    }
    const QList<ForeignKey> gone = dropped();
    for (const ForeignKey &key : gone) {
        DesignRow row = rowOf(key, &key);
        row.id.prepend(u"dropped "_s);
        row.state = DesignRow::State::Dropped;
        rows.append(row);
    }
    if (m_draft) {
        DesignRow row = rowOf(*m_draft, nullptr);
        row.id = u"draft"_s;
        rows.append(row);
    }
    return rows;
}

QStringList ForeignKeysModel::choices(int row, int column) const
{
    Q_UNUSED(row)
    QStringList out;
    switch (column) {
    case Columns:
        for (const core::Column &c : now()->columns)
            out.append(desk().rules().textOf(QStringList{c.name}));
        return out;
    case References:
        return referenceChoices(desk());
    case OnDelete:
    case OnUpdate:
        for (const ForeignKeyAction action : actions())
            out.append(core::toText(action));
        return out;
    default:
        return out;
    }
}

core::Result<ForeignKey> ForeignKeysModel::with(ForeignKey key, int column, const QString &text) const
{
    switch (column) {
    case Columns: {
        const auto names = desk().rules().namesFromText(text);
        RC_TRY(names);
        key.columns = *names;
        key.column = key.columns.size() == 1 ? key.columns.first() : QString();
        return key;
    }
    case References: {
        const auto typed = desk().rules().referenceFromText(text);
        RC_TRY(typed);
        key.target = typed->target;
        key.targetColumns = typed->targetColumns;
        return key;
    }
    case OnDelete:
    case OnUpdate: {
        std::optional<ForeignKeyAction> &action = column == OnDelete ? key.onDelete : key.onUpdate;
        const QString word = text.simplified().toUpper();
        action.reset();
        for (const ForeignKeyAction a : actions()) {
            if (core::toText(a) == word)
                action = a;
        }
        if (!action && !word.isEmpty())
            return core::Error::invalid(
                tr("%1 is no action: CASCADE, SET NULL, SET DEFAULT, RESTRICT or NO ACTION.").arg(text.trimmed()));
        return key;
    }
    case Name:
        key.name = text.trimmed();
        return key;
    default:
        return core::Error::invalid(tr("This cannot be typed."));
    }
}

/// Of a draft only what is complete becomes part of the design.
core::Result<core::Done> ForeignKeysModel::put(int row, const ForeignKey &to)
{
    if (row < now()->foreignKeys.size())
        return desk().push({core::design::PutForeignKey{table(), now()->foreignKeys.at(row), to}});
    m_draft = to;
    if (to.columns.isEmpty() || to.target.isEmpty()) {
        refresh();
        return core::Done{};
    }
    m_draft.reset();
    const auto done = desk().push({core::design::PutForeignKey{table(), std::nullopt, to}});
    if (!done)
        m_draft = to;
    return done;
}

core::Result<core::Done> ForeignKeysModel::set(int row, int column, const QString &text)
{
    const bool isDraft = row >= now()->foreignKeys.size();
    const auto to = with(isDraft ? m_draft.value_or(ForeignKey()) : now()->foreignKeys.at(row), column, text);
    RC_TRY(to);
    return put(row, *to);
}

core::Result<core::Done> ForeignKeysModel::check(int row, int column, bool checked)
{
    if (column != Deferred && column != NotValid)
        return DesignModel::check(row, column, checked);
    const bool isDraft = row >= now()->foreignKeys.size();
    ForeignKey to = isDraft ? m_draft.value_or(ForeignKey()) : now()->foreignKeys.at(row);
    if (column == NotValid) {
        to.notValid = checked;
        return put(row, to);
    }
    to.deferral = checked ? ForeignKey::Deferral::Deferrable : ForeignKey::Deferral::None;
    to.initially = checked ? ForeignKey::Initially::Deferred : ForeignKey::Initially::None;
    return put(row, to);
}

core::Result<int> ForeignKeysModel::insertBelow(int)
{
    m_draft = ForeignKey();
    refresh();
    return rowCount() - 1;
}

core::Result<core::Done> ForeignKeysModel::drop(int row)
{
    const qsizetype own = now()->foreignKeys.size();
    if (row < own)
        return desk().push({core::design::PutForeignKey{table(), now()->foreignKeys.at(row), std::nullopt}});
    const QList<ForeignKey> gone = dropped();
    if (row - own < gone.size())
        return desk().push({core::design::PutForeignKey{table(), std::nullopt, gone.at(row - own)}});
    m_draft.reset();
    refresh();
    return core::Done{};
}

} // namespace ui

#include "moc_foreignkeysmodel.cpp"
