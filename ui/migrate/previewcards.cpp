// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/previewcards.h"

#include "ui/migrate/cardlabel.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QMultiHash>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype shownLines = 24;
constexpr int leastCardWidth = 170;
constexpr qsizetype shownHazards = 24; ///< at once; the worst come first
constexpr qsizetype shownTables = 40; ///< more cards than that nobody reads; the SQL has them all

PlainLabel *wrapped(PlainLabel::Role role, const QString &text)
{
    return new CardLabel(role, text);
}

void clearLayout(QVBoxLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

PlainLabel *makeCaption(const QString &text)
{
    auto *caption = new PlainLabel(PlainLabel::Role::Caption, text);
    caption->setContentsMargins(0, 8, 0, 0);
    return caption;
}

} // namespace

PreviewCards::PreviewCards(const core::Dialect &dialect, QWidget *parent)
    : QWidget(parent)
    , m_dialect(dialect)
    , m_room(shownHazards)
{
    setObjectName(u"preview-cards"_s);
    setMinimumWidth(leastCardWidth);
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"panel"_s);
    auto *inside = new QWidget;
    auto *column = plainLayout<QVBoxLayout>(inside, 12, 8);
    const auto section = [&](QWidget *head) {
        if (head)
            column->addWidget(head);
        auto *layout = plainLayout<QVBoxLayout>(nullptr, 0, 8);
        column->addLayout(layout);
        return layout;
    };
    m_changes = section(new PlainLabel(PlainLabel::Role::Title, tr("What changes")));
    m_hazards = section(makeCaption(tr("HAZARDS")));
    m_more = new QToolButton(inside);
    m_more->setObjectName(u"hazards-more"_s);
    m_more->setFocusPolicy(Qt::StrongFocus);
    m_more->hide();
    setLook(m_more, ButtonLook::Plain);
    connect(m_more, &QToolButton::clicked, this, &PreviewCards::makeRoom);
    column->addWidget(m_more, 0, Qt::AlignLeft);
    m_found = section(nullptr);
    m_backHead = makeCaption(tr("WAY BACK"));
    m_back = section(m_backHead);
    column->addStretch(1);
    m_noHazards = addCard(m_hazards);
    m_noHazards->layout()->addWidget(wrapped(PlainLabel::Role::Muted, tr("None.")));
    m_scroll = new QScrollArea(this);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(inside);
    inside->setAutoFillBackground(false); // setWidget() turns it on
    m_scroll->viewport()->setAutoFillBackground(false);
    plainLayout<QVBoxLayout>(this)->addWidget(m_scroll);
}

QWidget *PreviewCards::addCard(QVBoxLayout *into)
{
    auto *card = new QWidget(this);
    card->setAttribute(Qt::WA_StyledBackground);
    setArea(card, u"card"_s);
    plainLayout<QVBoxLayout>(card, 10, 5);
    into->addWidget(card);
    return card;
}

void PreviewCards::showChanges(const QList<PlannedChange> &changes, const RowsOf &rowsOf)
{
    QList<ShownChange> shown;
    for (const PlannedChange &change : changes)
        shown.append({change, noteOf(change, change.now ? rowsOf(*change.now) : std::nullopt)});
    if (shown == m_shownChanges && m_changes->count() > 0)
        return;
    m_shownChanges = shown;
    clearLayout(m_changes);
    for (const ShownChange &change : shown.first(qMin(shownTables, shown.size())))
        addChange(change);
    if (shown.size() > shownTables)
        m_changes->addWidget(
            wrapped(PlainLabel::Role::Muted, tr("and %1 more tables").arg(shown.size() - shownTables)));
}

void PreviewCards::addChange(const ShownChange &shown)
{
    using Way = PlannedChange::Way;
    QWidget *card = addCard(m_changes);
    card->setObjectName(u"change-"_s + shown.change.change.name);
    QLayout *layout = card->layout();
    const QString name = shown.change.change.name;
    const QString head = shown.change.way == Way::New ? tr("%1 · new").arg(name)
        : shown.change.way == Way::Gone               ? tr("%1 · dropped").arg(name)
                                                      : name;
    layout->addWidget(wrapped(PlainLabel::Role::Mono, head));
    const QList<TableChange::Line> &lines = shown.change.change.lines;
    for (const TableChange::Line &line : lines.first(qMin(shownLines, lines.size()))) {
        const bool plus = line.sign == TableChange::Line::Sign::Plus;
        const bool minus = line.sign == TableChange::Line::Sign::Minus;
        auto *label = wrapped(PlainLabel::Role::Mono, (plus ? u"+ "_s : minus ? u"− "_s : u"~ "_s) + line.text);
        label->setProperty("tone", plus ? u"good"_s : minus ? u"danger"_s : u"amber"_s);
        layout->addWidget(label);
    }
    if (lines.size() > shownLines)
        layout->addWidget(new PlainLabel(PlainLabel::Role::Muted, tr("and %1 more").arg(lines.size() - shownLines)));
    if (!shown.note.isEmpty())
        layout->addWidget(wrapped(PlainLabel::Role::Muted, shown.note));
}

HazardCard *PreviewCards::makeHazardCard()
{
    auto *card = new HazardCard(m_dialect, this);
    connect(card, &HazardCard::rowsRequested, this, &PreviewCards::rowsRequested);
    connect(card, &HazardCard::filled, this, &PreviewCards::filled);
    connect(card, &HazardCard::castChosen, this, &PreviewCards::castChosen);
    connect(card, &HazardCard::wayChosen, this, &PreviewCards::wayChosen);
    card->setOffersWays(m_offersWays);
    connect(card, &HazardCard::repairChosen, this, &PreviewCards::repairChosen);
    connect(card, &HazardCard::allowedChanged, this, &PreviewCards::allowedChanged);
    return card;
}

