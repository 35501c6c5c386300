// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/scriptrunner.h"

#include "core/base/overloaded.h"
#include "core/db/checkbaseline.h"
#include "core/db/deferredkeys.h"
#include "core/db/scriptrehearsal.h"
#include "core/db/scriptremains.h"
#include "core/db/scriptsteps.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

qint64 microseconds(const QElapsedTimer &timer)
{
    return timer.nsecsElapsed() / 1000;
}

QString nameOf(const Statement &statement, int index)
{
    return statement.purpose.isEmpty() ? u"statement %1"_s.arg(index + 1) : u"“%1”"_s.arg(statement.purpose);
}

/// One run of one Script.
class Run {
public:
    Run(Database &database, const Script &script, JobContext &context, const BeforeCommit &beforeCommit,
        const AfterBegin &afterBegin, const RowProgress &progress, bool onCopy)
        : m_database(database)
        , m_script(script)
        , m_context(context)
        , m_beforeCommit(beforeCommit)
        , m_afterBegin(afterBegin)
        , m_progress(progress)
        , m_onCopy(onCopy)
    {
    }

    Result<ScriptOutcome> whole();

private:
    [[nodiscard]] Result<Done> body();
    [[nodiscard]] Result<Done> bodyWithProgress();
    void tell();
    [[nodiscard]] Result<Done> one(int index);
    [[nodiscard]] Result<Done> cleanup();
    void later();
    [[nodiscard]] Result<Done> askBeforeCommit();
    [[nodiscard]] Result<Done> stillTogether(const Statement &statement);
    [[nodiscard]] Result<Done> takeBaselines();
    [[nodiscard]] Result<Done> checkByTable(int index);
    [[nodiscard]] Result<std::unique_ptr<PreparedStatement>> prepare(const Statement &statement);
    [[nodiscard]] QList<TableEffect> takeEffects();
    [[nodiscard]] Result<Done> bind(PreparedStatement &prepared, const Statement &statement) const;
    [[nodiscard]] Result<std::vector<Row>> rowsOf(PreparedStatement &prepared, const Statement &statement) const;
    [[nodiscard]] Result<Done> verify(int index, const std::vector<Row> &rows, qint64 changes) const;
    [[nodiscard]] Error afterFailure(Error error);
    [[nodiscard]] bool isCommit(int index) const;
    [[nodiscard]] Error located(Error error, int index) const;

    Database &m_database;
    const Script &m_script;
    JobContext &m_context;
    const BeforeCommit &m_beforeCommit;
    const AfterBegin &m_afterBegin;
    const RowProgress &m_progress;
    const bool m_onCopy;
    int m_running = -1; ///< the statement that runs
    QElapsedTimer m_lastTold;
    ScriptOutcome m_outcome;
    QMap<QString, TableEffect> m_effects; ///< of all statements so far, by table
    QHash<QString, CheckBaseline> m_baselines; ///< by text
    bool m_baselinesTaken = false;
    bool m_begun = false;
    bool m_asked = false;
    bool m_inTransaction = false; ///< after the last statement, as the database said
    bool m_wrote = false; ///< the last statement was one that can write
    bool m_kept = false; ///< something ran that ROLLBACK cannot take back
};

Result<ScriptOutcome> Run::whole()
{
    if (m_database.inTransaction())
        return Error::invalid(u"A transaction is open already, so “%1” was not started."_s.arg(m_script.title));
    QElapsedTimer timer;
    timer.start();
    auto ran = m_progress ? bodyWithProgress() : body();
    if (ran && m_database.inTransaction()) {
        ran = Error::invalid(u"The script leaves its transaction open: add a COMMIT at its end."_s);
    }
    if (ran)
        later();
    // From here on nothing may be cut short: neither the way back nor the settings that are put back.
    const auto stop = m_database.setStopRequested({});
    std::optional<Error> error;
    if (!ran)
        error = afterFailure(ran.error());
    const auto cleaned = cleanup();
    m_outcome.effects = m_effects.values();
    m_database.setStopRequested(stop);
    if (error)
        return *error;
    if (!cleaned)
        m_outcome.afterwards += u"The changes are in the database, but afterwards: %1"_s.arg(cleaned.error().message);
    m_outcome.microseconds = microseconds(timer);
    return std::move(m_outcome);
}

