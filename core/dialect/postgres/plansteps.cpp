// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan for PostgreSQL does after its transaction, where it is asked to keep nobody waiting: indexes are built
// CONCURRENTLY, and constraints that were added NOT VALID are validated.
#include "core/base/overloaded.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/planwriter.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype pgLongestName = 63; ///< bytes

QString pgNewName(const QString &name)
{
    return u"__new_"_s + name;
}

/// The check that stands for NOT NULL until the column has it.
QString pgNotNullName(const Table &table, const QString &column)
{
    qsizetype place = 0;
    while (place < table.columns.size() && table.columns.at(place).name != column)
        ++place;
    return u"__new_not_null_%1"_s.arg(place + 1);
}

Index pgIndexOf(const QString &name, const QList<IndexedColumn> &columns, const QStringList &include, bool distinct)
{
    Index index;
    index.name = name;
    index.columns = columns;
    index.unique = true;
    index.include = include;
    index.nullsNotDistinct = !distinct;
    return index;
}

} // namespace

/// Where others need not wait, by what the schemas say.
void PostgresPlanWriter::findWays()
{
    const auto put = [&](int change, GentleWay way, bool can) {
        if (can && !m_done.contains(change))
            m_ways.insert(change, way);
    };
    for (const Table &t : m_diff.target.tables) {
        for (const ForeignKey &k : t.foreignKeys)
            m_referredTo.insert(k.target);
    }
    const auto builds = [&](const QualifiedName &table, const QString &name, const QString &comment, bool unique) {
        return isPlainTable(table) && !name.isEmpty() && comment.isEmpty() && !m_scene.stepsAside(table, name)
            && !m_dependents.isSetFor(table, name) && !(unique && isReferredTo(table));
    };
    for (const auto &[i, c] : m_scene.all<change::DropIndex>())
        put(i, GentleWay::Concurrently,
            builds(c->table, c->index.name, {}, c->index.unique) && !isBlocked(c->table)
                && (replacementOf(*c) >= 0 ? canReplace(*c) : !isNameTaken({c->table.schema, c->index.name})));
    for (const auto &[i, c] : m_scene.all<change::AddIndex>()) {
        const auto all = m_scene.all<change::DropIndex>();
        const auto old = std::find_if(all.cbegin(), all.cend(), [&, add = c](const auto &d) {
            return d.second->table == add->table && d.second->index.name == add->index.name;
        });
        put(i, GentleWay::Concurrently,
            (builds(c->table, c->index.name, c->index.comment, c->index.unique)
             && (old == all.cend() || m_ways.contains(old->first)))
                || (old == all.cend() && c->index.comment.isEmpty() && canBuildOnPartitions(*c)));
    }
    for (const auto &[i, c] : m_scene.all<change::AddUnique>())
        put(i, GentleWay::Concurrently,
            builds(c->table, c->unique.name, c->unique.comment, true)
                && !isNameTakenBefore({c->table.schema, c->unique.name}));
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>())
        put(i, GentleWay::Concurrently,
            !c->from && c->to && builds(c->table, c->to->name, c->to->comment, true)
                && !isNameTakenBefore({c->table.schema, c->to->name}) && areNotNull(c->table, c->to->columnNames()));
    for (const auto &[i, c] : m_scene.all<change::AddCheck>())
        put(i, GentleWay::NotValid, isPlainTable(c->table) && !c->check.name.isEmpty() && !c->check.notValid);
    for (const auto &[i, c] : m_scene.all<change::AddForeignKey>())
        put(i, GentleWay::NotValid, isPlainTable(c->table) && !c->foreignKey.name.isEmpty() && !c->foreignKey.notValid);
    for (const auto &[i, c] : m_scene.all<change::AlterColumn>())
        put(i, GentleWay::NotValid, canCheckForNull(*c));
    sayWhatCannotBeGentle();
}

/// There before and after, and neither partitioned nor part of something.
bool PostgresPlanWriter::isPlainTable(const QualifiedName &table) const
{
    const auto isPlain = [](const Table *t) {
        return t && t->kind != Table::Kind::Foreign && !t->facts.isPartitioned() && !t->facts.isPartition()
            && t->facts.inherits.isEmpty();
    };
    return isPlain(m_scene.before(table)) && isPlain(m_scene.after(table));
}

