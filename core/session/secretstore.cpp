// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/secretstore.h"

namespace core {

QFuture<SecretStore::Read> MemorySecretStore::read(const QString &name)
{
    const auto it = m_secrets.constFind(name);
    return QtFuture::makeReadyFuture(Read(it == m_secrets.cend() ? std::nullopt : std::optional<QString>(*it)));
}

QFuture<Result<Done>> MemorySecretStore::keep(const QString &name, const QString &secret)
{
    m_secrets.insert(name, secret);
    return QtFuture::makeReadyFuture(Result<Done>(Done{}));
}

QFuture<Result<Done>> MemorySecretStore::forget(const QString &name)
{
    m_secrets.remove(name);
    return QtFuture::makeReadyFuture(Result<Done>(Done{}));
}

} // namespace core
