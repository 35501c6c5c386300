// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/panewords.h"

#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

namespace ui {

PlainLabel *paneSentence(const QString &name)
{
    auto *label = new PlainLabel(PlainLabel::Role::Muted);
    label->setObjectName(name);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    label->setContentsMargins(Theme::cellPadding + 4, 6, Theme::cellPadding + 4, 6);
    return label;
}

MigrationsContext nothingToRun(const QString &why)
{
    return {why, why, why, why, why, why, why, why};
}

} // namespace ui
