// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/truthpane.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/seedpane.h"
#include "ui/migrate/truthmodel.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QDir>
#include <QFileInfo>
#include <QFocusEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// The state as a pill.
class TruthStateDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyleOptionViewItem empty = option;
        initStyleOption(&empty, index);
        const QString text = std::exchange(empty.text, QString());
        option.widget->style()->drawControl(QStyle::CE_ItemViewItem, &empty, painter, option.widget);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        Pill::paint(*painter, QRectF(option.rect).adjusted(Theme::cellPadding, 0, 0, 0),
                    static_cast<PillKind>(index.data(TruthModel::PillRole).toInt()), text);
        painter->restore();
    }
    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const override
    {
        return {Pill::widthFor(index.data().toString()) + 2 * Theme::cellPadding, Theme::rowHeight};
    }
};

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

/// What an action id asks for: the first of these that the row offers.
QList<core::TruthAction> wantedBy(const QString &actionId)
{
    using Action = core::TruthAction;
    if (actionId == u"truth.applyUpTo"_s)
        return {Action::ApplyUpTo};
    if (actionId == u"truth.markApplied"_s)
        return {Action::MarkApplied};
    if (actionId == u"truth.baseline"_s)
        return {Action::Baseline};
    if (actionId == u"truth.repair"_s)
        return {Action::ApplyRest, Action::FixOrder,    Action::RewriteHash,    Action::DropEntry,
                Action::RemoveRow, Action::MarkApplied, Action::RebuildSnapshot};
    if (actionId == u"truth.adopt"_s)
        return {Action::AdoptDrift};
    if (actionId == u"truth.toSnapshot"_s)
        return {Action::RevertDrift};
    return {};
}

