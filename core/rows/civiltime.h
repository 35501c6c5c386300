// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

/// Unix times as UTC dates in words, and back: pure arithmetic, because QDateTime takes microseconds per cell and asks
/// for time zones. Years 0001 to 9999.
namespace core::civil {

struct Moment {
    qint64 seconds = 0;   ///< since 1970, may be negative
    int milliseconds = 0; ///< 0 to 999, after `seconds`
    friend bool operator==(const Moment &, const Moment &) = default;
};

/// "2026-10-30 17:45:00", with ".250" when there are milliseconds; none outside the years.
[[nodiscard]] std::optional<QString> toText(qint64 seconds, int milliseconds);

/// "2026-10-30", "2026-10-30 17:45", "2026-10-30T17:45:00.250Z", "… +02:00", "…+02"; none when it is no such date.
[[nodiscard]] std::optional<Moment> parse(const QString &text);

} // namespace core::civil