/// Whoever may stop a statement is asked often while it runs: the moment to say how far it is.
Result<Done> Run::bodyWithProgress()
{
    Database::StopRequested stop = m_database.setStopRequested({});
    m_database.setStopRequested([this, &stop] {
        tell();
        return stop && stop();
    });
    m_lastTold.start();
    const auto ran = body();
    m_database.setStopRequested(stop);
    return ran;
}

void Run::tell()
{
    constexpr qint64 interval = 100; // milliseconds
    if (m_running < 0 || m_lastTold.elapsed() < interval)
        return;
    m_lastTold.start();
    m_progress(m_running, m_database.rowsChangedSoFar());
}

Result<Done> Run::body()
{
    const auto total = static_cast<int>(m_script.statements.size());
    for (int index = 0; index < total; ++index) {
        const Statement &statement = m_script.statements.at(index);
        if (statement.role == Statement::Role::Cleanup || statement.role == Statement::Role::Later
            || statement.role == Statement::Role::IfFailed)
            continue;
        if (m_context.isCancelled())
            return located(Error::cancelled(), index);
        if (statement.role != Statement::Role::Setup && !std::exchange(m_baselinesTaken, true))
            RC_TRY(takeBaselines());
        if (statement.role == Statement::Role::Commit)
            if (const auto asked = askBeforeCommit(); !asked)
                return located(asked.error(), index);
        RC_TRY(one(index));
        if (const auto together = stillTogether(statement); !together)
            return located(together.error(), index);
        if (statement.role == Statement::Role::Begin && m_afterBegin && !std::exchange(m_begun, true))
            RC_TRY(m_afterBegin(m_database)); // no statement is to blame
        if (!m_progress)
            m_context.setProgress(index + 1, total);
    }
    return Done{};
}

/// Asks the database after each statement whether what ran so far can still be taken back.
Result<Done> Run::stillTogether(const Statement &statement)
{
    const bool open = m_database.inTransaction();
    const bool expected = std::exchange(m_inTransaction, open);
    if (open || statement.role == Statement::Role::Setup)
        return Done{};
    const bool back = statement.sql.trimmed().startsWith("ROLLBACK"_L1, Qt::CaseInsensitive);
    m_kept = m_kept || (!back && (expected || m_wrote));
    if (!expected || m_script.ownTransactions || statement.role == Statement::Role::Commit)
        return Done{};
    return Error::invalid(u"This ends the transaction, and what follows would not be part of it."_s);
}

/// A check that could not be made as a whole before: table by table, like its baseline.
Result<Done> Run::checkByTable(int index)
{
    const Statement &statement = m_script.statements.at(index);
    const auto rows = m_baselines[statement.sql].rowsByTable(m_database);
    if (!rows)
        return located(rows.error(), index);
    if (const auto verified = verify(index, *rows, 0); !verified)
        return located(verified.error(), index);
    m_outcome.statements += {index, 0, 0};
    return Done{};
}

Result<Done> Run::takeBaselines()
{
    for (int index = 0; index < m_script.statements.size(); ++index) {
        const Statement &statement = m_script.statements.at(index);
        if (!std::holds_alternative<ReturnsNothingNew>(statement.expect) || m_baselines.contains(statement.sql))
            continue;
        auto baseline = CheckBaseline::take(m_database, statement);
        if (!baseline)
            return located(baseline.error(), index);
        m_baselines.insert(statement.sql, std::move(*baseline));
    }
    return Done{};
}

Result<Done> Run::askBeforeCommit()
{
    if (!m_beforeCommit || std::exchange(m_asked, true))
        return Done{};
    m_outcome.effects = m_effects.values();
    return m_beforeCommit(m_database, m_outcome);
}

