// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"

#include <QByteArray>

#include <optional>

namespace core {

/// An EditOp as bytes that read back as exactly the same: every value with its kind, doubles by their bits. For
/// Raincheck's own files; a version stands first.
[[nodiscard]] QByteArray encoded(const EditOp &op);
/// None: these bytes are no EditOp of a version that is known.
[[nodiscard]] std::optional<EditOp> decoded(const QByteArray &bytes);

} // namespace core
