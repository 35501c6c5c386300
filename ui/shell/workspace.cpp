// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/workspace.h"

#include "ui/changes/editstack.h"
#include "ui/changes/madevalues.h"
#include "ui/shell/layoutstore.h"
#include "ui/shell/panelslot.h"
#include "ui/shell/projectnotes.h"
#include "ui/shell/prompts.h"
#include "ui/shell/sidebar.h"
#include "ui/style/buttons.h"

#include "core/base/whendone.h"

#include <QApplication>
#include <QSplitter>
#include <QTimer>
#include <QUndoStack>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int sidebarWidth = 232;
constexpr int rowPanelWidth = 332; ///< a time with its microseconds fits into a field
constexpr int pendingHeight = 250;
constexpr int outsideCheckMilliseconds = 500;

QSplitter *makeSplitter(Qt::Orientation orientation, const QString &name, QWidget *parent)
{
    auto *splitter = new QSplitter(orientation, parent);
    splitter->setObjectName(name);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(1);
    return splitter;
}

} // namespace

Workspace::Workspace(std::unique_ptr<core::Session> session, const PageFactory &pages, Prompts &prompts,
                     LayoutStore &store, QWidget *parent)
    : QWidget(parent)
    , m_session(std::move(session))
    , m_edits(std::make_unique<EditStack>(*m_session))
    , m_factory(pages)
    , m_prompts(prompts)
    , m_store(store)
    , m_outsideTimer(new QTimer(this))
{
    setObjectName(u"workspace"_s);
    build(pages);
    connectSession();
    connectDesign();
    showSchema(m_session->schema());
    showStaged();
    showMigrations();
    showHistory();
    updatePanels();
}

Workspace::~Workspace()
{
    // Pages and panels first: they hold references to the session and the stack. What they say while they go is heard
    // by nobody: the area they were in is half gone then.
    disconnect(m_pages, nullptr, this, nullptr);
    for (int i = 0; i < m_pages->count(); ++i) {
        if (Page *page = m_pages->page(i))
            disconnect(page, nullptr, this, nullptr);
    }
    delete m_across;
}

PanelSinks Workspace::sinks()
{
    PanelSinks s;
    s.open = [this](const Destination &to, bool newTab) {
        open({Place::Kind::Table, to}, newTab ? PageArea::OpenAs::NewTab : PageArea::OpenAs::Preview);
    };
    s.error = [this](const core::Error &error) { Q_EMIT errorOccurred(error); };
    s.message = [this](const QString &text) { Q_EMIT messageRequested(text); };
    s.note = [this](const QString &text) { Q_EMIT noteRequested(text); };
    s.busy = [this](bool busy) {
        m_busy = busy;
        Q_EMIT contextChanged();
    };
    s.perform = [this](const QString &id) { static_cast<void>(perform(id)); };
    s.prompts = &m_prompts;
    return s;
}

