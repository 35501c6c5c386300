// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/duplicatedialog.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "ui/changes/editstack.h"
#include "ui/relations/dialogparts.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using RelationKind = core::Relation::Kind;

constexpr int deepest = 6; ///< levels that are offered below each other
constexpr int nameLength = 60;

/// An item of the tree knows its relation and the level of the plan it has been read as.
class RelationItem final : public QTreeWidgetItem {
public:
    RelationItem(QTreeWidgetItem *parent, const core::Relation &of, const QString &called, int at)
        : QTreeWidgetItem(parent)
        , relation(of)
        , depth(at)
    {
        setText(0, visibleText(called, nameLength));
        setText(1, QStringLiteral("…"));
        setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        setText(2,
                of.kind == RelationKind::ManyToMany
                    ? DuplicateDialog::tr("links in %1").arg(visibleText(of.junction.display(), nameLength))
                    : DuplicateDialog::tr("rows of %1, by %2")
                          .arg(visibleText(of.to.display(), nameLength),
                               visibleText(of.toColumns.join(", "_L1), nameLength)));
        setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        setCheckState(0, Qt::Unchecked);
    }
    core::Relation relation;
    int depth = 0;
    int level = -1; ///< in the plan; −1: it does not come along
};

RelationItem *itemAt(const QTreeWidgetItem *parent, int i)
{
    return static_cast<RelationItem *>(parent->child(i));
}

/// Names are unique only among the relations of one table: below each other they may be the same.
bool isCalledAbove(const QTreeWidgetItem *item, const core::Relation &relation)
{
    for (; item; item = item->parent()) {
        const auto *above = dynamic_cast<const RelationItem *>(item);
        if (above && above->relation.name == relation.name)
            return true;
    }
    return relation.from == relation.to;
}

QString nameWithColumns(const core::Relation &relation)
{
    const bool through = relation.kind == RelationKind::ManyToMany;
    const QString columns = (through ? relation.junctionFromColumns : relation.toColumns).join(", "_L1);
    return DuplicateDialog::tr("%1 by %2").arg(relation.to.name, columns);
}

QString copiedRowsText(qint64 rows)
{
    return rows == 1 ? DuplicateDialog::tr("1 row") : DuplicateDialog::tr("%1 rows").arg(grouped(rows));
}

/// In the order in which the plan has its levels.
void numberLevels(const QTreeWidgetItem *parent, int &next)
{
    for (int i = 0; i < parent->childCount(); ++i) {
        RelationItem *item = itemAt(parent, i);
        item->level = item->checkState(0) == Qt::Checked ? next++ : -1;
        if (item->level >= 0)
            numberLevels(item, next);
    }
}

} // namespace

DuplicateDialog::DuplicateDialog(core::Session &session, EditStack &stack, const core::QualifiedName &table,
                                 const core::RowKey &key, const QString &called, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_stack(stack)
    , m_request{table, key, {}}
    , m_counts(session.makeRelatedCells())
{
    setUpDialog(*this, u"duplicate-dialog"_s, tr("Duplicate with relations"));
    resize(620, 560);
    build(called);
    connect(m_counts.get(), &core::RelatedCells::changed, this, &DuplicateDialog::showCounts);
    addRelations(m_tree->invisibleRootItem(), table, 0);
    m_tree->setCurrentItem(m_tree->topLevelItem(0));
    readAgain();
    m_tree->setFocus();
}

DuplicateDialog::~DuplicateDialog()
{
    m_reading.cancel();
}

void DuplicateDialog::build(const QString &called)
{
    auto *all = plainLayout<QVBoxLayout>(this, 18, 10);
    auto *title = new PlainLabel(PlainLabel::Role::Title, tr("Duplicate %1").arg(called), this);
    title->setElided(true);
    all->addWidget(title);
    auto *about = new PlainLabel(
        PlainLabel::Role::Muted,
        tr("Tick what comes along, %1 rows at most. Copies refer to copies; everything else refers to where it did.")
            .arg(grouped(m_request.rowsAtMost)),
        this);
    about->setWordWrap(true);
    all->addWidget(about);
    m_tree = new QTreeWidget(this);
    m_tree->setObjectName(u"duplicate-tree"_s);
    m_tree->setAccessibleName(tr("Relations"));
    m_tree->setHeaderLabels({tr("Relation"), tr("Rows"), tr("What is copied")});
    m_tree->header()->setStretchLastSection(true);
    m_tree->header()->resizeSection(0, 230);
    m_tree->header()->resizeSection(1, 80);
    m_tree->setUniformRowHeights(true);
    all->addWidget(m_tree, 1);
    m_summary = new PlainLabel(PlainLabel::Role::Normal, {}, this);
    m_summary->setObjectName(u"duplicate-summary"_s);
    m_summary->setWordWrap(true);
    all->addWidget(m_summary);
    m_remarks = new PlainLabel(PlainLabel::Role::Small, {}, this);
    m_remarks->setObjectName(u"duplicate-remarks"_s);
    m_remarks->setWordWrap(true);
    all->addWidget(m_remarks);
    m_accept = addDialogButtons(*this, *all, u"duplicate"_s, tr("Stage the copies")).accept;
    connect(m_tree, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem *item, int column) {
        if (column == 0 && !m_filling)
            itemChanged(item);
    });
}

