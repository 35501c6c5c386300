// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/prompts.h"

#include <QCoreApplication>

namespace ui {

/// Before the database file that a project's config names is made.
[[nodiscard]] inline Question newFileQuestion(const QString &config, const QString &path)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("ui::MainWindow", text); };
    return {tr("Make the database file?"),
            tr("%1 names the database %2, which is not there yet. It is made as an empty file; then you can apply the "
               "migrations, or push schema.ts.")
                .arg(config, path),
            tr("Make it and open"), false};
}

} // namespace ui