bool isOfARow(core::TruthAction action)
{
    return action != core::TruthAction::Baseline && action != core::TruthAction::AdoptDrift
        && action != core::TruthAction::RevertDrift;
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
{
    setObjectName(u"truth-pane"_s);
    m_notice->setObjectName(u"truth-notice"_s);
    m_stack->addWidget(makeBoard());
    m_stack->addWidget(m_review);
    m_stack->addWidget(m_seed);
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
    connect(m_review, &ProposalReview::done, this, &TruthPane::finish);
    connect(m_review, &ProposalReview::runningChanged, this, &TruthPane::changed);
    connect(m_review, &ProposalReview::errorOccurred, this, &TruthPane::errorOccurred);
    showBoard();
}

QWidget *TruthPane::makeHead()
{
    auto *head = new QWidget;
    setArea(head, u"toolbar"_s);
    head->setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    line->addWidget(new PlainLabel(PlainLabel::Role::Title, tr("Truth board")));
    m_health = new Pill(PillKind::Neutral);
    m_health->setObjectName(u"truth-health"_s);
    line->addWidget(m_health);
    line->addStretch(1);
    m_headActions = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    line->addLayout(m_headActions);
    return head;
}

QWidget *TruthPane::makeBoard()
{
    const auto padded = [](PlainLabel *label, const QString &name) {
        label->setObjectName(name);
        label->setWordWrap(true);
        return label;
    };
    m_summary = padded(new PlainLabel(PlainLabel::Role::Muted), u"truth-summary"_s);
    m_summary->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 8);
    m_rowTitle = padded(new PlainLabel(PlainLabel::Role::Title), u"truth-row"_s);
    m_sentence = padded(new PlainLabel, u"truth-sentence"_s);
    m_remarks = padded(new PlainLabel(PlainLabel::Role::Muted), u"truth-remarks"_s);
    m_remarks->setProperty("tone", u"amber"_s);
    m_table->setObjectName(u"truth-table"_s);
    m_table->setAccessibleName(tr("Migrations in folder, journal, snapshots and database"));
    m_table->setModel(m_model);
    m_table->setItemDelegateForColumn(TruthModel::StateColumn, new TruthStateDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(TruthModel::MigrationColumn, QHeaderView::Stretch);

    auto *about = new QWidget;
    auto *lines = plainLayout<QVBoxLayout>(about, Theme::cellPadding + 4, 8);
    lines->addWidget(m_rowTitle);
    lines->addWidget(m_sentence);
    auto *actions = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    m_rowActions = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    actions->addLayout(m_rowActions);
    actions->addStretch(1);
    lines->addLayout(actions);
    lines->addWidget(new PlainLabel(PlainLabel::Role::Caption, tr("SCHEMA.TS, SNAPSHOT, DATABASE")));
    m_drifts = plainLayout<QVBoxLayout>(nullptr, 0, 6);
    lines->addLayout(m_drifts);
    lines->addWidget(m_remarks);
    lines->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(about);
    auto *down = new QSplitter(Qt::Vertical);
    down->setHandleWidth(1);
    down->setChildrenCollapsible(false);
    down->addWidget(m_table);
    down->addWidget(scroll);
    down->setSizes({320, 320});

    auto *board = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(board);
    all->addWidget(makeHead());
    all->addWidget(m_notice);
    all->addWidget(m_summary);
    all->addWidget(down, 1);
    return board;
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

bool TruthPane::isRunning() const
{
    return m_review->isRunning() || m_seed->isRunning();
}

bool TruthPane::isSettled() const
{
    return !m_watch->isReading() && !isRunning();
}

void TruthPane::select(const QString &tag)
{
    const int row = m_model->rowOf(tag, 0);
    if (row >= 0)
        m_table->selectRow(row);
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
        connect(button, &QPushButton::clicked, this, [this, action, everything] {
            if (everything && m_model->rowCount() > 0)
                m_table->clearSelection();
            if (everything)
                m_table->setCurrentIndex({});
            request(action);
        });
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

bool TruthPane::perform(const QString &actionId)
{
    if (isReviewing()) {
        if (actionId == u"migrations.dryRun"_s)
            m_review->dryRun();
        else if (actionId == u"migrations.apply"_s)
            m_review->apply();
        else if (actionId == u"task.stop"_s)
            m_review->stop();
        else if (actionId == u"nav.back"_s && !isRunning())
            m_review->close();
        else
            return false;
        return true;
    }
    if (m_seed->isRunning()) {
        if (actionId == u"task.stop"_s)
            m_seed->stop();
        return actionId == u"task.stop"_s;
    }
    if (actionId == u"truth.open"_s) {
        m_stack->setCurrentIndex(0);
        setFocus();
        return true;
    }
    if (actionId == u"truth.reset"_s || actionId == u"truth.seed"_s) {
        actionId == u"truth.reset"_s ? reset() : showSeed();
        return true;
    }
    const QList<core::TruthAction> wanted = wantedBy(actionId);
    if (wanted.isEmpty() || !m_watch->known())
        return false;
    const core::TruthRow *row = m_model->row(currentRow());
    const core::TruthBoard &board = m_watch->known()->board;
    for (const core::TruthAction action : wanted) {
        if (isOfARow(action) ? row && row->actions.contains(action) : board.actions.contains(action)) {
            request(action);
            return true;
        }
    }
    m_notice->showNote(isOfARow(wanted.first()) ? tr("There is nothing of that kind to be done about this migration.")
                                                : tr("There is nothing of that kind to be done."));
    return true;
}

void TruthPane::request(core::TruthAction action)
{
    if (isRunning())
        return;
    m_notice->clear();
    if (action == core::TruthAction::RevertDrift) {
        openExpected();
        return;
    }
    const int number = ++m_asked;
    const int row = isOfARow(action) ? currentRow() : -1;
    core::whenDone(m_watch->propose({action, row}), this,
                   [this, number](const core::Result<core::TruthProposal> &proposal) {
                       if (number == m_asked)
                           take(proposal);
                   });
}

void TruthPane::take(const core::Result<core::TruthProposal> &proposal)
{
    if (!proposal) {
        m_notice->showError(proposal.error());
        return;
    }
    m_review->setProposal(*proposal);
    m_stack->setCurrentWidget(m_review);
    if (isVisible())
        m_review->setFocus();
    Q_EMIT changed();
}

void TruthPane::openExpected()
{
    const auto &known = m_watch->known();
    QList<core::MigrationState> states;
    for (const core::TruthRow &row : known ? known->board.rows : QList<core::TruthRow>())
        states.append(row.state);
    const core::MigrationSnapshot *expected = known ? core::expectedSnapshot(known->input, states) : nullptr;
    if (!expected) {
        m_notice->showNote(tr("There is no snapshot that could be read."));
        return;
    }
    const QDir folder(known->input.folder.path);
    const bool classic = known->input.folder.layout == core::MigrationsFolder::Layout::Classic;
    Q_EMIT previewRequested(folder.filePath(classic ? u"meta/"_s + expected->name : expected->name));
}

void TruthPane::finish(const QString &what)
{
    // The board goes on by itself: what was written from the database is to be marked next.
    const core::TruthProposal &proposal = m_review->proposal();
    for (const core::FileChange &change : proposal.files) {
        if (!change.before && change.path.endsWith(u".sql"_s))
            m_adopted = change.path.endsWith(u"/migration.sql"_s) ? QFileInfo(change.path).dir().dirName()
                                                                  : QFileInfo(change.path).completeBaseName();
    }
    m_stack->setCurrentIndex(0);
    if (std::exchange(m_seedNext, false))
        showSeed();
    m_notice->showGood(what);
    Q_EMIT messageRequested(what);
    if (!proposal.files.isEmpty() && m_session.migrations())
        m_session.setMigrationsFolder(m_session.migrations()->folder.path);
    m_watch->refresh();
}

} // namespace ui

#include "moc_truthpane.cpp"
