// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/migrationsathand.h"
#include "app/cli/patience.h"
#include "app/cli/projectathand.h"

#include "core/db/database.h"
#include "core/dialect/dialect.h"
#include "core/drizzle/foldercheck.h"
#include "core/drizzle/folderchanges.h"
#include "core/drizzle/pendingfiles.h"
#include "core/drizzle/snapshotform.h"
#include "core/drizzle/snapshotrepair.h"
#include "core/drizzle/wranglerfolder.h"
#include "core/session/servertarget.h"
#include "core/session/session.h"
#include "core/session/target.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

struct Checked {
    core::MigrationsFolder folder;
    QList<core::FolderProblem> problems;
    QList<core::MigrationFile> lost; ///< the database has them, and the journal lost their entries
    QString database; ///< empty: none was looked at
    QString databaseProblem; ///< why it was not, where it should have been
    QString unknown; ///< what cannot be told of it
    std::optional<core::ConnectionSpec> server; ///< where scratch databases can be made
};

/// The folder of a project whose database cannot be looked at: what is in it can be told without.
core::Result<QString> folderWithout(const QString &named, const QString &said, const core::Error &why)
{
    if (why.isCancelled() || core::isForAPersonToChoose(why))
        return why;
    if (!said.isEmpty() && (isProjectTarget(named) || core::isMeantAsServer(named)))
        return said;
    const auto project = isProjectTarget(named) ? projectAtHand(named) : core::Result<core::DrizzleProject>(why);
    if (!project || project->isComputed(u"out"_s))
        return why;
    return project->migrationsPath;
}

/// With what the database's journal says, where there is a database.
core::Result<Checked> checkAt(const Invocation &invocation)
{
    Checked out;
    QString path = invocation.value(u"migrations"_s);
    const QString named = projectTarget(invocation);
    std::unique_ptr<core::Session> session;
    // A folder of migrations may be named itself; anything else leads to a database with one.
    if (path.isEmpty() && core::readMigrationsFolder(named))
        path = named;
    if (path.isEmpty() || !invocation.place(0).isEmpty()) {
        core::Session::Options options;
        options.readOnly = true;
        options.migrationsFolder = path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
        if (path != named) {
            auto opened = openSession(named, options);
            if (opened) {
                session = std::move(*opened);
            } else {
                const auto without = folderWithout(named, path, opened.error());
                RC_TRY(without);
                path = *without;
                out.databaseProblem = notLookedAtBecause(opened.error());
            }
        }
    }
    if (session && session->migrations()) {
        out.folder = session->migrations()->folder;
        out.database = session->location();
    } else if (session) {
        const QString problem = session->migrationsProblem();
        return core::Error::invalid(
            problem.isEmpty() ? u"No Drizzle migrations belong to %1: name their folder with --migrations."_s.arg(named)
                              : problem);
    } else {
        auto folder = core::readFolderAsMigrated(path);
        RC_TRY(folder);
        out.folder = *folder;
    }
    const auto state = core::readFolderState(out.folder.path, {});
    RC_TRY(state);
    if (!session) {
        out.problems = core::checkFolder(out.folder, *state);
        return out;
    }
    if (session->isOnServer())
        out.server = session->target().spec;
    const core::MigrationBoard &board = *session->migrations();
    if (board.journal.isWrangler && !board.journal.rows.isEmpty())
        out.unknown = core::noHashesRemark();
    out.lost = core::lostFiles(out.folder, board.journal, board.states);
    out.problems = core::checkFolder(out.folder, *state, board.states, out.lost);
    return out;
}

QJsonObject checkedJson(const Checked &checked)
{
    QJsonArray problems;
    for (const core::FolderProblem &p : checked.problems)
        problems.append(QJsonObject{{u"kind"_s, core::toText(p.kind)},
                                    {u"error"_s, p.isError},
                                    {u"message"_s, p.message},
                                    {u"remedy"_s, core::remedyFor(p.kind)},
                                    {u"files"_s, QJsonArray::fromStringList(p.files)}});
    const bool folders = checked.folder.layout == core::MigrationsFolder::Layout::Folders;
    return {{u"folder"_s, checked.folder.path},
            {u"form"_s, folders ? u"folders"_s : u"journal"_s},
            {u"database"_s, checked.database.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(checked.database)},
            {u"databaseProblem"_s,
             checked.databaseProblem.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(checked.databaseProblem)},
            {u"unknown"_s, checked.unknown.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(checked.unknown)},
            {u"migrations"_s, checked.folder.migrations.size()},
            {u"problems"_s, problems}};
}

