// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridheader.h"

#include "ui/grid/gridpainter.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QGuiApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QSet>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int headGap = 7;
constexpr int markSize = 12;
constexpr int arrowWidth = 16;
constexpr int signGap = 4;

void drawSortArrow(QPainter *painter, QPointF centre, bool down)
{
    const qreal d = down ? 1 : -1;
    QPainterPath path;
    path.moveTo(centre + QPointF(0, -4 * d));
    path.lineTo(centre + QPointF(0, 4 * d));
    path.moveTo(centre + QPointF(-3, 1 * d));
    path.lineTo(centre + QPointF(0, 4 * d));
    path.lineTo(centre + QPointF(3, 1 * d));
    painter->drawPath(path);
}

const core::SortKey *sortKeyOf(const QList<core::SortKey> &sort, const ColumnHead &head)
{
    const auto at = std::find_if(sort.cbegin(), sort.cend(), [&](const core::SortKey &k) { return k.column == head.name; });
    return at == sort.cend() ? nullptr : &*at;
}

/// A line of its own; empty where the column is not sorted.
QString sortTip(const ColumnHead &head, const QList<core::SortKey> &sort)
{
    const core::SortKey *key = sortKeyOf(sort, head);
    if (!key)
        return {};
    const QString order = key->descending ? u"descending"_s : u"ascending"_s;
    if (key->label)
        return u"\nsorted by name (%1), %2"_s.arg(key->label->columns.join(u", "_s), order);
    return head.named ? u"\nsorted by key, not by name, %1"_s.arg(order) : u"\nsorted, %1"_s.arg(order);
}

} // namespace

void HeadModel::setHeads(const QList<ColumnHead> &heads)
{
    const auto sameName = [](const ColumnHead &a, const ColumnHead &b) { return a.name == b.name; };
    if (std::equal(heads.begin(), heads.end(), m_heads.begin(), m_heads.end(), sameName)) {
        m_heads = heads;
        if (!heads.isEmpty())
            Q_EMIT headerDataChanged(Qt::Horizontal, 0, static_cast<int>(heads.size()) - 1);
        return;
    }
    beginResetModel();
    m_heads = heads;
    endResetModel();
}

void HeadModel::setSort(const QList<core::SortKey> &sort)
{
    m_sort = sort;
    if (!m_heads.isEmpty())
        Q_EMIT headerDataChanged(Qt::Horizontal, 0, static_cast<int>(m_heads.size()) - 1);
}

int HeadModel::rowCount(const QModelIndex &) const
{
    return 0;
}

int HeadModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_heads.size());
}

QVariant HeadModel::data(const QModelIndex &, int) const
{
    return {};
}

QVariant HeadModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_heads.size())
        return {};
    if (role == Qt::DisplayRole)
        return m_heads[section].name;
    if (role == Qt::ToolTipRole)
        return plainToolTip(m_heads[section].tip + sortTip(m_heads[section], m_sort));
    return {};
}

GridHeader::GridHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_model(new HeadModel(this))
{
    setObjectName(u"grid-header"_s);
    setModel(m_model);
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(minimumWidth);
    setDefaultSectionSize(140);
    setFixedHeight(Theme::headerHeight);
    setContextMenuPolicy(Qt::CustomContextMenu);
    setFocusPolicy(Qt::NoFocus);
    setMouseTracking(true);
    connect(this, &QHeaderView::sectionClicked, this, [this](int section) {
        Q_EMIT sortRequested(sortAfterClick(section, QGuiApplication::keyboardModifiers() & Qt::ShiftModifier));
    });
    connect(this, &QHeaderView::sectionResized, this, [this](int section, int, int width) {
        if (m_byHand && width > 0 && section < heads().size())
            m_widths.insert(heads()[section].name, width);
        Q_EMIT layoutChanged();
    });
    connect(this, &QHeaderView::sectionMoved, this, [this](int, int from, int to) { takeMove(from, to); });
}

void GridHeader::setHeads(const QList<ColumnHead> &heads)
{
    const ColumnLayout before = columnLayout();
    m_arranging = true;
    m_model->setHeads(heads);
    m_arranging = false;
    if (!before.entries.isEmpty() && before != columnLayout())
        setColumnLayout(before);
    viewport()->update();
}

