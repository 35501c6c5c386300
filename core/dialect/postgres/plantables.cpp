// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and columns in a plan for PostgreSQL.
#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planwriter.h"
#include "core/dialect/postgres/samemeaning.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// "a=b" is the option a.
QStringList pgChangedOptions(const QStringList &was, const QStringList &is)
{
    QStringList out;
    const auto has = [](const QStringList &all, const QString &name) {
        return std::any_of(all.cbegin(), all.cend(), [&](const QString &o) { return o.section(u'=', 0, 0) == name; });
    };
    for (const QString &o : was) {
        if (!has(is, o.section(u'=', 0, 0)))
            out.append(u"DROP "_s + postgresIdentifier(o.section(u'=', 0, 0)));
    }
    for (const QString &o : is) {
        const QString name = o.section(u'=', 0, 0);
        if (!was.contains(o))
            out.append((has(was, name) ? u"SET "_s : u"ADD "_s) + postgresIdentifier(name) + u' '
                       + postgresString(o.section(u'=', 1)));
    }
    return out;
}

} // namespace

/// A partition, or an heir, that stays would go with its table, or keep it from going.
void PostgresPlanWriter::leaveGoneTables()
{
    for (const auto &[i, c] : m_scene.all<change::ChangeTableOptions>()) {
        const TableFacts &was = c->factsBefore;
        if (m_scene.goneTables.contains(was.partitionOf))
            add(u"ALTER TABLE "_s + postgresQualified(was.partitionOf) + u" DETACH PARTITION "_s
                    + postgresQualified(c->table),
                words(i), {i});
        for (const QualifiedName &parent : was.inherits) {
            if (m_scene.goneTables.contains(parent))
                alter(c->table, u"NO INHERIT "_s + postgresQualified(parent), words(i), {i});
        }
    }
}

/// In one statement where they refer to each other.
void PostgresPlanWriter::dropTables()
{
    leaveGoneTables();
    const auto gone = m_scene.all<change::DropTable>();
    const auto refersToGone = [&](const Table &t) {
        return std::any_of(t.foreignKeys.cbegin(), t.foreignKeys.cend(), [&](const ForeignKey &k) {
            return k.target != t.name && m_scene.goneTables.contains(k.target);
        });
    };
    const bool together = std::any_of(gone.cbegin(), gone.cend(), [&](const auto &c) {
        const Table &t = c.second->table;
        return refersToGone(t) || t.facts.isPartition() || !t.facts.inherits.isEmpty();
    });
    if (together) {
        QStringList names;
        QList<int> sources;
        for (const auto &[i, c] : gone) {
            names.append(postgresQualified(c->table.name));
            sources.append(i);
        }
        add(u"DROP TABLE "_s + names.join(u", "_s), u"Drop %1 tables that refer to each other"_s.arg(names.size()),
            sources);
        return;
    }
    for (const auto &[i, c] : gone)
        add(u"DROP "_s + postgresRelationKind(c->table) + u' ' + postgresQualified(c->table.name), words(i), {i});
}

/// How many tables stand between this one and one that refers to none.
int PostgresPlanWriter::depthOf(const QualifiedName &table, int within) const
{
    const Table *t = m_scene.after(table);
    int depth = 0;
    for (const ForeignKey &k : t &&within > 0 ? t->foreignKeys : QList<ForeignKey>()) {
        if (k.target != table)
            depth = std::max(depth, 1 + depthOf(k.target, within - 1));
    }
    return depth;
}

