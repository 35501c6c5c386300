// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// Why something could not be done. `message` is one sentence for people: what, where, what to do.
struct Error {
    enum class Kind {
        Invalid,    ///< the request makes no sense (bad input, unknown table)
        Io,         ///< a file could not be read or written
        Sql,        ///< the database refused a statement
        Constraint, ///< a constraint refused a row
        Conflict,   ///< a row is not as it was when it was read, or not exactly one row answered
        Busy,       ///< another program holds the lock
        TooLarge,   ///< a value is larger than is allowed here
        Refused,    ///< a hazard that was not allowed; nothing was tried (exit code 3)
        Cancelled,
        ConnectionLost,
        InDoubt ///< the connection died at COMMIT: nobody knows yet
    };

    Kind kind = Kind::Invalid;
    QString message;
    QString detail;    ///< the driver's own words, when they add something
    QString code;      ///< SQLSTATE, native result code, or hazard code
    QString statement; ///< the SQL it happened in, when there is one
    int statementIndex = -1; ///< index into the Script that ran, -1 when not from a Script

    friend bool operator==(const Error &, const Error &) = default;

    [[nodiscard]] bool isCancelled() const { return kind == Kind::Cancelled; }
    [[nodiscard]] static Error invalid(QString message) { return {Kind::Invalid, std::move(message), {}, {}, {}}; }
    [[nodiscard]] static Error io(QString message) { return {Kind::Io, std::move(message), {}, {}, {}}; }
    [[nodiscard]] static Error cancelled() { return {Kind::Cancelled, QStringLiteral("Cancelled."), {}, {}, {}}; }
};

} // namespace core
