// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/relatedsection.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

bool isManyToMany(const core::Relation &relation)
{
    return relation.kind == core::Relation::Kind::ManyToMany;
}

QString viaText(const core::Relation &relation)
{
    return isManyToMany(relation) ? RelatedSection::tr("via %1").arg(relation.junction.display())
                                  : RelatedSection::tr("by %1").arg(relation.toColumns.join(", "_L1));
}

} // namespace

RelatedSection::RelatedSection(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"related"_s);
    auto *all = plainLayout<QVBoxLayout>(this, 0, 8);
    all->addWidget(new PlainLabel(PlainLabel::Role::Caption, tr("RELATED")));
    m_cards = plainLayout<QVBoxLayout>(nullptr, 0, 8);
    all->addLayout(m_cards);
    hide();
}

void RelatedSection::setRelations(const QList<core::Relation> &relations)
{
    QList<core::Relation> shown;
    for (const core::Relation &relation : relations) {
        if (relation.kind != core::Relation::Kind::One)
            shown.append(relation);
    }
    if (shown != m_relations) {
        m_relations = shown;
        while (QLayoutItem *item = m_cards->takeAt(0)) {
            item->widget()->hide();
            item->widget()->deleteLater();
            delete item;
        }
        for (int i = 0; i < int(m_relations.size()); ++i)
            m_cards->addWidget(makeCard(m_relations.at(i), i));
    }
    setVisible(!m_relations.isEmpty());
}

QWidget *RelatedSection::makeCard(const core::Relation &relation, int index)
{
    auto *card = new QWidget(this);
    card->setObjectName(u"related-%1"_s.arg(index));
    card->setAttribute(Qt::WA_StyledBackground);
    setArea(card, u"card"_s);
    auto *line = plainLayout<QHBoxLayout>(card, 0, 6);
    line->setContentsMargins(Theme::cellPadding, 4, 4, 4);
    line->addWidget(new PlainLabel(relation.to.display()));
    auto *via = new PlainLabel(PlainLabel::Role::Muted, viaText(relation));
    via->setElided(true);
    line->addWidget(via, 1);
    auto *open = new TextButton(card);
    open->setObjectName(u"related-open-%1"_s.arg(index));
    open->setText(tr("open"));
    open->setIcon(Theme::current().icon(Icon::Link));
    open->setToolTip(plainToolTip(tr("Show the rows of %1 (Ctrl: in a new tab)").arg((isManyToMany(relation) ? relation.junction : relation.to).display())));
    setLook(open, ButtonLook::Flat);
    connect(open, &QToolButton::clicked, this, [this, relation] {
        Q_EMIT openRequested(relation, QApplication::keyboardModifiers().testFlag(Qt::ControlModifier));
    });
    line->addWidget(open);
    return card;
}

} // namespace ui

#include "moc_relatedsection.cpp"
