// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebardelegate.h"

#include "ui/shell/sidebarmodel.h"
#include "ui/style/celltext.h"
#include "ui/style/icons.h"
#include "ui/style/plainlabel.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace ui {

namespace {

constexpr int itemHeight = 30;
constexpr int sectionHeight = 30;
constexpr int sidebarEdge = 8;
constexpr int sidebarStep = 16; ///< that what stands below another is set in
constexpr int sidebarIcon = 16;

SidebarModel::Fold foldOf(const QModelIndex &index)
{
    return static_cast<SidebarModel::Fold>(index.data(SidebarModel::FoldRole).toInt());
}

/// Where the icon begins.
int sidebarIndent(const QModelIndex &index)
{
    return sidebarEdge + sidebarStep * index.data(SidebarModel::DepthRole).toInt();
}

Icon iconOf(const QModelIndex &index)
{
    switch (static_cast<SidebarModel::Kind>(index.data(SidebarModel::KindRole).toInt())) {
    case SidebarModel::Kind::Section:
        return Icon::ChevronDown;
    case SidebarModel::Kind::Table:
    case SidebarModel::Kind::View:
        if (foldOf(index) != SidebarModel::Fold::None)
            return foldOf(index) == SidebarModel::Fold::Folded ? Icon::ChevronRight : Icon::ChevronDown;
        return static_cast<Icon>(index.data(SidebarModel::IconRole).toInt());
    case SidebarModel::Kind::Migrations:
        return Icon::Migration;
    case SidebarModel::Kind::History:
        return Icon::History;
    case SidebarModel::Kind::Objects:
        return Icon::Command;
    }
    return Icon::Table;
}

void paintSection(QPainter &painter, const QRect &rect, const QString &text)
{
    const Theme &theme = Theme::current();
    painter.setFont(theme.caption());
    painter.setPen(theme.color(Tone::TextFaint));
    painter.drawText(rect.adjusted(sidebarEdge, 0, -sidebarEdge, -5),
                     Qt::AlignLeft | Qt::AlignBottom | Qt::TextSingleLine, text);
}

/// How much room what stands at the right takes, the gap before it included.
int rightWidth(const QModelIndex &index)
{
    const QString pill = index.data(SidebarModel::PillRole).toString();
    const QString note = index.data(SidebarModel::NoteRole).toString();
    if (!pill.isEmpty())
        return Pill::widthFor(pill) + sidebarEdge;
    return note.isEmpty() ? 0 : QFontMetrics(Theme::current().small()).horizontalAdvance(note) + sidebarEdge;
}

/// Where the name stands.
QRect nameRect(const QRect &item, const QModelIndex &index)
{
    return item.adjusted(sidebarIndent(index) + sidebarIcon + 8, 0, -sidebarEdge - rightWidth(index), 0);
}

QString shownName(const QModelIndex &index, int width)
{
    return QFontMetrics(Theme::current().interface())
        .elidedText(visibleName(index.data().toString()), Qt::ElideMiddle, width); // many differ at the end only
}

void paintRight(QPainter &painter, const QRect &rect, const QModelIndex &index, const QColor &color)
{
    const QString pill = index.data(SidebarModel::PillRole).toString();
    if (!pill.isEmpty()) {
        const int width = Pill::widthFor(pill);
        Pill::paint(painter, QRectF(rect.right() - width + 1, rect.top(), width, rect.height()),
                    static_cast<PillKind>(index.data(SidebarModel::PillKindRole).toInt()), pill);
        return;
    }
    painter.setFont(Theme::current().small());
    painter.setPen(color);
    painter.drawText(rect, Qt::AlignRight | Qt::AlignVCenter | Qt::TextSingleLine,
                     index.data(SidebarModel::NoteRole).toString());
}

} // namespace

void SidebarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const auto kind = static_cast<SidebarModel::Kind>(index.data(SidebarModel::KindRole).toInt());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (kind == SidebarModel::Kind::Section) {
        paintSection(*painter, option.rect, index.data().toString());
        painter->restore();
        return;
    }
    const QRect item = option.rect.adjusted(0, 1, 0, -1);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || option.state & QStyle::State_MouseOver) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(selected ? Tone::Selection : Tone::Hover));
        painter->drawRoundedRect(QRectF(item), 6, 6);
    }
    const auto reading = static_cast<SidebarModel::Reading>(index.data(SidebarModel::ReadingRole).toInt());
    const bool broken = reading == SidebarModel::Reading::Broken;
    const bool closed = reading == SidebarModel::Reading::NoRight;
    const QColor quiet = theme.color(broken ? Tone::Danger : selected ? Tone::SelectionText : Tone::TextMuted);
    paintIcon(*painter, QRectF(item.left() + sidebarIndent(index), item.center().y() - 7.5, sidebarIcon, sidebarIcon),
              broken       ? Icon::Warning
                  : closed ? Icon::Lock
                           : iconOf(index),
              quiet);
    paintRight(*painter, item.adjusted(sidebarIndent(index) + sidebarIcon + 8, 0, -sidebarEdge, 0), index, quiet);
    painter->setFont(theme.interface());
    painter->setPen(theme.color(selected ? Tone::SelectionText : broken || closed ? Tone::TextMuted : Tone::Text));
    const QRect text = nameRect(item, index);
    painter->drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, shownName(index, text.width()));
    painter->restore();
}

QRect SidebarDelegate::foldRect(const QRect &item, const QModelIndex &index)
{
    if (foldOf(index) == SidebarModel::Fold::None)
        return {};
    return {item.left(), item.top(), sidebarIndent(index) + sidebarIcon + 4, item.height()};
}

bool SidebarDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                                const QModelIndex &index)
{
    const QString name = index.data().toString();
    const bool cut = shownName(index, nameRect(option.rect, index).width()) != visibleName(name);
    if (event->type() != QEvent::ToolTip || !index.data(Qt::ToolTipRole).toString().isEmpty() || !cut)
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    QToolTip::showText(event->globalPos(), plainToolTip(name), view);
    return true;
}

QSize SidebarDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const auto kind = static_cast<SidebarModel::Kind>(index.data(SidebarModel::KindRole).toInt());
    return {100, kind == SidebarModel::Kind::Section ? sectionHeight : itemHeight};
}

} // namespace ui

#include "moc_sidebardelegate.cpp"
