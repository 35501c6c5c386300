// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusbar.h"

#include "ui/style/buttons.h"
#include "ui/shell/marklook.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

const QString &between()
{
    static const QString blanks(4, u' ');
    return blanks;
}

} // namespace

StatusBar::StatusBar(QWidget *parent)
    : QFrame(parent)
    , m_mark(new Pill(PillKind::Neutral, {}, this))
    , m_role(new Pill(PillKind::Violet, {}, this))
    , m_left(new PlainLabel(PlainLabel::Role::Small, {}, this))
    , m_right(new PlainLabel(PlainLabel::Role::Small, {}, this))
{
    setObjectName(u"statusBar"_s);
    setArea(this, u"statusbar"_s);
    setFixedHeight(Theme::statusHeight);
    m_left->setObjectName(u"statusLeft"_s);
    m_right->setObjectName(u"statusRight"_s);
    m_left->setElided(true);
    auto *line = plainLayout<QHBoxLayout>(this, 0, 16);
    line->setContentsMargins(12, 0, 12, 0);
    line->addWidget(m_left, 1);
    line->addWidget(m_role);
    line->addWidget(m_mark);
    line->addWidget(m_right);
    m_mark->setObjectName(u"statusMark"_s);
    m_mark->hide();
    m_role->setObjectName(u"statusRole"_s);
    m_role->setToolTip(tr("Rows are read as this role; click for another one"));
    m_role->setCursor(Qt::PointingHandCursor);
    m_role->installEventFilter(this);
    m_role->hide();
}

void StatusBar::setRole(const QString &role)
{
    m_role->setText(tr("as %1").arg(visibleText(role, 40)));
    m_role->setVisible(!role.isEmpty());
}

bool StatusBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_role && event->type() == QEvent::MouseButtonRelease)
        Q_EMIT roleClicked();
    return QFrame::eventFilter(watched, event);
}

void StatusBar::setMark(core::Environment mark)
{
    const QString text = core::toText(mark);
    m_mark->setText(text);
    m_mark->setKind(pillOf(mark));
    m_mark->setVisible(!text.isEmpty());
    setProperty("mark", text);
    style()->unpolish(this);
    style()->polish(this);
}

void StatusBar::setLeft(const QStringList &facts)
{
    m_left->setText(facts.join(between()));
}

void StatusBar::setRight(const QStringList &facts)
{
    m_right->setText(facts.join(between()));
}

} // namespace ui

#include "moc_statusbar.cpp"
