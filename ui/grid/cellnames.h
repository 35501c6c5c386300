// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/celledits.h"

#include <QHash>

#include <functional>
#include <memory>

namespace ui {

/// What foreign keys and relation columns of many rows say, on view or not: read before they are copied, without
/// waiting. Deletes itself when it is done. The model must outlive it: make it the model's child.
class CellNames : public QObject {
    Q_OBJECT

public:
    enum class Of {
        Relations, ///< columns that look along relations: they have nothing else to say
        All ///< foreign keys, too: "Ada Byron · 7"
    };
    using Names = QHash<std::pair<qint64, int>, QString>; ///< by row and column; what is not in it is said by its value
    using Take = std::function<void(const Names &)>;

    /// Calls `take` once all of them are known: at once when there is nothing to read. Not when `context` is gone.
    static void read(QObject *context, core::RowsModel &model, const GridServices &services, const QList<qint64> &rows,
                     const QList<int> &columns, Of of, const Take &take);

private:
    struct Wanted {
        qint64 row = 0;
        int column = 0;
        int question = 0;
        core::RelatedCells::Key key;
    };

    CellNames(QObject *context, core::RowsModel &model, std::unique_ptr<core::RelatedCells> cells, QList<Wanted> wanted,
              Take take);
    void proceed();
    [[nodiscard]] QString textOf(const Wanted &wanted, const core::RelatedCell &cell) const;

    core::RowsModel &m_model;
    std::unique_ptr<core::RelatedCells> m_cells;
    QList<Wanted> m_wanted;
    qsizetype m_at = 0; ///< those before it are known
    Names m_names;
    Take m_take;
};

} // namespace ui
