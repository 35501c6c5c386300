// SPDX-License-Identifier: GPL-3.0-or-later
// Session: the script that applies the staged edits.
#include "core/edit/dmlwriter.h"
#include "core/session/sessionprivate.h"

namespace core {

using SharedScript = std::shared_ptr<const Script>;

Result<SharedScript> Session::editScript() const
{
    if (!d->script) {
        auto script = core::editScript(*d->schema, d->changes, *d->dialect, d->preferences.stamps);
        if (!script)
            return script.error();
        d->script = std::make_shared<const Script>(std::move(script).value());
    }
    return d->script;
}

QFuture<Result<SharedScript>> Session::writeEditScript()
{
    if (d->script)
        return finishedWith<SharedScript>(d->script);
    const quint64 number = ++d->scriptAsked;
    auto promise = std::make_shared<QPromise<Result<SharedScript>>>();
    promise->start();
    auto future = promise->future();
    // Private outlives its pools' jobs.
    d->scriptPool.start([this, priv = d.get(), number, promise, schema = d->schema, changes = d->sharedChanges,
                         stamps = d->preferences.stamps] {
        const auto isUnwanted = [&] { return priv->closing || priv->scriptAsked != number || promise->isCanceled(); };
        auto made = isUnwanted() ? Result<Script>(Error::cancelled())
                                 : core::editScript(*schema, *changes, *priv->dialect, stamps, isUnwanted);
        const auto written = made ? Result<SharedScript>(std::make_shared<const Script>(std::move(made).value()))
                                  : Result<SharedScript>(made.error());
        // It is adopted where the edits are changed, so that it cannot be another one's by then.
        QMetaObject::invokeMethod(
            this,
            [this, number, promise, written] {
                if (number != d->scriptAsked) {
                    promise->addResult(Error::cancelled());
                } else {
                    if (written && !d->script) // else it has been written here meanwhile, and that one holds
                        d->script = *written;
                    promise->addResult(written ? Result<SharedScript>(d->script) : written);
                }
                promise->finish();
            },
            Qt::QueuedConnection);
    });
    return future;
}

} // namespace core
