// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/wholecells.h"

#include "core/base/whendone.h"
#include "ui/style/celltext.h"

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

using core::Error;
using core::Result;

WholeCells::WholeCells(QObject *context, const GridServices &services, QList<Wanted> wanted, Take take)
    : QObject(context)
    , m_services(services)
    , m_wanted(std::move(wanted))
    , m_take(std::move(take))
{
}

void WholeCells::read(QObject *context, core::RowsModel &model, const GridServices &services, const QList<qint64> &rows,
                      const QList<int> &columns, const Take &take)
{
    QList<Wanted> wanted;
    qint64 bytes = 0;
    for (const qint64 row : rows) {
        Wanted cut;
        for (const int column : columns) {
            const core::RowsModel::Cell cell = model.cell(row, column);
            if (!cell.cutSize)
                continue;
            cut.columns.append(model.columnAt(column).name);
            bytes += *cell.cutSize;
            if (bytes > mostBytes) {
                take(Error::invalid(u"%1 in row %2 holds %3: more than %4 cannot be read whole at once. Select less, "
                                    "or use SQL for this cell."_s.arg(cut.columns.last(),
                                                                       grouped(row - model.insertedRows() + 1),
                                                                       sizeText(*cell.cutSize), sizeText(mostBytes))));
                return;
            }
        }
        if (cut.columns.isEmpty())
            continue;
        const auto key = model.keyOf(row);
        if (!key) {
            take(Error::invalid(u"%1 in row %2 is shown in part, and the row cannot be told apart from others to read "
                                "it whole."_s.arg(cut.columns.first(), grouped(row + 1))));
            return;
        }
        cut.key = *key;
        wanted.append(cut);
    }
    if (wanted.isEmpty()) {
        take(WholeValues());
        return;
    }
    (new WholeCells(context, services, wanted, take))->proceed();
}

void WholeCells::proceed()
{
    if (m_wanted.isEmpty()) {
        finish(m_read);
        return;
    }
    const Wanted next = m_wanted.takeFirst();
    core::whenDone(m_services.readCells(next.key, next.columns), this, [this, next](const Result<core::Row> &row) {
        if (!row || row->size() != static_cast<size_t>(next.columns.size())) {
            finish(row ? Error::invalid(u"This row could not be read whole."_s) : row.error());
            return;
        }
        for (qsizetype i = 0; i < next.columns.size(); ++i)
            m_read[next.key].insert(next.columns[i], (*row)[static_cast<size_t>(i)]);
        proceed();
    });
}

void WholeCells::finish(const Result<WholeValues> &result)
{
    deleteLater();
    std::exchange(m_take, nullptr)(result);
}

} // namespace ui

#include "moc_wholecells.cpp"
