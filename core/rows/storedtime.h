// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/columnformat.h"
#include "core/rows/rowstamps.h"

#include <optional>

/// A point in time as a cell keeps it, and as a person reads and types it: in UTC, whatever the cell's spelling is.
/// What is written back keeps that spelling: storage class, separator, digits of the fraction, zone. Pure; no I/O.
namespace core {

/// How one cell spells times. Beyond TimeNotation: what only matters when another time is written in its place.
struct TimeSpelling {
    TimeNotation notation; ///< `zone` as it stands there, "Z", "+02:00", " +0200"
    qint64 offset = 0; ///< seconds of that zone before UTC
    bool seconds = true; ///< Text: "17:45:00" and not "17:45"
    qsizetype fraction = 0; ///< Text: digits after the second
    QString type = {}; ///< Text: of a Typed value, the name of its type
    friend bool operator==(const TimeSpelling &, const TimeSpelling &) = default;
};

struct StoredTime {
    qint64 seconds = 0; ///< since 1970, UTC
    QString fraction; ///< digits after the second, as they stand there; often none
    TimeSpelling spelling;
    friend bool operator==(const StoredTime &, const StoredTime &) = default;
};

/// The formats whose values are times.
[[nodiscard]] bool isTimeFormat(ColumnFormat::Kind kind);

/// None when the value is no time in this format: then it is shown as it is.
[[nodiscard]] std::optional<StoredTime> readTime(const Value &value, ColumnFormat::Kind format);
/// How a time is to be spelled where the cell holds none yet.
[[nodiscard]] TimeSpelling spellingOf(const TimeNotation &notation);

/// "2026-10-30 17:45:00", a date alone for one without a time, with " UTC" where the cell names a zone.
[[nodiscard]] QString shownTime(const StoredTime &time);

/// What a person typed, read leniently: "2026-10-30", "2026/1/5 17:45", "2026-10-30T17:45:00.25Z", "… +02:00", "17:45"
/// (on the day that `before` says), "now", "today". Without a zone it is UTC. None: no time.
/// `now`: milliseconds since 1970.
[[nodiscard]] std::optional<Value> timeTyped(const QString &text, const TimeSpelling &spelling,
                                             const std::optional<StoredTime> &before, qint64 now);
/// This moment in that spelling; nothing of the fraction is lost: none where the spelling has no room for it.
[[nodiscard]] std::optional<Value> writeTime(qint64 seconds, const QString &fraction, const TimeSpelling &spelling);

} // namespace core