void Workspace::build(const PageFactory &pages)
{
    m_across = makeSplitter(Qt::Horizontal, u"acrossSplitter"_s, this);
    m_sidebar = new Sidebar(m_across);
    m_sidebar->setMinimumWidth(160);
    m_down = makeSplitter(Qt::Vertical, u"downSplitter"_s, m_across);
    m_down->setMinimumWidth(360); // what the buttons above the grid and of the pending changes need
    m_pages = new PageArea([this](const Place &place) { return makePage(place); }, m_down);
    m_pages->setMinimumHeight(160);
    m_pendingPanel = pages.pendingPanel(*m_session, *m_edits, sinks(), m_down);
    m_pendingSlot = new PanelSlot(m_pendingPanel.widget, m_down);
    m_down->addWidget(m_pages);
    m_down->addWidget(m_pendingSlot);
    m_down->setStretchFactor(0, 1);
    m_down->setSizes({1000, pendingHeight});
    m_rowPanel = pages.rowPanel(*m_session, *m_edits, sinks(), m_across);
    m_rowSlot = new PanelSlot(m_rowPanel.widget, m_across);
    m_rowSlot->setMinimumWidth(220);
    m_across->addWidget(m_sidebar);
    m_across->addWidget(m_down);
    m_across->addWidget(m_rowSlot);
    m_across->setStretchFactor(1, 1);
    m_across->setSizes({sidebarWidth, 1000, rowPanelWidth});
    plainLayout<QVBoxLayout>(this)->addWidget(m_across);

    connect(m_sidebar, &Sidebar::openRequested, this, [this](const Place &place, bool pinned) {
        open(place, pinned ? PageArea::OpenAs::Pinned : PageArea::OpenAs::Preview);
        if (pinned && m_pages->currentPage())
            m_pages->currentPage()->setFocus(Qt::OtherFocusReason);
    });
    connect(m_sidebar, &Sidebar::countWanted, this, &Workspace::count);
    connect(m_sidebar, &Sidebar::remarksWanted, this, [this] { std::ignore = perform(u"schema.remarks"_s); });
    connect(m_sidebar, &Sidebar::actionWanted, this, &Workspace::performOn);
    connect(m_pages, &PageArea::currentChanged, this, &Workspace::pageShown);
    connect(m_pages, &PageArea::tabsChanged, this, &Workspace::contextChanged);
    connect(m_pages, &PageArea::tabsChanged, this, &Workspace::layoutChanged);
    connect(m_across, &QSplitter::splitterMoved, this, &Workspace::layoutChanged);
    connect(m_down, &QSplitter::splitterMoved, this, &Workspace::layoutChanged);
}

void Workspace::connectSession()
{
    core::Session *s = m_session.get();
    connect(s, &core::Session::schemaChanged, this, [this](const core::SchemaPtr &schema) {
        showSchema(schema);
        Q_EMIT statusChanged();
    });
    connect(s, &core::Session::changesChanged, this, &Workspace::showStaged);
    connect(s, &core::Session::dataChanged, m_sidebar, &Sidebar::recount);
    connect(s, &core::Session::changedOutside, m_sidebar, &Sidebar::recount);
    connect(s, &core::Session::changedOutside, this, [this] {
        Q_EMIT noteRequested(
            u"Another program has written to %1; what is shown was read again."_s.arg(m_session->name()));
    });
    connect(s, &core::Session::reconnected, this, [this] {
        Q_EMIT noteRequested(u"The connection to %1 was lost, and is open again."_s.arg(m_session->name()));
    });
    connect(s, &core::Session::migrationsChanged, this, &Workspace::showMigrations);
    connect(s, &core::Session::historyChanged, this, &Workspace::showHistory);
    connect(s, &core::Session::failed, this, &Workspace::errorOccurred);
    connect(m_edits.get(), &EditStack::failed, this, &Workspace::errorOccurred);
    connect(&m_edits->undoStack(), &QUndoStack::canUndoChanged, this, &Workspace::contextChanged);
    connect(&m_edits->undoStack(), &QUndoStack::canRedoChanged, this, &Workspace::contextChanged);
    connect(m_outsideTimer, &QTimer::timeout, this, [this] {
        if (isVisible() && !window()->isMinimized())
            m_session->checkForChanges();
    });
    m_outsideTimer->start(outsideCheckMilliseconds);
    MadeValues::of(*s).begin(*m_edits);
    m_project = new ProjectNotes(*s, this);
    connect(m_project, &ProjectNotes::messageRequested, this, &Workspace::messageRequested);
    connect(m_project, &ProjectNotes::noteRequested, this, &Workspace::noteRequested);
    connect(m_project, &ProjectNotes::statusChanged, this, &Workspace::statusChanged);
    connect(m_project, &ProjectNotes::statusChanged, this, &Workspace::contextChanged);
}

