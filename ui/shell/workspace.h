// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/actions/enabledactions.h"
#include "ui/shell/pagearea.h"
#include "ui/shell/pagefactory.h"

#include "core/session/session.h"

#include <QPointer>
#include <QWidget>

class QSplitter;
class QTimer;

namespace ui {

class EditStack;
class LayoutStore;
class PanelSlot;
class ProjectNotes;
class Prompts;
class Sidebar;

/// Everything about one open database: sidebar, tabs, row panel, pending panel, and where one has been. Owns the
/// Session and the EditStack; routes what pages and panels ask for.
class Workspace : public QWidget {
    Q_OBJECT

public:
    Workspace(std::unique_ptr<core::Session> session, const PageFactory &pages, Prompts &prompts, LayoutStore &store,
              QWidget *parent = nullptr);
    ~Workspace() override;

    [[nodiscard]] core::Session &session() { return *m_session; }
    [[nodiscard]] EditStack &edits() { return *m_edits; }
    [[nodiscard]] PageArea &pages() { return *m_pages; }
    [[nodiscard]] Sidebar &sidebar() { return *m_sidebar; }

    void open(const Place &place, PageArea::OpenAs as); ///< and remembers where one was
    [[nodiscard]] bool perform(const QString &actionId); ///< false: nobody's business here
    [[nodiscard]] UiContext context() const;             ///< its part of it
    [[nodiscard]] QStringList statusFacts() const;
    [[nodiscard]] QStringList connectionFacts() const;
    [[nodiscard]] bool isRowPanelShown() const { return m_rowPanelWanted; }
    [[nodiscard]] bool isRowFullWidth() const { return m_rowFullWidth; }
    [[nodiscard]] bool isPendingPanelShown() const { return m_pendingPanelWanted; }
    [[nodiscard]] QString stagedInWords() const; ///< "3 rows in 2 tables"; empty when nothing is staged
    [[nodiscard]] bool isSettled() const;        ///< nothing is being read or run
    /// Stages what is being typed anywhere; false when some of it cannot be staged: its editor stays and has said why.
    [[nodiscard]] bool finishEditing();
    void focusContent();                         ///< the page in front, else the sidebar
    void saveLayout();
    void restoreLayout(const QString &table = {}); ///< with this table or view in front, if one is named
    void reportOpening(); ///< says which edits came back after a crash, and checks the file for damage afterwards

Q_SIGNALS:
    void contextChanged();
    void statusChanged();
    void errorOccurred(const core::Error &error);
    void messageRequested(const QString &plainText);
    void noteRequested(const QString &plainText); ///< see Page
    void layoutChanged(); ///< saveLayout() may save something else now
    void migrationsFolderWanted();

private:
    [[nodiscard]] Page *makePage(const Place &place);
    [[nodiscard]] PanelSinks sinks();
    void build(const PageFactory &pages);
    void connectSession();
    void connectPage(Page *page);
    void showSchema(const core::SchemaPtr &schema);
    void pageShown(Page *page);
    void showFormatsOf(const Page *page);
    void showRowOf(const Page *page); ///< in the row panel; nullptr: none
    void travel(const std::optional<Place> &place);
    void showStaged();
    void showMigrations();
    void showHistory();
    void refreshAll();
    void setRowFullWidth(bool fullWidth); ///< the row panel has the page's place
    void pickRelated(); ///< for the foreign key under the cursor
    void showRelated(); ///< of the row under the cursor, in the row panel
    void count(const core::QualifiedName &table);
    bool performEdit(const QString &actionId);
    bool performRelation(const QString &actionId);
    void checkReferences();
    void connectDesign();
    void showDesign(); ///< in the sidebar
    [[nodiscard]] Page *makeDesignPage(const core::QualifiedName &place);
    bool performDesign(const QString &actionId);
    void mark(const QString &actionId); ///< "environment.production", …
    void design(const core::QualifiedName &table); ///< or view, as it is called in the database
    enum class NewThing { Table, View, Type };
    void designNew(NewThing thing);
    void openDesigner(); ///< of what is in front, else of what was designed last, else of the first table
    void discardDesign();
    void saveDesign(); ///< as a migration
    void keepDesign(); ///< for next time (workspacekept.cpp)
    void resumeDesign();
    void resumeSources(); ///< of migrations: files that were compared with
    [[nodiscard]] bool hasDesign() const; ///< something is designed
    void performOn(const QString &actionId, const core::QualifiedName &table); ///< whatever page is in front
    bool performTab(const QString &actionId);
    void reopenTab();
    void discardAll();
    void focusPane(int step); ///< sidebar, page, pending changes, row panel: those that are there
    void updatePanels();
    [[nodiscard]] std::optional<Place> currentPlace() const;

    std::unique_ptr<core::Session> m_session;
    std::unique_ptr<EditStack> m_edits;
    PageFactory m_factory;
    Prompts &m_prompts;
    LayoutStore &m_store;
    Navigation m_navigation;
    QPointer<Page> m_lastPage; ///< in front
    bool m_travelling = false; ///< going back or forward: not a new step
    bool m_busy = false;
    bool m_rowPanelWanted = true;
    bool m_pendingPanelWanted = true;
    bool m_rowFullWidth = false;
    QByteArray m_acrossBefore; ///< the splitters as they are without full width
    QByteArray m_downBefore;
    std::pair<QList<int>, QList<int>> m_sizesBefore; ///< theirs, as they were

    Sidebar *m_sidebar = nullptr;
    PageArea *m_pages = nullptr;
    RowPanelParts m_rowPanel;
    PendingPanelParts m_pendingPanel;
    PanelSlot *m_rowSlot = nullptr;
    PanelSlot *m_pendingSlot = nullptr;
    QSplitter *m_across = nullptr;
    QSplitter *m_down = nullptr;
    QTimer *m_outsideTimer = nullptr;
    ProjectNotes *m_project = nullptr;
};

} // namespace ui
