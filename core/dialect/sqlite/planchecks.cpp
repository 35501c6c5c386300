// SPDX-License-Identifier: GPL-3.0-or-later
// What a plan makes sure of before it commits: the part of PlanWriter about checks.
#include "core/dialect/sqlite/expressiontext.h"
#include "core/dialect/sqlite/planwriter.h"
#include "core/dialect/sqlite/words.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

/// A view that cannot be read any more must not be found out about later.
void PlanWriter::checkViews()
{
    for (const View *v : std::as_const(m_viewsMade)) {
        const View *before = m_scene.before.view(v->name);
        if (v->brokenBecause.isEmpty() && (!before || before->brokenBecause.isEmpty()))
            add(u"SELECT * FROM "_s + sqliteQualified(v->name) + u" LIMIT 0"_s,
                u"Make sure that the view %1 can be read"_s.arg(v->name.display()), changesOfView(v->name),
                Statement::Role::Check);
    }
}

/// A trigger that can no longer run would be found out about by the next one who writes to its table.
void PlanWriter::checkTriggers()
{
    const QStringList unchecked = tablesWithoutCheck();
    m_unsound = {unchecked.cbegin(), unchecked.cend()};
    for (const Table &t : m_diff.target.tables) {
        for (const ForeignKey &k : t.foreignKeys) {
            m_children[foldedName(k.target.name)].append(foldedName(t.name.name));
            if (!m_scene.target.table(k.target))
                m_unsound.insert(t.name.name);
        }
    }
    QSet<QString> asked;
    for (const Trigger *g : std::as_const(m_triggersMade)) {
        const QString sql = g->body.isEmpty() || !couldRun(foldedName(g->table.name)) ? QString() : firing(*g);
        if (sql.isEmpty() || asked.contains(sql))
            continue;
        asked.insert(sql);
        add(sql, u"Make sure that the triggers of %1 can run; this only compiles them"_s.arg(g->table.display()),
            changesOfTrigger(g->name), Statement::Role::Check);
    }
}

/// Whether the table can be written to as far as this connection can tell: no function of an application's own.
bool PlanWriter::canCompile(const Table &table) const
{
    const auto itsOwn = [](const QString &sql) { return sqliteCallsItsOwn(sql); };
    return table.brokenBecause.isEmpty() && !m_unsound.contains(table.name.name)
        && std::all_of(table.columns.cbegin(), table.columns.cend(),
                       [&](const Column &c) {
                           return itsOwn(c.generatedExpression) && itsOwn(c.defaultExpression.value_or(QString()));
                       })
        && std::all_of(table.checks.cbegin(), table.checks.cend(),
                       [&](const CheckConstraint &c) { return itsOwn(c.expression); })
        && std::all_of(table.indexes.cbegin(), table.indexes.cend(), [&](const Index &i) {
               return itsOwn(i.where) && std::all_of(i.columns.cbegin(), i.columns.cend(), [&](const IndexedColumn &c) {
                          return itsOwn(c.expression);
                      });
           });
}

/// Whether all that a change of the table leads to was in order before, and its keys lead somewhere: else the check
/// would find what is none of this plan's business.
bool PlanWriter::couldRun(const QString &table) const
{
    QStringList waiting{table};
    QSet<QString> seen;
    while (!waiting.isEmpty()) {
        const QString name = waiting.takeLast();
        if (seen.contains(name))
            continue;
        seen.insert(name);
        const Table *t = m_scene.target.table({{}, name});
        if (t && !canCompile(*t))
            return false;
        waiting += m_children.value(name); // cascades
        for (const Trigger &g : t ? t->triggers : m_diff.target.viewTriggers) {
            if (foldedName(g.table.name) != name)
                continue;
            if (m_scene.wasBroken(g.name) || !sqliteCallsItsOwn(g.when) || !sqliteCallsItsOwn(g.body))
                return false;
            waiting += sqliteTablesIn(g.body).values();
        }
    }
    return true;
}

/// A statement that makes SQLite compile the trigger, and does nothing.
QString PlanWriter::firing(const Trigger &g) const
{
    const QString on = sqliteQualified(g.table);
    if (g.event == Trigger::Event::Delete)
        return u"EXPLAIN DELETE FROM "_s + on;
    if (g.event == Trigger::Event::Insert)
        return u"EXPLAIN INSERT INTO "_s + on + u" DEFAULT VALUES"_s;
    const Table *t = m_scene.target.table(g.table);
    const View *v = m_scene.target.view(g.table);
    for (const Column &c : t ? t->columns : v ? v->columns : QList<Column>()) {
        if (!c.isGenerated() && (g.updateOf.isEmpty() || g.updateOf.contains(c.name, Qt::CaseInsensitive)))
            return u"EXPLAIN UPDATE "_s + on + u" SET "_s + sqliteIdentifier(c.name) + u" = "_s
                + sqliteIdentifier(c.name);
    }
    return {};
}

