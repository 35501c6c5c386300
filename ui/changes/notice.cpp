// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/notice.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

Notice::Notice(QWidget *parent)
    : QWidget(parent)
    , m_text(new PlainLabel(QString(), this))
    , m_details(new PlainLabel(PlainLabel::Role::Mono, QString(), this))
    , m_more(new QToolButton(this))
{
    setObjectName(u"notice"_s);
    setAttribute(Qt::WA_StyledBackground);
    m_text->setObjectName(u"notice-text"_s);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setObjectName(u"notice-details"_s);
    m_details->setWordWrap(true);
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->hide();
    m_more->setObjectName(u"notice-more"_s);
    m_more->setText(tr("Details"));
    m_more->setCheckable(true);
    setLook(m_more, ButtonLook::Flat);
    connect(m_more, &QToolButton::toggled, m_details, &QWidget::setVisible);

    auto *close = new QToolButton(this);
    close->setObjectName(u"notice-close"_s);
    close->setIcon(Theme::current().icon(Icon::Close));
    close->setToolTip(tr("Close"));
    close->setAccessibleName(tr("Close"));
    setLook(close, ButtonLook::Flat);
    connect(close, &QToolButton::clicked, this, [this] {
        clear();
        Q_EMIT closed();
    });

    auto *line = new QHBoxLayout;
    line->setSpacing(Theme::cellPadding);
    line->addWidget(m_text, 1);
    line->addWidget(m_more, 0, Qt::AlignTop);
    line->addWidget(close, 0, Qt::AlignTop);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(Theme::cellPadding + 4, 5, Theme::cellPadding - 4, 5);
    all->setSpacing(4);
    all->addLayout(line);
    all->addWidget(m_details);
    hide();
}

void Notice::show(const QString &text, const QString &details, const QString &area, bool error)
{
    m_empty = false;
    m_error = error;
    setArea(this, area);
    style()->unpolish(this);
    style()->polish(this);
    m_text->setText(text);
    m_details->setText(details);
    m_more->setChecked(false);
    m_more->setVisible(!details.isEmpty());
    setVisible(true);
}

void Notice::showError(const core::Error &error, const QString &before)
{
    QStringList details;
    for (const QString &part : {error.detail, error.code.isEmpty() ? QString() : tr("code %1").arg(error.code),
                                error.statement.left(4000)}) {
        if (!part.isEmpty())
            details.append(part);
    }
    show(before.isEmpty() ? error.message : u"%1: %2"_s.arg(before, error.message), details.join(u'\n'), u"error"_s,
         true);
}

void Notice::showGood(const QString &text)
{
    show(text, {}, u"good"_s, false);
}

void Notice::showNote(const QString &text)
{
    show(text, {}, u"note"_s, false);
}

void Notice::clear()
{
    m_empty = true;
    m_error = false;
    m_text->clear();
    m_details->clear();
    hide();
}

QString Notice::text() const
{
    return m_text->text();
}

} // namespace ui

#include "moc_notice.cpp"
