// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/design/schemadesign.h"
#include "core/dialect/probesql.h"

namespace core {

/// Which rows hold that value of the enum, one probe for each column of the type that the base has and the design
/// keeps. `value` as the base calls it. Pure.
[[nodiscard]] QList<Probe> rowsHolding(const SchemaDesign &design, const QualifiedName &type, const QString &value);

/// What gives rows another value where the design drops theirs and says which they get: for PlanOptions::repairs. Pure.
[[nodiscard]] QList<Statement> valueRepairs(const SchemaDesign &design);

} // namespace core
