// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/pagearea.h"

#include "ui/shell/tabstrip.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QApplication>
#include <QLabel>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qsizetype closedKept = 20;

QWidget *makeEmpty(QWidget *parent)
{
    auto *empty = new QWidget(parent);
    empty->setObjectName(u"noPages"_s);
    setArea(empty, u"window"_s);
    auto *rows = plainLayout<QVBoxLayout>(empty, 24, 6);
    rows->addStretch();
    for (const QString &name : {u"no-pages-what"_s, u"no-pages-how"_s}) {
        auto *label = new PlainLabel(PlainLabel::Role::Muted, {}, empty);
        label->setObjectName(name);
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        rows->addWidget(label);
    }
    rows->addStretch();
    return empty;
}

} // namespace

PageArea::PageArea(Maker maker, QWidget *parent)
    : QWidget(parent)
    , m_maker(std::move(maker))
    , m_strip(new TabStrip(this))
    , m_stack(new QStackedWidget(this))
    , m_empty(makeEmpty(m_stack))
{
    auto *rows = plainLayout<QVBoxLayout>(this);
    rows->addWidget(m_strip);
    rows->addWidget(m_stack, 1);
    m_stack->addWidget(m_empty);
    setNothingToOpen(false);
    m_strip->hide();
    connect(m_strip, &QTabBar::currentChanged, this, &PageArea::showCurrent);
    connect(m_strip, &TabStrip::closeRequested, this, &PageArea::close);
    connect(m_strip, &TabStrip::pinRequested, this, &PageArea::pin);
    connect(m_strip, &QTabBar::tabMoved, this, [this](int from, int to) {
        m_tabs.move(from, to);
        Q_EMIT tabsChanged();
    });
}

int PageArea::find(const Place &place) const
{
    if (currentIndex() >= 0 && m_tabs.at(currentIndex()).place.samePage(place))
        return currentIndex(); // of several with the same table the one in front
    for (int i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs.at(i).place.samePage(place))
            return i;
    }
    return -1;
}

int PageArea::findPreview() const
{
    for (int i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs.at(i).preview)
            return i;
    }
    return -1;
}

Page *PageArea::open(const Place &place, OpenAs as)
{
    const Destination &to = place.destination;
    const bool somewhere = to.key || !to.filter.isEmpty() || !to.column.isEmpty() || to.sort || to.spot;
    const int there = as == OpenAs::NewTab ? -1 : find(place);
    if (there >= 0) {
        if (as == OpenAs::Pinned)
            pin(there);
        setCurrent(there);
        Page *shown = currentPage(); // none: it could not be made, and its tab is gone
        if (shown && somewhere)
            shown->goTo(to);
        return shown;
    }
    Page *page = m_maker(place);
    if (!page)
        return nullptr;
    const bool preview = as == OpenAs::Preview;
    int replaced = preview ? findPreview() : -1;
    if (replaced >= 0 && !finishEditing(replaced)) {
        pin(replaced); // something is typed there that cannot be staged yet: it is not given up
        replaced = -1;
    }
    const int at = replaced >= 0 ? replaced : currentIndex() + 1;
    insert(at, {place, page, preview}, page->title());
    adopt(page);
    setCurrent(at);
    if (replaced >= 0)
        remove(at + 1);
    if (somewhere)
        page->goTo(to);
    Q_EMIT tabsChanged();
    return page;
}

void PageArea::addLater(const Place &place, const QString &title)
{
    insert(count(), {place, nullptr, false}, title);
}

void PageArea::insert(int index, const Tab &tab, const QString &title)
{
    const QSignalBlocker quiet(m_strip); // not before the lists agree
    m_tabs.insert(index, tab);
    m_strip->insertTab(index, QString());
    m_strip->setTitle(index, title);
    m_strip->setPreview(index, tab.preview);
    refreshBadge(index);
    m_strip->show();
}

void PageArea::adopt(Page *page)
{
    m_stack->addWidget(page);
    connect(page, &Page::titleChanged, this, [this, page] {
        for (int i = 0; i < m_tabs.size(); ++i) {
            if (m_tabs.at(i).page == page)
                m_strip->setTitle(i, page->title());
        }
    });
    connect(page, &Page::pinRequested, this, [this, page] { pinPage(page); });
}

