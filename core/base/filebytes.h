// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QFuture>

namespace core {

/// All of a file, on a thread of the pool; an Error for one of more than `most` bytes, before it is read.
[[nodiscard]] QFuture<Result<QByteArray>> readFile(const QString &path, qint64 most);
/// Whole or not at all: what was there before stays until all is written.
[[nodiscard]] QFuture<Result<Done>> writeFile(const QString &path, const QByteArray &bytes);
/// A name in the folder outlives a power cut from here on, as what is in the file does. Blocks; any thread.
[[nodiscard]] Result<Done> syncFolder(const QString &folder);

} // namespace core
