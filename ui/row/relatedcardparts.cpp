// SPDX-License-Identifier: GPL-3.0-or-later
// The related card's parts, and what their buttons do.
#include "ui/row/relatedcard.h"

#include "core/session/session.h"
#include "ui/row/childlist.h"
#include "ui/row/childrowsmodel.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

TextButton *flatButton(const QString &name, const QString &text, QWidget *parent)
{
    auto *button = new TextButton(parent);
    button->setObjectName(name);
    button->setText(text);
    setLook(button, ButtonLook::Flat);
    return button;
}

} // namespace

QWidget *RelatedCard::makeHead(int index)
{
    auto *head = m_head = new QWidget(this);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 5);
    const QString name = m_what.relation.to.display();
    auto *title = new PlainLabel(name, head);
    title->setObjectName(u"related-name-%1"_s.arg(index));
    title->setElided(true);
    line->addWidget(title);
    m_count = new PlainLabel(PlainLabel::Role::Muted, {}, head);
    m_count->setObjectName(u"related-count-%1"_s.arg(index));
    line->addWidget(m_count);
    m_via = new PlainLabel(PlainLabel::Role::Muted, m_what.via, head);
    m_via->setElided(true);
    m_via->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // what the name leaves
    line->addWidget(m_via, 1);
    m_coming = new Pill(PillKind::Green, {}, head);
    m_coming->setObjectName(u"related-coming-%1"_s.arg(index));
    m_going = new Pill(PillKind::Red, {}, head);
    m_going->setObjectName(u"related-going-%1"_s.arg(index));
    line->addWidget(m_coming);
    line->addWidget(m_going);
    m_add = flatButton(u"related-add-%1"_s.arg(index), QString(), head); // see fitHead()
    m_add->setIcon(Theme::current().icon(Icon::Plus));
    m_add->setAccessibleName(m_what.asChips ? tr("Connect a row of %1").arg(name) : tr("Add a row of %1").arg(name));
    connect(m_add, &QToolButton::clicked, this, &RelatedCard::add);
    line->addWidget(m_add);
    if (m_what.relation.kind != core::Relation::Kind::ManyToMany) {
        m_attach = new QToolButton(head);
        m_attach->setObjectName(u"related-attach-%1"_s.arg(index));
        m_attach->setAccessibleName(tr("Attach an existing row of %1").arg(name));
        m_attach->setIcon(Theme::current().icon(Icon::Search));
        setLook(m_attach, ButtonLook::Flat);
        setTight(m_attach);
        connect(m_attach, &QToolButton::clicked, this, &RelatedCard::pickChild);
        line->addWidget(m_attach);
    }
    m_open = new QToolButton(head); // without words: the room is for what is there
    m_open->setObjectName(u"related-open-%1"_s.arg(index));
    m_open->setAccessibleName(tr("Open the rows of %1").arg(m_actions.listed().to.display()));
    m_open->setFixedSize(Theme::controlHeight, Theme::controlHeight);
    setLook(m_open, ButtonLook::Flat);
    m_open->setIcon(Theme::current().icon(Icon::Link));
    m_open->setToolTip(plainToolTip(
        tr("Show the rows of %1 (Ctrl or middle button: in a new tab)").arg(m_actions.listed().to.display())));
    m_open->installEventFilter(this); // for the middle button
    connect(m_open, &QToolButton::clicked, this, [this] {
        Q_EMIT openRequested(m_what.relation, QApplication::keyboardModifiers().testFlag(Qt::ControlModifier));
    });
    line->addWidget(m_open);
    return head;
}

/// The name comes first: where there is not enough room for all, the button does without its word.
void RelatedCard::fitHead()
{
    m_add->setText(tr("add"));
    const QLayout *line = m_head->layout();
    int wanted = 0;
    for (int i = 0; i < line->count(); ++i) {
        const QWidget *part = line->itemAt(i)->widget();
        if (part != m_via && part->isVisibleTo(m_head))
            wanted += line->itemAt(i)->sizeHint().width() + line->spacing();
    }
    const QMargins around = m_all->contentsMargins();
    if (wanted > width() - around.left() - around.right())
        m_add->setText({});
}

void RelatedCard::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitHead();
}

