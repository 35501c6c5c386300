// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"

#include <QList>
#include <QRandomGenerator>
#include <QString>
#include <QStringList>

#include <algorithm>
#include <optional>

/// A schema as the property test of the planner sees it: things with ids that survive a rename, and rows that are known
/// in advance. Written as SQL by itself, so that the code under test is not its own witness.
/// Every table has an anchor column "id" with the values 1 … n, the same n in all tables; every other column of numbers
/// holds a permutation of them, so that any key to any anchor holds and every column is unique.
namespace migration {

enum class Kind { Int, Text, Real, Blob, Any }; ///< Any: values of all storage classes
inline constexpr int kinds = 5;

struct Col {
    int id = 0;
    QString name;
    Kind kind = Kind::Int;
    QString type;
    bool notNull = false;
    std::optional<QString> def;
    QString collation;
    int generated = 0; ///< 0 no, 1 virtual, 2 stored
    int source = 0; ///< of a generated one: the column it reads
    bool hasNull = false; ///< the first row holds NULL
};
struct Check {
    int column = 0;
    int other = 0; ///< a second column; 0 for none
    QString name;
    bool inColumn = false;
};
struct Key {
    int column = 0;
    int target = 0; ///< id of a table
    QString action;
    bool inColumn = false;
};
struct Idx {
    QString name;
    QList<int> columns;
    bool unique = false;
    bool partial = false;
    bool expression = false;
    bool descending = false;
};
struct Trig {
    QString name;
    int event = 0; ///< 0 insert, 1 update of the anchor, 2 delete
    int other = 0; ///< the table its body writes to
};
struct Tab {
    int id = 0;
    QString name;
    QList<Col> cols; ///< the anchor is one of them
    int anchor = 0;
    int pk = 0; ///< 0 none (then UNIQUE), 1 the row number, 2 in the column, 3 with a second column
    int pkSecond = 0;
    bool autoIncrement = false;
    bool withoutRowId = false;
    bool strict = false;
    bool selfKey = false; ///< with the second column: the key refers to itself, by a foreign key of two columns
    QList<QList<int>> uniques;
    QList<Check> checks;
    QList<Key> keys;
    QList<Idx> indexes;
    QList<Trig> triggers;

    [[nodiscard]] const Col *col(int wanted) const
    {
        const auto it = std::find_if(cols.cbegin(), cols.cend(), [&](const Col &c) { return c.id == wanted; });
        return it == cols.cend() ? nullptr : &*it;
    }
    [[nodiscard]] const Col *named(const QString &wanted) const
    {
        const auto it = std::find_if(cols.cbegin(), cols.cend(), [&](const Col &c) {
            return core::foldedName(c.name) == core::foldedName(wanted);
        });
        return it == cols.cend() ? nullptr : &*it;
    }
};
struct Vw {
    QString name;
    int table = 0; ///< reads this table …
    QString view; ///< … or this view
    QList<int> columns;
    bool trigger = false; ///< has an INSTEAD OF trigger
};
struct Model {
    QList<Tab> tables;
    QList<Vw> views;

    [[nodiscard]] const Tab *tab(int id) const
    {
        const auto it = std::find_if(tables.cbegin(), tables.cend(), [&](const Tab &t) { return t.id == id; });
        return it == tables.cend() ? nullptr : &*it;
    }
    [[nodiscard]] const Tab *named(const QString &name) const
    {
        const auto it = std::find_if(tables.cbegin(), tables.cend(),
                                     [&](const Tab &t) { return core::foldedName(t.name) == core::foldedName(name); });
        return it == tables.cend() ? nullptr : &*it;
    }
};

/// A from and a to, with what was renamed between them, and the rows of the first.
struct Pair {
    Model from;
    Model to;
    int rows = 0;
    quint32 style = 0; ///< how names are quoted
};

/// The table of the other model that this one is (by id, else by a name that nobody else took along); nullptr if none.
[[nodiscard]] inline const Tab *counterpart(const Tab &t, const Model &own, const Model &other)
{
    if (const Tab *byId = other.tab(t.id))
        return byId;
    const Tab *byName = other.named(t.name);
    return byName && !own.tab(byName->id) ? byName : nullptr;
}
[[nodiscard]] inline const Col *counterpart(const Col &c, const Tab &own, const Tab &other)
{
    if (const Col *byId = other.col(c.id))
        return byId;
    const Col *byName = other.named(c.name);
    return byName && !own.col(byName->id) ? byName : nullptr;
}

/// What a NULL that may not be any more becomes, and a column that has no values yet.
[[nodiscard]] inline QString fillFor(Kind kind, const QString &anchor)
{
    const QString a =
        QLatin1Char('`') + QString(anchor).replace(QLatin1Char('`'), QLatin1String("``")) + QLatin1Char('`');
    switch (kind) {
    case Kind::Int:
        return a + QLatin1String(" + 100");
    case Kind::Text:
    case Kind::Any:
        return QLatin1String("'n' || ") + a;
    case Kind::Real:
        return a + QLatin1String(" + 100.25");
    case Kind::Blob:
        return QLatin1String("CAST('n' || ") + a + QLatin1String(" AS BLOB)");
    }
    Q_UNREACHABLE();
}

/// Writes a model as SQL; the same seed quotes the same way.
class SqlText {
public:
    explicit SqlText(quint32 seed)
        : m_random(seed)
    {
    }