QString checkedText(const Checked &checked)
{
    QString text;
    for (qsizetype i = 0; i < checked.problems.size(); ++i) {
        const core::FolderProblem &p = checked.problems.at(i);
        text += (p.isError ? u"error: "_s : u"note: "_s) + p.message + u'\n';
        const bool saidAgain = i + 1 < checked.problems.size() && checked.problems.at(i + 1).kind == p.kind;
        if (!saidAgain)
            text += u"  "_s + core::remedyFor(p.kind) + u'\n';
    }
    const QString count = checked.folder.migrations.size() == 1
        ? u"1 migration"_s
        : u"%1 migrations"_s.arg(checked.folder.migrations.size());
    const bool hasErrors = std::any_of(checked.problems.cbegin(), checked.problems.cend(),
                                       [](const core::FolderProblem &p) { return p.isError; });
    if (!checked.databaseProblem.isEmpty())
        text += u"note: "_s + checked.databaseProblem + u'\n';
    if (!checked.unknown.isEmpty())
        text += u"note: "_s + checked.unknown + u'\n';
    if (!hasErrors)
        text += (checked.databaseProblem.isEmpty() ? u"%1, and everything is as it should be.\n"_s
                                                   : u"%1, and the folder is as it should be.\n"_s)
                    .arg(count);
    return visibleLines(text);
}

/// As its journal says, else as its snapshots do.
const core::Dialect &dialectOfFolder(const core::MigrationsFolder &folder,
                                     const QList<core::MigrationSnapshot> &snapshots)
{
    const core::SnapshotForm *form = core::snapshotForm(folder.dialect);
    QString system = form ? form->system : core::fileDriver();
    for (const core::MigrationSnapshot &s : snapshots) {
        if (!form && s.snapshot)
            system = s.snapshot->system;
    }
    const core::Dialect *dialect = core::dialectByName(system);
    return dialect ? *dialect : *core::dialectByName(core::fileDriver());
}

/// Entries that the journal lost, and missing snapshots, written; or only told of. The entries come first, as a
/// snapshot is made of all the files before it.
core::Result<QList<core::FileChange>> repaired(const Checked &checked, bool writes)
{
    if (!checked.lost.isEmpty()) {
        auto journal = core::journalWithEntries(checked.folder, checked.lost);
        RC_TRY(journal);
        if (writes)
            RC_TRY(core::writeFileChanges(*journal));
        return journal;
    }
    const core::MigrationsFolder &folder = checked.folder;
    const QList<core::MigrationSnapshot> snapshots = core::readMigrationSnapshots(folder);
    const auto files = core::rebuiltSnapshots(folder, snapshots, dialectOfFolder(folder, snapshots), checked.server);
    RC_TRY(files);
    if (writes)
        RC_TRY(core::writeFileChanges(*files));
    return files;
}

} // namespace

ExitCode check(const Invocation &invocation)
{
    auto checked = checkAt(invocation);
    if (!checked)
        return failed(checked.error());
    QList<core::FileChange> files;
    if (invocation.has(u"repair"_s)) {
        const bool writes = !invocation.has(u"dry-run"_s);
        for (bool more = true; more;) {
            const auto made = repaired(*checked, writes);
            if (!made)
                return failed(made.error());
            files += *made;
            more = writes && !checked->lost.isEmpty();
            if (writes && !made->isEmpty())
                checked = checkAt(invocation); // what is left
            if (!checked)
                return failed(checked.error());
        }
    }
    QString said = filesText(files);
    if (!files.isEmpty())
        said += invocation.has(u"dry-run"_s) ? u"Nothing was written (--dry-run). As it is:\n"_s : u"Written.\n"_s;
    QJsonObject json = checkedJson(*checked);
    json.insert(u"repaired"_s, filesJson(files));
    const bool printed =
        invocation.json() ? print(json) : print(visibleLines(said) + checkedText(*checked));
    const auto errors = std::count_if(checked->problems.cbegin(), checked->problems.cend(),
                                      [](const core::FolderProblem &p) { return p.isError; });
    if (errors > 0) {
        complain(errors == 1 ? u"One thing in %1 has to be put right."_s.arg(checked->folder.path)
                             : u"%1 things in %2 have to be put right."_s.arg(errors).arg(checked->folder.path));
        return Failed;
    }
    return printed ? Succeeded : Failed;
}

} // namespace app
