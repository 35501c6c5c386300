// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"
#include "ui/style/theme.h"

#include <QStringList>

#include <optional>

namespace ui {

/// How one cell is drawn, decided apart from drawing it. A plain value.
struct CellLook {
    enum class Box { None, Unchecked, Checked };
    struct Chip {
        enum class State { Stored, Added, Removed }; ///< the last two by staged edits
        QString text;
        State state = State::Stored;
        friend bool operator==(const Chip &, const Chip &) = default;
    };

    QString text; ///< one line, nothing invisible in it
    QString misfit; ///< why what is staged does not suit the column: it is marked, and the tool tip says it
    QString suffix;    ///< after the text, fainter: the key after a name
    QList<Chip> chips; ///< in place of a text before `text`: names of rows on the other side
    Tone tone = Tone::Text;
    Tone suffixTone = Tone::TextFaint;
    std::optional<Tone> back; ///< none: the page's own
    std::optional<Tone> mark; ///< a bar at the left edge
    bool italic = false;
    bool right = false;
    bool struck = false;
    bool dimmed = false;      ///< its row counts as deleted
    bool arrow = false; ///< leads to another row
    bool expander = false; ///< opens rows below its own
    bool placeholder = false; ///< still being read
    Box box = Box::None;
    friend bool operator==(const CellLook &, const CellLook &) = default;
};

[[nodiscard]] CellLook lookOf(const core::RowsModel &model, const core::RowsModel::Cell &cell, int column);

/// What stands in a new row's cell that nobody has set: "auto", the DEFAULT expression, "required", …
[[nodiscard]] QString defaultText(const core::Table &table, const core::Column &column);

} // namespace ui
