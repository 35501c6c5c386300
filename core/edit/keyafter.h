// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"

#include <memory>
#include <optional>

namespace core {

/// Staged edits that are in the database now. A pure value.
struct AppliedScript {
    std::shared_ptr<const ChangeSet> edits;
    SchemaPtr schema; ///< by which the script was made
    std::shared_ptr<const Script> script;
    ScriptOutcome outcome;
};

/// What a row is called since: a stored one by its key before (`insertId` 0), or one that was staged as new. None: it
/// is gone, or that is not known. Pure.
[[nodiscard]] std::optional<RowKey> keyAfter(const AppliedScript &applied, const Dialect &dialect,
                                             const QualifiedName &table, const RowKey &key, qint64 insertId);

} // namespace core
