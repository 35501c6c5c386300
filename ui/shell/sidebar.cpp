// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar.h"

#include "ui/shell/sidebardelegate.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollBar>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int countDelay = 150; // milliseconds; the page that is opening reads first

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QFrame(parent)
    , m_model(new SidebarModel(this))
    , m_filter(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_countTimer(new QTimer(this))
{
    setObjectName(u"sidebar"_s);
    setArea(this, u"panel"_s);
    m_filter->setObjectName(u"sidebarFilter"_s);
    m_filter->setPlaceholderText(u"Filter tables…"_s);
    m_filter->setClearButtonEnabled(true);
    m_list->setObjectName(u"sidebarList"_s);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new SidebarDelegate(m_list));
    m_list->setMouseTracking(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    auto *layout = plainLayout<QVBoxLayout>(this, 10, 2);
    layout->setContentsMargins(10, 10, 10, 6);
    layout->addWidget(m_filter);
    layout->addWidget(m_list, 1);
    m_countTimer->setSingleShot(true);
    m_countTimer->setInterval(countDelay);

    connect(m_countTimer, &QTimer::timeout, this, &Sidebar::askForCounts);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text.trimmed());
        setCurrent(m_current);
        m_countTimer->start();
    });
    connect(m_list, &QListView::clicked, this, [this](const QModelIndex &index) { activate(index, false); });
    connect(m_list, &QListView::doubleClicked, this, [this](const QModelIndex &index) { activate(index, true); });
    connect(m_list, &QWidget::customContextMenuRequested, this, &Sidebar::showMenu);
    connect(m_list->verticalScrollBar(), &QScrollBar::valueChanged, m_countTimer, qOverload<>(&QTimer::start));
    m_filter->installEventFilter(this);
    m_list->installEventFilter(this);
}

void Sidebar::setSchema(const core::SchemaPtr &schema)
{
    const int scroll = m_list->verticalScrollBar()->value();
    m_schema = schema;
    m_model->setSchema(schema);
    m_list->verticalScrollBar()->setValue(scroll);
    setCurrent(m_current);
    recount();
}

void Sidebar::setCurrent(const std::optional<Place> &place)
{
    m_current = place;
    const int row = place ? m_model->rowOf(*place) : -1;
    if (row < 0) {
        m_list->clearSelection();
        m_list->setCurrentIndex({});
        return;
    }
    m_list->setCurrentIndex(m_model->index(row));
}

void Sidebar::setCount(const core::QualifiedName &table, std::optional<qint64> rows)
{
    if (rows)
        m_model->setCount(table, *rows);
    else
        m_model->setCountUnknown(table);
    if (m_counting == table)
        m_counting.reset();
    askForCounts();
}

void Sidebar::recount()
{
    m_model->forgetCounts();
    m_countTimer->start();
}

void Sidebar::focusFilter()
{
    m_filter->setFocus(Qt::ShortcutFocusReason);
    m_filter->selectAll();
}

void Sidebar::focusList()
{
    m_list->setFocus(Qt::OtherFocusReason);
}

bool Sidebar::isSettled() const
{
    return !m_counting && !m_countTimer->isActive();
}

void Sidebar::askForCounts()
{
    if (m_counting || !isVisible())
        return;
    const QRect view = m_list->viewport()->rect();
    const QModelIndex top = m_list->indexAt(view.topLeft() + QPoint(4, 4));
    for (int row = qMax(0, top.row()); row < m_model->rowCount(); ++row) {
        if (m_list->visualRect(m_model->index(row)).top() > view.bottom())
            return;
        if (m_model->wantsCount(row)) {
            m_counting = m_model->nameAt(row);
            Q_EMIT countWanted(*m_counting);
            return;
        }
    }
}

void Sidebar::activate(const QModelIndex &index, bool pinned)
{
    if (const auto place = m_model->placeAt(index.row()))
        Q_EMIT openRequested(*place, pinned);
}

void Sidebar::showMenu(const QPoint &at)
{
    const QModelIndex index = m_list->indexAt(at);
    const auto place = m_model->placeAt(index.row());
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(u"sidebar-menu"_s);
    if (!place) {
        addDesignActions(*menu, {});
        menu->popup(m_list->viewport()->mapToGlobal(at));
        return;
    }
    menu->addAction(u"Open and keep open"_s, this, [this, place] { Q_EMIT openRequested(*place, true); });
    if (place->kind == Place::Kind::Table) {
        menu->addAction(u"Copy name"_s, this,
                        [place] { QApplication::clipboard()->setText(place->destination.table.display()); });
    }
    const core::QualifiedName table = place->destination.table;
    if (place->kind == Place::Kind::Table && m_schema && m_schema->table(table)) {
        menu->addSeparator();
        menu->addAction(u"What its rows are called…"_s, this,
                        [this, table] { Q_EMIT actionWanted(u"table.label"_s, table); });
        menu->addAction(u"Draw a relation…"_s, this, [this, table] { Q_EMIT actionWanted(u"relation.draw"_s, table); });
        menu->addAction(u"Check references…"_s, this,
                        [this, table] { Q_EMIT actionWanted(u"relations.check"_s, table); });
    }
    if (place->kind == Place::Kind::Table || place->kind == Place::Kind::Design)
        addDesignActions(*menu, table);
    menu->popup(m_list->viewport()->mapToGlobal(at));
}

void Sidebar::addDesignActions(QMenu &menu, const core::QualifiedName &table)
{
    menu.addSeparator();
    const auto add = [&](const QString &text, const QString &id) {
        menu.addAction(text, this, [this, id, table] { Q_EMIT actionWanted(id, table); });
    };
    if (!table.isEmpty())
        add(u"Design"_s, u"design.table"_s);
    add(u"New table…"_s, u"design.newTable"_s);
    add(u"New view…"_s, u"design.newView"_s);
}

void Sidebar::selectAny(int from, int step)
{
    for (int row = from; row >= 0 && row < m_model->rowCount(); row += step) {
        if (m_model->placeAt(row)) {
            m_list->setCurrentIndex(m_model->index(row));
            return;
        }
    }
}

bool Sidebar::filterKey(int key)
{
    switch (key) {
    case Qt::Key_Down:
        selectAny(qMax(0, m_list->currentIndex().row() + 1), 1);
        m_list->setFocus(Qt::OtherFocusReason);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (!m_list->currentIndex().isValid())
            selectAny(0, 1);
        activate(m_list->currentIndex(), true);
        return true;
    case Qt::Key_Escape:
        if (m_filter->text().isEmpty())
            return false;
        m_filter->clear();
        return true;
    default:
        return false;
    }
}

bool Sidebar::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_list && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        m_countTimer->start();
    if (event->type() != QEvent::KeyPress)
        return false;
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (object == m_filter)
        return filterKey(key);
    if (object == m_list && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space)) {
        activate(m_list->currentIndex(), key != Qt::Key_Space);
        return true;
    }
    return false;
}

} // namespace ui

#include "moc_sidebar.cpp"
