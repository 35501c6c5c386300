// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/truthboard.h"

#include "core/drizzle/generate.h"
#include "core/drizzle/kittexts.h"
#include "core/drizzle/pendingfiles.h"
#include "core/drizzle/snapshotform.h"
#include "core/drizzle/truthrows.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Makes the board of one input; used once.
class BoardMaker {
public:
    BoardMaker(const TruthInput &input, const Dialect &dialect)
        : m_input(input)
        , m_dialect(dialect)
        , m_states(migrationStates(input.folder, input.journal))
    {
    }

    [[nodiscard]] TruthBoard make()
    {
        const TruthRows rows(m_input, m_dialect);
        bool allBefore = true;
        for (const MigrationState &state : m_states) {
            m_board.rows.append(rows.row(state, allBefore));
            allBefore = allBefore && countsAsApplied(state.kind);
        }
        m_board.knowsDatabase = m_input.databaseProblem.isEmpty();
        compare();
        remark();
        if (m_board.knowsDatabase)
            offerForAll();
        summarize();
        return m_board;
    }

private:
    [[nodiscard]] SchemaDrift compared(SchemaDrift::Pair pair, const std::optional<DeclaredSchema> &declared,
                                       const QString &left, const Schema *real, const QString &right,
                                       const QString &why) const
    {
        SchemaDrift drift{pair, left, right, SchemaDrift::State::Unknown, {}, why};
        if (!declared || !real)
            return drift;
        const auto away = differenceTo(asGenerated(*declared, *real), *real, m_dialect);
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

    /// drizzle 1.0 leaves NOT NULL out of a key's column, whatever schema.ts says: nothing is generated for that.
    [[nodiscard]] DeclaredSchema asGenerated(DeclaredSchema declared, const Schema &real) const
    {
        const SnapshotForm *form = snapshotForm(m_dialect.name());
        if (m_input.folder.layout == MigrationsFolder::Layout::Folders && form && form->keysMayBeNull)
            declared.schema = withKeyNullsOf(declared.schema, real);
        return declared;
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
        const auto inOwnWords = [this](const MigrationSnapshot *snapshot) {
            std::optional<DrizzleSnapshot> out = snapshot ? snapshot->snapshot : std::nullopt;
            if (out && m_input.project)
                sayAsDeclared(*out, declaredBy(*m_input.project));
            return out;
        };
        const std::optional<DrizzleSnapshot> lastOne = inOwnWords(last);
        const std::optional<DrizzleSnapshot> expectedOne = inOwnWords(expected);
        const QString database = u"the database"_s;
        const Schema *live = m_board.knowsDatabase ? &m_input.live : nullptr;
        const auto whyNot = [this](const QString &otherwise) {
            return m_board.knowsDatabase ? otherwise : m_input.databaseProblem;
        };
        const QString unread = u"schema.ts was not read."_s;
        const QString without = u"There is no snapshot that could be read."_s;
        m_board.drifts = {compared(Pair::ProjectSnapshot, project, u"schema.ts"_s, lastOne ? &lastOne->schema : nullptr,
                                   named(last), project ? without : unread),
                          compared(Pair::SnapshotDatabase,
                                   expectedOne ? std::optional(declarationOf(*expectedOne)) : std::nullopt,
                                   named(expected), live, database, whyNot(without)),
                          compared(Pair::ProjectDatabase, project, u"schema.ts"_s, live, database, whyNot(unread))};
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
        if (m_input.project)
            m_board.remarks += m_input.project->warnings;
        for (const TruthRow &row : m_board.rows) { // said in its row
            if (row.lostFile >= 0)
                m_board.remarks.removeIf([name = m_input.unlisted.at(row.lostFile).fileName()](const QString &remark) {
                    return remark.startsWith(name + u" is not in the journal"_s);
                });
        }
        for (const MigrationSnapshot &snapshot : m_input.snapshots) {
            if (snapshot.tag.isEmpty())
                m_board.remarks.append(
                    u"%1 belongs to no migration of the folder, but drizzle-kit may compare with it."_s.arg(
                        snapshot.name));
        }
        remarkOnHashes();
    }

    /// Its journal has the names alone.
    void remarkOnHashes()
    {
        const bool anyIn = std::any_of(m_states.cbegin(), m_states.cend(),
                                       [](const MigrationState &s) { return s.kind == MigrationState::Kind::Applied; });
        if (m_input.journal.isWrangler && anyIn)
            m_board.remarks.append(noHashesRemark());
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
        const bool anyIn = std::any_of(m_states.cbegin(), m_states.cend(),
                                       [](const MigrationState &s) { return countsAsApplied(s.kind); });
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
        if (!m_board.knowsDatabase) {
            const auto files = m_states.size();
            said.append((files == 1 ? u"1 migration in the folder; "_s : u"%1 migrations in the folder; "_s.arg(files))
                        + u"the database could not be looked at."_s);
        } else if (m_states.isEmpty()) {
            said.append(u"The folder has no migrations yet."_s);
        } else if (pending == 0 && look == 0) {
            said.append(applied == 1 ? u"All applied: 1 migration."_s : u"All applied: %1 migrations."_s.arg(applied));
        } else {
            said.append(u"%1 applied, %2 pending."_s.arg(applied).arg(pending));
        }
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
    case TruthAction::RestoreEntry:
        return u"restore-entry"_s;
    case TruthAction::RebuildSnapshot:
        return u"rebuild-snapshot"_s;
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
        std::any_of(rows.cbegin(), rows.cend(), [](const TruthRow &row) { return countsAsApplied(row.state.kind); });
    const bool drifted = anyIn && drift(SchemaDrift::Pair::SnapshotDatabase).state == SchemaDrift::State::Different;
    return static_cast<int>(wanted) + (drifted ? 1 : 0);
}

QString stateWord(const TruthRow &row)
{
    if (row.lostFile >= 0)
        return u"entry lost"_s;
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
        if (countsAsApplied(state.kind))
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
