// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/schema/facets.h"
#include "core/schema/schema.h"

#include <QStringList>

namespace core {

struct SchemaTextOptions {
    bool isOrm1 = false; ///< for drizzle-orm 1.0: relations by defineRelations()
    bool keepsNames = false; ///< "preserve": names as in the database, not camelCased
    Scope scope; ///< the tablesFilter and schemaFilter
    friend bool operator==(const SchemaTextOptions &, const SchemaTextOptions &) = default;
};

/// A database as TypeScript for drizzle-orm's sqlite-core or pg-core.
struct SchemaText {
    QString schema; ///< of schema.ts
    QString relations; ///< of relations.ts, beside it; empty: there are none
    QStringList notes; ///< what TypeScript cannot say, and is left out: one sentence each
    friend bool operator==(const SchemaText &, const SchemaText &) = default;
};

/// Names are as `drizzle-kit pull` makes them; types that drizzle-orm has no builder for are declared with
/// customType(), so that what is evaluated again is the same schema, as far as Facets::drizzle() goes. The system's own
/// tables, virtual ones and migration journals are left out. Pure.
[[nodiscard]] SchemaText drizzleSchemaText(const Schema &schema, const SchemaTextOptions &options,
                                           const Dialect &dialect);

} // namespace core
