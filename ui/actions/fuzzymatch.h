// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace ui {

struct FuzzyMatch {
    int score = 0;        ///< more is better; only comparable for one pattern
    QList<int> positions; ///< which characters of the text answered, ascending
    friend bool operator==(const FuzzyMatch &, const FuzzyMatch &) = default;
};

/// All characters of the pattern in the text, in order, whatever their case; blanks in the pattern are skipped.
/// Beginnings of words, runs and an early start score higher. An empty pattern matches everything with 0. Pure.
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text);

} // namespace ui
