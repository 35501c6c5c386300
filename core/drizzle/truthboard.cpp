// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/truthboard.h"

#include <QHash>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isIn(MigrationState::Kind kind)
{
    return kind == MigrationState::Kind::Applied || kind == MigrationState::Kind::Edited;
}

bool isToCome(MigrationState::Kind kind)
{
    return kind == MigrationState::Kind::Pending || kind == MigrationState::Kind::Skipped;
}

QString fewWords(const QStringList &all, qsizetype shown = 3)
{
    QString text = all.first(std::min(all.size(), shown)).join(u", "_s);
    if (all.size() > shown)
        text += u" and %1 more"_s.arg(all.size() - shown);
    return text;
}

/// Makes the board of one input; used once.
class BoardMaker {
public:
    BoardMaker(const TruthInput &input, const Dialect &dialect)
        : m_input(input)
        , m_dialect(dialect)
        , m_states(migrationStates(input.folder, input.journal))
    {
        for (const MigrationSnapshot &snapshot : m_input.snapshots) {
            for (const QString &previous : snapshot.previous.isEmpty() ? QStringList{QString()} : snapshot.previous)
                m_followers[previous].append(snapshot.tag.isEmpty() ? snapshot.name : snapshot.tag);
        }
    }

    [[nodiscard]] TruthBoard make()
    {
        bool allBefore = true;
        for (const MigrationState &state : m_states) {
            TruthRow row;
            row.state = state;
            row.journalRow = journalRowOf(state);
            if (const MigrationFile *file = fileOf(state); file && file->bytes && isToCome(state.kind)) {
                row.effects = fileEffects(file->text(), m_input.live, m_dialect, allBefore);
                row.isPart =
                    row.effects.reach == FileEffects::Reach::Part || row.effects.reach == FileEffects::Reach::All;
            }
            allBefore = allBefore && isIn(state.kind);
            sayFolder(row);
            sayJournal(row);
            saySnapshot(row);
            sayDatabase(row);
            saySentence(row);
            offer(row);
            m_board.rows.append(row);
        }
        compare();
        remark();
        offerForAll();
        summarize();
        return m_board;
    }

private:
    [[nodiscard]] const MigrationFile *fileOf(const MigrationState &state) const
    {
        return state.migration < 0 ? nullptr : &m_input.folder.migrations.at(state.migration);
    }

    [[nodiscard]] std::optional<JournalRow> journalRowOf(const MigrationState &state) const
    {
        const MigrationFile *file = fileOf(state);
        const JournalRow *best = nullptr;
        for (const JournalRow &row : m_input.journal.rows) {
            if (row.createdAt != state.appliedAt || (isToCome(state.kind)))
                continue;
            const bool fits = file   ? row.name.isEmpty() || row.name == file->tag || row.name == file->fileName()
                : row.name.isEmpty() ? QString::fromLatin1(row.hash.left(12)) == state.tag
                                     : row.name == state.tag;
            if (fits && (!best || (file && row.hash == file->hash)))
                best = &row;
        }
        return best ? std::optional(*best) : std::nullopt;
    }

    [[nodiscard]] const MigrationSnapshot *snapshotOf(const QString &tag) const
    {
        const auto found = std::find_if(m_input.snapshots.cbegin(), m_input.snapshots.cend(),
                                        [&](const MigrationSnapshot &s) { return s.tag == tag; });
        return found == m_input.snapshots.cend() ? nullptr : &*found;
    }

    /// Other migrations whose snapshots were made from the same one.
    [[nodiscard]] QStringList rivalsOf(const MigrationSnapshot &snapshot) const
    {
        QStringList rivals;
        for (const QString &previous : snapshot.previous.isEmpty() ? QStringList{QString()} : snapshot.previous)
            rivals += m_followers.value(previous);
        rivals.removeAll(snapshot.tag.isEmpty() ? snapshot.name : snapshot.tag);
        return rivals;
    }

    void sayFolder(TruthRow &row) const
    {
        const MigrationFile *file = fileOf(row.state);
        row.folderText = !file                               ? u"no file"_s
            : !file->bytes                                   ? u"file is gone"_s
            : row.state.kind == MigrationState::Kind::Edited ? u"edited"_s
                                                             : u"there"_s;
    }

