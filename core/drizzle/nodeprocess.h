// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>

namespace core {

/// The Node.js to run: $RAINCHECK_NODE, else on the PATH, else where version managers put it.
[[nodiscard]] Result<QString> findNode();

struct NodeLimits {
    int milliseconds = 0;
    qint64 outputBytes = 0;
};

struct NodeOutput {
    enum class End { Exited, Cancelled, TimedOut, TooMuch };
    End end = End::Exited;
    bool crashed = false; ///< by a signal that was not ours
    int exitCode = 0;
    QByteArray output; ///< standard output, as far as the limit
    QByteArray errors; ///< the last of standard error
};

/// Runs it with a cleaned environment and `input` on its standard input, and waits. Whatever it has started is killed
/// with it when it is cancelled or a limit is reached. Blocks; fails only if it cannot be started.
[[nodiscard]] Result<NodeOutput> runNode(const QString &node, const QStringList &arguments, const QString &folder,
                                         const QByteArray &input, const NodeLimits &limits,
                                         const std::function<bool()> &isCancelled);

} // namespace core
