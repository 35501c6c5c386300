// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/rows/columnformat.h"
#include "core/schema/schema.h"
#include "ui/shell/page.h"

namespace ui {

/// The staged values that the database will refuse (core::refusal) or that do not suit their columns (core::misfit), a
/// line each: "posts 2, views: “maybe” is no number".
/// Columns nobody has shown yet are judged by the schema alone. No more than `most` lines. Pure.
[[nodiscard]] QStringList misfits(const core::ChangeSet &changes, const core::Schema &schema,
                                  const core::Dialect &dialect,
                                  const QHash<core::QualifiedName, ColumnFormats> &formats, int most);

} // namespace ui
