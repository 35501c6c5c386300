// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of partitioned tables built while others read and write: the server builds none CONCURRENTLY on the whole, so
// they are built on each partition, and taken over by an index of the whole that looks at no rows.
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planwriter.h"
#include "core/dialect/postgres/samemeaning.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A name that fits, cut where it is too long; no half letter.
QString pgPartName(const QString &table, const QString &index, int number)
{
    constexpr qsizetype longest = 63; // bytes
    const QString end = number > 0 ? u'_' + QString::number(number) : QString();
    QString name = table + u'_' + index;
    while ((name + end).toUtf8().size() > longest)
        name.chop(name.back().isLowSurrogate() ? 2 : 1);
    return name + end;
}

} // namespace

/// All partitions, those of partitions as well and before them; nothing where one is new, leaves, or is on another
/// server.
std::optional<QList<const Table *>> PostgresPlanWriter::partitionsThatStay(const QualifiedName &table) const
{
    QList<const Table *> all;
    for (const Table &t : m_diff.target.tables) {
        if (!t.facts.isPartition() || t.facts.partitionOf != table)
            continue;
        const Table *before = m_scene.before(t.name);
        if (!before || before->facts.partitionOf != table || t.kind == Table::Kind::Foreign)
            return std::nullopt;
        const auto under = partitionsThatStay(t.name);
        if (!under)
            return std::nullopt;
        all += *under;
        all.append(&t);
    }
    const auto leaves = std::any_of(m_diff.renamed.tables.cbegin(), m_diff.renamed.tables.cend(), [&](const Table &t) {
        const Table *after = m_scene.after(t.name);
        return t.facts.partitionOf == table && (!after || after->facts.partitionOf != table);
    });
    return leaves ? std::nullopt : std::optional(all);
}

bool PostgresPlanWriter::canBuildOnPartitions(const change::AddIndex &c) const
{
    const Table *before = m_scene.before(c.table);
    const Table *after = m_scene.after(c.table);
    if (!before || !after || before->facts.partitionKey.isEmpty() || after->facts.partitionKey.isEmpty()
        || before->facts.isPartition() || after->facts.isPartition() || isBlocked(c.table))
        return false;
    const auto partitions = partitionsThatStay(c.table);
    return partitions && !partitions->isEmpty() && !isNameTakenBefore({c.table.schema, c.index.name});
}

void PostgresPlanWriter::buildOnPartitionsLater(const change::AddIndex &c, int change)
{
    const QList<const Table *> partitions = partitionsThatStay(c.table).value_or(QList<const Table *>());
    QHash<QualifiedName, QualifiedName> names; // of the indexes, by table
    QSet<QualifiedName> given;
    names.insert(c.table, {c.table.schema, c.index.name});
    for (const Table *t : partitions) {
        QualifiedName name{t->name.schema, {}};
        int number = 0;
        do
            name.name = pgPartName(t->name.name, c.index.name, number++);
        while (isNameTaken(name) || isNameTakenBefore(name) || given.contains(name));
        given.insert(name);
        names.insert(t->name, name);
    }
    QStringList made;
    for (auto it = names.cbegin(); it != names.cend(); ++it)
        made.append(u"pg_catalog.to_regclass("_s + postgresString(postgresQualified(it.value())) + u')');
    made.sort();
    ++m_step;
    const auto isLeaf = [](const Table &t) { return t.facts.partitionKey.isEmpty(); };
    Index part = c.index;
    for (const Table *t : partitions) {
        part.name = names.value(t->name).name;
        if (isLeaf(*t))
            later(postgresCreateIndex(part, t->name, true),
                  u"Build the index for the partition %1, while others read and write"_s.arg(t->name.display()),
                  {change});
    }
    const auto take = [&](const QualifiedName &table) {
        part.name = names.value(table).name;
        later(postgresCreateIndex(part, table, false, true), words(change) + u": it looks at no rows"_s, {change});
        for (const Table *t : partitions) {
            if (t->facts.partitionOf == table)
                later(u"ALTER INDEX "_s + postgresQualified(names.value(table)) + u" ATTACH PARTITION "_s
                          + postgresQualified(names.value(t->name)),
                      u"The index of %1 becomes part of it"_s.arg(t->name.display()), {change});
        }
    };
    for (const Table *t : partitions) {
        if (!isLeaf(*t))
            take(t->name);
    }
    take(c.table);
    // Nobody else's: a build that was not begun leaves nothing invalid. The whole goes with what it has taken over.
    ifFailed(u"SELECT (count(*) > 0)::int FROM pg_catalog.pg_index WHERE NOT indisvalid AND indexrelid IN ("_s
                 + made.join(u", "_s) + u')',
             u"Look whether an unfinished index is left behind"_s, {change},
             ReadsBack{Value::integer(1),
                       u"No unfinished index was left behind; what was built for partitions before stays."_s});
    ifFailed(u"DROP INDEX IF EXISTS "_s + postgresQualified(names.value(c.table)),
             u"Drop the unfinished index %1"_s.arg(c.index.name), {change}, {});
    for (auto it = partitions.crbegin(); it != partitions.crend(); ++it)
        ifFailed((isLeaf(**it) ? u"DROP INDEX CONCURRENTLY IF EXISTS "_s : u"DROP INDEX IF EXISTS "_s)
                     + postgresQualified(names.value((*it)->name)),
                 u"Drop what was built for the partition %1"_s.arg((*it)->name.display()), {change}, {});
}

/// What was asked for and cannot be is said, with the reason.
void PostgresPlanWriter::sayWhatCannotBeGentle()
{
    if (!m_options.concurrently)
        return;
    const auto say = [&](int change, const QualifiedName &table, const QString &what) {
        const Table *t = m_scene.before(table);
        if (!t || !m_scene.after(table) || m_ways.contains(change) || m_done.contains(change)
            || (t->facts.partitionKey.isEmpty() && !t->facts.isPartition())
            || (!t->facts.partitionKey.isEmpty() && partitionsThatStay(table) && partitionsThatStay(table)->isEmpty()))
            return;
        m_notices.append(
            {PlanNotice::Weight::Warn,
             u"H60"_s,
             u"%1 of %2 cannot be done CONCURRENTLY, because that is a partitioned table or a part of one: "
             "who writes to it waits."_s.arg(what, table.display()),
             {},
             change});
    };
    for (const auto &[i, c] : m_scene.all<change::DropIndex>())
        say(i, c->table, u"Dropping the index %1"_s.arg(c->index.name));
    for (const auto &[i, c] : m_scene.all<change::AddIndex>())
        say(i, c->table, u"Building the index %1"_s.arg(c->index.name));
    for (const auto &[i, c] : m_scene.all<change::AddUnique>())
        say(i, c->table, u"Building the index for %1"_s.arg(c->unique.name));
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>()) {
        if (c->to)
            say(i, c->table, u"Building the index for %1"_s.arg(c->to->name));
    }
}

/// The same index again, which was left behind invalid by a build that failed.
bool PostgresPlanWriter::isOnlyInvalid(const change::DropIndex &drop) const
{
    const int by = replacementOf(drop);
    if (by < 0 || !drop.index.invalid)
        return false;
    Index was = drop.index;
    was.invalid = false;
    const PostgresSchemaRules rules;
    const Table *table = m_scene.after(drop.table);
    return table
        && rules.normal(was, *table) == rules.normal(std::get<change::AddIndex>(m_diff.changes.at(by)).index, *table);
}

} // namespace core
