// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

#include <QRandomGenerator>
#include <QSet>

#include <algorithm>

/// Random tables and indexes that SQLite accepts, with every spelling the writer knows. The same seed gives the same.
class RandomSchema {
public:
    explicit RandomSchema(quint32 seed)
        : m_random(seed)
    {
    }

    core::Table table()
    {
        core::Table t;
        t.name.name = name();
        m_keyConflict = static_cast<core::ConflictClause>(m_random.bounded(6));
        t.strict = chance(4);
        const int count = 1 + m_random.bounded(6);
        for (int i = 0; i < count; ++i)
            t.columns.append(plainColumn(t));
        addPrimaryKey(t);
        if (t.primaryKey && !t.primaryKey->autoIncrement)
            t.withoutRowId = chance(3);
        t.strictFirst = t.strict && t.withoutRowId && chance(2);
        for (core::Column &c : t.columns)
            addClauses(t, c);
        addTableConstraints(t);
        for (core::Column &c : t.columns)
            std::shuffle(c.clauses.begin(), c.clauses.end(), m_random);
        std::shuffle(t.clauses.begin(), t.clauses.end(), m_random);
        return t;
    }

    core::Index index(const core::Table &t)
    {
        core::Index i;
        i.name = name();
        i.unique = chance(2);
        i.columns = keyColumns(t);
        if (chance(3))
            i.columns.append({{}, pick({"1 + 1", "lower('a, b')", "(2)", "coalesce(NULL, ')') /* ( */ || 'x'"}),
                              chance(3) ? QStringLiteral("rtrim") : QString(), order()});
        if (chance(3))
            i.where = pick({"1", "'a;b' <> ''", "(1 IS NOT NULL) AND 2 > 1"});
        return i;
    }

private:
    bool chance(int oneIn) { return m_random.bounded(oneIn) == 0; }
    QString pick(std::initializer_list<const char *> all)
    {
        return QString::fromUtf8(*(all.begin() + m_random.bounded(static_cast<int>(all.size()))));
    }

    QString name()
    {
        const QString stem = pick({"a", "B c", "it's", "\"q\"", "`b`", "[x]", "a]b", "line\nbreak", "\xf0\x9f\x98\x80", "select",
                                   "\xc3\xa9", "--", "/*", "primary key", "constraint", "x y z", "1st", ";", "generated",
                                   "(", "a,b"});
        QString full;
        for (int n = 0; full.isEmpty() || m_names.contains(core::foldedName(full)); ++n)
            full = n == 0 ? stem : stem + QString::number(m_random.bounded(1000));
        m_names.insert(core::foldedName(full));
        return full;
    }
    QString maybeName() { return chance(3) ? name() : QString(); }

    core::SortOrder order() { return static_cast<core::SortOrder>(m_random.bounded(3)); }
    core::ConflictClause conflict()
    {
        return chance(3) ? static_cast<core::ConflictClause>(m_random.bounded(6)) : core::ConflictClause::None;
    }

    /// SQLite refuses two keys over the same columns with different clauses.
    core::ConflictClause keyConflict() { return chance(3) ? m_keyConflict : core::ConflictClause::None; }

    core::Column plainColumn(const core::Table &t)
    {
        core::Column c;
        c.name = name();
        c.declaredType = t.strict ? pick({"INT", "INTEGER", "TEXT", "REAL", "BLOB", "any"})
                                  : pick({"", "INTEGER", "integer", "TEXT", "VARCHAR(10)", "DECIMAL(10,2)",
                                          "UNSIGNED BIG INT", "DECIMAL ( 5 , -2 )", "\"odd type\"", "generated", "BLOB"});
        return c;
    }

    QList<core::IndexedColumn> keyColumns(const core::Table &t)
    {
        QList<core::IndexedColumn> columns;
        for (const core::Column &c : t.columns) {
            if (c.isGenerated() || (!columns.isEmpty() && !chance(2)))
                continue;
            columns.append({c.name, {}, chance(4) ? QStringLiteral("nocase") : QString(), order()});
        }
        std::shuffle(columns.begin(), columns.end(), m_random);
        return columns;
    }

    void addPrimaryKey(core::Table &t)
    {
        if (chance(4))
            return;
        core::PrimaryKey key;
        key.name = maybeName();
        key.conflict = keyConflict();
        core::Column &first = t.columns.first();
        const bool isInteger = first.declaredType.compare(QLatin1String("integer"), Qt::CaseInsensitive) == 0;
        if (chance(2)) {
            key.column = first.name;
            key.columns = {{first.name, {}, {}, order()}};
            key.autoIncrement = isInteger && key.columns.first().order != core::SortOrder::Descending && chance(2);
            first.clauses.append(core::ColumnClause::PrimaryKey);
        } else {
            key.columns = keyColumns(t);
            key.autoIncrement = isInteger && key.columns.size() == 1 && chance(2);
            t.clauses.append(core::TableClause::PrimaryKey);
        }
        t.primaryKey = key;
    }

