// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/migrationdryrun.h"

#include "core/dialect/savedsql.h"
#include "core/migrate/restoreaccounts.h"
#include "core/migrate/statementkind.h"
#include "core/migrate/tablekeys.h"
#include "core/sql/namesinsql.h"

#include <QElapsedTimer>
#include <QLocale>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString number(qint64 n)
{
    return QLocale(QLocale::English).toString(n);
}

/// What stood on tables and columns that stay, and is not there any more.
QStringList lostDependents(const SchemaDiff &diff, const Schema &after)
{
    using Kind = DependentObject::Kind;
    const auto same = [](const DependentObject &a, const DependentObject &b) {
        const bool ofColumn = a.kind == Kind::Column;
        return a.kind == b.kind && a.table == b.table && a.index == b.index && a.drop == b.drop
            && (!ofColumn || (a.columns == b.columns && a.make == b.make));
    };
    const auto isMeant = [&](const DependentObject &d) {
        const Table *table = diff.target.table(d.table);
        const bool view = diff.target.view(d.table) != nullptr;
        const bool isOne = d.kind == Kind::Rule || d.kind == Kind::Statistics || d.kind == Kind::Publication;
        return (isOne && (table || view))
            || (d.kind == Kind::Column && table && table->column(d.columns.constFirst().column));
    };
    QStringList lost;
    for (const DependentObject &d : diff.renamed.dependents.value) {
        const QList<DependentObject> &all = after.dependents.value;
        if (isMeant(d) && std::none_of(all.cbegin(), all.cend(), [&](const DependentObject &o) { return same(d, o); }))
            lost.append(d.display);
    }
    return lost;
}

/// Everything a dry run of a migration does on the copy beside running the script.
class Trial {
public:
    Trial(const SchemaMigration &migration, const Dialect &dialect, JobContext &context)
        : m_migration(migration)
        , m_dialect(dialect)
        , m_context(context)
        , m_columns(migration, dialect)
    {
        m_timer.start();
    }

    [[nodiscard]] DryRunExtras extras()
    {
        DryRunExtras extras;
        extras.before = [this](Database &copy) { return before(copy); };
        extras.after = [this](Database &copy, DryRunReport &report) { return after(copy, report); };
        extras.comparesColumns = true;
        extras.beforeCommit = [this](Database &copy, const ScriptOutcome &) { return countLeftOut(copy); };
        extras.progress = [this](int statement, qint64 rows) {
            if (m_progress)
                m_progress(statement, rows);
        };
        if (!m_migration.planOptions.savedFile.isEmpty())
            extras.attachable = m_dialect.planner()->attachName(m_migration.planOptions.savedFile);
        return extras;
    }

    void endPhase(const QString &name)
    {
        m_result.phases.append({name, m_timer.nsecsElapsed() / 1000});
        m_timer.start();
    }

    [[nodiscard]] MigrationDryRun take(DryRunReport report)
    {
        if (report.triedOn == TriedOn::Scratch) {
            for (const QString &sentence : std::as_const(m_leftOut))
                report.findings.append({Finding::Severity::Warn, {}, sentence});
        } else if (report.triedOn == TriedOn::EmptyScratch && isWayBackWithValues()) {
            report.findings.append({Finding::Severity::Warn,
                                    {},
                                    u"What the way back leaves out was not counted, because there were no rows: it is "
                                    "said once it has run."_s});
        }
        m_result.run = std::move(report);
        return std::move(m_result);
    }

private:
    [[nodiscard]] bool isWayBackWithValues() const
    {
        return !m_migration.planOptions.accounts.isEmpty() && !m_migration.planOptions.savedFile.isEmpty();
    }

    /// While what a server was given is there still, which goes with COMMIT.
    Result<Done> countLeftOut(Database &copy)
    {
        if (!isWayBackWithValues() || m_dialect.planner()->savedSql().isAttached())
            return Done{};
        const auto words = leftOut(copy, m_migration.planOptions);
        RC_TRY(words);
        m_leftOut = *words;
        return Done{};
    }

    Result<Done> before(Database &copy)
    {
        endPhase(driverByName(copy.spec().driver)->isFile() ? u"Copy and count"_s : u"Count"_s);
        const auto rows = rowsOf(copy, m_columns.tables(), false, m_dialect);
        RC_TRY(rows);
        m_progress = copyingProgress(m_migration, *rows, m_dialect, m_context);
        RC_TRY(m_columns.readBefore(copy, m_context));
        endPhase(u"Read the columns"_s);
        return Done{};
    }

