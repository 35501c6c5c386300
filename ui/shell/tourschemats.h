// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QByteArray>
#include <QList>

namespace core {
class Session;
}

namespace ui {

class Workspace;

/// Saves the sample's schema.ts as an editor does; what it was. The sample is the tour's own.
QByteArray rewriteTourSchema(core::Session &session, const std::function<QByteArray(QByteArray)> &change);

/// The sample's schema.ts as a source of the migration preview, with a mistake in it, and as what makes values of new
/// rows. Nothing where there are no packages to evaluate it with (RAINCHECK_TOUR_PACKAGES); follows relationScenes().
[[nodiscard]] QList<TourScene> schemaTsScenes(const std::function<Workspace &()> &workspace);

} // namespace ui