void DuplicateDialog::addRelations(QTreeWidgetItem *parent, const core::QualifiedName &table, int depth)
{
    m_filling = true;
    const QList<core::Relation> relations = m_session.relations().of(table);
    // A junction's rows come along as links: once, not as children, too.
    const auto isJunction = [&](const core::Relation &relation) {
        return std::any_of(relations.cbegin(), relations.cend(), [&](const core::Relation &r) {
            return r.kind == RelationKind::ManyToMany && r.junction == relation.to
                && r.junctionFromColumns == relation.toColumns;
        });
    };
    for (const core::Relation &relation : relations) {
        if (relation.kind != RelationKind::One && depth < deepest && !isJunction(relation))
            new RelationItem(parent, relation,
                             isCalledAbove(parent, relation) ? nameWithColumns(relation) : relation.name, depth);
    }
    m_filling = false;
}

void DuplicateDialog::itemChanged(QTreeWidgetItem *changed)
{
    auto *item = static_cast<RelationItem *>(changed);
    const bool on = item->checkState(0) == Qt::Checked;
    if (on && item->childCount() == 0 && item->relation.kind != RelationKind::ManyToMany)
        addRelations(item, item->relation.to, item->depth + 1);
    item->setExpanded(on);
    item->setHidden(false);
    for (int i = 0; i < item->childCount(); ++i)
        item->child(i)->setHidden(!on);
    readAgain();
}

QList<core::DuplicateAlong> DuplicateDialog::alongBelow(const QTreeWidgetItem *parent) const
{
    QList<core::DuplicateAlong> along;
    for (int i = 0; i < parent->childCount(); ++i) {
        const RelationItem *item = itemAt(parent, i);
        if (item->checkState(0) == Qt::Checked)
            along.append({item->relation, alongBelow(item)});
    }
    return along;
}

void DuplicateDialog::readAgain()
{
    m_reading.cancel();
    m_rows.clear();
    m_counted = false;
    m_accept->setEnabled(false);
    m_request.along = alongBelow(m_tree->invisibleRootItem());
    int next = 1;
    numberLevels(m_tree->invisibleRootItem(), next);
    const auto plan = core::duplicatePlan(*m_session.schema(), m_request);
    if (!plan) {
        m_summary->setText(plan.error().message);
        m_remarks->clear();
        return;
    }
    m_plan = *plan;
    m_summary->setText(tr("Reading…"));
    m_reading = m_session.readForDuplicate(m_request);
    core::whenDone(m_reading, this,
                   [this, generation = ++m_generation](const core::Result<QList<core::DuplicateRow>> &rows) {
                       if (generation == m_generation)
                           take(rows);
                   });
}

void DuplicateDialog::take(const core::Result<QList<core::DuplicateRow>> &rows)
{
    if (!rows) {
        m_summary->setText(rows.error().message);
        m_remarks->clear();
        return;
    }
    m_rows = *rows;
    const auto copy = core::duplicateEdit(*m_session.schema(), m_plan, m_rows, m_session.changes()->nextInsertId());
    if (!copy) {
        m_summary->setText(copy.error().message);
        m_remarks->clear();
        return;
    }
    showSummary(*copy);
    m_accept->setEnabled(true);
    askCounts();
}

