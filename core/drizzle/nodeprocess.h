// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QProcessEnvironment>
#include <QString>

namespace core {

/// The Node.js to run: $RAINCHECK_NODE, else on the PATH, else where version managers put it.
[[nodiscard]] Result<QString> findNode();

/// Nothing of ours goes along that a project has no business with: tokens, NODE_OPTIONS, another program's settings.
[[nodiscard]] QProcessEnvironment nodeEnvironment();

} // namespace core
