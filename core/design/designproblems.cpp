// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/designproblems.h"

#include "core/design/designenums.h"
#include "core/design/designtouch.h"
#include "core/schema/namecase.h"

#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Part = DesignProblem::Part;
using Facet = DesignProblem::Facet;

class CommonProblems {
public:
    CommonProblems(const Table &table, const SchemaIndex &schema)
        : m_table(table)
        , m_schema(schema)
    {
    }

    QList<DesignProblem> run()
    {
        if (m_table.primaryKey)
            columns(Part::PrimaryKey, -1, m_table.primaryKey->columns, u"The primary key"_s);
        for (int i = 0; i < m_table.uniques.size(); ++i)
            columns(Part::Unique, i, m_table.uniques[i].columns, u"The unique constraint"_s);
        for (int i = 0; i < m_table.indexes.size(); ++i)
            index(i, m_table.indexes[i]);
        for (int i = 0; i < m_table.checks.size(); ++i) {
            if (m_table.checks[i].expression.trimmed().isEmpty())
                say(Part::Check, i, Facet::Whole, u"The check has no condition."_s);
        }
        for (int i = 0; i < m_table.foreignKeys.size(); ++i)
            foreignKey(i, m_table.foreignKeys[i]);
        constraintNames();
        return m_out;
    }

private:
    void say(Part part, int item, Facet facet, const QString &sentence)
    {
        m_out.append({part, item, facet, sentence, false});
    }

    void columns(Part part, int item, const QList<IndexedColumn> &columns, const QString &what)
    {
        if (columns.isEmpty())
            say(part, item, Facet::Whole, u"%1 has no columns."_s.arg(what));
        QSet<QString> seen;
        for (const IndexedColumn &c : columns) {
            if (c.isExpression())
                continue;
            if (!m_table.column(c.column))
                say(part, item, Facet::Whole,
                    u"%1 uses the column %2, which is not there: take it out, drop %3, or keep the column."_s.arg(
                        what, c.column,
                        part == Part::PrimaryKey   ? u"the key"_s
                            : part == Part::Unique ? u"the constraint"_s
                                                   : u"the index"_s));
            else if (part != Part::Index && seen.contains(foldedName(c.column, nameCaseOf(m_table))))
                say(part, item, Facet::Whole, u"%1 uses the column %2 twice."_s.arg(what, c.column));
            seen.insert(foldedName(c.column, nameCaseOf(m_table)));
        }
    }

    void index(int item, const Index &index)
    {
        const QString what = u"The index %1"_s.arg(index.name);
        columns(Part::Index, item, index.columns, what);
        if (index.name.trimmed().isEmpty())
            say(Part::Index, item, Facet::Name, u"An index needs a name."_s);
    }

    void foreignKey(int item, const ForeignKey &key)
    {
        const auto wrong = [&](const QString &sentence) { say(Part::ForeignKey, item, Facet::Whole, sentence); };
        if (key.columns.isEmpty())
            return wrong(u"The foreign key has no columns."_s);
        for (const QString &c : key.columns) {
            if (!m_table.column(c))
                return wrong(
                    u"The foreign key uses the column %1, which is not there: drop the foreign key, or keep the "
                    "column."_s.arg(c));
        }
        const Table *target = m_schema.table(key.target);
        if (!target)
            return wrong(key.target.name.isEmpty()
                             ? u"The foreign key leads to no table."_s
                             : u"The foreign key leads to the table %1, which is not there."_s.arg(key.target.name));
        const QStringList to = key.targetColumns.isEmpty() ? target->primaryKeyColumns() : key.targetColumns;
        if (to.isEmpty())
            return wrong(u"%1 has no primary key that the foreign key could lead to."_s.arg(key.target.name));
        if (to.size() != key.columns.size())
            return wrong(u"The foreign key has %1 columns and leads to %2."_s.arg(key.columns.size()).arg(to.size()));
        for (const QString &c : to) {
            if (!target->column(c))
                return wrong(u"The foreign key leads to %1.%2, which is not there."_s.arg(key.target.name, c));
        }
        if (!isUniqueKey(*target, to))
            wrong(u"The foreign key leads to %1 (%2), which is neither a primary key nor unique."_s.arg(
                key.target.name, to.join(u", "_s)));
    }

