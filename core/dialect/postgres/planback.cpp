// SPDX-License-Identifier: GPL-3.0-or-later
// What comes, or comes back, in a plan for PostgreSQL once tables are as they shall be.
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planparts.h"
#include "core/dialect/postgres/planwriter.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

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
            addWithParts(c->table, *c->to, c->from ? c->from->name : c->to->name, words(i), {i});
    }
    const auto keys = m_scene.all<change::ChangePrimaryKey>();
    for (const Table &t : m_diff.target.tables) {
        const bool changes =
            std::any_of(keys.cbegin(), keys.cend(), [&](const auto &c) { return c.second->table == t.name; });
        if (m_scene.primaryKeys.contains(t.name) && t.primaryKey && !changes)
            addWithParts(t.name, *t.primaryKey, t.primaryKey->name, backAgain(u"The primary key"_s, t.primaryKey->name),
                         m_scene.primaryKeys.value(t.name));
    }
    QSet<ColumnName> added;
    for (const auto &[i, c] : m_scene.all<change::AddUnique>()) {
        added.insert({c->table, c->unique.name});
        if (!m_done.contains(i) && !isLater(i))
            addWithParts(c->table, c->unique, c->unique.name, words(i), {i});
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
            addWithParts(c->table, c->index, c->index.name, words(i), {i});
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
        for (const UniqueConstraint &u : t.uniques) {
            const ColumnName name{t.name, u.name};
            if (m_scene.uniques.contains(name) && !added.contains(name))
                addWithParts(t.name, u, u.name, backAgain(u"The unique constraint"_s, u.name),
                             m_scene.uniques.value(name));
        }
        back(m_scene.checks, t.checks, u"The check"_s);
        back(m_scene.exclusions, t.exclusions, u"The exclusion constraint"_s);
        for (const Index &i : t.indexes) {
            const ColumnName name{t.name, i.name};
            if (m_scene.indexes.contains(name) && !added.contains(name))
                addWithParts(t.name, i, i.name, backAgain(u"The index"_s, i.name), m_scene.indexes.value(name));
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
