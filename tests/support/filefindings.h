// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/migrate/dryrun.h"
#include "core/migrate/filescript.h"
#include "support/jobs.h"
#include "support/schemadb.h"

#include <algorithm>

/// All that is more than a note of a file's script, foreseen or found by its dry run, sorted: "H01! words" where it
/// stops it. The error alone, if it fails.
[[nodiscard]] inline QStringList fileFindings(SchemaDb &db, const QString &sql)
{
    using namespace Qt::Literals::StringLiterals;
    const core::Dialect &dialect = SchemaDb::dialect();
    const auto schema = dialect.introspect(db.database());
    if (!schema)
        return {schema.error().message};
    TestJob job;
    const core::Script script = core::fileScript(sql, u"a.sql"_s, u"A"_s, dialect);
    const auto report = core::dryRun(db.database(), script, dialect, job);
    if (!report || !report->succeeded)
        return {report ? report->error.message : report.error().message};
    QStringList all;
    const QList<core::Finding> findings =
        report->stillTrue(core::staticFindings(script, *schema, dialect)) + report->findings;
    for (const core::Finding &finding : findings) {
        if (finding.severity != core::Finding::Severity::Info)
            all +=
                finding.code + (finding.severity == core::Finding::Severity::Stop ? u"! "_s : u" "_s) + finding.message;
    }
    all.sort();
    return all;
}
