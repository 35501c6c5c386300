// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/planscene.h"

#include "core/base/overloaded.h"
#include "core/dialect/sqlite/expressiontext.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Indexes and renames are dealt with apart from the table itself.
bool isAboutTable(const Change &change)
{
    return std::visit(Overloaded{
                          [](const change::RenameTable &) { return false; },
                          [](const change::RenameColumn &) { return false; },
                          [](const change::DropTrigger &) { return false; },
                          [](const change::DropView &) { return false; },
                          [](const change::DropIndex &) { return false; },
                          [](const change::DropTable &) { return false; },
                          [](const change::CreateTable &) { return false; },
                          [](const change::AddIndex &) { return false; },
                          [](const change::CreateView &) { return false; },
                          [](const change::CreateTrigger &) { return false; },
                          [](const change::ChangeObject &) { return false; },
                          [](const change::ChangeComment &) { return false; },
                          [](const change::RenameObject &) { return false; },
                          [](const change::DropForeignKey &) { return true; },
                          [](const change::DropCheck &) { return true; },
                          [](const change::DropUnique &) { return true; },
                          [](const change::ChangeTableOptions &) { return true; },
                          [](const change::ChangePrimaryKey &) { return true; },
                          [](const change::DropColumn &) { return true; },
                          [](const change::AlterColumn &) { return true; },
                          [](const change::AddColumn &) { return true; },
                          [](const change::ReorderColumns &) { return true; },
                          [](const change::AddUnique &) { return true; },
                          [](const change::AddCheck &) { return true; },
                          [](const change::AddForeignKey &) { return true; },
                      },
                      change);
}

} // namespace

SqlitePlanScene::SqlitePlanScene(const SchemaDiff &d, const PlanOptions &o)
    : diff(d)
    , options(o)
    , before(d.before)
    , renamed(d.renamed)
    , target(d.target)
{
    takeNames(diff.before);
    takeNames(diff.target);
    groupByTable();
    for (TableWork &work : tables)
        decide(work);
    if (options.keysStayOn)
        takeDescendantsAlong();
    for (const TableWork &work : std::as_const(tables)) {
        if (work.rebuild)
            m_rebuilt.insert(foldedName(work.to->name.name));
    }
    findTouched();
    putAside();
}

void SqlitePlanScene::takeNames(const Schema &schema)
{
    for (const Table &t : schema.tables) {
        taken.insert(foldedName(t.name.name));
        for (const Index &i : t.indexes)
            taken.insert(foldedName(i.name));
    }
    for (const View &v : schema.views)
        taken.insert(foldedName(v.name.name));
}

const Fill *SqlitePlanScene::fillFor(const Table &table, const QString &column) const
{
    for (const Fill &f : options.fills) {
        if (folded(f.table) == folded(table.name) && foldedName(f.column) == foldedName(column))
            return &f;
    }
    return nullptr;
}

bool SqlitePlanScene::castsTo(const Table &table, const QString &column) const
{
    return std::any_of(options.casts.cbegin(), options.casts.cend(), [&](const auto &c) {
        return folded(c.first) == folded(table.name) && foldedName(c.second) == foldedName(column);
    });
}

bool SqlitePlanScene::wasBroken(const QString &trigger) const
{
    return m_brokenTriggers.contains(foldedName(trigger));
}

QString SqlitePlanScene::helperName(const QualifiedName &table) const
{
    QString name = u"__new_"_s + table.name;
    for (int n = 2; taken.contains(foldedName(name)); ++n)
        name = u"__new_"_s + table.name + u'_' + QString::number(n);
    return name;
}

bool SqlitePlanScene::isRebuilt(const QualifiedName &table) const
{
    return m_rebuilt.contains(foldedName(table.name));
}

void SqlitePlanScene::groupByTable()
{
    QMap<QString, TableWork> byName;
    for (int i = 0; i < diff.changes.size(); ++i) {
        if (!isAboutTable(diff.changes[i]))
            continue;
        const QualifiedName name = tableOf(diff.changes[i]);
        TableWork &work = byName[name.name];
        work.from = renamed.table(name);
        work.to = target.table(name);
        work.changes.append(i);
    }
    tables = byName.values();
}

