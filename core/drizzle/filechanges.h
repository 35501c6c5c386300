// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace core {

/// A file as it is to be: to be looked at first, and then written as one with others.
struct FileChange {
    QString path; ///< absolute
    QByteArray after;
    std::optional<QByteArray> before = {}; ///< as it was read; none: it is not there
    friend bool operator==(const FileChange &, const FileChange &) = default;
    [[nodiscard]] bool isNew() const { return !before.has_value(); }
};

/// Writes them all or none: each whole under another name first, new ones never over another file, and those that are
/// replaced only while they are as they were read. Folders are made as needed; after a failure everything is as it was.
/// The order is kept, so that what names the others comes last. Blocks for a moment; any thread.
[[nodiscard]] Result<Done> writeFileChanges(const QList<FileChange> &changes);

} // namespace core
