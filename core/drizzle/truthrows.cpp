// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/truthrows.h"

#include "core/db/database.h"
#include "core/drizzle/pendingfiles.h"
#include "core/drizzle/wranglerfolder.h"

#include <QHash>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString notLookedAt = u"not looked at"_s;

QString fewWords(const QStringList &all, qsizetype shown = 3)
{
    QString text = all.first(std::min(all.size(), shown)).join(u", "_s);
    if (all.size() > shown)
        text += u" and %1 more"_s.arg(all.size() - shown);
    return text;
}

} // namespace

bool countsAsApplied(MigrationState::Kind kind)
{
    return kind == MigrationState::Kind::Applied || kind == MigrationState::Kind::Edited;
}

bool isStillToCome(MigrationState::Kind kind)
{
    return kind == MigrationState::Kind::Pending || kind == MigrationState::Kind::Skipped;
}

TruthRows::TruthRows(const TruthInput &input, const Dialect &dialect)
    : m_input(input)
    , m_dialect(dialect)
{
    for (const MigrationSnapshot &snapshot : m_input.snapshots) {
        for (const QString &previous : snapshot.previous.isEmpty() ? QStringList{QString()} : snapshot.previous)
            m_followers[previous].append(snapshot.tag.isEmpty() ? snapshot.name : snapshot.tag);
    }
}

TruthRow TruthRows::row(const MigrationState &state, bool allBefore) const
{
    TruthRow row;
    row.state = state;
    row.journalRow = journalRowOf(state);
    row.lostFile = lostFileOf(row);
    if (row.lostFile >= 0) // its name is known, then
        row.state.tag = m_input.unlisted.at(row.lostFile).tag;
    const MigrationFile *file = fileOf(state);
    if (knowsDatabase() && file && file->bytes && isStillToCome(state.kind)) {
        row.effects = fileEffects(file->text(), m_input.live, m_dialect, allBefore);
        row.isPart = row.effects.reach == FileEffects::Reach::Part || row.effects.reach == FileEffects::Reach::All;
    }
    sayFolder(row);
    sayJournal(row);
    saySnapshot(row);
    sayDatabase(row);
    saySentence(row);
    offer(row);
    return row;
}

const MigrationFile *TruthRows::fileOf(const MigrationState &state) const
{
    return state.migration < 0 ? nullptr : &m_input.folder.migrations.at(state.migration);
}

std::optional<JournalRow> TruthRows::journalRowOf(const MigrationState &state) const
{
    const MigrationFile *file = fileOf(state);
    const JournalRow *best = nullptr;
    for (const JournalRow &row : m_input.journal.rows) {
        if (row.createdAt != state.appliedAt || (isStillToCome(state.kind)))
            continue;
        const bool fits = file   ? row.name.isEmpty() || row.name == file->tag || row.name == file->fileName()
            : row.name.isEmpty() ? QString::fromLatin1(row.hash.left(12)) == state.tag
                                 : row.name == state.tag;
        if (fits && (!best || (file && row.hash == file->hash)))
            best = &row;
    }
    return best ? std::optional(*best) : std::nullopt;
}

const MigrationSnapshot *TruthRows::snapshotOf(const QString &tag) const
{
    const auto found = std::find_if(m_input.snapshots.cbegin(), m_input.snapshots.cend(),
                                    [&](const MigrationSnapshot &s) { return s.tag == tag; });
    return found == m_input.snapshots.cend() ? nullptr : &*found;
}

/// Other migrations whose snapshots were made from the same one.
QStringList TruthRows::rivalsOf(const MigrationSnapshot &snapshot) const
{
    QStringList rivals;
    for (const QString &previous : snapshot.previous.isEmpty() ? QStringList{QString()} : snapshot.previous)
        rivals += m_followers.value(previous);
    rivals.removeAll(snapshot.tag.isEmpty() ? snapshot.name : snapshot.tag);
    return rivals;
}

