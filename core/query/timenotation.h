// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QChar>
#include <QString>

namespace core {

/// How a column writes a point in time down.
struct TimeNotation {
    enum class Kind { UnixSeconds, UnixMilliseconds, Text };
    Kind kind = Kind::UnixSeconds;
    bool dateOnly = false;   ///< Text: "2026-10-30"
    QChar separator = u' ';  ///< Text: between date and time, ' ' or 'T'
    bool fraction = false;   ///< Text: with ".250"
    QString zone;            ///< Text: what follows, "Z", "+00:00" or nothing
    friend bool operator==(const TimeNotation &, const TimeNotation &) = default;
};

} // namespace core