    Result<Done> after(Database &copy, DryRunReport &report)
    {
        endPhase(u"Run"_s);
        const auto bytes = copy.sizeInBytes();
        RC_TRY(bytes);
        m_result.bytesAfter = *bytes;
        RC_TRY(compareWithTarget(report));
        RC_TRY(compareColumns(copy, report));
        dropWhatThePlanSays(report);
        othersChanged(report);
        RC_TRY(tellLeftOut(copy, report));
        endPhase(u"Compare"_s);
        return Done{};
    }

    Result<Done> compareWithTarget(DryRunReport &report)
    {
        DiffOptions options = m_migration.diffOptions;
        options.renames = {};
        options.facets = {}; // the target was completed with what its source cannot say
        const std::optional<Schema> &atCommit = m_migration.plan.atCommit;
        const Schema &wanted = report.stepsLeftOut && atCommit ? *atCommit : m_migration.diff.target;
        const auto rest = diff(*report.schemaAfter, wanted, options, *m_dialect.schemaRules());
        RC_TRY(rest);
        for (const Change &change : rest->changes)
            m_result.differences.append(wordsOf(change));
        for (const QString &lost : lostDependents(m_migration.diff, *report.schemaAfter)) {
            const auto &said = m_migration.plan.notices;
            if (std::none_of(said.cbegin(), said.cend(),
                             [&](const PlanNotice &n) { return n.message.startsWith(lost); }))
                report.findings.prepend(
                    Finding::stop(u"H40"_s, u"%1 is lost, and nothing in the plan says so."_s.arg(lost)));
        }
        if (m_result.differences.isEmpty())
            return Done{};
        Finding finding =
            Finding::stop(u"H51"_s,
                          u"What comes out is not what was asked for. What would still be to do: %1."_s.arg(
                              m_result.differences.join(u"; "_s)));
        finding.certain = true;
        report.findings.prepend(finding);
        return Done{};
    }

    /// The plan says itself which columns go, and that is asked for, whatever statements it takes.
    void dropWhatThePlanSays(DryRunReport &report) const
    {
        for (const Change &change : m_migration.diff.changes) {
            const auto *drop = std::get_if<change::DropColumn>(&change);
            const Table *table = drop ? tableBefore(m_migration, drop->table) : nullptr;
            if (!table)
                continue;
            const QString words =
                u"The column “%1” of “%2” goes with its "_s.arg(drop->column.name, table->name.display());
            report.findings.removeIf(
                [&](const Finding &f) { return f.code == "H02"_L1 && f.message.startsWith(words); });
        }
    }

    /// Of a way back. A copy has the saved file attached no more by now; what a server was given is there until COMMIT.
    Result<Done> tellLeftOut(Database &copy, DryRunReport &report) const
    {
        const PlanOptions &options = m_migration.planOptions;
        const bool isAttached = m_dialect.planner()->savedSql().isAttached();
        if (!isWayBackWithValues() || (!isAttached && !copy.inTransaction()))
            return Done{};
        RC_TRY(isAttached ? runAboutSaved(copy, Statement::Role::Setup) : Result<Done>(Done{}));
        const auto words = leftOut(copy, options);
        RC_TRY(words);
        for (const QString &sentence : *words)
            report.findings.append({Finding::Severity::Warn, {}, sentence});
        return isAttached ? runAboutSaved(copy, Statement::Role::Cleanup) : Result<Done>(Done{});
    }

    /// The script's own attaching and detaching of the saved file.
    Result<Done> runAboutSaved(Database &copy, Statement::Role role) const
    {
        for (const Statement &s : m_migration.plan.script.statements) {
            if (s.role == role && s.sql.contains(savedSchema()))
                RC_TRY(copy.run(s.sql));
        }
        return Done{};
    }

    Result<Done> compareColumns(Database &copy, DryRunReport &report)
    {
        const auto checks = m_columns.compare(copy, m_context);
        RC_TRY(checks);
        m_result.columns = *checks;
        for (const QString &words : wordsOfDiffering(*checks))
            report.findings.prepend(Finding::stop(u"H11"_s, words));
        return Done{};
    }