void PreviewCards::showHazards(const QList<JudgedHazard> &hazards, const QList<core::Finding> &found,
                               const QStringList &allowed, bool canAct)
{
    m_all = hazards;
    m_canAct = canAct;
    showHazardCards();
    clearLayout(m_found);
    for (const core::Finding &finding : found)
        addFound(finding, allowed.contains(findingKey(finding)), canAct);
    m_noHazards->setVisible(hazards.isEmpty() && found.isEmpty());
}

void PreviewCards::showHazardCards()
{
    QMultiHash<QString, HazardCard *> left;
    for (HazardCard *card : std::as_const(m_hazardCards))
        left.insert(card->hazard().hazard.key(), card);
    QList<HazardCard *> cards;
    for (const JudgedHazard &hazard : m_all.first(qMin(m_room, m_all.size()))) {
        HazardCard *card = left.take(hazard.hazard.key());
        if (!card)
            card = makeHazardCard();
        card->show(hazard, m_canAct);
        cards.append(card);
    }
    for (HazardCard *card : std::as_const(left)) {
        m_hazards->removeWidget(card);
        card->hide();
        card->deleteLater();
    }
    for (qsizetype i = 0; i < cards.size(); ++i) {
        if (const QLayoutItem *there = m_hazards->itemAt(int(i)); !there || there->widget() != cards.at(i))
            m_hazards->insertWidget(int(i), cards.at(i)); // from where it was, if it was
    }
    m_hazardCards = cards;
    m_more->setVisible(m_all.size() > m_room);
    m_more->setText(tr("Show %1 more").arg(m_all.size() - m_room));
}

void PreviewCards::makeRoom()
{
    m_room += shownHazards;
    showHazardCards();
}

void PreviewCards::addFound(const core::Finding &finding, bool allowed, bool canAct)
{
    QWidget *card = addCard(m_found);
    card->setObjectName(u"found-"_s + finding.code);
    auto *layout = qobject_cast<QVBoxLayout *>(card->layout());
    auto *head = new QHBoxLayout;
    const bool stop = finding.severity == core::Finding::Severity::Stop;
    head->addWidget(new Pill(allowed ? PillKind::Amber : PillKind::Red,
                             allowed    ? tr("allowed")
                                 : stop ? tr("blocks")
                                        : tr("danger")));
    head->addWidget(new PlainLabel(PlainLabel::Role::Small, finding.code));
    head->addStretch(1);
    head->addWidget(new PlainLabel(PlainLabel::Role::Small, tr("seen in the dry run")));
    layout->addLayout(head);
    layout->addWidget(wrapped(PlainLabel::Role::Normal, finding.message));
    if (!stop || finding.certain)
        return;
    auto *allow = new QCheckBox(tr("Allow it"), card);
    allow->setObjectName(u"allow-"_s + finding.code);
    allow->setAccessibleDescription(finding.message);
    allow->setChecked(allowed);
    allow->setEnabled(canAct);
    connect(allow, &QCheckBox::clicked, this,
            [this, key = findingKey(finding)](bool checked) { Q_EMIT allowedChanged(key, checked); });
    layout->addWidget(allow);
}

void PreviewCards::showWayBack(const WayBack &way)
{
    if (m_shownBack == way)
        return;
    m_shownBack = way;
    clearLayout(m_back);
    QWidget *card = addCard(m_back);
    card->setObjectName(u"way-back"_s);
    auto *layout = qobject_cast<QVBoxLayout *>(card->layout());
    layout->addWidget(wrapped(PlainLabel::Role::Muted,
                              way.statements == 0 ? tr("There is no script that leads back.")
                                  : way.statements == 1
                                  ? tr("A script that leads back is ready: 1 statement.")
                                  : tr("A script that leads back is ready: %1 statements.").arg(way.statements)));
    for (const QString &sentence : way.saved)
        layout->addWidget(wrapped(PlainLabel::Role::Muted, sentence));
    for (const QString &sentence : way.cannotUndo) {
        auto *label = wrapped(PlainLabel::Role::Normal, sentence);
        label->setProperty("tone", u"amber"_s);
        layout->addWidget(label);
    }
    layout->addWidget(
        wrapped(PlainLabel::Role::Muted,
                way.hasBackup ? tr("A backup of the whole file is made before it is applied.")
                              : tr("Of a server no backup is made: where you need one, make it with pg_dump first.")));
    if (way.statements == 0)
        return;
    auto *show = new QToolButton(card);
    show->setObjectName(u"way-back-show"_s);
    show->setText(tr("Show the way back"));
    show->setFocusPolicy(Qt::StrongFocus);
    setLook(show, ButtonLook::Plain);
    connect(show, &QToolButton::clicked, this, &PreviewCards::inverseRequested);
    layout->addWidget(show, 0, Qt::AlignLeft);
}

void PreviewCards::setWayBackShown(bool shown)
{
    m_backHead->setVisible(shown);
}

void PreviewCards::clear()
{
    m_room = shownHazards;
    showChanges({}, [](const core::QualifiedName &) { return std::nullopt; });
    showHazards({}, {}, {}, false);
    m_shownBack.reset();
    clearLayout(m_back);
}

bool PreviewCards::focusFirstHazard()
{
    const auto first = std::find_if(m_all.cbegin(), m_all.cend(), [](const JudgedHazard &h) { return h.blocks(); });
    while (first != m_all.cend() && first - m_all.cbegin() >= m_room)
        makeRoom();
    for (HazardCard *card : std::as_const(m_hazardCards)) {
        if (card->hazard().blocks() && card->focusAnswer()) {
            m_scroll->ensureWidgetVisible(card);
            return true;
        }
    }
    return false;
}

} // namespace ui

#include "moc_previewcards.cpp"
