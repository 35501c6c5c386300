// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/relationgraph.h"
#include "core/schema/schema.h"

#include <QJsonObject>

namespace app {

/// What `inspect --json` prints about the schema. The keys are a contract: added to, never renamed.
///
/// tables[]: name, kind (table | virtual), withoutRowId, strict, module (null unless virtual), internal, problem (null, or
///   why it cannot be read), columns[], primaryKey (null, or {name, columns[], autoIncrement}), uniques[] {name,
///   columns[]}, checks[] {name, expression}, foreignKeys[] {name, columns[], table, targetColumns[], onDelete,
///   onUpdate, deferred}, indexes[] {name, unique, columns[] {column, expression, collation, descending}, where},
///   triggers[] {name, time, event, updateOf[], when, body}, relations[] {kind (one | oneToOne | many | manyToMany),
///   table, columns[], targetColumns[], through}
/// columns[]: name, type, notNull, default (SQL text or null), collation, generated (null | virtual | stored),
///   expression (of a generated one), hidden
/// views[]: name, columns[] {name, type}, definition, problem, triggers[]
/// Names that were not given, and texts that do not apply, are null.
[[nodiscard]] QJsonObject schemaJson(const core::Schema &schema, const core::RelationGraph &relations, bool withInternal);

} // namespace app