    void sayJournal(TruthRow &row) const
    {
        using Kind = MigrationState::Kind;
        switch (row.state.kind) {
        case Kind::Applied:
            row.journalText = u"applied"_s;
            break;
        case Kind::Edited:
            row.journalText = u"another hash"_s;
            break;
        case Kind::Orphan:
            row.journalText = u"a row without a file"_s;
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

    void saySnapshot(TruthRow &row) const
    {
        const MigrationSnapshot *snapshot = snapshotOf(row.state.tag);
        if (row.state.migration < 0) {
            row.snapshotText = u"–"_s;
        } else if (!snapshot) {
            row.snapshot = TruthRow::Snapshot::Missing;
            row.snapshotText = u"missing"_s;
        } else if (!rivalsOf(*snapshot).isEmpty()) {
            row.snapshot = TruthRow::Snapshot::Conflict;
            row.snapshotText = u"in conflict"_s;
        } else {
            row.snapshot = snapshot->snapshot ? TruthRow::Snapshot::There : TruthRow::Snapshot::Unread;
            row.snapshotText = snapshot->snapshot ? u"there"_s : u"not readable"_s;
        }
    }

    void sayDatabase(TruthRow &row) const
    {
        if (isIn(row.state.kind)) {
            row.databaseText = u"applied"_s;
            return;
        }
        if (!isToCome(row.state.kind)) {
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

    [[nodiscard]] QString standing(const TruthRow &row) const
    {
        using Kind = MigrationState::Kind;
        switch (row.state.kind) {
        case Kind::Applied:
            return u"It is applied, and its file is as it was then."_s;
        case Kind::Edited:
            return u"Its file was edited after it was applied: the database has what it said before."_s;
        case Kind::Pending:
            return row.isPart ? QString() : u"It is to be applied."_s;
        case Kind::Skipped:
            return u"It is older than the newest applied one, but was not applied: drizzle's migrator never runs it."_s;
        case Kind::Missing:
            return row.journalRow
                ? u"It is applied, but its file is gone, so that no new database can be made."_s
                : u"The folder's journal names it, but its file is gone: drizzle's migrator stops there."_s;
        case Kind::Orphan:
            return u"The database's journal has a row that no file of the folder belongs to."_s;
        }
        return {};
    }

    void saySentence(TruthRow &row) const
    {
        QStringList said{standing(row)};
        if (row.effects.reach == FileEffects::Reach::Part)
            said.append(
                u"The database has %1 of it already, but not %2: it stopped half way, or somebody did a part by hand."_s
                    .arg(fewWords(row.effects.found), fewWords(row.effects.missing)));
        else if (row.effects.reach == FileEffects::Reach::All)
            said.append(u"The database has what it makes already (%1), though the journal has no row."_s.arg(
                fewWords(row.effects.found)));
        const MigrationSnapshot *snapshot = snapshotOf(row.state.tag);
        if (row.snapshot == TruthRow::Snapshot::Missing)
            said.append(
                u"Its snapshot is missing: drizzle-kit compares with an older one, and would generate its changes again."_s);
        else if (row.snapshot == TruthRow::Snapshot::Conflict)
            said.append(
                u"Its snapshot and that of %1 follow the same one, as happens when branches are merged: %2"_s.arg(
                    fewWords(rivalsOf(*snapshot)),
                    m_input.folder.layout == MigrationsFolder::Layout::Classic
                        ? u"delete the one that is not applied, and generate it again."_s
                        : u"that is well as long as they touch different tables."_s));
        else if (row.snapshot == TruthRow::Snapshot::Unread)
            said.append(snapshot->problem);
        said.removeAll(QString());
        row.sentence = said.join(u' ');
        row.needsLook = row.isPart || row.snapshot == TruthRow::Snapshot::Missing
            || row.snapshot == TruthRow::Snapshot::Conflict
            || (row.state.kind != MigrationState::Kind::Applied && row.state.kind != MigrationState::Kind::Pending);
    }

    void offer(TruthRow &row) const
    {
        using Kind = MigrationState::Kind;
        const bool classic = m_input.folder.layout == MigrationsFolder::Layout::Classic;
        if (isToCome(row.state.kind)) {
            if (row.effects.reach == FileEffects::Reach::Part && row.effects.resumeAt >= 0)
                row.actions.append(TruthAction::ApplyRest);
            if (row.effects.reach == FileEffects::Reach::All)
                row.actions.append(TruthAction::MarkApplied);
            if (row.state.kind == Kind::Skipped && classic)
                row.actions.append(TruthAction::FixOrder);
            if (row.state.kind == Kind::Pending && !row.isPart)
                row.actions.append(TruthAction::ApplyUpTo);
            if (row.effects.reach != FileEffects::Reach::All)
                row.actions.append(TruthAction::MarkApplied);
        } else if (row.state.kind == Kind::Edited && row.journalRow) {
            row.actions.append(TruthAction::RewriteHash);
        } else if (row.state.kind == Kind::Orphan && row.journalRow) {
            row.actions.append(TruthAction::RemoveRow);
        } else if (row.state.kind == Kind::Missing) {
            if (classic)
                row.actions.append(TruthAction::DropEntry);
            if (row.journalRow)
                row.actions.append(TruthAction::RemoveRow);
        }
    }

    [[nodiscard]] SchemaDrift compared(SchemaDrift::Pair pair, const std::optional<DeclaredSchema> &declared,
                                       const QString &left, const Schema *real, const QString &right,
                                       const QString &why) const
    {
        SchemaDrift drift{pair, left, right, SchemaDrift::State::Unknown, {}, why};
        if (!declared || !real)
            return drift;
        const auto away = differenceTo(*declared, *real, m_dialect);
        if (!away) {
            drift.why = u"They cannot be compared."_s;
            return drift;
        }
        drift.why.clear();
        drift.state = away->isEmpty() ? SchemaDrift::State::Same : SchemaDrift::State::Different;
        for (const Change &change : away->changes)
            drift.differences.append(differenceWords(change, left, right));
        return drift;
    }

    void compare()
    {
        using Pair = SchemaDrift::Pair;
        const MigrationSnapshot *last = newestSnapshot(m_input.snapshots);
        const MigrationSnapshot *expected = expectedSnapshot(m_input, m_states);
        const auto named = [](const MigrationSnapshot *snapshot) {
            return snapshot ? u"snapshot %1"_s.arg(snapshot->tag.isEmpty() ? snapshot->name : snapshot->tag)
                            : u"snapshot"_s;
        };
        std::optional<DeclaredSchema> project;
        if (m_input.project)
            project = declarationOf(*m_input.project);
        const bool lastRead = last && last->snapshot;
        const QString database = u"the database"_s;
        const QString unread = u"schema.ts was not read."_s;
        const QString without = u"There is no snapshot that could be read."_s;
        m_board.drifts = {
            compared(Pair::ProjectSnapshot, project, u"schema.ts"_s, lastRead ? &last->snapshot->schema : nullptr,
                     named(last), project ? without : unread),
            compared(Pair::SnapshotDatabase,
                     expected && expected->snapshot ? std::optional(declarationOf(*expected->snapshot)) : std::nullopt,
                     named(expected), &m_input.live, database, without),
            compared(Pair::ProjectDatabase, project, u"schema.ts"_s, &m_input.live, database, unread)};
        if (m_board.rows.isEmpty() || !project)
            return;
        const SchemaDrift &own = m_board.drifts.first();
        const auto newest = std::find_if(m_board.rows.rbegin(), m_board.rows.rend(),
                                         [](const TruthRow &row) { return row.state.migration >= 0; });
        if (newest != m_board.rows.rend())
            newest->schemaText = own.state == SchemaDrift::State::Same ? u"same"_s
                : own.state == SchemaDrift::State::Different           ? u"%1 to generate"_s.arg(own.differences.size())
                                                                       : u"cannot be told"_s;
    }

    void remark()
    {
        m_board.remarks = m_input.folder.warnings;
        for (const MigrationSnapshot &snapshot : m_input.snapshots) {
            if (snapshot.tag.isEmpty())
                m_board.remarks.append(
                    u"%1 belongs to no migration of the folder, but drizzle-kit may compare with it."_s.arg(
                        snapshot.name));
        }
    }

    void offerForAll()
    {
        const auto has = [this](auto kind) {
            return std::any_of(m_states.cbegin(), m_states.cend(),
                               [kind](const MigrationState &s) { return s.kind == kind; });
        };
        const bool anyTable = std::any_of(m_input.live.tables.cbegin(), m_input.live.tables.cend(),
                                          [](const Table &table) { return !table.internal && !table.shadow; });
        if (has(MigrationState::Kind::Pending))
            m_board.actions.append(TruthAction::ApplyUpTo);
        if (m_input.journal.rows.isEmpty() && has(MigrationState::Kind::Pending) && anyTable)
            m_board.actions.append(TruthAction::Baseline);
        const bool anyIn =
            std::any_of(m_states.cbegin(), m_states.cend(), [](const MigrationState &s) { return isIn(s.kind); });
        if (anyIn && m_board.drift(SchemaDrift::Pair::SnapshotDatabase).state == SchemaDrift::State::Different) {
            // What comes next was made from the last snapshot: nothing can be put before it.
            if (!has(MigrationState::Kind::Pending))
                m_board.actions.append(TruthAction::AdoptDrift);
            m_board.actions.append(TruthAction::RevertDrift);
        }
    }

    void summarize()
    {
        const auto count = [this](auto kind) {
            return std::count_if(m_states.cbegin(), m_states.cend(),
                                 [kind](const MigrationState &s) { return s.kind == kind; });
        };
        using Kind = MigrationState::Kind;
        const auto pending = count(Kind::Pending);
        const auto applied = count(Kind::Applied);
        const int look = m_board.needingLook();
        QStringList said;
        if (m_states.isEmpty())
            said.append(u"The folder has no migrations yet."_s);
        else if (pending == 0 && look == 0)
            said.append(applied == 1 ? u"All applied: 1 migration."_s : u"All applied: %1 migrations."_s.arg(applied));
        else
            said.append(u"%1 applied, %2 pending."_s.arg(applied).arg(pending));
        if (look > 0)
            said.append(look == 1 ? u"1 thing wants a look."_s : u"%1 things want a look."_s.arg(look));
        if (m_board.actions.contains(TruthAction::Baseline))
            said.append(u"The journal has no row, but the database has tables: if they are what these migrations make, "
                        "mark them all as applied (baseline)."_s);
        m_board.summary = said.join(u' ');
    }

    const TruthInput &m_input;
    const Dialect &m_dialect;
    const QList<MigrationState> m_states;
    QHash<QString, QStringList> m_followers; ///< by the id of the snapshot they were made from
    TruthBoard m_board;
};

} // namespace

QString toText(TruthAction action)
{
    switch (action) {
    case TruthAction::ApplyUpTo:
        return u"apply-up-to"_s;
    case TruthAction::ApplyRest:
        return u"apply-rest"_s;
    case TruthAction::MarkApplied:
        return u"mark-applied"_s;
    case TruthAction::Baseline:
        return u"baseline"_s;
    case TruthAction::RewriteHash:
        return u"rewrite-hash"_s;
    case TruthAction::RemoveRow:
        return u"remove-row"_s;
    case TruthAction::FixOrder:
        return u"fix-order"_s;
    case TruthAction::DropEntry:
        return u"drop-entry"_s;
    case TruthAction::AdoptDrift:
        return u"adopt-drift"_s;
    case TruthAction::RevertDrift:
        return u"revert-drift"_s;
    }
    return {};
}

const SchemaDrift &TruthBoard::drift(SchemaDrift::Pair pair) const
{
    static const SchemaDrift none;
    const auto found =
        std::find_if(drifts.cbegin(), drifts.cend(), [pair](const SchemaDrift &d) { return d.pair == pair; });
    return found == drifts.cend() ? none : *found;
}

int TruthBoard::needingLook() const
{
    const auto wanted = std::count_if(rows.cbegin(), rows.cend(), [](const TruthRow &row) { return row.needsLook; });
    const bool anyIn =
        std::any_of(rows.cbegin(), rows.cend(), [](const TruthRow &row) { return isIn(row.state.kind); });
    const bool drifted = anyIn && drift(SchemaDrift::Pair::SnapshotDatabase).state == SchemaDrift::State::Different;
    return static_cast<int>(wanted) + (drifted ? 1 : 0);
}

QString stateWord(const TruthRow &row)
{
    return row.isPart ? row.effects.reach == FileEffects::Reach::All ? u"there, not marked"_s : u"partly applied"_s
                      : toText(row.state.kind);
}

TruthBoard truthBoard(const TruthInput &input, const Dialect &dialect)
{
    return BoardMaker(input, dialect).make();
}

const MigrationSnapshot *newestSnapshot(const QList<MigrationSnapshot> &snapshots)
{
    for (auto it = snapshots.crbegin(); it != snapshots.crend(); ++it) {
        if (!it->name.startsWith(u'_'))
            return &*it;
    }
    return nullptr;
}

const MigrationSnapshot *expectedSnapshot(const TruthInput &input, const QList<MigrationState> &states)
{
    int newest = -1;
    for (const MigrationState &state : states) {
        if (isIn(state.kind))
            newest = std::max(newest, state.migration);
    }
    if (newest < 0)
        return newestSnapshot(input.snapshots);
    const QString &tag = input.folder.migrations.at(newest).tag;
    const auto found = std::find_if(input.snapshots.cbegin(), input.snapshots.cend(),
                                    [&](const MigrationSnapshot &snapshot) { return snapshot.tag == tag; });
    return found == input.snapshots.cend() ? nullptr : &*found;
}

} // namespace core