Result<Done> Run::one(int index)
{
    const Statement &statement = m_script.statements.at(index);
    if (m_baselines.value(statement.sql).isByTable())
        return checkByTable(index);
    QElapsedTimer timer;
    timer.start();
    m_running = index;
    m_database.startCountingEffects();
    (void)m_database.takeNotices(); // of what ran before
    const auto prepared = prepare(statement);
    if (!prepared)
        return located(prepared.error(), index);
    if (const auto bound = bind(**prepared, statement); !bound)
        return located(bound.error(), index);
    const auto rows = rowsOf(**prepared, statement);
    if (!rows)
        return located(rows.error(), index);
    m_wrote = !(*prepared)->isReadOnly();
    const qint64 changes = m_wrote ? m_database.changes() : 0;
    if (const auto verified = verify(index, *rows, changes); !verified)
        return located(verified.error(), index);
    for (int i = 0; i < statement.captures.size(); ++i) {
        if (rows->empty() || std::size_t(i) >= rows->front().size())
            return located(
                Error::invalid(u"%1 did not give back “%2”."_s.arg(nameOf(statement, index), statement.captures.at(i))),
                index);
        m_outcome.captured.insert(statement.captures.at(i), rows->front().at(std::size_t(i)));
    }
    const QList<ServerNotice> notices = m_database.takeNotices();
    m_outcome.statements += {index, changes, microseconds(timer), takeEffects(),
                             statement.role == Statement::Role::Body ? notices : QList<ServerNotice>()};
    const QList<TableEffect> &effects = m_outcome.statements.constLast().effects;
    const bool inserts =
        std::any_of(effects.cbegin(), effects.cend(), [](const TableEffect &effect) { return effect.inserted > 0; });
    if (const auto number = m_database.lastRowNumber(); inserts && changes == 1 && number)
        m_outcome.rowNumbers.insert(index, *number);
    return Done{};
}

/// What stands between Begin and Commit may not end that transaction, or begin another.
Result<std::unique_ptr<PreparedStatement>> Run::prepare(const Statement &statement)
{
    const bool within = statement.role == Statement::Role::Body || statement.role == Statement::Role::Check;
    const bool before = m_database.setTransactionHeld(within && !m_script.ownTransactions && m_inTransaction);
    auto prepared = m_database.prepare(statement.sql);
    m_database.setTransactionHeld(before);
    return prepared;
}

QList<TableEffect> Run::takeEffects()
{
    const QList<TableEffect> effects = m_database.takeEffects();
    for (const TableEffect &effect : effects) {
        TableEffect &total = m_effects[effect.table];
        total.table = effect.table;
        total.inserted += effect.inserted;
        total.updated += effect.updated;
        total.deleted += effect.deleted;
    }
    return effects;
}

Result<Done> Run::bind(PreparedStatement &prepared, const Statement &statement) const
{
    if (prepared.parameterCount() != statement.parameters.size())
        return Error::invalid(
            u"The statement has %1 parameters, but %2 values come with it."_s.arg(prepared.parameterCount())
                .arg(statement.parameters.size()));
    for (const Parameter &parameter : statement.parameters) {
        const int position = prepared.parameterIndex(parameter.name);
        if (position < 0)
            return Error::invalid(u"The statement has no parameter “:%1”."_s.arg(parameter.name));
        if (const auto *captured = std::get_if<Captured>(&parameter.value)) {
            const auto found = m_outcome.captured.constFind(captured->name);
            if (found == m_outcome.captured.constEnd())
                return Error::invalid(u"No statement before this one gives back “%1”."_s.arg(captured->name));
            RC_TRY(prepared.bind(position, *found));
        } else {
            RC_TRY(prepared.bind(position, std::get<Value>(parameter.value)));
        }
    }
    return Done{};
}

/// Steps to the end. Rows are kept where somebody asks for them: all for a check, else the first.
Result<std::vector<Row>> Run::rowsOf(PreparedStatement &prepared, const Statement &statement) const
{
    const bool all = std::holds_alternative<ReturnsNothingNew>(statement.expect);
    const bool first = !statement.captures.isEmpty() || std::holds_alternative<ReadsBack>(statement.expect);
    std::vector<Row> rows;
    while (true) {
        const auto more = prepared.step();
        RC_TRY(more);
        if (!*more)
            return rows;
        if (!all && !(first && rows.empty()))
            continue;
        Row row;
        for (int column = 0; column < prepared.columnCount(); ++column)
            row.push_back(prepared.column(column));
        rows.push_back(std::move(row));
    }
}

Error notAsExpected(Error::Kind kind, QString message)
{
    Error error;
    error.kind = kind;
    error.message = std::move(message);
    return error;
}