void RelatedCard::makeBody(int index)
{
    if (m_what.asChips) {
        m_chips = new LinkChips(this);
        m_chips->setObjectName(u"related-chips-%1"_s.arg(index));
        m_chips->setAccessibleName(tr("Rows of %1").arg(m_what.relation.to.display()));
        connect(m_chips, &LinkChips::openRequested, this, &RelatedCard::openOther);
        connect(m_chips, &LinkChips::toggleRequested, this, &RelatedCard::toggleRemoved);
        m_all->addWidget(m_chips);
    } else {
        m_model = new ChildRowsModel(
            m_session.dialect(),
            [this](const core::Relation &relation, const QMap<QString, core::NewValue> &shown) {
                return m_labels->labelOf(relation, shown);
            },
            [this](const Line &line, const QString &column, const core::NewValue &value) {
                const auto done = m_actions.setCell(line, column, value);
                say(done);
                return bool(done);
            },
            this);
        m_lines = new ChildList(m_model, this);
        m_lines->setObjectName(u"related-list-%1"_s.arg(index));
        m_lines->setAccessibleName(tr("Rows of %1").arg(m_actions.listed().to.display()));
        connect(m_lines, &ChildList::rowRequested, this, &RelatedCard::openLine);
        connect(m_lines, &ChildList::pickRequested, this, &RelatedCard::pickReference);
        connect(m_lines, &ChildList::setRequested, this, &RelatedCard::setCell);
        connect(m_lines, &ChildList::detachRequested, this, &RelatedCard::detach);
        connect(m_lines, &ChildList::removeRequested, this, &RelatedCard::toggleRemoved);
        connect(m_lines, &ChildList::takeBackRequested, this, &RelatedCard::takeBack);
        connect(m_lines, &ChildList::currentRowChanged, this, &RelatedCard::showFoot);
        m_all->addWidget(m_lines);
    }
    m_stateLine = new QWidget(this);
    auto *line = plainLayout<QHBoxLayout>(m_stateLine, 0, 4);
    m_state = new PlainLabel(PlainLabel::Role::Small, {}, m_stateLine);
    m_state->setObjectName(u"related-state-%1"_s.arg(index));
    m_state->setWordWrap(true);
    m_more = flatButton(u"related-more-%1"_s.arg(index), tr("More…"), m_stateLine);
    connect(m_more, &QToolButton::clicked, this, &RelatedCard::more);
    line->addWidget(m_more);
    line->addWidget(m_state, 1);
    m_insist = flatButton(u"related-insist-%1"_s.arg(index), tr("Look on"), m_stateLine);
    connect(m_insist, &QToolButton::clicked, this, [this] { m_list->insist(); });
    line->addWidget(m_insist);
    m_all->addWidget(m_stateLine);
    m_stateLine->hide();
}

void RelatedCard::makeFoot(int index)
{
    m_error = new PlainLabel(PlainLabel::Role::Small, {}, this);
    m_error->setObjectName(u"related-error-%1"_s.arg(index));
    m_error->setProperty("tone", u"danger"_s);
    m_error->setWordWrap(true);
    m_error->hide();
    m_all->addWidget(m_error);
    m_foot = new QWidget(this);
    m_foot->hide();
    m_all->addWidget(m_foot);
    if (!m_lines)
        return;
    auto *line = plainLayout<QHBoxLayout>(m_foot, 0, 2);
    m_show = flatButton(u"related-show-%1"_s.arg(index), tr("Show"), m_foot);
    m_show->setToolTip(tr("Shows the row here, with a way back (Enter)"));
    m_detach = flatButton(u"related-detach-%1"_s.arg(index), tr("Detach"), m_foot);
    m_remove = flatButton(u"related-remove-%1"_s.arg(index), tr("Delete"), m_foot);
    connect(m_show, &QToolButton::clicked, this, [this] { openLine(m_lines->currentRow()); });
    connect(m_detach, &QToolButton::clicked, this, [this] { detach(m_lines->currentRow()); });
    connect(m_remove, &QToolButton::clicked, this, [this] { toggleRemoved(m_lines->currentRow()); });
    line->addStretch(1);
    for (TextButton *button : {m_show, m_detach, m_remove})
        line->addWidget(button);
}

} // namespace ui
