// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/dryrunview.h"

#include "ui/changes/changetexts.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QScrollArea>
#include <QSet>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// The message often holds the database's own words already.
bool saysNothingMore(const core::Error &error)
{
    return error.detail.isEmpty() || error.message.contains(error.detail);
}

constexpr int alwaysListed = 3; ///< so many unchanged tables are named at once; more of them are one line
constexpr int mostListed = 200;

QString rowsText(qint64 rows)
{
    if (rows < 0)
        return DryRunView::tr("not there");
    return rows == 1 ? DryRunView::tr("1 row") : DryRunView::tr("%1 rows").arg(countText(rows));
}

QString verdict(const core::TableLedger &table)
{
    if (table.before < 0)
        return DryRunView::tr("new");
    if (table.losesRows())
        return table.lossAnnounced ? DryRunView::tr("the script says so") : DryRunView::tr("lost without a word");
    if (table.after > table.before)
        return DryRunView::tr("%1 more").arg(countText(table.after - table.before));
    return table.rebuilt ? DryRunView::tr("rebuilt, all kept") : DryRunView::tr("all kept");
}

bool isChanged(const core::TableLedger &table)
{
    return table.before != table.after || table.rebuilt;
}

} // namespace

DryRunView::DryRunView(QWidget *parent)
    : QWidget(parent)
    , m_state(new Pill(PillKind::Neutral, {}, this))
    , m_note(new PlainLabel(PlainLabel::Role::Muted, QString(), this))
    , m_progress(new QProgressBar(this))
{
    setObjectName(u"dry-run"_s);
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"panel"_s);
    m_state->setObjectName(u"dry-run-state"_s);
    m_note->setObjectName(u"dry-run-note"_s);
    m_note->setElided(true);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(120);
    auto *all = plainLayout<QVBoxLayout>(this);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding, 4);
    head->setSpacing(10);
    head->addWidget(new PlainLabel(PlainLabel::Role::Title, tr("Dry run")));
    head->addWidget(m_state);
    head->addWidget(m_progress);
    head->addWidget(m_note, 1);
    all->addLayout(head);

    auto *inside = new QWidget;
    auto *place = plainLayout<QVBoxLayout>(inside);
    m_lines = plainLayout<QGridLayout>(nullptr);
    m_lines->setContentsMargins(Theme::cellPadding + 4, 2, Theme::cellPadding, 8);
    m_lines->setHorizontalSpacing(18);
    m_lines->setVerticalSpacing(3);
    m_lines->setColumnStretch(4, 1);
    place->addLayout(m_lines);
    place->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inside);
    inside->setAutoFillBackground(false); // setWidget() turns it on
    scroll->viewport()->setAutoFillBackground(false);
    m_body = scroll;
    all->addWidget(scroll, 1);
}

void DryRunView::clearLines()
{
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_next = 0;
    m_text.clear();
}

void DryRunView::fold(bool folded)
{
    if (folded == m_body->isHidden())
        return;
    m_body->setVisible(!folded);
    setMaximumHeight(folded ? Theme::barHeight : QWIDGETSIZE_MAX);
    if (!folded)
        Q_EMIT unfolded();
}

void DryRunView::setHead(const QString &pill, int pillKind, const QString &note)
{
    m_state->setText(pill);
    m_state->setKind(static_cast<PillKind>(pillKind));
    m_state->setVisible(!pill.isEmpty());
    m_note->setText(note);
    m_progress->hide();
    m_text = {pill, note};
    fold(pill.isEmpty());
}

