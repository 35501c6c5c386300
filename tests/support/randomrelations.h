// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QRandomGenerator>
#include <QString>
#include <QStringList>

/// Random tables with foreign keys of every kind, and rows that keep them. The same seed gives the same.
/// Each table is called t0, t1, … and has a column `mark` that names a row for good.
class RandomRelations {
public:
    explicit RandomRelations(quint32 seed)
        : m_random(seed)
    {
        const int count = 2 + m_random.bounded(4);
        for (int i = 0; i < count; ++i)
            m_tables.append(makeTable());
        for (Table &table : m_tables)
            addKeys(table);
    }

    /// CREATE and INSERT statements, to be run with foreign keys off.
    [[nodiscard]] QString sql()
    {
        QStringList out{QStringLiteral("BEGIN")};
        QList<int> order;
        for (int i = 0; i < int(m_tables.size()); ++i)
            order.insert(m_random.bounded(i + 1), i);
        for (const int i : std::as_const(order))
            out.append(createSql(i));
        for (int i = 0; i < int(m_tables.size()); ++i) {
            for (int row = 0; row < m_tables.at(i).rows; ++row)
                out.append(insertSql(i, row));
        }
        out.append(QStringLiteral("COMMIT;"));
        return out.join(QLatin1String(";\n"));
    }

    [[nodiscard]] int tableCount() const { return int(m_tables.size()); }
    [[nodiscard]] static QString tableName(int i) { return QStringLiteral("t%1").arg(i); }

private:
    enum class Shape { Rowid, Text, Pair, Unique };
    struct ForeignKey {
        int target = 0;
        QString column; ///< the last one's name
        bool shares = false; ///< the first of a pair's columns is another key's column
        bool required = false;
        QString fallback; ///< DEFAULT as SQL
        QString clauses;
    };
    struct Table {
        Shape shape = Shape::Rowid;
        bool withoutRowId = false;
        int rows = 0;
        QList<ForeignKey> keys;
    };

    bool chance(int oneIn) { return m_random.bounded(oneIn) == 0; }
    QString pick(std::initializer_list<const char *> all)
    {
        return QString::fromLatin1(*(all.begin() + m_random.bounded(int(all.size()))));
    }

    Table makeTable()
    {
        Table t;
        t.shape = static_cast<Shape>(m_random.bounded(4));
        t.withoutRowId = t.shape != Shape::Rowid && t.shape != Shape::Unique && chance(2);
        t.rows = 4 + m_random.bounded(12);
        return t;
    }