void Workspace::showSchema(const core::SchemaPtr &schema)
{
    m_sidebar->setSchema(schema);
    const bool tables = std::any_of(schema->tables.cbegin(), schema->tables.cend(),
                                    [](const core::Table &table) { return !table.internal && !table.shadow; });
    m_pages->setNothingToOpen(!tables && schema->views.isEmpty());
}

Page *Workspace::makePage(const Place &place)
{
    Page *page = nullptr;
    switch (place.kind) {
    case Place::Kind::Table: {
        const core::SchemaPtr schema = m_session->schema();
        const core::QualifiedName &name = place.destination.table;
        if (!schema->table(name) && !schema->view(name)) {
            Q_EMIT errorOccurred(core::Error::invalid(
                u"There is no table or view \"%1\" in %2 any more."_s.arg(name.display(), m_session->name())));
            return nullptr;
        }
        page = m_factory.table(*m_session, *m_edits, name, m_pages);
        if (page) {
            page->restoreLayout(m_store.tableLayout(m_session->location(), name));
            connect(page, &Page::layoutChanged, this,
                    [this, page, name] { m_store.setTableLayout(m_session->location(), name, page->savedLayout()); });
        }
        break;
    }
    case Place::Kind::Migrations:
        page = m_factory.migrations(*m_session, m_prompts, m_pages);
        break;
    case Place::Kind::History:
        page = m_factory.history(*m_session, m_pages);
        break;
    case Place::Kind::Objects:
        page = m_factory.objects ? m_factory.objects(*m_session, m_pages) : nullptr;
        break;
    case Place::Kind::Design:
        page = makeDesignPage(place.destination.table);
        break;
    }
    if (page)
        connectPage(page);
    return page;
}

void Workspace::connectPage(Page *page)
{
    const auto ifCurrent = [this, page](auto then) {
        return [this, page, then] {
            if (m_pages->currentPage() == page)
                then();
        };
    };
    connect(m_edits.get(), &EditStack::commitRequested, page, [page] { std::ignore = page->finishEditing(); });
    connect(page, &Page::contextChanged, this, ifCurrent([this] { Q_EMIT contextChanged(); }));
    connect(page, &Page::statusChanged, this, ifCurrent([this] { Q_EMIT statusChanged(); }));
    connect(page, &Page::currentRowChanged, this, ifCurrent([this, page] { showRowOf(page); }));
    connect(page, &Page::columnFormatsChanged, this, ifCurrent([this, page] { showFormatsOf(page); }));
    connect(page, &Page::openRequested, this, [this](const Destination &to, bool newTab) {
        open({Place::Kind::Table, to}, newTab ? PageArea::OpenAs::NewTab : PageArea::OpenAs::Preview);
    });
    connect(page, &Page::placeLeft, this, [this, page](const Destination &before) {
        if (m_pages->currentPage() != page || m_travelling)
            return;
        m_navigation.update({Place::Kind::Table, before});
        if (const auto now = currentPlace())
            m_navigation.visit(*now);
        Q_EMIT contextChanged();
    });
    connect(page, &Page::errorOccurred, this, &Workspace::errorOccurred);
    connect(page, &Page::messageRequested, this, &Workspace::messageRequested);
    connect(page, &Page::noteRequested, this, &Workspace::noteRequested);
    connect(page, &Page::actionRequested, this, [this](const QString &id) { static_cast<void>(perform(id)); });
}

std::optional<Place> Workspace::currentPlace() const
{
    return m_pages->currentIndex() < 0 ? std::nullopt : std::optional(m_pages->place(m_pages->currentIndex()));
}

void Workspace::open(const Place &place, PageArea::OpenAs as)
{
    const auto before = currentPlace();
    if (before)
        m_navigation.update(*before);
    const bool samePage = before && before->samePage(place);
    m_travelling = true; // showing the tab is part of this step
    Page *page = m_pages->open(place, as);
    m_travelling = false;
    if (!page)
        return;
    // A new tab of a table that is in front already, or another row of it: a step. The bare table again: none.
    const bool somewhere = place.destination.key || !place.destination.filter.isEmpty();
    if (!samePage || somewhere)
        m_navigation.visit(place);
    m_sidebar->setCurrent(place);
    Q_EMIT contextChanged();
}

