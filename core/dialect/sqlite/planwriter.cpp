// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/planwriter.h"

#include "core/dialect/sqlite/ddlwriter.h"
#include "core/dialect/sqlite/editsql.h"
#include "core/dialect/sqlite/plannersql.h"
#include "core/dialect/sqlite/words.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QSet<QString> triggerNames(const Schema &schema)
{
    QSet<QString> names;
    for (const Table &t : schema.tables) {
        for (const Trigger &g : t.triggers)
            names.insert(foldedName(g.name));
    }
    for (const Trigger &g : schema.viewTriggers)
        names.insert(foldedName(g.name));
    return names;
}

QString createIndexSql(const Index &index, const Table &table)
{
    return index.columns.isEmpty() ? index.text.sql : sqliteCreateIndex(index, table.name);
}

} // namespace

PlanWriter::PlanWriter(const SchemaDiff &diff, const PlanOptions &options)
    : m_diff(diff)
    , m_options(options)
    , m_scene(diff, options)
    , m_targetTriggers(triggerNames(diff.target))
{
    for (int i = 0; i < diff.changes.size(); ++i)
        m_changesOf[foldedName(tableOf(diff.changes[i]).name)].append(i);
    for (const auto &[i, c] : m_scene.all<change::DropTrigger>())
        m_changesOfTrigger[foldedName(c->trigger.name)].append(i);
    for (const auto &[i, c] : m_scene.all<change::CreateTrigger>())
        m_changesOfTrigger[foldedName(c->trigger.name)].append(i);
}

Result<Plan> PlanWriter::run()
{
    if (m_diff.isEmpty())
        return Plan();
    for (const Statement &s : m_options.repairs) {
        m_body.append(s);
        m_sources.append(QList<int>());
    }
    putAside();
    dropIndexes();
    renameTables();
    if (!m_options.keysStayOn) // else together with what refers to them
        dropTables();
    RC_TRY(renameColumns());
    changeInPlace();
    createTables();
    RC_TRY(rebuild());
    createIndexes();
    restore();
    createViews();
    createTriggers();
    checkViews();
    checkTriggers();
    return assembled();
}

void PlanWriter::add(const QString &sql, const QString &purpose, const QList<int> &sources, Statement::Role role)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    s.role = role;
    m_body.append(s);
    m_sources.append(sources);
}

/// Those of a table that goes, or is made anew, go with it, unless a table needs their name before that.
void PlanWriter::dropIndexes()
{
    QSet<QString> needed;
    for (const auto &[i, c] : m_scene.all<change::RenameTable>())
        needed.insert(foldedName(c->to.name));
    const auto created = m_scene.all<change::CreateTable>();
    for (const auto &[i, c] : m_options.keysStayOn ? created : QList<std::pair<int, const change::CreateTable *>>())
        needed.insert(foldedName(c->table.name.name));
    for (const auto &[i, c] : m_scene.all<change::DropTable>()) {
        for (const Index &index : c->table.indexes) {
            if (needed.contains(foldedName(index.name)))
                add(u"DROP INDEX "_s + sqliteQualified({c->table.name.schema, index.name}),
                    u"The index %1 goes with its table; its name is needed before"_s.arg(index.name), {i});
        }
    }
    for (const auto &[i, c] : created)
        needed.insert(foldedName(c->table.name.name));
    for (const auto &[i, c] : m_scene.all<change::DropIndex>()) {
        // It goes with a table that is made anew; a file says so all the same, for who looks at what it loses.
        if (!m_scene.isRebuilt(c->table) || needed.contains(foldedName(c->index.name)) || m_options.keysStayOn)
            add(u"DROP INDEX "_s + sqliteQualified({c->table.schema, c->index.name}), wordsOf(m_diff.changes[i]), {i});
    }
}

void PlanWriter::dropTables()
{
    for (const auto &[i, c] : m_scene.all<change::DropTable>())
        add(u"DROP TABLE "_s + sqliteQualified(c->table.name), wordsOf(m_diff.changes[i]), {i});
}

