// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace core {

/// A database of our own on the user's server, to try things in that cannot be taken back. Its name says whose it is,
/// and as long as somebody uses it, a session is called by that name: what has none was left by a crash. Pure.
class ScratchSql {
public:
    virtual ~ScratchSql() = default;

    [[nodiscard]] virtual QString prefix() const = 0; ///< of the names of all such databases
    /// One row with the number of other sessions in this database, and whether this role may make databases (0 or 1).
    [[nodiscard]] virtual QString question() const = 0;
    /// A query for the name of the database that a session is in: some servers take whoever asks to the only one.
    [[nodiscard]] virtual QString where() const = 0;
    /// Run first, by the session that makes it: lets it write, and calls it by the database's name.
    [[nodiscard]] virtual QStringList prepare(const QString &name) const = 0;
    /// A query that gives the statement for one with everything that is in this one.
    [[nodiscard]] virtual QString createLike(const QString &name) const = 0;
    /// Likewise for an empty one, with the same text encoding and collation as this one.
    [[nodiscard]] virtual QString createEmpty(const QString &name) const = 0;
    [[nodiscard]] virtual QString drop(const QString &name) const = 0; ///< whoever is in it
    [[nodiscard]] virtual QString leftBehind() const = 0; ///< their names, one a row; of this role
};

} // namespace core
