// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/restchoices.h"

#include "core/drizzle/truthproposal.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

enum RestAnswer { WasNotRun, WasRun };

} // namespace

RestChoices::RestChoices(QWidget *parent)
    : QWidget(parent)
    , m_says(new PlainLabel(PlainLabel::Role::Muted))
    , m_list(new QScrollArea)
{
    setObjectName(u"rest-choices"_s);
    m_says->setObjectName(u"rest-says"_s);
    m_says->setWordWrap(true);
    m_says->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 8);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setWidgetResizable(true);
    m_list->setFocusPolicy(Qt::NoFocus);
    auto *all = plainLayout<QVBoxLayout>(this);
    all->addWidget(makeHead());
    all->addWidget(m_says);
    all->addWidget(m_list, 1);
}

QWidget *RestChoices::makeHead()
{
    auto *head = new QWidget;
    setArea(head, u"toolbar"_s);
    head->setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_title = new PlainLabel(PlainLabel::Role::Title);
    m_title->setObjectName(u"rest-title"_s);
    m_title->setElided(true);
    line->addWidget(m_title, 1);
    auto *back = new QPushButton(tr("Back"));
    back->setObjectName(u"rest-back"_s);
    line->addWidget(back);
    m_continue = new QPushButton(tr("Show the script…"));
    m_continue->setObjectName(u"rest-continue"_s);
    setLook(m_continue, ButtonLook::Primary);
    line->addWidget(m_continue);
    connect(back, &QPushButton::clicked, this, &RestChoices::closed);
    connect(m_continue, &QPushButton::clicked, this, &RestChoices::decided);
    return head;
}

void RestChoices::setFile(const QString &tag, const core::FileEffects &effects)
{
    m_tag = tag;
    m_effects = effects;
    m_choices.clear();
    m_title->setText(tr("Apply the rest of %1").arg(tag));
    auto *statements = new QWidget;
    auto *lines = plainLayout<QVBoxLayout>(statements, Theme::cellPadding + 4, 12);
    for (int i = 0; i < int(effects.statements.size()); ++i)
        lines->addWidget(makeStatement(i));
    lines->addStretch(1);
    m_list->setWidget(statements);
    showGate();
}

QWidget *RestChoices::makeStatement(int statement)
{
    const core::StatementEffect &effect = m_effects.statements.at(statement);
    const QString number = QString::number(statement + 1);
    auto *whole = new QWidget;
    auto *lines = plainLayout<QVBoxLayout>(whole, 0, 4);
    auto *line = plainLayout<QHBoxLayout>(nullptr, 0, 12);
    line->addWidget(new PlainLabel(PlainLabel::Role::Muted, tr("%1 · line %2").arg(number).arg(effect.line)));
    if (m_effects.open.contains(statement)) {
        auto *choice = new QButtonGroup(whole);
        for (const auto &[answer, name, text] : {std::tuple(WasRun, u"rest-ran-"_s, tr("was run")),
                                                 std::tuple(WasNotRun, u"rest-not-"_s, tr("was not run"))}) {
            auto *button = new QRadioButton(text);
            button->setObjectName(name + number);
            button->setAccessibleName(tr("Statement %1 %2").arg(number, text));
            choice->addButton(button, answer);
            line->addWidget(button);
        }
        connect(choice, &QButtonGroup::idToggled, this, &RestChoices::showGate);
        m_choices.insert(statement, choice);
    } else {
        const bool runs = m_effects.rest.contains(statement);
        line->addWidget(new Pill(runs ? PillKind::Blue : PillKind::Green,
                                 !effect.rest.isEmpty() ? tr("runs in part")
                                     : runs             ? tr("runs")
                                                        : tr("there")));
    }
    line->addStretch(1);
    lines->addLayout(line);
    auto *sql = new PlainLabel(PlainLabel::Role::Mono, effect.sql);
    sql->setWordWrap(true);
    lines->addWidget(sql);
    return whole;
}

QMap<int, bool> RestChoices::ran() const
{
    QMap<int, bool> said;
    for (auto it = m_choices.cbegin(); it != m_choices.cend(); ++it) {
        if ((*it)->checkedId() >= 0)
            said.insert(it.key(), (*it)->checkedId() == WasRun);
    }
    return said;
}

void RestChoices::showGate()
{
    const auto left = core::undecided(m_effects, ran()).size();
    const QString because = left == 1 ? tr("Say of 1 statement more whether it was run.")
        : left > 0                    ? tr("Say of %1 statements more whether they were run.").arg(left)
                                      : QString();
    m_continue->setEnabled(left == 0);
    m_continue->setToolTip(because);
    m_says->setText(tr("The schema does not tell whether these statements ran, and a second time they might write rows "
                       "twice or fail. Look at the rows, and say of each.")
                    + (because.isEmpty() ? QString() : u' ' + because));
}

void RestChoices::focusInEvent(QFocusEvent *event)
{
    if (!m_choices.isEmpty())
        m_choices.first()->buttons().constFirst()->setFocus(event->reason());
}

} // namespace ui

#include "moc_restchoices.cpp"
