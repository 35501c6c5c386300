// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourgrid.h"

#include "core/session/session.h"
#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/referencelist.h"
#include "ui/grid/rowexpansions.h"
#include "ui/grid/tablepage.h"
#include "ui/row/relationpicker.h"
#include "ui/shell/tourcast.h"
#include "ui/shell/workspace.h"

#include <QScrollBar>

#include <algorithm>
#include <array>
#include <memory>
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

void open(Workspace &workspace, const core::QualifiedName &table)
{
    workspace.edits().discardAll();
    workspace.open({Place::Kind::Table, {table, {}, {}, {}}}, PageArea::OpenAs::Pinned);
}

/// By what rows are called, else the first column.
QString nameColumn(Workspace &workspace, const TablePage &page)
{
    const QStringList label = workspace.session().labelRules().value(page.table()).columns;
    return label.isEmpty() ? page.grid()->model()->columnAt(0).name : label.constFirst();
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

/// The relation's cell, in a column that stands where it is well seen.
void bringForward(TablePage &page, qint64 row, const QString &relation)
{
    goToCell(page, row, relation);
    GridHeader *header = page.grid()->header();
    const int column = page.grid()->currentColumn();
    while (header->visualIndex(column) > besideName && header->moveByOne(column, -1)) { }
    page.grid()->ensureVisible(row, column);
}

/// From that row on the first one that has some of them, as far as its cell says so by now; else that row.
qint64 rowWithSome(const TablePage &page, qint64 from, const QString &relation)
{
    constexpr qint64 looked = 40;
    const QList<ColumnHead> &heads = page.grid()->header()->heads();
    for (int column = 0; column < heads.size(); ++column) {
        if (heads.at(column).name != relation)
            continue;
        for (qint64 row = from; row < from + looked; ++row) {
            const QString count = page.grid()->lookAt(row, column).text;
            if (!count.isEmpty() && count != u"0")
                return row;
        }
    }
    return from;
}

void expand(TablePage *page, qint64 row, const QString &relation)
{
    if (!page || relation.isEmpty())
        return;
    bringForward(*page, row, relation);
    page->perform(u"row.expand"_s);
}

/// Words instead of what the first stored row says in its last column of text.
void edit(Workspace &workspace, const TablePage *page, const QString &words)
{
    if (!page)
        return;
    core::RowsModel &model = *page->grid()->model();
    const auto key = model.keyOf(0);
    int at = -1;
    for (int column = 0; column < model.storedColumns(); ++column) {
        if (model.cell(0, column).value.kind() == core::Value::Kind::Text && !model.cell(0, column).foreignKey
            && !model.table().primaryKeyColumns().contains(model.columnAt(column).name))
            at = column;
    }
    if (at < 0 || !key)
        return;
    std::ignore =
        workspace.edits().push(core::SetCell{page->table(), *key, model.columnAt(at).name, model.cell(0, at).value,
                                             core::NewValue(core::Value::text(words)), -1},
                               u"Edit of the tour"_s);
}

const RelationPicker *openPicker(Workspace &workspace)
{
    const QList<RelationPicker *> pickers = workspace.window()->findChildren<RelationPicker *>();
    const auto open =
        std::find_if(pickers.cbegin(), pickers.cend(), [](const RelationPicker *p) { return p->isVisible(); });
    return open == pickers.cend() ? nullptr : *open;
}

/// A foreign key.
QList<TourScene> keyScenes(const std::function<Workspace &()> &workspace, const TourCast &cast)
{
    QList<TourScene> scenes{
        {{}, [workspace, cast] { open(workspace(), cast.keyTable); }},
        {u"peek"_s,
         [workspace, cast] {
             if (TablePage *page = front(workspace())) {
                 goToCell(*page, 3, cast.keyColumn);
                 page->perform(u"row.peek"_s);
             }
         }},
    };
    if (!cast.keyChildren.isEmpty()) {
        scenes.append({u"peek-children"_s, [workspace, cast] {
                           if (TablePage *page = front(workspace()))
                               goToCell(*page, 3, cast.keyChildren);
                       }});
    }
    scenes += {
        {u"pinned"_s,
         [workspace, cast] {
             if (TablePage *page = front(workspace())) {
                 page->peekCard()->dismiss();
                 goToCell(*page, 4, nameColumn(workspace(), *page));
                 page->perform(u"column.pin"_s);
                 goToCell(*page, 4, cast.keyChildren);
                 page->grid()->horizontalScrollBar()->setValue(page->grid()->horizontalScrollBar()->maximum());
             }
         }},
        {{},
         [workspace, cast] {
             if (TablePage *page = front(workspace())) {
                 goToCell(*page, 4, nameColumn(workspace(), *page));
                 page->perform(u"column.pin"_s);
                 goToCell(*page, 4, cast.keyColumn);
             }
         }},
        {u"picker"_s, [workspace] { std::ignore = workspace().perform(u"row.pick"_s); },
         [workspace] {
             const TablePage *page = front(workspace());
             const RelationPicker *picker = openPicker(workspace());
             return picker ? picker->isSettled() : !page || !page->readOnlyBecause().isEmpty();
         }},
        {{},
         [workspace] {
             for (RelationPicker *picker : workspace().window()->findChildren<RelationPicker *>())
                 picker->closePicker();
         }},
    };
    return scenes;
}

/// Rows that refer to one.
QList<TourScene> childScenes(const std::function<Workspace &()> &workspace, const TourCast &cast)
{
    const auto opened = std::make_shared<std::array<qint64, 2>>(); // rows: of the parents, of their children
    const auto inner = [workspace, opened]() -> TablePage * {
        TablePage *page = front(workspace());
        return page ? page->expansions()->at(opened->at(0)) : nullptr;
    };
    // The cells beside the name are asked for their counts first.
    const auto showCell = [](TablePage *page, qint64 row, const QString &relation) {
        if (page && !relation.isEmpty())
            bringForward(*page, row, relation);
    };
    const auto openRow = [](TablePage *page, qint64 from, const QString &relation) {
        const qint64 row = page ? rowWithSome(*page, from, relation) : from;
        expand(page, row, relation);
        return row;
    };
    return {
        {{}, [workspace, cast] { open(workspace(), cast.parent); }},
        {u"referring"_s,
         [workspace] {
             if (TablePage *page = front(workspace())) {
                 goToCell(*page, writer, nameColumn(workspace(), *page));
                 page->perform(u"row.referencing"_s);
             }
         }},
        {{},
         [=] {
             if (TablePage *page = front(workspace()))
                 page->referenceList()->close();
             showCell(front(workspace()), writer, cast.children);
         }},
        {{}, [=] { opened->at(0) = openRow(front(workspace()), writer, cast.children); }},
        {{}, [=] { showCell(inner(), 0, cast.grandchildren); }},
        {{}, [=] { opened->at(1) = openRow(inner(), 0, cast.grandchildren); }},
        {u"expanded"_s,
         [workspace, inner, opened] {
             const TablePage *children = inner();
             const TablePage *further = children ? children->expansions()->at(opened->at(1)) : nullptr;
             edit(workspace(), further ? further : children, u"Said in plainer words"_s);
         }},
        {{}, [workspace] { workspace().edits().discardAll(); }},
    };
}

QList<TourScene> linkScenes(const std::function<Workspace &()> &workspace, const TourCast &cast)
{
    return {
        {{}, [workspace, cast] { open(workspace(), cast.linked); }},
        {u"chips"_s,
         [workspace, cast] {
             if (TablePage *page = front(workspace()))
                 bringForward(*page, writer, cast.links);
         }},
    };
}

} // namespace

QList<TourScene> neighbourScenes(const std::function<Workspace &()> &workspace, const TourCast &cast)
{
    QList<TourScene> scenes;
    if (cast.hasKey())
        scenes += keyScenes(workspace, cast);
    if (cast.hasChildren())
        scenes += childScenes(workspace, cast);
    if (cast.hasLinks())
        scenes += linkScenes(workspace, cast);
    return scenes;
}

} // namespace ui
