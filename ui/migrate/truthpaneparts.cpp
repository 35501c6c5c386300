// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the truth board.
#include "ui/migrate/truthpane.h"

#include "ui/changes/notice.h"
#include "ui/migrate/panesplitter.h"
#include "ui/migrate/truthmodel.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPainter>
#include <QScrollArea>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

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

} // namespace

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
    auto *down = new PaneSplitter(Qt::Vertical);
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

} // namespace ui