bool PostgresPlanWriter::isBlocked(const QualifiedName &table) const
{
    for (auto it = m_scene.blocked.cbegin(); it != m_scene.blocked.cend(); ++it) {
        if (it.key().first == table)
            return true;
    }
    return false;
}

/// The change that adds an index of the same name; −1: none does.
int PostgresPlanWriter::replacementOf(const change::DropIndex &drop) const
{
    for (const auto &[i, c] : m_scene.all<change::AddIndex>()) {
        if (c->table == drop.table && c->index.name == drop.index.name)
            return i;
    }
    return -1;
}

/// The new one is built beside the old one under another name.
bool PostgresPlanWriter::canReplace(const change::DropIndex &drop) const
{
    const int by = replacementOf(drop);
    const Index &index = std::get<change::AddIndex>(m_diff.changes.at(by)).index;
    return index.comment.isEmpty() && pgNewName(index.name).toUtf8().size() <= pgLongestName
        && !(index.unique && isReferredTo(drop.table));
}

bool PostgresPlanWriter::isNameTaken(const QualifiedName &name) const
{
    return isPostgresRelation(m_diff.target, name);
}

bool PostgresPlanWriter::isNameTakenBefore(const QualifiedName &name) const
{
    return isPostgresRelation(m_diff.renamed, name);
}

bool PostgresPlanWriter::areNotNull(const QualifiedName &table, const QStringList &columns) const
{
    const Table *t = m_scene.before(table);
    return t && std::all_of(columns.cbegin(), columns.cend(), [&](const QString &name) {
               const Column *c = t->column(name);
               return c && c->notNull;
           });
}

/// Who asks for an identity, or a primary key, needs it at once.
bool PostgresPlanWriter::canCheckForNull(const change::AlterColumn &c) const
{
    if (!(c.changed & ColumnFacet::NotNull) || !c.to.notNull || c.from.notNull || !isPlainTable(c.table)
        || (c.changed & ColumnFacet::Identity) || m_scene.remade.contains({c.table, c.to.name}))
        return false;
    const auto keys = m_scene.all<change::ChangePrimaryKey>();
    return std::none_of(keys.cbegin(), keys.cend(), [&](const auto &k) {
        return k.second->table == c.table && k.second->to && k.second->to->columnNames().contains(c.to.name);
    });
}

bool PostgresPlanWriter::isLater(int change) const
{
    const auto way = m_ways.constFind(change);
    return way != m_ways.cend() && m_options.takes(*way);
}

void PostgresPlanWriter::later(const QString &sql, const QString &purpose, const QList<int> &sources)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    s.role = Statement::Role::Later;
    s.step = m_step;
    m_later.append(s);
    m_laterSources.append(sources);
}

void PostgresPlanWriter::ifFailed(const QString &sql, const QString &purpose, const QList<int> &sources,
                                  const Expectation &expect)
{
    later(sql, purpose, sources);
    m_later.last().role = Statement::Role::IfFailed;
    m_later.last().expect = expect;
}

/// In steps of their own, the quick ones first.
void PostgresPlanWriter::afterCommit()
{
    for (const auto &[i, c] : m_scene.all<change::AlterColumn>()) {
        if (isLater(i))
            setNotNullLater(*c, i);
    }
    const auto validate = [&](const QualifiedName &table, const QString &name, const QList<int> &sources) {
        ++m_step;
        later(u"ALTER TABLE "_s + postgresQualified(table) + u" VALIDATE CONSTRAINT "_s + postgresIdentifier(name),
              u"Look at the rows of %1 for %2, while others read and write"_s.arg(table.display(), name), sources);
    };
    for (const auto &[i, c] : m_scene.all<change::AddCheck>()) {
        if (isLater(i) && !m_done.contains(i))
            validate(c->table, c->check.name, {i});
    }
    for (const auto &[i, c] : m_scene.all<change::AddForeignKey>()) {
        if (isLater(i) && !m_done.contains(i))
            validate(c->table, c->foreignKey.name, {i});
    }
    for (const Validation &v : std::as_const(m_validations))
        validate(v.table, v.name, v.sources);
    for (const auto &[i, c] : m_scene.all<change::DropIndex>()) {
        if (isLater(i) && replacementOf(*c) < 0) {
            ++m_step;
            later(u"DROP INDEX CONCURRENTLY "_s + postgresQualified({c->table.schema, c->index.name}), words(i), {i});
        }
    }
    for (const auto &[i, c] : m_scene.all<change::AddIndex>()) {
        if (isLater(i))
            buildIndexLater(*c, i);
    }
    for (const auto &[i, c] : m_scene.all<change::AddUnique>()) {
        if (isLater(i))
            addKeyLater(c->table,
                        pgIndexOf(c->unique.name, c->unique.columns, c->unique.include, !c->unique.nullsNotDistinct),
                        u"UNIQUE"_s, c->unique.deferral, i);
    }
    for (const auto &[i, c] : m_scene.all<change::ChangePrimaryKey>()) {
        if (isLater(i))
            addKeyLater(c->table, pgIndexOf(c->to->name, c->to->columns, c->to->include, true), u"PRIMARY KEY"_s,
                        c->to->deferral, i);
    }
}

