// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/filterrow.h"

#include "core/base/overloaded.h"
#include "core/query/relatedfilter.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/textline.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStyle>
#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::FilterOp;

constexpr FilterOp allOps[]
    = {FilterOp::Equal,      FilterOp::NotEqual, FilterOp::Less,    FilterOp::LessOrEqual, FilterOp::Greater,
       FilterOp::GreaterOrEqual, FilterOp::Contains, FilterOp::StartsWith, FilterOp::EndsWith, FilterOp::In,
       FilterOp::Between,    FilterOp::IsNull,   FilterOp::IsNotNull};

} // namespace

FilterRow::FilterRow(const QList<FilterColumn> &columns, const FilterRelations &relations, const core::FilterTerm &term,
                     QWidget *parent)
    : QWidget(parent)
    , m_columns(columns)
    , m_relations(relations)
    , m_join(new QComboBox(this))
    , m_column(new QComboBox(this))
    , m_op(new QComboBox(this))
    , m_quantifier(new QComboBox(this))
    , m_value(makeValue(u"filter-value"_s, u"Value"_s))
    , m_and(new PlainLabel(PlainLabel::Role::Muted, u"and"_s, this))
    , m_upper(makeValue(u"filter-upper"_s, u"Upper end"_s))
    , m_on(new QCheckBox(this))
    , m_error(new PlainLabel(PlainLabel::Role::Small, {}, this))
{
    m_join->setObjectName(u"filter-join"_s);
    m_column->setObjectName(u"filter-column"_s);
    m_op->setObjectName(u"filter-operator"_s);
    m_join->addItems({u"and"_s, u"or"_s});
    m_join->setFixedWidth(74);
    m_join->setAccessibleName(u"And or or"_s);
    m_column->setAccessibleName(u"Column"_s);
    m_op->setAccessibleName(u"Operator"_s);
    m_on->setObjectName(u"filter-enabled"_s);
    m_on->setAccessibleName(u"Condition is on"_s);
    m_on->setToolTip(u"Use this condition, or leave it out for now"_s);
    m_error->setObjectName(u"filter-row-error"_s);
    m_error->setProperty("tone", u"danger"_s);
    m_error->setMaximumWidth(420);
    m_error->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // the value keeps its share
    m_error->setElided(true);
    m_error->hide();
    for (const FilterColumn &c : m_columns)
        m_column->addItem(c.column.name);
    for (const core::Relation &r : m_relations.relations)
        m_column->addItem(Theme::current().icon(Icon::Link, Tone::TextMuted), r.name);
    m_column->addItem(u"SQL expression"_s);
    m_column->setMinimumWidth(150);
    for (const FilterOp o : allOps)
        m_op->addItem(core::toText(o), static_cast<int>(o));
    m_op->setMinimumWidth(110);
    m_quantifier->setObjectName(u"filter-quantifier"_s);
    m_quantifier->setAccessibleName(u"How many of the rows there"_s);
    m_quantifier->addItems({u"any"_s, u"none"_s, u"every"_s}); // in the enum's order
    m_quantifier->setMinimumWidth(110);
    auto *remove = new QToolButton(this);
    remove->setObjectName(u"filter-remove"_s);
    remove->setIcon(Theme::current().icon(Icon::Close));
    remove->setToolTip(u"Remove this condition"_s);
    setLook(remove, ButtonLook::Flat);

    auto *layout = plainLayout<QHBoxLayout>(this, 0, 6);
    layout->addWidget(m_on);
    layout->addWidget(m_join);
    layout->addWidget(m_column);
    layout->addWidget(m_op);
    layout->addWidget(m_quantifier);
    layout->addWidget(m_value, 1);
    layout->addWidget(m_and);
    layout->addWidget(m_upper, 1);
    layout->addStretch(); // takes the room where there is no value
    layout->addWidget(m_error, 1);
    layout->addWidget(remove);
    fill(term);
    connect(m_column, &QComboBox::currentIndexChanged, this, &FilterRow::adapt);
    connect(m_op, &QComboBox::currentIndexChanged, this, &FilterRow::adapt);
    connect(m_quantifier, &QComboBox::currentIndexChanged, this, &FilterRow::adapt);
    connect(m_on, &QCheckBox::toggled, this, &FilterRow::edited);
    for (const QComboBox *choice : {m_join, m_column, m_op, m_quantifier}) // what was wrong may be right now
        connect(choice, &QComboBox::currentIndexChanged, this, &FilterRow::edited);
    connect(remove, &QToolButton::clicked, this, &FilterRow::removeRequested);
}

QLineEdit *FilterRow::makeValue(const QString &name, const QString &accessibleName)
{
    auto *value = new TextLine(this);
    value->setObjectName(name);
    value->setAccessibleName(accessibleName);
    value->setFont(Theme::current().monospace());
    connect(value, &QLineEdit::textEdited, this, &FilterRow::edited);
    connect(value, &QLineEdit::returnPressed, this, &FilterRow::submitted);
    return value;
}

