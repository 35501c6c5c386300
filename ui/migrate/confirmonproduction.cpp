// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/confirmonproduction.h"

#include "core/session/environment.h"
#include "core/session/session.h"

namespace ui {

void confirmApplying(Prompts &prompts, core::Session &session, QWidget *parent, ConfirmApply::About about,
                     const std::function<void(bool withBackup)> &accepted)
{
    core::EnvironmentMark &mark = core::EnvironmentMark::of(session);
    about.isOnServer = session.isOnServer();
    if (mark.isProduction())
        about.productionName = session.name();
    prompts.confirmApply(parent, about, [&mark, accepted, name = about.productionName](bool withBackup) {
        if (!name.isEmpty())
            mark.permitOnce(name);
        accepted(withBackup);
    });
}

} // namespace ui
