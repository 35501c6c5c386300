// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/lostparts.h"

#include "core/migrate/tablekeys.h"
#include "core/migrate/unsaidlosses.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Finding lostUnsaid(const QString &what, const QString &table)
{
    return Finding::stop(u"H40"_s, u"The %1 of “%2” is lost, and nothing in the script says so."_s.arg(what, table));
}

/// One table that stays, before and after.
class KeptTableParts {
public:
    KeptTableParts(const Table &before, const Table &now, const Announced &announced, const LexRules &rules)
        : m_before(before)
        , m_now(now)
        , m_announced(announced)
        , m_rules(rules)
        , m_key(tableKey(before.name, announced.nameCase))
    {
    }

    [[nodiscard]] QList<Finding> all()
    {
        columns();
        for (const CheckConstraint &check : m_before.checks) {
            const auto same = [&](const CheckConstraint &c) {
                return isSameName(c.name, check.name)
                    || normalizedTokens(c.expression, m_rules) == normalizedTokens(check.expression, m_rules);
            };
            if (!check.inherited && !any(m_now.checks, same) && m_now.checks.size() < m_before.checks.size())
                constraint(u"CHECK (%1)"_s.arg(check.expression), check.name, named(check.expression));
        }
        for (const UniqueConstraint &unique : m_before.uniques) {
            const auto same = [&](const UniqueConstraint &u) {
                return isSameName(u.name, unique.name) || namesNow(unique.columnNames()) == folded(u.columnNames());
            };
            if (!unique.inherited && !any(m_now.uniques, same))
                constraint(u"UNIQUE (%1)"_s.arg(unique.columnNames().join(u", "_s)), unique.name,
                           folded(unique.columnNames()));
        }
        if (m_before.primaryKey && !m_now.primaryKey && !m_before.primaryKey->inherited)
            constraint(u"primary key (%1)"_s.arg(m_before.primaryKey->columnNames().join(u", "_s)),
                       m_before.primaryKey->name, folded(m_before.primaryKey->columnNames()));
        for (const ExclusionConstraint &exclusion : m_before.exclusions) {
            const auto same = [&](const ExclusionConstraint &e) { return e.name == exclusion.name; };
            if (!exclusion.inherited && !any(m_now.exclusions, same)
                && m_now.exclusions.size() < m_before.exclusions.size())
                constraint(u"exclusion constraint “%1”"_s.arg(exclusion.name), exclusion.name,
                           named(exclusion.definition));
        }
        for (const Policy &policy : m_before.policies) {
            const auto same = [&](const Policy &p) { return p.name == policy.name; };
            const QString said = objectKey(u"policy"_s, {{}, policy.name}, m_announced.nameCase, m_key);
            const bool isAltered =
                m_announced.alteredObjects.contains(objectKey(u"policy"_s, {{}, policy.name}, m_announced.nameCase));
            if (!any(m_now.policies, same) && !isAltered && !m_announced.droppedObjects.contains(said))
                m_out += lostUnsaid(u"policy “%1”"_s.arg(policy.name), m_before.name.display());
        }
        return m_out;
    }

private:
    template <typename List, typename Which> static bool any(const List &list, const Which &which)
    {
        return std::any_of(list.begin(), list.end(), which);
    }

    static bool isSameName(const QString &a, const QString &b) { return !a.isEmpty() && a == b; }

    [[nodiscard]] QString nameNow(const QString &column) const
    {
        const QString name = keyName(column);
        return m_announced.renamedColumns.value(m_key + u' ' + name, name);
    }

    [[nodiscard]] QString keyName(const QString &name) const { return foldedName(name, m_announced.nameCase); }

    [[nodiscard]] QStringList folded(const QStringList &names) const
    {
        QStringList all;
        for (const QString &name : names)
            all.append(keyName(name));
        return all;
    }

    [[nodiscard]] QStringList namesNow(const QStringList &names) const
    {
        QStringList all;
        for (const QString &name : names)
            all.append(nameNow(name));
        return all;
    }

    /// The columns of the table that an expression names, folded.
    [[nodiscard]] QStringList named(const QString &expression) const
    {
        QStringList names;
        for (const Token &token : lex(expression, m_rules)) {
            const QString name = nameMeant(token.in(expression), m_announced.nameCase);
            const bool isName = token.kind == Token::Kind::Word || token.kind == Token::Kind::QuotedIdentifier;
            if (isName && m_before.column(name) && !names.contains(keyName(name)))
                names.append(keyName(name));
        }
        return names;
    }

    [[nodiscard]] bool isGone(const QString &column) const { return !m_now.column(nameNow(column)); }

