// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace core {

/// A piece of JavaScript or TypeScript, as far as a config is made of it.
struct ConfigToken {
    enum class Kind { Name, Text, Template, Number, Sign, Pattern, End };
    Kind kind = Kind::End;
    QString text; ///< of a Text: its value; of a Template: nothing; else as written
    QStringList parts; ///< of a Template: the texts, and between each two of them …
    QStringList inserted; ///< … the code within ${}
    bool startsLine = false;

    [[nodiscard]] bool is(const QString &sign) const { return kind == Kind::Sign && text == sign; }
    [[nodiscard]] bool isName(const QString &name) const { return kind == Kind::Name && text == name; }
};

/// Cut into tokens without comments; the last one is End. What cannot be cut (an open string) ends the list early: then
/// End has a text.
[[nodiscard]] QList<ConfigToken> configTokens(const QString &code);

} // namespace core
