// SPDX-License-Identifier: GPL-3.0-or-later
// What steps aside in a plan for PostgreSQL, what goes, and what comes (back) once tables are as they shall be.
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planparts.h"
#include "core/dialect/postgres/planwriter.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString outOfTheWay(const QString &what, const QString &name)
{
    return u"%1 %2 steps aside for what follows"_s.arg(what, name);
}

} // namespace

void PostgresPlanWriter::dropFunction(const PostgresPlanScene::Function_ &f)
{
    add(u"DROP "_s + postgresFunctionName(*f.function),
        f.change >= 0 ? words(f.change) : outOfTheWay(u"The function"_s, f.function->name.display()), f.sources);
}

/// Each before what it reads.
void PostgresPlanWriter::dropViewsAndTheirReaders()
{
    const auto drop = [this](const PostgresPlanScene::View_ &v) {
        const bool goes = m_scene.goneViews.contains(v.view->name);
        add(u"DROP "_s + postgresRelationKind(*v.view) + u' ' + postgresQualified(v.view->name),
            goes ? u"Drop the view %1"_s.arg(v.view->name.display())
                 : outOfTheWay(u"The view"_s, v.view->name.display()),
            v.sources);
    };
    if (std::none_of(m_scene.functions.cbegin(), m_scene.functions.cend(),
                     [](const auto &f) { return f.readsViews; })) {
        for (const PostgresPlanScene::View_ &v : m_scene.views)
            drop(v);
        return;
    }
    const QList<PostgresMade> order = postgresCreationOrder(m_diff.renamed);
    for (auto it = order.crbegin(); it != order.crend(); ++it) {
        for (const PostgresPlanScene::View_ &v : m_scene.views) {
            if (const auto *view = std::get_if<const View *>(&*it); view && *view == v.view)
                drop(v);
        }
        for (const PostgresPlanScene::Function_ &f : m_scene.functions) {
            if (const auto *made = std::get_if<const Function *>(&*it); made && f.readsViews && *made == f.function)
                dropFunction(f);
        }
    }
}

/// Once nothing stands on them any more.
void PostgresPlanWriter::dropFunctions()
{
    for (const PostgresPlanScene::Function_ &f : m_scene.functions) {
        if (!f.readsViews)
            dropFunction(f);
    }
}

/// What is said for columns by what goes for a while.
void PostgresPlanWriter::dropDefaults()
{
    for (const Table &t : m_diff.renamed.tables) {
        for (const Column &c : t.columns) {
            if (const QList<int> sources = m_scene.defaults.value({t.name, c.name}); !sources.isEmpty())
                alterOnly(t, c.name, u"DROP DEFAULT"_s, outOfTheWay(u"The default of"_s, c.name), sources);
        }
    }
    for (auto it = m_scene.remade.cbegin(); it != m_scene.remade.cend(); ++it) {
        if (m_scene.isRemadeEarly(it.key()))
            dropRemade(it.key(), it.value());
    }
}

void PostgresPlanWriter::giveDefaultsBack()
{
    const auto altered = m_scene.all<change::AlterColumn>();
    for (const Table &t : m_diff.target.tables) {
        for (const Column &c : t.columns) {
            const QList<int> sources = m_scene.defaults.value({t.name, c.name});
            const bool said = std::any_of(altered.cbegin(), altered.cend(), [&](const auto &a) {
                return a.second->table == t.name && a.second->to.name == c.name
                    && (a.second->changed & ColumnFacet::Default);
            });
            if (!sources.isEmpty() && c.defaultExpression && !said)
                alterOnly(t, c.name, u"SET DEFAULT "_s + *c.defaultExpression, backAgain(u"The default of"_s, c.name),
                          sources);
        }
    }
}

/// Without the table's partitions and heirs, which have defaults of their own.
void PostgresPlanWriter::alterOnly(const Table &table, const QString &column, const QString &action,
                                   const QString &purpose, const QList<int> &sources)
{
    add(u"ALTER "_s + postgresRelationKind(table) + u" ONLY "_s + postgresQualified(table.name) + u" ALTER COLUMN "_s
            + postgresIdentifier(column) + u' ' + action,
        purpose, sources);
}

/// What others do not stand on first.
void PostgresPlanWriter::putAside()
{
    dropDependents();
    const auto goneView = [&](const QualifiedName &name) {
        return std::any_of(m_scene.views.cbegin(), m_scene.views.cend(),
                           [&](const PostgresPlanScene::View_ &v) { return v.view->name == name; });
    };
    const auto dropTrigger = [&](const Trigger &g, const QString &purpose, const QList<int> &sources) {
        add(u"DROP TRIGGER "_s + postgresIdentifier(g.name) + u" ON "_s + postgresQualified(g.table), purpose, sources);
    };
    for (const auto &[i, c] : m_scene.all<change::DropTrigger>()) {
        if (!c->trigger.inherited && !goneView(c->trigger.table) && !m_scene.goneTables.contains(c->trigger.table))
            dropTrigger(c->trigger, words(i), {i});
    }
    for (const Table &t : m_diff.renamed.tables) {
        for (const Trigger &g : t.triggers) {
            const QList<int> sources = m_scene.triggers.value({t.name, g.name});
            const Table *to = m_scene.after(t.name);
            const Trigger *stays = to ? pgPartNamed(to->triggers, g.name) : nullptr;
            const auto all = m_scene.all<change::DropTrigger>();
            const bool said = std::any_of(all.cbegin(), all.cend(), [&](const auto &c) {
                return c.second->trigger.name == g.name && c.second->trigger.table == t.name;
            });
            if (!sources.isEmpty() && stays && !said)
                dropTrigger(g, outOfTheWay(u"The trigger"_s, g.name), sources);
        }
        for (const Policy &p : t.policies) {
            const QList<int> sources = m_scene.policies.value({t.name, p.name});
            const Table *to = m_scene.after(t.name);
            if (!sources.isEmpty() && to && pgPartNamed(to->policies, p.name))
                add(u"DROP POLICY "_s + postgresIdentifier(p.name) + u" ON "_s + postgresQualified(t.name),
                    outOfTheWay(u"The policy"_s, p.name), sources);
        }
    }
    for (const auto &[i, c] : m_scene.objects<Policy>()) {
        const Policy *gone = c->from ? &std::get<Policy>(*c->from) : nullptr;
        const bool there = gone && !(c->to && m_scene.policies.contains({c->table, gone->name}));
        if (there && !m_scene.goneTables.contains(c->table))
            add(u"DROP POLICY "_s + postgresIdentifier(gone->name) + u" ON "_s + postgresQualified(c->table), words(i),
                {i});
    }
    dropViewsAndTheirReaders(); // which policies may read
}