Result<Done> PostgresPlanWriter::changeTables()
{
    auto options = m_scene.all<change::ChangeTableOptions>();
    // What refers to others first becomes unlogged, and last becomes logged: the server wants it so.
    std::stable_sort(options.begin(), options.end(), [this](const auto &a, const auto &b) {
        const auto place = [this](const change::ChangeTableOptions &c) {
            const bool same = c.facts.unlogged == c.factsBefore.unlogged;
            const int depth = same ? 0 : depthOf(c.table);
            return c.facts.unlogged ? -depth : depth;
        };
        return place(*a.second) < place(*b.second);
    });
    for (const auto &[i, c] : std::as_const(options))
        RC_TRY(changeOptions(*c, i));
    for (const auto &[i, c] : m_scene.all<change::ReorderColumns>())
        return Error::invalid(
            u"PostgreSQL keeps the columns of %1 in the order in which they came."_s.arg(c->table.display()));
    // A generated column before those it is made of.
    for (auto it = m_scene.remade.cbegin(); it != m_scene.remade.cend(); ++it) {
        if (!m_scene.isRemadeEarly(it.key()))
            dropRemade(it.key(), it.value());
    }
    auto gone = m_scene.all<change::DropColumn>();
    std::stable_partition(gone.begin(), gone.end(), [](const auto &c) { return c.second->column.isGenerated(); });
    for (const auto &[i, c] : gone)
        alter(c->table, u"DROP COLUMN "_s + postgresIdentifier(c->column.name), words(i), {i});
    moveEnumColumns();
    // What a partitioned table's column becomes, its partitions' do: what is theirs alone comes after that.
    auto altered = m_scene.all<change::AlterColumn>();
    std::stable_partition(altered.begin(), altered.end(), [this](const auto &c) {
        const Table *t = m_scene.after(c.second->table);
        return !t || !t->facts.isPartition();
    });
    for (const auto &[i, c] : std::as_const(altered)) {
        if (!m_scene.remade.contains({c->table, c->to.name}))
            RC_TRY(changeColumn(*c, i));
    }
    makeInOrder(Stage::AfterColumns);
    for (const auto &[i, c] : m_scene.all<change::AddColumn>()) {
        if (!c->column.isGenerated()) {
            addColumn(c->table, c->column, {i});
            keepHeirsDefaults({c->table, c->column, c->column, ColumnFacet::Default}, i);
        }
    }
    for (const auto &[i, c] : m_scene.all<change::AddColumn>()) {
        if (c->column.isGenerated())
            addColumn(c->table, c->column, {i});
    }
    for (auto it = m_scene.remade.cbegin(); it != m_scene.remade.cend(); ++it) {
        const Table *to = m_scene.after(it.key().first);
        if (const Column *c = to ? to->column(it.key().second) : nullptr)
            addColumn(to->name, *c, it.value());
    }
    return Done{};
}

void PostgresPlanWriter::dropRemade(const ColumnName &column, const QList<int> &sources)
{
    alter(column.first, u"DROP COLUMN "_s + postgresIdentifier(column.second),
          u"The generated column %1 is made anew"_s.arg(column.second), sources);
}

/// Before anything is made: a sequence of that name may be wanted.
void PostgresPlanWriter::loseIdentities()
{
    for (const auto &[i, c] : m_scene.all<change::AlterColumn>()) {
        if (!(c->changed & ColumnFacet::Identity) || !c->from.identity || c->to.identity)
            continue;
        if (const QualifiedName counted = identityThatCounted(*c); !counted.isEmpty())
            add(u"ALTER SEQUENCE "_s + postgresQualified(counted) + u" RENAME TO "_s
                    + postgresIdentifier(countedBefore(counted).name),
                u"The identity's sequence steps aside for the one that goes on"_s, {i});
        else
            alter(c->table, u"ALTER COLUMN "_s + postgresIdentifier(c->to.name) + u" DROP IDENTITY"_s, words(i), {i});
    }
}

/// Columns whose type only has other values now; before anything else of them, which means the new type.
void PostgresPlanWriter::moveEnumColumns()
{
    const auto alters = m_scene.all<change::AlterColumn>();
    for (const PostgresPlanScene::MovedEnum &m : m_scene.movedEnums) {
        for (const ColumnName &column : m.columns) {
            ColumnFacets said;
            for (const auto &[i, c] : alters) {
                if (c->table == column.first && c->to.name == column.second)
                    said = c->changed;
            }
            const Table *from = m_scene.before(column.first);
            const Table *to = m_scene.after(column.first);
            const Column *was = from ? from->column(column.second) : nullptr;
            const Column *is = to ? to->column(column.second) : nullptr;
            if ((said & ColumnFacet::Type) || !was || !is)
                continue;
            const ColumnFacets changed = ColumnFacet::Type | (said & ColumnFacet::Default);
            changeType({column.first, *was, *is, changed}, m.change);
            if (!(said & ColumnFacet::Default))
                keepHeirsDefaults({column.first, *was, *is, changed}, m.change);
        }
    }
}

