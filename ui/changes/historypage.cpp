// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/historypage.h"

#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QFocusEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype mostTables = 8; ///< told one by one above the SQL, which needs the room

qint64 rowsOf(const core::HistoryRecord &record)
{
    qint64 rows = 0;
    for (const core::TableEffect &effect : record.effects)
        rows += effect.inserted + effect.updated + effect.deleted;
    return rows;
}

bool hasOutcome(const core::HistoryRecord &record)
{
    return record.state == u"applied"_s;
}

Tone toneOf(const core::HistoryRecord &record)
{
    if (hasOutcome(record))
        return Tone::PillGreenText;
    return record.state == u"failed"_s ? Tone::PillRedText : Tone::PillAmberText;
}

} // namespace

void HistoryModel::setRecords(const QList<core::HistoryRecord> &records)
{
    if (records == m_records)
        return;
    beginResetModel();
    m_records = records;
    endResetModel();
}

const core::HistoryRecord *HistoryModel::record(int row) const
{
    return row >= 0 && row < m_records.size() ? &m_records.at(row) : nullptr;
}

int HistoryModel::rowOf(qint64 id) const
{
    for (int row = 0; row < int(m_records.size()); ++row) {
        if (m_records.at(row).id == id)
            return row;
    }
    return -1;
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const core::HistoryRecord &record = m_records.at(index.row());
    if (role == Qt::TextAlignmentRole && index.column() >= DurationColumn)
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    if (role == Qt::ForegroundRole && index.column() == StateColumn)
        return Theme::current().color(toneOf(record));
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case TimeColumn:
        return record.startedAt.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s);
    case TitleColumn:
        return record.title;
    case StateColumn:
        return record.state;
    case DurationColumn:
        return record.state == u"running"_s || record.state == u"interrupted"_s ? QString()
                                                                               : durationText(record.microseconds);
    case RowsColumn:
        return hasOutcome(record) ? countText(rowsOf(record)) : QString();
    default:
        return {};
    }
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue(
            Qt::Alignment((section >= DurationColumn ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter));
    if (role != Qt::DisplayRole)
        return {};
    const QStringList names{tr("when"), tr("what"), tr("state"), tr("took"), tr("rows")};
    return names.value(section);
}

HistoryPage::HistoryPage(core::Session &session, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_model(new HistoryModel(this))
    , m_table(new QTableView)
    , m_notice(new Notice)
    , m_about(new PlainLabel(PlainLabel::Role::Muted))
    , m_lost(new PlainLabel(PlainLabel::Role::Normal))
    , m_copy(new QPushButton(tr("Copy SQL")))
    , m_takeBack(new QPushButton(tr("Take back…")))
    , m_sql(new SqlView)
    , m_stack(new QStackedWidget)
    , m_work(session.makeSchemaWork())
{
    setObjectName(u"history-page"_s);
    m_table->setObjectName(u"history-table"_s);
    m_table->setAccessibleName(tr("Scripts that ran"));
    m_table->setModel(m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(HistoryModel::TitleColumn, QHeaderView::Stretch);
    m_table->setColumnWidth(HistoryModel::TimeColumn, 170);
    m_about->setObjectName(u"history-about"_s);
    m_about->setWordWrap(true);
    m_about->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_about->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_sql->setObjectName(u"history-sql"_s);
    m_copy->setObjectName(u"history-copy"_s);
    connect(m_copy, &QPushButton::clicked, m_sql, &SqlView::copyAll);
    m_takeBack->setObjectName(u"history-take-back"_s);
    connect(m_takeBack, &QPushButton::clicked, this, &HistoryPage::takeBack);
    m_lost->setObjectName(u"history-lost"_s);
    m_lost->setProperty("tone", u"amber"_s);
    m_lost->setWordWrap(true);
    m_lost->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_lost->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 8);
    m_lost->hide();

    auto *lower = new QWidget;
    auto *below = plainLayout<QVBoxLayout>(lower);
    auto *facts = new QHBoxLayout;
    facts->setContentsMargins(0, 8, Theme::cellPadding + 4, 8);
    facts->addWidget(m_about, 1);
    facts->addWidget(m_takeBack, 0, Qt::AlignTop);
    facts->addSpacing(8);
    facts->addWidget(m_copy, 0, Qt::AlignTop);
    below->addLayout(facts);
    below->addWidget(m_lost);
    below->addWidget(m_sql, 1);
    auto *down = new QSplitter(Qt::Vertical);
    down->setHandleWidth(1);
    down->setChildrenCollapsible(false);
    down->addWidget(m_table);
    down->addWidget(lower);
    down->setSizes({320, 320});
    auto *empty = new PlainLabel(PlainLabel::Role::Muted,
                                 tr("Nothing has run on this database yet.\nEvery script that Raincheck runs is kept "
                                    "here: what it did, how long it took, and its SQL."));
    empty->setObjectName(u"history-empty"_s);
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    m_stack->addWidget(empty);
    m_stack->addWidget(down);
    m_stack->setCurrentIndex(1); // that there is nothing is said when it was read
    auto *all = plainLayout<QVBoxLayout>(this);
    all->addWidget(m_notice);
    all->addWidget(m_stack, 1);

    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &HistoryPage::showCurrent);
    connect(&m_session, &core::Session::historyChanged, this, &HistoryPage::read);
    connect(&m_session, &core::Session::schemaChanged, this, &HistoryPage::askWayBack);
    read();
}

