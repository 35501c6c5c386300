// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/policiesmodel.h"

#include "ui/design/designdesk.h"
#include "ui/design/designpart.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Policy;

const QStringList &policyCommands() // in the order of Policy::Command
{
    static const QStringList all{u"ALL"_s, u"SELECT"_s, u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s};
    return all;
}

QString policyName(const Policy &policy)
{
    return policy.name;
}

} // namespace

QStringList PoliciesModel::titles() const
{
    return {tr("Name"), tr("For"), tr("To roles"), tr("Sees rows where"), tr("Writes rows where"), tr("Restrictive")};
}

QList<Policy> PoliciesModel::dropped() const
{
    return before() ? droppedOf(before()->policies, now()->policies, policyName) : QList<Policy>();
}

DesignRow PoliciesModel::rowOf(const Policy &policy, const Policy *was) const
{
    const auto differs = [&](auto member) { return was && !(was->*member == policy.*member); };
    DesignRow row;
    row.id = u"policy "_s + policy.name;
    row.cells = {
        textCell(policy.name, differs(&Policy::name), tr("type a name")),
        textCell(policyCommands().at(static_cast<int>(policy.command)), differs(&Policy::command)),
        textCell(desk().rules().textOf(policy.roles), differs(&Policy::roles), u"public"_s),
        textCell(policy.usingExpression, differs(&Policy::usingExpression), tr("all rows")),
        textCell(policy.checkExpression, differs(&Policy::checkExpression), tr("as those it sees")),
        checkCell(policy.restrictive, differs(&Policy::restrictive)),
    };
    const auto changed = [](const DesignCell &cell) { return cell.changed; };
    row.state = !was                                                 ? DesignRow::State::New
        : std::any_of(row.cells.cbegin(), row.cells.cend(), changed) ? DesignRow::State::Changed
                                                                     : DesignRow::State::Same;
    return row;
}

QList<DesignRow> PoliciesModel::makeRows() const
{
    QList<DesignRow> rows;
    const QList<core::DesignProblem> problems = desk().problemsOf(table());
    for (int i = 0; i < now()->policies.size(); ++i) {
        const Policy &policy = now()->policies.at(i);
        rows.append(rowOf(policy, before() ? counterpartOf(policy, before()->policies, policyName) : nullptr));
        for (const core::DesignProblem &p : problems) {
            if (p.part == core::DesignProblem::Part::Policy && p.item == i)
                rows.last().problem = p.sentence;
        }
    }
    const QList<Policy> gone = dropped();
    for (const Policy &policy : gone) {
        rows.append(rowOf(policy, &policy));
        rows.last().id.prepend(u"dropped "_s);
        rows.last().state = DesignRow::State::Dropped;
    }
    if (m_draft) {
        rows.append(rowOf(*m_draft, nullptr));
        rows.last().id = u"draft"_s;
    }
    return rows;
}

QStringList PoliciesModel::choices(int, int column) const
{
    if (column == Command)
        return policyCommands();
    return column == Roles ? QStringList{u"public"_s, u"CURRENT_USER"_s} : QStringList();
}

core::Result<Policy> PoliciesModel::with(Policy policy, int column, const QString &text) const
{
    const QString typed = text.trimmed();
    if (column == Name) {
        policy.name = typed;
    } else if (column == Command) {
        const qsizetype command = policyCommands().indexOf(typed.toUpper());
        if (command < 0)
            return core::Error::invalid(tr("A policy is for ALL, SELECT, INSERT, UPDATE or DELETE."));
        policy.command = static_cast<Policy::Command>(command);
    } else if (column == Roles) {
        policy.roles = {u"public"_s};
        if (!typed.isEmpty()) {
            const auto names = desk().rules().namesFromText(typed);
            RC_TRY(names);
            policy.roles = *names;
        }
    } else {
        QString expression;
        if (!typed.isEmpty()) {
            const auto meant = desk().rules().expressionFromText(typed);
            RC_TRY(meant);
            expression = *meant;
        }
        (column == Using ? policy.usingExpression : policy.checkExpression) = expression;
    }
    return policy;
}

core::Result<core::Done> PoliciesModel::set(int row, int column, const QString &text)
{
    const bool isDraft = row >= now()->policies.size();
    const Policy from = isDraft ? m_draft.value_or(Policy()) : now()->policies.at(row);
    const auto to = with(from, column, text);
    RC_TRY(to);
    if (!isDraft)
        return desk().push({core::design::PutPolicy{table(), from, *to}});
    m_draft = *to;
    if (to->name.isEmpty()) {
        refresh();
        return core::Done{};
    }
    m_draft.reset();
    const auto done = desk().push({core::design::PutPolicy{table(), std::nullopt, *to}});
    if (!done)
        m_draft = *to;
    return done;
}

core::Result<core::Done> PoliciesModel::check(int row, int column, bool checked)
{
    if (column != Restrictive)
        return DesignModel::check(row, column, checked);
    if (row >= now()->policies.size()) {
        m_draft->restrictive = checked;
        refresh();
        return core::Done{};
    }
    const Policy from = now()->policies.at(row);
    Policy to = from;
    to.restrictive = checked;
    return desk().push({core::design::PutPolicy{table(), from, to}});
}

core::Result<int> PoliciesModel::insertBelow(int)
{
    m_draft = Policy();
    m_draft->roles = {u"public"_s};
    refresh();
    return rowCount() - 1;
}

core::Result<core::Done> PoliciesModel::drop(int row)
{
    const qsizetype own = now()->policies.size();
    if (row < own)
        return desk().push({core::design::PutPolicy{table(), now()->policies.at(row), std::nullopt}});
    const QList<Policy> gone = dropped();
    if (row - own < gone.size())
        return desk().push({core::design::PutPolicy{table(), std::nullopt, gone.at(row - own)}});
    m_draft.reset();
    refresh();
    return core::Done{};
}

} // namespace ui

#include "moc_policiesmodel.cpp"
