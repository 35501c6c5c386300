// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/planscene.h"

#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

void joinSources(QList<int> &list, const QList<int> &more)
{
    for (const int i : more) {
        if (!list.contains(i))
            list.append(i);
    }
}

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

bool isOfType(const QString &declaredType, const QualifiedName &type)
{
    QString normal = postgresNormalType(declaredType);
    if (normal.endsWith("[]"_L1))
        normal.chop(2);
    const QString name = type.schema.isEmpty() ? type.name : QString(type.schema + u'.' + type.name);
    return normal == name;
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

struct PgParameter {
    QString head; ///< mode, name and type
    bool hasDefault = false;
};

/// What stands between the first parentheses of a CREATE FUNCTION.
QList<PgParameter> pgParameters(const QString &definition)
{
    QList<PgParameter> out;
    const QList<Token> tokens = lex(definition, postgresLexRules());
    int depth = 0;
    for (const Token &t : tokens) {
        const QStringView text = t.in(definition);
        if (!t.isSignificant())
            continue;
        depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
        if (depth == 0 && text == u")")
            return out;
        if (depth == 0 || (depth == 1 && text == u"("))
            continue;
        if (out.isEmpty() || (depth == 1 && text == u","))
            out.append(PgParameter());
        if (depth == 1 && text == u",")
            continue;
        PgParameter &p = out.last();
        p.hasDefault = p.hasDefault || (depth == 1 && (isWord(t, definition, "DEFAULT"_L1) || text == u"="));
        if (!p.hasDefault)
            p.head += postgresFoldedName(text) + u' ';
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

bool isPostgresReplaceable(const Function &from, const Function &to)
{
    if (from.kind != to.kind || from.kind == Function::Kind::Aggregate || from.result != to.result)
        return false;
    const QList<PgParameter> was = pgParameters(from.definition);
    const QList<PgParameter> is = pgParameters(to.definition);
    if (was.size() != is.size())
        return was.isEmpty() || is.isEmpty(); // not known
    for (qsizetype i = 0; i < was.size(); ++i) {
        if (was[i].head != is[i].head || (was[i].hasDefault && !is[i].hasDefault))
            return false;
    }
    return true;
}

PostgresPlanScene::PostgresPlanScene(const SchemaDiff &diff, const PlanOptions &options)
    : m_diff(diff)
    , m_options(options)
{
    for (const Table &t : diff.renamed.tables)
        m_before.insert(t.name, &t);
    for (const Table &t : diff.target.tables)
        m_after.insert(t.name, &t);
    findMovedEnums();
    findBlocked();
    findChangedFunctions();
    while (findFunctions()) { }
    for (const Table &t : diff.renamed.tables)
        findRemade(t);
    passOnToHeirs();
    while (findFunctions()) { }
    while (findViews() || findFunctions()) { }
    sortFunctions();
    for (const Table &t : diff.renamed.tables) {
        findAside(t);
        findDefaults(t);
        findKeysAside(t);
    }
}

const QList<DependentObject> &PostgresPlanScene::dependents() const
{
    // A plan for the way back knows them from where it leads to.
    const QList<DependentObject> &here = m_diff.renamed.dependents.value;
    return here.isEmpty() ? m_diff.target.dependents.value : here;
}

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
                                     [&](const Column &c) { return isOfType(c.declaredType, type.name); });
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
                if (!column.inherited && isOfType(column.declaredType, from.name) && stays
                    && stays->column(column.name))
                    moved.columns.append({t.name, column.name});
            }
        }
        for (const Domain &d : m_diff.renamed.domains) {
            if (isOfType(d.baseType, from.name))
                moved.domains.append(d.name);
        }
        for (const UserType &t : m_diff.renamed.types) {
            if (std::any_of(t.attributes.cbegin(), t.attributes.cend(),
                            [&](const UserType::Attribute &a) { return isOfType(a.type, from.name); }))
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
            joinSources(blocked[{c->table, c->to.name}], {i});
            joinSources(remade[{c->table, c->to.name}], {i});
        }
    }
    for (const auto &[i, c] : all<change::DropColumn>())
        blocked[{c->table, c->column.name}].append(i);
    for (const MovedEnum &m : std::as_const(movedEnums)) {
        for (const ColumnName &column : m.columns) {
            joinSources(blocked[column], {m.change});
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
            joinSources(out, *reasons);
    }
    joinSources(out, reasonsOfCalls(text));
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
            joinSources(out, f.sources);
    }
    for (const MovedEnum &m : movedEnums) {
        if (said.types.contains(m.after.name.name))
            joinSources(out, {m.change});
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
            joinSources(out, it.value());
    }
    for (const View_ &v : views) {
        if (mentioned.contains(v.view->name.name))
            joinSources(out, v.sources);
    }
    for (auto it = goneTables.cbegin(); it != goneTables.cend(); ++it) {
        if (mentioned.contains(it.key().name))
            joinSources(out, it.value());
    }
    return out;
}

