// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/schema/schema.h"

namespace app {

/// A database opened to be looked at, with what is in it. What is named on the command line is trusted by that, so
/// views and virtual tables work.
struct Reader {
    core::ConnectionPtr connection;
    const core::Dialect *dialect = nullptr;
    core::Schema schema;
    QString location; ///< absolute path of the file
};

/// `target` is what core::resolveTarget() knows. Blocks.
[[nodiscard]] core::Result<Reader> openForReading(const QString &target);

} // namespace app
