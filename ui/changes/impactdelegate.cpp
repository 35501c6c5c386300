// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/impactdelegate.h"

#include "ui/changes/impactmodel.h"
#include "ui/style/pill.h"

#include <QApplication>
#include <QFontMetrics>
#include <QPainter>

namespace ui {

namespace {

constexpr int padding = 4;
constexpr int impactGap = 8;

int textWidth(const QFont &font, const QString &text)
{
    return text.isEmpty() ? 0 : QFontMetrics(font).horizontalAdvance(text);
}

void paintText(QPainter &painter, const QRect &rect, const QFont &font, const QColor &color, const QString &text)
{
    painter.setFont(font);
    painter.setPen(color);
    painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(text, Qt::ElideRight, rect.width()));
}

} // namespace

void ImpactDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    item.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);
    const Theme &theme = Theme::current();
    const QRect rect = option.rect.adjusted(padding, 0, -padding, 0);
    const QString text = index.data().toString();
    painter->save();
    if (index.column() == ImpactModel::ActionColumn) {
        Pill::paint(*painter, QRectF(rect), static_cast<PillKind>(index.data(ImpactModel::PillKindRole).toInt()), text);
        painter->restore();
        return;
    }
    const bool selected = option.state & QStyle::State_Selected;
    const bool blocked = index.data(ImpactModel::BlockedRole).toBool();
    const QColor color = theme.color(blocked ? Tone::Danger : selected ? Tone::SelectionText : Tone::Text);
    paintText(*painter, rect, theme.interface(), color, text);
    const int used = textWidth(theme.interface(), text) + impactGap;
    if (const QString dim = index.data(ImpactModel::DimRole).toString(); !dim.isEmpty() && used < rect.width())
        paintText(*painter, rect.adjusted(used, 1, 0, 1), theme.small(),
                  theme.color(selected ? Tone::SelectionText : Tone::TextMuted), dim);
    painter->restore();
}

QSize ImpactDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const QString text = index.data().toString();
    if (index.column() == ImpactModel::ActionColumn)
        return {Pill::widthFor(text) + 2 * padding, Theme::rowHeight};
    const int dim = textWidth(theme.small(), index.data(ImpactModel::DimRole).toString());
    return {textWidth(theme.interface(), text) + (dim > 0 ? impactGap + dim : 0) + 2 * padding + 2, Theme::rowHeight};
}

} // namespace ui

#include "moc_impactdelegate.cpp"
