// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

namespace ui {

/// Other words that people look for the action by, in lower case: "label" for what rows are called. None: its text says
/// it all.
[[nodiscard]] QStringList actionWords(const QString &id);

/// All of them, by the action's id; between blanks.
[[nodiscard]] const QHash<QString, QString> &allActionWords();

} // namespace ui
