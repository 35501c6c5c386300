// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/relatedsection.h"

#include "core/edit/relationedits.h"
#include "core/session/session.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using RelationKind = core::Relation::Kind;

QString viaText(const core::Relation &relation, bool told)
{
    if (relation.kind != RelationKind::ManyToMany)
        return RelatedSection::tr("by %1").arg(relation.toColumns.join(", "_L1));
    const QString via = RelatedSection::tr("via %1").arg(relation.junction.display());
    return told ? via : RelatedSection::tr("%1 by %2").arg(via, relation.junctionFromColumns.join(", "_L1));
}

/// Whether the relation's junction, seen from here, is what the other relation lists.
bool standsFor(const core::Relation &through, const core::Relation &other)
{
    return through.kind == RelationKind::ManyToMany && through.junction == other.to
        && through.junctionFromColumns == other.toColumns;
}

} // namespace

QList<RelatedCard::What> relatedCards(const QList<core::Relation> &relations, const core::Schema &schema)
{
    QList<RelatedCard::What> cards;
    const auto among = [&](auto is) { return std::any_of(relations.cbegin(), relations.cend(), is); };
    for (const core::Relation &relation : relations) {
        if (relation.kind == RelationKind::One)
            continue;
        const bool through = relation.kind == RelationKind::ManyToMany;
        if (!through && among([&](const core::Relation &other) { return standsFor(other, relation); }))
            continue;
        const core::Table *junction = through ? schema.table(relation.junction) : nullptr;
        const bool twice = through && among([&](const core::Relation &other) {
                               return other != relation && other.kind == RelationKind::ManyToMany
                                   && other.junction == relation.junction && other.to == relation.to;
                           });
        const bool chips = junction && !core::hasPayload(*junction, relation);
        const bool listed =
            through && !chips && std::any_of(cards.cbegin(), cards.cend(), [&](const RelatedCard::What &card) {
                return !card.asChips && card.relation.kind == RelationKind::ManyToMany
                    && card.relation.junction == relation.junction
                    && card.relation.junctionFromColumns == relation.junctionFromColumns;
            });
        if (!listed) // the same rows of a junction are listed once
            cards.append({relation, chips, viaText(relation, !twice)});
    }
    return cards;
}

RelatedSection::RelatedSection(core::Session &session, EditStack &edits, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_edits(edits)
{
    setObjectName(u"related"_s);
    auto *all = plainLayout<QVBoxLayout>(this, 0, 8);
    all->addWidget(new PlainLabel(PlainLabel::Role::Caption, tr("RELATED")));
    m_place = plainLayout<QVBoxLayout>(nullptr, 0, 8);
    all->addLayout(m_place);
    hide();
    connect(&session, &core::Session::schemaChanged, this, &RelatedSection::rebuild);
    connect(&session, &core::Session::relationsChanged, this, &RelatedSection::rebuild);
}

QList<RelatedCard::What> RelatedSection::wanted() const
{
    const core::SchemaPtr schema = m_session.schema();
    if (!schema || !schema->table(m_subject.row.table))
        return {};
    return relatedCards(m_session.relations().of(m_subject.row.table), *schema);
}

void RelatedSection::rebuild()
{
    for (RelatedCard *card : std::as_const(m_cards)) {
        m_place->removeWidget(card);
        card->hide();
        card->disconnect(this);
        card->deleteLater();
    }
    m_cards.clear();
    m_what = wanted();
    for (qsizetype i = 0; i < m_what.size(); ++i)
        m_cards.append(makeCard(m_what.at(i), int(i)));
    for (RelatedCard *card : std::as_const(m_cards))
        card->setSubject(m_subject);
    setVisible(!m_cards.isEmpty());
}

RelatedCard *RelatedSection::makeCard(const RelatedCard::What &what, int index)
{
    auto *card = new RelatedCard(m_session, m_edits, what, index, this);
    connect(card, &RelatedCard::openRequested, this, &RelatedSection::openRequested);
    connect(card, &RelatedCard::rowRequested, this, &RelatedSection::rowRequested);
    connect(card, &RelatedCard::destinationRequested, this, &RelatedSection::destinationRequested);
    connect(card, &RelatedCard::linesChanged, this, &RelatedSection::focusWanted);
    m_place->addWidget(card);
    card->setActive(isVisible());
    return card;
}

void RelatedSection::setSubject(const RelationFields::Subject &subject)
{
    const bool otherRow = subject.row != m_subject.row;
    const bool otherTable = subject.row.table != m_subject.row.table;
    m_subject = subject;
    if (otherRow)
        m_focusWanted.reset();
    if (otherTable || m_what != wanted()) {
        rebuild();
        return;
    }
    for (RelatedCard *card : std::as_const(m_cards))
        card->setSubject(subject);
}

void RelatedSection::commit()
{
    const QList<RelatedCard *> cards = m_cards; // an edit may rebuild them
    for (RelatedCard *card : cards)
        card->commit();
}

bool RelatedSection::isSettled() const
{
    return std::all_of(m_cards.cbegin(), m_cards.cend(), [](const RelatedCard *card) { return card->isSettled(); });
}

bool RelatedSection::focusFirst()
{
    if (m_cards.isEmpty())
        return false;
    const auto filled =
        std::find_if(m_cards.cbegin(), m_cards.cend(), [](const RelatedCard *card) { return card->hasLines(); });
    (filled == m_cards.cend() ? m_cards.constFirst() : *filled)->focusFirst();
    return true;
}

void RelatedSection::focusRow(const RowAddress &row)
{
    m_focusWanted = row;
    focusWanted();
}

void RelatedSection::focusWanted()
{
    if (!m_focusWanted)
        return;
    for (RelatedCard *card : std::as_const(m_cards)) {
        if (card->focusRow(*m_focusWanted)) {
            m_focusWanted.reset();
            return;
        }
    }
}

void RelatedSection::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    for (RelatedCard *card : std::as_const(m_cards))
        card->setActive(true);
}

void RelatedSection::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    for (RelatedCard *card : std::as_const(m_cards))
        card->setActive(false);
}

} // namespace ui

#include "moc_relatedsection.cpp"