    [[nodiscard]] QString schema(const Model &m)
    {
        QString out;
        for (const Tab &t : m.tables)
            out += table(t, m) + QLatin1String(";\n");
        for (const Tab &t : m.tables) {
            for (const Idx &i : t.indexes)
                out += index(i, t) + QLatin1String(";\n");
        }
        for (const Vw &v : m.views)
            out += view(v, m);
        for (const Tab &t : m.tables) {
            for (const Trig &g : t.triggers)
                out += trigger(g, t, m) + QLatin1String(";\n");
        }
        return out;
    }

    [[nodiscard]] QString rows(const Model &m, int count)
    {
        QString out;
        for (const Tab &t : m.tables) {
            QString values;
            QString names;
            const bool numbered = !t.withoutRowId && t.pk != 1;
            for (int row = 1; row <= count; ++row) {
                QString line = numbered ? QString::number(row * 10) : QString();
                for (const Col &c : t.cols) {
                    if (c.generated == 0)
                        line += (line.isEmpty() ? QString() : QStringLiteral(", ")) + value(c, t, row, count);
                }
                values += (row > 1 ? QStringLiteral(", (") : QStringLiteral("(")) + line + QLatin1Char(')');
            }
            if (numbered)
                names = QStringLiteral("rowid");
            for (const Col &c : t.cols) {
                if (c.generated == 0)
                    names += (names.isEmpty() ? QString() : QStringLiteral(", ")) + name(c.name);
            }
            if (count > 0)
                out += QStringLiteral("INSERT INTO %1 (%2) VALUES %3;\n").arg(name(t.name), names, values);
            if (t.autoIncrement && t.cols.size() > 0)
                out +=
                    QStringLiteral("INSERT OR REPLACE INTO sqlite_sequence(rowid, name, seq) SELECT (SELECT rowid FROM "
                                   "sqlite_sequence WHERE name = %1), %1, 77;\n")
                        .arg(text(t.name));
        }
        return out;
    }

    [[nodiscard]] QString name(const QString &n)
    {
        const bool plain = std::all_of(n.cbegin(), n.cend(),
                                       [](QChar c) {
                                           return (c >= QLatin1Char('a') && c <= QLatin1Char('z'))
                                               || (c >= QLatin1Char('0') && c <= QLatin1Char('9'));
                                       })
            && n != QLatin1String("select") && n != QLatin1String("order");
        switch (m_random.bounded(4)) {
        case 0:
            if (plain)
                return n;
            break;
        case 1:
            if (!n.contains(QLatin1Char(']')))
                return QLatin1Char('[') + n + QLatin1Char(']');
            break;
        case 2:
            return QLatin1Char('`') + QString(n).replace(QLatin1Char('`'), QLatin1String("``")) + QLatin1Char('`');
        default:
            break;
        }
        return QLatin1Char('"') + QString(n).replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
    }

    [[nodiscard]] static QString text(const QString &s)
    {
        return QLatin1Char('\'') + QString(s).replace(QLatin1Char('\''), QLatin1String("''")) + QLatin1Char('\'');
    }

private:
    [[nodiscard]] QString names(const QList<int> &ids, const Tab &t)
    {
        QStringList out;
        for (const int id : ids)
            out.append(name(t.col(id)->name));
        return out.join(QLatin1String(", "));
    }

