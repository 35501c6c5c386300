// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace core {

class Database;

/// A database that can say which one it is, whatever address leads to it: a server has many addresses, and one address
/// leads to another database once that was dropped and created anew. Implemented beside Database where there is such
/// a thing; a file is known by its path.
class LastingIdentity {
public:
    virtual ~LastingIdentity() = default;
    /// The same for every role, address, pooler and standby; another one after DROP and CREATE DATABASE. Empty: the
    /// server does not tell. To be asked outside of a transaction. No secrets.
    [[nodiscard]] virtual Result<QString> lastingIdentity() = 0;
};

/// As LastingIdentity; empty for a database that has none.
[[nodiscard]] Result<QString> lastingIdentity(Database &database);

} // namespace core
