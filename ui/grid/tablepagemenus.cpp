// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: its menus.
#include "core/session/session.h"
#include "ui/actions/actionregistry.h"
#include "ui/grid/columnschooser.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QMenu>
#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int menuTextLimit = 32;

} // namespace

void TablePage::showCellMenu(const QPoint &globalPosition)
{
    const qint64 row = m_grid->currentRow();
    const int column = m_grid->currentColumn();
    if (row < 0 || column < 0)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"cell-menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this](QMenu *to, const QString &id, const QString &otherText = {}) {
        const ActionSpec *spec = actionSpec(id);
        QString text = spec && otherText.isEmpty() ? spec->text : otherText;
        if (spec && !spec->shortcuts.isEmpty())
            text += u'\t' + ActionRegistry::shortcutText(*spec);
        QAction *action = to->addAction(text, this, [this, id] { performHere(id); });
        action->setObjectName(id);
        return action;
    };
    const bool editable = m_readOnlyBecause.isEmpty();
    for (const QString &id : {u"cell.edit"_s, u"cell.editLarge"_s, u"cell.setNull"_s, u"cell.setDefault"_s, u"cell.setEmpty"_s})
        add(menu, id)->setEnabled(editable || id == "cell.editLarge"_L1);
    menu->addSeparator();
    add(menu, u"copy"_s);
    QMenu *copyAs = menu->addMenu(u"Copy as"_s);
    for (const QString &id : {u"copy.withHeaders"_s, u"copy.csv"_s, u"copy.json"_s, u"copy.insert"_s})
        add(copyAs, id);
    add(copyAs, u"copy.shown"_s, u"Copy as shown"_s);
    add(menu, u"paste"_s)->setEnabled(editable);
    add(menu, u"pasteAsRows"_s)->setEnabled(editable);
    menu->addSeparator();

    const core::RowsModel::Cell cell = m_model->cell(row, column);
    const QString name = m_model->columnAt(column).name;
    const QString value = visibleText(m_model->displayText(cell, column), menuTextLimit);
    QMenu *filter = menu->addMenu(u"Filter"_s);
    filter->setObjectName(u"filter-menu"_s);
    using Op = core::FilterOp;
    const bool stored = column < m_model->storedColumns();
    if (!stored) {
        filter->addAction(plainButtonText(name + u": any"_s), this, [this] { filterByCell(Op::IsNotNull); });
        filter->addAction(plainButtonText(name + u": none"_s), this, [this] { filterByCell(Op::IsNull); });
    }
    for (const Op op : stored ? QList<Op>{Op::Equal, Op::NotEqual, Op::Less, Op::Greater, Op::IsNull, Op::IsNotNull}
                              : QList<Op>()) {
        const bool unary = core::operandCount(op) == 0;
        if (!unary && cell.value.isNull())
            continue;
        const QString text = name + u' ' + core::toText(op) + (unary ? QString() : QString(u' ' + value));
        filter->addAction(plainButtonText(text), this, [this, op] { filterByCell(op); });
    }
    add(menu, u"row.follow"_s)->setEnabled(m_lastContext.currentIsForeignKey);
    add(menu, u"row.followInTab"_s)->setEnabled(m_lastContext.currentIsForeignKey);
    add(menu, u"row.peek"_s, u"Peek at it\tSpace"_s);
    if (!stored)
        add(menu, u"row.expand"_s);
    add(menu, u"row.pick"_s)->setEnabled(m_lastContext.currentIsForeignKey && editable);
    add(menu, u"row.referencing"_s, u"Rows that refer to this one…"_s);
    add(menu, u"row.related"_s);
    menu->addSeparator();
    for (const QString &id : {u"row.insert"_s, u"row.duplicate"_s, u"row.duplicateWith"_s, u"row.delete"_s, u"edits.discard"_s})
        add(menu, id)->setEnabled(editable);
    fillMarkMenu(menu);
    menu->popup(globalPosition);
}

void TablePage::showHeaderMenu(const QPoint &position)
{
    GridHeader *header = m_grid->header();
    const int column = header->sectionAtPosition(position.x());
    if (column < 0)
        return;
    const QString name = m_model->columnAt(column).name;
    auto *menu = new QMenu(this);
    menu->setObjectName(u"header-menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillSortMenu(menu, column);
    menu->addSeparator();
    menu->addAction(u"Filter by this column…"_s, this, [this, name] {
        core::Filter filter = m_query.filter;
        filter.terms.append({core::FilterTerm::Join::And, core::Condition{name, core::FilterOp::Equal, {}}});
        m_filterBar->setFilter(filter);
        m_filterBar->open(name);
    });
    menu->addSeparator();
    fillRelationMenu(menu, column);
    QMenu *formats = menu->addMenu(u"Show as"_s);
    formats->setObjectName(u"format-menu"_s);
    fillFormatMenu(formats, column);
    menu->addAction(u"Fit width"_s, this, [this, column] { m_grid->fitColumn(column); });
    menu->addAction(u"Hide column"_s, this, [this, column] { m_grid->header()->setSectionHidden(column, true); })
        ->setEnabled(header->visibleCount() > 1);
    const QString pin = header->isPinned(column) ? u"Unpin column"_s : u"Pin column at the left"_s;
    menu->addAction(pin, this,
                    [this, column] { m_grid->header()->setPinned(column, !m_grid->header()->isPinned(column)); });
    for (const int direction : {-1, 1}) {
        const QString &id = direction < 0 ? u"column.moveLeft"_s : u"column.moveRight"_s;
        const ActionSpec *spec = actionSpec(id);
        menu->addAction(spec->text + u'\t' + ActionRegistry::shortcutText(*spec), this,
                        [this, column, direction] { m_grid->header()->moveByOne(column, direction); });
    }
    menu->addAction(u"Relation columns on or off"_s, this, &TablePage::toggleRelationColumns)
        ->setEnabled(m_model->columnCount() > m_model->storedColumns());
    menu->addAction(u"Choose columns…"_s, this, [this] { m_chooser->popUpBelow(m_columnsButton); });
    menu->popup(header->viewport()->mapToGlobal(position));
}

} // namespace ui
