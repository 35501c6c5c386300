// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/target.h"

#include <memory>

/// A database file that a project's own config names and that is not there yet: drizzle-kit and the migrators make it.
/// A path that a person names is never made: it may be mistyped.
namespace core {

/// resolveTarget() found such a project; newDatabaseOf() then says which file.
[[nodiscard]] Error needsDatabaseFile(const QString &message);
[[nodiscard]] bool isForWantOfFile(const Error &error);

/// The target as it will be once the file is there: its location is the file's. Fails, in one sentence, as
/// resolveTarget() does, where the file is there already, and where its folder is not. Reads configs; blocks.
[[nodiscard]] Result<Target> newDatabaseOf(const QString &target, const MayRunConfig &mayRun = {});

/// The empty file itself. It goes with this object, unless it is kept; the sessions that use it go before.
class NewDatabaseFile {
public:
    /// Fails where anything of that name is there, or where it cannot be made.
    [[nodiscard]] static Result<std::unique_ptr<NewDatabaseFile>> make(const QString &path);
    ~NewDatabaseFile();
    NewDatabaseFile(const NewDatabaseFile &) = delete;
    NewDatabaseFile &operator=(const NewDatabaseFile &) = delete;

    [[nodiscard]] QString path() const { return m_path; }
    void keep() { m_kept = true; }

private:
    explicit NewDatabaseFile(QString path);

    QString m_path;
    bool m_kept = false;
};

} // namespace core
