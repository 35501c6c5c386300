// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/referencesdialog.h"

#include "core/base/whendone.h"
#include "core/query/relatedfilter.h"
#include "core/session/session.h"
#include "ui/relations/dialogparts.h"
#include "ui/relations/relationdialog.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int referenceNameLength = 60;
enum Column { From, To, Known, Without };

QString side(const core::QualifiedName &table, const QStringList &columns)
{
    return visibleText(table.display() + u'.' + columns.join(u", "_s), referenceNameLength);
}

QString knownBy(const core::Relation &relation)
{
    if (relation.enforced)
        return ReferencesDialog::tr("the database");
    return relation.declaredIn.isEmpty() ? ReferencesDialog::tr("you")
                                         : visibleText(relation.declaredIn.section(u'/', -1), referenceNameLength);
}

} // namespace

ReferencesDialog::ReferencesDialog(core::Session &session, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
{
    setUpDialog(*this, u"references-dialog"_s, tr("References"));
    resize(880, 540);
    build();
    fill();
    connect(&session, &core::Session::relationsChanged, this, &ReferencesDialog::fill);
    connect(&session, &core::Session::schemaChanged, this, &ReferencesDialog::fill);
    connect(&session, &core::Session::dataChanged, this, &ReferencesDialog::fill);
    m_list->setFocus();
}

ReferencesDialog::~ReferencesDialog()
{
    m_counting.cancel();
}

void ReferencesDialog::build()
{
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    all->addWidget(new PlainLabel(
        PlainLabel::Role::Title, tr("References of %1").arg(visibleText(m_session.name(), referenceNameLength)), this));
    m_summary = new PlainLabel(PlainLabel::Role::Muted, {}, this);
    m_summary->setObjectName(u"references-summary"_s);
    m_summary->setWordWrap(true);
    all->addWidget(m_summary);
    m_list = new QTreeWidget(this);
    m_list->setObjectName(u"references-list"_s);
    m_list->setAccessibleName(tr("References"));
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->setHeaderLabels({tr("From"), tr("To"), tr("Known by"), tr("Rows that lead nowhere")});
    m_list->header()->resizeSection(From, 270);
    m_list->header()->resizeSection(To, 240);
    m_list->header()->resizeSection(Known, 130);
    all->addWidget(m_list, 1);
    auto *row = plainLayout<QHBoxLayout>(nullptr, 0, 8);
    const auto button = [&](const QString &name, const QString &text, ButtonLook look) {
        auto *made = new QPushButton(text, this);
        made->setObjectName(name);
        made->setAutoDefault(false);
        setLook(made, look);
        row->addWidget(made);
        return made;
    };
    connect(button(u"references-draw"_s, tr("Draw a relation…"), ButtonLook::Plain), &QPushButton::clicked, this,
            [this] { draw(false); });
    m_change = button(u"references-change"_s, tr("Change…"), ButtonLook::Plain);
    m_remove = button(u"references-remove"_s, tr("Remove"), ButtonLook::Plain);
    row->addStretch(1);
    connect(button(u"references-close"_s, tr("Close"), ButtonLook::Plain), &QPushButton::clicked, this,
            &QDialog::reject);
    m_show = button(u"references-show"_s, tr("Show these rows"), ButtonLook::Primary);
    m_show->setDefault(true);
    all->addLayout(row);
    connect(m_show, &QPushButton::clicked, this, &ReferencesDialog::showOrphans);
    connect(m_change, &QPushButton::clicked, this, [this] { draw(true); });
    connect(m_remove, &QPushButton::clicked, this, &ReferencesDialog::remove);
    connect(m_list, &QTreeWidget::currentItemChanged, this, &ReferencesDialog::updateButtons);
    connect(m_list, &QTreeWidget::itemDoubleClicked, this, &ReferencesDialog::showOrphans);
}

void ReferencesDialog::fill()
{
    m_counting.cancel();
    ++m_generation;
    const int before = current();
    m_relations.clear();
    m_list->clear();
    for (const core::Table &table : m_session.schema()->tables) {
        if (table.internal || table.shadow)
            continue;
        for (const core::Relation &relation : m_session.relations().of(table.name)) {
            if (relation.kind != core::Relation::Kind::One)
                continue;
            m_relations.append(relation);
            auto *item = new QTreeWidgetItem(m_list);
            item->setText(From, side(relation.from, relation.fromColumns));
            item->setText(To, side(relation.to, relation.toColumns));
            item->setText(Known, knownBy(relation));
            if (!relation.declaredIn.isEmpty())
                item->setToolTip(Known,
                                 plainToolTip(tr("declared in %1, not in the database").arg(relation.declaredIn)));
            item->setText(Without, u"…"_s);
            item->setTextAlignment(Without, Qt::AlignRight | Qt::AlignVCenter);
        }
    }
    m_orphans = QList<qint64>(m_relations.size(), -1);
    if (m_list->topLevelItemCount() > 0)
        m_list->setCurrentItem(m_list->topLevelItem(std::clamp(before, 0, m_list->topLevelItemCount() - 1)));
    m_next = 0;
    showSummary();
    updateButtons();
    countNext();
}

void ReferencesDialog::countNext()
{
    if (m_next >= m_relations.size())
        return;
    const int row = static_cast<int>(m_next);
    core::RowQuery query;
    query.table = m_relations.at(row).from;
    query.filter = core::orphansOf(m_relations.at(row));
    m_counting = m_session.countRows(query);
    core::whenDone(m_counting, this, [this, row, generation = m_generation](const core::Result<qint64> &count) {
        if (generation != m_generation)
            return;
        takeCount(row, count);
        ++m_next;
        if (m_next == m_relations.size())
            goToOrphans();
        showSummary();
        updateButtons();
        countNext();
    });
}

void ReferencesDialog::takeCount(int row, const core::Result<qint64> &count)
{
    QTreeWidgetItem *item = m_list->topLevelItem(row);
    if (!count) {
        item->setText(Without, tr("not counted"));
        item->setToolTip(Without, plainToolTip(count.error().message));
        return;
    }
    m_orphans[row] = *count;
    item->setText(Without, *count == 0 ? tr("none") : grouped(*count));
    item->setForeground(Without, Theme::current().color(*count == 0 ? Tone::TextFaint : Tone::DeletedText));
}

/// Where nobody has chosen another line yet, the first that has something to show is chosen.
void ReferencesDialog::goToOrphans()
{
    const auto first = std::find_if(m_orphans.cbegin(), m_orphans.cend(), [](qint64 n) { return n > 0; });
    if (current() == 0 && first != m_orphans.cend())
        m_list->setCurrentItem(m_list->topLevelItem(static_cast<int>(first - m_orphans.cbegin())));
}

void ReferencesDialog::showSummary()
{
    if (m_relations.isEmpty()) {
        m_summary->setText(
            tr("No table refers to another. Where the database has no foreign keys, you can draw them."));
        return;
    }
    if (m_next < m_relations.size()) {
        m_summary->setText(tr("Counting: %1 of %2 looked at.").arg(m_next).arg(m_relations.size()));
        return;
    }
    const qint64 rows = std::accumulate(m_orphans.cbegin(), m_orphans.cend(), qint64(0),
                                        [](qint64 sum, qint64 n) { return sum + std::max<qint64>(0, n); });
    const auto where = std::count_if(m_orphans.cbegin(), m_orphans.cend(), [](qint64 n) { return n > 0; });
    m_summary->setText(rows == 0
                           ? tr("Every key leads to a row.")
                           : (rows == 1 ? tr("%1 row leads nowhere, by %2 of %3 references.")
                                        : tr("%1 rows lead nowhere, by %2 of %3 references."))
                                 .arg(grouped(rows), QString::number(where), QString::number(m_relations.size())));
}

int ReferencesDialog::current() const
{
    return m_list->currentItem() ? m_list->indexOfTopLevelItem(m_list->currentItem()) : -1;
}

std::optional<qsizetype> ReferencesDialog::drawnNumber(int row) const
{
    if (row < 0 || row >= m_relations.size() || m_relations.at(row).enforced)
        return std::nullopt;
    const core::Relation &relation = m_relations.at(row);
    const QList<core::DrawnForeignKey> &drawn = m_session.drawnRelations();
    for (qsizetype i = 0; i < drawn.size(); ++i) {
        if (drawn.at(i).table == relation.from && drawn.at(i).key.columns == relation.fromColumns
            && drawn.at(i).key.target == relation.to && drawn.at(i).key.targetColumns == relation.toColumns)
            return i;
    }
    return std::nullopt;
}

void ReferencesDialog::updateButtons()
{
    const int row = current();
    m_show->setEnabled(row >= 0 && m_orphans.value(row) != 0);
    m_change->setEnabled(drawnNumber(row).has_value());
    m_remove->setEnabled(drawnNumber(row).has_value());
}

void ReferencesDialog::showOrphans()
{
    const int row = current();
    if (row < 0 || !m_show->isEnabled())
        return;
    const core::Relation &relation = m_relations.at(row);
    Q_EMIT showRequested({relation.from, core::orphansOf(relation), std::nullopt, relation.fromColumns.value(0)});
    accept();
}

void ReferencesDialog::draw(bool change)
{
    RelationDialog::Start start;
    if (change)
        start.edited = drawnNumber(current());
    (new RelationDialog(m_session, start, this))->open();
}

void ReferencesDialog::remove()
{
    const auto number = drawnNumber(current());
    if (!number)
        return;
    QList<core::DrawnForeignKey> drawn = m_session.drawnRelations();
    drawn.removeAt(*number);
    m_session.setDrawnRelations(drawn);
}

} // namespace ui

#include "moc_referencesdialog.cpp"
