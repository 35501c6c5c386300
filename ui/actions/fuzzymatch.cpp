// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/fuzzymatch.h"

#include <limits>
#include <vector>

namespace ui {

namespace {

constexpr int unreachable = std::numeric_limits<int>::min() / 2;
constexpr int runBonus = 25;
constexpr qsizetype longestText = 256; ///< what lies beyond is not looked at; keeps a keystroke cheap

bool beginsWord(QStringView text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text.at(at - 1);
    return !before.isLetterOrNumber() || (before.isLower() && text.at(at).isUpper());
}

int gain(QStringView text, qsizetype at)
{
    int points = 10 - static_cast<int>(qMin<qsizetype>(at, 8));
    if (beginsWord(text, at))
        points += 20;
    return points;
}

} // namespace

std::optional<FuzzyMatch> fuzzyMatch(QStringView pattern, QStringView text)
{
    QString wanted;
    for (const QChar c : pattern) {
        if (!c.isSpace())
            wanted.append(c.toCaseFolded());
    }
    if (wanted.isEmpty())
        return FuzzyMatch{};
    const QStringView shown = text.first(qMin(text.size(), longestText));
    const QString folded = shown.toString().toCaseFolded();
    if (folded.size() != shown.size() || wanted.size() > folded.size())
        return folded.contains(wanted) ? std::optional(FuzzyMatch{1, {}}) : std::nullopt;

    // best[i][j]: the best score with pattern character i answered by text character j
    const auto rows = static_cast<size_t>(wanted.size());
    const auto columns = static_cast<size_t>(folded.size());
    std::vector<std::vector<int>> best(rows, std::vector<int>(columns, unreachable));
    std::vector<std::vector<qsizetype>> from(rows, std::vector<qsizetype>(columns, -1));
    for (size_t i = 0; i < rows; ++i) {
        int reach = unreachable; // best of the row above, left of j
        qsizetype reachAt = -1;
        for (size_t j = 0; j < columns; ++j) {
            const auto at = static_cast<qsizetype>(j);
            if (folded.at(at) == wanted.at(static_cast<qsizetype>(i))) {
                int score = i == 0 ? 0 : reach;
                qsizetype previous = reachAt;
                if (i > 0 && j > 0 && best[i - 1][j - 1] + runBonus > score) {
                    score = best[i - 1][j - 1] + runBonus;
                    previous = at - 1;
                }
                if (score > unreachable / 2) {
                    best[i][j] = score + gain(shown, at);
                    from[i][j] = previous;
                }
            }
            if (i > 0 && best[i - 1][j] > reach) {
                reach = best[i - 1][j];
                reachAt = at;
            }
        }
    }
    size_t end = 0;
    for (size_t j = 1; j < columns; ++j) {
        if (best[rows - 1][j] > best[rows - 1][end])
            end = j;
    }
    if (best[rows - 1][end] <= unreachable / 2)
        return std::nullopt;
    FuzzyMatch match;
    match.score = best[rows - 1][end] - static_cast<int>(shown.size()) / 8;
    qsizetype at = static_cast<qsizetype>(end);
    for (auto i = static_cast<qsizetype>(rows) - 1; i >= 0 && at >= 0; --i) {
        match.positions.prepend(static_cast<int>(at));
        at = from[static_cast<size_t>(i)][static_cast<size_t>(at)];
    }
    return match;
}

} // namespace ui
