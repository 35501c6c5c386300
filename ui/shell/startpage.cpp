// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/startpage.h"

#include "core/drizzle/project.h"
#include "core/drizzle/wrangler.h"
#include "ui/actions/actionregistry.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int columnWidth = 540;
constexpr int recentShown = 8;

/// "~/projects/blog": the folder as people write it.
QString shortFolder(const QString &folder)
{
    const QString home = QDir::homePath();
    return folder == home || folder.startsWith(home + u'/') ? u"~"_s + folder.sliced(home.size()) : folder;
}

struct RecentWords {
    QString name;
    QString place;
};

/// A project by its folder, a local D1 database (whose file's name says nothing) by that of its Worker.
RecentWords recentWords(const QString &location)
{
    const QFileInfo file(location);
    const QString folder = file.absolutePath();
    if (core::isLocalD1Path(location) && location.contains(u"/.wrangler/"_s)) {
        const QString worker = location.section(u"/.wrangler/"_s, 0, 0);
        return {u"%1 · local D1"_s.arg(QFileInfo(worker).fileName()), shortFolder(worker)};
    }
    if (core::isDrizzleConfigName(file.fileName()))
        return {QFileInfo(folder).fileName(), u"%1 · %2"_s.arg(file.fileName(), shortFolder(folder))};
    return {file.fileName(), shortFolder(folder)};
}

QToolButton *recentButton(const QString &location, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    setLook(button, ButtonLook::Flat);
    button->setObjectName(u"recent"_s);
    button->setAccessibleName(location);
    button->setToolTip(plainToolTip(location));
    button->setFixedHeight(44);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *line = plainLayout<QHBoxLayout>(button, 0, 10);
    line->setContentsMargins(10, 0, 10, 0);
    auto *icon = new PlainLabel({}, button);
    icon->setPixmap(Theme::current().icon(Icon::Database).pixmap(QSize(16, 16), parent->devicePixelRatioF()));
    line->addWidget(icon);
    auto *texts = plainLayout<QVBoxLayout>(nullptr, 0, 1);
    const RecentWords words = recentWords(location);
    auto *name = new PlainLabel(words.name, button);
    auto *folder = new PlainLabel(PlainLabel::Role::Small, words.place, button);
    for (PlainLabel *label : {icon, name, folder})
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    name->setElided(true);
    folder->setElided(true);
    texts->addStretch();
    texts->addWidget(name);
    texts->addWidget(folder);
    texts->addStretch();
    line->addLayout(texts, 1);
    return button;
}

} // namespace

StartPage::StartPage(const ActionRegistry &actions, QWidget *parent)
    : QWidget(parent)
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

void StartPage::setRecent(const QStringList &locations)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    for (const QString &location : locations.first(qMin<qsizetype>(locations.size(), recentShown))) {
        QToolButton *button = recentButton(location, m_recentBox);
        connect(button, &QToolButton::clicked, this, [this, location] { Q_EMIT recentChosen(location); });
        m_recent->addWidget(button);
    }
    m_recentBox->setVisible(!locations.isEmpty());
}

void StartPage::setOpening(const QString &target)
{
    m_hint->setText(target.isEmpty() ? u"Or drop a database file or a project folder on this window."_s
                                     : u"Opening %1 …"_s.arg(QFileInfo(target).fileName()));
}

} // namespace ui

#include "moc_startpage.cpp"
