// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/migrationapply.h"

#include "core/base/log.h"
#include "core/db/lastingidentity.h"
#include "core/migrate/datacheck.h"
#include "core/migrate/keptcolumns.h"
#include "core/migrate/migrationdryrun.h"
#include "core/migrate/restoreaccounts.h"
#include "core/sql/namesinsql.h"
#include "core/session/unfinishedwrite.h"
#include "core/session/wayback.h"
#include "core/session/waybackplace.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error refused(const QString &message)
{
    Error error;
    error.kind = Error::Kind::Refused;
    error.message = u"Nothing was kept: "_s + message;
    return error;
}

Error notAllowed(const QList<Finding> &findings)
{
    QStringList reasons;
    for (const Finding &finding : findings)
        reasons.append(finding.code.isEmpty() ? finding.message : finding.code + u": "_s + finding.message);
    Error error;
    error.kind = Error::Kind::Refused;
    error.code = findings.first().code;
    error.message = u"Nothing was run. "_s + reasons.join(u' ');
    return error;
}

/// Looks over the shoulder of one run.
class Guarding {
public:
    Guarding(const ApplyRequest &request, const MigrationGuard &guard, JobContext &context)
        : m_migration(*guard.migration)
        , m_allowed(guard.allowed)
        , m_request(request)
        , m_dialect(*request.dialect)
        , m_context(context)
        , m_columns(m_migration, m_dialect)
        , m_repaired(repairedTables(m_migration, m_dialect))
    {
    }

    /// With a connection that only reads, before anything is begun.
    [[nodiscard]] Result<Done> ask(Database &reader)
    {
        const auto answers = askData(m_migration, reader, m_dialect, m_context);
        RC_TRY(answers);
        QList<Finding> findings = findingsIn(*answers);
        if (m_request.rehearsal)
            findings += m_request.rehearsal->findings;
        const QList<Finding> grave = blocking(findings, m_allowed);
        if (!grave.isEmpty())
            return notAllowed(grave);
        const auto rows = rowsOf(reader, m_columns.tables(), false, m_dialect);
        RC_TRY(rows);
        m_progress = copyingProgress(m_migration, *rows, m_dialect, m_context);
        const auto database = lastingIdentity(reader);
        RC_TRY(database);
        m_database = *database;
        return Done{};
    }

    [[nodiscard]] const RowProgress &progress() const { return m_progress; }

    [[nodiscard]] Result<Done> afterBegin(Database &inside, History &history, qint64 record)
    {
        const auto schema = m_dialect.introspect(inside);
        RC_TRY(schema);
        if (!(*schema == m_migration.diff.before)) {
            Error error;
            error.kind = Error::Kind::Conflict;
            error.message =
                u"Nothing was run: the schema has changed since this was planned. Look at the plan again."_s;
            return error;
        }
        auto rows = rowsOf(inside, m_columns.tables(), false, m_dialect);
        RC_TRY(rows);
        m_rows = std::move(*rows);
        m_comparesColumns = mustCompareColumns(m_columns.cells(m_rows), m_request.rehearsal.has_value());
        if (m_comparesColumns)
            RC_TRY(m_columns.readBefore(inside, m_context));
        return saveWhatGoes(inside, history, record);
    }

    [[nodiscard]] Result<Done> beforeCommit(Database &inside, const ScriptOutcome &soFar)
    {
        const auto schema = m_dialect.introspect(inside);
        RC_TRY(schema);
        DiffOptions options = m_migration.diffOptions;
        options.renames = {};
        options.facets = {};
        const Schema &wanted = m_migration.plan.atCommit ? *m_migration.plan.atCommit : m_migration.diff.target;
        const auto rest = diff(*schema, wanted, options, *m_dialect.schemaRules());
        RC_TRY(rest);
        if (!rest->isEmpty())
            return refused(
                u"what came out was not what was asked for. Still to do: %1."_s.arg(wordsOf(rest->changes.first())));
        const auto rows = rowsOf(inside, m_columns.tables(), true, m_dialect);
        RC_TRY(rows);
        for (auto it = rows->cbegin(); it != rows->cend(); ++it) {
            const qint64 before = m_rows.value(it.key());
            if (it.value() != before && !m_repaired.contains(it.key()))
                return refused(u"%1 had %2 rows and would have %3."_s.arg(it.key()).arg(before).arg(it.value()));
        }
        RC_TRY(compareColumns(inside, soFar));
        const auto words = leftOut(inside, m_migration.planOptions);
        RC_TRY(words);
        m_remarks += *words;
        m_wayBack.schemaAfter = fingerprintIn(*schema, m_database);
        if (m_byRowNumber) {
            const auto versions = inside.versions();
            RC_TRY(versions);
            m_wayBack.schemaVersion = versions->schema;
        }
        return m_history->setWayBack(m_record, toJson(m_wayBack));
    }

