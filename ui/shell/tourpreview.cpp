// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tourpreview.h"

#include "ui/migrate/migrationsources.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/workspace.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// A target made here, without a file.
class TourSource : public MigrationSource {
public:
    TourSource(const QString &name, const core::Schema &target)
        : m_name(name)
    {
        core::MigrationDraft draft;
        draft.sourceName = name;
        draft.target = target;
        m_draft = draft;
    }
    [[nodiscard]] QString id() const override { return u"tour:"_s + m_name; }
    [[nodiscard]] QString name() const override { return m_name; }
    [[nodiscard]] std::optional<core::MigrationDraft> draft() const override { return m_draft; }

private:
    QString m_name;
    std::optional<core::MigrationDraft> m_draft;
};

core::Table &tableIn(core::Schema &schema, const QString &name)
{
    for (core::Table &table : schema.tables) {
        if (table.name.name == name)
            return table;
    }
    return schema.tables.first();
}

core::Column &columnIn(core::Table &table, const QString &name)
{
    for (core::Column &column : table.columns) {
        if (column.name == name)
            return column;
    }
    return table.columns.first();
}

/// A column that needs a value, one that is called otherwise, one that goes, and an index that must be unique.
core::Schema target(core::Schema schema)
{
    core::Table &posts = tableIn(schema, u"posts"_s);
    core::Column slug;
    slug.name = u"slug"_s;
    slug.declaredType = u"text"_s;
    slug.notNull = true;
    posts.columns.insert(2, slug);
    core::Index unique;
    unique.name = u"posts_slug_unique"_s;
    unique.unique = true;
    unique.columns.append({u"slug"_s, {}, {}, core::SortOrder::Unspecified});
    posts.indexes.append(unique);
    posts.columns.removeIf([](const core::Column &column) { return column.name == u"rating"; });
    columnIn(tableIn(schema, u"tags"_s), u"colour"_s).name = u"color"_s;
    return schema;
}

MigrationsPage *pageOf(Workspace &workspace)
{
    return qobject_cast<MigrationsPage *>(workspace.pages().currentPage());
}

} // namespace

void showTourTarget(Workspace &workspace, const QString &name, const core::Schema &schema)
{
    MigrationSources &sources = MigrationSources::of(workspace.session());
    auto *source = new TourSource(name, schema);
    sources.add(source);
    static_cast<void>(workspace.perform(u"migrations.open"_s));
    sources.select(source->id());
}

void forgetTourTarget(Workspace &workspace, const QString &name)
{
    MigrationSources &sources = MigrationSources::of(workspace.session());
    sources.select({});
    sources.remove(u"tour:"_s + name);
}

SchemaPreview *tourPreview(Workspace &workspace)
{
    MigrationsPage *page = pageOf(workspace);
    return page ? &page->preview() : nullptr;
}

void rehearseTourTarget(SchemaPreview &preview)
{
    if (!preview.desk().plan())
        return;
    const QList<core::RenameSuggestion> questions = preview.desk().plan()->preview.questions;
    for (const core::RenameSuggestion &question : questions)
        preview.desk().answer(question, true);
    if (questions.isEmpty())
        preview.dryRun();
    else
        QObject::connect(
            &preview.desk(), &PreviewDesk::planned, &preview, [&preview] { preview.dryRun(); },
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
}

QList<TourScene> previewScenes(const std::function<Workspace &()> &workspace)
{
    const auto schema = [workspace] { return *workspace().session().schema(); };
    const auto preview = [workspace] { return tourPreview(workspace()); };
    const auto clear = [workspace] {
        for (const QString &name : {u"backup.sqlite"_s, u"target.sql"_s})
            forgetTourTarget(workspace(), name);
    };
    return {
        {u"preview-nothing"_s, [=] { showTourTarget(workspace(), u"backup.sqlite"_s, schema()); }, {}},
        {u"preview"_s,
         [=] {
             showTourTarget(workspace(), u"target.sql"_s, target(schema()));
             if (SchemaPreview *shown = preview())
                 shown->desk().fill({{}, u"posts"_s}, u"slug"_s, u"lower(replace(title, ' ', '-'))"_s);
         },
         [=] { return preview() && preview()->isSettled(); }},
        {u"preview-dryrun"_s,
         [=] {
             if (SchemaPreview *shown = preview())
                 rehearseTourTarget(*shown);
         },
         [=] { return preview() && preview()->gate().rehearsal; }},
        {{}, clear, {}},
    };
}

} // namespace ui
