// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/impactview.h"

#include "ui/actions/actionspecs.h"
#include "ui/changes/impactdelegate.h"
#include "ui/changes/impactmodel.h"
#include "ui/changes/impacttexts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"
#include "ui/style/wrappingrow.h"

#include <QEvent>
#include <QHeaderView>
#include <QMenu>
#include <QPushButton>
#include <QStyle>
#include <QTreeView>
#include <QVBoxLayout>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using Way = ImpactWays::Way;

constexpr int mostExpanded = 60; // a larger tree comes up with its first level only

struct Doing {
    QLatin1StringView id;
    const char *text;
    bool ImpactContext::*allowed;
    std::optional<Way> way; ///< none: shows the rows
};

/// In the order of the buttons.
const std::array<Doing, 6> &doings()
{
    static const std::array<Doing, 6> all{{
        {"impact.rows"_L1, QT_TRANSLATE_NOOP("ui::ImpactView", "Show rows"), &ImpactContext::rows, std::nullopt},
        {"impact.deleteToo"_L1, QT_TRANSLATE_NOOP("ui::ImpactView", "Delete too"), &ImpactContext::deleteToo,
         Way::DeleteToo},
        {"impact.detach"_L1, QT_TRANSLATE_NOOP("ui::ImpactView", "Detach"), &ImpactContext::detach, Way::Detach},
        {"impact.reparent"_L1, QT_TRANSLATE_NOOP("ui::ImpactView", "Re-parent…"), &ImpactContext::reparent,
         Way::Reparent},
        {"impact.takeBack"_L1, QT_TRANSLATE_NOOP("ui::ImpactView", "Take back"), &ImpactContext::takeBack,
         Way::TakeBack},
        {"impact.restore"_L1, QT_TRANSLATE_NOOP("ui::ImpactView", "Do not delete"), &ImpactContext::restore,
         Way::Restore},
    }};
    return all;
}

/// A label whose colour says how bad it is.
void setTone(QWidget *label, const QString &tone)
{
    if (label->property("tone").toString() == tone)
        return;
    label->setProperty("tone", tone);
    label->style()->unpolish(label);
    label->style()->polish(label);
}

} // namespace

ImpactView::ImpactView(core::Session &session, EditStack &edits, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_ways(new ImpactWays(session, edits, this))
    , m_model(new ImpactModel(this))
    , m_sentence(new PlainLabel(PlainLabel::Role::Normal, {}, this))
    , m_tree(new QTreeView(this))
{
    setObjectName(u"impact-view"_s);
    setAccessibleName(tr("What it takes along"));
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"panel"_s);
    setMinimumWidth(250);
    m_sentence->setObjectName(u"impact-sentence"_s);
    m_sentence->setWordWrap(true);
    m_sentence->setContentsMargins(Theme::cellPadding, 7, Theme::cellPadding, 5);
    m_tree->setObjectName(u"impact-tree"_s);
    m_tree->setAccessibleName(tr("What it takes along"));
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new ImpactDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(18);
    m_tree->setMinimumHeight(2 * Theme::rowHeight);
    m_tree->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->header()->setSectionResizeMode(QHeaderView::Fixed);
    m_tree->header()->setMinimumSectionSize(20);
    m_tree->header()->setStretchLastSection(true);
    m_tree->viewport()->installEventFilter(this);
    auto *layout = plainLayout<QVBoxLayout>(this);
    layout->addWidget(m_sentence);
    layout->addWidget(m_tree, 1);
    layout->addWidget(makeStrip());
    connect(m_tree->selectionModel(), &QItemSelectionModel::currentChanged, this, &ImpactView::updateStrip);
    connect(m_tree, &QTreeView::activated, this, [this] { static_cast<void>(perform(u"impact.rows"_s)); });
    connect(m_tree, &QTreeView::customContextMenuRequested, this, &ImpactView::showMenu);
    connect(m_ways, &ImpactWays::openRequested, this, &ImpactView::openRequested);
    connect(m_ways, &ImpactWays::noteRequested, this, &ImpactView::noteRequested);
    connect(m_ways, &ImpactWays::failed, this, &ImpactView::failed);
    updateStrip();
}