void TruthRows::sayFolder(TruthRow &row) const
{
    const MigrationFile *file = fileOf(row.state);
    const bool isUnknown = file && isUnnamed(*file, m_input.folder);
    row.folderText = row.lostFile >= 0 || isUnknown      ? u"not in its journal"_s
        : !file                                          ? u"no file"_s
        : !file->bytes                                   ? u"file is gone"_s
        : row.state.kind == MigrationState::Kind::Edited ? u"edited"_s
                                                         : u"there"_s;
}

void TruthRows::sayJournal(TruthRow &row) const
{
    using Kind = MigrationState::Kind;
    if (!knowsDatabase()) {
        row.journalText = notLookedAt;
        return;
    }
    switch (row.state.kind) {
    case Kind::Applied:
        row.journalText = u"applied"_s;
        break;
    case Kind::Edited:
        row.journalText = u"another hash"_s;
        break;
    case Kind::Orphan:
        row.journalText = row.lostFile >= 0 ? u"applied"_s : u"a row without a file"_s;
        break;
    case Kind::Missing:
        row.journalText = row.journalRow ? u"applied"_s : u"no row"_s;
        break;
    case Kind::Pending:
        row.journalText = u"no row"_s;
        break;
    case Kind::Skipped:
        row.journalText = u"no row, but newer ones"_s;
        break;
    }
}

void TruthRows::saySnapshot(TruthRow &row) const
{
    const MigrationSnapshot *snapshot = snapshotOf(row.state.tag);
    const MigrationFile *file = fileOf(row.state);
    if (!file || isWranglersForm(m_input.folder) || isUnnamed(*file, m_input.folder)) { // which have none
        row.snapshotText = u"–"_s;
    } else if (!snapshot) {
        const bool isNeeded = needsSnapshot(row.state);
        row.snapshot = isNeeded ? TruthRow::Snapshot::Missing : TruthRow::Snapshot::Unneeded;
        row.snapshotText = isNeeded ? u"missing"_s : u"none, not needed"_s;
    } else if (!rivalsOf(*snapshot).isEmpty()) {
        row.snapshot = TruthRow::Snapshot::Conflict;
        row.snapshotText = u"in conflict"_s;
    } else {
        row.snapshot = snapshot->snapshot ? TruthRow::Snapshot::There : TruthRow::Snapshot::Unread;
        row.snapshotText = snapshot->snapshot ? u"there"_s : u"not readable"_s;
    }
}

void TruthRows::sayDatabase(TruthRow &row) const
{
    if (!knowsDatabase()) {
        row.databaseText = notLookedAt;
        return;
    }
    if (countsAsApplied(row.state.kind)) {
        row.databaseText = u"applied"_s;
        return;
    }
    if (!isStillToCome(row.state.kind)) {
        row.databaseText = u"–"_s;
        return;
    }
    switch (row.effects.reach) {
    case FileEffects::Reach::Unknown:
        row.databaseText = u"cannot be told"_s;
        break;
    case FileEffects::Reach::None:
        row.databaseText = u"nothing of it"_s;
        break;
    case FileEffects::Reach::Part:
        row.databaseText =
            u"%1 of %2"_s.arg(row.effects.found.size()).arg(row.effects.found.size() + row.effects.missing.size());
        break;
    case FileEffects::Reach::All:
        row.databaseText = u"all of it"_s;
        break;
    }
}

