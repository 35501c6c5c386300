// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace: the designer. What is designed is the desk's; here it is opened, shown in the sidebar and discarded.
#include "ui/design/designdesk.h"
#include "ui/design/designersource.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/projectsource.h"
#include "ui/migrate/savemigrationdialog.h"
#include "ui/shell/prompts.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/workspace.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

void Workspace::connectDesign()
{
    ProjectSource::offerIn(*m_session); // also where nothing is designed
    if (!DesignDesk::canDesign(*m_session))
        return;
    MigrationSources::of(*m_session).add(new DesignerSource(*m_session));
    if (DesignDesk::of(*m_session).rules().has(core::DesignRules::Feature::Enums))
        m_sidebar->offerTypes();
    connect(&DesignDesk::of(*m_session), &DesignDesk::changed, this, &Workspace::showDesign);
    connect(&DesignDesk::of(*m_session), &DesignDesk::stepsLost, this,
            [this](const QStringList &sentences) { Q_EMIT noteRequested(sentences.join(u'\n')); });
}

bool Workspace::hasDesign() const
{
    return DesignDesk::canDesign(*m_session) && !DesignDesk::of(*m_session).design().isEmpty();
}

void Workspace::showDesign()
{
    const DesignDesk &desk = DesignDesk::of(*m_session);
    const core::SchemaDesign &design = desk.design();
    QList<DesignedName> designed;
    for (const core::Table &t : design.target().tables) {
        if (const auto mark = design.markOf(t.name); mark != core::DesignMark::None)
            designed.append({desk.placeOf(t.name), t.name.name, false, mark == core::DesignMark::New, false});
    }
    for (const core::View &v : design.target().views) {
        if (const auto mark = design.markOf(v.name); mark != core::DesignMark::None)
            designed.append({desk.placeOf(v.name), v.name.name, true, mark == core::DesignMark::New, false});
    }
    for (const core::Table &t : design.base()->tables) {
        if (!desk.nameNow(t.name))
            designed.append({t.name, t.name.name, false, false, true});
    }
    for (const core::View &v : design.base()->views) {
        if (!design.target().view(v.name))
            designed.append({v.name, v.name.name, true, false, true});
    }
    m_sidebar->model().setDesign(designed);
    m_sidebar->setCurrent(currentPlace());
    Q_EMIT contextChanged();
}

Page *Workspace::makeDesignPage(const core::QualifiedName &place)
{
    const core::Schema &base = *m_session->schema();
    const bool known = DesignDesk::canDesign(*m_session)
        && (DesignDesk::of(*m_session).nameNow(place) || base.table(place) || base.view(place) || base.enumType(place));
    if (!m_factory.design || !known) {
        Q_EMIT errorOccurred(core::Error::invalid(
            u"There is no table, view or enum \"%1\" in %2 to be designed."_s.arg(place.display(), m_session->name())));
        return nullptr;
    }
    return m_factory.design(*m_session, place, m_pages);
}

void Workspace::design(const core::QualifiedName &table)
{
    const core::Table *found = m_session->schema()->table(table);
    if (found
        && (found->internal || found->shadow || found->kind != core::Table::Kind::Ordinary
            || !found->brokenBecause.isEmpty())) {
        Q_EMIT noteRequested(u"%1 is no ordinary table, so it cannot be designed."_s.arg(table.display()));
        return;
    }
    const core::EnumType *type = m_session->schema()->enumType(table);
    if (type && type->internal) {
        Q_EMIT noteRequested(u"%1 belongs to an extension, so it cannot be designed."_s.arg(table.display()));
        return;
    }
    const QString elsewhere = found ? DesignDesk::of(*m_session).rules().designedElsewhere(*found) : QString();
    if (!elsewhere.isEmpty()) {
        Q_EMIT noteRequested(elsewhere);
        return;
    }
    open({Place::Kind::Design, {table, {}, {}, {}}}, PageArea::OpenAs::Pinned);
    focusContent();
}

