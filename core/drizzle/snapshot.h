// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/drizzle/constraintnames.h"
#include "core/drizzle/snapshotextras.h"
#include "core/schema/facets.h"
#include "core/schema/schema.h"

#include <QByteArray>

namespace core {

/// A snapshot of drizzle-kit (meta/NNNN_snapshot.json, <timestamp>_<name>/snapshot.json) as a schema. Source of the
/// formats: drizzle-formats.md 2.1 and 2.2.
struct DrizzleSnapshot {
    Schema schema;
    Facets facets = Facets::drizzle();
    /// Views that the project only declares (`.existing()`): never created, changed or dropped.
    QList<QualifiedName> existingViews;
    ConstraintNames names; ///< what is called otherwise than drizzle-kit would call it, or may be
    QString system = QStringLiteral("sqlite"); ///< the Dialect's name
    SnapshotExtras extras = {}; ///< what no Schema says
    friend bool operator==(const DrizzleSnapshot &, const DrizzleSnapshot &) = default;
    /// The scope with the schemas in which it stands, and without what is only declared.
    [[nodiscard]] Scope within(Scope scope) const;
};

/// The scope without these views.
[[nodiscard]] Scope leavingOut(Scope scope, const QList<QualifiedName> &views);

/// Reads both forms, the classic one and that of drizzle 1.0, of the systems that there is a SnapshotForm for: versions
/// 6 and 7 of the SQLite family ("sqlite", "turso"), 7 and 8 of PostgreSQL. Errors say what is missing and where.
[[nodiscard]] Result<DrizzleSnapshot> readDrizzleSnapshot(const QByteArray &json);

} // namespace core