void SqlitePlanScene::decide(TableWork &work) const
{
    work.rebuild = !canStayInPlace(work);
    if (work.rebuild)
        work.withColumn.clear();
}

/// Whatever refers, over any number of keys, to a table that is made anew or goes: dropping the old one would reach it.
void SqlitePlanScene::takeDescendantsAlong()
{
    QHash<QString, QStringList> children; // names folded
    for (const Table &t : diff.renamed.tables) {
        for (const ForeignKey &k : t.foreignKeys)
            children[foldedName(k.target.name)].append(foldedName(t.name.name));
    }
    QStringList waiting;
    for (const TableWork &work : std::as_const(tables)) {
        if (work.rebuild)
            waiting.append(foldedName(work.to->name.name));
    }
    for (const auto &[i, c] : all<change::DropTable>())
        waiting.append(foldedName(c->table.name.name));
    QSet<QString> reached;
    while (!waiting.isEmpty()) {
        const QString name = waiting.takeLast();
        if (!reached.contains(name))
            waiting += children.value(name);
        reached.insert(name);
    }
    QMap<QString, TableWork> byName;
    for (const TableWork &work : std::as_const(tables))
        byName.insert(work.to->name.name, work);
    for (const Table &t : diff.renamed.tables) {
        const Table *to = target.table(t.name);
        if (!reached.contains(foldedName(t.name.name)) || !to || to->kind != Table::Kind::Ordinary)
            continue;
        TableWork &work = byName[to->name.name];
        work.from = &t;
        work.to = to;
        work.rebuild = true;
        work.withColumn.clear();
    }
    tables = byName.values();
}

/// Whether a generated column that goes is read by another one that goes: no order of dropping is simple then.
bool SqlitePlanScene::readEachOther(const TableWork &work) const
{
    QSet<QString> generated;
    QSet<QString> read;
    for (const int i : work.changes) {
        const auto *drop = std::get_if<change::DropColumn>(&diff.changes[i]);
        if (!drop || !drop->column.isGenerated())
            continue;
        generated.insert(foldedName(drop->column.name));
        read += sqliteNamesIn(drop->column.generatedExpression);
    }
    return generated.intersects(read);
}

bool SqlitePlanScene::canStayInPlace(TableWork &work) const
{
    QStringList added; // folded, in the order they are added
    QStringList dropped;
    for (const int i : std::as_const(work.changes)) {
        const Change &c = diff.changes[i];
        if (const auto *add = std::get_if<change::AddColumn>(&c)) {
            if (!canAdd(work, add->column))
                return false;
            added.append(foldedName(add->column.name));
        } else if (const auto *drop = std::get_if<change::DropColumn>(&c)) {
            dropped.append(foldedName(drop->column.name));
        }
    }
    if (readEachOther(work))
        return false;
    for (const int i : std::as_const(work.changes)) {
        const Change &c = diff.changes[i];
        if (std::holds_alternative<change::AddColumn>(c) || std::holds_alternative<change::DropColumn>(c))
            continue;
        if (const auto *check = std::get_if<change::DropCheck>(&c)) {
            // It goes with its column when it is written there and says nothing of others.
            const QSet<QString> names = sqliteNamesIn(check->check.expression);
            const auto other = [&](const Column &col) {
                return foldedName(col.name) != foldedName(check->check.column) && names.contains(foldedName(col.name));
            };
            if (dropped.contains(foldedName(check->check.column))
                && std::none_of(work.from->columns.cbegin(), work.from->columns.cend(), other))
                continue;
            return false;
        }
        QString with; // the added column that it can be written in
        if (const auto *check = std::get_if<change::AddCheck>(&c)) {
            const QSet<QString> names = sqliteNamesIn(check->check.expression);
            for (const QString &name : std::as_const(added))
                with = names.contains(name) ? name : with;
        } else if (const auto *key = std::get_if<change::AddForeignKey>(&c)) {
            const QString column = foldedName(key->foreignKey.columns.value(0));
            const Column *own = work.to->column(column);
            const bool hasDefault = own && own->defaultExpression; // which SQLite refuses while keys are on
            if (key->foreignKey.columns.size() == 1 && added.contains(column) && !(options.keysStayOn && hasDefault))
                with = column;
        }
        if (with.isEmpty())
            return false;
        work.withColumn[with].append(i);
    }
    return true;
}

