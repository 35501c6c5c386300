// SPDX-License-Identifier: GPL-3.0-or-later
// Functions and views in the scene of a plan for PostgreSQL: what changes, and what steps aside for it.
#include "core/dialect/postgres/planscene.h"

#include "core/dialect/postgres/creationorder.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

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

} // namespace

void joinPlanSources(QList<int> &list, const QList<int> &more)
{
    for (const int i : more) {
        if (!list.contains(i))
            list.append(i);
    }
}

bool isPostgresType(const QString &declaredType, const QualifiedName &type)
{
    QString normal = postgresNormalType(declaredType);
    if (normal.endsWith("[]"_L1))
        normal.chop(2);
    const QString name = type.schema.isEmpty() ? type.name : QString(type.schema + u'.' + type.name);
    return normal == name;
}

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
    findDependents();
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
            joinPlanSources(reasons, f->sources);
    }
    for (const MovedEnum &m : movedEnums) {
        if (function.types.contains(m.after.name))
            joinPlanSources(reasons, {m.change});
    }
    for (const DependentObject::ColumnName &c : function.columns) {
        for (const View_ &v : views) {
            if (v.view->name == c.table) {
                joinPlanSources(reasons, v.sources);
                *readsViews = true;
            }
        }
        joinPlanSources(reasons, blocked.value({c.table, c.column}));
        joinPlanSources(reasons, goneTables.value(c.table));
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
                    return isPostgresType(type.startsWith("SETOF "_L1) ? type.sliced(6) : type, m.before.name);
                }))
                joinPlanSources(reasons, {m.change});
        }
        for (const DependentObject &d : dependents()) {
            if (d.kind == DependentObject::Kind::Function && d.name == f.name && d.arguments == f.arguments)
                joinPlanSources(reasons, reasonsOf(d, &readsViews));
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
            joinPlanSources(at->sources, reasons);
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
                joinPlanSources(out, it.value());
        }
        for (auto it = goneTables.cbegin(); it != goneTables.cend(); ++it) {
            if (mentioned.contains(it.key().name))
                joinPlanSources(out, it.value());
        }
        for (auto it = reasons.cbegin(); it != reasons.cend(); ++it) {
            if (it.key() != v.name.display() && mentioned.contains(it.key().section(u'.', -1)))
                joinPlanSources(out, it.value());
        }
        joinPlanSources(out, reasonsOfCalls(v.definition));
        for (const auto &[i, c] : all<change::ChangePrimaryKey>()) { // it may show what the key determines
            if (c->from && !isOnlyRenamed(*c) && mentioned.contains(c->table.name)
                && v.definition.contains("GROUP BY"_L1, Qt::CaseInsensitive))
                joinPlanSources(out, {i});
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