bool FilterRow::isRaw() const
{
    return m_column->currentIndex() == m_columns.size() + m_relations.relations.size();
}

bool FilterRow::isRelation() const
{
    return m_column->currentIndex() >= m_columns.size() && !isRaw();
}

FilterOp FilterRow::op() const
{
    return static_cast<FilterOp>(m_op->currentData().toInt());
}

void FilterRow::fill(const core::FilterTerm &term)
{
    m_on->setChecked(term.enabled);
    m_join->setCurrentIndex(term.join == core::FilterTerm::Join::Or ? 1 : 0);
    std::visit(core::Overloaded{
                   [&](const core::Condition &c) {
                       int index = 0;
                       for (int i = 0; i < m_columns.size(); ++i) {
                           if (m_columns[i].column.name == c.column)
                               index = i;
                       }
                       m_column->setCurrentIndex(index);
                       m_op->setCurrentIndex(m_op->findData(static_cast<int>(c.op)));
                       const QStringList texts =
                           operandTexts(c, m_columns.isEmpty() ? core::ColumnFormat{} : m_columns[index].format);
                       m_value->setText(texts.value(0));
                       m_upper->setText(texts.value(1));
                   },
                   [&](const core::RelatedCondition &c) {
                       const qsizetype index = m_relations.relations.indexOf(c.path.value(0));
                       m_column->setCurrentIndex(static_cast<int>(m_columns.size() + std::max<qsizetype>(index, 0)));
                       m_quantifier->setCurrentIndex(static_cast<int>(c.quantifier));
                       m_value->setText(core::restText(c));
                   },
                   [&](const core::RawCondition &c) {
                       m_column->setCurrentIndex(static_cast<int>(m_columns.size() + m_relations.relations.size()));
                       m_value->setText(c.sql);
                   },
               },
               term.condition);
    adapt();
}

void FilterRow::adapt()
{
    const bool isColumn = !isRaw() && !isRelation();
    m_op->setVisible(isColumn);
    m_quantifier->setVisible(isRelation());
    const int operands = isColumn ? core::operandCount(op()) : 1;
    const bool isRange = operands == 2;
    m_value->setVisible(operands != 0);
    m_and->setVisible(isRange);
    m_upper->setVisible(isRange);
    m_value->setAccessibleName(isRange ? u"Lower end"_s : u"Value"_s);
    m_upper->setPlaceholderText(u"to"_s);
    if (isRaw())
        m_value->setPlaceholderText(u"views > 100 and length(title) < 20"_s);
    else if (isRelation())
        m_value->setPlaceholderText(m_quantifier->currentIndex() == 2 ? u"status = done"_s
                                                                      : u"any row at all, or: status = done"_s);
    else if (isRange)
        m_value->setPlaceholderText(u"from"_s);
    else
        m_value->setPlaceholderText(operands < 0 ? u"one, another, 'with, comma'"_s : u"value"_s);
}

void FilterRow::setFirst(bool first)
{
    m_join->setVisible(!first);
}

core::Result<core::FilterTerm> FilterRow::term(const core::Dialect &dialect) const
{
    core::FilterTerm term;
    term.enabled = m_on->isChecked();
    term.join = m_join->currentIndex() == 1 ? core::FilterTerm::Join::Or : core::FilterTerm::Join::And;
    if (isRaw()) {
        if (m_value->text().trimmed().isEmpty())
            return core::Error::invalid(u"Write an SQL expression, or remove the row."_s);
        term.condition = core::RawCondition{m_value->text()};
        return term;
    }
    if (isRelation())
        return relatedTerm(std::move(term));
    QStringList texts{m_value->text()};
    if (op() == FilterOp::Between)
        texts.append(m_upper->text());
    auto condition = conditionOf(m_columns[m_column->currentIndex()], op(), texts, dialect);
    if (!condition)
        return condition.error();
    term.condition = *condition;
    return term;
}

core::Result<core::FilterTerm> FilterRow::relatedTerm(core::FilterTerm term) const
{
    const core::Relation &relation = m_relations.relations.at(m_column->currentIndex() - m_columns.size());
    const auto quantifier = static_cast<core::RelatedCondition::Quantifier>(m_quantifier->currentIndex());
    auto condition = m_relations.read(relation, quantifier, m_value->text());
    if (!condition)
        return condition.error();
    term.condition = std::move(*condition);
    return term;
}

void FilterRow::focusValue()
{
    if (m_value->isVisibleTo(this)) {
        m_value->setFocus(Qt::ShortcutFocusReason);
        m_value->selectAll();
    } else {
        m_op->setFocus(Qt::ShortcutFocusReason);
    }
}

void FilterRow::setError(const QString &words)
{
    m_error->setText(words);
    m_error->setToolTip(plainToolTip(words));
    m_error->setVisible(!words.isEmpty());
    for (QLineEdit *value : {m_value, m_upper}) {
        value->setProperty("state", words.isEmpty() ? QString() : u"invalid"_s);
        value->style()->unpolish(value);
        value->style()->polish(value);
    }
}

} // namespace ui

#include "moc_filterrow.cpp"
