// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/apply.h"

#include "core/base/log.h"
#include "core/dialect/probesql.h"
#include "core/edit/failedplace.h"
#include "core/migrate/findings.h"
#include "core/migrate/workfolder.h"
#include "core/session/doubt.h"
#include "core/session/history.h"
#include "core/session/keptbackups.h"
#include "core/session/migrationapply.h"
#include "core/session/unfinishedwrite.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error lostUnrehearsed(const QString &table, qint64 lost, qint64 rehearsed)
{
    Error error;
    error.kind = Error::Kind::Refused;
    error.message = u"Nothing was kept: table %1 would have lost %2 rows where the dry run showed %3. Run the dry run "
                    "again."_s.arg(table)
                        .arg(lost)
                        .arg(qMax(qint64(0), rehearsed));
    return error;
}

/// Row counts tell what effects cannot: a table that was dropped and made anew with fewer rows.
using Counts = QHash<QString, qint64>;

/// What the ledger calls "app.users" is users in the schema app.
QualifiedName nameInLedger(const QString &display, const DryRunReport &rehearsal)
{
    for (const Table &table : rehearsal.schemaAfter ? rehearsal.schemaAfter->tables : QList<Table>()) {
        if (table.name.display() == display)
            return table.brokenBecause.isEmpty() ? table.name : QualifiedName();
    }
    return {};
}

/// Within the transaction only what the dry run left there is counted: a question about what is gone would fail, and on
/// a server that fails the transaction.
Counts countRows(Database &database, const Dialect &dialect, const DryRunReport &rehearsal)
{
    Counts counts;
    if (!dialect.probeSql())
        return counts;
    for (const TableLedger &table : rehearsal.tables) {
        QList<QualifiedName> names{nameInLedger(table.table, rehearsal)};
        if (!database.inTransaction() || !rehearsal.schemaAfter) {
            names += QualifiedName{{}, table.table};
            names += QualifiedName{table.table.section(u'.', 0, 0), table.table.section(u'.', 1)};
        }
        for (const QualifiedName &name : std::as_const(names)) {
            // A table that is not there (yet, or any more), or cannot be read, has no count to compare.
            const auto count =
                name.isEmpty() ? Result<Value>(Value()) : database.queryValue(dialect.probeSql()->rowCount(name));
            if (!count || count->kind() != Value::Kind::Integer)
                continue;
            counts.insert(table.table, count->toInteger());
            break;
        }
    }
    return counts;
}

Result<Done> compareEffects(const QList<TableEffect> &soFar, const DryRunReport &rehearsal)
{
    // Rows that go are not made up for by others that come.
    QHash<QString, qint64> rehearsed;
    for (const TableEffect &effect : rehearsal.outcome.effects)
        rehearsed.insert(effect.table, effect.deleted);
    for (const TableEffect &effect : soFar) {
        const Table *table = rehearsal.schemaAfter ? rehearsal.schemaAfter->table({{}, effect.table}) : nullptr;
        if (table && table->shadow)
            continue; // how a virtual table keeps its rows is its own business
        const qint64 expected = rehearsed.value(effect.table, 0);
        if (effect.deleted > expected)
            return lostUnrehearsed(effect.table, effect.deleted, expected);
    }
    return Done{};
}

Result<Done> compareCounts(const Counts &before, const Counts &after, const DryRunReport &rehearsal)
{
    for (const TableLedger &table : rehearsal.tables) {
        if (!before.contains(table.table) || table.before < 0)
            continue;
        const qint64 expected = table.before - qMax(qint64(0), table.after);
        const qint64 lost = before.value(table.table) - after.value(table.table, 0);
        if (lost > 0 && lost > expected)
            return lostUnrehearsed(table.table, lost, expected);
    }
    return Done{};
}

/// `known`: what is known of the outcome when COMMIT is sent.
BeforeCommit comparison(Database &database, const ApplyRequest &request, ScriptOutcome &known)
{
    const Counts before = request.rehearsal ? countRows(database, *request.dialect, *request.rehearsal) : Counts();
    return [before, &request, &known](Database &inside, const ScriptOutcome &soFar) -> Result<Done> {
        known = soFar;
        if (request.beforeCommit)
            RC_TRY(request.beforeCommit(inside, soFar));
        if (!request.rehearsal)
            return Done{};
        RC_TRY(compareEffects(underFinalNames(soFar.effects, *request.script, *request.dialect), *request.rehearsal));
        return compareCounts(before, countRows(inside, *request.dialect, *request.rehearsal), *request.rehearsal);
    };
}