void GridHeader::setSort(const QList<core::SortKey> &sort)
{
    m_model->setSort(sort);
    viewport()->update();
}

QString GridHeader::sortSign(int section) const
{
    if (section < 0 || section >= heads().size() || !heads()[section].named)
        return {};
    const core::SortKey *key = sortKeyOf(sort(), heads()[section]);
    return !key ? QString() : key->label ? u"name"_s : u"key"_s;
}

QList<core::SortKey> GridHeader::sortAfterClick(int section, bool adding) const
{
    if (section < 0 || section >= heads().size())
        return sort();
    const QString name = heads()[section].name;
    const auto found
        = std::find_if(sort().begin(), sort().end(), [&](const core::SortKey &k) { return k.column == name; });
    QList<core::SortKey> keys;
    if (adding)
        keys = sort();
    if (found == sort().end()) {
        keys.append({name, false});
    } else if (adding) {
        const auto index = found - sort().begin();
        if (found->descending)
            keys.removeAt(index);
        else
            keys[index].descending = true;
    } else if (!found->descending) {
        keys.append(*found);
        keys.last().descending = true;
    }
    return keys;
}

int GridHeader::headWidth(int section) const
{
    if (section < 0 || section >= heads().size())
        return minimumWidth;
    const ColumnHead &head = heads()[section];
    const Theme &theme = Theme::current();
    int width = 2 * Theme::cellPadding + QFontMetrics(theme.interface()).horizontalAdvance(visibleName(head.name, 80));
    if (!head.type.isEmpty())
        width += headGap + QFontMetrics(theme.small()).horizontalAdvance(head.type);
    if (head.key)
        width += headGap + markSize;
    if (sortKeyOf(sort(), head)) {
        width += arrowWidth + (sort().size() > 1 ? 8 : 0);
        if (const QString sign = sortSign(section); !sign.isEmpty())
            width += QFontMetrics(theme.small()).horizontalAdvance(sign) + signGap;
    }
    return width + 4;
}

ColumnLayout GridHeader::columnLayout() const
{
    ColumnLayout layout;
    for (int visual = 0; visual < count(); ++visual) {
        const int section = logicalIndex(visual);
        if (section < 0 || section >= heads().size())
            continue;
        const QString &name = heads()[section].name;
        layout.entries.append({name, m_widths.value(name), isSectionHidden(section), visual < m_pinned});
    }
    return layout;
}

void GridHeader::setColumnLayout(const ColumnLayout &layout)
{
    m_arranging = true;
    m_pinned = 0;
    int visual = 0;
    QSet<int> placed;
    for (const ColumnLayout::Entry &e : layout.entries) {
        const auto found = std::find_if(heads().begin(), heads().end(),
                                        [&](const ColumnHead &h) { return h.name == e.column; });
        if (found == heads().end())
            continue;
        const int section = static_cast<int>(found - heads().begin());
        moveSection(visualIndex(section), visual++);
        if (e.pinned && m_pinned == visual - 1)
            m_pinned = visual;
        placed.insert(section);
        setSectionHidden(section, e.hidden);
        if (e.width > 0) {
            m_widths.insert(e.column, std::max(e.width, minimumWidth));
            resizeSection(section, std::max(e.width, minimumWidth));
        }
    }
    // One that has come since stands beside the one that is before it in the table; but it was not pinned.
    for (int section = 0; section < count() && !placed.isEmpty(); ++section) {
        const int beside = section == 0 ? 0 : visualIndex(section - 1) + 1;
        if (!placed.contains(section))
            moveSection(visualIndex(section), std::max(beside, m_pinned));
    }
    if (count() > 0 && visibleCount() == 0)
        showSection(logicalIndex(0));
    m_arranging = false;
    viewport()->update();
    Q_EMIT layoutChanged();
}

void GridHeader::setSectionHidden(int section, bool hidden)
{
    if (isSectionHidden(section) == hidden)
        return;
    QHeaderView::setSectionHidden(section, hidden);
    Q_EMIT layoutChanged();
}

bool GridHeader::wasResized(int section) const
{
    return section >= 0 && section < heads().size() && m_widths.contains(heads()[section].name);
}

