// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourdesign.h"

#include "core/session/session.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpage.h"
#include "ui/shell/workspace.h"

#include <QDialog>
#include <QLineEdit>
#include <QTableView>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

namespace step = core::design;

const core::QualifiedName designedTable{{}, u"posts"_s};

core::Column column(const QString &name, const QString &type)
{
    core::Column c;
    c.name = name;
    c.declaredType = type;
    return c;
}

/// A bit of everything: renamed, retyped, new, dropped, moved.
QList<core::DesignStep> changesOfPosts(const core::Schema &schema)
{
    const core::Table &table = *schema.table(designedTable);
    const core::Column rating = *table.column(u"rating"_s);
    core::Column stars = rating;
    stars.declaredType = u"INTEGER"_s;
    stars.notNull = true;
    stars.defaultExpression = u"0"_s;
    core::Column language = column(u"language"_s, u"TEXT"_s);
    language.notNull = true;
    language.defaultExpression = u"'en'"_s;
    core::ForeignKey reviewer;
    reviewer.columns = {u"reviewer_id"_s};
    reviewer.column = u"reviewer_id"_s;
    reviewer.target.name = u"users"_s;
    reviewer.targetColumns = {u"id"_s};
    reviewer.onDelete = core::ForeignKeyAction::SetNull;
    return {step::RenameColumn{designedTable, u"excerpt"_s, u"summary"_s},
            step::AlterColumn{designedTable, rating, stars},
            step::DropColumn{designedTable, u"observation"_s},
            step::AddColumn{designedTable, language, -1},
            step::AddColumn{designedTable, column(u"reviewer_id"_s, u"INTEGER"_s), -1},
            step::PutForeignKey{designedTable, std::nullopt, reviewer},
            step::PutIndex{designedTable, std::nullopt,
                           core::Index{u"idx_posts_language"_s,
                                       {{u"language"_s, {}, {}, core::SortOrder::Unspecified}},
                                       false,
                                       u"published = 1"_s,
                                       {}}}};
}

QList<core::DesignStep> newTable(const DesignDesk &desk)
{
    const core::QualifiedName name{{}, u"reviews"_s};
    core::ForeignKey key;
    key.columns = {u"post_id"_s};
    key.column = u"post_id"_s;
    key.target.name = u"posts"_s;
    key.targetColumns = {u"id"_s};
    key.onDelete = core::ForeignKeyAction::Cascade;
    core::Column post = column(u"post_id"_s, u"INTEGER"_s);
    post.notNull = true;
    core::Column said = column(u"said_on"_s, u"MONTH"_s); // a note: no type of the system's
    return {step::AddTable{desk.rules().newTable(name)},
            step::AddColumn{name, post, -1},
            step::AddColumn{name, column(u"stars"_s, u"INTEGER"_s), -1},
            step::AddColumn{name, said, -1},
            step::PutForeignKey{name, std::nullopt, key},
            step::PutCheck{name, std::nullopt, core::CheckConstraint{{}, u"stars BETWEEN 1 AND 5"_s, {}}}};
}

DesignPage *openDesigner(Workspace &workspace, const core::QualifiedName &table)
{
    workspace.open({Place::Kind::Design, {table, {}, {}, {}}}, PageArea::OpenAs::Pinned);
    auto *page = qobject_cast<DesignPage *>(workspace.pages().currentPage());
    if (page)
        page->setFocus(Qt::OtherFocusReason);
    return page;
}

void showPart(Workspace &workspace, const core::QualifiedName &table, int part)
{
    if (DesignPage *page = openDesigner(workspace, table))
        page->perform(u"design.part.%1"_s.arg(part));
}

} // namespace

QList<TourScene> designScenes(const std::function<Workspace &()> &workspace, const std::function<QDialog *()> &dialog)
{
    const auto desk = [workspace]() -> DesignDesk & { return DesignDesk::of(workspace().session()); };
    const core::QualifiedName reviews{{}, u"reviews"_s};
    QList<TourScene> scenes;
    scenes.append({u"designer"_s, [=] {
                       static_cast<void>(desk().push(changesOfPosts(desk().design().target())));
                       openDesigner(workspace(), designedTable);
                   }});
    scenes.append({u"designer-keys"_s, [=] { showPart(workspace(), designedTable, 1); }});
    scenes.append({u"designer-foreign-keys"_s, [=] { showPart(workspace(), designedTable, 2); }});
    scenes.append({u"designer-new-table"_s, [=] {
                       static_cast<void>(desk().push(newTable(desk())));
                       openDesigner(workspace(), reviews);
                   }});
    scenes.append({u"designer-checks"_s, [=] { showPart(workspace(), reviews, 3); }});
    scenes.append({u"designer-trigger"_s, [=] {
                       showPart(workspace(), designedTable, 4);
                       if (auto *page = qobject_cast<DesignPage *>(workspace().pages().currentPage()))
                           page->perform(u"design.add"_s);
                   }});
    scenes.append({u"designer-view"_s, [=] { openDesigner(workspace(), {{}, u"active_users"_s}); }});
    scenes.append({u"designer-dropped"_s, [=] {
                       static_cast<void>(desk().push({step::DropTable{{{}, u"tags"_s}}}));
                       openDesigner(workspace(), {{}, u"tags"_s});
                   }});
    scenes.append({u"objects"_s, [=] { static_cast<void>(workspace().perform(u"objects.open"_s)); }});
    scenes.append({u"designer-save"_s,
                   [=] {
                       desk().undo();
                       static_cast<void>(workspace().perform(u"design.saveMigration"_s));
                       if (QDialog *open = dialog())
                           open->findChild<QLineEdit *>(u"save-migration-name"_s)->setText(u"Reviews and languages"_s);
                   },
                   [=] { return dialog() != nullptr; }});
    scenes.append({{}, [=] {
                       if (QDialog *open = dialog())
                           open->reject();
                       desk().clear();
                       workspace().pages().closeAll();
                   }});
    return scenes;
}

} // namespace ui