    /// After the steps that follow the transaction: how far it came, and from where it would be taken back.
    [[nodiscard]] Result<Done> afterSteps(Database &inside, History &history, qint64 record, ScriptOutcome &outcome)
    {
        outcome.afterwards = QString(outcome.afterwards + u' ' + m_remarks.join(u' ')).trimmed();
        const bool hasSteps = std::any_of(m_request.script->statements.cbegin(), m_request.script->statements.cend(),
                                          [](const Statement &s) { return s.role == Statement::Role::Later; });
        if (inside.isLost() || !hasSteps)
            return Done{};
        const auto schema = m_dialect.introspect(inside);
        RC_TRY(schema);
        m_wayBack.schemaAfter = fingerprintIn(*schema, m_database);
        RC_TRY(history.setWayBack(record, toJson(m_wayBack)));
        DiffOptions options = m_migration.diffOptions;
        options.renames = {};
        options.facets = {};
        const auto rest = diff(*schema, m_migration.diff.target, options, *m_dialect.schemaRules());
        RC_TRY(rest);
        if (!rest->isEmpty() && outcome.failedSteps.isEmpty())
            return Error::invalid(
                u"What came out is not what was asked for. Still to do: %1."_s.arg(wordsOf(rest->changes.first())));
        return Done{};
    }

    /// Nobody comes back from what was not kept.
    void forgetSaved() const
    {
        const QString &file = m_wayBack.plan.savedFile;
        if (!file.isEmpty() && QFile::exists(file) && !QFile::remove(file))
            qCWarning(lcSession) << "what was saved for nothing could not be removed:" << file;
    }

    /// The budget: as many as a person is likely to go back through.
    void prune() const
    {
        constexpr int kept = 20;
        const auto all = QDir(folder()).entryInfoList({u"*.saved"_s}, QDir::Files, QDir::Time);
        for (qsizetype i = kept; i < all.size(); ++i) {
            if (!QFile::remove(all.at(i).absoluteFilePath()))
                qCWarning(lcSession) << "an old file could not be removed:" << all.at(i).absoluteFilePath();
        }
    }

private:
    [[nodiscard]] QString folder() const { return backupFolder(m_request.stateFolder, m_request.spec.location); }

    [[nodiscard]] Result<Done> saveWhatGoes(Database &inside, History &history, qint64 record)
    {
        m_history = &history;
        m_record = record;
        const WayBackPlan plan = wayBackPlan(m_migration, m_dialect);
        QString file;
        if (!plan.parts.isEmpty()) {
            if (!QDir().mkpath(folder()))
                return Error::io(u"Nothing was run: the folder for what goes, %1, cannot be made."_s.arg(folder()));
            file = folder() + u'/' + QFileInfo(m_request.spec.location).fileName() + u'.'
                + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd-HHmmsszzz"_s) + u'-' + QString::number(record)
                + u".saved"_s;
        }
        m_context.report(1, 1, u"Save what goes"_s);
        const auto saved = saveRows(inside, m_migration, plan, file, m_dialect, m_context);
        RC_TRY(saved);
        m_byRowNumber = plan.byRowNumber;
        m_wayBack.title = m_request.script->title;
        for (const Statement &s : m_dialect.createStatements(m_migration.diff.before))
            m_wayBack.ddl.append(s.sql);
        m_wayBack.options.renames = m_migration.diff.renames.reversed();
        m_wayBack.options.scope = m_migration.diffOptions.scope;
        m_wayBack.options.columnOrder = m_migration.diffOptions.columnOrder;
        m_wayBack.plan = saved->options;
        m_wayBack.plan.savedFile = file;
        m_wayBack.plan.title = u"Take back: "_s + m_request.script->title;
        m_wayBack.cannotUndo = plan.cannotUndo + saved->cannotUndo;
        for (const QString &sentence : saved->cannotUndo)
            m_remarks.append(u"No way back: "_s + sentence); // only the data could tell
        return history.setWayBack(record, toJson(m_wayBack));
    }