    /// One that goes with the only column it names is that column's.
    void constraint(const QString &what, const QString &name, const QStringList &columns)
    {
        if (m_announced.droppedConstraints.contains(m_key + u' ' + keyName(name)))
            return;
        const QStringList gone = gonesOf(columns);
        if (gone.isEmpty())
            m_out += lostUnsaid(what, m_before.name.display());
        else if (gone.size() < columns.size())
            m_out +=
                Finding{Finding::Severity::Warn, u"H45"_s,
                        u"The %1 of “%2” goes with “%3”."_s.arg(what, m_before.name.display(), gone.join(u"”, “"_s))};
    }

    [[nodiscard]] QStringList gonesOf(const QStringList &columns) const
    {
        QStringList gone;
        for (const QString &column : columns) {
            if (isGone(column))
                gone.append(m_before.column(column) ? m_before.column(column)->name : column);
        }
        return gone;
    }

    void columns()
    {
        for (const Column &column : m_before.columns) {
            const Column *now = m_now.column(nameNow(column.name));
            const QString said = m_key + u' ' + keyName(column.name);
            if (column.hidden || column.inherited)
                continue;
            if (!now && column.isGenerated() && !m_announced.droppedColumns.contains(said))
                m_out += lostUnsaid(u"generated column “%1”"_s.arg(column.name), m_before.name.display());
            if (now && column.defaultExpression && !now->defaultExpression && !now->isGenerated() && !now->identity
                && !m_announced.alteredColumns.contains(said))
                m_out += lostUnsaid(u"default of “%1”"_s.arg(column.name), m_before.name.display());
        }
    }

    const Table &m_before;
    const Table &m_now;
    const Announced &m_announced;
    const LexRules m_rules;
    const QString m_key;
    QList<Finding> m_out;
};

/// Things with a name of their own that are there no more.
class GoneObjects {
public:
    explicit GoneObjects(const Announced &announced)
        : m_announced(announced)
    {
    }

    /// `kinds`: what a statement that drops or alters it may call it.
    template <typename Object>
    void among(const QList<Object> &before, const QList<Object> &after, const QString &kind, const QStringList &kinds)
    {
        for (const Object &object : before) {
            const auto same = [&](const Object &o) { return o.name == object.name; };
            if (!object.internal && std::none_of(after.begin(), after.end(), same) && !isSaid(object.name, kinds))
                m_out += Finding::stop(
                    u"H40"_s,
                    u"The %1 “%2” is lost, and nothing in the script says so."_s.arg(kind, object.name.display()));
        }
    }

    [[nodiscard]] bool isSaid(const QualifiedName &name, const QStringList &kinds) const
    {
        // With its schema, or moved along with it.
        const QString schema = objectKey(u"schema"_s, {{}, name.schema}, m_announced.nameCase);
        if (m_announced.droppedObjects.contains(schema) || m_announced.alteredObjects.contains(schema))
            return true;
        return std::any_of(kinds.begin(), kinds.end(), [&](const QString &kind) {
            const QString key = objectKey(kind, name, m_announced.nameCase);
            const QString bare = objectKey(kind, {{}, name.name}, m_announced.nameCase);
            return m_announced.droppedObjects.contains(key) || m_announced.alteredObjects.contains(key)
                || m_announced.droppedObjects.contains(bare) || m_announced.alteredObjects.contains(bare);
        });
    }

    [[nodiscard]] QList<Finding> take() { return std::move(m_out); }

private:
    const Announced &m_announced;
    QList<Finding> m_out;
};

/// Sequences that stand by themselves: others go with their column.
QList<Sequence> standingAlone(const QList<Sequence> &all)
{
    QList<Sequence> alone;
    std::copy_if(all.begin(), all.end(), std::back_inserter(alone),
                 [](const Sequence &s) { return s.ownerTable.isEmpty(); });
    return alone;
}

/// "posts.body, …": the columns of that type.
QStringList columnsOfType(const Schema &schema, const QualifiedName &type)
{
    QStringList all;
    for (const Table &table : schema.tables) {
        for (const Column &column : table.columns) {
            if (column.declaredType == type.display() || column.declaredType == type.display() + u"[]")
                all.append(table.name.display() + u'.' + column.name);
        }
    }
    return all;
}

