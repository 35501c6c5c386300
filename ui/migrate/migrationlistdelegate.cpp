// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationlistdelegate.h"

#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QPainter>

namespace ui {

QSize MigrationListDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {80, Theme::controlHeight + 2};
}

void MigrationListDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const QString source = index.data(SourceRole).toString();
    const QString tag = source.isEmpty() ? index.data(TagRole).toString() : index.data().toString();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (tag.isEmpty()) {
        painter->setFont(theme.caption());
        painter->setPen(theme.color(Tone::TextFaint));
        const QRect line = option.rect.adjusted(Theme::cellPadding, 0, -Theme::cellPadding, -3);
        painter->drawText(line, Qt::AlignLeft | Qt::AlignBottom, index.data(Qt::DisplayRole).toString());
        painter->setFont(theme.small());
        painter->drawText(line, Qt::AlignRight | Qt::AlignBottom, index.data(AgeRole).toString());
        painter->restore();
        return;
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected || option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(selected ? Tone::Selection : Tone::Hover));
        painter->drawRoundedRect(option.rect.adjusted(2, 1, -2, -1), 6, 6);
    }
    const QRect inside = option.rect.adjusted(Theme::cellPadding, 0, -Theme::cellPadding, 0);
    const int taken = paintRight(*painter, inside, index);
    painter->setFont(theme.interface());
    painter->setPen(theme.color(selected ? Tone::SelectionText : Tone::Text));
    const QRect room = inside.adjusted(0, 0, -taken - 6, 0);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                      QFontMetrics(theme.interface()).elidedText(tag, Qt::ElideMiddle, room.width()));
    painter->restore();
}

int MigrationListDelegate::paintRight(QPainter &painter, const QRect &inside, const QModelIndex &index)
{
    const QString pill = index.data(PillTextRole).toString();
    if (!pill.isEmpty()) {
        const int width = Pill::widthFor(pill);
        Pill::paint(painter, QRectF(inside.right() - width, inside.top(), width, inside.height()),
                    static_cast<PillKind>(index.data(PillKindRole).toInt()), pill);
        return width;
    }
    const QFont small = Theme::current().small();
    const QString age = index.data(AgeRole).toString();
    painter.setFont(small);
    painter.setPen(Theme::current().color(Tone::TextMuted));
    painter.drawText(inside, Qt::AlignRight | Qt::AlignVCenter, age);
    return QFontMetrics(small).horizontalAdvance(age);
}

} // namespace ui