Result<Done> Run::verify(int index, const std::vector<Row> &rows, qint64 changes) const
{
    const Statement &statement = m_script.statements.at(index);
    const QString name = nameOf(statement, index);
    return std::visit(
        Overloaded{
            [](std::monostate) -> Result<Done> { return Done{}; },
            [&](const TouchesRows &expected) -> Result<Done> {
                if (changes == expected.count)
                    return Done{};
                return notAsExpected(Error::Kind::Conflict,
                                     u"%1 met %2 rows instead of %3: somebody changed or deleted them since they "
                                     "were read; nothing was changed."_s.arg(name)
                                         .arg(changes)
                                         .arg(expected.count));
            },
            [&](const ReturnsNothingNew &) -> Result<Done> {
                const QStringList fresh = m_baselines.value(statement.sql).fresh(rows, statement);
                if (fresh.isEmpty())
                    return Done{};
                Error error =
                    notAsExpected(Error::Kind::Constraint,
                                  u"%1 found %2 problems that were not there before, the first in: %3."_s.arg(name)
                                      .arg(fresh.size())
                                      .arg(fresh.first()));
                error.detail = fresh.mid(0, 20).join(u'\n');
                return error;
            },
            [&](const ReadsBack &expected) -> Result<Done> {
                if (!rows.empty() && !rows.front().empty() && rows.front().front() == expected.value)
                    return Done{};
                if (!expected.otherwise.isEmpty())
                    return notAsExpected(Error::Kind::Sql, expected.otherwise);
                return notAsExpected(
                    Error::Kind::Sql,
                    u"%1 reads back “%2” instead of “%3”."_s.arg(
                        name, rows.empty() || rows.front().empty() ? u"nothing"_s : rows.front().front().display(),
                        expected.value.display()));
            },
        },
        statement.expect);
}

Result<Done> Run::cleanup()
{
    Result<Done> all = Done{};
    for (int index = 0; index < m_script.statements.size(); ++index) {
        if (m_script.statements.at(index).role != Statement::Role::Cleanup)
            continue;
        const auto ran = one(index);
        if (!ran && all)
            all = ran;
    }
    return all;
}

/// What comes after the transaction: none of it takes back what was committed.
void Run::later()
{
    ScriptSteps steps(m_database, m_script, m_context, [this](int index) {
        if (m_progress)
            m_progress(index, 0);
        else
            m_context.setProgress(index + 1, static_cast<int>(m_script.statements.size()));
        return one(index);
    });
    m_outcome.failedSteps = steps.run();
    m_outcome.afterwards = steps.words(m_outcome.failedSteps);
}

Error Run::afterFailure(Error error)
{
    // SQLite may have rolled back by itself, or not: only the database knows.
    if (m_database.inTransaction()) {
        std::optional<DeferredKeys> keys;
        if (error.kind == Error::Kind::Constraint && isCommit(error.statementIndex))
            keys.emplace(m_database);
        const auto back = m_database.run(u"ROLLBACK"_s);
        if (!back)
            error.detail += u" (ROLLBACK failed: %1)"_s.arg(back.error().message);
        else if (keys)
            error = keys->explained(error).value_or(error);
    }
    if (m_kept && !m_onCopy)
        error.message += u' ' + mayHaveStayed();
    return error;
}

bool Run::isCommit(int index) const
{
    return index >= 0 && m_script.statements.at(index).role == Statement::Role::Commit;
}

Error Run::located(Error error, int index) const
{
    error.statementIndex = index;
    error.statement = m_script.statements.at(index).sql;
    return error;
}

} // namespace

QString mayHaveStayed()
{
    return u"What ran before it may have stayed, because the script is not one transaction."_s;
}

Result<ScriptOutcome> runScript(Database &database, const Script &script, JobContext &context,
                                const BeforeCommit &beforeCommit, const AfterBegin &afterBegin,
                                const RowProgress &progress)
{
    return Run(database, script, context, beforeCommit, afterBegin, progress, false).whole();
}

Result<ScriptOutcome> rehearseScript(Database &copy, const Script &script, JobContext &context,
                                     const RowProgress &progress, const BeforeCommit &beforeCommit)
{
    return Run(copy, script, context, beforeCommit, {}, progress, true).whole();
}

} // namespace core