/// Once nobody else can write: what was written since the dry run to columns that held nothing then would go unseen.
Result<Done> stillEmpty(Database &inside, const ApplyRequest &request)
{
    const QList<EmptyColumns> all = request.rehearsal ? request.rehearsal->emptyColumns : QList<EmptyColumns>();
    for (const EmptyColumns &empty : all) {
        const auto counts = inside.query(empty.counts);
        RC_TRY(counts);
        for (qsizetype i = 0; i < empty.columns.size(); ++i) {
            const qint64 values = counts->front().at(static_cast<size_t>(i)).toInteger();
            if (values == 0)
                continue;
            Error error;
            error.kind = Error::Kind::Refused;
            error.message = u"Nothing was kept: the column %1 of %2 goes and held nothing in the dry run, but holds %3 now. "
                            "Run the dry run again."_s.arg(empty.columns.at(i), empty.table,
                                                           values == 1 ? u"1 value"_s : u"%1 values"_s.arg(values));
            return error;
        }
    }
    return Done{};
}

Result<Done> sameFile(const ApplyRequest &request)
{
    if (!request.file || fileIdentity(request.spec.location) == request.file)
        return Done{};
    Error error;
    error.kind = Error::Kind::Conflict;
    error.message = u"Nothing was written: %1 was replaced by another file since it was opened. Open it again."_s.arg(
        request.spec.location);
    return error;
}

Result<Done> editedRowsAreAsSeen(Database &inside, const ApplyRequest &request, JobContext &context)
{
    if (!request.edits || !request.schema)
        return Done{};
    return confirmContexts(inside, *request.schema, *request.edits, *request.dialect, context);
}

/// A failure as it is shown where the edits are: with the row and the columns it is about.
Result<ScriptOutcome> placed(const Result<ScriptOutcome> &outcome, const ApplyRequest &request)
{
    if (outcome || !request.edits || !request.schema)
        return outcome;
    Error error = outcome.error();
    const QString where = failedAt(error, *request.script, *request.edits, *request.schema,
                                   RelationGraph(*request.schema), *request.dialect)
                              .text();
    if (!where.isEmpty())
        error.message = where + u": "_s + error.message;
    return error;
}

HistoryRecord recordOf(const ApplyRequest &request, const std::optional<Backup> &saved)
{
    HistoryRecord record;
    record.database = stateKey(request.spec);
    record.title = request.script->title;
    record.startedAt = QDateTime::currentDateTimeUtc();
    record.state = u"running"_s;
    record.sql = rendered(*request.script, *request.dialect);
    if (saved) {
        record.backupPath = saved->path;
        record.backupSha256 = saved->sha256;
    }
    return record;
}

/// Whether all of the script only reads. What cannot be asked before it runs writes.
bool writesNothing(Database &database, const Script &script)
{
    return std::all_of(script.statements.cbegin(), script.statements.cend(), [&](const Statement &s) {
        if (s.role != Statement::Role::Body && s.role != Statement::Role::Later)
            return true;
        const auto prepared = database.prepare(s.sql);
        return prepared && (*prepared)->isReadOnly();
    });
}

/// Rows or columns go, whether the script says so or not, or a hazard was seen; and it runs all the same.
bool losesSomething(const ApplyRequest &request)
{
    if (request.migration && !request.migration->allowed.isEmpty())
        return true;
    if (!request.rehearsal)
        return false;
    const QList<Finding> &seen = request.rehearsal->findings;
    const QList<TableLedger> &tables = request.rehearsal->tables;
    const auto isLoss = [](const Finding &f) { return f.severity == Finding::Severity::Stop || f.code == "H02"_L1; };
    return std::any_of(seen.cbegin(), seen.cend(), isLoss)
        || std::any_of(tables.cbegin(), tables.cend(), [](const TableLedger &t) { return t.losesRows(); });
}

/// The backup that goes with one run of a script.
class BackupOfRun {
public:
    BackupOfRun(const ApplyRequest &request, JobContext &context)
        : m_request(request)
        , m_context(context)
    {
    }

