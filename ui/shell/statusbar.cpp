// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/statusbar.h"

#include "ui/style/buttons.h"
#include "ui/shell/marklook.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

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
    line->addWidget(m_mark);
    line->addWidget(m_right);
    m_mark->setObjectName(u"statusMark"_s);
    m_mark->hide();
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
