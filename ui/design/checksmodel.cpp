// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/checksmodel.h"

#include "ui/design/designdesk.h"
#include "ui/design/designpart.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::CheckConstraint;

QString checkNameOf(const CheckConstraint &check)
{
    return check.name;
}

} // namespace

QStringList ChecksModel::titles() const
{
    return {tr("Condition"), tr("Name"), tr("Not valid")};
}

QList<CheckConstraint> ChecksModel::dropped() const
{
    return before() ? droppedOf(before()->checks, now()->checks, checkNameOf) : QList<CheckConstraint>();
}

QList<DesignRow> ChecksModel::makeRows() const
{
    QList<DesignRow> rows;
    const auto add = [&](const CheckConstraint &c, const CheckConstraint *was, DesignRow::State state) {
        DesignRow row;
        row.id = u"%1 %2 %3"_s.arg(static_cast<int>(state)).arg(c.name, c.expression);
        row.state = state;
        row.cells = {textCell(c.expression, was && was->expression != c.expression, tr("type a condition")),
                     textCell(c.name, was && was->name != c.name, tr("unnamed")),
                     checkCell(c.notValid, was && was->notValid != c.notValid)};
        rows.append(row);
    };
    const QList<core::DesignProblem> problems = desk().problemsOf(table());
    for (int i = 0; i < now()->checks.size(); ++i) {
        const CheckConstraint &c = now()->checks.at(i);
        const CheckConstraint *was = before() ? counterpartOf(c, before()->checks, checkNameOf) : nullptr;
        add(c, was, !was ? DesignRow::State::New : *was == c ? DesignRow::State::Same : DesignRow::State::Changed);
        for (const core::DesignProblem &p : problems) {
            if (p.part == core::DesignProblem::Part::Check && p.item == i)
                rows.last().problem = p.sentence;
        }
    }
    const QList<CheckConstraint> gone = dropped();
    for (const CheckConstraint &c : gone)
        add(c, nullptr, DesignRow::State::Dropped);
    if (m_draft) {
        add(*m_draft, nullptr, DesignRow::State::New);
        rows.last().id = u"draft"_s;
        rows.last().cells[NotValid].editable = false;
    }
    return rows;
}

core::Result<core::Done> ChecksModel::set(int row, int column, const QString &text)
{
    const bool isDraft = row >= now()->checks.size();
    const CheckConstraint from = isDraft ? m_draft.value_or(CheckConstraint()) : now()->checks.at(row);
    CheckConstraint to = from;
    if (column == Name) {
        to.name = text.trimmed();
    } else {
        const auto expression = desk().rules().expressionFromText(text);
        RC_TRY(expression);
        to.expression = *expression;
    }
    if (!isDraft)
        return desk().push({core::design::PutCheck{table(), from, to}});
    m_draft = to;
    if (to.expression.isEmpty()) {
        refresh();
        return core::Done{};
    }
    m_draft.reset();
    const auto done = desk().push({core::design::PutCheck{table(), std::nullopt, to}});
    if (!done)
        m_draft = to;
    return done;
}

/// Of a draft there is nothing yet that could hold for new rows only.
core::Result<core::Done> ChecksModel::check(int row, int column, bool checked)
{
    if (column != NotValid || row >= now()->checks.size())
        return DesignModel::check(row, column, checked);
    const CheckConstraint from = now()->checks.at(row);
    CheckConstraint to = from;
    to.notValid = checked;
    return desk().push({core::design::PutCheck{table(), from, to}});
}

core::Result<int> ChecksModel::insertBelow(int)
{
    m_draft = CheckConstraint();
    refresh();
    return rowCount() - 1;
}

core::Result<core::Done> ChecksModel::drop(int row)
{
    const qsizetype own = now()->checks.size();
    if (row < own)
        return desk().push({core::design::PutCheck{table(), now()->checks.at(row), std::nullopt}});
    const QList<CheckConstraint> gone = dropped();
    if (row - own < gone.size())
        return desk().push({core::design::PutCheck{table(), std::nullopt, gone.at(row - own)}});
    m_draft.reset();
    refresh();
    return core::Done{};
}

} // namespace ui

#include "moc_checksmodel.cpp"
