// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QJsonObject>

namespace core {

/// JSON with comments and trailing commas, blanked out so that places stay where they are.
[[nodiscard]] QByteArray plainJsonOf(QByteArray jsonc);

/// One object of it. The error says where: "… in line 3".
[[nodiscard]] Result<QJsonObject> readJsonc(const QByteArray &jsonc);

} // namespace core
