// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/orderedjson.h"
#include "core/drizzle/snapshot.h"

namespace core {

/// drizzle-kit compares the texts of two snapshots, and some of its texts are no SQL that a database would say, or take
/// at all ("n > $1"). Where the snapshot has just the text that drizzle-kit has for the project, it means the same, and
/// then says it in the project's words. Pure.
void sayAsDeclared(DrizzleSnapshot &snapshot, const DrizzleSnapshot &project);

/// The columns of a view as the classic form lists them; none that are known: an empty object.
[[nodiscard]] OrderedJson viewColumnsJson(const SnapshotExtras &extras, const QualifiedName &view);
/// Takes them from a snapshot of the classic form, where `view` stands at `key`.
void readViewColumns(const QByteArray &json, const QString &key, const QJsonObject &view, const QualifiedName &name,
                     SnapshotExtras &extras);

} // namespace core
