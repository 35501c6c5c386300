// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/truthproposal.h"

#include "core/drizzle/journalscripts.h"
#include "core/drizzle/snapshotrepair.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

class Proposer {
public:
    Proposer(const TruthRequest &request, const TruthInput &input, const TruthBoard &board, const Dialect &dialect)
        : m_request(request)
        , m_input(input)
        , m_board(board)
        , m_context{input.journal, input.journalTable, &dialect}
    {
    }

    [[nodiscard]] Result<TruthProposal> make() const
    {
        switch (m_request.action) {
        case TruthAction::ApplyUpTo:
            return applyUpTo();
        case TruthAction::ApplyRest:
            return applyRest();
        case TruthAction::MarkApplied:
        case TruthAction::Baseline:
            return mark();
        case TruthAction::RewriteHash:
            return rewriteHash();
        case TruthAction::RemoveRow:
            return removeRow();
        case TruthAction::FixOrder:
            return fixOrder();
        case TruthAction::DropEntry:
            return dropEntry();
        case TruthAction::RestoreEntry:
            return restoreEntry();
        case TruthAction::RebuildSnapshot:
            return rebuildSnapshot();
        case TruthAction::AdoptDrift:
            return adopt();
        case TruthAction::RevertDrift:
            break;
        }
        return Error::invalid(u"The database is brought to the snapshot by the migration preview."_s);
    }

private:
    [[nodiscard]] const TruthRow *row() const
    {
        return m_request.row >= 0 && m_request.row < m_board.rows.size() ? &m_board.rows.at(m_request.row) : nullptr;
    }
    [[nodiscard]] const MigrationFile *file() const
    {
        return row() && row()->state.migration >= 0 ? &m_input.folder.migrations.at(row()->state.migration) : nullptr;
    }
    [[nodiscard]] static Error noSuchRow() { return Error::invalid(u"Choose a migration that this can be done to."_s); }

    /// All pending ones up to the chosen one; of the whole board where none is chosen.
    [[nodiscard]] QList<MigrationFile> pendingUpTo() const
    {
        QList<MigrationFile> files;
        const int last = row() ? row()->state.migration : static_cast<int>(m_input.folder.migrations.size()) - 1;
        for (const TruthRow &each : m_board.rows) {
            if (each.state.kind == MigrationState::Kind::Pending && each.state.migration <= last)
                files.append(m_input.folder.migrations.at(each.state.migration));
        }
        return files;
    }

    [[nodiscard]] static TruthProposal ofScript(Script script, const QString &explanation, bool runs = false)
    {
        TruthProposal proposal;
        proposal.title = script.title;
        proposal.explanation = explanation;
        proposal.script = std::make_shared<const Script>(std::move(script));
        proposal.runsMigrations = runs;
        return proposal;
    }

    [[nodiscard]] Result<TruthProposal> applyUpTo() const
    {
        const QList<MigrationFile> files = pendingUpTo();
        if (files.isEmpty())
            return Error::invalid(u"Nothing is pending."_s);
        return ofScript(
            applyAllScript(files, m_context),
            files.size() == 1 ? u"Runs the migration and notes it in the journal, in one transaction."_s
                : m_input.journal.isWrangler
                ? u"Runs the %1 migrations and notes them in wrangler's journal, in one transaction: all of them, or "
                  "none. wrangler itself runs one after the other, each by itself."_s.arg(files.size())
                : u"Runs the %1 migrations and notes them in the journal, in one transaction as drizzle-orm's "
                  "migrator does: all of them, or none."_s.arg(files.size()),
            true);
    }

    [[nodiscard]] QString places(const QList<int> &statements, qsizetype shown) const
    {
        QStringList words;
        for (const int i : statements.first(std::min(shown, statements.size())))
            words.append(statementPlace(row()->effects, i));
        return words.join(u"; "_s) + (statements.size() > shown ? u"; …"_s : QString());
    }

