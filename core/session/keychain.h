// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/secretstore.h"

namespace core {

/// The desktop's keychain (Secret Service or KWallet), where entries are called "Raincheck". Where there is none,
/// nothing is in it, and keep() says why it does not.
class Keychain : public SecretStore {
public:
    [[nodiscard]] QFuture<Read> read(const QString &name) override;
    [[nodiscard]] QFuture<Result<Done>> keep(const QString &name, const QString &secret) override;
    [[nodiscard]] QFuture<Result<Done>> forget(const QString &name) override;
};

} // namespace core