    void constraintNames()
    {
        QSet<QString> seen;
        const auto check = [&](Part part, int item, const QString &name) {
            if (!name.isEmpty() && seen.contains(foldedName(name, nameCaseOf(m_table))))
                say(part, item, Facet::Name, u"There is another constraint named %1."_s.arg(name));
            seen.insert(foldedName(name, nameCaseOf(m_table)));
        };
        for (int i = 0; i < m_table.uniques.size(); ++i)
            check(Part::Unique, i, m_table.uniques[i].name);
        for (int i = 0; i < m_table.checks.size(); ++i)
            check(Part::Check, i, m_table.checks[i].name);
        for (int i = 0; i < m_table.foreignKeys.size(); ++i)
            check(Part::ForeignKey, i, m_table.foreignKeys[i].name);
    }

    const Table &m_table;
    const SchemaIndex &m_schema;
    QList<DesignProblem> m_out;
};

/// Names that everything in a schema shares: tables, views and indexes; triggers among themselves.
class SharedNames {
public:
    SharedNames(const Schema &schema, bool triggersShare)
        : m_triggersShare(triggersShare)
        , m_case(nameCaseOf(schema))
    {
        for (const Table &t : schema.tables) {
            ++m_names[folded(t.name, m_case)];
            for (const Index &i : t.indexes)
                ++m_names[folded({t.name.schema, i.name}, m_case)];
            for (const Trigger &g : t.triggers)
                ++m_triggers[ofTrigger(g)];
        }
        for (const View &v : schema.views)
            ++m_names[folded(v.name, m_case)];
        for (const Trigger &g : schema.viewTriggers)
            ++m_triggers[ofTrigger(g)];
    }

    [[nodiscard]] QList<DesignProblem> of(const Table &t) const
    {
        QList<DesignProblem> out;
        for (int i = 0; i < t.indexes.size(); ++i) {
            if (m_names.value(folded({t.name.schema, t.indexes[i].name}, m_case)) > 1)
                out.append({Part::Index, i, Facet::Name,
                            u"There is something else named %1 already."_s.arg(t.indexes[i].name), false});
        }
        for (int i = 0; i < t.triggers.size(); ++i) {
            if (m_triggers.value(ofTrigger(t.triggers[i])) > 1)
                out.append({Part::Trigger, i, Facet::Name,
                            u"There is another trigger named %1."_s.arg(t.triggers[i].name), false});
        }
        return out;
    }

private:
    [[nodiscard]] QString ofTrigger(const Trigger &g) const
    {
        const QString table = m_triggersShare ? QString() : folded(g.table, m_case).display();
        return table + u'\n' + foldedName(g.name, m_case);
    }

    const bool m_triggersShare;
    const NameCase m_case;
    QHash<QualifiedName, int> m_names;
    QHash<QString, int> m_triggers;
};

/// By what is said, not by where it stands now.
bool isAmong(const QList<DesignProblem> &before, const DesignProblem &problem)
{
    return std::any_of(before.cbegin(), before.cend(), [&](const DesignProblem &p) {
        return p.part == problem.part && p.facet == problem.facet && p.sentence == problem.sentence;
    });
}

/// A view may break by what becomes of the tables it reads.
void addViews(const SchemaDesign &design, const DesignRules &rules, QList<FoundProblem> &out)
{
    if (design.isEmpty())
        return;
    const QHash<QString, QString> now = rules.viewFaults(design.target());
    if (now.isEmpty())
        return;
    const QHash<QString, QString> before = rules.viewFaults(design.before());
    for (const View &v : design.target().views) {
        const QString fault = now.value(foldedName(v.name.name));
        if (!fault.isEmpty() && fault != before.value(foldedName(v.name.name)))
            out.append({v.name, {Part::View, -1, Facet::Whole, fault, false}});
    }
}

/// So may a trigger, wherever it is.
void addTriggers(const SchemaDesign &design, const DesignRules &rules, QList<FoundProblem> &out)
{
    if (design.isEmpty())
        return;
    const QHash<QString, QString> now = rules.triggerFaults(design.target());
    if (now.isEmpty())
        return;
    const QHash<QString, QString> before = rules.triggerFaults(design.before());
    const auto add = [&](const QList<Trigger> &triggers) {
        for (int i = 0; i < triggers.size(); ++i) {
            const QString name = foldedName(triggers[i].name);
            if (now.contains(name) && now.value(name) != before.value(name))
                out.append({triggers[i].table, {Part::Trigger, i, Facet::Whole, now.value(name), false}});
        }
    };
    for (const Table &t : design.target().tables)
        add(t.triggers);
    add(design.target().viewTriggers);
}