    /// What was said is about what has to be said, and all of it.
    [[nodiscard]] Result<Done> checkAnswers() const
    {
        const FileEffects &effects = row()->effects;
        for (const int i : m_request.ran.keys()) {
            if (i < 0 || i >= effects.statements.size())
                return Error::invalid(u"%1 has %2 statements; there is no statement %3."_s.arg(
                    file()->fileName(), QString::number(effects.statements.size()), QString::number(i + 1)));
            if (!effects.open.contains(i))
                return Error::invalid(u"Whether it ran is known already of %1"_s.arg(statementPlace(effects, i)));
        }
        const QList<int> left = undecided(effects, m_request.ran);
        if (left.isEmpty())
            return Done{};
        return Error::invalid(
            left.size() == 1
                ? u"Whether this statement ran already cannot be told from the schema, and it must not run twice. Say "
                  "whether it ran: %1"_s.arg(places(left, 1))
                : u"Whether these %1 statements ran already cannot be told from the schema, and they must not run "
                  "twice. Say of each whether it ran: %2"_s.arg(QString::number(left.size()), places(left, 20)));
    }

    [[nodiscard]] Result<TruthProposal> applyRest() const
    {
        if (!file() || row()->effects.reach != FileEffects::Reach::Part)
            return noSuchRow();
        const FileEffects &effects = row()->effects;
        if (!effects.stuck.isEmpty())
            return Error::invalid(effects.stuck);
        RC_TRY(checkAnswers());
        QList<int> wanted = effects.rest;
        QList<int> didRun;
        QList<int> didNot;
        for (auto it = m_request.ran.cbegin(); it != m_request.ran.cend(); ++it)
            (*it ? didRun : didNot).append(it.key());
        wanted += didNot;
        std::sort(wanted.begin(), wanted.end());
        QMap<int, QString> instead;
        for (const int i : std::as_const(wanted)) {
            if (const QString &rest = effects.statements.at(i).rest; !rest.isEmpty())
                instead.insert(i, rest);
        }
        QString said = effects.resumeAt >= 0
            ? u"Runs only the statements after those whose effects are there (%1), and notes the migration in the "
              "journal."_s.arg(effects.found.join(u", "_s))
            : u"Runs only the statements whose effects are not there (%1), and notes the migration in the journal. "
              u"Each "
              "was looked for by itself; there already, and left out: %2."_s.arg(effects.missing.join(u", "_s),
                                                                                 effects.found.join(u", "_s));
        if (!didRun.isEmpty())
            said += u" Left out, as you say that it ran: %1."_s.arg(places(didRun, 3));
        if (!didNot.isEmpty())
            said += u" Run, as you say that it did not run: %1."_s.arg(places(didNot, 3));
        return ofScript(applyTheseScript(*file(), wanted, instead, m_context), said, true);
    }

    [[nodiscard]] Result<TruthProposal> rebuildSnapshot() const
    {
        if (!file())
            return noSuchRow();
        const auto made = rebuiltSnapshot(m_input.folder, m_input.snapshots, row()->state.migration, *m_context.dialect,
                                          m_input.server);
        RC_TRY(made);
        return ofFiles(
            u"Make the snapshot of %1 anew"_s.arg(file()->tag),
            u"Writes what the migrations up to this one make of an empty %1, which they were run on just now, as "
            "drizzle-kit's snapshot. Where the file is in version control, bring it back from there instead."_s.arg(
                m_input.server ? u"scratch database on the server"_s : u"database"_s),
            {*made});
    }

    [[nodiscard]] Result<TruthProposal> mark() const
    {
        QList<MigrationFile> files;
        if (row() && row()->state.kind == MigrationState::Kind::Skipped)
            files.append(*file());
        else
            files = pendingUpTo();
        if (files.isEmpty())
            return Error::invalid(u"Nothing is pending, so there is nothing to be marked."_s);
        QString said =
            u"Writes to the journal only; no statement of a migration runs. It is right where the database has "
            "what they make already."_s;
        if (files.size() > 1 && row())
            said += u" Those before it are marked with it: else drizzle's migrator would pass over them."_s;
        const SchemaDrift &drift = m_board.drift(SchemaDrift::Pair::SnapshotDatabase);
        if (m_request.action == TruthAction::Baseline) {
            if (drift.state == SchemaDrift::State::Same)
                said += u" The database is as %1 says."_s.arg(drift.left);
            else if (drift.state == SchemaDrift::State::Different)
                said += u" But the database is not as %1 says: %2."_s.arg(
                    drift.left,
                    drift.differences.first(std::min<qsizetype>(3, drift.differences.size())).join(u"; "_s));
        }
        return ofScript(markAppliedScript(files, m_context), said);
    }

    [[nodiscard]] Result<TruthProposal> rewriteHash() const
    {
        if (!file() || !row()->journalRow)
            return noSuchRow();
        return ofScript(
            rewriteHashScript(*file(), *row()->journalRow, m_context),
            u"The journal takes the file as it is now. It is right after an edit that changes nothing (a comment, "
            "blanks); else the database still has what the file said before."_s);
    }

