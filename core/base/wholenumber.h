// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRegularExpression>
#include <QString>

#include <optional>

namespace core {

/// The whole number that a decimal text means, digit by digit: 9007199254740993.0 is one that a real cannot hold. None
/// where it is no whole number, or beyond 64 bits.
[[nodiscard]] inline std::optional<qint64> wholeNumberIn(const QString &text)
{
    constexpr qsizetype mostDigits = 19; // of 64 bits
    static const QRegularExpression shape(
        QStringLiteral("\\A\\s*([+-]?)([0-9]*)\\.?([0-9]*)(?:[eE]([+-]?[0-9]{1,4}))?\\s*\\z"));
    const QRegularExpressionMatch match = shape.match(text);
    QString digits = match.captured(2) + match.captured(3);
    if (!match.hasMatch() || digits.isEmpty())
        return std::nullopt;
    qint64 exponent = match.captured(4).toLongLong() - match.captured(3).size();
    for (; digits.endsWith(QLatin1Char('0')); ++exponent)
        digits.chop(1);
    while (digits.startsWith(QLatin1Char('0')))
        digits.remove(0, 1);
    if (digits.isEmpty())
        return 0;
    if (exponent < 0 || digits.size() + exponent > mostDigits)
        return std::nullopt;
    bool fits = false;
    const QString all = match.captured(1) + digits + QString(exponent, QLatin1Char('0'));
    const qint64 number = all.toLongLong(&fits);
    return fits ? std::optional(number) : std::nullopt;
}

/// A real that is not the whole number it was typed as: whether digits would be lost.
[[nodiscard]] inline bool losesDigits(qint64 whole, double real)
{
    constexpr qint64 exact = 1LL << 53;
    return (whole > exact || whole < -exact)
        && (real >= 9.2e18 || real <= -9.2e18 || static_cast<qint64>(real) != whole);
}

} // namespace core
