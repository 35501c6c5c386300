// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/schema/schema.h"

#include <QHash>
#include <QStringList>

namespace core {

/// By what people tell a table's rows apart: the values of these columns with a blank between them. No columns: by
/// the key alone.
struct LabelRule {
    QStringList columns;
    friend bool operator==(const LabelRule &, const LabelRule &) = default;
    [[nodiscard]] bool isEmpty() const { return columns.isEmpty(); }
};
using LabelRules = QHash<QualifiedName, LabelRule>; ///< a table that is not in it has no label

/// What the schema suggests: columns called name, title, email and the like, a first and a last name together, a text
/// that is unique, a text called like its table. Foreign keys, lists of allowed values and long types never. Pure.
[[nodiscard]] LabelRule guessLabel(const Table &table, const Dialect &dialect);

/// guessLabel() for every table that has one.
[[nodiscard]] LabelRules guessLabels(const Schema &schema, const Dialect &dialect);

/// The label as the database would join it (see RelationSql): columns that are NULL left out; null when all are.
[[nodiscard]] QString labelText(const QList<Value> &values);

/// "Ada Byron · 7"; the key alone where there is no label, or it says the same.
[[nodiscard]] QString labelWithKey(const QString &label, const QString &key);

} // namespace core
