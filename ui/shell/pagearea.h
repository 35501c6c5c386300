// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/navigation.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

#include <functional>

class QStackedWidget;

namespace ui {

class TabStrip;

/// The tabs and their pages. Owns the pages; makes them through the function it was given. At most one is a preview:
/// the next preview takes its place.
class PageArea : public QWidget {
    Q_OBJECT

public:
    enum class OpenAs {
        Preview, ///< in the preview tab, unless the page is open already
        Pinned,  ///< in a tab that stays, unless the page is open already: then that one stays
        NewTab   ///< in a tab of its own in any case
    };
    /// Makes the page; its parent is set by the caller. nullptr: it cannot be shown, and the maker has said why.
    using Maker = std::function<Page *(const Place &)>;

    explicit PageArea(Maker maker, QWidget *parent = nullptr);

    Page *open(const Place &place, OpenAs as); ///< makes it current; the page, or nullptr
    /// A pinned tab at the end whose page is made when it is first shown (tabs of last time). Follow with open() or
    /// setCurrent().
    void addLater(const Place &place, const QString &title);
    void pin(int index);
    void pinPage(Page *page);
    void close(int index); ///< unless something is typed there that cannot be staged
    bool reopen(); ///< the one closed last; false when there is none
    [[nodiscard]] bool canReopen() const { return !m_closed.isEmpty(); }
    void setCurrent(int index);
    void closeAll();
    /// What stands where no tab is: how to open a table, or that there is none to open.
    void setNothingToOpen(bool nothing);

    [[nodiscard]] int count() const { return static_cast<int>(m_tabs.size()); }
    [[nodiscard]] int currentIndex() const;
    [[nodiscard]] Page *currentPage() const;
    [[nodiscard]] Page *page(int index) const { return m_tabs.at(index).page; } ///< nullptr: never shown yet
    [[nodiscard]] bool isPreview(int index) const { return m_tabs.at(index).preview; }
    [[nodiscard]] Place place(int index) const; ///< where that page is now
    void setBadges(const QHash<core::QualifiedName, int> &edits);
    [[nodiscard]] TabStrip &strip() { return *m_strip; }

Q_SIGNALS:
    void currentChanged(ui::Page *page); ///< nullptr: no tab is left
    void tabsChanged();

private:
    struct Tab {
        Place place; ///< as it was opened; place() asks the page
        Page *page = nullptr;
        bool preview = false;
    };
    [[nodiscard]] int find(const Place &place) const;
    [[nodiscard]] int findPreview() const;
    void insert(int index, const Tab &tab, const QString &title);
    void adopt(Page *page);
    [[nodiscard]] bool finishEditing(int index);
    bool makeCurrentPage();
    void remove(int index);
    void showCurrent();
    void refreshBadge(int index);

    Maker m_maker;
    TabStrip *m_strip = nullptr;
    QStackedWidget *m_stack = nullptr;
    QWidget *m_empty = nullptr;
    QList<Tab> m_tabs; ///< in the strip's order
    QList<Place> m_closed;
    QHash<core::QualifiedName, int> m_badges;
    QPointer<Page> m_shown;
};

} // namespace ui