    [[nodiscard]] QString condition(const Check &k, const Tab &t)
    {
        const Col &c = *t.col(k.column);
        const QString n = (m_random.bounded(4) == 0 ? name(t.name) + QLatin1Char('.') : QString()) + name(c.name);
        QString s;
        switch (c.kind) {
        case Kind::Int:
        case Kind::Real:
            s = n + QLatin1String(" > 0");
            break;
        case Kind::Text:
        case Kind::Blob:
        case Kind::Any:
            s = QLatin1String("length(") + n + QLatin1String(") < 100");
            break;
        }
        if (const Col *other = t.col(k.other))
            s = QLatin1Char('(') + s + QLatin1String(") OR ") + name(other->name) + QLatin1String(" IS NOT NULL");
        return s;
    }

    [[nodiscard]] QString check(const Check &k, const Tab &t)
    {
        return (k.name.isEmpty() ? QString() : QLatin1String("CONSTRAINT ") + name(k.name) + QLatin1Char(' '))
            + QLatin1String("CHECK (") + condition(k, t) + QLatin1Char(')');
    }

    [[nodiscard]] QString references(const Key &k, const Model &m)
    {
        const Tab &target = *m.tab(k.target);
        return QLatin1String("REFERENCES ") + name(target.name) + QLatin1String(" (")
            + name(target.col(target.anchor)->name) + QLatin1Char(')')
            + (k.action.isEmpty() ? QString() : QLatin1String(" ON DELETE ") + k.action);
    }

    [[nodiscard]] QString column(const Col &c, const Tab &t, const Model &m)
    {
        QString s = name(c.name) + (c.type.isEmpty() ? QString() : QLatin1Char(' ') + c.type);
        if (c.id == t.anchor && (t.pk == 1 || t.pk == 2))
            s +=
                QLatin1String(" PRIMARY KEY") + (t.autoIncrement ? QLatin1String(" AUTOINCREMENT") : QLatin1String(""));
        if (c.notNull)
            s += QLatin1String(" NOT NULL");
        if (c.def)
            s += QLatin1String(" DEFAULT ") + *c.def;
        if (!c.collation.isEmpty())
            s += QLatin1String(" COLLATE ") + c.collation;
        for (const Check &k : t.checks) {
            if (k.inColumn && k.column == c.id)
                s += QLatin1Char(' ') + check(k, t);
        }
        for (const Key &k : t.keys) {
            if (k.inColumn && k.column == c.id)
                s += QLatin1Char(' ') + references(k, m);
        }
        if (c.generated > 0) {
            const QString source = name(t.col(c.source)->name);
            s += QLatin1String(" GENERATED ALWAYS AS (")
                + (c.kind == Kind::Int ? QString(source + QLatin1String(" + 1"))
                                       : QString(QLatin1String("upper(") + source + QLatin1Char(')')))
                + QLatin1Char(')') + (c.generated == 2 ? QLatin1String(" STORED") : QLatin1String(""));
        }
        return s;
    }

    [[nodiscard]] QString table(const Tab &t, const Model &m)
    {
        QStringList lines;
        for (const Col &c : t.cols)
            lines.append(column(c, t, m));
        if (t.pk == 3)
            lines.append(QLatin1String("PRIMARY KEY (") + names({t.anchor, t.pkSecond}, t) + QLatin1Char(')'));
        if (t.pk == 0 || t.pk == 3)
            lines.append(QLatin1String("UNIQUE (") + names({t.anchor}, t) + QLatin1Char(')'));
        for (const QList<int> &u : t.uniques)
            lines.append(QLatin1String("UNIQUE (") + names(u, t) + QLatin1Char(')'));
        for (const Check &k : t.checks) {
            if (!k.inColumn)
                lines.append(check(k, t));
        }
        for (const Key &k : t.keys) {
            if (!k.inColumn)
                lines.append(QLatin1String("FOREIGN KEY (") + names({k.column}, t) + QLatin1String(") ")
                             + references(k, m));
        }
        if (t.selfKey) {
            const QString key = names({t.anchor, t.pkSecond}, t);
            lines.append(QLatin1String("FOREIGN KEY (") + key + QLatin1String(") REFERENCES ") + name(t.name)
                         + QLatin1String(" (") + names({t.anchor, t.pkSecond}, t)
                         + QLatin1String(") ON DELETE CASCADE"));
        }
        QStringList options;
        if (t.withoutRowId)
            options.append(QStringLiteral("WITHOUT ROWID"));
        if (t.strict)
            options.append(QStringLiteral("STRICT"));
        return QLatin1String("CREATE TABLE ") + name(t.name) + QLatin1String(" (") + lines.join(QLatin1String(", "))
            + QLatin1String(") ") + options.join(QLatin1String(", "));
    }

