// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/scripthead.h"

#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"
#include "ui/style/yieldingrow.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int buttonSpacing = 8;
constexpr int leastWords = 70; ///< pixels for the title
constexpr int mostWords = 240; ///< for which buttons yield

} // namespace

ScriptHead::ScriptHead(const QString &prefix, const QList<Button> &buttons, QWidget *parent)
    : QWidget(parent)
    , m_prefix(prefix)
    , m_list(buttons)
    , m_words(new YieldingRow(8, this))
    , m_title(new PlainLabel(PlainLabel::Role::Title))
{
    setArea(this, u"toolbar"_s);
    setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(this, 0, buttonSpacing);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_title->setObjectName(prefix + u"-title"_s);
    m_title->setElided(true);
    m_words->add(m_title);
    line->addWidget(m_words, 1);
    for (const Button &button : buttons) {
        auto *made = new QPushButton(button.text, this);
        made->setObjectName(prefix + u'-' + button.name);
        setLook(made, button.look);
        line->addWidget(made);
        connect(made, &QPushButton::clicked, this, [this, name = button.name] { Q_EMIT triggered(name); });
        m_buttons.insert(button.name, made);
        m_wanted.insert(button.name);
    }
    m_more = new QToolButton(this);
    m_more->setObjectName(prefix + u"-more"_s);
    m_more->setText(u"…"_s);
    m_more->setAccessibleName(tr("More"));
    m_more->setToolTip(plainToolTip(tr("More that can be done")));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setFocusPolicy(Qt::StrongFocus);
    setLook(m_more, ButtonLook::Plain);
    m_more->setMenu(new QMenu(m_more));
    connect(m_more->menu(), &QMenu::aboutToShow, this, &ScriptHead::fillMenu);
    line->insertWidget(1, m_more);
    m_more->hide();
}

void ScriptHead::show(const QString &title, const QList<PillState> &pills)
{
    m_title->setText(title);
    for (const PillState &state : pills) {
        Pill *&pill = m_pills[state.name];
        if (!pill) {
            pill = new Pill(state.kind, {}, m_words);
            pill->setObjectName(m_prefix + u'-' + state.name);
            m_words->add(pill);
        }
        pill->setKind(state.kind);
        pill->setText(state.text);
        pill->setVisible(!state.text.isEmpty());
    }
    arrange();
}

void ScriptHead::setButton(const QString &name, const QString &whyNot, bool visible)
{
    QPushButton *button = m_buttons.value(name);
    Q_ASSERT_X(button, "ScriptHead", qPrintable(name));
    if (!button)
        return;
    if (visible)
        m_wanted.insert(name);
    else
        m_wanted.remove(name);
    button->setEnabled(whyNot.isEmpty());
    button->setToolTip(plainToolTip(whyNot));
    arrange();
}

int ScriptHead::widthOf(bool whole) const
{
    const int words = whole ? qBound(leastWords, m_words->sizeHint().width(), mostWords) : leastWords;
    int width = 2 * (Theme::cellPadding + 4) + words;
    for (const Button &button : m_list) {
        if (m_wanted.contains(button.name) && (whole || !button.yields))
            width += buttonSpacing + m_buttons.value(button.name)->sizeHint().width();
    }
    return width;
}

QSize ScriptHead::minimumSizeHint() const
{
    return {widthOf(false) + buttonSpacing + m_more->sizeHint().width(), height()};
}

void ScriptHead::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void ScriptHead::arrange()
{
    int wanted = widthOf(true);
    bool more = false;
    for (const Button &button : m_list) {
        QPushButton *shown = m_buttons.value(button.name);
        const bool yields = button.yields && m_wanted.contains(button.name) && wanted > width();
        if (yields) {
            wanted -= buttonSpacing + shown->sizeHint().width();
            if (!std::exchange(more, true))
                wanted += buttonSpacing + m_more->sizeHint().width();
        }
        shown->setVisible(m_wanted.contains(button.name) && !yields);
    }
    m_more->setVisible(more);
}

void ScriptHead::fillMenu()
{
    QMenu *menu = m_more->menu();
    menu->clear();
    for (const Button &button : m_list) {
        const QPushButton *hidden = m_buttons.value(button.name);
        if (!m_wanted.contains(button.name) || !hidden->isHidden())
            continue;
        QAction *action = menu->addAction(button.text, this, [this, name = button.name] { Q_EMIT triggered(name); });
        action->setEnabled(hidden->isEnabled());
        action->setToolTip(hidden->toolTip());
    }
}

} // namespace ui

#include "moc_scripthead.cpp"
