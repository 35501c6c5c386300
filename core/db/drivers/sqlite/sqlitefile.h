// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connectionspec.h"

#include <QByteArray>

namespace core::sqlite {

/// What the file system says about a database file. Never opens the file itself: closing any descriptor of it would
/// drop the POSIX locks that our own connections hold.
struct DatabaseFile {
    QByteArray path;       ///< canonical, in the file system's encoding
    QString shown;         ///< as the person named it
    qint64 bytes = 0;
    bool walBeside = false; ///< a -wal with content lies beside it
    bool folderWritable = false;
};

/// Stats first: missing, a folder, a FIFO, no permission each end here with one sentence.
[[nodiscard]] Result<DatabaseFile> examine(const ConnectionSpec &spec);

/// Whether there is an ordinary file of that name that is not empty.
[[nodiscard]] bool hasContent(const QByteArray &path);

/// "file:/…?mode=ro", every odd byte escaped.
[[nodiscard]] QString uriFor(const DatabaseFile &file, const char *options);

} // namespace core::sqlite