/// Makes the page of the current tab if that was put off; a tab whose page cannot be made goes away.
bool PageArea::makeCurrentPage()
{
    const int index = currentIndex();
    if (index < 0 || index >= m_tabs.size() || m_tabs.at(index).page)
        return true;
    Page *page = m_maker(m_tabs.at(index).place);
    if (!page) {
        remove(index);
        return false;
    }
    m_tabs[index].page = page;
    adopt(page);
    m_strip->setTitle(index, page->title());
    return true;
}

void PageArea::remove(int index)
{
    const Tab tab = m_tabs.at(index);
    {
        const QSignalBlocker quiet(m_strip);
        m_tabs.removeAt(index);
        m_strip->removeTab(index);
        m_strip->setVisible(!m_tabs.isEmpty());
    }
    showCurrent();
    if (tab.page) {
        m_stack->removeWidget(tab.page);
        tab.page->deleteLater();
    }
}

void PageArea::showCurrent()
{
    if (!makeCurrentPage())
        return; // removing its tab has shown another
    Page *page = currentPage();
    const bool focused = m_stack->isAncestorOf(QApplication::focusWidget());
    m_stack->setCurrentWidget(page ? page : m_empty);
    if (page == m_shown)
        return;
    if (focused && page)
        page->setFocus(Qt::OtherFocusReason); // Qt would look for any field, the sidebar's perhaps
    m_shown = page;
    Q_EMIT currentChanged(page);
}

void PageArea::pin(int index)
{
    if (index < 0 || index >= m_tabs.size() || !m_tabs.at(index).preview)
        return;
    m_tabs[index].preview = false;
    m_strip->setPreview(index, false);
    Q_EMIT tabsChanged();
}

void PageArea::pinPage(Page *page)
{
    for (int i = 0; i < m_tabs.size(); ++i) {
        if (m_tabs.at(i).page == page)
            pin(i);
    }
}

void PageArea::close(int index)
{
    if (index < 0 || index >= m_tabs.size())
        return;
    if (!finishEditing(index)) {
        setCurrent(index);
        return;
    }
    m_closed.append(place(index));
    if (m_closed.size() > closedKept)
        m_closed.removeFirst();
    remove(index);
    Q_EMIT tabsChanged();
}

bool PageArea::finishEditing(int index)
{
    Page *page = m_tabs.at(index).page;
    return !page || page->finishEditing();
}

bool PageArea::reopen()
{
    if (m_closed.isEmpty())
        return false;
    return open(m_closed.takeLast(), OpenAs::Pinned) != nullptr;
}

void PageArea::setNothingToOpen(bool nothing)
{
    m_empty->findChild<QLabel *>(u"no-pages-what"_s)
        ->setText(nothing ? u"This database has no tables yet."_s
                          : u"Choose a table at the left, or press Ctrl+P and type its name."_s);
    m_empty->findChild<QLabel *>(u"no-pages-how"_s)
        ->setText(
            nothing
                ? u"Ctrl+Shift+N designs one. A migration makes them too, or a script: raincheck apply FILE SCRIPT.sql"_s
                : u"A click previews it, a double click keeps it open."_s);
}

void PageArea::closeAll()
{
    while (!m_tabs.isEmpty())
        remove(static_cast<int>(m_tabs.size()) - 1);
    m_closed.clear();
    Q_EMIT tabsChanged();
}

void PageArea::setCurrent(int index)
{
    if (index < 0 || index >= m_tabs.size())
        return;
    m_strip->setCurrentIndex(index);
    showCurrent();
}

int PageArea::currentIndex() const
{
    return m_tabs.isEmpty() ? -1 : m_strip->currentIndex();
}

Page *PageArea::currentPage() const
{
    const int index = currentIndex();
    return index >= 0 && index < m_tabs.size() ? m_tabs.at(index).page : nullptr;
}

Place PageArea::place(int index) const
{
    const Tab &tab = m_tabs.at(index);
    Place now = tab.place;
    if (!tab.page || now.kind != Place::Kind::Table)
        return now;
    if (const auto whereabouts = tab.page->whereabouts())
        now.destination = *whereabouts;
    return now;
}

void PageArea::setBadges(const QHash<core::QualifiedName, int> &edits)
{
    m_badges = edits;
    for (int i = 0; i < m_tabs.size(); ++i)
        refreshBadge(i);
}

void PageArea::refreshBadge(int index)
{
    const Place &place = m_tabs.at(index).place;
    const int count = place.kind == Place::Kind::Table ? m_badges.value(place.destination.table) : 0;
    if (m_strip->badge(index) != count)
        m_strip->setBadge(index, count);
}

} // namespace ui

#include "moc_pagearea.cpp"
