// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/checkpane.h"

#include "core/base/whendone.h"
#include "core/drizzle/folderchanges.h"
#include "core/session/session.h"
#include "core/session/target.h"
#include "core/drizzle/wranglerfolder.h"
#include "ui/migrate/kitnote.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/scripthead.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QFileInfo>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrent>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using FoundProblems = QList<core::FolderProblem>;

core::Result<FoundProblems> checkedBoard(const core::MigrationBoard &board)
{
    auto folder = core::isWranglersForm(board.folder) ? core::readWranglerFolder(board.folder.path)
                                                      : core::readMigrationsFolder(board.folder.path);
    RC_TRY(folder);
    if (board.folder.byWrangler)
        folder = core::inWranglersOrder(*folder);
    const auto state = core::readFolderState(board.folder.path, {});
    RC_TRY(state);
    return core::checkFolder(*folder, *state, board.states, core::lostFiles(*folder, board.journal, board.states));
}

PlainLabel *checkLabel(PlainLabel::Role role, const QString &text)
{
    auto *label = new PlainLabel(role, text);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

CheckPane::CheckPane(core::Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_head(new ScriptHead(u"check"_s, {{u"again"_s, tr("Check again")}}))
    , m_stack(new QStackedWidget)
    , m_scroll(new QScrollArea)
    , m_nothing(new KitNote(u"check-nothing"_s))
{
    setObjectName(u"check-pane"_s);
    auto *inside = new QWidget;
    m_cards = plainLayout<QVBoxLayout>(inside, Theme::cellPadding + 4, 8);
    m_cards->setAlignment(Qt::AlignTop);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setWidget(inside);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_nothing);
    auto *all = plainLayout<QVBoxLayout>(this);
    all->addWidget(m_head);
    all->addWidget(m_stack, 1);
    connect(m_head, &ScriptHead::triggered, this, &CheckPane::refresh);
    connect(m_nothing, &KitNote::actionRequested, this, &CheckPane::actionRequested);
    connect(&session, &core::Session::migrationsChanged, this, &CheckPane::refresh);
    showState();
}

void CheckPane::want()
{
    if (std::exchange(m_wanted, true))
        return;
    refresh();
}

void CheckPane::refresh()
{
    if (!m_wanted)
        return;
    const int number = ++m_number;
    if (!m_session.migrations()) {
        m_reading = false;
        m_problems.reset();
        const auto &project = m_session.target().project;
        const bool isAbsent = !project || !QFileInfo::exists(project->migrationsPath); // nothing was generated yet
        m_failed = isAbsent ? QString() : m_session.migrationsProblem();
        showState();
        return;
    }
    m_reading = true;
    const auto reading = QtConcurrent::run([board = *m_session.migrations()] { return checkedBoard(board); });
    core::whenDone(reading, this, [this, number](const core::Result<FoundProblems> &found) {
        if (number != m_number)
            return;
        m_reading = false;
        m_problems = found ? std::optional(*found) : std::nullopt;
        m_failed = found ? QString() : found.error().message;
        showState();
    });
    showState();
}

bool CheckPane::isInOrder() const
{
    return m_problems && std::none_of(m_problems->cbegin(), m_problems->cend(), [](const core::FolderProblem &problem) {
               return problem.isError;
           });
}

QString CheckPane::stateText() const
{
    if (!m_failed.isEmpty())
        return tr("cannot be read");
    if (!m_problems)
        return {};
    const auto errors = std::count_if(m_problems->cbegin(), m_problems->cend(),
                                      [](const core::FolderProblem &problem) { return problem.isError; });
    return errors > 0 ? tr("%1 to put right").arg(errors) : tr("in order");
}

void CheckPane::showState()
{
    const qsizetype all = m_problems ? m_problems->size() : 0;
    const auto errors = m_problems ? std::count_if(m_problems->cbegin(), m_problems->cend(),
                                                   [](const core::FolderProblem &problem) { return problem.isError; })
                                   : 0;
    m_head->show(tr("Check"),
                 {{u"errors"_s, PillKind::Red, errors == 0 ? QString() : tr("%1 to put right").arg(errors)},
                  {u"remarks"_s, PillKind::Neutral,
                   all == errors           ? QString()
                       : all - errors == 1 ? tr("1 remark")
                                           : tr("%1 remarks").arg(all - errors)},
                  {u"order"_s, PillKind::Green, m_problems && all == 0 ? tr("in order") : QString()}});
    m_head->setButton(u"again"_s, m_session.migrations() ? QString() : tr("There is no migrations folder."));
    showCards();
    if (all > 0) {
        m_stack->setCurrentWidget(m_scroll);
    } else {
        m_stack->setCurrentWidget(m_nothing);
        const QList<KitNote::Way> ways{{u"drizzle.generate"_s, tr("Generate a migration from schema.ts…")},
                                       {u"migrations.pickFolder"_s, tr("Choose folder…")}};
        if (!m_failed.isEmpty())
            m_nothing->show(m_failed, {ways.last()}, true);
        else if (!m_session.migrations())
            m_nothing->show(tr("There is no migrations folder yet, so there is nothing to be checked."), ways);
        else if (!m_problems)
            m_nothing->show(tr("The folder is being read…"), {});
        else
            m_nothing->show(
                tr("No problem found. Every migration (%1) has its file, the snapshots follow each other, and "
                   "what is applied is what the files say.")
                    .arg(m_session.migrations()->folder.migrations.size()),
                {});
    }
    Q_EMIT changed();
}

void CheckPane::showCards()
{
    while (QLayoutItem *item = m_cards->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const core::FolderProblem &problem : m_problems.value_or(FoundProblems()))
        addCard(problem);
}

QString CheckPane::tagOf(const core::FolderProblem &problem) const
{
    if (!m_session.migrations())
        return {};
    const core::MigrationBoard &board = *m_session.migrations();
    for (const core::MigrationState &state : board.states) {
        const bool isFile = state.migration >= 0 && state.migration < board.folder.migrations.size();
        const QString name = isFile ? board.folder.migrations.at(state.migration).fileName() : state.tag;
        if (problem.files.contains(name) || problem.files.contains(state.tag))
            return state.tag;
    }
    return {};
}

void CheckPane::addCard(const core::FolderProblem &problem)
{
    auto *card = new QWidget;
    card->setObjectName(u"check-"_s + core::toText(problem.kind));
    card->setAttribute(Qt::WA_StyledBackground);
    setArea(card, u"card"_s);
    auto *lines = plainLayout<QVBoxLayout>(card, 10, 5);
    auto *head = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    head->addWidget(new Pill(problem.isError ? PillKind::Red : PillKind::Neutral,
                             problem.isError ? tr("to put right") : tr("remark")));
    auto *files = new PlainLabel(PlainLabel::Role::Small, problem.files.join(u", "_s));
    files->setElided(true);
    head->addWidget(files, 1);
    lines->addLayout(head);
    lines->addWidget(checkLabel(PlainLabel::Role::Normal, problem.message));
    lines->addWidget(checkLabel(PlainLabel::Role::Muted, core::remedyFor(problem.kind)));
    if (const QString tag = tagOf(problem); !tag.isEmpty()) {
        auto *show = new QPushButton(tr("Show on the truth board"));
        show->setObjectName(u"check-show"_s);
        show->setAccessibleDescription(tag);
        connect(show, &QPushButton::clicked, this, [this, tag] { Q_EMIT migrationRequested(tag); });
        lines->addWidget(show, 0, Qt::AlignLeft);
    }
    m_cards->addWidget(card);
}

bool CheckPane::perform(const QString &actionId)
{
    if (actionId != u"view.refresh"_s)
        return false;
    refresh();
    return true;
}

MigrationsContext CheckPane::context() const
{
    return nothingToRun(tr("Nothing runs here: the folder is only looked at."));
}

void CheckPane::focusInEvent(QFocusEvent *event)
{
    if (auto *again = m_head->findChild<QPushButton *>(u"check-again"_s))
        again->setFocus(event->reason());
}

} // namespace ui

#include "moc_checkpane.cpp"