HistoryPage::~HistoryPage()
{
    m_asking.cancel();
}

/// No proxy: the table is not there while nothing has run.
void HistoryPage::focusInEvent(QFocusEvent *event)
{
    if (m_table->isVisible())
        m_table->setFocus(event->reason());
}

QString HistoryPage::title() const
{
    return tr("History");
}

PageContext HistoryPage::context() const
{
    PageContext context;
    context.history = {true, m_noWayBack};
    return context;
}

bool HistoryPage::perform(const QString &actionId)
{
    if (actionId == u"history.takeBack"_s)
        takeBack();
    else if (actionId == u"view.refresh"_s)
        read();
    else
        return false;
    return true;
}

QStringList HistoryPage::statusFacts() const
{
    const int rows = m_model->rowCount();
    return {rows == 1 ? tr("1 script") : tr("%1 scripts").arg(rows)};
}

void HistoryPage::read()
{
    const int reading = ++m_reads;
    m_isReading = true;
    core::whenDone(m_session.history(), this, [this, reading](const core::Result<QList<core::HistoryRecord>> &records) {
        if (reading == m_reads) // else a later answer is on its way
            showRecords(records);
    });
}

void HistoryPage::showRecords(const core::Result<QList<core::HistoryRecord>> &records)
{
    m_isReading = false;
    if (!records) {
        m_notice->showError(records.error());
        return;
    }
    m_notice->clear();
    const core::HistoryRecord *shown = m_model->record(m_table->currentIndex().row());
    const qint64 id = shown ? shown->id : 0;
    m_model->setRecords(*records);
    const int row = m_model->rowOf(id);
    if (m_model->rowCount() > 0)
        m_table->selectRow(qMax(0, row));
    showCurrent();
    Q_EMIT statusChanged();
}

void HistoryPage::showCurrent()
{
    const core::HistoryRecord *record = m_model->record(m_table->currentIndex().row());
    m_stack->setCurrentIndex(record ? 1 : 0);
    if (record) {
        showFacts(*record);
        m_sql->setSql(record->sql, m_session.dialect());
    } else {
        m_sql->clearScript();
    }
    askWayBack();
}

void HistoryPage::showFacts(const core::HistoryRecord &record)
{
    QStringList facts{record.title};
    if (!record.error.isEmpty())
        facts.append(record.state == u"failed"_s ? tr("Failed: %1").arg(record.error) : record.error);
    if (record.state == u"running"_s)
        facts.append(tr("It runs now."));
    const qsizetype listed = record.effects.size() > mostTables ? mostTables - 1 : record.effects.size();
    for (const core::TableEffect &effect : record.effects.first(listed))
        facts.append(effectsText({effect}));
    if (listed < record.effects.size())
        facts.append(tr("and rows of %1 tables more").arg(record.effects.size() - listed));
    if (!record.backupPath.isEmpty())
        facts.append(tr("Backup made before: %1").arg(record.backupPath));
    if (!record.backupSha256.isEmpty())
        facts.append(tr("Its SHA-256: %1").arg(QString::fromLatin1(record.backupSha256)));
    if (!record.backupPath.isEmpty())
        facts.append(core::Backup{record.backupPath, 0, record.backupSha256}.howToRestore(m_session.location()));
    facts.removeAll(QString());
    m_about->setText(facts.join(u'\n'));
}

} // namespace ui

#include "moc_historypage.cpp"