/// What still speaks of a value that its enum loses: the server would refuse it.
void addValues(const SchemaDesign &design, QList<FoundProblem> &out)
{
    const SchemaRules &rules = *design.dialect().schemaRules();
    for (const EnumType &type : design.target().enums) {
        const QStringList gone = design.state().droppedValues(type.name);
        for (const QString &value : gone) {
            if (type.values.contains(value))
                continue;
            const auto say = [&](const Table &t, Part part, int item, Facet facet, const QString &what) {
                out.append({t.name,
                            {part, item, facet,
                             u"%1 speaks of the value %2, which %3 loses: change it first."_s.arg(what, value,
                                                                                                  type.name.display()),
                             false}});
            };
            const auto speaks = [&](const Table &t, const QString &sql) {
                return speaksOfValue(sql, t, type.name, value, rules);
            };
            for (const Table &t : design.target().tables) {
                for (int i = 0; i < t.columns.size(); ++i) {
                    if (!t.columns[i].inherited && speaks(t, t.columns[i].defaultExpression.value_or(QString())))
                        say(t, Part::Column, i, Facet::Default, u"The default of %1"_s.arg(t.columns[i].name));
                    if (!t.columns[i].inherited && speaks(t, t.columns[i].generatedExpression))
                        say(t, Part::Column, i, Facet::Generated, u"What %1 is generated as"_s.arg(t.columns[i].name));
                }
                for (int i = 0; i < t.checks.size(); ++i) {
                    if (!t.checks[i].inherited && speaks(t, t.checks[i].expression))
                        say(t, Part::Check, i, Facet::Whole, u"The check %1"_s.arg(t.checks[i].name));
                }
                for (int i = 0; i < t.indexes.size(); ++i) {
                    if (!t.indexes[i].inherited && speaks(t, t.indexes[i].where))
                        say(t, Part::Index, i, Facet::Whole, u"The index %1"_s.arg(t.indexes[i].name));
                }
                for (int i = 0; i < t.policies.size(); ++i) {
                    if (speaks(t, t.policies[i].usingExpression) || speaks(t, t.policies[i].checkExpression))
                        say(t, Part::Policy, i, Facet::Whole, u"The policy %1"_s.arg(t.policies[i].name));
                }
            }
        }
    }
}

} // namespace

QList<DesignProblem> commonProblems(const Table &table, const SchemaIndex &schema)
{
    return CommonProblems(table, schema).run();
}

QList<FoundProblem> designProblems(const SchemaDesign &design, const DesignRules &rules)
{
    const Schema &target = design.target();
    const Schema &before = design.before();
    const SchemaIndex now(target);
    const SchemaIndex then(before);
    const SharedNames names(target, rules.triggersShareNames());
    QList<FoundProblem> out;
    for (const Table &t : target.tables) {
        if (t.internal || t.shadow || t.kind != Table::Kind::Ordinary)
            continue;
        const bool touched = design.markOf(t.name) != DesignMark::None;
        const Table *was = design.state().origin(t.name) ? then.table(t.name) : nullptr;
        const auto fresh = [&](QList<DesignProblem> found, const auto &asBefore) {
            if (found.isEmpty() || !was)
                return found;
            const QList<DesignProblem> old = asBefore(*was);
            found.removeIf([&](const DesignProblem &p) { return isAmong(old, p); });
            return found;
        };
        QList<DesignProblem> found = fresh(commonProblems(t, now) + (touched ? names.of(t) : QList<DesignProblem>()),
                                           [&](const Table &old) { return commonProblems(old, then); });
        if (touched && found.isEmpty())
            found = fresh(rules.problems(t), [&](const Table &old) { return rules.problems(old); });
        for (const DesignProblem &p : std::as_const(found))
            out.append({t.name, p});
    }
    addViews(design, rules, out);
    addTriggers(design, rules, out);
    addValues(design, out);
    return out;
}

} // namespace core
