// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/fieldcolumns.h"

#include "ui/style/buttons.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace ui {

namespace {

constexpr int leastWidth = 320; ///< of a column, where there are two
constexpr int fieldColumnGap = 28;
constexpr int betweenFields = 10;

} // namespace

FieldColumns::FieldColumns(QWidget *parent)
    : QWidget(parent)
    , m_rightSide(new QWidget(this))
{
    auto *across = plainLayout<QHBoxLayout>(this, 0, fieldColumnGap);
    m_left = plainLayout<QVBoxLayout>(nullptr, 0, betweenFields);
    across->addLayout(m_left, 1);
    m_right = plainLayout<QVBoxLayout>(m_rightSide, 0, betweenFields);
    across->addWidget(m_rightSide, 1);
    m_rightSide->hide();
}

void FieldColumns::setFields(const QList<QWidget *> &fields)
{
    m_fields = fields;
    m_columns = wantedColumns();
    arrange();
}

int FieldColumns::wantedColumns() const
{
    return m_fields.size() > 3 && width() >= 2 * leastWidth + fieldColumnGap ? 2 : 1;
}

void FieldColumns::arrange()
{
    for (QVBoxLayout *side : {m_left, m_right}) {
        while (QLayoutItem *item = side->takeAt(0))
            delete item; // the widgets stay
    }
    int all = 0;
    for (const QWidget *field : std::as_const(m_fields))
        all += field->sizeHint().height() + betweenFields;
    int filled = 0;
    bool right = false;
    for (QWidget *field : std::as_const(m_fields)) {
        const int height = field->sizeHint().height() + betweenFields;
        right = right || (m_columns == 2 && filled > 0 && filled + height / 2 > all / 2);
        (right ? m_right : m_left)->addWidget(field);
        field->show();
        filled += height;
    }
    m_left->addStretch(1);
    m_right->addStretch(1);
    m_rightSide->setVisible(m_columns == 2);
}

void FieldColumns::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (const int wanted = wantedColumns(); wanted != m_columns) {
        m_columns = wanted;
        arrange();
    }
}

} // namespace ui

#include "moc_fieldcolumns.cpp"
