// SPDX-License-Identifier: GPL-3.0-or-later
// What steps aside in a plan for PostgreSQL, what goes, and what comes (back) once tables are as they shall be.
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planwriter.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename T> const T *pgPartNamed(const QList<T> &list, const QString &name)
{
    const auto at = std::find_if(list.cbegin(), list.cend(), [&](const T &t) { return t.name == name; });
    return at == list.cend() ? nullptr : &*at;
}

QString backAgain(const QString &what, const QString &name)
{
    return u"%1 %2 is back, as it was"_s.arg(what, name);
}

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

/// What fires otherwise in a partition than in its table, which told it with all others.
void PostgresPlanWriter::settleTriggersOfPartitions()
{
    const auto made = m_scene.all<change::CreateTrigger>();
    for (const Table &t : m_diff.target.tables) {
        if (!t.facts.isPartition())
            continue;
        const Table *before = m_scene.before(t.name);
        for (const Trigger &g : t.triggers) {
            QList<int> sources; // of the trigger, wherever it comes from
            for (const Table *of = &t; of; of = m_scene.after(of->facts.partitionOf)) {
                sources += m_scene.triggers.value({of->name, g.name});
                for (const auto &[i, c] : made) {
                    if (c->trigger.table == of->name && c->trigger.name == g.name)
                        sources.append(i);
                }
            }
            const Table *parent = m_scene.after(t.facts.partitionOf);
            const Trigger *theirs = parent ? pgPartNamed(parent->triggers, g.name) : nullptr;
            const bool isNew = !before || before->facts.partitionOf != t.facts.partitionOf;
            const bool said = std::any_of(made.cbegin(), made.cend(), [&](const auto &c) {
                return c.second->trigger.table == t.name && c.second->trigger.name == g.name;
            });
            // Made anew, or attached, it fires as its table's does.
            const bool another = (!sources.isEmpty() || isNew) && theirs && g.enabled != theirs->enabled;
            if (g.inherited && (said || another || (isNew && g.enabled != Trigger::Enabled::Yes)))
                add(postgresTriggerState(g),
                    u"The trigger %1 fires in %2 as it is told"_s.arg(g.name, t.name.display()), sources);
        }
    }
}

/// With its own indexes, which the table's find then.
void PostgresPlanWriter::attachPartitions()
{
    const auto created = m_scene.all<change::CreateTable>();
    for (const auto &[i, c] : created) {
        for (const Index &index : c->table.indexes)
            add(postgresCreateIndex(index, c->table.name), u"Create the index %1"_s.arg(index.name), {i});
    }
    for (const auto &[i, c] : created) {
        if (c->table.facts.isPartition())
            add(postgresAttachPartition(c->table), u"Attach the partition %1"_s.arg(c->table.name.display()), {i});
    }
}

void PostgresPlanWriter::addConstraints()
{
    const auto put = [&](const QualifiedName &table, const QString &constraint, const QString &purpose,
                         const QList<int> &sources) { alter(table, u"ADD "_s + constraint, purpose, sources); };
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>()) {
        if (c->to && !m_done.contains(i) && !isLater(i))
            put(c->table, postgresConstraint(*c->to), words(i), {i});
    }
    const auto keys = m_scene.all<change::ChangePrimaryKey>();
    for (const Table &t : m_diff.target.tables) {
        const bool changes =
            std::any_of(keys.cbegin(), keys.cend(), [&](const auto &c) { return c.second->table == t.name; });
        if (m_scene.primaryKeys.contains(t.name) && t.primaryKey && !changes)
            put(t.name, postgresConstraint(*t.primaryKey), backAgain(u"The primary key"_s, t.primaryKey->name),
                m_scene.primaryKeys.value(t.name));
    }
    QSet<ColumnName> added;
    for (const auto &[i, c] : m_scene.all<change::AddUnique>()) {
        added.insert({c->table, c->unique.name});
        if (!m_done.contains(i) && !isLater(i))
            put(c->table, postgresConstraint(c->unique), words(i), {i});
    }
    for (const auto &[i, c] : m_scene.all<change::AddCheck>()) {
        added.insert({c->table, c->check.name});
        CheckConstraint check = c->check;
        check.notValid = check.notValid || isLater(i);
        if (!m_done.contains(i))
            put(c->table, postgresConstraint(check), words(i) + laterWords(i), {i});
    }
    for (const auto &[i, c] : m_scene.objects<ExclusionConstraint>()) {
        if (c->to) {
            const auto &made = std::get<ExclusionConstraint>(*c->to);
            added.insert({c->table, made.name});
            put(c->table, postgresConstraint(made), words(i), {i});
        }
    }
    // Indexes of partitions before those of their tables, which find them then.
    for (const auto &[i, c] : m_scene.all<change::AddIndex>()) {
        added.insert({c->table, c->index.name});
        if (!m_done.contains(i) && !isLater(i))
            add(postgresCreateIndex(c->index, c->table), words(i), {i});
    }
    for (const Table &t : m_diff.target.tables) {
        if (!m_scene.before(t.name))
            continue;
        const auto back = [&](const QHash<ColumnName, QList<int>> &map, const auto &list, const QString &what) {
            for (const auto &part : list) {
                const ColumnName name{t.name, part.name};
                if (map.contains(name) && !added.contains(name))
                    put(t.name, postgresConstraint(part), backAgain(what, part.name), map.value(name));
            }
        };
        back(m_scene.uniques, t.uniques, u"The unique constraint"_s);
        back(m_scene.checks, t.checks, u"The check"_s);
        back(m_scene.exclusions, t.exclusions, u"The exclusion constraint"_s);
        for (const Index &i : t.indexes) {
            const ColumnName name{t.name, i.name};
            if (m_scene.indexes.contains(name) && !added.contains(name))
                add(postgresCreateIndex(i, t.name), backAgain(u"The index"_s, i.name), m_scene.indexes.value(name));
        }
    }
}

