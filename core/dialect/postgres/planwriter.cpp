// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/planwriter.h"

#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planner.h"
#include "core/dialect/savedsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

PostgresPlanWriter::PostgresPlanWriter(const SchemaDiff &diff, const PlanOptions &options)
    : m_diff(diff)
    , m_options(options)
    , m_scene(diff, options)
{
}

Result<Plan> PostgresPlanWriter::run()
{
    if (m_diff.isEmpty())
        return Plan();
    add(postgresSearchPath(true), u"Names without a schema mean public from here to the end of the transaction"_s, {});
    for (const Statement &s : m_options.repairs) {
        m_body.append(s);
        m_sources.append(QList<int>());
    }
    rename();
    putAside();
    dropConstraints();
    dropTables();
    loseIdentities();
    RC_TRY(prepareObjects());
    makeInOrder(false);
    RC_TRY(changeTables());
    changeSequences();
    ownSequences();
    addConstraints();
    addReferences();
    for (const Statement &s : m_options.restores) {
        m_body.append(s);
        m_sources.append(QList<int>());
    }
    makeInOrder(true);
    createTriggers();
    createPolicies();
    dropObjects();
    comment();
    return assembled();
}

void PostgresPlanWriter::add(const QString &sql, const QString &purpose, const QList<int> &sources)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    QList<int> sorted = sources;
    std::sort(sorted.begin(), sorted.end());
    m_body.append(s);
    m_sources.append(sorted);
}

void PostgresPlanWriter::giveBack(const QStringList &before, const QStringList &after, const QString &name,
                                  const QString &display, const QList<int> &sources)
{
    for (QString statement : before.isEmpty() ? after : before)
        add(statement.replace(keptName, name), u"%1 keeps its owner, privileges and rules"_s.arg(display), sources);
}

void PostgresPlanWriter::alter(const QualifiedName &table, const QString &action, const QString &purpose,
                               const QList<int> &sources)
{
    const Table *t = m_scene.before(table) ? m_scene.before(table) : m_scene.after(table);
    const QString kind = t ? postgresRelationKind(*t) : u"TABLE"_s;
    add(u"ALTER "_s + kind + u' ' + postgresQualified(table) + u' ' + action, purpose, sources);
}

QString PostgresPlanWriter::words(int change) const
{
    return wordsOf(m_diff.changes[change]);
}

Plan PostgresPlanWriter::assembled() const
{
    Plan plan;
    plan.script.title = !m_options.title.isEmpty() ? m_options.title
        : m_diff.changes.size() == 1               ? wordsOf(m_diff.changes.first())
                                                   : u"Change the schema in %1 ways"_s.arg(m_diff.changes.size());
    Statement begin;
    begin.sql = u"BEGIN"_s;
    begin.role = Statement::Role::Begin;
    begin.purpose = u"All of it or nothing"_s;
    Statement commit;
    commit.sql = u"COMMIT"_s;
    commit.role = Statement::Role::Commit;
    commit.purpose = u"Keep it"_s;
    plan.script.statements = QList<Statement>{begin} + m_body + QList<Statement>{commit};
    plan.sources = QList<QList<int>>{{}} + m_sources + QList<QList<int>>{{}};
    return plan;
}

Result<Plan> PostgresPlanner::plan(const SchemaDiff &diff, const PlanOptions &options) const
{
    return PostgresPlanWriter(diff, options).run();
}

namespace {

/// What goes is not kept in a file beside a server's database.
class PostgresSavedSql final : public SavedSql {
public:
    [[nodiscard]] QString stored(const Shape &, const QString &) const override { return {}; }
    [[nodiscard]] QString becoming(const ProbeSql::OldRows &, const QStringList &, const QString &, const QString &,
                                   const QString &) const override
    {
        return {};
    }
    [[nodiscard]] QString changed(const Shape &, const QString &, const QString &) const override { return {}; }
    [[nodiscard]] QString beginTrying() const override { return u"SAVEPOINT raincheck_trying"_s; }
    [[nodiscard]] QStringList takeBackWhatWasTried() const override
    {
        return {u"ROLLBACK TO SAVEPOINT raincheck_trying"_s, u"RELEASE SAVEPOINT raincheck_trying"_s};
    }
    [[nodiscard]] QString count(const Shape &) const override { return {}; }
    [[nodiscard]] QStringList create(const Shape &) const override { return {}; }
    [[nodiscard]] QString insert(const Shape &) const override { return {}; }
    [[nodiscard]] QStringList sift(const Shape &) const override { return {}; }
    [[nodiscard]] QStringList finish(const Shape &) const override { return {}; }
    [[nodiscard]] Statement restoreRows(const Shape &, bool) const override { return {}; }
    [[nodiscard]] Statement restoreValues(const Shape &, bool) const override { return {}; }
    [[nodiscard]] QString savedValue(const Shape &, int, const QString &otherwise) const override { return otherwise; }
    [[nodiscard]] QList<Statement> restoreCounter(const QualifiedName &, qint64) const override { return {}; }
};

} // namespace

const SavedSql &PostgresPlanner::savedSql() const
{
    static const PostgresSavedSql sql; // stateless
    return sql;
}

} // namespace core