void DryRunView::addLine(const QStringList &cells, bool alarming, bool muted)
{
    for (int column = 0; column < int(cells.size()); ++column) {
        auto *label = new PlainLabel(PlainLabel::Role::Mono, cells.at(column));
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        if (alarming || muted)
            label->setProperty("tone", alarming ? u"danger"_s : u"muted"_s);
        const bool whole = cells.size() == 1;
        label->setWordWrap(column + 1 == int(cells.size())); // in a narrow pane nothing is cut off
        m_lines->addWidget(label, m_next, column, 1, whole ? 5 : 1);
        if (!whole && (column == 1 || column == 3))
            label->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
    ++m_next;
    m_text.append(cells.join(u' '));
}

void DryRunView::showNothing(const QString &databaseName)
{
    clearLines();
    setHead({}, 0,
            m_onServer ? tr("runs the migration on %1, takes it back, and compares").arg(databaseName)
                       : tr("runs the migration on a copy of %1 and compares").arg(databaseName));
}

void DryRunView::showRunning()
{
    clearLines();
    setHead(tr("running"), int(PillKind::Blue), m_onServer ? tr("asking the server …") : tr("copying the database …"));
    m_progress->setRange(0, 0);
    m_progress->show();
}

void DryRunView::setProgress(int done, int total)
{
    m_progress->setRange(0, total);
    m_progress->setValue(done);
}

void DryRunView::showApplying()
{
    clearLines();
    setHead(tr("applying"), int(PillKind::Blue), tr("writing to the database …"));
    m_progress->setRange(0, 0);
    m_progress->show();
}

void DryRunView::setProgressText(const QString &text)
{
    if (!m_progress->isHidden() && !text.isEmpty())
        m_note->setText(text);
}

void DryRunView::showFailure(const core::Error &error, const QString &databaseName)
{
    clearLines();
    setHead(error.isCancelled() ? tr("stopped") : tr("could not be made"),
            int(error.isCancelled() ? PillKind::Neutral : PillKind::Red), tr("%1 was not touched").arg(databaseName));
    if (!error.isCancelled())
        addLine({saysNothingMore(error) ? error.message : u"%1 (%2)"_s.arg(error.message, error.detail)}, true);
}

void DryRunView::addTable(const core::TableLedger &table)
{
    addLine({table.table, rowsText(table.before), u"→"_s, rowsText(table.after), verdictOf(table)},
            table.losesRows() && !table.lossAnnounced, !isChanged(table));
}

void DryRunView::addUnchanged(const QList<core::TableLedger> &tables)
{
    qint64 rows = 0;
    for (const core::TableLedger &table : tables)
        rows += table.after;
    auto *more = new TextButton;
    more->setObjectName(u"dry-run-unchanged"_s);
    more->setText(tr("%1 tables unchanged, %2").arg(countText(tables.size()), rowsText(rows)));
    more->setIcon(Theme::current().icon(Icon::ChevronRight));
    setLook(more, ButtonLook::Flat);
    m_lines->addWidget(more, m_next++, 0, 1, 5, Qt::AlignLeft);
    m_text.append(more->text());
    const int below = m_next; // rows that are empty take no room
    m_next += int(qMin<qsizetype>(mostListed, tables.size()));
    connect(more, &QToolButton::clicked, this, [this, tables, more, below] {
        more->setEnabled(false);
        more->setIcon(Theme::current().icon(Icon::ChevronDown));
        const int end = std::exchange(m_next, below);
        for (const core::TableLedger &table : tables.first(qMin<qsizetype>(mostListed, tables.size())))
            addTable(table);
        m_next = end;
    });
}

/// What changes stands first: it is what a person has to see.
void DryRunView::addLedger(const QList<core::TableLedger> &tables)
{
    QList<core::TableLedger> alarming;
    QList<core::TableLedger> changed;
    QList<core::TableLedger> unchanged;
    for (const core::TableLedger &table : tables) {
        if (!isChanged(table))
            unchanged.append(table);
        else
            (table.losesRows() && !table.lossAnnounced ? alarming : changed).append(table);
    }
    const QList<core::TableLedger> listed = alarming + changed;
    for (const core::TableLedger &table : listed.first(qMin<qsizetype>(mostListed, listed.size())))
        addTable(table);
    if (listed.size() > mostListed)
        addLine({tr("and %1 more tables that change").arg(countText(listed.size() - mostListed))}, false);
    if (unchanged.size() > alwaysListed)
        addUnchanged(unchanged);
    else
        for (const core::TableLedger &table : std::as_const(unchanged))
            addTable(table);
}

/// What was looked at and found well; what was not stands among the findings.
void DryRunView::addChecks(const core::DryRunReport &report)
{
    const QList<core::Finding> &findings = report.findings;
    const auto has = [&](const QStringList &codes) {
        return std::any_of(findings.cbegin(), findings.cend(), [&](const core::Finding &finding) {
            return finding.severity == core::Finding::Severity::Stop && codes.contains(finding.code);
        });
    };
    QStringList good;
    if (!has({u"H24"_s, u"H42"_s}))
        good.append(tr("foreign keys: none newly broken"));
    if (!has({QString()}) && report.triedOn == core::TriedOn::Copy) // damage has no code
        good.append(tr("quick check: ok"));
    if (!has({u"H40"_s}))
        good.append(tr("indexes, triggers and views: none lost"));
    if (!good.isEmpty())
        addLine({good.join(u" · "_s)}, false, true);
}

/// "%1": the database.
QString DryRunView::whatIsLeft(core::TriedOn where)
{
    switch (where) {
    case core::TriedOn::Copy:
        return tr("the copy is discarded · %1 was not touched");
    case core::TriedOn::Server:
        return tr("run on the server and taken back · %1 is as it was");
    case core::TriedOn::Scratch:
        return tr("the scratch database is dropped · %1 was not touched");
    case core::TriedOn::EmptyScratch:
        return tr("the scratch database, which had no rows, is dropped · %1 was not touched");
    }
    return {};
}

QString DryRunView::verdictOf(const core::TableLedger &table) const
{
    const QString kept = m_kept.value(table.table);
    return kept.isEmpty() ? verdict(table) : u"%1 · %2"_s.arg(verdict(table), kept);
}

void DryRunView::showHead(const core::DryRunReport &report, const QString &databaseName)
{
    clearLines();
    const QString discarded = whatIsLeft(report.triedOn).arg(databaseName);
    const QString time = durationText(report.microseconds);
    if (report.succeeded)
        setHead(tr("ran in %1").arg(time), int(PillKind::Green), discarded);
    else
        setHead(report.error.statementIndex >= 0
                    ? tr("stopped at statement %1 after %2").arg(report.error.statementIndex + 1).arg(time)
                    : tr("failed after %1").arg(time),
                int(PillKind::Red), discarded);
    if (!report.succeeded) {
        addLine({report.error.message}, true);
        if (!saysNothingMore(report.error))
            addLine({report.error.detail}, true);
    }
}

void DryRunView::addFindings(const core::DryRunReport &report)
{
    for (const core::Finding &finding : report.findings) {
        const bool alarming =
            finding.severity == core::Finding::Severity::Stop || finding.severity == core::Finding::Severity::Danger;
        if (report.succeeded || finding.message != report.error.message)
            addLine({finding.code.isEmpty() ? finding.message : u"%1  %2"_s.arg(finding.code, finding.message)},
                    alarming);
    }
}

void DryRunView::showReport(const core::DryRunReport &report, const QString &databaseName)
{
    m_kept.clear();
    showHead(report, databaseName);
    addFindings(report);
    addLedger(report.tables);
    if (report.succeeded)
        addChecks(report);
}

void DryRunView::compareColumns(const QList<core::ColumnCheck> &columns)
{
    using Outcome = core::ColumnCheck::Outcome;
    m_kept.clear();
    QMap<QString, QStringList> other;
    QSet<QString> compared;
    for (const core::ColumnCheck &column : columns) {
        if (column.outcome != Outcome::Intended)
            compared.insert(column.table);
        if (column.outcome == Outcome::Differs)
            other[column.table].append(column.column);
    }
    for (const QString &table : std::as_const(compared))
        m_kept.insert(table,
                      other.contains(table) ? tr("checksum differs: %1").arg(other.value(table).join(", "_L1))
                                            : tr("checksum of kept columns: identical"));
}

void DryRunView::addDifferences(const core::MigrationDryRun &run)
{
    if (!run.run.succeeded)
        return;
    if (run.differences.isEmpty())
        addLine({tr("the result is the target, no difference")}, false, true);
    for (const QString &difference : run.differences)
        addLine({tr("not as the target: %1").arg(difference)}, true);
}

void DryRunView::showDryRun(const core::MigrationDryRun &run, const QString &databaseName)
{
    compareColumns(run.columns);
    showHead(run.run, databaseName);
    addFindings(run.run);
    if (!run.differences.isEmpty())
        addDifferences(run);
    addLedger(run.run.tables);
    if (run.differences.isEmpty())
        addDifferences(run);
    if (run.run.succeeded)
        addChecks(run.run);
    QStringList phases;
    for (const core::MigrationDryRun::Phase &phase : run.phases)
        phases.append(u"%1 %2"_s.arg(phase.name.toLower(), durationText(phase.microseconds)));
    if (!phases.isEmpty())
        addLine({phases.join(u" · "_s)}, false, true);
}

QString DryRunView::text() const
{
    return m_text.join(u'\n');
}

} // namespace ui

#include "moc_dryrunview.cpp"