/// Once every table is there with its keys.
void PostgresPlanWriter::addReferences()
{
    for (const auto &[i, c] : m_scene.all<change::CreateTable>()) {
        for (const CheckConstraint &check : c->table.checks) {
            if (check.notValid)
                alter(c->table.name, u"ADD "_s + postgresConstraint(check), words(i), {i});
        }
        for (const ForeignKey &k : c->table.foreignKeys) {
            if (!k.inherited) // a partition's comes with its table's
                alter(c->table.name, u"ADD "_s + postgresConstraint(k),
                      u"Let %1 refer to %2"_s.arg(c->table.name.display(), k.target.display()), {i});
        }
    }
    QSet<ColumnName> added;
    for (const auto &[i, c] : m_scene.all<change::AddForeignKey>()) {
        added.insert({c->table, c->foreignKey.name});
        ForeignKey key = c->foreignKey;
        key.notValid = key.notValid || isLater(i);
        if (!m_done.contains(i))
            alter(c->table, u"ADD "_s + postgresConstraint(key), words(i) + laterWords(i), {i});
    }
    for (const Table &t : m_diff.target.tables) {
        const Table *before = m_scene.before(t.name);
        for (const ForeignKey &k : t.foreignKeys) {
            const ColumnName name{t.name, k.name};
            if (before && m_scene.keys.contains(name) && !added.contains(name))
                alter(t.name, u"ADD "_s + postgresConstraint(k), backAgain(u"The foreign key"_s, k.name),
                      m_scene.keys.value(name));
        }
    }
}

/// Those that go or come, those that stepped aside, and all of a table or view that is made.
void PostgresPlanWriter::createTriggers()
{
    const auto create = [&](const Trigger &g, const QString &purpose, const QList<int> &sources) {
        if (g.inherited)
            return;
        add(postgresCreateTrigger(g), purpose, sources);
        if (g.enabled != Trigger::Enabled::Yes)
            add(postgresTriggerState(g), u"The trigger %1 fires as it is told"_s.arg(g.name), sources);
    };
    QSet<ColumnName> made;
    for (const auto &[i, c] : m_scene.all<change::CreateTrigger>()) {
        made.insert({c->trigger.table, c->trigger.name});
        create(c->trigger, words(i), {i});
    }
    for (const auto &[i, c] : m_scene.all<change::CreateTable>()) {
        for (const Trigger &g : c->table.triggers)
            create(g, u"Create the trigger %1"_s.arg(g.name), {i});
    }
    for (const Table &t : m_diff.target.tables) {
        for (const Trigger &g : t.triggers) {
            const ColumnName name{t.name, g.name};
            const Table *before = m_scene.before(t.name);
            if (m_scene.triggers.contains(name) && !made.contains(name) && before
                && pgPartNamed(before->triggers, g.name))
                create(g, backAgain(u"The trigger"_s, g.name), m_scene.triggers.value(name));
        }
    }
    for (const Trigger &g : m_diff.target.viewTriggers) {
        for (const PostgresPlanScene::View_ &v : m_scene.views) {
            if (v.view->name == g.table && !made.contains({g.table, g.name}))
                create(g, backAgain(u"The trigger"_s, g.name), v.sources);
        }
    }
}

void PostgresPlanWriter::createPolicies()
{
    settleTriggersOfPartitions();
    QSet<ColumnName> made;
    for (const auto &[i, c] : m_scene.objects<Policy>()) {
        if (!c->to)
            continue;
        const Policy &p = std::get<Policy>(*c->to);
        made.insert({c->table, p.name});
        add(postgresCreatePolicy(p, c->table), words(i), {i});
    }
    for (const auto &[i, c] : m_scene.all<change::CreateTable>()) {
        for (const Policy &p : c->table.policies)
            add(postgresCreatePolicy(p, c->table.name), u"Create the policy %1"_s.arg(p.name), {i});
        if (c->table.facts.rowSecurity)
            alter(c->table.name, u"ENABLE ROW LEVEL SECURITY"_s, u"Let its policies count"_s, {i});
        if (c->table.facts.rowSecurityForced)
            alter(c->table.name, u"FORCE ROW LEVEL SECURITY"_s, u"Let its policies count for its owner, too"_s, {i});
    }
    for (const Table &t : m_diff.target.tables) {
        for (const Policy &p : t.policies) {
            const ColumnName name{t.name, p.name};
            if (m_scene.policies.contains(name) && !made.contains(name))
                add(postgresCreatePolicy(p, t.name), backAgain(u"The policy"_s, p.name), m_scene.policies.value(name));
        }
    }
}

