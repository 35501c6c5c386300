// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationhead.h"

#include "ui/migrate/migrationlist.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

MigrationHead::MigrationHead(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel(PlainLabel::Role::Title))
{
    setArea(this, u"toolbar"_s);
    setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(this, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_title->setObjectName(u"migration-title"_s);
    m_title->setElided(true);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    line->addWidget(m_title);
    const auto pill = [&](PillKind kind, const QString &name) {
        auto *made = new Pill(kind, {}, this);
        made->setObjectName(name);
        line->addWidget(made);
        return made;
    };
    m_state = pill(PillKind::Amber, u"migration-state"_s);
    m_count = pill(PillKind::Blue, u"migration-count"_s);
    m_blocking = pill(PillKind::Red, u"migration-blocking"_s);
    line->addStretch(1);
    const auto button = [&](const QString &name, const QString &text, ButtonLook look, void (MigrationHead::*wanted)()) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        setLook(made, look);
        line->addWidget(made);
        connect(made, &QPushButton::clicked, this, wanted);
        return made;
    };
    m_copy = button(u"migration-copy"_s, tr("Copy SQL"), ButtonLook::Plain, &MigrationHead::copyRequested);
    m_dryRun = button(u"migration-dry-run"_s, tr("Dry run"), ButtonLook::Plain, &MigrationHead::dryRunRequested);
    m_stop = button(u"migration-stop"_s, tr("Stop"), ButtonLook::Plain, &MigrationHead::stopRequested);
    m_apply = button(u"migration-apply"_s, tr("Apply…"), ButtonLook::Primary, &MigrationHead::applyRequested);
}

void MigrationHead::show(const ApplyGate &gate, const About &about)
{
    m_title->setText(gate.state.tag);
    m_state->setText(core::toText(gate.state.kind));
    m_state->setKind(pillOf(gate.state.kind));
    m_count->setVisible(about.statements > 0);
    m_count->setText(about.statements == 1 ? tr("1 statement") : tr("%1 statements").arg(about.statements));
    const QList<core::Finding> blocking = about.hasScript ? blockingFindings(gate) : QList<core::Finding>();
    m_blocking->setVisible(!blocking.isEmpty());
    m_blocking->setText(blocking.size() == 1 ? tr("1 blocks") : tr("%1 block").arg(blocking.size()));
    const QString locked = lockedBecause(gate);
    m_apply->setEnabled(locked.isEmpty());
    m_apply->setToolTip(plainToolTip(locked));
    m_dryRun->setVisible(!about.dryRunning);
    m_dryRun->setEnabled(about.hasScript && !gate.running);
    m_stop->setVisible(about.dryRunning);
    m_copy->setEnabled(about.canCopy);
}

} // namespace ui

#include "moc_migrationhead.cpp"
