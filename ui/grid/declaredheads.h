// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/gridheader.h"

namespace core {
class ProjectSchema;
struct QualifiedName;
} // namespace core

namespace ui {

/// Adds to the tips of a table's columns what they are called in the project's schema.ts, and what makes their values.
/// Null: there is no project.
void tellDeclared(QList<ColumnHead> &heads, const core::ProjectSchema *project, const core::QualifiedName &table);

} // namespace ui