/// A check that was validated spares the column's own look at the rows.
void PostgresPlanWriter::setNotNullLater(const change::AlterColumn &c, int change)
{
    ++m_step;
    const QString table = u"ALTER TABLE "_s + postgresQualified(c.table);
    const QString check = postgresIdentifier(pgNotNullName(*m_scene.after(c.table), c.to.name));
    later(table + u" VALIDATE CONSTRAINT "_s + check,
          u"Look for NULLs in %1 of %2, while others read and write"_s.arg(c.to.name, c.table.display()), {change});
    later(table + u" ALTER COLUMN "_s + postgresIdentifier(c.to.name) + u" SET NOT NULL"_s,
          words(change) + u": the check says it already"_s, {change});
    later(table + u" DROP CONSTRAINT "_s + check, u"The check on %1 has done its work"_s.arg(c.to.name), {change});
    ifFailed(table + u" DROP CONSTRAINT IF EXISTS "_s + check, u"Take the check on %1 away again"_s.arg(c.to.name),
             {change}, {});
}

void PostgresPlanWriter::checkForNull(const change::AlterColumn &c, int change)
{
    alter(c.table,
          u"ADD CONSTRAINT "_s + postgresIdentifier(pgNotNullName(*m_scene.after(c.table), c.to.name)) + u" CHECK ("_s
              + postgresIdentifier(c.to.name) + u" IS NOT NULL) NOT VALID"_s,
          u"From now on %1 of %2 gets no NULL; the rows are looked at later"_s.arg(c.to.name, c.table.display()),
          {change});
}

/// An index whose build failed is of no use, and in the way of the next attempt.
void PostgresPlanWriter::dropIfInvalid(const QualifiedName &index, int change)
{
    ifFailed(u"SELECT count(*) FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass("_s
                 + postgresString(postgresQualified(index)) + u") AND NOT indisvalid"_s,
             u"Look whether an invalid index %1 is left behind"_s.arg(index.name), {change},
             ReadsBack{Value::integer(1), u"No invalid index was left behind."_s});
    ifFailed(u"DROP INDEX CONCURRENTLY IF EXISTS "_s + postgresQualified(index),
             u"Drop the invalid index %1 that is left behind"_s.arg(index.name), {change}, {});
}

void PostgresPlanWriter::buildIndexLater(const change::AddIndex &c, int change)
{
    ++m_step;
    const QualifiedName name{c.table.schema, c.index.name};
    const auto all = m_scene.all<change::DropIndex>();
    const auto old = std::find_if(all.cbegin(), all.cend(), [&](const auto &d) {
        return d.second->table == c.table && d.second->index.name == c.index.name && !m_done.contains(d.first);
    });
    const QString purpose = words(change) + u", while others read and write"_s;
    if (old == all.cend() && !isPlainTable(c.table)) {
        buildOnPartitionsLater(c, change);
        return;
    }
    if (old != all.cend() && isOnlyInvalid(*old->second)) {
        later(u"REINDEX INDEX CONCURRENTLY "_s + postgresQualified(name),
              u"Build the index %1 anew, which a build that failed has left behind"_s.arg(name.name),
              {old->first, change});
        dropIfInvalid({c.table.schema, QString(name.name + u"_ccnew"_s)}, change);
        return;
    }
    if (old == all.cend()) {
        later(postgresCreateIndex(c.index, c.table, true), purpose, {change});
        dropIfInvalid(name, change);
        return;
    }
    Index beside = c.index;
    beside.name = pgNewName(c.index.name);
    const QualifiedName besideName{c.table.schema, beside.name};
    const QList<int> both{old->first, change};
    later(postgresCreateIndex(beside, c.table, true), purpose, both);
    later(u"DROP INDEX CONCURRENTLY "_s + postgresQualified(name),
          u"The old index %1 goes once the new one is there"_s.arg(name.name), both);
    later(u"ALTER INDEX "_s + postgresQualified(besideName) + u" RENAME TO "_s + postgresIdentifier(name.name),
          u"The new index takes the name %1"_s.arg(name.name), both);
    ifFailed(u"SELECT count(pg_catalog.to_regclass("_s + postgresString(postgresQualified(name)) + u"))"_s,
             u"Look whether the old index %1 is still there"_s.arg(name.name), both,
             ReadsBack{Value::integer(1),
                       u"The old index is gone, the new one is there as %1: rename it."_s.arg(beside.name)});
    ifFailed(u"DROP INDEX CONCURRENTLY IF EXISTS "_s + postgresQualified(besideName),
             u"Drop the unfinished index %1"_s.arg(beside.name), both, {});
}

