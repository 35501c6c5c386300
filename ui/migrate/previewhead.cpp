// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/previewhead.h"

#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

bool needsValue(const JudgedHazard &h)
{
    return !h.isAnswered() && !h.isMoot() && !h.hazard.fixes.isEmpty()
        && h.hazard.fixes.first().kind == core::HazardFix::Kind::Fill;
}

void setCount(Pill *pill, qsizetype count, const QString &one, const QString &many)
{
    pill->setVisible(count > 0);
    pill->setText(count == 1 ? one : many.arg(count));
}

} // namespace

PreviewHead::PreviewHead(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel(PlainLabel::Role::Title))
{
    setArea(this, u"toolbar"_s);
    setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(this, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_title->setObjectName(u"preview-title"_s);
    m_title->setElided(true);
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    line->addWidget(m_title);
    const auto pill = [&](PillKind kind, const QString &name) {
        auto *made = new Pill(kind, {}, this);
        made->setObjectName(name);
        line->addWidget(made);
        return made;
    };
    m_tables = pill(PillKind::Blue, u"preview-tables"_s);
    m_blocking = pill(PillKind::Red, u"preview-blocking"_s);
    m_values = pill(PillKind::Amber, u"preview-values"_s);
    m_questions = pill(PillKind::Violet, u"preview-questions"_s);
    line->addStretch(1);
    const auto button = [&](const QString &name, const QString &text, ButtonLook look, void (PreviewHead::*wanted)()) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        setLook(made, look);
        line->addWidget(made);
        connect(made, &QPushButton::clicked, this, wanted);
        return made;
    };
    m_copy = button(u"preview-copy"_s, tr("Copy SQL"), ButtonLook::Plain, &PreviewHead::copyRequested);
    m_save = button(u"preview-save"_s, tr("Save SQL…"), ButtonLook::Plain, &PreviewHead::saveRequested);
    m_dryRun = button(u"preview-dry-run"_s, tr("Dry run"), ButtonLook::Plain, &PreviewHead::dryRunRequested);
    m_stop = button(u"preview-stop"_s, tr("Stop"), ButtonLook::Plain, &PreviewHead::stopRequested);
    m_apply = button(u"preview-apply"_s, tr("Apply…"), ButtonLook::Primary, &PreviewHead::applyRequested);
}

void PreviewHead::show(const PreviewGate &gate, const About &about)
{
    m_title->setText(about.title);
    setCount(m_tables, about.tables, tr("1 table"), tr("%1 tables"));
    const auto values = std::count_if(gate.hazards.cbegin(), gate.hazards.cend(), needsValue);
    const auto blocking = std::count_if(gate.hazards.cbegin(), gate.hazards.cend(), [](const JudgedHazard &h) {
        return h.blocks() && !h.isAsking() && !needsValue(h);
    });
    setCount(m_blocking, blocking, tr("1 blocks"), tr("%1 block"));
    setCount(m_values, values, tr("1 needs a value"), tr("%1 need a value"));
    setCount(m_questions, gate.questions, tr("1 rename?"), tr("%1 renames?"));
    const QString locked = lockedBecause(gate);
    m_apply->setEnabled(locked.isEmpty());
    m_apply->setToolTip(plainToolTip(locked));
    m_dryRun->setVisible(!about.dryRunning);
    m_dryRun->setEnabled(gate.hasScript && gate.problem.isEmpty() && !gate.running && !gate.planning);
    m_stop->setVisible(about.dryRunning);
    m_copy->setEnabled(gate.hasScript);
    m_save->setEnabled(gate.hasScript);
    m_save->setText(about.savesMigration ? tr("Save as migration…") : tr("Save SQL…"));
}

} // namespace ui

#include "moc_previewhead.cpp"