void PostgresPlanScene::note(QHash<ColumnName, QList<int>> &map, const ColumnName &name,
                             const QList<int> &reasons) const
{
    if (!reasons.isEmpty())
        joinSources(map[name], reasons);
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
                    joinSources(blocked[own], blocked.value(theirs));
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
            joinSources(primaryKeys[t.name], blocked.value({t.name, c}));
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

const PostgresPlanScene::Function_ *PostgresPlanScene::asideFunction(const QualifiedName &name,
                                                                     const QString &arguments) const
{
    const auto at = std::find_if(functions.cbegin(), functions.cend(), [&](const Function_ &f) {
        return f.function->name == name && f.function->arguments == arguments;
    });
    return at == functions.cend() ? nullptr : &*at;
}

/// Those that cannot become what they shall be in place; and those that go while one of their name stays, which what
/// calls them means from then on.
void PostgresPlanScene::findChangedFunctions()
{
    for (const auto &[i, c] : objects<Function>()) {
        const auto *from = c->from ? std::get_if<Function>(&*c->from) : nullptr;
        if (!from)
            continue;
        const auto &all = m_diff.target.functions;
        const bool calledOtherwise =
            !c->to && std::any_of(all.cbegin(), all.cend(), [from](const Function &f) { return f.name == from->name; });
        if (calledOtherwise || (c->to && !isPostgresReplaceable(*from, std::get<Function>(*c->to))))
            functions.append({from, {i}, i, false});
    }
}

/// Why a function whose body the server knows cannot stay for a while.
QList<int> PostgresPlanScene::reasonsOf(const DependentObject &function, bool *readsViews) const
{
    QList<int> reasons;
    for (const auto &[name, arguments] : function.functions) {
        if (const Function_ *f = asideFunction(name, arguments))
            joinSources(reasons, f->sources);
    }
    for (const MovedEnum &m : movedEnums) {
        if (function.types.contains(m.after.name))
            joinSources(reasons, {m.change});
    }
    for (const DependentObject::ColumnName &c : function.columns) {
        for (const View_ &v : views) {
            if (v.view->name == c.table) {
                joinSources(reasons, v.sources);
                *readsViews = true;
            }
        }
        joinSources(reasons, blocked.value({c.table, c.column}));
        joinSources(reasons, goneTables.value(c.table));
    }
    return reasons;
}

/// Those that would go on with an old type, which then could not go, and those that stand on what steps aside.
bool PostgresPlanScene::findFunctions()
{
    QHash<std::pair<QualifiedName, QString>, int> changed;
    for (const auto &[i, c] : objects<Function>()) {
        if (const auto *from = c->from ? std::get_if<Function>(&*c->from) : nullptr)
            changed.insert({from->name, from->arguments}, i);
    }
    bool more = false;
    for (const Function &f : m_diff.renamed.functions) {
        const int change = changed.value({f.name, f.arguments}, -1);
        if (f.internal || f.definition.isEmpty())
            continue;
        QList<int> reasons;
        bool readsViews = false;
        const QStringList types = change >= 0 ? QStringList() : f.arguments.split(u", "_s) + QStringList{f.result};
        for (const MovedEnum &m : std::as_const(movedEnums)) {
            if (std::any_of(types.cbegin(), types.cend(), [&](const QString &type) {
                    return isOfType(type.startsWith("SETOF "_L1) ? type.sliced(6) : type, m.before.name);
                }))
                joinSources(reasons, {m.change});
        }
        for (const DependentObject &d : dependents()) {
            if (d.kind == DependentObject::Kind::Function && d.name == f.name && d.arguments == f.arguments)
                joinSources(reasons, reasonsOf(d, &readsViews));
        }
        if (reasons.isEmpty())
            continue;
        const auto at = std::find_if(functions.begin(), functions.end(), [&](const Function_ &known) {
            return known.function->name == f.name && known.function->arguments == f.arguments;
        });
        if (at == functions.end()) {
            if (change >= 0 && !reasons.contains(change))
                reasons.append(change);
            functions.append({&f, reasons, change, readsViews});
            more = true;
        } else if (at->sources.size() != reasons.size() || at->readsViews != readsViews) {
            joinSources(at->sources, reasons);
            more = more || at->readsViews != readsViews;
            at->readsViews = readsViews;
        }
    }
    return more;
}

/// Those that need others first.
void PostgresPlanScene::sortFunctions()
{
    QHash<std::pair<QualifiedName, QString>, qsizetype> places;
    const QList<PostgresMade> order = postgresCreationOrder(m_diff.renamed);
    for (qsizetype i = 0; i < order.size(); ++i) {
        if (const auto *f = std::get_if<const Function *>(&order[i]))
            places.insert({(*f)->name, (*f)->arguments}, i);
    }
    std::stable_sort(functions.begin(), functions.end(), [&](const Function_ &a, const Function_ &b) {
        return places.value({a.function->name, a.function->arguments})
            > places.value({b.function->name, b.function->arguments});
    });
}

/// Views that read what changes, and those that read these.
bool PostgresPlanScene::findViews()
{
    const qsizetype had = views.size();
    views.clear();
    QHash<QString, QList<int>> reasons; // by name
    const auto reasonsOf = [&](const View &v) {
        QList<int> out = goneViews.value(v.name);
        const QSet<QString> mentioned = postgresMentions(v.definition);
        for (auto it = blocked.cbegin(); it != blocked.cend(); ++it) {
            const auto &[table, column] = it.key();
            if (mentioned.contains(table.name)
                && (mentioned.contains(column) || mentioned.contains(oldName(table, column))))
                joinSources(out, it.value());
        }
        for (auto it = goneTables.cbegin(); it != goneTables.cend(); ++it) {
            if (mentioned.contains(it.key().name))
                joinSources(out, it.value());
        }
        for (auto it = reasons.cbegin(); it != reasons.cend(); ++it) {
            if (it.key() != v.name.display() && mentioned.contains(it.key().section(u'.', -1)))
                joinSources(out, it.value());
        }
        joinSources(out, reasonsOfCalls(v.definition));
        for (const auto &[i, c] : all<change::ChangePrimaryKey>()) { // it may show what the key determines
            if (c->from && !isOnlyRenamed(*c) && mentioned.contains(c->table.name)
                && v.definition.contains("GROUP BY"_L1, Qt::CaseInsensitive))
                joinSources(out, {i});
        }
        std::sort(out.begin(), out.end());
        return out;
    };
    for (bool more = true; more;) {
        more = false;
        for (const View &v : m_diff.renamed.views) {
            const QList<int> found = v.internal ? QList<int>() : reasonsOf(v);
            if (found != reasons.value(v.name.display())) {
                reasons.insert(v.name.display(), found);
                more = true;
            }
        }
    }
    const QList<PostgresMade> order = postgresCreationOrder(m_diff.renamed);
    for (auto it = order.crbegin(); it != order.crend(); ++it) {
        const auto *v = std::get_if<const View *>(&*it);
        if (v && !reasons.value((*v)->name.display()).isEmpty())
            views.append({*v, reasons.value((*v)->name.display())});
    }
    return views.size() != had;
}

} // namespace core