QList<Finding> lostAttributes(const Schema &before, const Schema &after)
{
    QList<Finding> all;
    for (const UserType &type : before.types) {
        const auto now = std::find_if(after.types.begin(), after.types.end(),
                                      [&](const UserType &t) { return t.name == type.name; });
        const QStringList columns = columnsOfType(before, type.name);
        if (now == after.types.end() || columns.isEmpty())
            continue;
        QStringList gone;
        for (const UserType::Attribute &attribute : type.attributes) {
            if (std::none_of(now->attributes.begin(), now->attributes.end(),
                             [&](const UserType::Attribute &a) { return a.name == attribute.name; }))
                gone.append(attribute.name);
        }
        if (!gone.isEmpty())
            all += Finding::stop(
                u"H02"_s,
                u"The attribute “%1” of the type “%2” goes with all values of it, in %3; nothing brings them back."_s
                    .arg(gone.join(u"”, “"_s), type.name.display(), columns.join(u", "_s)));
    }
    return all;
}

QList<Finding> lostDomainChecks(const Schema &before, const Schema &after, const GoneObjects &gone)
{
    QList<Finding> all;
    for (const Domain &domain : before.domains) {
        const Domain *now = after.domain(domain.name);
        for (const Domain::Check &check : domain.checks) {
            const bool stays = !now || std::any_of(now->checks.begin(), now->checks.end(), [&](const Domain::Check &c) {
                return c.name == check.name;
            });
            if (!stays && !gone.isSaid(domain.name, {u"domain"_s}))
                all += lostUnsaid(u"CHECK (%1)"_s.arg(check.expression), domain.name.display());
        }
    }
    return all;
}

/// Statements that give a table or view its owner and rights.
QStringList rightsOf(const Schema &schema, const QualifiedName &name)
{
    QStringList all;
    for (const DependentObject &object : schema.dependents.value) {
        if (object.kind == DependentObject::Kind::Relation && object.table == name)
            all += object.make;
    }
    return all;
}

bool losesRights(const Schema &before, const Schema &after, const QualifiedName &name)
{
    const QStringList now = rightsOf(after, name);
    const QStringList old = rightsOf(before, name);
    return std::any_of(old.begin(), old.end(), [&](const QString &sql) { return !now.contains(sql); });
}

/// In words, of a table and the one that has its name.
QStringList goneByMakingAnew(const Table &table, const Table &now)
{
    QStringList gone;
    bool comments = !table.facts.comment.isEmpty() && now.facts.comment.isEmpty();
    for (const Column &column : table.columns) {
        const Column *same = now.column(column.name);
        if (same && column.defaultExpression && !same->defaultExpression && !same->isGenerated() && !same->identity)
            gone.append(u"the default of “%1”"_s.arg(column.name));
        comments = comments || (same && !column.comment.isEmpty() && same->comment.isEmpty());
    }
    for (const Policy &policy : table.policies) {
        if (std::none_of(now.policies.begin(), now.policies.end(),
                         [&](const Policy &p) { return p.name == policy.name; }))
            gone.append(u"the policy “%1”"_s.arg(policy.name));
    }
    if (table.facts.rowSecurity && !now.facts.rowSecurity)
        gone.append(u"row level security"_s);
    if (comments)
        gone.append(u"comments"_s);
    return gone;
}

Finding madeAnewWithout(const QualifiedName &name, const QStringList &gone)
{
    return {Finding::Severity::Warn, u"H45"_s,
            u"“%1” is made anew without %2."_s.arg(name.display(), gone.join(u", "_s))};
}

} // namespace

QList<Finding> lostByMakingAnew(const Schema &before, const Schema &after, const Announced &announced)
{
    QList<Finding> all;
    const QString rights = u"the owner or rights that it had"_s;
    const TablesByKey tables(after);
    for (const Table &table : before.tables) {
        const QString key = tableKey(table.name, announced.nameCase);
        const Table *now = announced.dropped.contains(key) && !table.internal ? tables.find(key) : nullptr;
        if (!now)
            continue;
        QStringList gone = goneByMakingAnew(table, *now);
        if (losesRights(before, after, table.name))
            gone.append(rights);
        if (!gone.isEmpty())
            all += madeAnewWithout(table.name, gone);
    }
    for (const View &view : before.views) {
        const View *now = after.view(view.name);
        if (!now || !announced.droppedObjects.contains(objectKey(u"view"_s, view.name, announced.nameCase)))
            continue;
        QStringList gone;
        for (const Trigger &trigger : before.viewTriggers) {
            const auto same = [&](const Trigger &t) { return t.name == trigger.name && t.table == trigger.table; };
            if (trigger.table == view.name && std::none_of(after.viewTriggers.begin(), after.viewTriggers.end(), same))
                gone.append(u"the trigger “%1”"_s.arg(trigger.name));
        }
        if (!view.comment.isEmpty() && now->comment.isEmpty())
            gone.append(u"its comment"_s);
        const bool losesKept = std::any_of(view.keeps.begin(), view.keeps.end(),
                                           [&](const QString &sql) { return !now->keeps.contains(sql); });
        if (losesKept || losesRights(before, after, view.name))
            gone.append(rights);
        if (!gone.isEmpty())
            all += madeAnewWithout(view.name, gone);
    }
    return all;
}

