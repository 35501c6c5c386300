// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/findingcards.h"

#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype shownFindingLines = 24;

PillKind pillOf(const core::Finding &finding)
{
    using Severity = core::Finding::Severity;
    switch (finding.severity) {
    case Severity::Stop:
    case Severity::Danger:
        return PillKind::Red;
    case Severity::Warn:
        return PillKind::Amber;
    case Severity::Info:
        return PillKind::Blue;
    }
    return PillKind::Neutral;
}

QString wordFor(const core::Finding &finding)
{
    using Severity = core::Finding::Severity;
    switch (finding.severity) {
    case Severity::Stop:
        return finding.certain ? FindingCards::tr("fails") : FindingCards::tr("blocks");
    case Severity::Danger:
        return FindingCards::tr("danger");
    case Severity::Warn:
        return FindingCards::tr("warning");
    case Severity::Info:
        return FindingCards::tr("info");
    }
    return {};
}

PlainLabel *wrappedFinding(PlainLabel::Role role, const QString &text)
{
    auto *label = new PlainLabel(role, text);
    label->setWordWrap(true);
    return label;
}

} // namespace

FindingCards::FindingCards(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"finding-cards"_s);
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"panel"_s);
    auto *inside = new QWidget;
    auto *column = plainLayout<QVBoxLayout>(inside, 12, 0);
    m_cards = plainLayout<QVBoxLayout>(nullptr, 0, 8);
    column->addLayout(m_cards);
    column->addStretch(1);
    auto *scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inside);
    inside->setAutoFillBackground(false); // setWidget() turns it on
    scroll->viewport()->setAutoFillBackground(false);
    plainLayout<QVBoxLayout>(this)->addWidget(scroll);
}

void FindingCards::clear()
{
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void FindingCards::show(const std::optional<QList<TableChange>> &changes, const QList<core::Finding> &findings,
                        const QStringList &allowed, bool canAllow)
{
    clear();
    m_cards->addWidget(new PlainLabel(PlainLabel::Role::Title, tr("What changes")));
    if (!changes)
        addNote(tr("A dry run shows it."));
    else if (changes->isEmpty())
        addNote(tr("No table, column, index, trigger or view is different afterwards."));
    else
        for (const TableChange &change : *changes)
            addChange(change);
    addCaption(tr("HAZARDS"));
    if (findings.isEmpty())
        addNote(changes ? tr("None found.") : tr("None seen in the SQL. A dry run looks at the data too."));
    for (const core::Finding &finding : findings)
        addFinding(finding, allowed, canAllow);
    addCaption(tr("WAY BACK"));
    addNote(m_onServer ? tr("It runs in one transaction: if anything fails, nothing is kept. Of a server no backup is "
                            "made from here: where you need one, make it with pg_dump first.")
                       : tr("A backup of the whole file is made before it is applied. It runs in one transaction: if "
                            "anything fails, nothing is kept."));
}

QWidget *FindingCards::addCard()
{
    auto *card = new QWidget(this);
    card->setAttribute(Qt::WA_StyledBackground);
    setArea(card, u"card"_s);
    plainLayout<QVBoxLayout>(card, 10, 5);
    m_cards->addWidget(card);
    return card;
}

void FindingCards::addCaption(const QString &text)
{
    auto *caption = new PlainLabel(PlainLabel::Role::Caption, text);
    caption->setContentsMargins(0, 8, 0, 0);
    m_cards->addWidget(caption);
}

void FindingCards::addNote(const QString &text)
{
    addCard()->layout()->addWidget(wrappedFinding(PlainLabel::Role::Muted, text));
}

void FindingCards::addChange(const TableChange &change)
{
    QLayout *layout = addCard()->layout();
    const QString head = change.kind == TableChange::Kind::Added ? tr("%1 · new").arg(change.name)
        : change.kind == TableChange::Kind::Removed              ? tr("%1 · removed").arg(change.name)
                                                                 : change.name;
    layout->addWidget(wrappedFinding(PlainLabel::Role::Mono, head));
    for (const TableChange::Line &line : change.lines.first(qMin(shownFindingLines, change.lines.size()))) {
        const bool plus = line.sign == TableChange::Line::Sign::Plus;
        const bool minus = line.sign == TableChange::Line::Sign::Minus;
        auto *label = wrappedFinding(PlainLabel::Role::Mono, (plus ? u"+ "_s : minus ? u"− "_s : u"~ "_s) + line.text);
        label->setProperty("tone", plus ? u"good"_s : minus ? u"danger"_s : u"amber"_s);
        layout->addWidget(label);
    }
    if (change.lines.size() > shownFindingLines)
        layout->addWidget(new PlainLabel(PlainLabel::Role::Muted,
                                         tr("and %1 more").arg(change.lines.size() - shownFindingLines)));
    if (!change.note.isEmpty())
        layout->addWidget(wrappedFinding(PlainLabel::Role::Muted, change.note));
}

void FindingCards::addFinding(const core::Finding &finding, const QStringList &allowed, bool canAllow)
{
    QWidget *card = addCard();
    card->setObjectName(u"finding-"_s + finding.code);
    auto *layout = qobject_cast<QVBoxLayout *>(card->layout());
    auto *head = new QHBoxLayout;
    head->addWidget(new Pill(pillOf(finding), wordFor(finding)));
    head->addWidget(new PlainLabel(PlainLabel::Role::Small, finding.code));
    head->addStretch(1);
    if (finding.statementIndex >= 0) {
        auto *go = new QToolButton(card);
        go->setObjectName(u"finding-statement"_s);
        go->setText(tr("statement %1").arg(finding.statementIndex + 1));
        setLook(go, ButtonLook::Flat);
        connect(go, &QToolButton::clicked, this,
                [this, statement = finding.statementIndex] { Q_EMIT statementRequested(statement); });
        head->addWidget(go);
    }
    layout->addLayout(head);
    layout->addWidget(wrappedFinding(PlainLabel::Role::Normal, finding.message));
    if (finding.severity != core::Finding::Severity::Stop)
        return;
    if (finding.certain) {
        layout->addWidget(wrappedFinding(PlainLabel::Role::Small, tr("Certain to fail, so it cannot be allowed.")));
        return;
    }
    auto *allow = new QCheckBox(tr("Allow %1 for this migration").arg(plainButtonText(finding.code)), card);
    allow->setObjectName(u"allow-"_s + finding.code);
    allow->setChecked(allowed.contains(finding.code));
    allow->setEnabled(canAllow);
    connect(allow, &QCheckBox::clicked, this,
            [this, code = finding.code](bool checked) { Q_EMIT allowedChanged(code, checked); });
    layout->addWidget(allow);
}

} // namespace ui

#include "moc_findingcards.cpp"
