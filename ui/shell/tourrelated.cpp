// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourrelated.h"

#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/row/childlist.h"
#include "ui/row/linkchips.h"
#include "ui/row/relationpicker.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/workspace.h"

#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qint64 shownPost = 99; // has some of both
constexpr qint64 newTag = 901; // any numbers that no other edit has
constexpr qint64 newLink = 902;
constexpr qint64 newComment = 903;
constexpr int besideTitle = 2; ///< where a moved column is well seen

const core::QualifiedName relatedTable{{}, u"posts"_s};
const core::QualifiedName comments{{}, u"comments"_s};
const core::QualifiedName tags{{}, u"tags"_s};
const core::QualifiedName postTags{{}, u"post_tags"_s};

/// A comment, and a tag that is new itself.
core::CompoundEdit additions()
{
    const core::Value here = core::Value::integer(shownPost);
    core::CompoundEdit all{u"Add a comment and a tag"_s, {}};
    all.ops.append(core::InsertRow{
        comments, newComment, {{u"post_id"_s, here}, {u"body"_s, core::Value::text(u"What about dew?"_s)}}, -1});
    all.ops.append(core::InsertRow{tags, newTag, {{u"name"_s, core::Value::text(u"petrichor, bottled"_s)}}, -1});
    all.ops.append(core::InsertRow{
        postTags, newLink, {{u"post_id"_s, here}, {u"tag_id"_s, core::KeyOfInserted{tags, newTag, u"id"_s}}}, -1});
    return all;
}

void open(const MainWindow &window)
{
    Workspace &workspace = *window.workspace();
    std::ignore = workspace.edits().push(additions(), additions().text);
    const core::RowKey key{{core::Value::integer(shownPost)}};
    workspace.open({Place::Kind::Table, {relatedTable, {}, key, {}}}, PageArea::OpenAs::Pinned);
}

/// The first comment is to go and the first tag to be disconnected, as the row panel shows them.
void removeSome(MainWindow &window)
{
    for (ChildList *list : window.findChildren<ChildList *>()) {
        if (list->isVisible())
            Q_EMIT list->removeRequested(0);
    }
    for (LinkChips *chips : window.findChildren<LinkChips *>()) {
        if (chips->isVisible())
            Q_EMIT chips->toggleRequested(0);
    }
    window.perform(u"row.related"_s);
}

/// Another post's comment is to be attached.
void attach(const MainWindow &window)
{
    window.workspace()->edits().discardAll();
    for (QToolButton *button : window.findChildren<QToolButton *>()) {
        if (button->isVisible() && button->isEnabled() && button->objectName().startsWith("related-attach-"_L1)) {
            button->click();
            return;
        }
    }
}

bool hasPicker(const MainWindow &window)
{
    const QList<RelationPicker *> pickers = window.findChildren<RelationPicker *>();
    return std::any_of(pickers.cbegin(), pickers.cend(),
                       [](const RelationPicker *picker) { return picker->isVisible() && picker->isSettled(); });
}

void closePickers(const MainWindow &window)
{
    for (RelationPicker *picker : window.findChildren<RelationPicker *>())
        picker->closePicker();
}

/// The same in the grid: the count of comments and the tags of the post, in columns beside its title.
void bringForward(MainWindow &window)
{
    auto *page = qobject_cast<TablePage *>(window.workspace()->pages().currentPage());
    if (!page)
        return;
    GridHeader *header = page->grid()->header();
    const qint64 row = page->grid()->currentRow();
    for (int column = page->grid()->model()->storedColumns(); column < header->count(); ++column) {
        const QString &to = page->grid()->model()->questionAt(column)->relation.to.name;
        if (to != comments.name && to != tags.name)
            continue;
        while (header->visualIndex(column) > besideTitle && header->moveByOne(column, -1)) { }
        page->grid()->setCurrent(row, column);
    }
}

} // namespace

QList<TourScene> relatedScenes(const std::function<MainWindow &()> &window)
{
    return {
        {{}, [window] { open(window()); }},
        {u"related"_s, [window] { removeSome(window()); }},
        {u"related-cells"_s, [window] { bringForward(window()); }},
        {u"related-attach"_s, [window] { attach(window()); }, [window] { return hasPicker(window()); }},
        {{}, [window] { closePickers(window()); }},
    };
}

} // namespace ui