QString TruthRows::standing(const TruthRow &row) const
{
    using Kind = MigrationState::Kind;
    switch (row.state.kind) {
    case Kind::Applied:
        return m_input.journal.isWrangler
            ? u"It is applied. Whether its file was edited since is not known: wrangler's journal has no hash of it."_s
            : u"It is applied, and its file is as it was then."_s;
    case Kind::Edited:
        return u"Its file was edited after it was applied: the database has what it said before."_s;
    case Kind::Pending:
        return !knowsDatabase() ? u"Whether it is applied is not known: the database could not be looked at."_s
            : row.isPart        ? QString()
                                : u"It is to be applied."_s;
    case Kind::Skipped:
        return u"It is older than the newest applied one, but was not applied: drizzle's migrator never runs it."_s;
    case Kind::Missing:
        if (const QString why = unusableBecause(m_input.folder.migrations.at(row.state.migration)); !why.isEmpty())
            return u"The migrations journal %1: drizzle's migrator cannot take it."_s.arg(why);
        return row.journalRow ? u"It is applied, but its file is gone, so that no new database can be made."_s
            : m_input.folder.byWrangler
            ? u"The folder's journal names it, but its file is gone: wrangler goes past it."_s
            : u"The folder's journal names it, but its file is gone: drizzle's migrator stops there."_s;
    case Kind::Orphan:
        if (row.lostFile >= 0)
            return u"The database has applied %1, and the file is there, but the folder's journal lost its entry: a "
                   u"new "
                   "database would be made without it."_s.arg(m_input.unlisted.at(row.lostFile).fileName());
        return u"The database's journal has a row that no file of the folder belongs to."_s;
    }
    return {};
}

void TruthRows::saySentence(TruthRow &row) const
{
    QStringList said{standing(row)};
    if (row.effects.reach == FileEffects::Reach::Part)
        said.append(
            u"The database has %1 of it already, but not %2: it stopped half way, or somebody did a part by hand."_s
                .arg(fewWords(row.effects.found), fewWords(row.effects.missing)));
    if (!row.effects.stuck.isEmpty())
        said.append(row.effects.stuck);
    else if (const auto open = row.effects.open.size(); open > 0)
        said.append(
            (open == 1
                 ? u"Of 1 statement the schema does not tell whether it ran: look, and say."_s
                 : u"Of %1 statements the schema does not tell whether they ran: look, and say of each."_s.arg(open)));
    if (row.effects.reach == FileEffects::Reach::All)
        said.append(u"The database has what it makes already (%1), though the journal has no row."_s.arg(
            fewWords(row.effects.found)));
    saySnapshotToo(row, said);
    said.removeAll(QString());
    row.sentence = said.join(u' ');
    const bool isAsItShouldBe =
        row.state.kind == MigrationState::Kind::Applied || row.state.kind == MigrationState::Kind::Pending;
    row.needsLook = row.isPart || row.snapshot == TruthRow::Snapshot::Missing
        || row.snapshot == TruthRow::Snapshot::Conflict || !isAsItShouldBe;
}

void TruthRows::saySnapshotToo(const TruthRow &row, QStringList &said) const
{
    const MigrationSnapshot *snapshot = snapshotOf(row.state.tag);
    const bool isWellOtherwise = row.state.kind == MigrationState::Kind::Applied
        || (row.state.kind == MigrationState::Kind::Pending && !row.isPart);
    if (row.snapshot == TruthRow::Snapshot::Unneeded && isWellOtherwise)
        said.append(
            u"It has no snapshot, which nothing needs any more: drizzle-kit goes on from that of the newest."_s);
    if (row.snapshot == TruthRow::Snapshot::Missing)
        said.append(
            u"Its snapshot is missing: drizzle-kit compares with an older one, and would generate its changes again."_s);
    else if (row.snapshot == TruthRow::Snapshot::Conflict)
        said.append(u"Its snapshot and that of %1 follow the same one, as happens when branches are merged: %2"_s.arg(
            fewWords(rivalsOf(*snapshot)),
            m_input.folder.layout == MigrationsFolder::Layout::Classic
                ? u"delete the one that is not applied, and generate it again."_s
                : u"that is well as long as they touch different tables."_s));
    else if (row.snapshot == TruthRow::Snapshot::Unread)
        said.append(snapshot->problem);
}

