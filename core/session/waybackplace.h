// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QByteArray>

namespace core {

/// WayBackRecord::schemaAfter: fingerprint() and, where it has one, the database's lastingIdentity(), so that what was
/// saved of one that was dropped is not put into another one of the same name and schema.
[[nodiscard]] QByteArray fingerprintIn(const Schema &schema, const QString &database);

} // namespace core
