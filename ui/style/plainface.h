// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace ui {

/// The two faces of the house, as copies that join no characters.
enum class PlainFace {
    Mono, ///< of JetBrains Mono
    Interface ///< of Inter
};

/// The same TrueType or OpenType font with its contextual and standard ligatures switched off, under the family name
/// plainFamily(); a collection with all its faces, a variable font as its default one. Empty where the bytes are no such
/// font. Accents, joined scripts and marks are placed as before.
[[nodiscard]] QByteArray withoutLigatures(QByteArray font, PlainFace face);

/// What withoutLigatures() calls a font that was "JetBrains Mono", or "Inter".
[[nodiscard]] QString plainFamily(PlainFace face);

/// Makes plainFamily() known to the program, from the font that is installed; reads its files, once. False where it is
/// not installed. Needs a QGuiApplication; for the thread of the window.
[[nodiscard]] bool loadPlainFamily(PlainFace face);

} // namespace ui
