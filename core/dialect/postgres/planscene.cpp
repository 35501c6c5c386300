// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/planscene.h"

#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether the values that stay come in the same order, and which new ones come in between.
bool keepsOrder(const QStringList &before, const QStringList &after)
{
    qsizetype at = 0;
    for (const QString &value : before) {
        at = after.indexOf(value, at);
        if (at < 0)
            return false;
    }
    return true;
}

/// Every literal that stands in the SQL of what is to come.
QSet<QString> literalsIn(const QString &sql)
{
    QSet<QString> out;
    const QList<Token> tokens = lex(sql, postgresLexRules());
    for (const Token &t : tokens) {
        if (t.kind == Token::Kind::String)
            out.insert(unquoted(t.in(sql)));
    }
    return out;
}

/// The functions that a text calls, and the types that it casts to, by their bare names.
struct PgSaid {
    QSet<QString> calls;
    QSet<QString> types;
};

PgSaid pgSaid(const QString &sql)
{
    PgSaid out;
    QList<Token> tokens = lex(sql, postgresLexRules());
    tokens.removeIf([](const Token &t) { return !t.isSignificant(); });
    const auto is = [&](qsizetype i, QStringView what) {
        return i >= 0 && i < tokens.size() && tokens[i].in(sql) == what;
    };
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != Token::Kind::Word && tokens[i].kind != Token::Kind::QuotedIdentifier)
            continue;
        const QString name = postgresFoldedName(tokens[i].in(sql));
        if (is(i + 1, u"("))
            out.calls.insert(name);
        if (is(i - 1, u"::") || (is(i - 1, u".") && is(i - 3, u"::")))
            out.types.insert(name);
    }
    return out;
}

QString textsOf(const Table &t)
{
    QStringList out;
    for (const Column &c : t.columns)
        out += {c.defaultExpression.value_or(QString()), c.generatedExpression};
    for (const CheckConstraint &c : t.checks)
        out.append(c.expression);
    for (const Index &i : t.indexes) {
        out.append(i.where);
        for (const IndexedColumn &c : i.columns)
            out.append(c.expression);
    }
    for (const ExclusionConstraint &e : t.exclusions)
        out.append(e.definition);
    for (const Policy &p : t.policies)
        out += {p.usingExpression, p.checkExpression};
    for (const Trigger &g : t.triggers)
        out.append(g.when);
    return out.join(u' ');
}

} // namespace

const Table *PostgresPlanScene::before(const QualifiedName &table) const
{
    return m_before.value(table);
}

const Table *PostgresPlanScene::after(const QualifiedName &table) const
{
    return m_after.value(table);
}

QString PostgresPlanScene::oldName(const QualifiedName &table, const QString &column) const
{
    for (const ColumnRename &c : m_diff.renames.columns) {
        if (c.to == column && m_diff.renames.tableAfter(c.table) == table)
            return c.from;
    }
    return column;
}

/// A new value cannot be used before the transaction that adds it is over; whoever needs it at once needs a new type.
bool PostgresPlanScene::isNeededAtOnce(const EnumType &type, const QStringList &values) const
{
    QSet<QString> used;
    for (const Table &t : m_diff.target.tables) {
        const bool has = std::any_of(t.columns.cbegin(), t.columns.cend(),
                                     [&](const Column &c) { return isPostgresType(c.declaredType, type.name); });
        if (has && !(before(t.name) && textsOf(*before(t.name)) == textsOf(t)))
            used.unite(literalsIn(textsOf(t)));
    }
    for (const auto &[i, c] : all<change::CreateView>())
        used.unite(literalsIn(c->view.definition));
    for (const Fill &f : m_options.fills)
        used.unite(literalsIn(f.expression));
    for (const Statement &s : m_options.restores)
        used.unite(literalsIn(s.sql));
    return std::any_of(values.cbegin(), values.cend(), [&](const QString &v) { return used.contains(v); });
}

