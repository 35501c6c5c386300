// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/celledits.h"

#include <QObject>

namespace ui {

/// Reads cut cells whole before something is done with them (copied, pasted over, set to NULL: the old value is what
/// an UPDATE recognizes its row by). Row after row, without waiting; deletes itself when it is done. What is too much
/// is refused before anything is read.
class WholeCells : public QObject {
    Q_OBJECT

public:
    static constexpr qint64 mostBytes = 16 * 1024 * 1024; ///< at once, and so what undo may have to keep

    using Take = std::function<void(const core::Result<WholeValues> &)>;
    /// The cut ones among the loaded cells of rows × columns; calls `take` at once when there are none. Staged values
    /// are never cut. Never calls when the context dies first.
    static void read(QObject *context, core::RowsModel &model, const GridServices &services, const QList<qint64> &rows,
                     const QList<int> &columns, const Take &take);

private:
    struct Wanted {
        core::RowKey key;
        QStringList columns;
    };
    WholeCells(QObject *context, const GridServices &services, QList<Wanted> wanted, Take take);
    void proceed();
    void finish(const core::Result<WholeValues> &result);

    GridServices m_services;
    QList<Wanted> m_wanted;
    Take m_take;
    WholeValues m_read;
};

} // namespace ui