ImpactView::~ImpactView() = default;

QWidget *ImpactView::makeStrip()
{
    auto *strip = new QWidget(this);
    strip->setObjectName(u"impact-strip"_s);
    strip->setAttribute(Qt::WA_StyledBackground);
    setArea(strip, u"statusbar"_s);
    m_strip = new QBoxLayout(QBoxLayout::TopToBottom, strip);
    m_strip->setSpacing(6);
    m_strip->setContentsMargins(Theme::cellPadding, 6, Theme::cellPadding, 6);
    m_why = new PlainLabel(PlainLabel::Role::Small, {}, strip);
    m_why->setObjectName(u"impact-why"_s);
    m_why->setWordWrap(true);
    m_strip->addWidget(m_why, 1);
    auto *line = new WrappingRow(6, strip);
    for (const Doing &doing : doings()) {
        auto *made = new QPushButton(tr(doing.text), strip);
        made->setObjectName(doing.id);
        setLook(made, doing.way == Way::DeleteToo ? ButtonLook::Danger : ButtonLook::Plain);
        connect(made, &QPushButton::clicked, this, [this, id = QString(doing.id)] { static_cast<void>(perform(id)); });
        line->add(made);
        m_buttons.append(made);
    }
    m_strip->addWidget(line);
    return strip;
}

int ImpactView::current() const
{
    return m_model->nodeAt(m_tree->currentIndex());
}

QPushButton *ImpactView::button(const QString &actionId) const
{
    for (QPushButton *button : m_buttons) {
        if (button->objectName() == actionId)
            return button;
    }
    return nullptr;
}

QStringList ImpactView::collapsedNodes() const
{
    QStringList names;
    const auto &impact = m_model->impact();
    for (int node = 0; impact && node < impact->nodes.size(); ++node) {
        if (!impact->nodes.at(node).children.isEmpty() && !m_tree->isExpanded(m_model->indexOf(node)))
            names.append(ImpactModel::nameOf(*impact, node));
    }
    return names;
}

int ImpactView::firstToLookAt(const QString &before) const
{
    const core::Impact &impact = *m_model->impact();
    const int again = before.isEmpty() ? -1 : ImpactModel::nodeNamed(impact, before);
    const bool stillBlocked = again >= 0 && impact.nodes.at(again).blocked != core::ImpactNode::Blocked::No;
    if (again >= 0 && (stillBlocked || !impact.isBlocked()))
        return again;
    if (impact.isBlocked())
        return impact.blockers.constFirst();
    for (const int root : impact.roots) {
        if (!impact.nodes.at(root).children.isEmpty())
            return impact.nodes.at(root).children.constFirst();
    }
    return impact.roots.value(0, -1);
}

void ImpactView::showImpact(const std::shared_ptr<const core::Impact> &impact,
                            const std::shared_ptr<const core::ChangeSet> &of)
{
    m_of = of;
    const auto &shown = m_model->impact();
    if (shown == impact || (shown && impact && *shown == *impact))
        return;
    const QString before = shown && current() >= 0 ? ImpactModel::nameOf(*shown, current()) : QString();
    const QStringList collapsed = shown ? collapsedNodes() : QStringList();
    m_model->setImpact(impact);
    if (impact) {
        expand(collapsed);
        m_tree->setCurrentIndex(m_model->indexOf(firstToLookAt(before)));
        QStringList sentences{impactText(*impact), moreText(*impact), triggersText(*impact)};
        sentences.removeAll(QString());
        QString text = sentences.join(u" · "_s);
        if (!text.isEmpty())
            text[0] = text.at(0).toUpper();
        m_sentence->setText(text);
        // Where it fails nothing of that happens; why stands below the tree, which needs the room.
        m_sentence->setVisible(!text.isEmpty() && !impact->isBlocked());
    }
    fitColumns();
    updateStrip();
}

void ImpactView::expand(const QStringList &collapsed)
{
    const core::Impact &impact = *m_model->impact();
    if (impact.nodes.size() <= mostExpanded)
        m_tree->expandAll();
    else
        m_tree->expandToDepth(0);
    for (const QString &name : collapsed) {
        if (const int node = ImpactModel::nodeNamed(impact, name); node >= 0)
            m_tree->collapse(m_model->indexOf(node));
    }
}