    /// Rows of tables that nobody spoke of: a trigger or a cascade was at work.
    void othersChanged(DryRunReport &report) const
    {
        QSet<QString> spokenOf = repairedTables(m_migration, m_dialect);
        for (const Change &change : m_migration.diff.changes)
            spokenOf.insert(tableKey(tableOf(change), nameCaseOf(m_dialect.lexRules())));
        for (const QString &name : m_migration.plan.rebuilt)
            spokenOf.insert(foldedName(name, nameCaseOf(m_dialect.lexRules())));
        for (const TableRename &rename : m_migration.diff.renames.tables)
            spokenOf.insert(tableKey(rename.from, nameCaseOf(m_dialect.lexRules())));
        const TablesByKey tables(m_migration.diff.before);
        for (const TableEffect &effect : report.outcome.effects) {
            const Table *table = tables.find(foldedName(effect.table, nameCaseOf(m_dialect.lexRules())));
            if (!table || table->shadow || table->internal
                || spokenOf.contains(foldedName(effect.table, nameCaseOf(m_dialect.lexRules()))))
                continue;
            report.findings.prepend(Finding::stop(
                u"H05"_s,
                u"Rows of %1, which the migration does not name, change as well: %2 inserted, %3 updated, %4 "
                "deleted, by triggers or cascades."_s.arg(effect.table, number(effect.inserted), number(effect.updated),
                                                          number(effect.deleted))));
        }
    }

    const SchemaMigration &m_migration;
    const Dialect &m_dialect;
    JobContext &m_context;
    KeptColumns m_columns;
    RowProgress m_progress;
    QElapsedTimer m_timer;
    MigrationDryRun m_result;
    QStringList m_leftOut;
};

} // namespace

RowProgress copyingProgress(const SchemaMigration &migration, const QMap<QString, qint64> &rows, const Dialect &dialect,
                            JobContext &context)
{
    struct Copying {
        QString table;
        qint64 before = 0; ///< rows of the tables copied earlier
        qint64 rows = 0;
    };
    QHash<int, Copying> copies; // by statement
    qint64 total = 0;
    for (int i = 0; i < migration.plan.script.statements.size(); ++i) {
        const Statement &statement = migration.plan.script.statements.at(i);
        if (statementKind(statement.sql, dialect.lexRules()).verb != StatementKind::Verb::Insert)
            continue;
        for (const QString &rebuilt : migration.plan.rebuilt) {
            const Table *before = tableBefore(migration, {{}, rebuilt});
            if (!before || !statement.sql.endsWith(u" FROM "_s + dialect.qualified({{}, rebuilt})))
                continue;
            const qint64 count = rows.value(tableKey(before->name, nameCaseOf(dialect.lexRules())), 0);
            copies.insert(i, {rebuilt, total, count});
            total += count;
        }
    }
    return [copies, total, &context, script = migration.plan.script](int statement, qint64 done) {
        constexpr qint64 steps = 10'000; // what a progress bar is told; rows may be more than an int holds
        const auto copy = copies.constFind(statement);
        if (copy == copies.constEnd()) {
            const QString purpose = script.statements.at(statement).purpose;
            context.report(statement + 1, static_cast<int>(script.statements.size()), purpose);
            return;
        }
        const qint64 all = std::max<qint64>(1, total);
        context.report(static_cast<int>((copy->before + std::min(done, copy->rows)) * steps / all),
                       static_cast<int>(steps),
                       u"%1: %2 of %3 rows"_s.arg(copy->table, number(done), number(copy->rows)));
    };
}

Result<MigrationDryRun> dryRunMigration(Database &database, const SchemaMigration &migration, const Dialect &dialect,
                                        JobContext &context, const MigrationDryRunOptions &options)
{
    if (migration.plan.script.isEmpty())
        return Error::invalid(u"There is nothing to try: the schemas are the same."_s);
    Trial trial(migration, dialect, context);
    DryRunExtras extras = trial.extras();
    extras.inDepth = options.integrityCheck;
    extras.alone = options.alone;
    auto report = dryRun(database, migration.plan.script, dialect, context, options.workFolder, extras);
    RC_TRY(report);
    if (report->triedOn == TriedOn::Copy)
        trial.endPhase(options.integrityCheck ? u"Integrity check"_s : u"Quick check"_s);
    MigrationDryRun result = trial.take(std::move(*report));
    result.integrityChecked = options.integrityCheck;
    return result;
}

} // namespace core
