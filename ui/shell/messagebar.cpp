// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/messagebar.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QTimer>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int goodNewsMilliseconds = 6000;
constexpr int detailsHeight = 110;
constexpr int messageMargin = 12;
constexpr int widestMessage = 900;

QString detailsOf(const core::Error &error)
{
    QStringList parts;
    if (!error.detail.isEmpty() && error.detail != error.message)
        parts.append(error.detail);
    if (!error.code.isEmpty())
        parts.append(u"Code: "_s + error.code);
    if (!error.statement.isEmpty())
        parts.append(error.statement);
    return parts.join(u"\n\n"_s);
}

QToolButton *messageButton(const QString &text, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setText(text);
    button->setObjectName(name);
    button->setFocusPolicy(Qt::TabFocus);
    setLook(button, ButtonLook::Flat);
    return button;
}

} // namespace

MessageBar::MessageBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new PlainLabel(QString(), this))
    , m_icon(new QToolButton(this))
    , m_reconnect(messageButton(u"Reconnect"_s, u"messageReconnectButton"_s, this))
    , m_more(messageButton(u"Details"_s, u"messageDetailsButton"_s, this))
    , m_copy(messageButton(u"Copy"_s, u"messageCopyButton"_s, this))
    , m_details(new QPlainTextEdit(this))
    , m_timer(new QTimer(this))
{
    setObjectName(u"messageBar"_s);
    m_text->setObjectName(u"messageText"_s);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_icon->setEnabled(true);
    m_icon->setAttribute(Qt::WA_TransparentForMouseEvents);
    m_icon->setFocusPolicy(Qt::NoFocus);
    setLook(m_icon, ButtonLook::Flat);
    m_more->setCheckable(true);
    m_details->setObjectName(u"messageDetails"_s);
    m_details->setReadOnly(true);
    m_details->setFont(Theme::current().monospace());
    m_details->setFixedHeight(detailsHeight);
    auto *close = messageButton(QString(), u"messageCloseButton"_s, this);
    close->setIcon(Theme::current().icon(Icon::Close, Tone::Text));
    close->setToolTip(u"Close"_s);
    close->setAccessibleName(u"Close message"_s);

    auto *rows = plainLayout<QVBoxLayout>(this, 0, 6);
    rows->setContentsMargins(10, 4, 8, 4);
    auto *line = plainLayout<QHBoxLayout>(nullptr, 0, 6);
    line->addWidget(m_icon);
    line->addWidget(m_text, 1);
    line->addWidget(m_reconnect);
    line->addWidget(m_more);
    line->addWidget(m_copy);
    line->addWidget(close);
    rows->addLayout(line);
    rows->addWidget(m_details);

    m_timer->setSingleShot(true);
    m_timer->setInterval(goodNewsMilliseconds);
    connect(m_timer, &QTimer::timeout, this, &MessageBar::dismiss);
    connect(m_more, &QToolButton::toggled, m_details, &QWidget::setVisible);
    connect(m_reconnect, &QToolButton::clicked, this, &MessageBar::reconnectRequested);
    connect(m_copy, &QToolButton::clicked, this, &MessageBar::copy);
    connect(close, &QToolButton::clicked, this, &MessageBar::dismiss);
    hide();
}

void MessageBar::layOver(QWidget *widget, QWidget *otherwise)
{
    for (QWidget *before : {m_under.data(), m_otherwise.data()}) {
        if (before)
            before->removeEventFilter(this);
    }
    m_under = widget;
    m_otherwise = otherwise;
    for (QWidget *now : {widget, otherwise, static_cast<QWidget *>(m_details)}) { // details come and go with a click
        if (now)
            now->installEventFilter(this);
    }
    if (isVisible())
        place();
}

bool MessageBar::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::Resize:
    case QEvent::Move:
    case QEvent::ShowToParent:
    case QEvent::HideToParent:
        if (isVisible())
            place();
        break;
    default:
        break;
    }
    return QFrame::eventFilter(watched, event);
}

void MessageBar::place()
{
    QWidget *under = m_under && (!m_otherwise || m_under->isVisible()) ? m_under : m_otherwise;
    if (!under)
        return;
    const QPoint corner = under == parentWidget() ? QPoint() : under->mapTo(parentWidget(), QPoint());
    const int width = qMin(under->width() - 2 * messageMargin, widestMessage);
    layout()->activate();
    const int height = hasHeightForWidth() ? heightForWidth(width) : sizeHint().height();
    setGeometry(corner.x() + (under->width() - width) / 2, corner.y() + under->height() - height - messageMargin, width,
                height);
}

void MessageBar::showError(const core::Error &error)
{
    if (error.isCancelled())
        return; // somebody asked for it
    present(error.message, detailsOf(error), Kind::Bad);
    m_isLock = error.kind == core::Error::Kind::Busy;
    m_reconnect->setVisible(error.kind == core::Error::Kind::ConnectionLost);
    place();
}

void MessageBar::showMessage(const QString &plainText)
{
    if (isError() && isVisible() && !m_isLock)
        return; // good news does not cover an error nobody has closed yet
    present(plainText, {}, Kind::Good);
}

void MessageBar::showNote(const QString &plainText)
{
    if (isError() && isVisible())
        return;
    present(plainText, {}, Kind::Note);
}

void MessageBar::lockIsGone()
{
    if (m_isLock)
        dismiss();
}

bool MessageBar::connectionIsBack()
{
    const bool wasThere = isError() && isVisible() && !m_reconnect->isHidden();
    if (wasThere)
        dismiss();
    return wasThere;
}

void MessageBar::present(const QString &text, const QString &details, Kind kind)
{
    m_kind = kind;
    m_isLock = false;
    const bool error = kind == Kind::Bad;
    m_text->setText(text);
    m_details->setPlainText(details);
    m_more->setChecked(false);
    m_details->hide();
    m_more->setVisible(!details.isEmpty());
    m_copy->setVisible(error);
    m_reconnect->hide();
    switch (kind) {
    case Kind::Good:
        m_icon->setIcon(Theme::current().icon(Icon::Check, Tone::PillGreenText));
        setArea(this, u"good"_s);
        break;
    case Kind::Note:
        m_icon->setIcon(Theme::current().icon(Icon::Info, Tone::PillBlueText));
        setArea(this, u"note"_s);
        break;
    case Kind::Bad:
        m_icon->setIcon(Theme::current().icon(Icon::Error, Tone::PillRedText));
        setArea(this, u"error"_s);
        break;
    }
    setAccessibleName(text);
    show();
    raise();
    place();
    if (error)
        m_timer->stop();
    else
        m_timer->start();
}

void MessageBar::dismiss()
{
    m_timer->stop();
    m_kind = Kind::Good;
    m_isLock = false;
    hide();
}

void MessageBar::setDetailsShown(bool shown)
{
    m_more->setChecked(shown);
}

QString MessageBar::text() const
{
    return m_text->text();
}

QString MessageBar::details() const
{
    return m_details->toPlainText();
}

void MessageBar::setGoodNewsMilliseconds(int milliseconds)
{
    m_timer->setInterval(milliseconds);
}

void MessageBar::copy() const
{
    QGuiApplication::clipboard()->setText(details().isEmpty() ? text() : text() + u"\n\n"_s + details());
}

} // namespace ui

#include "moc_messagebar.cpp"