void Workspace::designNew(NewThing thing)
{
    if (!DesignDesk::canDesign(*m_session))
        return;
    DesignDesk &desk = DesignDesk::of(*m_session);
    const core::Schema &target = desk.design().target();
    core::QualifiedName name;
    const QString pattern = thing == NewThing::View ? u"view%1"_s
        : thing == NewThing::Type                   ? u"type%1"_s
                                                    : u"table%1"_s;
    for (int n = 1; name.isEmpty() || target.table(name) || target.view(name) || target.enumType(name); ++n)
        name = {{}, pattern.arg(n)};
    core::DesignStep step = core::design::AddTable{desk.rules().newTable(name)};
    if (thing == NewThing::View)
        step = core::design::PutView{std::nullopt, desk.rules().newView(name)};
    else if (thing == NewThing::Type)
        step = core::design::AddEnum{{name, {}}};
    const auto made = desk.push({step});
    if (!made) {
        Q_EMIT errorOccurred(made.error());
        return;
    }
    open({Place::Kind::Design, {name, {}, {}, {}}}, PageArea::OpenAs::Pinned);
    focusContent();
}

void Workspace::openDesigner()
{
    const auto place = currentPlace();
    if (place && (place->kind == Place::Kind::Table || place->kind == Place::Kind::Design)) {
        design(place->destination.table);
        return;
    }
    const QList<core::DesignStep> steps = DesignDesk::of(*m_session).design().steps();
    for (auto it = steps.crbegin(); it != steps.crend(); ++it) {
        const core::QualifiedName last = DesignDesk::of(*m_session).placeOf(core::tableOf(*it));
        if (DesignDesk::of(*m_session).nameNow(last)) {
            design(last);
            return;
        }
    }
    for (const core::Table &table : m_session->schema()->tables) {
        if (!table.internal && !table.shadow && table.kind == core::Table::Kind::Ordinary
            && table.brokenBecause.isEmpty()) {
            design(table.name);
            return;
        }
    }
    designNew(NewThing::Table);
}

void Workspace::discardDesign()
{
    DesignDesk &desk = DesignDesk::of(*m_session);
    const auto steps = desk.design().steps().size();
    m_prompts.confirm(this,
                      {u"Discard the design?"_s,
                       (steps == 1 ? u"%1 step is thrown away, and its undo with it."_s
                                   : u"%1 steps are thrown away, and their undo with them."_s)
                           .arg(steps),
                       u"Discard"_s, true},
                      [&desk](bool yes) {
                          if (yes)
                              desk.clear();
                      });
}

void Workspace::saveDesign()
{
    const auto &migration = DesignDesk::of(*m_session).migration();
    if (!migration) {
        Q_EMIT errorOccurred(migration.error());
        return;
    }
    auto *dialog =
        new SaveMigrationDialog(*m_session, std::make_shared<const core::SchemaMigration>(*migration), m_prompts, this);
    connect(dialog, &SaveMigrationDialog::saved, this,
            [this](const core::SavedMigration &saved, const QString &folder) {
                m_session->setMigrationsFolder(folder);
                Q_EMIT messageRequested(u"Written as %1; it waits under Migrations."_s.arg(saved.path));
            });
    dialog->open();
}

bool Workspace::performDesign(const QString &id)
{
    const auto place = currentPlace();
    Page *page = m_pages->currentPage();
    const bool undoes = id == u"edits.undo" || id == u"edits.redo";
    if (undoes)
        return place && place->kind == Place::Kind::Design && page && page->perform(id);
    if (!id.startsWith(u"design."))
        return false;
    if (!DesignDesk::canDesign(*m_session)) {
        Q_EMIT noteRequested(u"There is no designer for %1 yet."_s.arg(m_session->dialect().name()));
        return true;
    }
    if (page && !page->finishEditing())
        return true;
    if (id == u"design.preview") {
        MigrationSources::of(*m_session).select(u"designer"_s);
        return perform(u"migrations.open"_s);
    }
    const core::QualifiedName type = page ? page->context().type : core::QualifiedName();
    const bool isList = place && place->kind == Place::Kind::Objects;
    if (id == u"design.type" || (id == u"design.table" && isList)) {
        if (!type.isEmpty())
            design(type);
    } else if (id == u"design.table" && place)
        design(place->destination.table);
    else if (id == u"design.newTable" || id == u"design.newView")
        designNew(id == u"design.newView" ? NewThing::View : NewThing::Table);
    else if (id == u"design.newType")
        designNew(NewThing::Type);
    else if (id == u"design.open")
        openDesigner();
    else if (id == u"design.discard")
        discardDesign();
    else if (id == u"design.saveMigration")
        saveDesign();
    else
        return page && page->perform(id);
    return true;
}

} // namespace ui
