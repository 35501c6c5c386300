// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/toursampletools.h"

#include "ui/shell/tourconnect.h"
#include "ui/shell/tourdesign.h"
#include "ui/shell/tourkit.h"
#include "ui/shell/tourpreview.h"
#include "ui/shell/tourprojects.h"
#include "ui/shell/tourrelations.h"
#include "ui/shell/tourtruth.h"
#include "ui/shell/tourwayback.h"

namespace ui {

QList<TourScene> sampleToolScenes(const std::function<Workspace &()> &workspace,
                                  const std::function<QDialog *()> &dialog)
{
    return previewScenes(workspace) + designScenes(workspace, dialog) + projectScenes(workspace, dialog)
        + connectScenes(workspace, dialog) + relationScenes(workspace, dialog) + wayBackScenes(workspace)
        + kitScenes(workspace) + truthScenes(workspace) + kitTroubleScenes(workspace);
}

} // namespace ui
