// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// A declared type as there is room for it beside a name, in small letters: "timestamptz(3)[]" for
/// "timestamp(3) with time zone[]", "varchar(20)" for "character varying(20)". For people, not for SQL. Pure.
[[nodiscard]] QString briefType(const QString &declaredType);

/// A default without the cast of its constant: "'G'" for "'G'::mpaa_rating"; anything else as it is. For people. Pure.
[[nodiscard]] QString briefDefault(const QString &expression);

} // namespace core