QualifiedName PlanWriter::beforeName(const QualifiedName &after) const
{
    for (const TableRename &t : m_diff.renames.tables) {
        if (folded(t.to) == folded(after))
            return t.from;
    }
    return after;
}

/// One after the other, each when its new name is free; where they wait for each other (or for themselves, when
/// only the case is another), one takes a name in between that nobody has (`reserved`).
template <typename Rename>
void PlanWriter::inOrder(QList<Step> steps, QSet<QString> taken, QSet<QString> reserved, Rename rename)
{
    while (!steps.isEmpty()) {
        const auto isFree = [&](const Step &s) { return !taken.contains(foldedName(s.to)); };
        auto next = std::find_if(steps.begin(), steps.end(), isFree);
        if (next == steps.end()) {
            next = std::find_if(steps.begin(), steps.end(), [](const Step &s) { return !s.between; });
            if (next == steps.end())
                next = steps.begin(); // taken by what stays; SQLite says so
        }
        Step step = *next;
        if (taken.contains(foldedName(step.to)) && !step.between) {
            step.aside = true;
            step.to = u"__between_"_s + next->to;
            while (reserved.contains(foldedName(step.to)))
                step.to += u'_';
            reserved.insert(foldedName(step.to));
            next->from = step.to;
            next->between = true;
        } else {
            steps.erase(next);
        }
        rename(step);
        taken.remove(foldedName(step.from));
        taken.insert(foldedName(step.to));
    }
}

QString PlanWriter::reasonOf(const Step &step) const
{
    const Change &change = m_diff.changes[step.change];
    const auto *table = std::get_if<change::RenameTable>(&change);
    const auto *column = std::get_if<change::RenameColumn>(&change);
    const Table *holder = column ? m_scene.target.table(column->table) : nullptr;
    if (table && !m_scene.target.table(table->to))
        return u"Take the table %1 out of the way: it goes, and another one takes its name"_s.arg(
            table->from.display());
    if (column && !(holder && holder->column(column->to)))
        return u"Take the column %1 of %2 out of the way: it goes, and another one takes its name"_s.arg(
            column->from, column->table.display());
    const QString words = wordsOf(change);
    return step.aside ? words + u", by a name in between, because the new one is still taken"_s : words;
}

void PlanWriter::renameTables()
{
    QList<Step> steps;
    for (const auto &[i, c] : m_scene.all<change::RenameTable>())
        steps.append({c->from.name, c->to.name, i});
    QSet<QString> taken;
    for (const Table &t : m_diff.before.tables)
        taken.insert(foldedName(t.name.name));
    inOrder(steps, taken, m_scene.taken, [this](const Step &s) {
        add(u"ALTER TABLE "_s + sqliteIdentifier(s.from) + u" RENAME TO "_s + sqliteIdentifier(s.to),
            reasonOf(s) + u"; keys of other tables follow it"_s, {s.change});
        for (const QString &table : {u"sqlite_stat1"_s, u"sqlite_stat4"_s}) { // which SQLite does not rename in
            if (m_scene.before.table({{}, table}))
                add(u"UPDATE "_s + sqliteIdentifier(table) + u" SET `tbl` = "_s + sqliteLiteral(Value::text(s.to))
                        + u" WHERE `tbl` = "_s + sqliteLiteral(Value::text(s.from)),
                    u"What ANALYZE found out about %1 is about %2"_s.arg(s.from, s.to), {s.change});
        }
    });
}

/// SQLite 3.40 stumbles over its own copy of the key when both are written and the table has no row numbers.
Result<Done> PlanWriter::canRename(const change::RenameColumn &c) const
{
    const Table *t = m_scene.before.table(beforeName(c.table));
    const Column *column = t ? t->column(c.from) : nullptr;
    const auto isOnlyIt = [&](const QStringList &names) {
        return names.size() == 1 && foldedName(names.first()) == foldedName(c.from);
    };
    const bool repeated = column && t->withoutRowId && isOnlyIt(t->primaryKeyColumns())
        && column->declaredType.compare("INTEGER"_L1, Qt::CaseInsensitive) == 0
        && std::any_of(t->uniques.cbegin(), t->uniques.cend(),
                       [&](const UniqueConstraint &u) { return isOnlyIt(u.columnNames()); });
    if (!repeated)
        return Done{};
    return Error::invalid(
        u"SQLite cannot rename the key %1 of %2, because a UNIQUE repeats it: drop that UNIQUE first."_s.arg(
            c.from, t->name.display()));
}

