// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/columnschooser.h"

#include "ui/grid/gridheader.h"
#include "ui/style/buttons.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ColumnsChooser::ColumnsChooser(GridHeader &header, QWidget *parent)
    : QWidget(parent, Qt::Popup)
    , m_header(header)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(u"columns-chooser"_s);
    setArea(this, u"popup"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = plainLayout<QVBoxLayout>(this, 8, 6);
    m_search->setObjectName(u"columns-search"_s);
    m_search->setPlaceholderText(u"Find a column"_s);
    m_search->installEventFilter(this);
    m_list->setObjectName(u"columns-list"_s);
    auto *all = new QToolButton(this);
    all->setObjectName(u"columns-all"_s);
    all->setText(u"Show all"_s);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    auto *relations = new QToolButton(this);
    relations->setObjectName(u"columns-relations"_s);
    relations->setText(u"Relation columns on or off"_s);
    layout->addWidget(all);
    layout->addWidget(relations);
    connect(relations, &QToolButton::clicked, this, [this] {
        Q_EMIT relationsToggled();
        fill();
    });
    connect(m_search, &QLineEdit::textChanged, this, &ColumnsChooser::filterBy);
    connect(all, &QToolButton::clicked, this, &ColumnsChooser::showAll);
    connect(m_list, &QListWidget::itemChanged, this, [this](QListWidgetItem *item) {
        if (m_filling)
            return;
        const int section = item->data(Qt::UserRole).toInt();
        const bool show = item->checkState() == Qt::Checked;
        if (!show && m_header.visibleCount() <= 1)
            fill(); // the last one stays
        else
            m_header.setSectionHidden(section, !show);
    });
}

void ColumnsChooser::fill()
{
    m_filling = true;
    m_list->clear();
    for (int visual = 0; visual < m_header.count(); ++visual) {
        const int section = m_header.logicalIndex(visual);
        auto *item = new QListWidgetItem(m_header.heads()[section].name, m_list);
        item->setData(Qt::UserRole, section);
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(m_header.isSectionHidden(section) ? Qt::Unchecked : Qt::Checked);
    }
    m_filling = false;
    filterBy(m_search->text());
}

void ColumnsChooser::filterBy(const QString &text)
{
    int first = -1;
    for (int i = 0; i < m_list->count(); ++i) {
        const bool fits = m_list->item(i)->text().contains(text, Qt::CaseInsensitive);
        m_list->item(i)->setHidden(!fits);
        if (fits && first < 0)
            first = i;
    }
    m_list->setCurrentRow(first);
}

void ColumnsChooser::showAll()
{
    for (int section = 0; section < m_header.count(); ++section)
        m_header.setSectionHidden(section, false);
    fill();
}

void ColumnsChooser::popUpBelow(QWidget *anchor)
{
    m_search->clear();
    fill();
    resize(240, std::min(420, 110 + 30 * m_list->count()));
    move(anchor->mapToGlobal(QPoint(anchor->width() - width(), anchor->height() + 4)));
    show();
    m_search->setFocus();
}

bool ColumnsChooser::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_search && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        QListWidgetItem *item = m_list->currentItem();
        switch (key->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down: {
            int row = m_list->currentRow();
            const int step = key->key() == Qt::Key_Down ? 1 : -1;
            do {
                row += step;
            } while (row >= 0 && row < m_list->count() && m_list->item(row)->isHidden());
            if (row >= 0 && row < m_list->count())
                m_list->setCurrentRow(row);
            return true;
        }
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (item)
                item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(object, event);
}

} // namespace ui

#include "moc_columnschooser.cpp"
