// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/rows/columnformat.h"
#include "core/rows/columnlimits.h"
#include "core/rows/rowstamps.h"
#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"

#include <QString>

#include <optional>

namespace ui {

/// What the row panel knows about a column, whatever the row.
struct Field {
    core::Column column;
    core::ColumnFormat format;
    core::TypeFamily family = core::TypeFamily::Unknown;
    bool required = false;
    bool generatedKey = false; ///< the database makes it for new rows
    core::ColumnLimits limits;
    QStringList checks; ///< the conditions that name it, as written
    core::TimeNotation timeNotation; ///< how times are spelt here where the cell holds none
    bool asText = false; ///< to be edited as it is stored, whatever its format
    QString readOnlyBecause; ///< one sentence; empty when it can be edited
    std::optional<core::Relation> relation; ///< of kind One, when the column is part of a foreign key

    [[nodiscard]] bool isNumeric() const;
};

/// A cell of the row on view.
struct FieldState {
    core::NewValue value = core::Value();
    core::Value stored; ///< what the database has; NULL in a new row
    bool modified = false; ///< staged, and not what is stored
    bool unset = false; ///< a new row's column nobody has set: its DEFAULT, or NULL without one
    bool isMade = false; ///< unset, and a value of the project's schema.ts may come
    QString problem; ///< unset, and why no such value has come; one sentence
    bool locked = false; ///< the row is staged for deletion, or not read yet
    bool unknown = false; ///< not read yet, or gone: nothing is shown, NULL neither
    std::optional<qint64> cutSize; ///< bytes of the whole; `value` is only its beginning
    int mixed = 0; ///< of several rows on view: how many values they have, where not the same; `value` is none then
    QString lockedBecause; ///< this field alone cannot be edited now; one sentence, empty when it can
    friend bool operator==(const FieldState &, const FieldState &) = default;
};

[[nodiscard]] Field makeField(const core::Table &table, const core::Column &column, const core::Dialect &dialect,
                              const core::RelationGraph &relations, const core::ColumnFormat &format);

/// The small text at the right of a field's name: "text · required", "→ users.id · cascade", "essay | guide | note".
/// What matters most, since there is little room.
[[nodiscard]] QString factsText(const Field &field);
[[nodiscard]] QString allFactsText(const Field &field); ///< for the tool tip

/// What an editor shows in place of a value: "NULL", "DEFAULT 0", "empty text", "made by the database". Empty when
/// there is a value with something to see.
[[nodiscard]] QString placeholderText(const Field &field, const FieldState &state);

/// What is to be said of a value before it is applied: why it will be refused, else what it does not suit. Empty:
/// nothing.
struct Judgement {
    QString text;
    bool refused = false; ///< the database will not take it
    friend bool operator==(const Judgement &, const Judgement &) = default;
};
[[nodiscard]] Judgement judged(const core::Value &value, const Field &field, const core::Dialect &dialect);

/// A person's text as the value to store in place of `stored`, in the format's own notation or as the column's type
/// means it. Never loses.
[[nodiscard]] core::Value valueFromInput(const QString &text, const Field &field, const core::Dialect &dialect,
                                         const core::Value &stored);

} // namespace ui
