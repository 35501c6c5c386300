// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"
#include "core/schema/renamesuggestions.h"

namespace core {

/// What the data says to one hazard.
struct HazardAnswer {
    enum class Kind {
        Certain, ///< the schemas alone tell: there was nothing to ask
        Counted, ///< `rows` have it
        PutRight, ///< a fix that is part of the script sees to it
        Unknown ///< it took too long, or the question failed: taken as the worst case
    };
    Kind kind = Kind::Certain;
    qint64 rows = 0;
    std::optional<Finding> finding; ///< none: there are no such rows, so there is no hazard
    friend bool operator==(const HazardAnswer &, const HazardAnswer &) = default;
};

/// Asks each question of migration.hazards, for `milliseconds` at most: as many answers, in their order. On the
/// database's thread; an error only when cancelled or when the database cannot be read at all.
[[nodiscard]] Result<QList<HazardAnswer>> askData(const SchemaMigration &migration, Database &database,
                                                  const Dialect &dialect, JobContext &context,
                                                  int milliseconds = 10'000);

/// The findings that are left.
[[nodiscard]] QList<Finding> findingsIn(const QList<HazardAnswer> &answers);

/// Those that must not happen without having been allowed: STOP and DANGER whose code is not among `allowed`, and what
/// is certain to fail.
[[nodiscard]] QList<Finding> blocking(const QList<Finding> &findings, const QStringList &allowed);

/// How many (0 … 1) of up to some thousand different values of a column here another database's column holds as well.
/// None: one of them holds nothing, or it took too long.
[[nodiscard]] std::optional<double> valueOverlap(Database &here, const QualifiedName &table, const QString &column,
                                                 Database &there, const QualifiedName &otherTable,
                                                 const QString &otherColumn, const Dialect &dialect);

} // namespace core