int GridHeader::shownFrom(int visual, int direction) const
{
    for (int v = visual; v >= 0 && v < count(); v += direction) {
        if (!isSectionHidden(logicalIndex(v)))
            return v;
    }
    return -1;
}

void GridHeader::paintMarks(QPainter *painter, QRect &rest, int section) const
{
    const ColumnHead &head = heads()[section];
    const Theme &theme = Theme::current();
    for (qsizetype i = 0; i < sort().size(); ++i) {
        if (sort()[i].column != head.name)
            continue;
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(theme.color(Tone::Accent), 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        drawSortArrow(painter, QPointF(rest.right() - 4.5, rest.center().y() + 0.5), sort()[i].descending);
        rest.setRight(rest.right() - arrowWidth);
        if (sort().size() > 1) {
            painter->setFont(theme.small());
            painter->drawText(rest.adjusted(0, 0, 4, 0), Qt::AlignRight | Qt::AlignVCenter, QString::number(i + 1));
            rest.setRight(rest.right() - 8);
        }
        if (const QString sign = sortSign(section); !sign.isEmpty()) {
            painter->setFont(theme.small());
            painter->drawText(rest.adjusted(0, 1, 4, 1), Qt::AlignRight | Qt::AlignVCenter, sign);
            rest.setRight(rest.right() - QFontMetrics(theme.small()).horizontalAdvance(sign) - signGap);
        }
        painter->setRenderHint(QPainter::Antialiasing, false);
    }
}

void GridHeader::paintSection(QPainter *painter, const QRect &rect, int section) const
{
    if (section < 0 || section >= heads().size())
        return;
    const ColumnHead &head = heads()[section];
    const Theme &theme = Theme::current();
    painter->save();
    painter->setClipRect(rect);
    painter->fillRect(rect, theme.color(Tone::Panel));
    painter->setPen(theme.color(Tone::GridLine));
    painter->drawLine(rect.topRight(), rect.bottomRight());
    painter->setPen(theme.color(Tone::Border));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());

    QRect rest = rect.adjusted(Theme::cellPadding, 0, -Theme::cellPadding, -1);
    paintMarks(painter, rest, section);
    if (head.right) // as far right as everything fits
        rest.setLeft(std::max(rest.left(), rect.right() - headWidth(section) + Theme::cellPadding + 4));
    const QFontMetrics nameMetrics(theme.interface());
    const QString name = nameMetrics.elidedText(visibleName(head.name, 80), Qt::ElideRight, rest.width());
    painter->setFont(theme.interface());
    painter->setPen(theme.color(Tone::Text));
    painter->drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, name);
    rest.setLeft(rest.left() + nameMetrics.horizontalAdvance(name) + headGap);
    if (rest.width() > 12 && !head.type.isEmpty()) {
        const QFontMetrics metrics(theme.small());
        const QString type = metrics.elidedText(head.type, Qt::ElideRight, rest.width());
        painter->setFont(theme.small());
        painter->setPen(theme.color(head.relation ? Tone::PillVioletText : Tone::TextFaint));
        painter->drawText(rest.adjusted(0, 1, 0, 1), Qt::AlignLeft | Qt::AlignVCenter, type);
        rest.setLeft(rest.left() + metrics.horizontalAdvance(type) + headGap);
    }
    if (head.key && rest.width() >= markSize) {
        const QRect box(rest.left(), rest.center().y() - markSize / 2, markSize, markSize);
        theme.icon(Icon::Key, Tone::TextMuted).paint(painter, box);
    }
    painter->restore();
}

void GridHeader::paintEvent(QPaintEvent *event)
{
    QHeaderView::paintEvent(event);
    QPainter painter(viewport());
    const QRect all = viewport()->rect();
    if (const int end = length() - offset(); end <= all.width()) {
        painter.setPen(Theme::current().color(Tone::Border)); // the line below goes on where no column is
        painter.drawLine(end, all.bottom(), all.right(), all.bottom());
    } else {
        GridPainter::paintMore(painter, viewport()->rect().adjusted(0, 0, 0, -1), Tone::Panel);
    }
    painter.end();
    paintPinned();
}

QSize GridHeader::sectionSizeFromContents(int section) const
{
    return {headWidth(section), Theme::headerHeight};
}

} // namespace ui

#include "moc_gridheader.cpp"