    [[nodiscard]] QString index(const Idx &i, const Tab &t)
    {
        QStringList parts;
        for (const int id : i.columns) {
            const QString n = name(t.col(id)->name);
            parts.append(i.expression && id == i.columns.first()
                             ? QLatin1String("coalesce(") + n + QLatin1String(", 'x;')")
                             : i.descending ? n + QLatin1String(" DESC")
                                            : n);
        }
        return QLatin1String("CREATE ") + (i.unique ? QLatin1String("UNIQUE INDEX ") : QLatin1String("INDEX "))
            + name(i.name) + QLatin1String(" ON ") + name(t.name) + QLatin1String(" (")
            + parts.join(QLatin1String(", ")) + QLatin1Char(')')
            + (i.partial
                   ? QLatin1String(" WHERE ") + name(t.col(i.columns.last())->name) + QLatin1String(" IS NOT NULL")
                   : QString());
    }

    [[nodiscard]] QString view(const Vw &v, const Model &m)
    {
        QString from;
        QString what = QStringLiteral("*");
        if (v.view.isEmpty()) {
            const Tab &t = *m.tab(v.table);
            from = name(t.name);
            QStringList parts;
            for (const int id : v.columns)
                parts.append(name(t.col(id)->name) + QLatin1String(" AS ")
                             + name(QLatin1Char('c') + QString::number(id)));
            if (!parts.isEmpty())
                what = parts.join(QLatin1String(", "));
        } else {
            from = name(v.view);
        }
        QString s = QLatin1String("CREATE VIEW ") + name(v.name) + QLatin1String(" AS SELECT ") + what
            + QLatin1String(" FROM ") + from + QLatin1String(";\n");
        if (v.trigger)
            s += QLatin1String("CREATE TRIGGER ") + name(v.name + QLatin1String("g"))
                + QLatin1String(" INSTEAD OF DELETE ON ") + name(v.name) + QLatin1String(" BEGIN SELECT 1; END;\n");
        return s;
    }

    [[nodiscard]] QString trigger(const Trig &g, const Tab &t, const Model &m)
    {
        const Tab &other = *m.tab(g.other);
        const QString anchor = name(other.col(other.anchor)->name);
        const QString own = name(t.col(t.anchor)->name);
        const QString event = g.event == 0 ? QStringLiteral("INSERT")
            : g.event == 1                 ? QString(QLatin1String("UPDATE OF ") + own)
                                           : QStringLiteral("DELETE");
        return QLatin1String("CREATE TRIGGER ") + name(g.name) + QLatin1String(" AFTER ") + event
            + QLatin1String(" ON ") + name(t.name) + QLatin1String(" WHEN ")
            + (g.event == 2 ? QLatin1String("old.") : QLatin1String("new.")) + own
            + QLatin1String(" > 5 BEGIN DELETE FROM ") + name(other.name) + QLatin1String(" WHERE ") + anchor
            + QLatin1String(" = ") + (g.event == 0 ? QLatin1String("new.") : QLatin1String("old.")) + own
            + QLatin1String(" AND 0; END");
    }

    /// The value is known by column and row alone.
    [[nodiscard]] static QString value(const Col &c, const Tab &t, int row, int count)
    {
        if (c.id == t.anchor)
            return QString::number(row);
        if (c.hasNull && row == 1)
            return QStringLiteral("NULL");
        const int n = (row + c.id) % count + 1;
        switch (c.kind) {
        case Kind::Int:
            return QString::number(n);
        case Kind::Text:
            return n % 3 == 0 ? QStringLiteral("'v''\u00e9 %1'").arg(n) : QStringLiteral("'v%1'").arg(n);
        case Kind::Real:
            return QStringLiteral("%1.5").arg(n);
        case Kind::Blob:
            return QStringLiteral("x'00ff%1'").arg(n, 2, 16, QLatin1Char('0'));
        case Kind::Any:
            return n % 4 == 0 ? QStringLiteral("x'%1'").arg(n, 2, 16, QLatin1Char('0'))
                : n % 4 == 1  ? QString::number(n)
                : n % 4 == 2  ? QStringLiteral("'%1'").arg(n)
                              : QStringLiteral("%1.5").arg(n);
        }
        Q_UNREACHABLE();
    }

    QRandomGenerator m_random;
};

} // namespace migration
