// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/resetscript.h"

#include "core/dialect/journalsql.h"
#include "core/dialect/planner.h"
#include "core/drizzle/declaredscope.h"
#include "core/drizzle/migrationscript.h"
#include "core/migrate/filescript.h"
#include "core/migrate/statementkind.h"
#include "core/schema/diff.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QList<Statement> bodyOf(const Script &script)
{
    QList<Statement> body;
    std::copy_if(script.statements.cbegin(), script.statements.cend(), std::back_inserter(body),
                 [](const Statement &s) { return s.role == Statement::Role::Body; });
    return body;
}

} // namespace

Scope resetScope(const TruthInput &input, const Dialect &dialect)
{
    if (input.live.schemas.isEmpty())
        return {}; // a system that has none
    QStringList schemas = declaredSchemas(input.project ? input.project->schema : Schema());
    for (const MigrationSnapshot &snapshot : input.snapshots) {
        if (snapshot.snapshot)
            schemas += declaredSchemas(snapshot.snapshot->schema);
    }
    for (const MigrationFile &file : input.folder.migrations) {
        for (const Statement &statement : fileStatements(file.text(), {}, dialect)) {
            const StatementKind kind = statementKind(statement.sql, dialect.lexRules());
            if (kind.verb == StatementKind::Verb::CreateOther && kind.object == "schema"_L1)
                schemas += exactPattern(kind.name);
        }
    }
    schemas.removeDuplicates();
    return {{}, schemas};
}

Result<Script> resetScript(const MigrationsFolder &folder, const Schema &live, const JournalContext &context,
                           const Scope &scope)
{
    const Dialect &dialect = *context.dialect;
    const JournalSql *journal = journalSql(dialect);
    if (!journal || !dialect.planner() || !dialect.schemaRules())
        return Error::invalid(u"This database cannot be reset."_s);
    DiffOptions options;
    options.scope = scope;
    options.facets.extensions = false;
    const auto away = diff(live, Schema(), options, *dialect.schemaRules());
    RC_TRY(away);
    const auto drops = dialect.planner()->plan(*away, {});
    RC_TRY(drops);
    const auto tables = std::count_if(away->changes.cbegin(), away->changes.cend(),
                                      [](const Change &c) { return std::holds_alternative<change::DropTable>(c); });
    const QString title = u"Reset: drop %1 and run %2"_s.arg(
        tables == 1 ? u"1 table"_s : u"%1 tables"_s.arg(tables),
        folder.migrations.size() == 1 ? u"1 migration"_s : u"%1 migrations"_s.arg(folder.migrations.size()));

    QList<Statement> body;
    if (context.journal.tableExists) {
        body += journalHold(context.journal, context.table, dialect);
        body += sameJournal(context.journal, context.table, dialect);
        body.append(journal->removeTable(context.table));
    }
    body += bodyOf(drops->script);
    JournalContext empty = context;
    empty.journal = MigrationJournal();
    empty.journal.isWrangler = context.journal.isWrangler;
    Script migrations;
    if (!folder.migrations.isEmpty())
        migrations = applyAllScript(folder.migrations, empty);
    body += bodyOf(migrations);
    Script script = dialect.inTransaction(title, body, Dialect::ForeignKeys::Off);
    script.unfit = migrations.unfit;
    if (migrations.ownTransactions && script.unfit.isEmpty())
        script.unfit = u"A migration has a BEGIN or COMMIT of its own, so that dropping and migrating cannot be one."_s;
    return script;
}

} // namespace core