void PostgresPlanScene::findMovedEnums()
{
    for (const auto &[i, c] : objects<EnumType>()) {
        if (!c->from || !c->to)
            continue;
        const EnumType &from = std::get<EnumType>(*c->from);
        const EnumType &to = std::get<EnumType>(*c->to);
        QStringList added;
        for (const QString &v : to.values) {
            if (!from.values.contains(v))
                added.append(v);
        }
        if (keepsOrder(from.values, to.values) && !isNeededAtOnce(to, added))
            continue;
        MovedEnum moved{from, to, i, {}, {}};
        for (const Table &t : m_diff.renamed.tables) {
            for (const Column &column : t.columns) {
                const Table *stays = after(t.name);
                if (!column.inherited && isPostgresType(column.declaredType, from.name) && stays
                    && stays->column(column.name))
                    moved.columns.append({t.name, column.name});
            }
        }
        for (const Domain &d : m_diff.renamed.domains) {
            if (isPostgresType(d.baseType, from.name))
                moved.domains.append(d.name);
        }
        for (const UserType &t : m_diff.renamed.types) {
            if (std::any_of(t.attributes.cbegin(), t.attributes.cend(),
                            [&](const UserType::Attribute &a) { return isPostgresType(a.type, from.name); }))
                moved.domains.append(t.name);
        }
        movedEnums.append(moved);
    }
}

void PostgresPlanScene::findBlocked()
{
    for (const auto &[i, c] : all<change::AlterColumn>()) {
        if (c->changed & (ColumnFacet::Type | ColumnFacets(ColumnFacet::Collation))) {
            blocked[{c->table, c->to.name}].append(i);
            retyped.insert({c->table, c->to.name});
        }
        // Only made anew can it become generated, or generated otherwise.
        if ((c->changed & ColumnFacet::Generated) && c->to.isGenerated()) {
            joinPlanSources(blocked[{c->table, c->to.name}], {i});
            joinPlanSources(remade[{c->table, c->to.name}], {i});
        }
    }
    for (const auto &[i, c] : all<change::DropColumn>())
        blocked[{c->table, c->column.name}].append(i);
    for (const MovedEnum &m : std::as_const(movedEnums)) {
        for (const ColumnName &column : m.columns) {
            joinPlanSources(blocked[column], {m.change});
            retyped.insert(column);
        }
    }
    for (const auto &[i, c] : all<change::DropTable>())
        goneTables[c->table.name].append(i);
    for (const auto &[i, c] : all<change::DropView>())
        goneViews[c->view.name].append(i);
}

/// The changes of blocked columns of the table that a text, or a list of columns, mentions. `staysOnly`: not of those
/// that go for good, with all that is built on them.
QList<int> PostgresPlanScene::reasonsIn(const Table &table, const QString &text, const QStringList &names,
                                        bool staysOnly) const
{
    QSet<QString> mentioned = postgresMentions(text);
    for (const QString &name : names)
        mentioned.insert(name);
    QList<int> out;
    for (const Column &c : table.columns) {
        const ColumnName key{table.name, c.name};
        const auto reasons = blocked.constFind(key);
        if (reasons != blocked.constEnd() && (!staysOnly || retyped.contains(key) || isRemade(table.name, c.name))
            && (mentioned.contains(c.name) || mentioned.contains(oldName(table.name, c.name))))
            joinPlanSources(out, *reasons);
    }
    joinPlanSources(out, reasonsOfCalls(text));
    return out;
}

QList<int> PostgresPlanScene::reasonsOfCalls(const QString &text) const
{
    QList<int> out;
    if (text.isEmpty() || (functions.isEmpty() && movedEnums.isEmpty()))
        return out;
    const PgSaid said = pgSaid(text);
    for (const Function_ &f : functions) {
        if (said.calls.contains(f.function->name.name))
            joinPlanSources(out, f.sources);
    }
    for (const MovedEnum &m : movedEnums) {
        if (said.types.contains(m.after.name.name))
            joinPlanSources(out, {m.change});
    }
    return out;
}

