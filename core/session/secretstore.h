// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QFuture>
#include <QHash>
#include <QString>

#include <optional>

namespace core {

/// Where passwords are kept from one run to the next: nowhere else are they written. (What is known while the program
/// runs is in core/db/passwords.h.) A secret has the name of the place it opens (the location
/// of a server, without the secret). Lives on the application's thread and never blocks it: a keychain may first ask
/// the person to unlock it. Errors are one sentence, and never hold a secret.
class SecretStore {
public:
    using Read = Result<std::optional<QString>>; ///< none: nothing is kept under that name

    SecretStore() = default;
    virtual ~SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;

    [[nodiscard]] virtual QFuture<Read> read(const QString &name) = 0;
    [[nodiscard]] virtual QFuture<Result<Done>> keep(const QString &name, const QString &secret) = 0;
    [[nodiscard]] virtual QFuture<Result<Done>> forget(const QString &name) = 0;
};

/// Keeps them as long as it lives: for tests, and the tour.
class MemorySecretStore : public SecretStore {
public:
    [[nodiscard]] QFuture<Read> read(const QString &name) override;
    [[nodiscard]] QFuture<Result<Done>> keep(const QString &name, const QString &secret) override;
    [[nodiscard]] QFuture<Result<Done>> forget(const QString &name) override;
    [[nodiscard]] bool isEmpty() const { return m_secrets.isEmpty(); }

private:
    QHash<QString, QString> m_secrets;
};

} // namespace core