QList<Finding> lostParts(const Snapshot &before, const Snapshot &after, const Announced &announced,
                         const RowAccounts &accounts, const LexRules &rules)
{
    QList<Finding> all;
    const TablesByKey tables(after.schema);
    for (const Table &table : before.schema.tables) {
        const Table *now = tableAfter(table, tables, announced, accounts);
        const bool madeAnew = announced.dropped.contains(tableKey(table.name, announced.nameCase))
            || before.held.contains(tableKey(table.name, announced.nameCase));
        if (now && !madeAnew && !table.internal && !table.shadow)
            all += KeptTableParts(table, *now, announced, rules).all();
    }
    return all;
}

QList<Finding> lostBesideTables(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                const RowAccounts &accounts)
{
    const Schema &old = before.schema;
    const Schema &now = after.schema;
    GoneObjects gone(announced);
    gone.among(old.functions, now.functions, u"function"_s,
               {u"function"_s, u"procedure"_s, u"routine"_s, u"aggregate"_s});
    gone.among(standingAlone(old.sequences), now.sequences, u"sequence"_s, {u"sequence"_s, u"table"_s});
    gone.among(old.enums, now.enums, u"type"_s, {u"type"_s});
    gone.among(old.types, now.types, u"type"_s, {u"type"_s});
    gone.among(old.domains, now.domains, u"domain"_s, {u"domain"_s, u"type"_s});
    QList<Finding> all = gone.take();
    all += lostAttributes(old, now);
    all += lostDomainChecks(old, now, gone);
    const TablesByKey tables(now);
    for (const DependentObject &object : old.dependents.value) {
        const bool isRule = object.kind == DependentObject::Kind::Rule;
        const Table *table = old.table(object.table);
        if ((!isRule && object.kind != DependentObject::Kind::Statistics) || !table
            || !tableAfter(*table, tables, announced, accounts)
            || announced.dropped.contains(tableKey(table->name, announced.nameCase)))
            continue;
        const auto same = [&](const DependentObject &o) {
            return o.kind == object.kind && o.display == object.display;
        };
        const QString kind = isRule ? u"rule "_s : u"statistics "_s;
        const bool isSaid = std::any_of(announced.droppedObjects.begin(), announced.droppedObjects.end(),
                                        [&](const QString &key) { return key.startsWith(kind); });
        if (std::none_of(now.dependents.value.begin(), now.dependents.value.end(), same) && !isSaid)
            all += Finding::stop(
                u"H40"_s,
                u"%1 on “%2” is lost, and nothing in the script says so."_s.arg(object.display, table->name.display()));
    }
    return all;
}

QList<Finding> newOrphans(const Snapshot &before, const Snapshot &after)
{
    QList<Finding> all;
    for (auto it = after.orphans.begin(); it != after.orphans.end(); ++it) {
        const qint64 more = it.value() - before.orphans.value(it.key());
        if (more > 0)
            all += Finding::stop(u"H24"_s,
                                 u"%1 of %2 that are not there: the checks of foreign keys were switched off."_s.arg(
                                     more == 1 ? u"1 row"_s : u"%1 rows"_s.arg(more), it.key()));
    }
    return all;
}

QList<Finding> saidByServer(const ScriptOutcome &outcome)
{
    QList<Finding> all;
    for (const StatementOutcome &statement : outcome.statements) {
        for (const ServerNotice &notice : statement.notices)
            all += Finding{notice.isWarning ? Finding::Severity::Warn : Finding::Severity::Info, QString(),
                           u"The server says: %1."_s.arg(notice.message), statement.index};
    }
    return all;
}

QList<Finding> unseenRows(const Snapshot &before, const Announced &announced)
{
    QList<Finding> all;
    const TablesByKey tables(before.schema);
    for (auto it = before.unseen.begin(); it != before.unseen.end(); ++it) {
        const Table *table = tables.find(it.key());
        const bool isTouched = announced.reachesFurther || announced.dropped.contains(it.key())
            || announced.altered.contains(it.key()) || announced.rowsNamed.contains(it.key());
        if (table && isTouched)
            all +=
                Finding::stop(u"H91"_s,
                              u"What happens to the rows of “%1” is not known in full, and they are not all saved for "
                              "a way back: %2."_s.arg(table->name.display(), it.value()));
    }
    return all;
}

} // namespace core