    /// Before anything is written, and while others may still write.
    [[nodiscard]] Result<Done> before(Database &database)
    {
        if (!m_request.withBackup)
            return Done{};
        const auto versions = database.versions();
        RC_TRY(versions);
        m_versions = *versions;
        if (writesNothing(database, *m_request.script))
            return Done{};
        RC_TRY(make(database));
        m_removed = pruneBackups(backupFolder(m_request.stateFolder, m_request.spec.location), m_backup->path);
        return Done{};
    }

    /// Once nobody else can write: a backup from before somebody did would take back their changes as well, so it is
    /// made anew, by a second connection, because what is being changed cannot be copied by its own.
    [[nodiscard]] Result<Done> afterBegin(Database &database, History &history, qint64 record)
    {
        if (!m_backup)
            return Done{};
        const auto versions = database.versions();
        RC_TRY(versions);
        if (*versions == m_versions)
            return Done{};
        ConnectionSpec spec = m_request.spec;
        spec.mode = ConnectionSpec::Mode::Read;
        auto reader = driverByName(spec.driver)->open(spec);
        RC_TRY(reader);
        (*reader)->setStopRequested([this] { return m_context.isCancelled(); });
        const QString outdated = m_backup->path;
        RC_TRY(make(**reader));
        if (!QFile::remove(outdated))
            qCWarning(lcSession) << "an outdated backup could not be removed:" << outdated;
        return history.setBackup(record, m_backup->path, m_backup->sha256);
    }

    [[nodiscard]] const std::optional<Backup> &backup() const { return m_backup; }

    /// What had rows that a script lost, and is kept no longer; empty, or one sentence.
    [[nodiscard]] QString removed() const
    {
        return m_removed.isEmpty() ? QString()
                                   : u"There is room for so many backups only: %1, from before a script that lost "
                                     "something, was removed."_s.arg(m_removed.join(u", "_s));
    }

private:
    [[nodiscard]] Result<Done> make(Database &database)
    {
        const QString folder = backupFolder(m_request.stateFolder, m_request.spec.location);
        if (!QDir().mkpath(folder))
            return Error::io(u"Nothing was run: the folder for backups, %1, cannot be made."_s.arg(folder));
        auto made = core::backup(database, folder, m_context);
        RC_TRY(made);
        m_backup = std::move(*made);
        if (losesSomething(m_request))
            RC_TRY(keepForLong(*m_backup));
        return Done{};
    }

    const ApplyRequest &m_request;
    JobContext &m_context;
    Database::Versions m_versions;
    std::optional<Backup> m_backup;
    QStringList m_removed;
};

bool hasSteps(const Script &script)
{
    return std::any_of(script.statements.cbegin(), script.statements.cend(),
                       [](const Statement &s) { return s.role == Statement::Role::Later; });
}

/// What became of each step, in the history: the script with a line behind each.
QString renderedWithSteps(const Script &script, const ScriptOutcome &outcome, const Dialect &dialect)
{
    QString text;
    for (int i = 0; i < script.statements.size(); ++i) {
        const Statement &s = script.statements.at(i);
        text += rendered(s, dialect) + u";\n"_s;
        if (s.role != Statement::Role::Later)
            continue;
        const auto failed = std::find_if(outcome.failedSteps.cbegin(), outcome.failedSteps.cend(),
                                         [i](const FailedStep &f) { return f.statement == i; });
        const auto ran = std::find_if(outcome.statements.cbegin(), outcome.statements.cend(),
                                      [i](const StatementOutcome &o) { return o.index == i; });
        if (failed != outcome.failedSteps.cend())
            text += QString(u"-- failed: "_s + failed->error.message + u' ' + failed->cleanedUp).simplified() + u'\n';
        else if (ran != outcome.statements.cend())
            text += u"-- done in %1 ms\n"_s.arg(ran->microseconds / 1000);
        else
            text += u"-- not run\n"_s;
    }
    return text;
}

/// What came after the transaction. It is done whatever becomes of telling it.
void tellSteps(Database &database, History &history, qint64 record, const ApplyRequest &request, ScriptOutcome &outcome)
{
    const auto noted = [&](const Result<Done> &done) {
        if (!done)
            outcome.afterwards = QString(outcome.afterwards + u' ' + done.error().message).trimmed();
    };
    if (hasSteps(*request.script))
        noted(
            history.setAccount(record, renderedWithSteps(*request.script, outcome, *request.dialect), outcome.effects));
    if (request.afterSteps)
        noted(request.afterSteps(database, history, record, outcome));
}

} // namespace

