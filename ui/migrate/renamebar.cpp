// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/renamebar.h"

#include "core/migrate/migrationpreview.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"
#include "ui/style/wrappingrow.h"

#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString questionName(const core::RenameSuggestion &question, const QString &name)
{
    return question.isTable() ? name : question.table.display() + u'.' + name;
}

} // namespace

RenameBar::RenameBar(QWidget *parent)
    : QWidget(parent)
    , m_pill(new Pill(PillKind::Violet, tr("rename?"), this))
    , m_gone(new PlainLabel(PlainLabel::Role::Mono, QString(), this))
    , m_middle(new PlainLabel(PlainLabel::Role::Normal, QString(), this))
    , m_came(new PlainLabel(PlainLabel::Role::Mono, QString(), this))
    , m_more(new PlainLabel(PlainLabel::Role::Muted, QString(), this))
{
    setObjectName(u"rename-bar"_s);
    auto *around = plainLayout<QVBoxLayout>(this);
    around->setContentsMargins(Theme::cellPadding, 8, Theme::cellPadding, 8);
    auto *card = new QWidget(this);
    card->setAttribute(Qt::WA_StyledBackground);
    setArea(card, u"card"_s);
    around->addWidget(card);
    auto *line = new WrappingRow(8, card); // what is asked is to be read, however small the window
    plainLayout<QVBoxLayout>(card, 8, 8)->addWidget(line);
    m_gone->setObjectName(u"rename-gone"_s);
    m_came->setObjectName(u"rename-came"_s);
    m_middle->setObjectName(u"rename-text"_s);
    m_more->setObjectName(u"rename-more"_s);
    m_gone->setElided(true);
    m_came->setElided(true);
    for (QWidget *part : std::initializer_list<QWidget *>{m_pill, m_gone, m_middle, m_came})
        line->add(part);
    m_middle->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const auto button = [&](const QString &name, const QString &text, ButtonLook look) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        setLook(made, look);
        line->add(made);
        return made;
    };
    m_same = button(u"rename-same"_s, tr("&Renamed"), ButtonLook::Primary);
    m_apart = button(u"rename-apart"_s, tr("&Drop and add"), ButtonLook::Plain);
    line->add(m_more);
    m_again = button(u"rename-again"_s, tr("Ask again"), ButtonLook::Flat);
    connect(m_same, &QPushButton::clicked, this, [this] { answer(true); });
    connect(m_apart, &QPushButton::clicked, this, [this] { answer(false); });
    connect(m_again, &QPushButton::clicked, this, &RenameBar::askAgainRequested);
    hide();
}

void RenameBar::show(const QList<core::RenameSuggestion> &questions, qsizetype answers, bool canAnswer)
{
    const bool isAnswering = !m_questions.isEmpty() && (m_same->hasFocus() || m_apart->hasFocus());
    const auto asked = std::find_if(questions.cbegin(), questions.cend(), [&](const core::RenameSuggestion &q) {
        return isAnswering && core::isSameQuestion(q, m_questions.first());
    });
    const qsizetype place = asked == questions.cend() ? 0 : asked - questions.cbegin();
    m_questions = questions;
    if (place > 0)
        m_questions.move(place, 0); // no other question slips under a finger
    const bool asks = !questions.isEmpty();
    m_pill->setText(asks ? tr("rename?") : tr("renames"));
    m_pill->setKind(asks ? PillKind::Violet : PillKind::Neutral);
    for (QWidget *part : std::initializer_list<QWidget *>{m_gone, m_came, m_same, m_apart})
        part->setVisible(asks);
    m_same->setEnabled(canAnswer);
    m_apart->setEnabled(canAnswer);
    m_again->setVisible(answers > 0);
    m_again->setEnabled(canAnswer);
    m_more->setVisible(questions.size() > 1);
    m_more->setText(tr("%1 more").arg(questions.size() - 1));
    if (asks) {
        const core::RenameSuggestion &first = m_questions.first();
        m_gone->setText(questionName(first, first.from));
        m_middle->setText(tr("disappeared and"));
        m_came->setText(tr("%1 appeared").arg(questionName(first, first.to)));
        m_same->setAccessibleDescription(tr("%1 is renamed to %2").arg(m_gone->text(), questionName(first, first.to)));
        m_apart->setAccessibleDescription(
            tr("%1 is dropped and %2 is added").arg(m_gone->text(), questionName(first, first.to)));
    } else {
        m_middle->setText(answers == 1 ? tr("1 rename is answered.") : tr("%1 renames are answered.").arg(answers));
    }
    setVisible(asks || answers > 0);
}

bool RenameBar::focusQuestion()
{
    if (m_questions.isEmpty() || !isVisible())
        return false;
    m_same->setFocus(Qt::OtherFocusReason);
    return true;
}

void RenameBar::answer(bool same)
{
    if (m_questions.isEmpty())
        return;
    const core::RenameSuggestion question = m_questions.first(); // the answer brings the next one
    Q_EMIT answered(question, same);
}

} // namespace ui

#include "moc_renamebar.cpp"
