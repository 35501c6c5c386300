// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourwayback.h"

#include "core/design/schemadesign.h"
#include "core/session/schemawork.h"
#include "core/session/session.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/workspace.h"

#include <algorithm>
#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

const core::QualifiedName changedTable{{}, u"tags"_s};

/// Drops a column with values in it, with a yes to that.
void applyDrop(core::Session &session, core::SchemaWork &work)
{
    core::SchemaDesign design(session.schema(), session.dialect());
    std::ignore = design.push(core::design::DropColumn{changedTable, u"colour"_s});
    core::MigrationDraft draft;
    draft.sourceName = u"the designer"_s;
    draft.target = design.target();
    draft.options = design.diffOptions();
    const auto plan = work.plan(draft);
    if (!plan)
        return;
    core::MigrationApply how;
    for (const core::Hazard &hazard : (*plan)->hazards)
        how.allowed.append(hazard.finding.code);
    std::ignore = work.apply(*plan, how);
}

bool hasColumn(const core::Session &session)
{
    const core::Table *table = session.schema()->table(changedTable);
    return table && table->column(u"colour"_s);
}

SchemaPreview *previewIn(Workspace &workspace)
{
    auto *page = qobject_cast<MigrationsPage *>(workspace.pages().currentPage());
    return page ? &page->preview() : nullptr;
}

} // namespace

QList<TourScene> wayBackScenes(const std::function<Workspace &()> &workspace)
{
    const auto work = std::make_shared<std::unique_ptr<core::SchemaWork>>();
    const auto isPlanned = [workspace] {
        SchemaPreview *preview = previewIn(workspace());
        return preview && preview->isSettled() && preview->desk().plan();
    };
    return {
        {{},
         [=] {
             *work = workspace().session().makeSchemaWork();
             applyDrop(workspace().session(), **work);
         },
         [=] { return !workspace().session().isApplying() && !hasColumn(workspace().session()); }},
        {u"history-wayback"_s,
         [=] {
             work->reset();
             static_cast<void>(workspace().perform(u"history.open"_s));
         },
         [=] { return workspace().isSettled(); }},
        {u"preview-wayback"_s, [=] { static_cast<void>(workspace().perform(u"history.takeBack"_s)); }, isPlanned},
        {u"preview-wayback-small"_s, [=] { workspace().window()->resize(900, 600); }, isPlanned},
        {{}, [=] { workspace().window()->resize(1440, 900); }, {}},
    };
}

} // namespace ui