Result<Done> PlanWriter::renameColumns()
{
    QMap<QString, QList<Step>> byTable;
    for (const auto &[i, c] : m_scene.all<change::RenameColumn>()) {
        RC_TRY(canRename(*c));
        byTable[c->table.name].append({c->from, c->to, i});
    }
    for (auto it = byTable.cbegin(); it != byTable.cend(); ++it) {
        QSet<QString> taken;
        const Table *before = m_scene.before.table(beforeName({{}, it.key()}));
        for (const Column &c : before ? before->columns : QList<Column>())
            taken.insert(foldedName(c.name));
        QSet<QString> reserved = taken;
        if (const Table *after = m_scene.target.table({{}, it.key()})) {
            for (const Column &c : after->columns)
                reserved.insert(foldedName(c.name));
        }
        inOrder(it.value(), taken, reserved, [&](const Step &s) {
            add(u"ALTER TABLE "_s + sqliteIdentifier(it.key()) + u" RENAME COLUMN "_s + sqliteIdentifier(s.from)
                    + u" TO "_s + sqliteIdentifier(s.to),
                reasonOf(s), {s.change});
        });
    }
    return Done{};
}

void PlanWriter::changeInPlace()
{
    for (const SqlitePlanScene::TableWork &work : std::as_const(m_scene.tables)) {
        if (work.rebuild)
            continue;
        const QString alter = u"ALTER TABLE "_s + sqliteQualified(work.to->name);
        for (const bool generated : {true, false}) { // those that read others go before them
            for (const int i : work.changes) {
                const auto *c = std::get_if<change::DropColumn>(&m_diff.changes[i]);
                if (c && c->column.isGenerated() == generated)
                    add(alter + u" DROP COLUMN "_s + sqliteIdentifier(c->column.name), wordsOf(m_diff.changes[i]),
                        withChecksOf(work, c->column.name, i));
            }
        }
        for (const int i : work.changes) {
            if (const auto *c = std::get_if<change::AddColumn>(&m_diff.changes[i]))
                addColumn(work, *c, i);
        }
    }
}

QList<int> PlanWriter::withChecksOf(const SqlitePlanScene::TableWork &work, const QString &column, int change) const
{
    QList<int> out{change};
    for (const int i : work.changes) {
        const auto *check = std::get_if<change::DropCheck>(&m_diff.changes[i]);
        if (check && foldedName(check->check.column) == foldedName(column))
            out.append(i);
    }
    return out;
}

/// The column with what can be written in it, so that it comes in one statement.
void PlanWriter::addColumn(const SqlitePlanScene::TableWork &work, const change::AddColumn &c, int change)
{
    QList<int> sources{change};
    Table carrier;
    carrier.name = work.to->name;
    carrier.columns.append(c.column);
    for (const int i : work.withColumn.value(foldedName(c.column.name))) {
        sources.append(i);
        if (const auto *check = std::get_if<change::AddCheck>(&m_diff.changes[i])) {
            carrier.checks.append(check->check);
            carrier.checks.last().column = c.column.name;
        } else if (const auto *key = std::get_if<change::AddForeignKey>(&m_diff.changes[i])) {
            carrier.foreignKeys.append(key->foreignKey);
            carrier.foreignKeys.last().column = c.column.name;
        }
    }
    add(u"ALTER TABLE "_s + sqliteQualified(work.to->name) + u" ADD COLUMN "_s
            + sqliteColumnDefinition(carrier, carrier.columns.first()),
        wordsOf(m_diff.changes[change]), sources);
}

