// SPDX-License-Identifier: GPL-3.0-or-later
// What is on view. See truthpaneparts.cpp for what it is made of, truthpaneactions.cpp for what can be done,
// truthpanereset.cpp for reset and seed.
#include "ui/migrate/truthpane.h"

#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/restchoices.h"
#include "ui/migrate/seedpane.h"
#include "ui/migrate/truthmodel.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QFocusEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

void emptyTruthLayout(QLayout &layout)
{
    while (QLayoutItem *item = layout.takeAt(0)) {
        if (QLayout *inner = item->layout())
            emptyTruthLayout(*inner);
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
}

} // namespace

TruthPane::TruthPane(core::Session &session, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_watch(new core::TruthWatch(session, this))
    , m_model(new TruthModel(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new QTableView)
    , m_notice(new Notice)
    , m_review(new ProposalReview(session, prompts, this))
    , m_seed(new SeedPane(session, this))
    , m_rest(new RestChoices(this))
{
    setObjectName(u"truth-pane"_s);
    m_notice->setObjectName(u"truth-notice"_s);
    m_stack->addWidget(makeBoard());
    m_stack->addWidget(m_review);
    m_stack->addWidget(m_seed);
    m_stack->addWidget(m_rest);
    connectSeed();
    plainLayout<QVBoxLayout>(this)->addWidget(m_stack);
    connect(m_watch, &core::TruthWatch::changed, this, &TruthPane::showBoard);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &TruthPane::showRow);
    connect(m_table, &QTableView::activated, this, [this] {
        if (const core::TruthRow *row = m_model->row(currentRow()))
            Q_EMIT migrationActivated(row->state.tag);
    });
    connect(m_review, &ProposalReview::closed, this, [this] {
        m_adopted.clear();
        m_seedNext = false;
        m_stack->setCurrentIndex(0);
        m_table->setFocus();
    });
    connect(m_rest, &RestChoices::decided, this, &TruthPane::proposeRest);
    connect(m_rest, &RestChoices::closed, this, [this] {
        m_stack->setCurrentIndex(0);
        m_table->setFocus();
    });
    connect(m_review, &ProposalReview::done, this, &TruthPane::finish);
    connect(m_review, &ProposalReview::runningChanged, this, &TruthPane::changed);
    connect(m_review, &ProposalReview::errorOccurred, this, &TruthPane::errorOccurred);
    showBoard();
}

void TruthPane::focusInEvent(QFocusEvent *event)
{
    m_table->setFocus(event->reason());
}

int TruthPane::currentRow() const
{
    return m_table->currentIndex().row();
}

bool TruthPane::isReviewing() const
{
    return m_stack->currentWidget() == m_review;
}

bool TruthPane::isChoosing() const
{
    return m_stack->currentWidget() == m_rest;
}

bool TruthPane::isRunning() const
{
    return m_review->isRunning() || m_seed->isRunning();
}

bool TruthPane::isSettled() const
{
    return !m_watch->isReading() && !isRunning() && m_reading == 0;
}

void TruthPane::select(const QString &tag)
{
    const int row = m_model->rowOf(tag, 0);
    if (row >= 0)
        m_table->selectRow(row);
}

void TruthPane::markWhenThere(const QString &tag)
{
    m_adopted = tag;
    if (m_model->rowOf(tag, 0) >= 0)
        showBoard();
}

void TruthPane::showBoard()
{
    const auto &known = m_watch->known();
    const core::TruthRow *before = m_model->row(currentRow());
    const auto kept = before ? std::optional(before->state) : std::nullopt;
    m_model->setRows(known ? known->board.rows : QList<core::TruthRow>(), known && known->input.project.has_value());
    int row = kept ? m_model->rowOf(kept->tag, kept->appliedAt) : -1;
    for (int i = 0; row < 0 && i < m_model->rowCount(); ++i) {
        if (m_model->row(i)->needsLook || m_model->row(i)->state.kind == core::MigrationState::Kind::Pending)
            row = i;
    }
    if (row < 0)
        row = m_model->rowCount() - 1;
    if (row >= 0)
        m_table->selectRow(row);
    const int look = known ? known->board.needingLook() : 0;
    m_health->setVisible(known != nullptr);
    m_health->setKind(look > 0 ? PillKind::Amber : PillKind::Green);
    m_health->setText(look > 0 ? tr("%1 to look at").arg(look) : tr("in order"));
    m_summary->setText(known ? known->board.summary : tr("Reading…"));
    m_remarks->setText(known ? known->board.remarks.join(u'\n') : QString());
    m_remarks->setVisible(!m_remarks->text().isEmpty());
    emptyTruthLayout(*m_headActions);
    if (known) {
        QList<core::TruthAction> offered = known->board.actions;
        offered.removeIf(
            [](core::TruthAction a) { return a != core::TruthAction::ApplyUpTo && a != core::TruthAction::Baseline; });
        addActions(*m_headActions, offered, u"truth-all-"_s);
    }
    showRow();
    showDrifts();
    if (!m_adopted.isEmpty() && m_model->rowOf(m_adopted, 0) >= 0) {
        select(std::exchange(m_adopted, QString()));
        request(core::TruthAction::MarkApplied);
    }
    Q_EMIT changed();
}

void TruthPane::addActions(QBoxLayout &to, const QList<core::TruthAction> &actions, const QString &prefix)
{
    const bool all = prefix == u"truth-all-"_s;
    for (qsizetype i = 0; i < actions.size(); ++i) {
        const core::TruthAction action = actions.at(i);
        const bool everything = all && action == core::TruthAction::ApplyUpTo;
        auto *button = new QPushButton(everything ? tr("Apply all pending…") : truthLabel(action));
        button->setObjectName(prefix + core::toText(action));
        button->setToolTip(everything ? tr("Runs all pending migrations, in one transaction") : truthHint(action));
        setLook(button, i == 0 ? ButtonLook::Primary : ButtonLook::Plain);
        connect(button, &QPushButton::clicked, this,
                [this, action, everything] { everything ? applyAll() : request(action); });
        to.addWidget(button);
    }
}

void TruthPane::showRow()
{
    emptyTruthLayout(*m_rowActions);
    const core::TruthRow *row = m_model->row(currentRow());
    m_rowTitle->setVisible(row != nullptr);
    m_sentence->setVisible(row != nullptr);
    if (!row)
        return;
    m_rowTitle->setText(row->state.tag);
    m_sentence->setText(row->sentence);
    addActions(*m_rowActions, row->actions, u"truth-"_s);
}

void TruthPane::showDrifts()
{
    emptyTruthLayout(*m_drifts);
    if (!m_watch->known())
        return;
    for (const core::SchemaDrift &drift : m_watch->known()->board.drifts)
        addDrift(drift);
}

void TruthPane::addDrift(const core::SchemaDrift &drift)
{
    using State = core::SchemaDrift::State;
    using Pair = core::SchemaDrift::Pair;
    const bool differs = drift.state == State::Different;
    const QString name = u"truth-drift-"_s + core::toText(drift.pair);
    auto *line = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    line->addWidget(new PlainLabel(tr("%1 and %2").arg(drift.left, drift.right)));
    auto *pill = new Pill(drift.state == State::Same ? PillKind::Green
                              : differs              ? PillKind::Amber
                                                     : PillKind::Neutral,
                          drift.state == State::Same          ? tr("same")
                              : !differs                      ? tr("not known")
                              : drift.differences.size() == 1 ? tr("1 difference")
                                                              : tr("%1 differences").arg(drift.differences.size()));
    pill->setObjectName(name);
    line->addWidget(pill);
    line->addStretch(1);
    const auto button = [&](const QString &text, const QString &hint, const QString &what, auto act) {
        auto *made = new QPushButton(text);
        made->setObjectName(name + u'-' + what);
        made->setToolTip(hint);
        connect(made, &QPushButton::clicked, this, act);
        line->addWidget(made);
    };
    const core::TruthBoard &board = m_watch->known()->board;
    if (differs && drift.pair == Pair::SnapshotDatabase) {
        if (board.actions.contains(core::TruthAction::AdoptDrift))
            button(truthLabel(core::TruthAction::AdoptDrift), truthHint(core::TruthAction::AdoptDrift), u"adopt"_s,
                   [this] { request(core::TruthAction::AdoptDrift); });
        button(truthLabel(core::TruthAction::RevertDrift), truthHint(core::TruthAction::RevertDrift), u"preview"_s,
               [this] { openExpected(); });
    } else if (differs && drift.pair == Pair::ProjectDatabase) {
        button(tr("Open in the preview…"), tr("What would make the database as schema.ts says"), u"preview"_s,
               [this] { Q_EMIT previewRequested(m_watch->known()->input.project->configPath); });
    }
    m_drifts->addLayout(line);
    const QString said = differs ? drift.differences.join(u'\n') : drift.why;
    if (said.isEmpty())
        return;
    auto *words = new PlainLabel(PlainLabel::Role::Muted, said);
    words->setObjectName(name + u"-words"_s);
    words->setWordWrap(true);
    m_drifts->addWidget(words);
}

} // namespace ui

#include "moc_truthpane.cpp"
