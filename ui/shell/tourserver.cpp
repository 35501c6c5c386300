// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourserver.h"

#include "core/session/environment.h"
#include "core/session/serveraddress.h"
#include "core/session/session.h"
#include "core/design/designenums.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpage.h"
#include "ui/design/enumvaluesmodel.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/tourpreview.h"
#include "ui/shell/workspace.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

const QString wishes = u"next.sql"_s;

/// Where trying something keeps nobody waiting.
bool isOnThisMachine(core::Session &session)
{
    const auto address = core::parseServerAddress(session.location());
    const bool here = address
        && (address->host.isEmpty() || address->isSocket() || address->host == u"localhost"
            || address->host == u"127.0.0.1" || address->host == u"::1");
    return here && core::EnvironmentMark::of(session).environment() != core::Environment::Production;
}

/// No part of a key, and nothing is worked out of it.
bool isFree(const core::Table &table, const core::Column &column)
{
    const bool leads =
        std::any_of(table.foreignKeys.cbegin(), table.foreignKeys.cend(),
                    [&column](const core::ForeignKey &key) { return key.columns.contains(column.name); });
    return !leads && !column.isGenerated() && !table.primaryKeyColumns().contains(column.name);
}

/// A column that needs a value, one that holds larger numbers, and an index.
core::Schema nextSchema(core::Schema schema, const core::QualifiedName &name, const core::Dialect &dialect)
{
    const auto table = std::find_if(schema.tables.begin(), schema.tables.end(),
                                    [&name](const core::Table &t) { return t.name == name; });
    if (table == schema.tables.end())
        return schema;
    const auto first = [&](core::TypeFamily family) {
        return std::find_if(table->columns.begin(), table->columns.end(), [&](const core::Column &column) {
            return isFree(*table, column) && column.declaredType != u"bigint"
                && dialect.typeFamily(column.valueType()) == family;
        });
    };
    if (const auto number = first(core::TypeFamily::Integer); number != table->columns.end())
        number->declaredType = u"bigint"_s;
    if (const auto text = first(core::TypeFamily::Text); text != table->columns.end()) {
        core::Index index;
        index.name = u"%1_%2_idx"_s.arg(name.name, text->name);
        index.columns.append({text->name, {}, {}, core::SortOrder::Unspecified});
        table->indexes.append(index);
    }
    core::Column reviewer;
    reviewer.name = u"reviewed_by"_s;
    reviewer.declaredType = u"text"_s;
    reviewer.notNull = true;
    table->columns.append(reviewer);
    return schema;
}

void openTable(Workspace &workspace, const core::QualifiedName &name)
{
    workspace.open({Place::Kind::Table, {name, {}, {}, {}}}, PageArea::OpenAs::Pinned);
}

void putCursor(Workspace &workspace, qint64 row)
{
    if (auto *page = qobject_cast<TablePage *>(workspace.pages().currentPage())) {
        page->grid()->setCurrent(row, 1);
        page->grid()->setFocus();
    }
}

/// The first enum that a column is of, with a value more, one renamed and one that goes.
void designEnum(Workspace &workspace)
{
    DesignDesk &desk = DesignDesk::of(workspace.session());
    const core::SchemaRules &rules = *desk.dialect().schemaRules();
    for (const core::EnumType &type : desk.design().target().enums) {
        const QStringList values = type.values;
        const core::QualifiedName name = type.name;
        if (type.internal || values.size() < 3 || core::columnsOfType(desk.design().target(), name, rules).isEmpty())
            continue;
        std::ignore = desk.push({core::design::AddEnumValue{name, u"unrated"_s, 1}});
        std::ignore = desk.push({core::design::RenameEnumValue{name, values.at(2), values.at(2) + u" (was)"_s}});
        std::ignore = desk.push({core::design::DropEnumValue{name, values.last()}});
        workspace.open({Place::Kind::Design, {desk.placeOf(name), {}, {}, {}}}, PageArea::OpenAs::Pinned);
        return;
    }
}

