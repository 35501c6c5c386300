// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/schema/facets.h"

namespace core {

/// A schema to compare with, and what its source can know at all.
struct SchemaSource {
    QString name; ///< for people: the file's name
    QString location; ///< absolute
    QString database; ///< the database file it was read from; empty: from a text, without rows
    Schema schema;
    Facets facets;
    Scope scope;
    friend bool operator==(const SchemaSource &, const SchemaSource &) = default;
};

/// From a database file (or a folder that leads to one), a drizzle-kit snapshot (version 6 of the SQLite family), or
/// a .sql file of DDL, which is run in an empty database of its own within `workFolder`. Told apart by content, not by
/// name. Errors are one sentence with the file's name, and the line where there is one. Blocks.
[[nodiscard]] Result<SchemaSource> readSchemaSource(const QString &path, const Dialect &dialect,
                                                    const QString &workFolder, JobContext &context);

/// The DDL run in an empty database, and looked at. Blocks.
[[nodiscard]] Result<Schema> schemaOfDdl(const QString &sql, const QString &name, const Dialect &dialect,
                                         const QString &workFolder, JobContext &context);

/// What both can express.
[[nodiscard]] Facets commonFacets(const Facets &a, const Facets &b);

} // namespace core