/// ALTER TABLE ADD COLUMN has its limits. (That a NOT NULL column without a value fails where there are rows is the
/// same either way.)
bool SqlitePlanScene::canAdd(const TableWork &work, const Column &column) const
{
    if (column.generation == Column::Generation::Stored || fillFor(*work.to, column.name))
        return false;
    return !column.defaultExpression || isSqliteConstantDefault(*column.defaultExpression);
}

void SqlitePlanScene::findTouched()
{
    const auto touch = [this](const QualifiedName &name) {
        m_touched.insert(foldedName(name.name));
        m_compilesAll = true;
    };
    for (const auto &[i, c] : all<change::RenameTable>()) {
        touch(c->from);
        touch(c->to);
    }
    for (const auto &[i, c] : all<change::RenameColumn>())
        touch(c->table);
    for (const auto &[i, c] : all<change::DropColumn>())
        touch(c->table);
    for (const auto &[i, c] : all<change::DropTable>()) {
        m_touched.insert(foldedName(c->table.name.name));
        dropsTables = true;
    }
    for (const TableWork &work : std::as_const(tables)) {
        if (work.rebuild)
            touch(work.to->name);
    }
    for (const Statement &s : options.restores) // what comes back is nothing new that a trigger should hear of
        m_touched += sqliteTablesIn(s.sql);
}

bool SqlitePlanScene::isTouched(const QSet<QString> &names) const
{
    return names.intersects(m_touched) || names.intersects(asideViews);
}

QList<const Trigger *> SqlitePlanScene::triggersBefore() const
{
    QList<const Trigger *> out;
    for (const Table &t : diff.before.tables) {
        for (const Trigger &g : t.triggers)
            out.append(&g);
    }
    for (const Trigger &g : diff.before.viewTriggers)
        out.append(&g);
    return out;
}

/// Whether SQLite, which compiles all triggers when it renames or drops a column, could refuse because of this one.
bool SqlitePlanScene::mayNotCompile(const Trigger &trigger, const SchemaIndex &schema)
{
    return trigger.body.isEmpty() || !sqliteUnknownNames(trigger, schema).isEmpty();
}

/// Those that speak of a table that is renamed or made anew would stand in its way, or be left with another meaning;
/// so would, anywhere, those that do not compile.
void SqlitePlanScene::putAside()
{
    for (const auto &[i, c] : all<change::DropView>())
        asideViews.insert(foldedName(c->view.name.name));
    for (bool grown = true; grown;) {
        grown = false;
        for (const View &v : diff.before.views) {
            const QString name = foldedName(v.name.name);
            if (asideViews.contains(name))
                continue;
            const bool broken = m_compilesAll && !v.brokenBecause.isEmpty();
            if (!broken && !isTouched(sqliteNamesIn(v.definition.isEmpty() ? v.text.sql : v.definition)))
                continue;
            asideViews.insert(name);
            grown = true;
        }
    }
    for (const auto &[i, c] : all<change::DropTrigger>())
        asideTriggers.insert(foldedName(c->trigger.name));
    const QList<const Trigger *> triggers = triggersBefore();
    for (const Trigger *g : triggers) {
        const bool broken = mayNotCompile(*g, before);
        if (broken)
            m_brokenTriggers.insert(foldedName(g->name));
        QSet<QString> names = g->body.isEmpty() ? sqliteNamesIn(g->text.sql) : sqliteNamesIn(g->body + u' ' + g->when);
        names.insert(foldedName(g->table.name));
        if (isTouched(names) || (m_compilesAll && broken))
            asideTriggers.insert(foldedName(g->name));
    }
}

} // namespace core
