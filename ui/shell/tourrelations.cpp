// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourrelations.h"

#include "core/session/session.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/relations/duplicatedialog.h"
#include "ui/relations/referencesdialog.h"
#include "ui/relations/relationdialog.h"
#include "ui/shell/tourschemats.h"
#include "ui/shell/workspace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTreeWidget>

#include <iterator>
#include <memory>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// What the sample has none of: a column for deleted rows, and one that leads somewhere without a foreign key.
constexpr const char *relationAdditions[] = {
    R"(ALTER TABLE `comments` ADD `deleted_at` integer)",
    R"(ALTER TABLE `comments` ADD `flagged_by_user_id` integer)",
    R"(UPDATE `comments` SET `deleted_at` = 1794900000 + `id` WHERE `id` % 4 = 1)",
    R"(UPDATE `comments` SET `flagged_by_user_id` = `id` % 255 WHERE `id` % 3 = 0)",
};

/// One that leads somewhere by schema.ts alone.
constexpr const char *declaredAdditions[] = {
    R"(ALTER TABLE `comments` ADD `held_by_user_id` integer)",
    R"(UPDATE `comments` SET `held_by_user_id` = 1 + `id` % 240 WHERE `id` % 2 = 1)",
};
constexpr char declaration[] = R"(
import { relations } from 'drizzle-orm';

export const commentRelations = relations(comments, ({ one }) => ({
  heldBy: one(users, { fields: [comments.heldByUserId], references: [users.id] }),
}));
)";

/// The node_modules to evaluate the sample's schema.ts with, which has none of its own; empty: it is not to be shown.
QString packages()
{
    return qEnvironmentVariable("RAINCHECK_TOUR_PACKAGES");
}

/// Says in the sample's schema.ts where the column leads, and has it read. The sample is the tour's own.
void declareRelation(core::Session &session)
{
    const QDir project(QFileInfo(session.location()).absolutePath());
    QFile schema(project.filePath(u"src/schema.ts"_s));
    if (!schema.open(QFile::ReadWrite))
        return;
    const QByteArray text = schema.readAll().replace(
        "    state: text('state',", "    heldByUserId: integer('held_by_user_id'),\n    state: text('state',");
    schema.resize(0);
    schema.write(text + declaration);
    schema.close();
    QFile::link(packages(), project.filePath(u"node_modules"_s));
    session.followProjectSchema();
}

void addColumns(core::Session &session)
{
    QList<const char *> all(std::begin(relationAdditions), std::end(relationAdditions));
    if (!packages().isEmpty())
        all += QList<const char *>(std::begin(declaredAdditions), std::end(declaredAdditions));
    QList<core::Statement> body;
    for (const char *sql : std::as_const(all)) {
        core::Statement statement;
        statement.sql = QString::fromLatin1(sql);
        body.append(statement);
    }
    auto script = std::make_shared<const core::Script>(
        session.dialect().inTransaction(u"Columns for the tour"_s, body, core::Dialect::ForeignKeys::Enforced));
    static_cast<void>(session.applyScript(script, false, std::nullopt));
}

TablePage *pageOf(Workspace &workspace, const QString &table, const QString &column, qint64 row)
{
    workspace.open({Place::Kind::Table, {{{}, table}, {}, std::nullopt, column}}, PageArea::OpenAs::Pinned);
    auto *page = qobject_cast<TablePage *>(workspace.pages().currentPage());
    for (int at = 0; page && at < page->grid()->model()->columnCount(); ++at) {
        if (page->grid()->model()->columnAt(at).name == column)
            page->grid()->setCurrent(row, at);
    }
    return page;
}

void tick(const QDialog *dialog, const QStringList &relations)
{
    const auto *tree = dialog ? dialog->findChild<QTreeWidget *>(u"duplicate-tree"_s) : nullptr;
    for (const QString &name : tree ? relations : QStringList()) {
        for (QTreeWidgetItem *item : tree->findItems(name, Qt::MatchExactly))
            item->setCheckState(0, Qt::Checked);
    }
}

template <typename Dialog> bool isSettled(QDialog *dialog)
{
    const auto *wanted = qobject_cast<Dialog *>(dialog);
    return wanted && wanted->isSettled();
}

} // namespace

QList<TourScene> relationScenes(const std::function<Workspace &()> &workspace, const std::function<QDialog *()> &dialog)
{
    const auto close = [dialog] {
        if (QDialog *open = dialog())
            open->reject();
    };
    const auto perform = [workspace](const QString &table, const QString &column, const QString &action) {
        if (TablePage *page = pageOf(workspace(), table, column, 2))
            page->perform(action);
    };
    QList<TourScene> scenes;
    scenes.append({u"label"_s, [perform] { perform(u"users"_s, u"name"_s, u"table.label"_s); },
                   [dialog] { return dialog() != nullptr; }});
    scenes.append({{},
                   [close, workspace] {
                       close();
                       pageOf(workspace(), u"posts"_s, u"title"_s, 2);
                   },
                   {}});
    scenes.append({{},
                   [perform] { perform(u"posts"_s, u"title"_s, u"row.duplicateWith"_s); },
                   [dialog] { return isSettled<DuplicateDialog>(dialog()); }});
    scenes.append({u"duplicate"_s,
                   [dialog] {
                       tick(dialog(), {u"comments"_s, u"tags"_s});
                   },
                   [dialog] { return isSettled<DuplicateDialog>(dialog()); }});
    scenes.append({{},
                   [close, workspace] {
                       close();
                       addColumns(workspace().session());
                   },
                   [workspace] {
                       const core::Table *comments = workspace().session().schema()->table({{}, u"comments"_s});
                       return !workspace().session().isApplying() && comments && comments->column(u"deleted_at"_s);
                   }});
    scenes.append({u"soft-deleted"_s, [workspace] { pageOf(workspace(), u"comments"_s, u"body"_s, 2); }, {}});
    scenes.append({u"deleted-hidden"_s, [perform] { perform(u"comments"_s, u"body"_s, u"rows.hideDeleted"_s); }, {}});
    if (!packages().isEmpty()) {
        scenes.append({{}, [workspace] { declareRelation(workspace().session()); }, {}}); // settled: it was read
        scenes.append(
            {u"declared-relation"_s, [workspace] { pageOf(workspace(), u"comments"_s, u"held_by_user_id"_s, 2); }, {}});
    }
    scenes.append({u"drawn-relation"_s,
                   [perform] { perform(u"comments"_s, u"flagged_by_user_id"_s, u"relation.draw"_s); },
                   [dialog] { return isSettled<RelationDialog>(dialog()); }});
    scenes.append({u"references"_s,
                   [dialog, workspace] {
                       if (QDialog *open = dialog())
                           open->accept(); // it is drawn
                       static_cast<void>(workspace().perform(u"relations.check"_s));
                   },
                   [dialog] { return isSettled<ReferencesDialog>(dialog()); }});
    scenes.append({{}, close, {}});
    return scenes + schemaTsScenes(workspace);
}

} // namespace ui
