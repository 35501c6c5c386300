// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <functional>

class QCoreApplication;

namespace ui {

/// Calls back once, when a grid has painted rows that were read and not placeholders (or an empty table) and the frame
/// is out. For benches of the way from the start to the first rows; costs an event filter on the application until then.
class PaintReport : public QObject {
    Q_OBJECT

public:
    PaintReport(QCoreApplication &application, std::function<void()> painted);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QCoreApplication &m_application;
    std::function<void()> m_painted;
    bool m_passing = false; ///< the event that is being looked at is on its way to the grid
};

} // namespace ui