/// What becomes of the columns, tables and views that a query within a text reads.
QList<int> PostgresPlanScene::reasonsElsewhere(const QString &text) const
{
    QList<int> out;
    if (!text.contains("SELECT"_L1, Qt::CaseInsensitive))
        return out;
    const QSet<QString> mentioned = postgresMentions(text);
    for (auto it = blocked.cbegin(); it != blocked.cend(); ++it) {
        const auto &[table, column] = it.key();
        if (mentioned.contains(table.name)
            && (mentioned.contains(column) || mentioned.contains(oldName(table, column))))
            joinPlanSources(out, it.value());
    }
    for (const View_ &v : views) {
        if (mentioned.contains(v.view->name.name))
            joinPlanSources(out, v.sources);
    }
    for (auto it = goneTables.cbegin(); it != goneTables.cend(); ++it) {
        if (mentioned.contains(it.key().name))
            joinPlanSources(out, it.value());
    }
    return out;
}

void PostgresPlanScene::note(QHash<ColumnName, QList<int>> &map, const ColumnName &name,
                             const QList<int> &reasons) const
{
    if (!reasons.isEmpty())
        joinPlanSources(map[name], reasons);
}

/// A column's type cannot change while another one is generated from it.
void PostgresPlanScene::findRemade(const Table &t)
{
    for (const Column &c : t.columns) {
        if (!c.isGenerated() || c.inherited)
            continue;
        const QList<int> reasons = reasonsIn(t, c.generatedExpression, {}, true);
        const Table *to = after(t.name);
        if (!reasons.isEmpty() && to && to->column(c.name) && to->column(c.name)->isGenerated()) {
            note(remade, {t.name, c.name}, reasons);
            note(blocked, {t.name, c.name}, reasons);
        }
    }
}

bool PostgresPlanScene::isRemadeEarly(const ColumnName &column) const
{
    const Table *t = before(column.first);
    const Column *c = t ? t->column(column.second) : nullptr;
    return c && !functions.isEmpty() && !reasonsOfCalls(c->generatedExpression).isEmpty();
}

/// What a table's column becomes, it becomes in its partitions and heirs, with what these have built on it.
void PostgresPlanScene::passOnToHeirs()
{
    for (bool more = true; more;) {
        more = false;
        for (const Table &t : m_diff.renamed.tables) {
            QList<QualifiedName> parents = t.facts.inherits;
            if (t.facts.isPartition())
                parents.append(t.facts.partitionOf);
            for (const QualifiedName &parent : parents) {
                for (const Column &c : t.columns) {
                    const ColumnName theirs{parent, c.name};
                    const ColumnName own{t.name, c.name};
                    if (!c.inherited || !blocked.contains(theirs))
                        continue;
                    const qsizetype had = blocked.value(own).size();
                    joinPlanSources(blocked[own], blocked.value(theirs));
                    more = more || blocked.value(own).size() != had;
                    if (retyped.contains(theirs))
                        retyped.insert(own);
                    if (isRemade(parent, c.name))
                        m_remadeHeirs.insert(own);
                }
            }
        }
    }
}

/// The default of a column that is retyped steps aside with its type.
void PostgresPlanScene::findDefaults(const Table &t)
{
    for (const Column &c : t.columns) {
        if (!c.isGenerated() && c.defaultExpression && after(t.name) && !retyped.contains({t.name, c.name}))
            note(defaults, {t.name, c.name}, reasonsOfCalls(*c.defaultExpression));
    }
}

