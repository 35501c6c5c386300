// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/migrate/filescript.h"
#include "support/jobs.h"

/// What the dry run of a file says: "H01! words" for what stops it, without the exclamation mark otherwise; the error
/// alone where there is no report.
inline QStringList pgFindings(core::Database &database, const core::Dialect &dialect, const QString &sql)
{
    TestJob job;
    const core::Script script = core::fileScript(sql, QStringLiteral("a.sql"), QStringLiteral("A"), dialect);
    const auto report = core::dryRun(database, script, dialect, job);
    if (!report)
        return {report.error().message};
    QStringList all;
    for (const core::Finding &f : report->findings) {
        const bool stops = f.severity == core::Finding::Severity::Stop;
        all += f.code + (stops ? QStringLiteral("! ") : QStringLiteral(" ")) + f.message;
    }
    return all;
}