void DuplicateDialog::showSummary(const core::Duplicate &copy)
{
    QMap<QString, qint64> byTable;
    for (const core::DuplicateRow &row : std::as_const(m_rows))
        ++byTable[m_plan.at(row.level).table.display()];
    QStringList parts;
    for (auto table = byTable.cbegin(); table != byTable.cend(); ++table)
        parts.append(tr("%1 of %2").arg(grouped(*table), visibleText(table.key(), nameLength)));
    m_summary->setText(tr("%1 will be staged: %2.").arg(copiedRowsText(m_rows.size()), parts.join(u", "_s)));
    QStringList remarks;
    QStringList staged;
    for (const core::DuplicateLevel &level : std::as_const(m_plan)) {
        const QString name = visibleText(level.table.display(), nameLength);
        if (m_session.changes()->count(level.table) > 0 && !staged.contains(name))
            staged.append(name);
    }
    if (!staged.isEmpty())
        remarks.append(
            tr("Staged edits of %1 are not copied: the copies are made of what is stored.").arg(staged.join(u", "_s)));
    for (const core::DuplicateRemark &remark : copy.remarks)
        remarks.append(visibleText(core::toText(remark), 200));
    m_remarks->setText(remarks.isEmpty() ? tr("Nothing has to be changed in the copies but their keys.")
                                         : remarks.join(u'\n'));
}

/// For every relation on view, how many rows it leads to from the rows that come along.
void DuplicateDialog::askCounts()
{
    m_items.clear();
    QList<core::RelatedCells::Question> questions;
    for (QTreeWidgetItemIterator it(m_tree); *it; ++it) {
        m_items.append(*it);
        questions.append({core::RelatedCells::Question::Kind::Count, static_cast<RelationItem *>(*it)->relation, {}});
    }
    m_counts->setQuestions(m_session.schema(), questions); // changed() counts
}

void DuplicateDialog::showCounts()
{
    if (m_rows.isEmpty() || m_counts->questions().size() != m_items.size())
        return;
    m_filling = true;
    bool loading = false;
    for (int i = 0; i < int(m_items.size()); ++i) {
        auto *item = static_cast<RelationItem *>(m_items.at(i));
        const QTreeWidgetItem *above = item->parent();
        const int level = above ? static_cast<const RelationItem *>(above)->level : 0;
        qint64 count = 0;
        bool known = true;
        bool waiting = false;
        bool more = false;
        for (const core::DuplicateRow &row : std::as_const(m_rows)) {
            if (row.level != level)
                continue;
            core::RelatedCells::Key key;
            for (const QString &column : item->relation.fromColumns)
                key.append(row.cells.value(column));
            const core::RelatedCell cell = m_counts->cell(i, key);
            waiting = waiting || cell.state == core::RelatedCell::State::Loading;
            known = known && cell.state == core::RelatedCell::State::Ready;
            more = more || cell.count >= core::RelatedCells::countedTo;
            count += cell.count;
        }
        item->setText(1, known ? grouped(count) + (more ? u"+"_s : QString()) : waiting ? u"…"_s : tr("not counted"));
        loading = loading || waiting;
    }
    m_counted = !loading;
    m_filling = false;
}

bool DuplicateDialog::isSettled() const
{
    return m_counted && m_accept->isEnabled();
}

void DuplicateDialog::accept()
{
    if (!m_accept->isEnabled())
        return;
    // What was staged since the rows were read has taken numbers.
    const auto copy = core::duplicateEdit(*m_session.schema(), m_plan, m_rows, m_session.changes()->nextInsertId());
    const auto staged = copy ? m_stack.push(copy->edit, copy->edit.text) : core::Result<core::Done>(copy.error());
    if (!staged) {
        Q_EMIT failed(staged.error());
        m_summary->setText(staged.error().message);
        return;
    }
    Q_EMIT duplicated(copy->table, copy->insertId);
    QDialog::accept();
}

} // namespace ui

#include "moc_duplicatedialog.cpp"
