// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/startpage.h"

#include "core/session/serveraddress.h"
#include "ui/actions/actionregistry.h"
#include "ui/shell/marklook.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QFileInfo>
#include <QKeyEvent>
#include <QMenu>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int columnWidth = 660;
constexpr int recentHeight = 44;
constexpr int recentShown = 8;

/// Name over place, as wide as there is room for.
QLayout *recentTexts(const RecentDatabase &database, QWidget *parent)
{
    auto *texts = plainLayout<QVBoxLayout>(nullptr, 0, 1);
    texts->addStretch();
    for (auto *label : {new PlainLabel(visibleText(database.name), parent),
                        new PlainLabel(PlainLabel::Role::Small, visibleText(database.place), parent)}) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        label->setElided(true);
        texts->addWidget(label);
    }
    texts->addStretch();
    return texts;
}

QToolButton *recentButton(const RecentDatabase &database, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    setLook(button, ButtonLook::Flat);
    button->setObjectName(u"recent"_s);
    const QString mark = core::toText(database.mark);
    button->setAccessibleName(database.isServer ? database.name : database.location);
    button->setAccessibleDescription(mark);
    button->setToolTip(plainToolTip(database.location));
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto *line = plainLayout<QHBoxLayout>(button, 0, 10);
    line->setContentsMargins(10, 0, 10, 0);
    auto *icon = new PlainLabel({}, button);
    const Tone tone = database.mark == core::Environment::Production ? Tone::PillRedText : Tone::TextMuted;
    icon->setPixmap(Theme::current()
                        .icon(database.isServer ? Icon::Link : Icon::Database, tone)
                        .pixmap(QSize(16, 16), parent->devicePixelRatioF()));
    icon->setAttribute(Qt::WA_TransparentForMouseEvents);
    line->addWidget(icon);
    line->addLayout(recentTexts(database, button), 1);
    const auto addPill = [&](PillKind kind, const QString &text) {
        auto *pill = new Pill(kind, text, button);
        pill->setAttribute(Qt::WA_TransparentForMouseEvents);
        line->addWidget(pill);
    };
    if (database.isReadOnly)
        addPill(PillKind::Neutral, u"read-only"_s);
    if (!mark.isEmpty())
        addPill(pillOf(database.mark), mark);
    auto *opened =
        new PlainLabel(PlainLabel::Role::Small, whenOpened(database.opened, QDateTime::currentDateTimeUtc()), button);
    opened->setAttribute(Qt::WA_TransparentForMouseEvents);
    opened->setMinimumWidth(92);
    opened->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    line->addWidget(opened);
    return button;
}

} // namespace

StartPage::StartPage(const ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
    , m_actions(actions)
    , m_recentBox(new QWidget(this))
    , m_hint(new PlainLabel(PlainLabel::Role::Muted, {}, this))
{
    setObjectName(u"startPage"_s);
    setArea(this, u"window"_s);
    setFocusPolicy(Qt::ClickFocus); // so that no button looks chosen before Tab is pressed
    auto *column = new QWidget(this);
    column->setFixedWidth(columnWidth);
    auto *rows = plainLayout<QVBoxLayout>(column, 0, 10);

    rows->addWidget(new PlainLabel(PlainLabel::Role::Hero, u"Raincheck"_s, column));
    rows->addWidget(new PlainLabel(PlainLabel::Role::Muted, u"See what a change will do before it falls."_s, column));
    rows->addSpacing(10);

    auto *buttons = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    buttons->addWidget(actionButton(actions.action(u"file.open"_s), ButtonLook::Primary, column));
    buttons->addWidget(actionButton(actions.action(u"file.openFolder"_s), ButtonLook::Plain, column));
    buttons->addWidget(actionButton(actions.action(u"file.connect"_s), ButtonLook::Plain, column));
    buttons->addWidget(actionButton(actions.action(u"file.sample"_s), ButtonLook::Plain, column));
    buttons->addStretch();
    rows->addLayout(buttons);
    m_hint->setWordWrap(true);
    rows->addWidget(m_hint);

    auto *recent = plainLayout<QVBoxLayout>(m_recentBox, 0, 2);
    recent->addSpacing(14);
    recent->addWidget(new PlainLabel(PlainLabel::Role::Caption, u"Recent"_s, m_recentBox));
    recent->addSpacing(4);
    m_recent = plainLayout<QVBoxLayout>(nullptr, 0, 2);
    recent->addLayout(m_recent);
    rows->addWidget(m_recentBox);
    rows->addStretch(); // the recent ones grow downwards, the head stays where it is

    auto *across = plainLayout<QHBoxLayout>(this);
    across->addStretch();
    across->addWidget(column);
    across->addStretch();
    across->setContentsMargins(24, 150, 24, 24);
    setOpening({});
    setRecent({});
}

void StartPage::setRecent(const QList<RecentDatabase> &databases)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const RecentDatabase &database : databases.first(qMin<qsizetype>(databases.size(), recentShown)))
        m_recent->addWidget(recentRow(database));
    m_recentBox->setVisible(!databases.isEmpty());
}

QWidget *StartPage::recentRow(const RecentDatabase &database)
{
    auto *row = new QWidget(m_recentBox);
    row->setFixedHeight(recentHeight); // a button's own gives way to the style's
    auto *line = plainLayout<QHBoxLayout>(row, 0, 2);
    QToolButton *button = recentButton(database, row);
    button->setProperty("location", database.location);
    button->installEventFilter(this);
    button->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *more = new QToolButton(row);
    more->setObjectName(u"recentMore"_s);
    more->setIcon(Theme::current().icon(Icon::Dots, Tone::TextFaint));
    more->setToolTip(tr("Remove from this list, and more"));
    more->setAccessibleName(tr("More for %1").arg(database.name));
    more->setFixedWidth(28);
    more->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    setLook(more, ButtonLook::Flat);
    line->addWidget(button, 1);
    line->addWidget(more);
    connect(button, &QToolButton::clicked, this, [this, where = database.location] { Q_EMIT recentChosen(where); });
    connect(button, &QWidget::customContextMenuRequested, this,
            [this, database, button] { showMenu(database, button); });
    connect(more, &QToolButton::clicked, this, [this, database, more] { showMenu(database, more); });
    return row;
}

void StartPage::showMenu(const RecentDatabase &database, QWidget *at)
{
    auto *menu = new QMenu(at);
    menu->setObjectName(u"recentMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), this, [this, where = database.location] { Q_EMIT recentChosen(where); });
    if (database.isServer)
        menu->addAction(tr("Change the connection…"), this,
                        [this, where = database.location] { Q_EMIT editRequested(where); });
    menu->addAction(database.isServer ? tr("Remove from the list, password included") : tr("Remove from the list"),
                    this, [this, where = database.location] { Q_EMIT removeRequested(where); });
    menu->popup(at->mapToGlobal(QPoint(0, at->height())));
}

bool StartPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Delete) {
        Q_EMIT removeRequested(watched->property("location").toString());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void StartPage::setOpening(const QString &target)
{
    if (target.isEmpty()) {
        m_hint->setText(u"Or drop a database file or a project folder on this window."_s);
        return;
    }
    const auto server = core::isServerUrl(target)
        ? core::parseServerAddress(target).map([](const auto &a) { return a.place(); })
        : core::Result<QString>(QFileInfo(target).fileName());
    m_hint->setText(server ? u"Opening %1 …"_s.arg(visibleText(*server)) : u"Opening …"_s);
}

} // namespace ui

#include "moc_startpage.cpp"
