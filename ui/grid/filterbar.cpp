// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filterbar.h"

#include "ui/grid/filterrow.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

FilterBar::FilterBar(const core::Dialect &dialect, QWidget *parent)
    : QWidget(parent)
    , m_dialect(dialect)
    , m_layout(plainLayout<QVBoxLayout>(this, 10, 6))
    , m_error(new PlainLabel(PlainLabel::Role::Small))
{
    setObjectName(u"filter-bar"_s);
    setArea(this, u"toolbar"_s);
    m_error->setObjectName(u"filter-error"_s);
    m_error->setWordWrap(true);
    m_error->setProperty("tone", u"danger"_s);
    auto *more = new TextButton(this);
    more->setObjectName(u"filter-add"_s);
    more->setText(u"Condition"_s);
    more->setIcon(Theme::current().icon(Icon::Plus));
    auto *applyButton = new TextButton(this);
    applyButton->setObjectName(u"filter-apply"_s);
    applyButton->setText(u"Apply"_s);
    applyButton->setToolTip(u"Enter"_s);
    setLook(applyButton, ButtonLook::Primary);
    auto *bottom = new QHBoxLayout;
    bottom->addWidget(more);
    bottom->addWidget(m_error, 1);
    bottom->addWidget(applyButton);
    m_layout->addLayout(bottom);
    connect(more, &QToolButton::clicked, this, [this] {
        addCondition(m_columns.isEmpty() ? QString() : m_columns.first().column.name);
    });
    connect(applyButton, &QToolButton::clicked, this, &FilterBar::apply);
    setError({});
    hide();
}

void FilterBar::setColumns(const QList<FilterColumn> &columns)
{
    m_columns = columns;
}

void FilterBar::setRelations(const FilterRelations &relations)
{
    m_relations = relations;
}

void FilterBar::setFilter(const core::Filter &filter)
{
    for (FilterRow *row : std::as_const(m_rows))
        row->deleteLater();
    m_rows.clear();
    for (const core::FilterTerm &term : filter.terms)
        addRow(term);
    setError({});
}

FilterRow *FilterBar::addRow(const core::FilterTerm &term)
{
    auto *row = new FilterRow(m_columns, m_relations, term, this);
    m_layout->insertWidget(static_cast<int>(m_rows.size()), row);
    m_rows.append(row);
    row->show(); // the layout would only do it later, and it is to take the focus now
    connect(row, &FilterRow::submitted, this, &FilterBar::apply);
    connect(row, &FilterRow::removeRequested, this, [this, row] { removeRow(row); });
    connect(row, &FilterRow::edited, this, [this, row] {
        row->setError({});
        setError({});
    });
    renumber();
    return row;
}

void FilterBar::removeRow(FilterRow *row)
{
    m_rows.removeOne(row);
    m_layout->removeWidget(row);
    row->hide();
    row->deleteLater();
    renumber();
    if (!m_rows.isEmpty())
        m_rows.last()->focusValue();
    // Taking a condition away is meant at once; but one that is still being written waits for Enter.
    if (const auto rest = filter(Complain::No))
        Q_EMIT applied(*rest);
    if (m_rows.isEmpty())
        Q_EMIT closed();
}

void FilterBar::renumber()
{
    for (int i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setFirst(i == 0);
}

core::Result<core::Filter> FilterBar::filter(Complain complain) const
{
    core::Filter filter;
    for (FilterRow *row : m_rows) {
        auto term = row->term(m_dialect);
        if (complain == Complain::Yes)
            row->setError(term ? QString() : term.error().message);
        if (!term)
            return term.error();
        filter.terms.append(*term);
    }
    if (!filter.terms.isEmpty())
        filter.terms.first().join = core::FilterTerm::Join::And;
    return filter;
}

void FilterBar::open(const QString &column, int term)
{
    if (m_rows.isEmpty())
        addRow({core::FilterTerm::Join::And, core::Condition{column, core::FilterOp::Equal, {}}});
    show();
    const qsizetype index = term >= 0 && term < m_rows.size() ? term : m_rows.size() - 1;
    m_rows[index]->focusValue();
}

void FilterBar::addCondition(const QString &column)
{
    addRow({core::FilterTerm::Join::And, core::Condition{column, core::FilterOp::Equal, {}}})->focusValue();
}

void FilterBar::setError(const QString &words)
{
    m_errorText = words;
    // The database names no condition. When only one can be meant, the word stands beside it.
    QList<FilterRow *> suspects;
    std::copy_if(m_rows.begin(), m_rows.end(), std::back_inserter(suspects), [](FilterRow *r) { return r->isRaw(); });
    if (suspects.isEmpty())
        suspects = m_rows;
    const bool one = suspects.size() == 1;
    if (one)
        suspects.first()->setError(words);
    m_error->setText(one ? QString() : words);
    m_error->setProperty("area", words.isEmpty() || one ? QString() : u"error"_s);
}

QString FilterBar::error() const
{
    return m_errorText;
}

core::Result<core::Filter> FilterBar::filter() const
{
    return filter(Complain::Yes);
}

void FilterBar::apply()
{
    const auto wanted = filter(Complain::Yes);
    if (!wanted) {
        m_errorText = wanted.error().message; // it stands beside its row
        return;
    }
    setError({});
    Q_EMIT applied(*wanted);
}

void FilterBar::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    // From a choice ("is null" has no value to type) as from a value; not from the buttons.
    const bool fromChoice = qobject_cast<QComboBox *>(focusWidget()) || qobject_cast<QCheckBox *>(focusWidget());
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closed();
    else if (enter && fromChoice)
        apply();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ui

#include "moc_filterbar.cpp"
