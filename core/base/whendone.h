// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

namespace core {

/// Calls handler(Result<T>) on the context's thread once the future is finished; never if the context dies first.
/// Use this and not QFuture::then(context, …): on Qt 6.4 that aborts in Debug builds when the context has died.
/// A job that was dequeued before it started arrives as Error::cancelled().
template <typename T, typename Handler>
void whenDone(const QFuture<Result<T>> &future, QObject *context, Handler handler)
{
    auto *watcher = new QFutureWatcher<Result<T>>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context, [watcher, handler] {
        watcher->deleteLater();
        const auto f = watcher->future();
        handler(f.resultCount() > 0 ? f.result() : Result<T>(Error::cancelled()));
    });
    watcher->setFuture(future);
}

/// Blocks until the future is finished; a cancelled one holds no result, so this is safer than result().
/// For the command line, worker threads and tests; never for the window's thread.
template <typename T> [[nodiscard]] Result<T> waitFor(QFuture<Result<T>> future)
{
    future.waitForFinished();
    return future.resultCount() > 0 ? future.result() : Result<T>(Error::cancelled());
}

} // namespace core
