// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/result.h"

#include <QEventLoop>
#include <QFuture>
#include <QFutureWatcher>
#include <QJsonObject>
#include <QList>
#include <QStringList>

namespace app {

/// The contract of exit codes; see design.md and the README.
enum ExitCode { Succeeded = 0, Failed = 1, WrongUsage = 2, Refused = 3 };

/// To stdout, as UTF-8, nothing added. False when it could not be written (a closed pipe, a full disk).
bool print(const QString &text);
bool print(const QJsonObject &object); ///< indented, with a final line end
/// To stderr, in one line whatever the text holds.
void complain(const QString &text);
/// Text for people's terminals: names from a database may hold escape sequences, which are shown, not obeyed.
[[nodiscard]] QString visibleLines(const QString &text);
/// Says the error on stderr and gives the exit code it stands for.
[[nodiscard]] ExitCode failed(const core::Error &error);

/// Columns as wide as their widest cell (cut at `widest` characters), two blanks between; `numeric` ones to the right.
/// Line ends and other control characters are shown as their symbols, so that a row is a line.
[[nodiscard]] QString textTable(const QStringList &header, const QList<QStringList> &rows, const QList<bool> &numeric,
                                int widest = 48);

/// Waits for the future while events are handled. The command line has nobody to keep waiting.
template <typename T> [[nodiscard]] core::Result<T> await(const QFuture<core::Result<T>> &future)
{
    if (!future.isFinished()) {
        QEventLoop loop;
        QFutureWatcher<core::Result<T>> watcher;
        QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
        watcher.setFuture(future);
        loop.exec();
    }
    return future.resultCount() > 0 ? future.result() : core::Result<T>(core::Error::cancelled());
}

} // namespace app
