// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/kitnote.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int widestWords = 620; ///< pixels: longer lines are hard to read

} // namespace

KitNote::KitNote(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_words(new PlainLabel(PlainLabel::Role::Muted))
{
    auto *all = plainLayout<QVBoxLayout>(this, 24, 12);
    m_words->setObjectName(name);
    m_words->setAlignment(Qt::AlignCenter);
    m_words->setWordWrap(true);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_buttons = plainLayout<QVBoxLayout>(nullptr, 0, 8);
    m_words->setMaximumWidth(widestWords);
    auto *words = plainLayout<QHBoxLayout>(nullptr);
    words->addStretch(1);
    words->addWidget(m_words, 100);
    words->addStretch(1);
    all->addStretch(1);
    all->addLayout(words);
    all->addLayout(m_buttons);
    all->addStretch(1);
}

void KitNote::show(const QString &words, const QList<Way> &ways, bool isProblem)
{
    m_words->setText(words);
    m_words->setProperty("tone", isProblem ? QVariant(u"danger"_s) : QVariant());
    m_words->setRole(isProblem ? PlainLabel::Role::Normal : PlainLabel::Role::Muted); // polishes it, too
    if (ways == m_ways)
        return; // a button keeps its focus
    m_ways = ways;
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Way &way : ways) {
        auto *button = new QPushButton(way.text, this);
        button->setObjectName(way.actionId);
        connect(button, &QPushButton::clicked, this, [this, id = way.actionId] { Q_EMIT actionRequested(id); });
        m_buttons->addWidget(button, 0, Qt::AlignCenter);
    }
}

} // namespace ui

#include "moc_kitnote.cpp"
