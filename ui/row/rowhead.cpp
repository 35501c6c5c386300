// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/rowhead.h"

#include "ui/actions/actionregistry.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

RowHead::RowHead(QWidget *parent)
    : QWidget(parent)
{
    auto *all = plainLayout<QVBoxLayout>(this, 12, 4);
    all->setContentsMargins(12, 8, 8, 6);
    auto *line = new QHBoxLayout;
    line->setSpacing(2);
    m_title = new PlainLabel(PlainLabel::Role::Title);
    m_title->setObjectName(u"row-title"_s);
    m_title->setElided(true);
    line->addWidget(m_title, 1);
    m_pill = new Pill(PillKind::Amber, {}, this);
    m_pill->setObjectName(u"row-pill"_s);
    m_pill->hide();
    line->addWidget(m_pill);
    line->addSpacing(4);
    addAction(line, u"row.previous"_s);
    addAction(line, u"row.next"_s);
    m_fullWidth = addAction(line, u"row.fullWidth"_s);
    m_fullWidth->setCheckable(true);
    all->addLayout(line);
    m_back = new QToolButton(this);
    m_back->setObjectName(u"row-back"_s);
    m_back->setIcon(Theme::current().icon(Icon::Back));
    m_back->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_back->setToolTip(tr("Alt+Left"));
    m_back->hide();
    setLook(m_back, ButtonLook::Flat);
    connect(m_back, &QToolButton::clicked, this, &RowHead::backRequested);
    all->addWidget(m_back, 0, Qt::AlignLeft);
    m_reason = new PlainLabel(PlainLabel::Role::Small);
    m_reason->setObjectName(u"row-reason"_s);
    m_reason->setWordWrap(true);
    m_reason->hide();
    all->addWidget(m_reason);
}

QToolButton *RowHead::addAction(QBoxLayout *line, const QString &actionId)
{
    const ActionSpec *spec = actionSpec(actionId);
    Q_ASSERT(spec && spec->icon);
    auto *button = new QToolButton(this);
    button->setObjectName(QString(actionId).replace(u'.', u'-'));
    button->setIcon(Theme::current().icon(*spec->icon));
    button->setToolTip(u"%1 (%2)"_s.arg(spec->text, ActionRegistry::shortcutText(*spec)));
    button->setAccessibleName(spec->text);
    setLook(button, ButtonLook::Flat);
    connect(button, &QToolButton::clicked, this, [this, actionId] { Q_EMIT actionRequested(actionId); });
    line->addWidget(button);
    return button;
}

void RowHead::setTitle(const QString &title)
{
    m_title->setText(title);
}

void RowHead::setPill(PillKind kind, const QString &text)
{
    m_pill->setVisible(!text.isEmpty());
    m_pill->setKind(kind);
    m_pill->setText(text);
}

void RowHead::setReason(const QString &reason)
{
    m_reason->setText(reason);
    m_reason->setVisible(!reason.isEmpty());
}

void RowHead::setWayBack(const QString &text)
{
    m_back->setText(plainButtonText(text));
    m_back->setVisible(!text.isEmpty());
}

void RowHead::setFullWidth(bool fullWidth)
{
    m_fullWidth->setChecked(fullWidth);
}

} // namespace ui

#include "moc_rowhead.cpp"
