// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/snapshot.h"
#include "core/drizzle/snapshotwriter.h"
#include "core/sql/lexer.h"

#include <QJsonObject>

/// Snapshots of drizzle-kit 1.0 for the SQLite family: a flat list of entities. Source of the format:
/// drizzle-formats.md 2.2.
namespace core {

[[nodiscard]] Result<DrizzleSnapshot> readSnapshot7(const QByteArray &json, const QJsonObject &root);
/// Those of the classic folders.
[[nodiscard]] Result<DrizzleSnapshot> readSnapshot6(const QByteArray &json, const QJsonObject &root);

/// As drizzleSnapshot(), in this form. Pure.
[[nodiscard]] QByteArray drizzleSnapshot7(const Schema &schema, const SnapshotAbout &about);

// What both forms share:
[[nodiscard]] LexRules sqliteSnapshotRules();
/// Without the one pair of parentheses that drizzle-kit puts around the whole.
[[nodiscard]] QString unwrapped(const QString &sql);
[[nodiscard]] QString withoutTable(const QString &sql, const QString &table, const LexRules &rules);

} // namespace core
