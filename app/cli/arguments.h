// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QMap>
#include <QStringList>

namespace app {

/// A command line, taken apart and checked against the command's own list of options. A plain value.
struct Invocation {
    QString command;    ///< empty: open the window
    QStringList places; ///< what stands without an option: TARGET, TABLE, …
    QMap<QString, QStringList> options; ///< by name without dashes; flags have one empty value

    [[nodiscard]] bool has(const QString &option) const { return options.contains(option); }
    [[nodiscard]] QString value(const QString &option, const QString &otherwise = {}) const;
    [[nodiscard]] QStringList values(const QString &option) const { return options.value(option); }
    [[nodiscard]] QString place(int index) const { return index < places.size() ? places.at(index) : QString(); }
    [[nodiscard]] bool json() const { return has(QStringLiteral("json")); }
};

/// Errors are wrong usage (exit code 2), one sentence each. `arguments` is without the program's name.
[[nodiscard]] core::Result<Invocation> parseArguments(const QStringList &arguments);

/// What --help prints: of the whole program for an empty command.
[[nodiscard]] QString helpText(const QString &command);

} // namespace app
