// SPDX-License-Identifier: GPL-3.0-or-later
// Applies a migration to a database, for tst_migrationkill to be killed at it. Says "R" when it starts and "D" when it
// is applied. "guarded": as the program does it; "loose": the same statements, each on its own.
#include "core/session/migrationapply.h"
#include "core/session/schemasource.h"

#include "support/jobs.h"

#include <QCoreApplication>

#include <cstdio>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

void say(const char *word)
{
    std::fputs(word, stdout);
    std::fflush(stdout);
}

Result<SchemaMigration> plan(const ConnectionSpec &spec, const Dialect &dialect, const QString &ddl,
                             const QString &folder, JobContext &job)
{
    const auto to = schemaOfDdl(ddl, u"target"_s, dialect, folder, job);
    RC_TRY(to);
    auto database = driverByName(spec.driver)->open(spec);
    RC_TRY(database);
    const auto from = dialect.introspect(**database);
    RC_TRY(from);
    return planMigration(*from, *to, {}, {}, dialect);
}

/// What a tool without a transaction would do.
Result<ScriptOutcome> runLoose(const ConnectionSpec &spec, const Script &script, JobContext &job)
{
    auto database = driverByName(spec.driver)->open(spec);
    RC_TRY(database);
    Script loose = script;
    loose.ownTransactions = true;
    loose.statements.removeIf([](const Statement &s) {
        return s.role == Statement::Role::Begin || s.role == Statement::Role::Commit
            || s.role == Statement::Role::Check;
    });
    return runScript(**database, loose, job);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments =
        QCoreApplication::arguments(); // program, database, how, state folder, DDL of the target
    const ConnectionSpec spec{u"sqlite"_s, arguments.at(1), ConnectionSpec::Mode::Write};
    const Dialect *dialect = dialectByName(spec.driver);
    TestJob job;
    const auto migration = plan(spec, *dialect, arguments.at(4), arguments.at(3), job);
    if (!migration)
        return 2;
    const auto shared = std::make_shared<const SchemaMigration>(*migration);
    say("R");
    if (arguments.at(2) == u"loose"_s) {
        if (!runLoose(spec, shared->plan.script, job))
            return 3;
    } else {
        ApplyRequest request;
        request.script = std::shared_ptr<const Script>(shared, &shared->plan.script);
        request.spec = spec;
        request.dialect = dialect;
        request.stateFolder = arguments.at(3);
        if (!applyMigration(request, {shared, {u"H01"_s, u"H02"_s}}, job))
            return 3;
    }
    say("D");
    return 0;
}
