// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/drizzle/drizzleschema.h"
#include "core/schema/facets.h"

#include <optional>

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

/// Whether the code of a project may be run to read its schema.
enum class CodeTrust {
    IfKnown, ///< where a person has said so of its folder before
    Once, ///< a person says so now, this time
    FromNowOn ///< a person says so now; it is remembered
};

/// From a database file, a drizzle-kit snapshot (version 6 of the SQLite family), a .sql file of DDL, which is run in
/// an empty database of its own within `stateFolder`, or in a scratch database on `server`, or a Drizzle project: its
/// schema.ts, its config or its folder (see bridgeRequestAt()), unless a JSON config names no schema, which then leads
/// to its database. What is no project is told apart by content, not by name. A project is code: see
/// isForWantOfTrust(). Errors are one sentence with the file's name, and the line where there is one. Blocks.
[[nodiscard]] Result<SchemaSource> readSchemaSource(const QString &path, const Dialect &dialect,
                                                    const QString &stateFolder, JobContext &context,
                                                    CodeTrust trust = CodeTrust::IfKnown,
                                                    const std::optional<ConnectionSpec> &server = std::nullopt);

/// What a project declares, as a source.
[[nodiscard]] SchemaSource sourceOf(const DrizzleSchema &schema);

/// The DDL run in an empty database, and looked at. Blocks.
[[nodiscard]] Result<Schema> schemaOfDdl(const QString &sql, const QString &name, const Dialect &dialect,
                                         const QString &workFolder, JobContext &context);
/// The same in a scratch database on that server, which goes afterwards. Fails where the user may make none.
[[nodiscard]] Result<Schema> schemaOfDdlOn(const ConnectionSpec &server, const QString &sql, const QString &name,
                                           const Dialect &dialect, JobContext &context);

/// What both can express.
[[nodiscard]] Facets commonFacets(const Facets &a, const Facets &b);

} // namespace core