// Each database has a folder of its own, so that those of the same name do not crowd each other out.
QString backupFolder(const QString &stateFolder, const QString &location)
{
    const QByteArray hash = QCryptographicHash::hash(location.toUtf8(), QCryptographicHash::Sha256);
    return stateFolder + u"/backups/"_s + QFileInfo(location).fileName() + u'-'
        + QString::fromLatin1(hash.toHex().left(8));
}

void removeLeftovers(const QString &stateFolder)
{
    WorkFolder::removeLeftovers(stateFolder, dryRunPrefix());
    const QString backups = stateFolder + u"/backups/"_s;
    for (const QString &name : QDir(backups).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        WorkFolder::removeLeftovers(backups + name, unfinishedBackupPrefix());
}

QString rendered(const Script &script, const Dialect &dialect)
{
    QString text;
    for (const Statement &statement : script.statements)
        text += rendered(statement, dialect) + u";\n"_s;
    return text;
}

namespace {

constexpr int mostAgain = 3; ///< after the first try

/// A server that lets sessions run as if one after the other takes one of them back when that does not come out, and
/// says by the standard's code that the same may work next. Everything is looked at anew then.
bool isForAnotherTry(const Result<ScriptOutcome> &outcome, const Database &database, const ApplyRequest &request)
{
    return !outcome && outcome.error().code == u"40001"_s && outcome.error().kind == Error::Kind::Conflict
        && !request.script->ownTransactions && !request.afterBegin && !database.isLost() && !database.inTransaction();
}

} // namespace

Result<ApplyReport> apply(const ApplyRequest &request, JobContext &context)
{
    Q_ASSERT(request.script && request.dialect && !request.spec.isReadOnly());
    const Driver *driver = driverByName(request.spec.driver);
    if (!driver)
        return Error::invalid(u"There is no driver “%1”."_s.arg(request.spec.driver));
    RC_TRY(sameFile(request));
    auto history = History::open(request.stateFolder);
    if (!history)
        return history.error();
    auto opened = driver->open(request.spec);
    if (!opened)
        return opened.error();
    Database &database = **opened;
    database.setStopRequested([&context] { return context.isCancelled(); });
    database.allowAttach(request.attachable);
    BackupOfRun saving(request, context);
    RC_TRY(saving.before(database));

    const auto record = (*history)->begin(recordOf(request, saving.backup()));
    if (!record)
        return record.error();
    QElapsedTimer timer;
    timer.start();
    ScriptOutcome beforeCommit;
    const auto once = [&] {
        return runScript(
            database, *request.script, context, comparison(database, request, beforeCommit),
            [&](Database &inside) -> Result<Done> {
                RC_TRY(saving.afterBegin(inside, **history, *record));
                RC_TRY(stillEmpty(inside, request));
                if (request.afterBegin)
                    RC_TRY(request.afterBegin(inside, **history, *record));
                return editedRowsAreAsSeen(inside, request, context);
            },
            request.progress);
    };
    auto outcome = once();
    for (int again = 0; again < mostAgain && isForAnotherTry(outcome, database, request); ++again)
        outcome = once();
    if (!outcome && outcome.error().kind == Error::Kind::InDoubt)
        outcome = settledDoubt(database, outcome.error(), beforeCommit, context);
    if (outcome)
        tellSteps(database, **history, *record, request, *outcome);
    if (outcome && !saving.removed().isEmpty())
        outcome->afterwards = QString(outcome->afterwards + u' ' + saving.removed()).trimmed();
    if (outcome)
        outcome->effects = underFinalNames(outcome->effects, *request.script, *request.dialect);
    if (!outcome && outcome.error().kind == Error::Kind::Io && driver->isFile())
        outcome = takenBackAfter(outcome.error(), std::move(*opened)); // `database` is gone
    const auto finished = (*history)->finish(*record, placed(outcome, request), timer.nsecsElapsed() / 1000);
    if (!outcome)
        return outcome.error();
    ApplyReport report{request.script, *outcome, saving.backup(), {}};
    if (!finished)
        report.historyProblem = u"It was done, but the history does not know it: "_s + finished.error().message;
    return report;
}

} // namespace core
