// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// What to open, and how far to trust it. A plain value without secrets.
struct ConnectionSpec {
    enum class Mode {
        Look, ///< read-only, nothing of the database's own code runs (triggers, untrusted functions), tight limits
        Read, ///< read-only, but the database is trusted: what its views and virtual tables need is switched on
        Write ///< may run Scripts
    };

    QString driver;   ///< a folder under core/db/drivers: "sqlite", "postgres"
    /// SQLite: an absolute path; a server: its URL, or a list of libpq's keywords, without the password (passwords.h)
    QString location;
    Mode mode = Mode::Look;
    int busyTimeout = 5000; ///< milliseconds to wait for another program's lock
    friend bool operator==(const ConnectionSpec &, const ConnectionSpec &) = default;
    [[nodiscard]] bool isReadOnly() const { return mode != Mode::Write; }
};

} // namespace core
