// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/valuedialog.h"
#include "ui/grid/wholecells.h"

#include <QPointer>

namespace ui {

class GridView;

/// Opens the current cell's whole value in a ValueDialog and stages what comes back, for the row it was opened on
/// whatever happens to the grid meanwhile. Rows that cannot be edited are shown, with the reason.
class LargeEditing : public QObject {
    Q_OBJECT

public:
    LargeEditing(GridView &view, GridServices services, const core::Dialect &dialect, QObject *parent = nullptr);

    void setReadOnlyBecause(const QString &reason) { m_readOnlyBecause = reason; }
    void setRaw(bool raw) { m_raw = raw; }
    void begin();

Q_SIGNALS:
    void message(const QString &text);
    void failed(const core::Error &error);
    void staged();

private:
    [[nodiscard]] CellTarget targetOfCurrent(QString &readOnlyBecause) const;
    void open(const CellTarget &target, const QString &readOnlyBecause);
    void stage(const CellTarget &target, const core::NewValue &value);

    GridView &m_view;
    GridServices m_services;
    const core::Dialect &m_dialect;
    QString m_readOnlyBecause;
    bool m_raw = false;
    QPointer<ValueDialog> m_dialog;
};

} // namespace ui
