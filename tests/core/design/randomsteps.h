// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/design/schemadesign.h"
#include "core/dialect/designrules.h"

#include <QRandomGenerator>

/// Steps that a person might do next, whatever the design has become; not all of them make sense. The same seed gives
/// the same. With `rows` only such that no row of the base can stand in the way of.
class RandomSteps {
public:
    RandomSteps(quint32 seed, const core::DesignRules &rules, bool rows)
        : m_random(seed)
        , m_rules(rules)
        , m_rows(rows)
    {
    }

    QList<core::DesignStep> next(const core::Schema &schema)
    {
        namespace d = core::design;
        QList<const core::Table *> tables;
        for (const core::Table &t : schema.tables) {
            if (!t.internal)
                tables.append(&t);
        }
        const int kind = m_random.bounded(m_rows ? 9 : 16);
        if (tables.isEmpty() || kind == 0)
            return {d::AddTable{newTable()}};
        const core::Table &t = *tables[m_random.bounded(static_cast<int>(tables.size()))];
        const core::Column &c = t.columns[m_random.bounded(static_cast<int>(t.columns.size()))];
        switch (kind) {
        case 1:
            return {d::RenameTable{t.name, tableName()}};
        case 2:
            return {d::RenameColumn{t.name, c.name, columnName()}};
        case 3:
            return {d::MoveColumn{t.name, c.name, m_random.bounded(static_cast<int>(t.columns.size()))}};
        case 4:
            return {d::AddColumn{t.name, newColumn(), chance(2) ? -1 : 0}};
        case 5:
            return {chance(3) ? core::DesignStep(d::DropTable{t.name}) : d::DropColumn{t.name, c.name}};
        case 6:
            return {index(t, c)};
        case 7:
            return dropOne(t);
        case 8:
            return {chance(2) ? view(schema, t, c) : trigger(t)};
        case 9:
            return {alter(t, c)};
        case 10:
            return {key(t, c)};
        case 11:
            return {unique(t, c)};
        case 12:
            return {d::PutCheck{t.name, std::nullopt,
                                core::CheckConstraint{{}, quoted(c.name) + QStringLiteral(" IS NOT 17"), {}}}};
        case 13:
            return {foreignKey(t, c, *tables[m_random.bounded(static_cast<int>(tables.size()))])};
        case 14:
            return {d::SetOptions{t.name, chance(3), chance(3)}};
        default:
            // Two columns change their names with each other.
            return {d::RenameColumn{t.name, t.columns.first().name, QStringLiteral("on the way")},
                    d::RenameColumn{t.name, t.columns.last().name, t.columns.first().name},
                    d::RenameColumn{t.name, QStringLiteral("on the way"), t.columns.last().name}};
        }
    }

private:
    bool chance(int oneIn) { return m_random.bounded(oneIn) == 0; }
    QString pick(const QStringList &all) { return all[m_random.bounded(static_cast<int>(all.size()))]; }
    static QString quoted(const QString &name)
    {
        return QLatin1Char('`') + QString(name).replace(QLatin1Char('`'), QLatin1String("``")) + QLatin1Char('`');
    }
    QString tableName()
    {
        return pick({QStringLiteral("users"), QStringLiteral("My Orders"), QStringLiteral("select"),
                     QStringLiteral("t1"), QStringLiteral("a`b"), QStringLiteral("it's")});
    }
    QString columnName()
    {
        return pick({QStringLiteral("name"), QStringLiteral("total sum"), QStringLiteral("group"), QStringLiteral("i1"),
                     QStringLiteral("c`d"), QStringLiteral("Name"), QStringLiteral("t2")});
    }

    core::Column newColumn()
    {
        core::Column c;
        c.name = columnName();
        c.declaredType = pick({QStringLiteral("TEXT"), QStringLiteral("INTEGER"), QStringLiteral("BLOB")});
        if (chance(3))
            c.defaultExpression = pick({QStringLiteral("7"), QStringLiteral("'x'"), QStringLiteral("(1 + 1)")});
        c.notNull = c.defaultExpression && chance(2);
        return c;
    }

    core::Table newTable()
    {
        core::Table t = m_rules.newTable({{}, tableName()});
        for (int n = m_random.bounded(3); n > 0; --n) {
            const core::Column c = newColumn();
            if (!t.column(c.name))
                t.columns.append(c);
        }
        return t;
    }

