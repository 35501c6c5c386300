// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/seedpane.h"

#include "ui/changes/notice.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

SeedPane::SeedPane(core::Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_choice(new QComboBox)
    , m_notice(new Notice)
    , m_output(new QPlainTextEdit)
{
    setObjectName(u"seed-pane"_s);
    auto *head = new QWidget;
    setArea(head, u"toolbar"_s);
    head->setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    line->addWidget(new PlainLabel(PlainLabel::Role::Title, tr("Seed")));
    m_choice->setObjectName(u"seed-choice"_s);
    m_choice->setAccessibleName(tr("Which seed"));
    line->addWidget(m_choice);
    m_state = new Pill(PillKind::Neutral);
    m_state->setObjectName(u"seed-state"_s);
    line->addWidget(m_state);
    line->addStretch(1);
    const auto button = [&](const QString &name, const QString &text, ButtonLook look, void (SeedPane::*wanted)()) {
        auto *made = new QPushButton(text);
        made->setObjectName(name);
        setLook(made, look);
        line->addWidget(made);
        connect(made, &QPushButton::clicked, this, wanted);
        return made;
    };
    m_skip = button(u"seed-back"_s, tr("Back"), ButtonLook::Plain, &SeedPane::closed);
    m_stop = button(u"seed-stop"_s, tr("Stop"), ButtonLook::Danger, &SeedPane::stop);
    m_go = button(u"seed-run"_s, tr("Run"), ButtonLook::Primary, &SeedPane::run);
    const auto sentence = [](PlainLabel::Role role, const QString &name) {
        auto *label = new PlainLabel(role);
        label->setObjectName(name);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 0);
        return label;
    };
    m_command = sentence(PlainLabel::Role::Mono, u"seed-command"_s);
    m_says = sentence(PlainLabel::Role::Muted, u"seed-says"_s);
    m_notice->setObjectName(u"seed-notice"_s);
    m_output->setObjectName(u"seed-output"_s);
    m_output->setAccessibleName(tr("What the seed writes"));
    m_output->setReadOnly(true);
    m_output->setTabChangesFocus(true);
    m_output->setFrameShape(QFrame::NoFrame);
    m_output->setFont(Theme::current().monospace());
    m_output->setMaximumBlockCount(5000);
    auto *all = plainLayout<QVBoxLayout>(this);
    all->addWidget(head);
    all->addWidget(m_notice);
    all->addWidget(m_command);
    all->addWidget(m_says);
    all->addSpacing(8);
    all->addWidget(m_output, 100);
    all->addStretch(1);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &SeedPane::showChosen);
    showChosen();
}

SeedPane::~SeedPane() = default;

void SeedPane::setSeeds(const QList<core::Seed> &seeds, const QString &chosen, const QString &refusedBecause)
{
    m_run.reset();
    m_refused = refusedBecause;
    m_notice->clear();
    m_output->clear();
    m_seeds = seeds;
    const QSignalBlocker quiet(m_choice);
    m_choice->clear();
    int index = 0;
    for (const core::Seed &seed : seeds) {
        if (seed.name == chosen)
            index = m_choice->count();
        m_choice->addItem(seed.name);
    }
    m_choice->setCurrentIndex(seeds.isEmpty() ? -1 : index);
    showChosen();
}

const core::Seed *SeedPane::current() const
{
    const int index = m_choice->currentIndex();
    return index >= 0 && index < m_seeds.size() ? &m_seeds.at(index) : nullptr;
}

bool SeedPane::isRunning() const
{
    return m_run && m_run->isRunning();
}

void SeedPane::showChosen()
{
    const core::Seed *seed = current();
    const bool isFile = seed && seed->kind == core::Seed::Kind::SqlFile;
    m_choice->setVisible(m_seeds.size() > 1);
    m_command->setText(!seed ? QString() : isFile ? seed->path : u"$ "_s + seed->commandLine());
    m_command->setVisible(seed != nullptr);
    m_says->setText(!m_refused.isEmpty() ? m_refused
                        : !seed
                        ? tr("The project has no seed: a script “db:seed” or “seed” in its package.json, or a file "
                             "seed.sql beside it.")
                        : isFile ? tr("The file is shown as a script before it runs.")
                                 : tr("Runs in %1, where package.json says: %2").arg(seed->folder, seed->says));
    m_go->setText(isFile ? tr("Review…") : tr("Run"));
    m_go->setEnabled(seed && m_refused.isEmpty() && !isRunning());
    m_stop->setVisible(isRunning());
    m_choice->setEnabled(!isRunning());
    m_skip->setEnabled(!isRunning());
    m_output->setVisible(seed && !isFile);
    m_state->setVisible(isRunning());
    m_state->setKind(PillKind::Blue);
    m_state->setText(tr("running"));
}

void SeedPane::run()
{
    const core::Seed *seed = current();
    if (!seed || !m_refused.isEmpty() || isRunning())
        return;
    Q_EMIT chosen(seed->name);
    if (seed->kind == core::Seed::Kind::SqlFile) {
        Q_EMIT sqlRequested(seed->path);
        return;
    }
    m_notice->clear();
    m_output->clear();
    m_run = std::make_unique<core::RecordedSeed>(m_session, *seed);
    connect(m_run.get(), &core::RecordedSeed::output, this, &SeedPane::append);
    connect(m_run.get(), &core::RecordedSeed::ended, this, &SeedPane::take);
    m_run->start();
    showChosen();
    Q_EMIT runningChanged();
}

void SeedPane::stop()
{
    if (m_run)
        m_run->stop();
}

void SeedPane::append(const QString &text)
{
    m_output->moveCursor(QTextCursor::End);
    m_output->insertPlainText(text);
    m_output->moveCursor(QTextCursor::End);
}

void SeedPane::take(const core::Result<core::Done> &how)
{
    const core::Seed *seed = current();
    const QString line = seed ? seed->commandLine() : QString();
    showChosen();
    Q_EMIT runningChanged();
    if (how) {
        m_notice->showGood(tr("%1 has ended well.").arg(line));
        Q_EMIT seeded(tr("Seeded by %1").arg(line));
    } else if (how.error().isCancelled()) {
        m_notice->showNote(tr("Stopped: what it wrote until then is in the database."));
        Q_EMIT seeded(QString());
    } else {
        m_notice->showError(how.error());
        Q_EMIT seeded(QString());
    }
}

} // namespace ui

#include "moc_seedpane.cpp"
