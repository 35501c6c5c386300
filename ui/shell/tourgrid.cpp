// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourgrid.h"

#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/referencelist.h"
#include "ui/grid/rowexpansions.h"
#include "ui/grid/tablepage.h"
#include "ui/shell/workspace.h"

#include <QScrollBar>

#include <tuple>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int besideName = 2; ///< where a moved column is well seen
constexpr qint64 writer = 1; ///< a row of users with something to show

TablePage *front(Workspace &workspace)
{
    return qobject_cast<TablePage *>(workspace.pages().currentPage());
}

void open(Workspace &workspace, const QString &table)
{
    workspace.edits().discardAll();
    workspace.open({Place::Kind::Table, {{{}, table}, {}, {}, {}}}, PageArea::OpenAs::Pinned);
}

void goToCell(TablePage &page, qint64 row, const QString &column)
{
    const QList<ColumnHead> &heads = page.grid()->header()->heads();
    for (int i = 0; i < heads.size(); ++i) {
        if (heads.at(i).name == column)
            page.grid()->setCurrent(row, i);
    }
    page.grid()->setFocus();
}

void expand(TablePage *page, qint64 row, const QString &relation)
{
    if (!page)
        return;
    goToCell(*page, row, relation);
    GridHeader *header = page->grid()->header();
    const int column = page->grid()->currentColumn();
    while (header->visualIndex(column) > besideName && header->moveByOne(column, -1)) { }
    page->grid()->ensureVisible(row, column);
    page->perform(u"row.expand"_s);
}

/// Words instead of what the first stored row says there.
void edit(Workspace &workspace, const TablePage *page, const QString &column, const QString &words)
{
    if (!page)
        return;
    core::RowsModel &model = *page->grid()->model();
    const int at = model.table().columnIndex(column);
    const auto key = model.keyOf(0);
    if (at < 0 || !key)
        return;
    std::ignore = workspace.edits().push(core::SetCell{page->table(), *key, column, model.cell(0, at).value,
                                                       core::NewValue(core::Value::text(words)), -1},
                                         u"Edit of the tour"_s);
}

} // namespace

QList<TourScene> neighbourScenes(const std::function<Workspace &()> &workspace)
{
    const auto inner = [workspace]() -> TablePage * {
        TablePage *page = front(workspace());
        return page ? page->expansions()->at(writer) : nullptr;
    };
    return {
        {{}, [workspace] { open(workspace(), u"posts"_s); }},
        {u"peek"_s,
         [workspace] {
             if (TablePage *page = front(workspace())) {
                 goToCell(*page, 3, u"user_id"_s);
                 page->perform(u"row.peek"_s);
             }
         }},
        {u"peek-children"_s,
         [workspace] {
             if (TablePage *page = front(workspace()))
                 goToCell(*page, 3, u"comments"_s);
         }},
        {u"pinned"_s,
         [workspace] {
             if (TablePage *page = front(workspace())) {
                 page->peekCard()->dismiss();
                 goToCell(*page, 4, u"title"_s);
                 page->perform(u"column.pin"_s);
                 goToCell(*page, 4, u"comments"_s);
                 page->grid()->horizontalScrollBar()->setValue(page->grid()->horizontalScrollBar()->maximum());
             }
         }},
        {{},
         [workspace] {
             if (TablePage *page = front(workspace())) {
                 goToCell(*page, 4, u"title"_s);
                 page->perform(u"column.pin"_s);
             }
             open(workspace(), u"users"_s);
         }},
        {u"referring"_s,
         [workspace] {
             if (TablePage *page = front(workspace())) {
                 goToCell(*page, writer, u"name"_s);
                 page->perform(u"row.referencing"_s);
             }
         }},
        {{},
         [workspace] {
             if (TablePage *page = front(workspace()))
                 page->referenceList()->close();
             expand(front(workspace()), writer, u"posts"_s);
         }},
        {{}, [inner] { expand(inner(), 0, u"comments"_s); }},
        {u"expanded"_s,
         [workspace, inner] {
             const TablePage *posts = inner();
             edit(workspace(), posts ? posts->expansions()->at(0) : nullptr, u"body"_s, u"Said in plainer words"_s);
         }},
        {{}, [workspace] { workspace().edits().discardAll(); }},
    };
}

} // namespace ui
