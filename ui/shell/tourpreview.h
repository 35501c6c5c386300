// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace core {
struct Schema;
}

namespace ui {

class SchemaPreview;
class Workspace;

/// The preview of a target schema, in the tour's sample: nothing to do, a plan with its questions, and a dry run of it.
[[nodiscard]] QList<TourScene> previewScenes(const std::function<Workspace &()> &workspace);

/// A target that is made here, as a source of the migrations page, which shows it.
void showTourTarget(Workspace &workspace, const QString &name, const core::Schema &schema);
void forgetTourTarget(Workspace &workspace, const QString &name);
/// That of the migrations page, if it is in front; nullptr: it is not.
[[nodiscard]] SchemaPreview *tourPreview(Workspace &workspace);
/// Says that what is asked about was renamed, then tries it.
void rehearseTourTarget(SchemaPreview &preview);

} // namespace ui