void PlanWriter::createTables()
{
    for (const Table::Kind kind : {Table::Kind::Ordinary, Table::Kind::Virtual}) {
        for (const auto &[i, c] : m_scene.all<change::CreateTable>()) {
            if (c->table.kind == kind)
                add(sqliteCreateTable(c->table), wordsOf(m_diff.changes[i]), {i});
        }
    }
}

void PlanWriter::createIndexes()
{
    QHash<QString, int> added;
    for (const auto &[i, c] : m_scene.all<change::AddIndex>())
        added.insert(foldedName(c->index.name), i);
    QHash<QString, int> creation;
    for (const auto &[i, c] : m_scene.all<change::CreateTable>())
        creation.insert(foldedName(c->table.name.name), i);
    for (const Table &t : m_diff.target.tables) {
        for (const Index &index : t.indexes) {
            const int change = added.value(foldedName(index.name), creation.value(foldedName(t.name.name), -1));
            if (change >= 0)
                add(createIndexSql(index, t), u"Create the index %1 on %2"_s.arg(index.name, t.name.display()),
                    {change});
            else if (m_scene.isRebuilt(t.name))
                add(createIndexSql(index, t),
                    u"The index %1 went with the old %2; make it again"_s.arg(index.name, t.name.display()), {});
        }
    }
}

void PlanWriter::restore()
{
    for (const Statement &s : m_options.restores) {
        m_body.append(s);
        m_sources.append(QList<int>());
    }
}

/// Outside the transaction, where alone SQLite attaches and detaches.
void PlanWriter::attachSaved(Script &script) const
{
    Statement attach;
    attach.role = Statement::Role::Setup;
    attach.sql = u"ATTACH "_s + sqliteLiteral(Value::text(SqlitePlanner().attachName(m_options.savedFile))) + u" AS "_s
        + sqliteIdentifier(savedSchema());
    attach.purpose = u"Open, for reading only, what was saved before it went"_s;
    Statement detach;
    detach.role = Statement::Role::Cleanup;
    detach.sql = u"DETACH "_s + sqliteIdentifier(savedSchema());
    detach.purpose = u"Close it again"_s;
    script.statements.prepend(attach);
    script.statements.append(detach);
}

bool PlanWriter::needsKeysOff() const
{
    if (m_options.keysStayOn)
        return false;
    return !m_options.restores.isEmpty() || m_scene.dropsTables || !m_rebuilt.isEmpty()
        || !m_scene.all<change::AddForeignKey>().isEmpty() || !m_scene.all<change::RenameTable>().isEmpty();
}

Plan PlanWriter::assembled() const
{
    Plan plan;
    plan.rebuilt = m_rebuilt;
    QStringList remade;
    for (const QString &name : m_rebuilt)
        remade.append(foldedName(name));
    const QString title = !m_options.title.isEmpty() ? m_options.title
        : m_diff.changes.size() == 1                 ? wordsOf(m_diff.changes.first())
                                                     : u"Change the schema in %1 ways"_s.arg(m_diff.changes.size());
    const qsizetype length = m_body.size();
    plan.script =
        sqliteInTransaction(title, m_body, needsKeysOff() ? Dialect::ForeignKeys::Off : Dialect::ForeignKeys::Enforced);
    if (!m_options.savedFile.isEmpty())
        attachSaved(plan.script);
    qsizetype first = 0;
    while (plan.script.statements.at(first).role != Statement::Role::Begin)
        ++first;
    ++first;
    for (qsizetype i = 0; i < plan.script.statements.size(); ++i) {
        const bool isBody = i >= first && i < first + length;
        plan.sources.append(isBody ? m_sources.at(i - first) : QList<int>());
        Statement &statement = plan.script.statements[i];
        auto *check = std::get_if<ReturnsNothingNew>(&statement.expect);
        if (!check)
            continue;
        check->remade = remade;
        makeCheckPossible(statement, *check);
    }
    return plan;
}

} // namespace core