    [[nodiscard]] Result<Done> compareColumns(Database &inside, const ScriptOutcome &soFar) const
    {
        if (!m_comparesColumns)
            return Done{};
        QSet<QString> changed; // by what a fix sets off: that is told as H05, and allowed or not
        for (const StatementOutcome &one : soFar.statements) {
            const bool isFix = m_migration.planOptions.repairs.contains(m_request.script->statements.at(one.index));
            for (const TableEffect &effect : isFix ? one.effects : QList<TableEffect>())
                changed.insert(foldedName(effect.table, nameCaseOf(m_dialect.lexRules())));
        }
        const bool isAllowed = m_allowed.contains(u"H05"_s, Qt::CaseInsensitive);
        const auto checks = m_columns.compare(inside, m_context, isAllowed ? changed : QSet<QString>());
        RC_TRY(checks);
        const QStringList differing = wordsOfDiffering(*checks);
        return differing.isEmpty() ? Result<Done>(Done{}) : refused(differing.join(u' '));
    }

    const SchemaMigration &m_migration;
    const QStringList m_allowed;
    const ApplyRequest &m_request;
    const Dialect &m_dialect;
    JobContext &m_context;
    KeptColumns m_columns;
    bool m_comparesColumns = false;
    const QSet<QString> m_repaired; ///< tables whose rows go or come by a fix, or by what is restored; folded
    QMap<QString, qint64> m_rows;
    RowProgress m_progress;
    WayBackRecord m_wayBack;
    QString m_database; ///< lastingIdentity()
    bool m_byRowNumber = false;
    QStringList m_remarks; ///< told once it is done
    History *m_history = nullptr;
    qint64 m_record = 0;
};

} // namespace

bool mustCompareColumns(qint64 cells, bool rehearsed)
{
    constexpr qint64 soonRead = 5'000'000; // half a second or so, both times together
    return cells <= soonRead || !rehearsed;
}

Result<ApplyReport> applyMigration(ApplyRequest request, const MigrationGuard &guard, JobContext &context)
{
    Guarding guarding(request, guard, context);
    {
        ConnectionSpec spec = request.spec;
        spec.mode = ConnectionSpec::Mode::Read;
        const Driver *driver = driverByName(spec.driver);
        if (!driver)
            return Error::invalid(u"There is no driver “%1”."_s.arg(spec.driver));
        auto reader = driver->open(spec);
        RC_TRY(reader);
        (*reader)->setStopRequested([&context] { return context.isCancelled(); });
        RC_TRY(guarding.ask(**reader));
    }
    request.afterBegin = [&guarding](Database &inside, History &history, qint64 record) {
        return guarding.afterBegin(inside, history, record);
    };
    request.beforeCommit = [&guarding](Database &inside, const ScriptOutcome &soFar) {
        return guarding.beforeCommit(inside, soFar);
    };
    request.afterSteps = [&guarding](Database &inside, History &history, qint64 record, ScriptOutcome &outcome) {
        return guarding.afterSteps(inside, history, record, outcome);
    };
    RC_TRY(hasRoomToGrow(request.spec, guard.growth));
    request.progress = guarding.progress();
    if (!guard.migration->planOptions.savedFile.isEmpty())
        request.attachable = request.dialect->planner()->attachName(guard.migration->planOptions.savedFile);
    auto report = apply(request, context);
    if (report)
        guarding.prune();
    else if (report.error().kind != Error::Kind::InDoubt)
        guarding.forgetSaved();
    return report;
}

} // namespace core