/// The index first, while others write; then it becomes the key's at once.
void PostgresPlanWriter::addKeyLater(const QualifiedName &table, const Index &index, const QString &kind,
                                     KeyDeferral deferral, int change)
{
    ++m_step;
    later(postgresCreateIndex(index, table, true),
          u"Build the index for %1, while others read and write"_s.arg(index.name), {change});
    later(u"ALTER TABLE "_s + postgresQualified(table) + u" ADD CONSTRAINT "_s + postgresIdentifier(index.name) + u' '
              + kind + u" USING INDEX "_s + postgresIdentifier(index.name)
              + (deferral == KeyDeferral::None            ? QString()
                     : deferral == KeyDeferral::Immediate ? u" DEFERRABLE"_s
                                                          : u" DEFERRABLE INITIALLY DEFERRED"_s),
          words(change), {change});
    dropIfInvalid({table.schema, index.name}, change);
}

/// The target without what the steps will do.
Schema PostgresPlanWriter::atCommit() const
{
    Schema s = m_diff.target;
    QHash<QualifiedName, Table *> tables;
    for (Table &t : s.tables)
        tables.insert(t.name, &t);
    const auto named = [](const QString &name) { return [name](const auto &part) { return part.name == name; }; };
    const auto notValid = [](auto &list, const QString &name) {
        for (auto &part : list) {
            if (part.name == name)
                part.notValid = true;
        }
    };
    for (int i = 0; i < m_diff.changes.size(); ++i) {
        Table *t = isLater(i) ? tables.value(tableOf(m_diff.changes[i])) : nullptr;
        if (!t)
            continue;
        std::visit(Overloaded{
                       [&](const change::AddIndex &c) { t->indexes.removeIf(named(c.index.name)); },
                       [&](const change::AddUnique &c) { t->uniques.removeIf(named(c.unique.name)); },
                       [&](const change::ChangePrimaryKey &) { t->primaryKey.reset(); },
                       [&](const change::AddCheck &c) { notValid(t->checks, c.check.name); },
                       [&](const change::AddForeignKey &c) { notValid(t->foreignKeys, c.foreignKey.name); },
                       [&](const change::AlterColumn &c) {
                           for (Column &column : t->columns)
                               column.notNull = column.notNull && column.name != c.to.name;
                           CheckConstraint check;
                           check.name = pgNotNullName(*t, c.to.name);
                           check.expression = postgresIdentifier(c.to.name) + u" IS NOT NULL"_s;
                           check.notValid = true;
                           t->checks.append(check);
                       },
                       [](const auto &) {},
                   },
                   m_diff.changes[i]);
    }
    for (int i = 0; i < m_diff.changes.size(); ++i) { // what goes later is there until then
        const auto *c = isLater(i) ? std::get_if<change::DropIndex>(&m_diff.changes[i]) : nullptr;
        if (Table *t = c ? tables.value(c->table) : nullptr)
            t->indexes.append(c->index);
    }
    for (const Validation &v : m_validations) {
        if (Table *t = tables.value(v.table)) {
            notValid(t->checks, v.name);
            notValid(t->foreignKeys, v.name);
        }
    }
    return s;
}

} // namespace core