    void addKeys(Table &table)
    {
        static constexpr auto actions = {"NO ACTION", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE", "CASCADE"};
        const int count = m_random.bounded(4);
        for (int i = 0; i < count; ++i) {
            ForeignKey key;
            key.target = m_random.bounded(int(m_tables.size()));
            key.column = QStringLiteral("f%1").arg(i);
            key.required = chance(5);
            key.clauses = QStringLiteral(" ON DELETE ") + pick(actions) + QStringLiteral(" ON UPDATE ") + pick(actions);
            if (chance(3))
                key.clauses += pick({" DEFERRABLE INITIALLY DEFERRED", " DEFERRABLE INITIALLY IMMEDIATE"});
            const bool isSelf = &m_tables.at(key.target) == &table;
            const int which = m_random.bounded(m_tables.at(key.target).rows + 2);
            key.fallback = chance(3) ? QStringLiteral("NULL") : lastValue(key.target, which, isSelf);
            const bool isPair = m_tables.at(key.target).shape == Shape::Pair;
            key.shares = isPair && i > 0 && m_tables.at(table.keys.at(i - 1).target).shape == Shape::Rowid && chance(2);
            key.required = key.required && !key.shares;
            table.keys.append(key);
        }
    }

    // The key of a table's n-th row, n from 0: 1, 2, … or 'k0', 'k1', … or (n % 3 + 1, 'k0').
    static QString text(int n) { return QStringLiteral("'k%1'").arg(n); }
    [[nodiscard]] static QString firstValue(int n) { return QString::number(n % 3 + 1); }
    /// `exact`: SQLite takes a row that points at itself in another spelling for an orphan once it changes it.
    [[nodiscard]] QString lastValue(int table, int n, bool exact)
    {
        switch (m_tables.at(table).shape) {
        case Shape::Rowid:
        case Shape::Unique:
            return QString::number(n + 1);
        case Shape::Text:
            return exact || chance(2) ? text(n) : text(n).toUpper(); // NOCASE
        case Shape::Pair:
            return text(n);
        }
        return {};
    }

    [[nodiscard]] QString createSql(int i)
    {
        const Table &t = m_tables.at(i);
        QStringList parts{QStringLiteral("mark INTEGER")};
        if (t.shape == Shape::Rowid)
            parts.append(QStringLiteral("id INTEGER PRIMARY KEY"));
        else if (t.shape == Shape::Text)
            parts.append(QStringLiteral("id TEXT COLLATE NOCASE PRIMARY KEY NOT NULL"));
        else if (t.shape == Shape::Pair)
            parts += QStringList{QStringLiteral("a INTEGER NOT NULL"), QStringLiteral("b TEXT NOT NULL")};
        else
            parts.append(QStringLiteral("code NUMERIC UNIQUE"));
        QStringList constraints;
        if (t.shape == Shape::Pair)
            constraints.append(QStringLiteral("PRIMARY KEY (a, b)"));
        for (int k = 0; k < int(t.keys.size()); ++k) {
            const ForeignKey &key = t.keys.at(k);
            const Shape target = m_tables.at(key.target).shape;
            const bool isNumber = target == Shape::Rowid || target == Shape::Unique;
            // As in lastValue(): a row that points at itself does so in the very same value.
            const QString type = !isNumber ? pick({"TEXT", "VARCHAR(9)"})
                : key.target == i          ? QStringLiteral("INTEGER")
                                           : pick({"INTEGER", "TEXT", ""});
            const QString end =
                (key.required ? QStringLiteral(" NOT NULL DEFAULT ") : QStringLiteral(" DEFAULT ")) + key.fallback;
            QString columns = key.column;
            QString targets = target == Shape::Pair ? QStringLiteral("a, b")
                : target == Shape::Unique           ? QStringLiteral("code")
                                                    : QStringLiteral("id");
            parts.append(key.column + QLatin1Char(' ') + type + end);
            if (target == Shape::Pair) {
                const QString first = key.shares ? t.keys.at(k - 1).column : key.column + QStringLiteral("a");
                if (!key.shares)
                    parts.append(first + QStringLiteral(" INTEGER DEFAULT 1"));
                columns = first + QStringLiteral(", ") + key.column;
            }
            constraints.append(QStringLiteral("FOREIGN KEY (%1) REFERENCES %2 (%3)%4")
                                   .arg(columns, tableName(key.target), targets, key.clauses));
        }
        return QStringLiteral("CREATE TABLE %1 (%2)%3")
            .arg(tableName(i), (parts + constraints).join(QLatin1String(", ")),
                 t.withoutRowId ? QStringLiteral(" WITHOUT ROWID") : QString());
    }

    [[nodiscard]] QString insertSql(int i, int row)
    {
        const Table &t = m_tables.at(i);
        QStringList names{QStringLiteral("mark")};
        QStringList values{QString::number(row)};
        const auto set = [&](const QString &name, const QString &value) {
            names.append(name);
            values.append(value);
        };
        if (t.shape == Shape::Pair)
            set(QStringLiteral("a"), firstValue(row));
        set(t.shape == Shape::Pair         ? QStringLiteral("b")
                : t.shape == Shape::Unique ? QStringLiteral("code")
                                           : QStringLiteral("id"),
            t.shape == Shape::Pair || t.shape == Shape::Text ? text(row) : QString::number(row + 1));
        int before = -1; // the row the key before points at
        for (const ForeignKey &key : t.keys) {
            const Table &target = m_tables.at(key.target);
            int at = m_random.bounded(target.rows);
            bool isNull = !key.required && chance(4);
            if (key.shares && before >= 3)
                isNull = true; // no pair starts with that number
            else if (key.shares && before >= 0)
                at = before;
            set(key.column, isNull ? QStringLiteral("NULL") : lastValue(key.target, at, key.target == i));
            if (target.shape == Shape::Pair && !key.shares)
                set(key.column + QLatin1Char('a'), firstValue(at));
            before = isNull ? -1 : at;
        }
        return QStringLiteral("INSERT INTO %1 (%2) VALUES (%3)")
            .arg(tableName(i), names.join(QLatin1String(", ")), values.join(QLatin1String(", ")));
    }

    QRandomGenerator m_random;
    QList<Table> m_tables;
};
