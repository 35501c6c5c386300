// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/topbar.h"

#include "ui/actions/actionregistry.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QMouseEvent>
#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int searchWidth = 380;
constexpr int fieldMinimum = 160;
constexpr int topEdge = 12;

QToolButton *makeField(const ActionRegistry &actions, QWidget *parent)
{
    auto *field = new QToolButton(parent);
    field->setObjectName(u"paletteButton"_s);
    field->setProperty("look", u"field"_s);
    field->setFocusPolicy(Qt::NoFocus);
    field->setAccessibleName(u"Go to table or command"_s);
    QObject::connect(field, &QToolButton::clicked, actions.action(u"palette"_s), &QAction::trigger);
    auto *line = plainLayout<QHBoxLayout>(field, 0, 6);
    line->setContentsMargins(10, 0, 6, 0);
    auto *text = new PlainLabel(PlainLabel::Role::Muted, u"Go to table, command…"_s, field);
    text->setElided(true);
    auto *key = new Pill(PillKind::Neutral, ActionRegistry::shortcutText(*actionSpec(u"palette"_s)), field);
    text->setAttribute(Qt::WA_TransparentForMouseEvents);
    key->setAttribute(Qt::WA_TransparentForMouseEvents);
    line->addWidget(text, 1);
    line->addWidget(key);
    return field;
}

QToolButton *makeMenu(const ActionRegistry &actions, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(u"menuButton"_s);
    button->setIcon(Theme::current().icon(Icon::Dots, Tone::Text));
    button->setToolTip(u"Menu"_s);
    button->setAccessibleName(u"Menu"_s);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFixedSize(28, 28);
    setLook(button, ButtonLook::Flat);
    auto *menu = new QMenu(button);
    for (const QString &id : {u"file.open"_s,
                              u"file.openFolder"_s,
                              u"file.connect"_s,
                              u"file.recent"_s,
                              u"file.sample"_s,
                              u"file.close"_s,
                              QString(),
                              u"panel.row"_s,
                              u"panel.pending"_s,
                              u"tab.reopen"_s,
                              QString(),
                              u"migrations.open"_s,
                              u"migrations.pickFolder"_s,
                              u"drizzle.generate"_s,
                              u"truth.applyAll"_s,
                              u"drizzle.push"_s,
                              u"drizzle.pull"_s,
                              u"drizzle.check"_s,
                              u"truth.open"_s,
                              u"history.open"_s,
                              QString(),
                              u"environment.local"_s,
                              u"environment.staging"_s,
                              u"environment.production"_s,
                              u"environment.none"_s,
                              QString(),
                              u"file.quit"_s}) {
        if (id.isEmpty())
            menu->addSeparator();
        else
            menu->addAction(actions.action(id));
    }
    button->setMenu(menu);
    return button;
}

} // namespace

TopBar::TopBar(const ActionRegistry &actions, QWidget *parent)
    : QFrame(parent)
    , m_brand(new PlainLabel(PlainLabel::Role::Title, u"Raincheck"_s, this))
    , m_connection(new Pill(PillKind::Green, {}, this))
    , m_field(makeField(actions, this))
    , m_mode(new PlainLabel(PlainLabel::Role::Muted, {}, this))
    , m_theme(iconButton(actions.action(u"theme.toggle"_s), this))
    , m_menu(makeMenu(actions, this))
    , m_right(new QWidget(this))
    , m_left(new QWidget(this))
{
    setObjectName(u"topBar"_s);
    setArea(this, u"topbar"_s);
    setFixedHeight(Theme::barHeight);
    m_connection->setObjectName(u"connectionPill"_s);
    m_connection->setDot(true);
    m_connection->hide();
    m_connection->setCursor(Qt::PointingHandCursor);
    m_connection->setToolTip(
        tr("Open another database (%1)").arg(ActionRegistry::shortcutText(*actionSpec(u"file.recent"_s))));
    m_connection->installEventFilter(this);
    connect(this, &TopBar::connectionClicked, actions.action(u"file.recent"_s), &QAction::trigger);
    m_mode->setObjectName(u"modeText"_s);
    m_theme->setObjectName(u"themeButton"_s);

    auto *left = plainLayout<QHBoxLayout>(m_left, 0, 10);
    left->addWidget(m_brand);
    left->addWidget(m_connection);
    left->addStretch();
    auto *right = plainLayout<QHBoxLayout>(m_right, 0, 6);
    right->addStretch();
    right->addWidget(m_mode);
    right->addSpacing(4);
    right->addWidget(m_theme);
    right->addWidget(m_menu);
    themeChanged();
}

void TopBar::setConnection(const QString &text, bool readOnly, bool production)
{
    m_connection->setVisible(!text.isEmpty());
    m_connection->setText(text);
    m_connection->setKind(production ? PillKind::Red : readOnly ? PillKind::Amber : PillKind::Green);
    setProperty("mark", production ? u"production"_s : QString());
    style()->unpolish(this);
    style()->polish(this);
    placeField();
}

void TopBar::setMode(const QString &text, const QString &why)
{
    m_mode->setText(text);
    m_mode->setToolTip(plainToolTip(why));
    placeField();
}

void TopBar::themeChanged()
{
    const bool dark = Theme::current().kind() == ThemeKind::Dark;
    m_theme->setIcon(Theme::current().icon(dark ? Icon::Moon : Icon::Sun, Tone::Text));
}

bool TopBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_connection && event->type() == QEvent::MouseButtonRelease
        && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton)
        Q_EMIT connectionClicked();
    return QFrame::eventFilter(watched, event);
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    placeField();
}

/// The field stands in the middle of the window, whatever is at its sides, and gives way to them.
void TopBar::placeField()
{
    const int rightWidth = m_right->sizeHint().width();
    m_right->setGeometry(width() - topEdge - rightWidth, 0, rightWidth, height() - 1);
    const int leftMost = width() - 2 * topEdge - rightWidth - fieldMinimum - 24;
    const int leftWidth = qMax(0, qMin(m_left->sizeHint().width(), leftMost));
    m_left->setGeometry(topEdge, 0, leftWidth, height() - 1);
    const int from = m_left->geometry().right() + 13;
    const int to = m_right->geometry().left() - 12;
    const int wide = qBound(qMin(fieldMinimum, qMax(0, to - from)), to - from, searchWidth);
    const int x = qBound(from, (width() - wide) / 2, qMax(from, to - wide));
    m_field->setGeometry(x, (height() - 1 - Theme::controlHeight) / 2, wide, Theme::controlHeight);
}

} // namespace ui

#include "moc_topbar.cpp"
