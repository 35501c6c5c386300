// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ui {

/// The same TrueType or OpenType font with its contextual and standard ligatures switched off, under the family name
/// plainFamily. Empty where the bytes are no such font. Accents, joined scripts and marks are placed as before.
[[nodiscard]] QByteArray withoutLigatures(QByteArray font);

/// "Raincheck Mono": what withoutLigatures() calls a font that was "JetBrains Mono".
[[nodiscard]] QString plainFamily();

/// Makes plainFamily() known to the program, from the JetBrains Mono that is installed; reads its files, once.
/// False where it is not installed. Needs a QGuiApplication; for the thread of the window.
[[nodiscard]] bool loadPlainFamily();

} // namespace ui