    void addClauses(core::Table &t, core::Column &c)
    {
        using C = core::ColumnClause;
        if (chance(3)) {
            c.notNull = true;
            c.notNullName = maybeName();
            c.notNullConflict = conflict();
            c.clauses.append(C::NotNull);
        } else if (chance(8)) {
            c.clauses.append(C::Null);
        }
        const bool inKey = t.primaryKey && t.primaryKey->columnNames().contains(c.name);
        if (!inKey && &c != &t.columns.first() && chance(5)) {
            generate(c);
        } else if (chance(3)) {
            c.defaultExpression = pick({"1", "-1.5e-3", "+2", "'it''s, (x'", "NULL", "( 1 + (2) )", "x'00ff'", "CURRENT_TIMESTAMP",
                                        "true", "(strftime('%s', 'now') /* ) */ * 1000)", "0x10", "word"});
            c.defaultName = maybeName();
            c.clauses.append(C::Default);
        }
        if (chance(4)) {
            c.collation = pick({"nocase", "RTRIM", "binary"});
            c.clauses.append(C::Collate);
        }
        for (int n = m_random.bounded(5) - 2; n > 0; --n) {
            t.checks.append({maybeName(), check(), c.name});
            c.clauses.append(C::Check);
        }
        if (chance(5)) {
            t.uniques.append({maybeName(), {{c.name, {}, {}, core::SortOrder::Unspecified}}, keyConflict(), c.name});
            c.clauses.append(C::Unique);
        }
        if (chance(4)) {
            t.foreignKeys.append(foreignKey({c.name}, c.name));
            c.clauses.append(C::References);
        }
    }

    void generate(core::Column &c)
    {
        c.generatedExpression = pick({"1", "upper('x)')", "(2) + 1", "CASE WHEN 1 THEN 2 END"});
        c.generatedAlways = chance(2);
        c.generation = chance(2) ? core::Column::Generation::Stored : core::Column::Generation::Virtual;
        c.generationKindWritten = c.generation == core::Column::Generation::Stored || chance(2);
        c.clauses.append(core::ColumnClause::Generated);
    }

    QString check()
    {
        return pick({"1", "1 > 0 AND (2 > 1)", "'a)' <> 'b'", "1 /* ) */ -- (\n + 1", "x'00' IS NOT NULL", "NOT 0"});
    }

    core::ForeignKey foreignKey(const QStringList &columns, const QString &place)
    {
        core::ForeignKey k;
        k.name = maybeName();
        k.columns = columns;
        k.column = place;
        k.target.name = pick({"parents", "no such table", "\xf0\x9f\x98\x80"});
        for (int i = 0; i < columns.size() && (i > 0 || chance(2)); ++i)
            k.targetColumns.append(QStringLiteral("p %1").arg(i));
        const auto action = [&]() -> std::optional<core::ForeignKeyAction> {
            if (chance(2))
                return std::nullopt;
            return static_cast<core::ForeignKeyAction>(m_random.bounded(5));
        };
        k.onDelete = action();
        k.onUpdate = action();
        k.onUpdateFirst = k.onDelete && k.onUpdate && chance(2);
        k.match = chance(5) ? QStringLiteral("FULL") : QString();
        k.deferral = static_cast<core::ForeignKey::Deferral>(m_random.bounded(3));
        if (k.deferral != core::ForeignKey::Deferral::None)
            k.initially = static_cast<core::ForeignKey::Initially>(m_random.bounded(3));
        return k;
    }

    void addTableConstraints(core::Table &t)
    {
        for (int n = m_random.bounded(3); n > 0; --n) {
            t.checks.append({maybeName(), check(), {}});
            t.clauses.append(core::TableClause::Check);
        }
        for (int n = m_random.bounded(3); n > 0; --n) {
            t.uniques.append({maybeName(), keyColumns(t), keyConflict(), {}});
            t.clauses.append(core::TableClause::Unique);
        }
        for (int n = m_random.bounded(3); n > 0; --n) {
            QStringList columns;
            for (const core::Column &c : t.columns) {
                if (columns.isEmpty() || chance(2))
                    columns.append(c.name);
            }
            t.foreignKeys.append(foreignKey(columns, {}));
            t.clauses.append(core::TableClause::ForeignKey);
        }
    }

    QRandomGenerator m_random;
    QSet<QString> m_names;
    core::ConflictClause m_keyConflict = core::ConflictClause::None;
};
