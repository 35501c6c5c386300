// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/theme.h"

#include "core/base/result.h"

#include <QList>
#include <QStringList>

#include <functional>
#include <memory>

class QApplication;

namespace core {
class Session;
}

namespace ui {

struct TourOptions {
    QString folder; ///< absolute; made when missing
    QList<ThemeKind> themes{ThemeKind::Dark, ThemeKind::Light};
    bool withSample = true; ///< also what is drawn of the sample: what cannot be shown without writing, all the tools
    std::function<core::Result<QString>()> sample; ///< what the window's "Open the sample" does; the tour does not do it
    /// Told, once, what the pictures show of the sample because the database has none of it.
    std::function<void(const QString &)> note = [](const QString &) {};
};

/// Draws every pane of the real window, 1440 × 900, to PNG files, and nothing is written to the database: edits are
/// staged and never applied, a migration is only rehearsed on a copy. Works with any platform plugin, offscreen too.
/// Returns at once; `finished` is called once from the event loop with the files in order, or with the first error.
/// Run it on a copy or a database that may be looked at: `session` is opened as usual and closed at the end.
void runTour(QApplication &application, std::unique_ptr<core::Session> session, const TourOptions &options,
             std::function<void(core::Result<QStringList>)> finished);

} // namespace ui
