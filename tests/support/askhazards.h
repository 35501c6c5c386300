// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/hazards.h"

#include "support/schemadb.h"

/// The hazards of the way from a database to a schema, and what its data answered.
struct AskedHazards {
    core::SchemaDiff diff;
    QList<core::Hazard> hazards;
    QList<core::Finding> findings;
};

[[nodiscard]] inline core::Result<AskedHazards> askHazards(SchemaDb &db, const QString &to,
                                                           const core::Renames &renames, const QList<core::Fill> &fills)
{
    AskedHazards out;
    const auto from = db.schema();
    RC_TRY(from);
    const auto target = schemaOf(to);
    RC_TRY(target);
    core::DiffOptions options;
    options.renames = renames;
    const auto d = core::diff(*from, *target, options, SchemaDb::rules());
    RC_TRY(d);
    out.diff = *d;
    core::PlanOptions planOptions;
    planOptions.fills = fills;
    const auto plan = SchemaDb::dialect().planner()->plan(*d, planOptions);
    RC_TRY(plan);
    out.hazards = core::hazards(*d, *plan, planOptions, SchemaDb::dialect());
    TestJob job;
    const auto findings = core::findingsOf(out.hazards, db.database(), job);
    RC_TRY(findings);
    out.findings = *findings;
    return out;
}

/// "H01 stop" for each; H29, which every table that is made anew has, left out.
[[nodiscard]] inline QStringList codesOf(const QList<core::Finding> &findings)
{
    static const QStringList severities{QStringLiteral("stop"), QStringLiteral("danger"), QStringLiteral("warn"),
                                        QStringLiteral("info")};
    QStringList codes;
    for (const core::Finding &f : findings) {
        if (f.code != QLatin1String("H29"))
            codes.append(f.code + QLatin1Char(' ') + severities[static_cast<int>(f.severity)]);
    }
    return codes;
}
