// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/planwriter.h"

#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planner.h"
#include "core/dialect/postgres/postgressaved.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

PostgresPlanWriter::PostgresPlanWriter(const SchemaDiff &diff, const PlanOptions &options)
    : m_diff(diff)
    , m_options(options)
    , m_scene(diff, options)
    , m_dependents(m_scene)
{
}

Result<Plan> PostgresPlanWriter::run()
{
    if (m_diff.isEmpty())
        return Plan();
    add(postgresSearchPath(true), u"Names without a schema mean public from here to the end of the transaction"_s, {});
    for (const Statement &s : m_options.loads + m_options.repairs) {
        m_body.append(s);
        m_sources.append(QList<int>());
    }
    if (m_scene.makesFunctions())
        add(u"SET LOCAL check_function_bodies TO off"_s, u"Functions may speak of what comes after them"_s, {});
    rename();
    findWays();
    putAside();
    dropConstraints();
    dropDefaults();
    dropFunctions();
    dropTables();
    loseIdentities();
    RC_TRY(prepareObjects());
    makeInOrder(Stage::BeforeColumns);
    silenceTriggers();
    RC_TRY(changeTables());
    changeSequences();
    ownSequences();
    attachPartitions();
    restore();
    addConstraints();
    addReferences();
    makeInOrder(Stage::Views);
    giveDefaultsBack();
    createTriggers();
    createPolicies();
    makeDependents();
    dropObjects();
    comment();
    afterCommit();
    return assembled();
}

/// Whether the trigger, or the one of the partitioned table that it comes from, is not there for a while.
bool PostgresPlanWriter::isAway(const Table &table, const Trigger &trigger) const
{
    const auto dropped = m_scene.all<change::DropTrigger>();
    for (const Table *of = &table; of; of = trigger.inherited ? m_scene.after(of->facts.partitionOf) : nullptr) {
        const bool goes = std::any_of(dropped.cbegin(), dropped.cend(), [&](const auto &c) {
            return c.second->trigger.table == of->name && c.second->trigger.name == trigger.name;
        });
        if (goes || m_scene.triggers.contains({of->name, trigger.name}))
            return true;
    }
    return false;
}

/// Triggers of tables that stay do not hear of what comes back, as they did not when it went; nor of what is filled in:
/// they would change what nobody asked to be changed.
void PostgresPlanWriter::silenceTriggers()
{
    const QString why = m_options.savedFile.isEmpty() ? u"The trigger %1 does not hear of what is filled in"_s
                                                      : u"The trigger %1 does not hear of what comes back"_s;
    for (const Table &t : m_diff.target.tables) {
        const Table *before = m_scene.before(t.name);
        const QString name = u' ' + postgresQualified(t.name) + u' ';
        const bool isWritten = std::any_of(m_options.restores.cbegin(), m_options.restores.cend(),
                                           [&](const Statement &s) { return s.sql.contains(name); })
            || std::any_of(m_options.fills.cbegin(), m_options.fills.cend(),
                           [&](const Fill &f) { return f.table == t.name || isHeirOf(t.name, f.table); });
        for (const Trigger &g : before &&isWritten ? t.triggers : QList<Trigger>()) {
            const bool isThere = std::any_of(before->triggers.cbegin(), before->triggers.cend(),
                                             [&](const Trigger &old) { return old.name == g.name; });
            if (!isThere || isAway(t, g) || g.enabled != Trigger::Enabled::Yes)
                continue;
            m_silent.append({t.name, g.name});
            // A partition's may be told otherwise than its table's.
            add(u"ALTER TABLE ONLY "_s + postgresQualified(t.name) + u" DISABLE TRIGGER "_s
                    + postgresIdentifier(g.name),
                why.arg(g.name), {});
        }
    }
}

/// Before keys and constraints, so that the order of the rows does not matter.
void PostgresPlanWriter::restore()
{
    for (const Statement &s : m_options.restores) {
        m_body.append(s);
        m_sources.append(QList<int>());
    }
    for (const auto &[table, trigger] : std::as_const(m_silent))
        add(u"ALTER TABLE ONLY "_s + postgresQualified(table) + u" ENABLE TRIGGER "_s + postgresIdentifier(trigger),
            u"The trigger %1 hears again"_s.arg(trigger), {});
    if (m_options.restores.isEmpty())
        return;
    for (const auto &[i, c] : m_scene.all<change::CreateTable>()) {
        for (const Column &column : c->table.columns) {
            if (!column.inherited
                && (column.identity || isPostgresSerial(column.declaredType)
                    || sequenceOf(m_diff.target, c->table.name, &column)))
                continueCounting(c->table.name, column.name,
                                 u"pg_get_serial_sequence("_s + postgresString(postgresQualified(c->table.name))
                                     + u", "_s + postgresString(column.name) + u')',
                                 i);
        }
    }
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
    if (!m_later.isEmpty())
        commit.purpose = u"Keep it; what follows are steps of their own"_s;
    plan.script.statements = QList<Statement>{begin} + m_body + QList<Statement>{commit} + m_later;
    plan.sources = QList<QList<int>>{{}} + m_sources + QList<QList<int>>{{}} + m_laterSources;
    plan.ways = m_ways;
    plan.notices = m_dependents.notices() + m_notices;
    if (!m_later.isEmpty())
        plan.atCommit = atCommit();
    return plan;
}

Result<Plan> PostgresPlanner::plan(const SchemaDiff &diff, const PlanOptions &options) const
{
    return PostgresPlanWriter(diff, options).run();
}

const SavedSql &PostgresPlanner::savedSql() const
{
    static const PostgresSavedSql sql; // stateless
    return sql;
}

} // namespace core