void PostgresPlanScene::findAside(const Table &t)
{
    for (const Trigger &g : t.triggers) {
        if (!g.inherited)
            note(triggers, {t.name, g.name}, reasonsIn(t, g.when, g.updateOf, false));
    }
    for (const Policy &p : t.policies) {
        const QString text = p.usingExpression + u' ' + p.checkExpression;
        note(policies, {t.name, p.name}, reasonsIn(t, text, {}, false));
        note(policies, {t.name, p.name}, reasonsElsewhere(text));
    }
    for (const CheckConstraint &c : t.checks) {
        if (!c.inherited)
            note(checks, {t.name, c.name}, reasonsIn(t, c.expression, {}, true));
    }
    for (const ExclusionConstraint &e : t.exclusions)
        note(exclusions, {t.name, e.name}, reasonsIn(t, e.definition, {}, true));
    for (const Index &i : t.indexes) {
        if (i.inherited)
            continue;
        QString text = i.where;
        QStringList names;
        for (const IndexedColumn &c : i.columns) {
            text += u' ' + c.expression;
            // A class for the old type; or a column that goes for a moment, with its indexes.
            if (!c.operatorClass.isEmpty() || !c.collation.isEmpty() || isRemade(t.name, c.column))
                names.append(c.column);
        }
        for (const QString &c : i.include) {
            if (isRemade(t.name, c))
                names.append(c);
        }
        note(indexes, {t.name, i.name}, reasonsIn(t, text, names, true));
    }
    for (const QString &c : t.primaryKey && !t.primaryKey->inherited
             ? t.primaryKey->columnNames() + t.primaryKey->include
             : QStringList()) {
        if (isRemade(t.name, c))
            joinPlanSources(primaryKeys[t.name], blocked.value({t.name, c}));
    }
    for (const UniqueConstraint &u : t.uniques) {
        for (const QString &c : u.columnNames() + u.include) {
            if (isRemade(t.name, c) && !u.inherited)
                note(uniques, {t.name, u.name}, blocked.value({t.name, c}));
        }
    }
}

bool PostgresPlanScene::isOnlyRenamed(const change::ChangePrimaryKey &c) const
{
    if (!c.from || !c.to || c.from->name.isEmpty() || c.to->name.isEmpty())
        return false;
    PrimaryKey a = *c.from;
    PrimaryKey b = *c.to;
    a.name = b.name = QString();
    a.comment = b.comment = QString();
    return a == b;
}

bool PostgresPlanScene::isOnlyRenamed(const change::DropUnique &c) const
{
    const auto added = all<change::AddUnique>();
    return std::any_of(added.cbegin(), added.cend(), [&](const auto &a) {
        UniqueConstraint same = a.second->unique;
        same.name = c.unique.name;
        same.comment = c.unique.comment;
        return a.second->table == c.table && same == c.unique;
    });
}

bool PostgresPlanScene::isOnlyRenamed(const change::DropIndex &c) const
{
    const auto added = all<change::AddIndex>();
    return std::any_of(added.cbegin(), added.cend(), [&](const auto &a) {
        Index same = a.second->index;
        same.name = c.index.name;
        same.comment = c.index.comment;
        return a.second->table == c.table && same == c.index;
    });
}

bool PostgresPlanScene::makesFunctions() const
{
    const auto changed = objects<Function>();
    return !functions.isEmpty()
        || std::any_of(changed.cbegin(), changed.cend(), [](const auto &c) { return c.second->to.has_value(); });
}

bool PostgresPlanScene::stepsAside(const QualifiedName &table, const QString &name) const
{
    const ColumnName key{table, name};
    return keys.contains(key) || checks.contains(key) || uniques.contains(key) || indexes.contains(key);
}

/// Keys between columns whose types change together, and keys to what is taken away for a moment.
void PostgresPlanScene::findKeysAside(const Table &t)
{
    for (const ForeignKey &k : t.foreignKeys) {
        if (k.inherited)
            continue;
        const ColumnName name{t.name, k.name};
        const auto ofColumns = [&](const QualifiedName &table, const QStringList &columns) {
            for (const QString &c : columns) {
                if (retyped.contains({table, c}) || isRemade(table, c))
                    note(keys, name, blocked.value({table, c}));
            }
        };
        ofColumns(t.name, k.columns);
        ofColumns(k.target, k.targetColumns);
        for (const auto &[i, c] : all<change::ChangePrimaryKey>()) {
            if (c->table == k.target && c->from && c->from->columnNames() == k.targetColumns && !isOnlyRenamed(*c))
                note(keys, name, {i});
        }
        for (const auto &[i, c] : all<change::DropUnique>()) {
            if (c->table == k.target && c->unique.columnNames() == k.targetColumns && !isOnlyRenamed(*c))
                note(keys, name, {i});
        }
        for (const auto &[i, c] : all<change::DropIndex>()) {
            if (c->table == k.target && c->index.unique && c->index.columnNames() == k.targetColumns
                && !isOnlyRenamed(*c))
                note(keys, name, {i});
        }
    }
}

} // namespace core