    [[nodiscard]] Result<TruthProposal> removeRow() const
    {
        if (!row() || !row()->journalRow)
            return noSuchRow();
        return ofScript(
            removeRowsScript({*row()->journalRow}, m_context),
            u"The journal forgets this row; the schema stays as it is. It is right for what was thrown away after it "
            "was applied to this database, as on a branch that was dropped."_s);
    }

    [[nodiscard]] qint64 newestApplied() const
    {
        qint64 newest = 0;
        for (const JournalRow &each : m_input.journal.rows)
            newest = std::max(newest, each.createdAt);
        return newest;
    }

    [[nodiscard]] static TruthProposal ofFiles(const QString &title, const QString &explanation,
                                               const QList<FileChange> &files)
    {
        TruthProposal proposal;
        proposal.title = title;
        proposal.explanation = explanation;
        proposal.files = files;
        return proposal;
    }

    [[nodiscard]] Result<TruthProposal> fixOrder() const
    {
        if (!file())
            return noSuchRow();
        const auto files = journalInOrder(m_input.folder, {file()->tag}, newestApplied());
        RC_TRY(files);
        return ofFiles(
            u"Put %1 after the newest applied one"_s.arg(file()->tag),
            u"Changes only its place and date in the folder's journal, so that it is pending and drizzle's migrator "
            u"runs "
            "it. It is right where it does not depend on being first. Other databases that have applied it keep it."_s,
            *files);
    }

    [[nodiscard]] Result<TruthProposal> dropEntry() const
    {
        if (!file())
            return noSuchRow();
        const auto files = journalWithout(m_input.folder, file()->tag);
        RC_TRY(files);
        return ofFiles(u"Forget %1"_s.arg(file()->tag),
                       u"The folder's journal does not name the file any more that is gone. If it was lost by mistake, "
                       u"bring it back "
                       "from version control instead."_s,
                       *files);
    }

    [[nodiscard]] Result<TruthProposal> restoreEntry() const
    {
        if (!row() || row()->lostFile < 0 || !row()->journalRow)
            return noSuchRow();
        MigrationFile lost = m_input.unlisted.at(row()->lostFile);
        lost.when = row()->journalRow->createdAt;
        const auto files = journalWithEntries(m_input.folder, {lost});
        RC_TRY(files);
        return ofFiles(
            u"Put %1 back into the folder's journal"_s.arg(lost.tag),
            u"The journal names the file again, with the date under which this database has applied it, so that new "
            "databases get it, too. Where the journal is in version control, bring it back from there instead."_s,
            *files);
    }

    [[nodiscard]] Result<TruthProposal> adopt() const
    {
        QList<MigrationState> states;
        for (const TruthRow &each : m_board.rows)
            states.append(each.state);
        const MigrationSnapshot *expected = expectedSnapshot(m_input, states);
        if (!expected || !expected->snapshot)
            return Error::invalid(u"There is no snapshot that could be read."_s);
        const auto drift = differenceFrom(declarationOf(*expected->snapshot), m_input.live, *m_context.dialect);
        if (!drift || drift->isEmpty())
            return Error::invalid(u"The database is as the snapshot says: there is nothing to adopt."_s);
        const QString name = m_request.name.isEmpty() ? u"adopt database"_s : m_request.name;
        const auto files = adoptingChanges(m_input.folder.path, *drift, name, *m_context.dialect);
        RC_TRY(files);
        return ofFiles(u"Adopt what the database has"_s,
                       u"Writes a migration that says what was done to the database by hand, with its snapshot; "
                       u"nothing runs here. "
                       "Mark it as applied afterwards: this database has it already, others get it by migrating."_s,
                       *files);
    }

    const TruthRequest &m_request;
    const TruthInput &m_input;
    const TruthBoard &m_board;
    const JournalContext m_context;
};

} // namespace

QList<int> undecided(const FileEffects &effects, const QMap<int, bool> &ran)
{
    QList<int> left = effects.open;
    left.removeIf([&ran](int i) { return ran.contains(i); });
    return left;
}

Result<TruthProposal> propose(const TruthRequest &request, const TruthInput &input, const TruthBoard &board,
                              const Dialect &dialect)
{
    return Proposer(request, input, board, dialect).make();
}

} // namespace core
