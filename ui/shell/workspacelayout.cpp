// SPDX-License-Identifier: GPL-3.0-or-later
// Workspace: the tabs and panes it remembers, per database.
#include "ui/shell/layoutstore.h"
#include "ui/shell/panelslot.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/workspace.h"

#include <QSplitter>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString placeText(const Place &place)
{
    switch (place.kind) {
    case Place::Kind::Table:
        return u"table\n"_s + place.destination.table.schema + u'\n' + place.destination.table.name;
    case Place::Kind::Migrations:
        return u"migrations"_s;
    case Place::Kind::History:
        return u"history"_s;
    case Place::Kind::Objects:
        return u"objects"_s;
    case Place::Kind::Design:
        return u"design\n"_s + place.destination.table.schema + u'\n' + place.destination.table.name;
    }
    return {};
}

QString placeTitle(const Place &place)
{
    switch (place.kind) {
    case Place::Kind::Table:
        return place.destination.table.display();
    case Place::Kind::Migrations:
        return u"Migrations"_s;
    case Place::Kind::History:
        return u"History"_s;
    case Place::Kind::Objects:
        return u"Types and functions"_s;
    case Place::Kind::Design:
        return u"Design %1"_s.arg(place.destination.table.display());
    }
    return {};
}

std::optional<Place> placeFromText(const QString &text, const core::Schema &schema)
{
    if (text == u"migrations")
        return Place{Place::Kind::Migrations, {}};
    if (text == u"history")
        return Place{Place::Kind::History, {}};
    if (text == u"objects")
        return Place{Place::Kind::Objects, {}};
    const bool design = text.startsWith(u"design\n");
    const QString head = design ? u"design\n"_s : u"table\n"_s;
    const qsizetype cut = text.indexOf(u'\n', head.size());
    if (!text.startsWith(head) || cut < 0)
        return std::nullopt;
    const core::QualifiedName name{text.sliced(head.size(), cut - head.size()), text.sliced(cut + 1)};
    if (!schema.table(name) && !schema.view(name))
        return std::nullopt; // dropped since
    return Place{design ? Place::Kind::Design : Place::Kind::Table, {name, {}, {}, {}}};
}

/// As it is spelt in the schema; a name that is not there stays as it is, for the sentence that says so.
Place namedPlace(const QString &name, const core::Schema &schema)
{
    core::QualifiedName found{{}, name};
    if (const core::Table *table = schema.table(found))
        found = table->name;
    else if (const core::View *view = schema.view(found))
        found = view->name;
    return {Place::Kind::Table, {found, {}, {}, {}}};
}

} // namespace

void Workspace::saveLayout()
{
    const QString where = m_session->location();
    QStringList places;
    QString current;
    for (int i = 0; i < m_pages->count(); ++i) {
        const QString text = placeText(m_pages->place(i));
        if (!m_pages->isPreview(i))
            places.append(text);
        if (i == m_pages->currentIndex())
            current = text;
    }
    m_store.setDatabaseValue(where, u"tabs"_s, places);
    m_store.setDatabaseValue(where, u"currentTab"_s, current);
    m_store.setDatabaseValue(where, u"across"_s, m_rowFullWidth ? m_acrossBefore : m_across->saveState());
    if (m_pendingSlot->maximumHeight()
        == QWIDGETSIZE_MAX) // else it has the height of a report, and none a person gave it
        m_store.setDatabaseValue(where, u"down"_s, m_rowFullWidth ? m_downBefore : m_down->saveState());
    m_store.setDatabaseValue(where, u"rowPanel"_s, m_rowPanelWanted);
}

void Workspace::restoreLayout(const QString &table)
{
    resumeDesign(); // tabs may show it
    resumeSources();
    const QString where = m_session->location();
    m_across->restoreState(m_store.databaseValue(where, u"across"_s).toByteArray());
    m_down->restoreState(m_store.databaseValue(where, u"down"_s).toByteArray());
    const QVariant rowPanel = m_store.databaseValue(where, u"rowPanel"_s);
    m_rowPanelWanted = !rowPanel.isValid() || rowPanel.toBool();
    const core::SchemaPtr schema = m_session->schema();
    const QString current = m_store.databaseValue(where, u"currentTab"_s).toString();
    const QStringList places = m_store.databaseValue(where, u"tabs"_s).toStringList();
    for (const QString &text : places) {
        if (const auto place = placeFromText(text, *schema))
            m_pages->addLater(*place, placeTitle(*place));
    }
    if (!table.isEmpty())
        open(namedPlace(table, *schema), PageArea::OpenAs::Pinned);
    else if (const auto place = placeFromText(current, *schema))
        m_pages->open(*place, PageArea::OpenAs::Preview);
    if (!m_pages->currentPage())
        m_pages->setCurrent(0);
    if (const auto first = m_sidebar->model().firstTable(); first && !m_pages->currentPage())
        m_pages->open(*first, PageArea::OpenAs::Preview);
    updatePanels();
}

} // namespace ui
