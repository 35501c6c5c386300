// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QPalette>
#include <QString>

class QApplication;

/// The only place with colours, icons, fonts and sizes.
namespace ui {

enum class ThemeKind { Dark, Light };

/// What a colour is for; never which colour it is.
enum class Tone {
    Window,      ///< behind everything
    Panel,       ///< side bars, headers, cards
    Raised,      ///< buttons, inputs on panels
    Border,
    GridLine,
    Text,
    TextMuted,
    TextFaint,   ///< NULL, hints, line numbers
    Accent,
    AccentText,  ///< on Accent
    Selection,
    SelectionText,
    InsertedBack, InsertedMark,
    ModifiedBack, ModifiedMark,
    DeletedBack, DeletedText, DeletedMark,
    PillGreenBack, PillGreenBorder, PillGreenText,
    PillAmberBack, PillAmberBorder, PillAmberText,
    PillRedBack, PillRedBorder, PillRedText,
    PillBlueBack, PillBlueBorder, PillBlueText,
    PillVioletBack, PillVioletBorder, PillVioletText,
    SqlKeyword, SqlString, SqlNumber, SqlComment, SqlIdentifier,
    AccentLine,  ///< thin marks: the line above the current tab, focus rings
    Header,      ///< column titles
    Hover,       ///< behind what the pointer is over
    Scroll,      ///< scroll bar handles
    Danger       ///< text of a button that destroys
};
constexpr int toneCount = static_cast<int>(Tone::Danger) + 1;

/// Our own icons, drawn for this project (resources/icons/*.svg), tinted with a Tone.
enum class Icon {
    App, Table, View, Migration, History, Database, Filter, Columns, Plus, Copy, Trash, Undo, Redo, Refresh, Search,
    Key, Link, Close, Check, Warning, Error, Info, Sun, Moon, ChevronDown, ChevronRight, ArrowUp, ArrowDown, Back, Forward,
    Minus, Paste, Folder, File, Edit, Play, Lock, Command, PanelRight, PanelBottom, Dots, Calendar,
    Expand
};
constexpr int iconCount = static_cast<int>(Icon::Expand) + 1;

class Theme {
public:
    explicit Theme(ThemeKind kind); ///< to ask for another theme's colours; apply() makes one current
    [[nodiscard]] static const Theme &current();
    static void apply(QApplication &application, ThemeKind kind); ///< palette, style, style sheet, fonts; any number of times
    [[nodiscard]] static ThemeKind systemKind(); ///< what the desktop prefers

    [[nodiscard]] ThemeKind kind() const { return m_kind; }
    [[nodiscard]] QColor color(Tone tone) const;
    /// Drawn at any device pixel ratio; follows the theme when it changes. Disabled: TextFaint.
    [[nodiscard]] QIcon icon(Icon icon, Tone tone = Tone::TextMuted) const;
    [[nodiscard]] QFont monospace() const; ///< cells and SQL
    [[nodiscard]] QFont interface() const;
    [[nodiscard]] QFont small() const;     ///< types beside names, captions
    [[nodiscard]] QFont caption() const;   ///< section heads: small, spaced, upper case

    static constexpr int rowHeight = 28;
    static constexpr int headerHeight = 32;
    static constexpr int cellPadding = 10;
    static constexpr int barHeight = 44;
    static constexpr int statusHeight = 26;
    static constexpr int controlHeight = 28; ///< buttons, inputs, items

private:
    ThemeKind m_kind;
};

} // namespace ui