/// The policies of the table, with one that is being made.
void designPolicy(Workspace &workspace, const core::QualifiedName &table)
{
    core::Policy own;
    own.name = u"own rows"_s;
    own.roles = {u"public"_s};
    own.usingExpression = u"CURRENT_USER = 'reader'"_s;
    std::ignore = DesignDesk::of(workspace.session())
                      .push({core::design::SetRowSecurity{table, true, false},
                             core::design::PutPolicy{table, std::nullopt, own}});
    workspace.open({Place::Kind::Design, {table, {}, {}, {}}}, PageArea::OpenAs::Pinned);
    if (auto *page = qobject_cast<DesignPage *>(workspace.pages().currentPage()))
        page->perform(u"design.part.5"_s);
}

QList<TourScene> serverPreviewScenes(const std::function<Workspace &()> &workspace, core::Session &session,
                                     const TourCast &cast)
{
    const auto preview = [workspace] { return tourPreview(workspace()); };
    const auto resize = [workspace](int width, int height) {
        return [=] { workspace().window()->resize(width, height); };
    };
    QList<TourScene> scenes{
        {u"server-preview"_s,
         [=] {
             const core::Session &open = workspace().session();
             showTourTarget(workspace(), wishes, nextSchema(*open.schema(), cast.typed, open.dialect()));
             if (SchemaPreview *shown = preview())
                 shown->desk().fill(cast.typed, u"reviewed_by"_s, u"'nobody yet'"_s);
         },
         [=] { return preview() && preview()->isSettled(); }},
        {u"server-preview-small"_s, resize(900, 600), [=] { return preview() && preview()->isSettled(); }},
        {{}, resize(1440, 900), {}},
    };
    if (isOnThisMachine(session)) {
        scenes.append({u"server-dryrun"_s,
                       [=] {
                           if (SchemaPreview *shown = preview())
                               rehearseTourTarget(*shown);
                       },
                       [=] { return preview() && preview()->gate().rehearsal; }});
    }
    scenes.append({{}, [workspace] { forgetTourTarget(workspace(), wishes); }, {}});
    return scenes;
}

} // namespace

QList<TourScene> serverScenes(const std::function<MainWindow &()> &window, core::Session &session, const TourCast &cast)
{
    const auto workspace = [window]() -> Workspace & { return *window().workspace(); };
    const auto perform = [workspace](const QString &id) { return [=] { std::ignore = workspace().perform(id); }; };
    QList<TourScene> scenes;
    if (!cast.typed.isEmpty()) {
        scenes += {{{}, [=] { openTable(workspace(), cast.typed); }, {}},
                   {u"server-values"_s, [=] { putCursor(workspace(), 2); }, {}},
                   {u"server-designer"_s, perform(u"design.table"_s), {}},
                   {u"server-designer-policies"_s, [=] { designPolicy(workspace(), cast.typed); }, {}},
                   {{}, [=] { DesignDesk::of(workspace().session()).clear(); }, {}}};
        scenes += {{u"server-designer-enum"_s, [=] { designEnum(workspace()); },
                    [=] {
                        const auto *values = workspace().pages().currentPage()->findChild<EnumValuesModel *>();
                        return !values || !values->isCounting();
                    }},
                   {u"server-enum-preview"_s, perform(u"design.preview"_s),
                    [=] { return tourPreview(workspace()) && tourPreview(workspace())->isSettled(); }},
                   {{}, [=] { DesignDesk::of(workspace().session()).clear(); }, {}}};
    }
    if (!cast.partition.isEmpty())
        scenes.append({u"server-partitions"_s, [=] { openTable(workspace(), cast.partition); }, {}});
    scenes.append({u"server-objects"_s, perform(u"objects.open"_s), {}});
    if (!session.schema()->remarks.isEmpty()) {
        scenes.append({u"server-remarks"_s, perform(u"schema.remarks"_s), {}});
        scenes.append({{}, [window] { window().messages().dismiss(); }, {}});
    }
    if (!cast.typed.isEmpty())
        scenes += serverPreviewScenes(workspace, session, cast);
    scenes.append({{}, [workspace] { workspace().pages().closeAll(); }, {}});
    return scenes;
}

} // namespace ui
