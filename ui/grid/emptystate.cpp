// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/emptystate.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QEvent>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel(PlainLabel::Role::Title))
    , m_detail(new PlainLabel(PlainLabel::Role::Muted))
    , m_button(new QToolButton(this))
{
    setObjectName(u"grid-empty"_s);
    m_title->setObjectName(u"grid-empty-title"_s);
    m_button->setObjectName(u"grid-empty-button"_s);
    m_title->setAlignment(Qt::AlignCenter);
    m_detail->setAlignment(Qt::AlignCenter);
    m_detail->setWordWrap(true);
    auto *layout = plainLayout<QVBoxLayout>(this, 12, 8);
    layout->addWidget(m_title);
    layout->addWidget(m_detail);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    connect(m_button, &QToolButton::clicked, this, &EmptyState::buttonClicked);
    parent->installEventFilter(this);
    hide();
}

void EmptyState::setWords(const QString &title, const QString &detail, const QString &button)
{
    m_title->setText(title);
    m_detail->setText(detail);
    m_detail->setVisible(!detail.isEmpty());
    m_button->setText(plainButtonText(button));
    m_button->setVisible(!button.isEmpty());
    centre();
}

QString EmptyState::title() const
{
    return m_title->text();
}

void EmptyState::centre()
{
    const QRect area = parentWidget()->rect();
    const int width = std::clamp(area.width() - 40, 100, 460);
    const int height = std::min(area.height(), std::max(sizeHint().height(), heightForWidth(width)));
    setGeometry((area.width() - width) / 2, std::max(0, (area.height() - height) / 3), width, height);
}

bool EmptyState::eventFilter(QObject *object, QEvent *event)
{
    if (object == parentWidget() && event->type() == QEvent::Resize)
        centre();
    return QWidget::eventFilter(object, event);
}

} // namespace ui

#include "moc_emptystate.cpp"
