// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/palettedelegate.h"

#include "ui/actions/palettemodel.h"
#include "ui/style/icons.h"

#include <QPainter>

namespace ui {

namespace {

constexpr int lineHeight = 32;
constexpr int margin = 10;

/// Draws the title in runs, so that matched characters stand out; returns where it ends.
void drawTitle(QPainter &painter, const QRect &rect, const QString &title, const QList<int> &positions,
               const QColor &plain, const QColor &matched)
{
    const QFontMetrics metrics(painter.font());
    const QString shown = metrics.elidedText(title, Qt::ElideRight, rect.width());
    qreal x = rect.left();
    qsizetype at = 0;
    while (at < shown.size()) {
        const bool hit = positions.contains(static_cast<int>(at));
        qsizetype end = at + 1;
        while (end < shown.size() && positions.contains(static_cast<int>(end)) == hit)
            ++end;
        const QString run = shown.sliced(at, end - at);
        painter.setPen(hit ? matched : plain);
        painter.drawText(QRectF(x, rect.top(), rect.width(), rect.height()), Qt::AlignVCenter | Qt::TextSingleLine, run);
        x += QFontMetricsF(painter.font()).horizontalAdvance(run);
        at = end;
    }
}

} // namespace

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect.adjusted(6, 1, -6, -1);
    if (selected) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Tone::Selection));
        painter->drawRoundedRect(row, 6, 6);
    }
    const QColor text = theme.color(selected ? Tone::SelectionText : Tone::Text);
    const QColor quiet = theme.color(selected ? Tone::SelectionText : Tone::TextMuted);
    paintIcon(*painter, QRectF(row.left() + margin, row.center().y() - 7.5, 16, 16),
              static_cast<Icon>(index.data(PaletteModel::IconRole).toInt()), quiet);

    const QString shortcut = index.data(PaletteModel::ShortcutRole).toString();
    const QString hint = index.data(PaletteModel::HintRole).toString();
    painter->setFont(theme.small());
    const QFontMetrics small(theme.small());
    int right = row.right() - margin;
    painter->setPen(quiet);
    if (!shortcut.isEmpty()) {
        const int width = small.horizontalAdvance(shortcut) + 2;
        painter->drawText(QRect(right - width, row.top(), width, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                          shortcut);
        right -= width + 16;
    }
    const int hintWidth = small.horizontalAdvance(hint) + 2;
    painter->drawText(QRect(right - hintWidth, row.top(), hintWidth, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                      hint);
    right -= hintWidth + 12;

    painter->setFont(theme.interface());
    const int left = row.left() + margin + 26;
    drawTitle(*painter, QRect(left, row.top(), right - left, row.height()), index.data().toString(),
              index.data(PaletteModel::PositionsRole).value<QList<int>>(), text,
              selected ? text : theme.color(Tone::PillBlueText));
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, lineHeight};
}

} // namespace ui

#include "moc_palettedelegate.cpp"
