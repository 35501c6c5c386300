// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/orderedjson.h"
#include "core/drizzle/snapshot.h"
#include "core/drizzle/snapshotwriter.h"

#include <QJsonObject>

/// What both forms of a snapshot for PostgreSQL share; see postgressnapshot.h. Pure.
namespace core {

/// What a column's type is called: an enum stands there bare, with its schema beside it.
struct SnapshotType {
    QString type; ///< "varchar(20)", "mood"
    QString typeSchema; ///< of an enum, by its real name; else empty
    QString array; ///< "[]", "[3][2]"; empty where it is none
    friend bool operator==(const SnapshotType &, const SnapshotType &) = default;
};
[[nodiscard]] QString declaredTypeOf(const SnapshotType &type);
[[nodiscard]] SnapshotType snapshotTypeOf(const QString &declaredType, const Schema &schema);

/// "public.users", "public.users.name": how snapshots and SnapshotExtras name things.
[[nodiscard]] QString snapshotKey(const QualifiedName &name, const QString &part = {});
/// The names as a snapshot has them, `public` for an empty schema.
[[nodiscard]] QualifiedName snapshotName(const QJsonObject &o);

[[nodiscard]] QString snapshotText(const QJsonObject &o, QLatin1String key); ///< empty where there is none
/// A view of the project's own; what no View says goes to the extras.
[[nodiscard]] View snapshotView(const QJsonObject &o, SnapshotExtras &extras);
[[nodiscard]] SequenceOptions snapshotSequence(const QJsonObject &o, const QString &type, const QString &incrementKey,
                                               const QString &cacheKey);
[[nodiscard]] Policy snapshotPolicy(const QJsonObject &o, const QString &rolesKey);
/// The table of a policy that stands by itself: "on" is its name, quoted and with its schema.
[[nodiscard]] QualifiedName policyTable(const QJsonObject &o);
[[nodiscard]] QString snapshotCommand(Policy::Command command); ///< "ALL", "SELECT", …

/// {"securityInvoker": true} ↔ "security_invoker=true". NULLs are left out.
[[nodiscard]] QStringList snapshotParameters(const QJsonObject &with);
[[nodiscard]] QJsonValue snapshotParameterValue(const QString &text);
[[nodiscard]] QString optionKey(const QString &name);
[[nodiscard]] QString snakeCased(const QString &name);

/// Whether the DEFAULT would be taken for a JSON number or boolean.
[[nodiscard]] bool isPlainDefault(const QString &sql);
[[nodiscard]] OrderedJson defaultLiteral(const QString &sql);

/// A part of an index: an expression may end with its order ("lower(name) desc"), which is the part's. What is said of
/// the order beside it goes for one that does not.
[[nodiscard]] IndexedColumn snapshotPart(const QString &expression, const IndexedColumn &beside);
/// The index's part at that place, whole as the project has written it where it is an expression there; else as it is.
[[nodiscard]] IndexedColumn partAsWritten(const SnapshotExtras &extras, const Table &table, const Index &index,
                                          qsizetype place);

/// Lists in their order, and a public schema; of a snapshot that was read.
void settleSnapshot(DrizzleSnapshot &snapshot);

/// Types as drizzle spells them, and counting columns as the serial ones that they are for it; as it is where the types
/// are a project's own.
[[nodiscard]] Schema spelledForSnapshot(const Schema &schema, const SnapshotAbout &about);
/// "numeric(10, 2)" → "numeric(10,2)", "timestamp (3)" → "timestamp(3)": as drizzle 1.0 has them.
[[nodiscard]] QString withoutTypeBlanks(const QString &type);

/// Tables and the rest, without what is the system's own, for writing.
[[nodiscard]] Schema ownPostgresObjects(const Schema &schema);

} // namespace core
