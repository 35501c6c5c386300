// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/keychain.h"

#include "core/base/log.h"

#include <qt6keychain/keychain.h>

#include <memory>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString keychainService()
{
    return u"Raincheck"_s;
}

/// What the keychain's own words leave out. They never hold what was to be kept.
QString keychainReason(const QKeychain::Job &job)
{
    switch (job.error()) {
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return u"no service for it answers"_s;
    case QKeychain::AccessDeniedByUser:
        return u"it was not unlocked"_s;
    case QKeychain::AccessDenied:
        return u"it gives no access"_s;
    default:
        return job.errorString().isEmpty() ? u"it did not say why"_s : job.errorString();
    }
}

bool keychainIsThere(const QKeychain::Job &job)
{
    return job.error() == QKeychain::AccessDeniedByUser || job.error() == QKeychain::AccessDenied
        || job.error() == QKeychain::CouldNotDeleteEntry;
}

/// Starts the job; `answer` makes the result of it. The job deletes itself, whoever still waits.
template <typename R, typename Job, typename Answer>
QFuture<R> startKeychainJob(Job *job, const QString &name, Answer answer)
{
    auto promise = std::make_shared<QPromise<R>>();
    promise->start();
    job->setKey(name);
    job->setInsecureFallback(false); // a settings file is no keychain
    QObject::connect(job, &QKeychain::Job::finished, job, [promise, job, answer](QKeychain::Job *) {
        promise->addResult(answer(*job));
        promise->finish();
    });
    job->start();
    return promise->future();
}

} // namespace

QFuture<SecretStore::Read> Keychain::read(const QString &name)
{
    return startKeychainJob<Read>(
        new QKeychain::ReadPasswordJob(keychainService()), name, [](const QKeychain::ReadPasswordJob &job) -> Read {
            if (job.error() == QKeychain::NoError)
                return std::optional<QString>(job.textData());
            if (keychainIsThere(job))
                return Error::io(u"The password could not be read from the keychain: %1."_s.arg(keychainReason(job)));
            if (job.error() != QKeychain::EntryNotFound) // without a keychain nothing can be in it
                qCInfo(lcSession) << "no keychain:" << keychainReason(job);
            return std::optional<QString>();
        });
}

QFuture<Result<Done>> Keychain::keep(const QString &name, const QString &secret)
{
    auto *job = new QKeychain::WritePasswordJob(keychainService());
    job->setTextData(secret);
    return startKeychainJob<Result<Done>>(job, name, [](const QKeychain::WritePasswordJob &written) -> Result<Done> {
        if (written.error() == QKeychain::NoError)
            return Done{};
        return Error::io((keychainIsThere(written) ? u"The password is not kept: the keychain did not take it (%1)."_s
                                                   : u"The password is not kept: there is no keychain here (%1)."_s)
                             .arg(keychainReason(written)));
    });
}

QFuture<Result<Done>> Keychain::forget(const QString &name)
{
    return startKeychainJob<Result<Done>>(
        new QKeychain::DeletePasswordJob(keychainService()), name,
        [](const QKeychain::DeletePasswordJob &job) -> Result<Done> {
            if (!keychainIsThere(job)) // or nothing was in it
                return Done{};
            return Error::io(u"The password could not be taken out of the keychain: %1."_s.arg(keychainReason(job)));
        });
}

} // namespace core
