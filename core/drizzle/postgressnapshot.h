// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/snapshot.h"
#include "core/drizzle/snapshotwriter.h"

#include <QJsonObject>

/// drizzle-kit's snapshots for PostgreSQL: version 7 of the classic folders, and version 8 of drizzle 1.0, a flat list
/// of entities. Both read into the same Schema, as introspection gives it within Facets::drizzlePostgres(). Pure.
/// Source of the formats: drizzle-formats.md 2.1 and 2.2.
namespace core {

[[nodiscard]] Result<DrizzleSnapshot> readPostgresSnapshot7(const QByteArray &json, const QJsonObject &root);
[[nodiscard]] Result<DrizzleSnapshot> readPostgresSnapshot8(const QByteArray &json, const QJsonObject &root);
[[nodiscard]] QByteArray postgresSnapshot7(const Schema &schema, const SnapshotAbout &about);
[[nodiscard]] QByteArray postgresSnapshot8(const Schema &schema, const SnapshotAbout &about);
/// What the server calls a primary key that nobody named.
[[nodiscard]] QString postgresKeyName(const Table &table);

} // namespace core