/// Keys between tables first, then what stands on columns.
void PostgresPlanWriter::dropConstraints()
{
    const auto drop = [&](const QualifiedName &table, const QString &name, const QString &purpose,
                          const QList<int> &sources) {
        alter(table, u"DROP CONSTRAINT "_s + postgresIdentifier(name), purpose, sources);
    };
    // Those that only lose their mark need no new check of what was checked never.
    for (const auto &[i, c] : m_scene.all<change::DropForeignKey>()) {
        for (const auto &[j, a] : m_scene.all<change::AddForeignKey>()) {
            ForeignKey valid = c->foreignKey;
            valid.notValid = false;
            if (c->table == a->table && c->foreignKey.notValid && valid == a->foreignKey) {
                if (m_options.notValid)
                    m_validations.append({c->table, valid.name, {i, j}});
                else
                    alter(c->table, u"VALIDATE CONSTRAINT "_s + postgresIdentifier(valid.name),
                          u"Check the rows that the key %1 has never looked at"_s.arg(valid.name), {i, j});
                m_done += QSet<int>{i, j};
            }
        }
    }
    for (const auto &[i, c] : m_scene.all<change::DropCheck>()) {
        for (const auto &[j, a] : m_scene.all<change::AddCheck>()) {
            CheckConstraint valid = c->check;
            valid.notValid = false;
            if (c->table == a->table && c->check.notValid && valid == a->check) {
                if (m_options.notValid)
                    m_validations.append({c->table, valid.name, {i, j}});
                else
                    alter(c->table, u"VALIDATE CONSTRAINT "_s + postgresIdentifier(valid.name),
                          u"Check the rows that the check %1 has never looked at"_s.arg(valid.name), {i, j});
                m_done += QSet<int>{i, j};
            }
        }
    }
    QSet<ColumnName> dropped;
    for (const auto &[i, c] : m_scene.all<change::DropForeignKey>()) {
        if (!m_done.contains(i)) {
            drop(c->table, c->foreignKey.name, words(i), {i});
            dropped.insert({c->table, c->foreignKey.name});
        }
    }
    const auto aside = [&](const QHash<ColumnName, QList<int>> &map, const Table &t, const auto &list,
                           const QString &what) {
        for (const auto &part : list) {
            const ColumnName name{t.name, part.name};
            if (map.contains(name) && !dropped.contains(name) && m_scene.after(t.name)) {
                drop(t.name, part.name, outOfTheWay(what, part.name), map.value(name));
                dropped.insert(name);
            }
        }
    };
    for (const Table &t : m_diff.renamed.tables)
        aside(m_scene.keys, t, t.foreignKeys, u"The foreign key"_s);
    for (const auto &[i, c] : m_scene.all<change::DropIndex>()) {
        if (!m_done.contains(i) && !isLater(i)) {
            add(u"DROP INDEX "_s + postgresQualified({c->table.schema, c->index.name}), words(i), {i});
            dropped.insert({c->table, c->index.name});
        }
    }
    for (const auto &[i, c] : m_scene.objects<ExclusionConstraint>()) {
        const auto *gone = c->from ? &std::get<ExclusionConstraint>(*c->from) : nullptr;
        if (gone && !m_scene.goneTables.contains(c->table)) {
            drop(c->table, gone->name, words(i), {i});
            dropped.insert({c->table, gone->name});
        }
    }
    for (const auto &[i, c] : m_scene.all<change::DropCheck>()) {
        if (!m_done.contains(i)) {
            drop(c->table, c->check.name, words(i), {i});
            dropped.insert({c->table, c->check.name});
        }
    }
    for (const auto &[i, c] : m_scene.all<change::DropUnique>()) {
        if (!m_done.contains(i)) {
            drop(c->table, c->unique.name, words(i), {i});
            dropped.insert({c->table, c->unique.name});
        }
    }
    for (const Table &t : m_diff.renamed.tables) {
        aside(m_scene.exclusions, t, t.exclusions, u"The exclusion constraint"_s);
        aside(m_scene.checks, t, t.checks, u"The check"_s);
        aside(m_scene.uniques, t, t.uniques, u"The unique constraint"_s);
        for (const Index &i : t.indexes) {
            const ColumnName name{t.name, i.name};
            if (m_scene.indexes.contains(name) && !dropped.contains(name) && m_scene.after(t.name))
                add(u"DROP INDEX "_s + postgresQualified({t.name.schema, i.name}), outOfTheWay(u"The index"_s, i.name),
                    m_scene.indexes.value(name));
        }
    }
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>()) {
        if (c->from && !m_done.contains(i) && !m_scene.primaryKeys.contains(c->table))
            drop(c->table, c->from->name, words(i), {i});
    }
}

} // namespace core