void TruthRows::offerToCome(TruthRow &row) const
{
    using Kind = MigrationState::Kind;
    const FileEffects &effects = row.effects;
    if (effects.reach == FileEffects::Reach::Part && effects.stuck.isEmpty())
        row.actions.append(TruthAction::ApplyRest);
    if (effects.reach == FileEffects::Reach::All)
        row.actions.append(TruthAction::MarkApplied);
    if (row.state.kind == Kind::Skipped && m_input.folder.layout == MigrationsFolder::Layout::Classic)
        row.actions.append(TruthAction::FixOrder);
    if (row.state.kind == Kind::Pending && !row.isPart)
        row.actions.append(TruthAction::ApplyUpTo);
    if (effects.reach != FileEffects::Reach::All)
        row.actions.append(TruthAction::MarkApplied);
}

/// drizzle-kit starts from the newest one alone. In the 1.0 form the end of every branch counts, and that which two
/// branches were made from, as it tells whether they get in each other's way.
bool TruthRows::needsSnapshot(const MigrationState &state) const
{
    const auto &files = m_input.folder.migrations;
    const bool isLast = std::all_of(files.cbegin() + state.migration + 1, files.cend(),
                                    [this](const MigrationFile &file) { return isUnnamed(file, m_input.folder); });
    if (isLast)
        return true;
    if (m_input.folder.layout == MigrationsFolder::Layout::Classic)
        return false;
    const auto missing = std::count_if(files.cbegin(), files.cend() - 1,
                                       [this](const MigrationFile &file) { return !snapshotOf(file.tag); });
    qsizetype namedByOne = 0; // ids of snapshots that are not there, but that one other follows
    for (auto it = m_followers.cbegin(); it != m_followers.cend(); ++it) {
        const bool isThere = it.key().isEmpty()
            || std::any_of(m_input.snapshots.cbegin(), m_input.snapshots.cend(),
                           [&](const MigrationSnapshot &s) { return s.id == it.key(); });
        namedByOne += !isThere && it->size() == 1 ? 1 : 0;
    }
    return namedByOne < missing;
}

/// The file whose entry the folder's journal lost, by the hash under which the database has it.
int TruthRows::lostFileOf(const TruthRow &row) const
{
    if (row.state.kind != MigrationState::Kind::Orphan || !row.journalRow
        || m_input.folder.layout != MigrationsFolder::Layout::Classic)
        return -1;
    const auto found = std::find_if(m_input.unlisted.cbegin(), m_input.unlisted.cend(), [&](const MigrationFile &file) {
        return !file.hash.isEmpty() && file.hash == row.journalRow->hash;
    });
    return found == m_input.unlisted.cend() ? -1 : static_cast<int>(found - m_input.unlisted.cbegin());
}

/// Everything that it would be made from is there.
bool TruthRows::canRebuildSnapshot(const TruthRow &row) const
{
    const bool isMissing = row.snapshot == TruthRow::Snapshot::Missing || row.snapshot == TruthRow::Snapshot::Unneeded;
    if (!isMissing || (dialectByName(fileDriver()) != &m_dialect && !m_input.server))
        return false;
    const auto &files = m_input.folder.migrations;
    return std::all_of(files.cbegin(), files.cbegin() + row.state.migration + 1,
                       [](const MigrationFile &file) { return file.bytes.has_value(); });
}

void TruthRows::offer(TruthRow &row) const
{
    using Kind = MigrationState::Kind;
    if (!knowsDatabase()) {
        // What is about the journal table or the database waits for it.
    } else if (isStillToCome(row.state.kind)) {
        offerToCome(row);
    } else if (row.state.kind == Kind::Edited && row.journalRow) {
        row.actions.append(TruthAction::RewriteHash);
    } else if (row.state.kind == Kind::Orphan && row.journalRow) {
        if (row.lostFile >= 0)
            row.actions.append(TruthAction::RestoreEntry);
        row.actions.append(TruthAction::RemoveRow);
    } else if (row.state.kind == Kind::Missing) {
        if (m_input.folder.layout == MigrationsFolder::Layout::Classic)
            row.actions.append(TruthAction::DropEntry);
        if (row.journalRow)
            row.actions.append(TruthAction::RemoveRow);
    }
    if (canRebuildSnapshot(row))
        row.actions.append(TruthAction::RebuildSnapshot);
}

} // namespace core
