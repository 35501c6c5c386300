// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace core {

/// One migration of a folder. Source of the format: drizzle-formats.md 2.1 (classic: meta/_journal.json beside
/// NNNN_name.sql) and 2.2 (1.0: <timestamp>_<name>/migration.sql). Read only by this module.
struct MigrationFile {
    QString tag;          ///< "0003_comments_fk", or the folder's name
    QString path;         ///< absolute; the file may be missing
    qint64 when = 0;      ///< unix milliseconds: the journal's `when`, or the folder's timestamp
    bool breakpoints = true;
    std::optional<QByteArray> bytes; ///< none: the journal names it, the file is not there
    QByteArray hash;      ///< lower-case hex SHA-256 of the file's bytes; empty without a file
    friend bool operator==(const MigrationFile &, const MigrationFile &) = default;
    [[nodiscard]] QString text() const; ///< decoded as UTF-8, for showing; see textFromUtf8()
    [[nodiscard]] QString fileName() const; ///< as shown to people: "0003_comments_fk.sql", "2026…_name/migration.sql"
};

struct MigrationsFolder {
    enum class Layout { Classic, Folders };
    QString path; ///< absolute
    Layout layout = Layout::Classic;
    QString dialect; ///< as the journal says, aliases resolved ("pg" → "postgresql"); empty when it does not
    QList<MigrationFile> migrations; ///< in the order they are applied
    QStringList warnings; ///< .sql files the journal does not name, `when` going backwards, …: one sentence each
    bool byWrangler = false; ///< as wrangler sees it, which migrates it: see inWranglersOrder()
    friend bool operator==(const MigrationsFolder &, const MigrationsFolder &) = default;
};

/// Reads a migrations folder. Error when it is none or its journal cannot be read.
[[nodiscard]] Result<MigrationsFolder> readMigrationsFolder(const QString &path);

} // namespace core
