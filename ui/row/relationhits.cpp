// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/relationhits.h"

#include "ui/changes/changetexts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int hitHeight = 28;
constexpr int hitMargin = 10;

using LineKind = RelationLine::Kind;

/// Line breaks would hide the rest of it.
QString onOneLine(const QString &text)
{
    return text.simplified();
}

} // namespace

bool RelationLine::isSameAs(const RelationLine &other) const
{
    return kind == other.kind && hit.key == other.hit.key && hit.insertId == other.hit.insertId;
}

void RelationHits::setLines(const QList<RelationLine> &lines, const QString &table)
{
    beginResetModel();
    m_lines = lines;
    m_table = table;
    endResetModel();
}

int RelationHits::rowOf(const RelationLine &line) const
{
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines.at(i).isSameAs(line))
            return int(i);
    }
    return -1;
}

int RelationHits::firstHit() const
{
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (m_lines.at(i).kind == LineKind::Hit)
            return int(i);
    }
    return -1;
}

int RelationHits::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

QVariant RelationHits::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const RelationLine &line = m_lines.at(index.row());
    const bool isNew = line.hit.insertId > 0;
    const QString key = isNew ? tr("new row %1").arg(line.hit.insertId) : keyText({line.hit.key});
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole: {
        if (line.kind == LineKind::Nothing)
            return u"NULL"_s;
        if (line.kind == LineKind::Create)
            return line.text.isEmpty() ? tr("Create a new row of %1").arg(m_table)
                                       : tr("Create \"%1\" as a new row of %2").arg(onOneLine(line.text), m_table);
        const QString label = onOneLine(line.hit.label);
        if (role == Qt::AccessibleTextRole)
            return label.isEmpty() ? key : label + u", "_s + key;
        return label.isEmpty() ? key : label;
    }
    case KeyRole:
        if (line.kind == LineKind::Nothing)
            return tr("refer to no row");
        return line.kind == LineKind::Hit && !line.hit.label.isEmpty() && line.hit.label != key ? key : QString();
    case MarkRole:
        return isNew ? tr("new") : QString();
    case KindRole:
        return static_cast<int>(line.kind);
    default:
        return {};
    }
}

void RelationHitDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const auto kind = static_cast<LineKind>(index.data(RelationHits::KindRole).toInt());
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect.adjusted(4, 1, -4, -1);
    if (selected) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(Tone::Selection));
        painter->drawRoundedRect(row, 6, 6);
    }
    const QColor quiet = theme.color(selected ? Tone::SelectionText : Tone::TextMuted);
    int left = row.left() + hitMargin;
    int right = row.right() - hitMargin;
    if (kind == LineKind::Create) {
        paintIcon(*painter, QRectF(left, row.center().y() - 6.5, 14, 14), Icon::Plus, quiet);
        left += 20;
    }
    const QFontMetrics small(theme.small());
    if (const QString mark = index.data(RelationHits::MarkRole).toString(); !mark.isEmpty()) {
        const int width = small.horizontalAdvance(mark) + 2;
        painter->setFont(theme.small());
        painter->setPen(theme.color(selected ? Tone::SelectionText : Tone::PillGreenText));
        painter->drawText(QRect(right - width, row.top(), width, row.height()), Qt::AlignRight | Qt::AlignVCenter,
                          mark);
        right -= width + 10;
    }
    const QString key =
        small.elidedText(index.data(RelationHits::KeyRole).toString(), Qt::ElideRight, (right - left) / 2);
    const int keyWidth = key.isEmpty() ? 0 : small.horizontalAdvance(key) + 2 + hitMargin;
    QFont font = theme.interface();
    font.setItalic(kind == LineKind::Nothing);
    painter->setFont(font);
    const QFontMetrics metrics(font);
    const QString label = metrics.elidedText(index.data().toString(), Qt::ElideRight, right - left - keyWidth);
    const Tone tone = selected ? Tone::SelectionText : kind == LineKind::Nothing ? Tone::TextFaint : Tone::Text;
    painter->setPen(theme.color(tone));
    painter->drawText(QRect(left, row.top(), right - left, row.height()), Qt::AlignLeft | Qt::AlignVCenter, label);
    if (!key.isEmpty()) {
        left += metrics.horizontalAdvance(label) + hitMargin;
        painter->setFont(theme.small());
        painter->setPen(quiet);
        painter->drawText(QRect(left, row.top(), right - left, row.height()), Qt::AlignLeft | Qt::AlignVCenter, key);
    }
    painter->restore();
}

QSize RelationHitDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {200, hitHeight};
}

} // namespace ui

#include "moc_relationhits.cpp"
