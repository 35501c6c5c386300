// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/dryrun.h"

#include "core/migrate/diskspace.h"
#include "core/migrate/dryrunparts.h"
#include "core/migrate/workfolder.h"
#include "core/schema/namecase.h"

#include <QDir>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

QList<Finding> DryRunReport::blocking(const QStringList &allowed) const
{
    QList<Finding> all;
    for (const Finding &finding : findings)
        if (finding.severity == Finding::Severity::Stop && (finding.certain || !allowed.contains(finding.code)))
            all += finding;
    return all;
}

QString dryRunPrefix()
{
    return u"dryrun"_s;
}

QList<Finding> DryRunReport::stillTrue(const QList<Finding> &foreseen) const
{
    const NameCase nameCase = schemaAfter ? nameCaseOf(*schemaAfter) : NameCase::Ignored;
    const auto hasRows = [this, nameCase](const QString &name) {
        return rowsBefore.value(foldedName(name, nameCase), 1)
            > 0; // of one that could not be counted, the worst is assumed
    };
    QList<Finding> all;
    for (const Finding &finding : foreseen) {
        const bool holdsNone = !finding.column.isEmpty()
            && columnsWithoutValues.contains(foldedName(finding.rowsOf.value(0), nameCase) + u' '
                                             + foldedName(finding.column, nameCase));
        const bool isAboutRows = !finding.rowsOf.isEmpty();
        if (!holdsNone && (!isAboutRows || std::any_of(finding.rowsOf.begin(), finding.rowsOf.end(), hasRows)))
            all += finding;
    }
    return all;
}

Result<DryRunReport> dryRun(Database &database, const Script &script, const Dialect &dialect, JobContext &context,
                            const QString &workFolder, const DryRunExtras &extras)
{
    const Driver *driver = driverByName(database.spec().driver);
    if (!driver->isFile())
        return rehearseOnServer(database, script, dialect, context, extras);
    const QString folder = workFolder.isEmpty() ? QDir::tempPath() : workFolder;
    const auto size = database.sizeInBytes();
    RC_TRY(size);
    RC_TRY(checkRoom(folder, *size, u"the dry run's copy"_s));
    const auto place = WorkFolder::make(folder, dryRunPrefix());
    RC_TRY(place);
    const QString path = (*place)->filePath(u"copy"_s);
    RC_TRY(database.copyTo(path, [&context](qint64 done, qint64 total) {
        context.report(static_cast<int>(done), static_cast<int>(total), u"Copy the database"_s);
        return !context.isCancelled();
    }));

    auto copy = driver->open({database.spec().driver, path, ConnectionSpec::Mode::Write});
    RC_TRY(copy);
    (*copy)->setStopRequested([&context] { return context.isCancelled(); });
    (*copy)->allowAttach(extras.attachable);
    auto report = rehearse(database, **copy, script, dialect, context, extras);
    if (report)
        report->copyBytes = *size;
    return report;
}

} // namespace core
