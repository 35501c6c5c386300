// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridaccessible.h"

#include "ui/grid/gridview.h"
#include "ui/style/celltext.h"

#include <QAccessible>
#include <QAccessibleWidget>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

class GridAccessible : public QAccessibleWidget {
public:
    explicit GridAccessible(GridView *grid)
        : QAccessibleWidget(grid, QAccessible::Table)
        , m_grid(grid)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        switch (kind) {
        case QAccessible::Value:
            return m_grid->currentRow() >= 0 && m_grid->currentColumn() >= 0
                ? m_grid->lookAt(m_grid->currentRow(), m_grid->currentColumn()).text
                : QString();
        case QAccessible::Description:
            return whereabouts();
        default:
            return QAccessibleWidget::text(kind);
        }
    }

private:
    QString whereabouts() const
    {
        if (!m_grid->model())
            return {};
        const qint64 rows = m_grid->model()->rows();
        const int column = m_grid->currentColumn();
        if (m_grid->currentRow() < 0 || column < 0 || column >= m_grid->header()->heads().size())
            return u"%1 rows"_s.arg(grouped(rows));
        const QString misfit = m_grid->lookAt(m_grid->currentRow(), column).misfit;
        return u"%1, row %2 of %3%4"_s.arg(m_grid->header()->heads()[column].name, grouped(m_grid->currentRow() + 1),
                                           grouped(rows), misfit.isEmpty() ? QString() : QString(u": "_s + misfit));
    }

    GridView *m_grid;
};

QAccessibleInterface *makeInterface(const QString &className, QObject *object)
{
    if (className != "ui::GridView"_L1)
        return nullptr;
    auto *grid = qobject_cast<GridView *>(object);
    return grid ? new GridAccessible(grid) : nullptr;
}

} // namespace

void installGridAccessibility()
{
    // Qt keeps every factory it is given: take ours away first, so that there is one.
    QAccessible::removeFactory(makeInterface);
    QAccessible::installFactory(makeInterface);
}

} // namespace ui
