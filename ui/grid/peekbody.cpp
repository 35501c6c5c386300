// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/peekbody.h"

#include "ui/style/celltext.h"

#include <algorithm>
#include <numeric>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int peekLineHeight = 24;
constexpr int columnsAtMost = 4; // of several rows
constexpr int narrowest = 60;
constexpr int widest = 220;
constexpr int widestName = 150;
constexpr int fieldWidth = 250;

} // namespace

PeekBody::PeekBody(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"peek-body"_s);
}

CellLook PeekBody::lookAt(qint64 row, int column) const
{
    CellLook look = lookOf(*m_model, m_model->cell(row, column), column);
    look.right = false; // there are no columns of numbers to compare
    look.arrow = false;
    return look;
}

qint64 PeekBody::rowCount() const
{
    return m_model ? std::min<qint64>(rowsAtMost, m_model->rows()) : 0;
}

void PeekBody::showFields(core::RowsModel *model, qint64 row)
{
    m_model = model;
    m_row = row;
    m_columns = QList<int>(std::min(model->storedColumns(), fieldsAtMost));
    std::iota(m_columns.begin(), m_columns.end(), 0);
    fit();
}

void PeekBody::showRows(core::RowsModel *model, const QStringList &leftOut)
{
    m_model = model;
    m_row = -1;
    m_columns.clear();
    for (int column = 0; column < model->storedColumns() && m_columns.size() < columnsAtMost; ++column) {
        if (!leftOut.contains(model->columnAt(column).name))
            m_columns.append(column);
    }
    fit();
}

void PeekBody::showNothing()
{
    m_model = nullptr;
    m_columns.clear();
    updateGeometry();
    update();
}

void PeekBody::fit()
{
    const QFontMetrics names(Theme::current().small());
    m_nameWidth = 0;
    m_widths.clear();
    for (const int column : std::as_const(m_columns)) {
        const int name =
            names.horizontalAdvance(visibleText(m_model->columnAt(column).name, 60)) + 2 * Theme::cellPadding + 2;
        m_nameWidth = std::max(m_nameWidth, name);
        int width = std::max(narrowest, name);
        for (qint64 row = 0; m_row < 0 && row < rowCount(); ++row)
            width = std::max(width, m_painter.textWidth(lookAt(row, column)));
        m_widths.append(std::min(width, widest));
    }
    m_nameWidth = std::min(m_nameWidth, widestName);
    updateGeometry();
    update();
}

QSize PeekBody::sizeHint() const
{
    if (!m_model)
        return {fieldWidth, 0};
    if (m_row >= 0)
        return {m_nameWidth + fieldWidth, peekLineHeight * static_cast<int>(m_columns.size())};
    return {std::accumulate(m_widths.begin(), m_widths.end(), 0), peekLineHeight * static_cast<int>(rowCount() + 1)};
}

void PeekBody::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    if (m_model && m_row >= 0)
        paintFields(painter);
    else if (m_model)
        paintRows(painter);
}

void PeekBody::paintFields(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    const QFontMetrics names(theme.small());
    for (int i = 0; i < m_columns.size() && m_row < m_model->rows(); ++i) {
        const int y = i * peekLineHeight;
        painter.setFont(theme.small());
        painter.setPen(theme.color(Tone::TextMuted));
        const QRect place(Theme::cellPadding, y, m_nameWidth - Theme::cellPadding, peekLineHeight);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter,
                         names.elidedText(visibleText(m_model->columnAt(m_columns.at(i)).name, 60), Qt::ElideRight,
                                          place.width() - Theme::cellPadding));
        m_painter.paintCell(painter, {m_nameWidth, y, width() - m_nameWidth, peekLineHeight},
                            lookAt(m_row, m_columns.at(i)), {});
    }
}

void PeekBody::paintRows(QPainter &painter) const
{
    const Theme &theme = Theme::current();
    int x = 0;
    for (int i = 0; i < m_columns.size(); ++i) {
        painter.setFont(theme.small());
        painter.setPen(theme.color(Tone::TextMuted));
        painter.drawText(QRect(x + Theme::cellPadding, 0, m_widths.at(i) - Theme::cellPadding, peekLineHeight),
                         Qt::AlignLeft | Qt::AlignVCenter, visibleText(m_model->columnAt(m_columns.at(i)).name, 60));
        for (qint64 row = 0; row < rowCount(); ++row) {
            m_painter.paintCell(painter, {x, peekLineHeight * static_cast<int>(row + 1), m_widths.at(i), peekLineHeight},
                                lookAt(row, m_columns.at(i)), {});
        }
        x += m_widths.at(i);
    }
}

QString PeekBody::text() const
{
    QStringList lines;
    const auto said = [&](qint64 row, int column) {
        const CellLook look = lookAt(row, column);
        return QString(look.text + look.suffix);
    };
    for (const int column : m_row >= 0 ? m_columns : QList<int>())
        lines.append(u"%1: %2"_s.arg(m_model->columnAt(column).name, said(m_row, column)));
    for (qint64 row = 0; m_row < 0 && row < rowCount(); ++row) {
        QStringList cells;
        for (const int column : m_columns)
            cells.append(said(row, column));
        lines.append(cells.join(u", "_s));
    }
    return lines.join(u'\n');
}

} // namespace ui

#include "moc_peekbody.cpp"
