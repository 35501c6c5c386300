// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

namespace core {

/// Connects to PostgreSQL servers. A location is what libpq takes, a postgresql:// URL or `host=… dbname=…`, without
/// the password: that comes from rememberedPassword(), else from where libpq looks (PGPASSWORD, .pgpass). What a
/// location leaves open, libpq fills in: service file, PG* variables, the socket of this machine.
/// A server that wants a password, or refuses the one it got, is told by Error::code "28P01".
class PostgresDriver final : public Driver {
public:
    [[nodiscard]] QString name() const override;
    [[nodiscard]] Result<std::unique_ptr<Database>> open(const ConnectionSpec &spec) const override;
    [[nodiscard]] bool isFile() const override { return false; }
    [[nodiscard]] QString identity(const QString &location) const override;
    [[nodiscard]] QString beside(const QString &location, const QString &database) const override;
    [[nodiscard]] QString shown(const QString &location) const override;
};

} // namespace core