/// Only what of a table stepped aside, to say what was said of it.
Table PostgresPlanWriter::partsThatCameBack(const Table &table) const
{
    Table parts;
    parts.name = table.name;
    QSet<QString> made; // with another text than before
    const auto note = [&](const QualifiedName &of, const QString &name) {
        if (of == table.name)
            made.insert(name);
    };
    for (const auto &[i, c] : m_scene.all<change::AddUnique>())
        note(c->table, c->unique.name);
    for (const auto &[i, c] : m_scene.all<change::AddCheck>())
        note(c->table, c->check.name);
    for (const auto &[i, c] : m_scene.all<change::AddForeignKey>())
        note(c->table, c->foreignKey.name);
    for (const auto &[i, c] : m_scene.all<change::AddIndex>())
        note(c->table, c->index.name);
    for (const auto &[i, c] : m_scene.all<change::CreateTrigger>())
        note(c->trigger.table, c->trigger.name);
    for (const auto &[i, c] : m_scene.objects<Policy>())
        note(c->table, c->to ? std::get<Policy>(*c->to).name : QString());
    for (const auto &[i, c] : m_scene.objects<ExclusionConstraint>())
        note(c->table, c->to ? std::get<ExclusionConstraint>(*c->to).name : QString());
    const auto keep = [&](const QHash<ColumnName, QList<int>> &aside, const auto &all, auto &kept) {
        for (const auto &part : all) {
            if (aside.contains({table.name, part.name}) || made.contains(part.name))
                kept.append(part);
        }
    };
    keep(m_scene.uniques, table.uniques, parts.uniques);
    keep(m_scene.checks, table.checks, parts.checks);
    keep(m_scene.exclusions, table.exclusions, parts.exclusions);
    keep(m_scene.keys, table.foreignKeys, parts.foreignKeys);
    keep(m_scene.indexes, table.indexes, parts.indexes);
    keep(m_scene.triggers, table.triggers, parts.triggers);
    keep(m_scene.policies, table.policies, parts.policies);
    return parts;
}

/// The changes that are said, and what was said of anything that is made (again).
void PostgresPlanWriter::comment()
{
    for (const auto &[i, c] : m_scene.all<change::ChangeComment>()) {
        QString on;
        if (c->kind == "column"_L1)
            on = u"COLUMN "_s + postgresQualified(c->table) + u'.' + postgresIdentifier(c->name.name);
        else if (c->kind == "index"_L1)
            on = u"INDEX "_s + postgresQualified({c->table.schema, c->name.name});
        else if (c->kind == "domain constraint"_L1)
            on = u"CONSTRAINT "_s + postgresIdentifier(c->name.name) + u" ON DOMAIN "_s + postgresQualified(c->table);
        else if (!c->table.isEmpty())
            on = c->kind.toUpper() + u' ' + postgresIdentifier(c->name.name) + u" ON "_s + postgresQualified(c->table);
        else if (c->kind == "schema"_L1)
            on = u"SCHEMA "_s + postgresIdentifier(c->name.name);
        else if (const qsizetype at = c->kind.indexOf(u'('); at > 0)
            on = c->kind.left(at).toUpper() + u' ' + postgresQualified(c->name) + c->kind.mid(at);
        else
            on = c->kind.toUpper() + u' ' + postgresQualified(c->name);
        add(postgresComment(on, c->to), words(i), {i});
    }
    QList<Statement> again; // of what is new as a whole, or came back
    Schema made;
    for (const auto &[i, c] : m_scene.all<change::CreateTable>())
        made.tables.append(c->table);
    for (const PostgresPlanScene::View_ &v : m_scene.views) {
        if (const View *view = m_diff.target.view(v.view->name)) // one that is another now as well
            made.views.append(*view);
    }
    for (const Table &t : m_diff.target.tables) {
        if (m_scene.before(t.name))
            made.tables.append(partsThatCameBack(t));
    }
    for (const PostgresPlanScene::MovedEnum &m : m_scene.movedEnums)
        made.enums.append(m.after);
    for (const PostgresPlanScene::Function_ &f : m_scene.functions) {
        for (const Function &same : m_diff.target.functions) {
            if (same.name == f.function->name && same.arguments == f.function->arguments)
                made.functions.append(same);
        }
    }
    for (const auto &[i, c] : m_scene.objects<Domain>()) {
        if (!c->from || !c->to)
            continue;
        Domain parts = std::get<Domain>(*c->to); // its constraints may have been made anew
        parts.comment.clear();
        made.domains.append(parts);
    }
    for (const Statement &s : postgresComments(made))
        add(s.sql, s.purpose, {});
}

} // namespace core