Result<Done> PostgresPlanWriter::changeOptions(const change::ChangeTableOptions &c, int change)
{
    const TableFacts &was = c.factsBefore;
    const TableFacts &is = c.facts;
    if (was.partitionKey != is.partitionKey)
        return Error::invalid(
            u"%1 cannot be partitioned otherwise in place: make a new table, move the rows, and drop this one."_s.arg(
                c.table.display()));
    if (was.foreignServer != is.foreignServer)
        return Error::invalid(u"%1 cannot move to another server: drop it and make it anew."_s.arg(c.table.display()));
    const auto say = [&](const QString &action) { alter(c.table, action, words(change), {change}); };
    const Table *before = m_scene.before(c.table);
    if (was.partitionOf != is.partitionOf || was.partitionBound != is.partitionBound) {
        const Table partition = m_scene.after(c.table) ? *m_scene.after(c.table) : Table();
        if (was.isPartition() && !m_scene.goneTables.contains(was.partitionOf))
            add(u"ALTER TABLE "_s + postgresQualified(was.partitionOf) + u" DETACH PARTITION "_s
                    + postgresQualified(c.table),
                words(change), {change});
        if (is.isPartition())
            add(postgresAttachPartition(partition), words(change), {change});
    }
    for (const QualifiedName &parent : was.inherits) {
        if (!is.inherits.contains(parent) && before && !m_scene.goneTables.contains(parent))
            say(u"NO INHERIT "_s + postgresQualified(parent));
    }
    for (const QualifiedName &parent : is.inherits) {
        if (!was.inherits.contains(parent))
            say(u"INHERIT "_s + postgresQualified(parent));
    }
    if (was.unlogged != is.unlogged)
        say(is.unlogged ? u"SET UNLOGGED"_s : u"SET LOGGED"_s);
    if (is.unlogged && !was.unlogged)
        m_notices.append(
            {PlanNotice::Weight::Danger, u"H61"_s,
             u"The rows of %1 are lost when the server crashes, and are not replicated any more (UNLOGGED)."_s.arg(
                 c.table.display()),
             u"Keep it logged unless its rows can be had again from elsewhere."_s, change});
    QStringList gone;
    for (const QString &p : was.parameters) {
        const QString name = p.section(u'=', 0, 0);
        if (std::none_of(is.parameters.cbegin(), is.parameters.cend(),
                         [&](const QString &o) { return o.section(u'=', 0, 0) == name; }))
            gone.append(name);
    }
    if (!gone.isEmpty())
        say(u"RESET ("_s + gone.join(u", "_s) + u')');
    QStringList set;
    for (const QString &p : is.parameters) {
        if (!was.parameters.contains(p))
            set.append(p.section(u'=', 0, 0) + u'=' + postgresString(p.section(u'=', 1)));
    }
    if (!set.isEmpty())
        say(u"SET ("_s + set.join(u", "_s) + u')');
    if (was.foreignOptions != is.foreignOptions)
        say(u"OPTIONS ("_s + pgChangedOptions(was.foreignOptions, is.foreignOptions).join(u", "_s) + u')');
    if (was.rowSecurity != is.rowSecurity)
        say(is.rowSecurity ? u"ENABLE ROW LEVEL SECURITY"_s : u"DISABLE ROW LEVEL SECURITY"_s);
    if (was.rowSecurityForced != is.rowSecurityForced)
        say(is.rowSecurityForced ? u"FORCE ROW LEVEL SECURITY"_s : u"NO FORCE ROW LEVEL SECURITY"_s);
    if (was.comment != is.comment)
        add(postgresComment(postgresRelationKind(before ? *before : Table()) + u' ' + postgresQualified(c.table),
                            is.comment),
            words(change), {change});
    return Done{};
}

const Fill *PostgresPlanWriter::fillOf(const QualifiedName &table, const QString &column) const
{
    for (const Fill &f : m_options.fills) {
        if (f.table == table && f.column == column)
            return &f;
    }
    return nullptr;
}

bool PostgresPlanWriter::isCast(const QualifiedName &table, const QString &column) const
{
    return m_options.casts.contains(std::pair(table, column));
}

} // namespace core