void ImpactView::updateStrip()
{
    ImpactContext now;
    const auto &impact = m_model->impact();
    const int node = current();
    const core::SchemaPtr schema = m_session.schema();
    if (impact && node >= 0) {
        const core::ImpactNode &n = impact->nodes.at(node);
        now.isShown = true;
        now.rows = rowsOf(*impact, node, *schema, m_session.dialect()).has_value();
        now.deleteToo = ImpactWays::isOpen(Way::DeleteToo, n, *schema);
        now.detach = ImpactWays::isOpen(Way::Detach, n, *schema);
        now.reparent = ImpactWays::isOpen(Way::Reparent, n, *schema);
        now.takeBack = ImpactWays::isOpen(Way::TakeBack, n, *schema);
        now.restore = ImpactWays::isOpen(Way::Restore, n, *schema);
        m_why->setText(nodeSentence(*impact, node));
        setTone(m_why, n.blocked == core::ImpactNode::Blocked::No ? u"muted"_s : u"danger"_s);
    } else {
        m_why->clear();
    }
    bool lostFocus = false;
    int shown = 0;
    for (const Doing &doing : doings()) {
        QPushButton *made = button(doing.id);
        lostFocus = lostFocus || (made->hasFocus() && !(now.*doing.allowed));
        made->setVisible(now.*doing.allowed);
        shown += now.*doing.allowed ? 1 : 0;
    }
    // One button stands beside the words, several below them.
    m_strip->setDirection(shown > 1 ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    fitStrip();
    if (lostFocus)
        m_tree->setFocus(Qt::OtherFocusReason);
    if (now != m_context) {
        m_context = now;
        Q_EMIT contextChanged();
    }
}

/// Splitters ask nobody how high a thing must be at its width: words and buttons would be cut off.
void ImpactView::fitStrip()
{
    m_strip->invalidate();
    m_strip->parentWidget()->setMinimumHeight(m_strip->hasHeightForWidth() ? m_strip->heightForWidth(width()) : 0);
}

void ImpactView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitStrip();
}

ImpactContext ImpactView::context() const
{
    return m_context;
}

bool ImpactView::perform(const QString &id)
{
    if (id == u"impact.show") {
        m_tree->setFocus(Qt::OtherFocusReason);
        return true;
    }
    for (const Doing &doing : doings()) {
        if (id != doing.id)
            continue;
        if (!(m_context.*doing.allowed))
            return true; // what it was about has changed meanwhile
        if (doing.way)
            m_ways->take(*doing.way, m_model->impact(), m_of, current(), button(id));
        else
            m_ways->showRows(m_model->impact(), current());
        return true;
    }
    return false;
}

void ImpactView::showMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(u"impact-menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const Doing &doing : doings()) {
        if (!(m_context.*doing.allowed))
            continue;
        const QString id = doing.id;
        connect(menu->addAction(tr(doing.text)), &QAction::triggered, this,
                [this, id] { static_cast<void>(perform(id)); });
    }
    if (menu->isEmpty())
        delete menu;
    else
        menu->popup(m_tree->viewport()->mapToGlobal(at));
}

/// Pills and counts as wide as they need, the table what is left; but never less than its share.
void ImpactView::fitColumns()
{
    const auto widest = [this](int column) {
        int width = 0;
        const auto &impact = m_model->impact();
        for (int node = 0; impact && node < impact->nodes.size(); ++node) {
            const QModelIndex index = m_model->indexOf(node).siblingAtColumn(column);
            width = qMax(width, m_tree->itemDelegate()->sizeHint({}, index).width());
        }
        return width + 6;
    };
    const int all = m_tree->viewport()->width();
    const int pills = widest(ImpactModel::ActionColumn);
    const int counts = qMin(widest(ImpactModel::CountColumn), qMax(all / 3, 120));
    m_tree->setColumnWidth(ImpactModel::ActionColumn, pills);
    m_tree->setColumnWidth(ImpactModel::TableColumn, qMax(all / 4, all - pills - counts));
}

bool ImpactView::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_tree->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(object, event);
}

} // namespace ui

#include "moc_impactview.cpp"
