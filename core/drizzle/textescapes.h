// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

/// What JavaScript and TOML share of what follows a backslash.
namespace core {

/// "41" → "A"; what is no character gives the sign for that.
[[nodiscard]] inline QString characterOfHex(QStringView digits)
{
    bool good = false;
    const uint code = digits.toUInt(&good, 16);
    const char32_t character = good && code <= 0x10ffff ? char32_t(code) : char32_t(0xfffd);
    return QString::fromUcs4(&character, 1);
}

/// n → a line break, … ; any other letter stands for itself.
[[nodiscard]] inline QChar characterOfEscape(QChar letter)
{
    switch (letter.unicode()) {
    case u'n':
        return u'\n';
    case u't':
        return u'\t';
    case u'r':
        return u'\r';
    case u'b':
        return u'\b';
    case u'f':
        return u'\f';
    default:
        return letter;
    }
}

} // namespace core
