// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/pendingfiles.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether a migrator of that folder goes by the newest time alone.
bool goesByTime(const MigrationsFolder &folder, const MigrationJournal &journal)
{
    return folder.layout == MigrationsFolder::Layout::Classic && !journal.isWrangler;
}

} // namespace

QList<MigrationFile> pendingFiles(const MigrationsFolder &folder, const QList<MigrationState> &states)
{
    QList<MigrationFile> files;
    for (const MigrationState &state : states) {
        if (state.kind == MigrationState::Kind::Pending)
            files.append(folder.migrations.at(state.migration));
    }
    return files;
}

bool runOnlyTogether(const QList<MigrationFile> &files, const MigrationsFolder &folder, const MigrationJournal &journal)
{
    const auto isNoLater = [](const MigrationFile &a, const MigrationFile &b) { return b.when <= a.when; };
    return goesByTime(folder, journal) && std::adjacent_find(files.cbegin(), files.cend(), isNoLater) != files.cend();
}

QList<Finding> leftBehind(const MigrationsFolder &folder, const MigrationJournal &journal,
                          const QList<MigrationState> &states, int migration)
{
    QList<Finding> out;
    if (!goesByTime(folder, journal) || migration < 0 || migration >= folder.migrations.size())
        return out;
    const MigrationFile &now = folder.migrations.at(migration);
    for (const MigrationState &s : states) {
        if (s.kind == MigrationState::Kind::Pending && s.migration > migration
            && folder.migrations.at(s.migration).when <= now.when)
            out.append(Finding::stop(u"H52"_s,
                                     u"%1 is not dated after %2: once %2 is applied by itself, drizzle's migrator "
                                     u"never runs it. Apply both at "
                                     "once, or put the journal in order."_s.arg(s.tag, now.tag)));
    }
    return out;
}

QString noHashesRemark()
{
    return u"wrangler's journal has no hashes: whether the file of an applied migration was edited since is not known."_s;
}

QString neverAppliedRemark(const QString &fileName)
{
    return u"%1 is not in the journal: it is never applied."_s.arg(fileName);
}

QString skippedByDateRemark(const QString &tag)
{
    return u"%1 is dated before the migration it follows: drizzle's migrator skips it where the later one is applied."_s
        .arg(tag);
}

QString namelessEntry(qsizetype index)
{
    return u"(entry %1)"_s.arg(index);
}

QString unusableBecause(const MigrationFile &file)
{
    if (file.tag.startsWith(u'('))
        return u"has an entry without a name"_s;
    if (file.tag.contains(u'/') || file.tag.contains(u'\\'))
        return u"names %1, which is no file of its folder"_s.arg(file.tag);
    if (file.when < 0)
        return u"gives %1 no time that is a number"_s.arg(file.tag);
    return {};
}

QList<Finding> keysStayOn(const MigrationFile &file, const MigrationJournal &journal, const QList<Finding> &found)
{
    const bool isMeant = std::any_of(found.cbegin(), found.cend(), [](const Finding &f) {
        return f.severity == Finding::Severity::Stop && (f.code == "H05"_L1 || f.code == "H84"_L1);
    });
    if (!journal.isWrangler || !isMeant)
        return {};
    return {
        Finding{Finding::Severity::Warn, u"H86"_s,
                u"D1 runs %1 with foreign keys on: nothing in a file switches them off there, so this is what it does. "
                "The safe way: delete it with its snapshot and its journal entry and generate it with “raincheck "
                "generate”, which makes anew whatever refers to a table that is made anew."_s.arg(file.fileName())}};
}

} // namespace core