/// Tables with a key to columns that are not unique: SQLite refuses to check them, and all others with them. That it is
/// so was said before (H24); the others are checked all the same.
QStringList PlanWriter::tablesWithoutCheck() const
{
    QStringList out;
    for (const Table &t : m_diff.target.tables) {
        const auto leadsNowhere = [this](const ForeignKey &k) {
            const Table *parent = m_scene.target.table(k.target);
            const QStringList columns =
                k.targetColumns.isEmpty() && parent ? parent->primaryKeyColumns() : k.targetColumns;
            return parent && !isUniqueKey(*parent, columns);
        };
        if (!std::any_of(t.foreignKeys.cbegin(), t.foreignKeys.cend(), leadsNowhere))
            continue;
        out.append(t.name.name);
        if (const QString before = beforeName(t.name).name; before != t.name.name)
            out.append(before);
    }
    return out;
}

/// What tables are called in the check, as literals: from, to. Tables that hand names on to each other are all called
/// by all those names, before and after, because each of them means one table before and another one after.
QList<std::pair<QString, QString>> PlanWriter::namesInCheck(QStringList &remade) const
{
    QList<QStringList> groups;
    for (const TableRename &t : m_diff.renames.tables) {
        if (!m_scene.target.table(t.to))
            continue; // it only makes room, and goes
        QStringList group{t.from.name, t.to.name};
        groups.removeIf([&group](const QStringList &other) {
            const bool meet = std::any_of(other.cbegin(), other.cend(), [&group](const QString &name) {
                return group.contains(name, Qt::CaseInsensitive);
            });
            if (meet)
                group = other + group;
            return meet;
        });
        group.removeDuplicates();
        groups.append(group);
    }
    QList<std::pair<QString, QString>> names;
    for (const QStringList &group : std::as_const(groups)) {
        const Table *again = m_scene.target.table({{}, group.first()});
        const bool isMoved = group.size() == 2 && !(again && again->name.name == group.first());
        const QString called = isMoved ? group.last() : group.join(u" or "_s);
        for (const QString &name : group) {
            if (name != called)
                names.append({sqliteLiteral(Value::text(name)), sqliteLiteral(Value::text(called))});
            if (remade.contains(foldedName(name)) && !remade.contains(foldedName(called)))
                remade.append(foldedName(called));
        }
    }
    return names;
}

/// The same question before and after: violations that were there keep their identity under a table's new name, and
/// tables that SQLite refuses to check are left out.
void PlanWriter::makeCheckPossible(Statement &check, ReturnsNothingNew &expected) const
{
    const QStringList without = tablesWithoutCheck();
    const QStringList leftOut = without + m_options.broken;
    QString cases;
    const QList<std::pair<QString, QString>> names = namesInCheck(expected.remade);
    for (const auto &[name, called] : names)
        cases += u" WHEN "_s + name + u" THEN "_s + called;
    if (leftOut.isEmpty() && cases.isEmpty())
        return;
    const auto named = [&cases](const QString &column) {
        return cases.isEmpty() ? column : QString(u"CASE "_s + column + cases + u" ELSE "_s + column + u" END"_s);
    };
    check.sql = u"SELECT "_s + named(u"c.`table`"_s) + u", c.`rowid`, "_s + named(u"c.`parent`"_s)
        + u", c.`fkid` FROM `sqlite_schema` AS s, pragma_foreign_key_check(s.`name`) AS c WHERE s.`type` = 'table'"_s;
    if (leftOut.isEmpty())
        return;
    QStringList literals;
    for (const QString &name : leftOut)
        literals.append(sqliteLiteral(Value::text(name)));
    check.sql += u" AND s.`name` NOT IN ("_s + literals.join(u", "_s) + u')';
    if (!m_options.broken.isEmpty())
        check.purpose += u"; rows of %1 come back with references that led nowhere before"_s.arg(
            m_options.broken.join(u", "_s));
    if (without.isEmpty())
        return;
    check.purpose +=
        u"; %1 cannot be checked, because its keys lead to columns that are not unique"_s.arg(without.join(u", "_s));
}

} // namespace core