    core::DesignStep alter(const core::Table &t, const core::Column &c)
    {
        core::Column to = c;
        switch (m_random.bounded(5)) {
        case 0:
            to.declaredType = t.strict ? QStringLiteral("ANY") : QStringLiteral("NUMERIC");
            break;
        case 1:
            to.notNull = !c.notNull;
            break;
        case 2:
            to.defaultExpression = c.defaultExpression ? std::nullopt : std::optional(QStringLiteral("5"));
            break;
        case 3:
            to.collation = c.collation.isEmpty() ? QStringLiteral("NOCASE") : QString();
            break;
        default:
            to.generation = c.isGenerated() ? core::Column::Generation::None : core::Column::Generation::Virtual;
            to.generatedExpression = c.isGenerated() ? QString() : QStringLiteral("1 + 2");
        }
        return core::design::AlterColumn{t.name, c, to};
    }

    core::DesignStep key(const core::Table &t, const core::Column &c)
    {
        if (t.primaryKey && chance(3))
            return core::design::SetPrimaryKey{t.name, std::nullopt};
        core::PrimaryKey key;
        key.columns = {{c.name, {}, {}, core::SortOrder::Unspecified}};
        if (chance(3) && t.columns.first().name != c.name)
            key.columns.append({t.columns.first().name, {}, {}, core::SortOrder::Unspecified});
        else if (chance(2))
            key.column = c.name;
        key.autoIncrement = chance(3);
        return core::design::SetPrimaryKey{t.name, key};
    }

    core::DesignStep unique(const core::Table &t, const core::Column &c)
    {
        core::UniqueConstraint u;
        u.columns = {{c.name, {}, {}, core::SortOrder::Unspecified}};
        u.column = chance(2) ? c.name : QString();
        return core::design::PutUnique{t.name, std::nullopt, u};
    }

    core::DesignStep index(const core::Table &t, const core::Column &c)
    {
        if (!t.indexes.isEmpty() && chance(2)) {
            core::Index to = t.indexes.first();
            to.name = QStringLiteral("i%1").arg(++m_count);
            return core::design::PutIndex{t.name, t.indexes.first(), to};
        }
        core::Index i;
        i.name = QStringLiteral("i%1").arg(++m_count);
        i.columns = {{c.name, {}, {}, chance(3) ? core::SortOrder::Descending : core::SortOrder::Unspecified}};
        if (chance(4))
            i.where = quoted(c.name) + QStringLiteral(" IS NOT NULL");
        return core::design::PutIndex{t.name, std::nullopt, i};
    }

    core::DesignStep foreignKey(const core::Table &t, const core::Column &c, const core::Table &target)
    {
        core::ForeignKey k;
        k.columns = {c.name};
        k.target = target.name;
        k.targetColumns = target.primaryKeyColumns();
        if (chance(2))
            k.onDelete = core::ForeignKeyAction::Cascade;
        k.column = chance(2) ? c.name : QString();
        return core::design::PutForeignKey{t.name, std::nullopt, k};
    }

    QList<core::DesignStep> dropOne(const core::Table &t)
    {
        namespace d = core::design;
        QList<core::DesignStep> all;
        for (const auto &x : t.uniques)
            all.append(d::PutUnique{t.name, x, std::nullopt});
        for (const auto &x : t.checks)
            all.append(d::PutCheck{t.name, x, std::nullopt});
        for (const auto &x : t.foreignKeys)
            all.append(d::PutForeignKey{t.name, x, std::nullopt});
        for (const auto &x : t.indexes)
            all.append(d::PutIndex{t.name, x, std::nullopt});
        for (const auto &x : t.triggers)
            all.append(d::PutTrigger{t.name, x, std::nullopt});
        return all.isEmpty() ? all : QList{all[m_random.bounded(static_cast<int>(all.size()))]};
    }

    core::DesignStep view(const core::Schema &schema, const core::Table &t, const core::Column &c)
    {
        if (!schema.views.isEmpty() && chance(2))
            return core::design::PutView{schema.views.first(), std::nullopt};
        core::View v;
        v.name.name = QStringLiteral("v%1").arg(++m_count);
        v.definition = QStringLiteral("SELECT ") + quoted(c.name) + QStringLiteral(" FROM ") + quoted(t.name.name);
        return core::design::PutView{std::nullopt, v};
    }

    core::DesignStep trigger(const core::Table &t)
    {
        return core::design::PutTrigger{t.name, std::nullopt,
                                        m_rules.newTrigger(t.name, QStringLiteral("g%1").arg(++m_count), false)};
    }

    QRandomGenerator m_random;
    const core::DesignRules &m_rules;
    const bool m_rows;
    int m_count = 0;
};
