// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar.h"

#include "ui/shell/sidebardelegate.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
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

constexpr qsizetype remarksInTip = 8;
constexpr int countDelay = 150; // milliseconds; the page that is opening reads first

} // namespace

Sidebar::Sidebar(QWidget *parent)
    : QFrame(parent)
    , m_model(new SidebarModel(this))
    , m_filter(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_remarks(new TextButton(this))
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
    m_remarks->setObjectName(u"sidebarRemarks"_s);
    m_remarks->setIcon(Theme::current().icon(Icon::Warning, Tone::PillAmberText));
    m_remarks->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setLook(m_remarks, ButtonLook::Flat);
    m_remarks->hide();
    layout->addWidget(m_remarks);
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
    connect(m_remarks, &QToolButton::clicked, this, &Sidebar::remarksWanted);
    m_filter->installEventFilter(this);
    m_list->installEventFilter(this);
    m_list->viewport()->installEventFilter(this);
}

void Sidebar::setSchema(const core::SchemaPtr &schema)
{
    const int scroll = m_list->verticalScrollBar()->value();
    m_schema = schema;
    m_model->setSchema(schema);
    m_list->verticalScrollBar()->setValue(scroll);
    setCurrent(m_current);
    showRemarks();
    recount();
}

void Sidebar::showRemarks()
{
    const QStringList remarks = m_schema ? m_schema->remarks : QStringList();
    m_remarks->setVisible(!remarks.isEmpty());
    m_remarks->setText(tr("Not all could be read"));
    QStringList shown;
    for (const QString &remark : remarks.first(qMin<qsizetype>(remarks.size(), remarksInTip)))
        shown.append(visibleText(remark));
    if (remarks.size() > remarksInTip)
        shown.append(tr("… and %1 more").arg(remarks.size() - remarksInTip));
    m_remarks->setToolTip(plainToolTip(shown.join(u'\n')));
}

void Sidebar::setCurrent(const std::optional<Place> &place)
{
    const bool isAnother = place && !(m_current && m_current->samePage(*place));
    m_current = place;
    if (isAnother && place->kind == Place::Kind::Table)
        m_model->reveal(place->destination.table);
    if (isAnother && isVisible())
        m_countTimer->start(); // others may be on view
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
    if (const auto fold = m_model->foldAt(index.row()); fold != SidebarModel::Fold::None) {
        const bool isFolded = fold == SidebarModel::Fold::Folded;
        menu->addAction(isFolded ? tr("Unfold") : tr("Fold"), this, [this, place, isFolded] {
            if (const int row = m_model->rowOf(*place); row >= 0) // it may have moved meanwhile
                setFolded(row, !isFolded);
        });
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
    if (m_hasTypes)
        add(u"New enum type…"_s, u"design.newType"_s);
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

void Sidebar::setFolded(int row, bool folded)
{
    m_model->setFolded(row, folded);
    m_countTimer->start(); // others are on view
}

/// As in a tree: Right unfolds, then goes to the first below; Left folds, then goes to what it stands below.
bool Sidebar::foldKey(int key)
{
    const int row = m_list->currentIndex().row();
    if (row < 0)
        return false;
    using Fold = SidebarModel::Fold;
    const Fold fold = m_model->foldAt(row);
    if (key == Qt::Key_Right && fold == Fold::Folded)
        setFolded(row, false);
    else if (key == Qt::Key_Right && fold == Fold::Unfolded)
        m_list->setCurrentIndex(m_model->index(row + 1));
    else if (key == Qt::Key_Left && fold == Fold::Unfolded)
        setFolded(row, true);
    else if (key == Qt::Key_Left && m_model->parentRow(row) >= 0)
        m_list->setCurrentIndex(m_model->index(m_model->parentRow(row)));
    return true; // a list would go nowhere
}

/// On the arrow of what can be folded; the whole click is eaten, so that it opens nothing.
bool Sidebar::foldClick(const QMouseEvent &event)
{
    const QModelIndex index = m_list->indexAt(event.position().toPoint());
    if (event.button() != Qt::LeftButton || !index.isValid()
        || !SidebarDelegate::foldRect(m_list->visualRect(index), index).contains(event.position().toPoint()))
        return false;
    if (event.type() != QEvent::MouseButtonRelease)
        setFolded(index.row(), m_model->foldAt(index.row()) == SidebarModel::Fold::Unfolded);
    return true;
}

bool Sidebar::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_list->viewport()) {
        const bool isClick = event->type() == QEvent::MouseButtonPress || event->type() == QEvent::MouseButtonRelease
            || event->type() == QEvent::MouseButtonDblClick;
        return isClick && foldClick(*static_cast<QMouseEvent *>(event));
    }
    if (object == m_list && (event->type() == QEvent::Resize || event->type() == QEvent::Show))
        m_countTimer->start();
    if (event->type() != QEvent::KeyPress)
        return false;
    const auto *press = static_cast<QKeyEvent *>(event);
    const int key = press->key();
    if (object == m_filter)
        return filterKey(key);
    if (object == m_list && (key == Qt::Key_Left || key == Qt::Key_Right)
        && !(press->modifiers() & ~Qt::KeypadModifier))
        return foldKey(key);
    if (object == m_list && (key == Qt::Key_Return || key == Qt::Key_Enter || key == Qt::Key_Space)) {
        activate(m_list->currentIndex(), key != Qt::Key_Space);
        return true;
    }
    return false;
}

} // namespace ui

#include "moc_sidebar.cpp"