void Workspace::pageShown(Page *page)
{
    setRowFullWidth(false); // another page is to be seen
    const auto place = currentPlace();
    m_sidebar->setCurrent(place);
    if (place && !m_travelling) {
        // Another tab: what the one before has become is what one comes back to.
        if (const auto left = m_lastPage ? m_lastPage->whereabouts() : std::nullopt)
            m_navigation.update({Place::Kind::Table, *left});
        m_navigation.visit(*place);
    }
    m_lastPage = page;
    showRowOf(page);
    if (!page && m_pages->isAncestorOf(QApplication::focusWidget()))
        m_sidebar->focusList();
    updatePanels();
    Q_EMIT contextChanged();
    Q_EMIT statusChanged();
}

void Workspace::showRowOf(const Page *page)
{
    if (page)
        showFormatsOf(page);
    const RowSelection several = page ? page->selectedRows() : RowSelection();
    if (several.count > 1 && m_rowPanel.showRows)
        m_rowPanel.showRows(several);
    else
        m_rowPanel.showRow(page ? page->currentRow() : std::nullopt);
}

void Workspace::showFormatsOf(const Page *page)
{
    const auto row = page->currentRow();
    if (!row)
        return;
    if (m_rowPanel.setFormats)
        m_rowPanel.setFormats(row->table, page->columnFormats());
    if (m_pendingPanel.setFormats)
        m_pendingPanel.setFormats(row->table, page->columnFormats());
}

void Workspace::pickRelated()
{
    Page *page = m_pages->currentPage();
    const auto where = page ? page->cursor() : std::nullopt;
    if (!where || !m_rowPanel.pick)
        return;
    const core::Relation *relation = m_session->relations().byColumn(where->table, where->column);
    if (!relation || relation->kind != core::Relation::Kind::One) {
        Q_EMIT noteRequested(u"%1 is no foreign key of this row; there is nothing to choose."_s.arg(where->column));
        return;
    }
    m_rowPanelWanted = true; // the picker opens at its field
    updatePanels();
    Q_EMIT contextChanged();
    showRowOf(page);
    m_rowPanel.pick(where->column);
}

void Workspace::showRelated()
{
    m_rowPanelWanted = true;
    updatePanels();
    Q_EMIT contextChanged();
    showRowOf(m_pages->currentPage());
    if (m_rowPanel.focusRelated)
        m_rowPanel.focusRelated();
}

void Workspace::travel(const std::optional<Place> &place)
{
    if (!place)
        return;
    m_travelling = true;
    m_pages->open(*place, PageArea::OpenAs::Preview);
    m_travelling = false;
    m_sidebar->setCurrent(*place);
    Q_EMIT contextChanged();
}

void Workspace::updatePanels()
{
    Page *page = m_pages->currentPage();
    const bool rows = page && page->context().hasRows;
    if (m_rowFullWidth && (!rows || !m_rowPanelWanted))
        setRowFullWidth(false);
    m_rowSlot->setAllowed(m_rowPanelWanted && rows);
    const bool ownScript = page && (page->context().isMigrations || page->context().isDesign);
    m_pendingSlot->setAllowed(m_pendingPanelWanted && !ownScript);
    Q_EMIT layoutChanged();
}

void Workspace::count(const core::QualifiedName &table)
{
    core::whenDone(m_session->countRows(table), m_sidebar, [this, table](const core::Result<qint64> &rows) {
        m_sidebar->setCount(table, rows ? std::optional(rows.value()) : std::nullopt);
    });
}

} // namespace ui

#include "moc_workspace.cpp"
