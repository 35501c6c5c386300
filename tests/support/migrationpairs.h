// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/migrationmodel.h"

#include <QSet>

/// Random pairs of schemas for which a plan must succeed: what only the data could refuse is taken out by sane().
namespace migration {

class Pairs {
public:
    explicit Pairs(quint32 seed)
        : m_random(seed)
    {
    }

    [[nodiscard]] Pair pair()
    {
        Pair p;
        p.style = m_random.generate();
        p.rows = m_random.bounded(5);
        p.from = model(1 + m_random.bounded(4));
        if (m_random.bounded(4) == 0) {
            p.to = model(1 + m_random.bounded(4));
        } else {
            p.to = p.from;
            for (int n = 1 + m_random.bounded(6); n > 0; --n)
                mutate(p.to);
        }
        sane(p);
        return p;
    }

    /// Takes out what leads nowhere, and constraints that the rows could not meet.
    static void sane(Pair &p)
    {
        for (int n = 0; n < 3; ++n) { // each pass can take away what another one needs
            sane(p.from, p.to, true);
            sane(p.to, p.from, false);
        }
    }

private:
    bool chance(int oneIn) { return m_random.bounded(oneIn) == 0; }
    template <typename T> const T &any(const QList<T> &list)
    {
        return list[m_random.bounded(static_cast<int>(list.size()))];
    }
    QString pick(const QStringList &all) { return any(all); }

    // --- making ---

    Model model(int count)
    {
        Model m;
        QStringList names{
            QStringLiteral("t1"),     QStringLiteral("t2"),   QStringLiteral("t3"),  QStringLiteral("Order Details"),
            QStringLiteral("select"), QStringLiteral("it's"), QStringLiteral("a`b"), QStringLiteral("\u00fcn\"q")};
        std::shuffle(names.begin(), names.end(), m_random);
        for (int i = 0; i < count; ++i)
            m.tables.append(table(names[i]));
        decorate(m);
        return m;
    }

    Tab table(const QString &name)
    {
        Tab t;
        t.id = ++m_id;
        t.name = name;
        t.strict = chance(5);
        Col anchor = column(t, Kind::Int);
        anchor.name = QStringLiteral("id");
        anchor.hasNull = false;
        anchor.def.reset();
        t.anchor = anchor.id;
        t.cols.append(anchor);
        for (int n = m_random.bounded(5); n > 0; --n)
            t.cols.append(column(t, static_cast<Kind>(m_random.bounded(kinds))));
        key(t);
        for (int n = m_random.bounded(4) - 1; n > 0; --n) // one may read another
            generate(t);
        return t;
    }

    Col column(const Tab &t, Kind kind)
    {
        static const QList<QStringList> stems{{QStringLiteral("i"), QStringLiteral("order")},
                                              {QStringLiteral("t"), QStringLiteral("it's t")},
                                              {QStringLiteral("r"), QStringLiteral("r x")},
                                              {QStringLiteral("b"), QStringLiteral("b`\"")},
                                              {QStringLiteral("x"), QStringLiteral("x;y")}};
        Col c;
        c.id = ++m_id;
        c.kind = kind;
        do {
            c.name = pick(stems[static_cast<int>(kind)]) + QString::number(m_random.bounded(6));
        } while (t.named(c.name));
        c.type = type(kind, t.strict);
        c.hasNull = chance(4);
        c.notNull = !c.hasNull && chance(3);
        if (chance(4))
            c.def = defaultOf(kind);
        if (kind == Kind::Text && chance(4))
            c.collation = chance(2) ? QStringLiteral("NOCASE") : QStringLiteral("RTRIM");
        return c;
    }

    QString type(Kind kind, bool strict)
    {
        static const QList<QStringList> loose{
            {QStringLiteral("INTEGER"), QStringLiteral("int"), QStringLiteral("BIGINT"), QStringLiteral("NUMERIC"),
             QString()},
            {QStringLiteral("TEXT"), QStringLiteral("varchar(20)"), QStringLiteral("CLOB"), QString()},
            {QStringLiteral("REAL"), QStringLiteral("DOUBLE PRECISION"), QStringLiteral("NUMERIC"), QString()},
            {QStringLiteral("BLOB"), QString()},
            {QStringLiteral("BLOB"), QString()}};
        static const QList<QStringList> tight{{QStringLiteral("INTEGER"), QStringLiteral("INT"), QStringLiteral("ANY")},
                                              {QStringLiteral("TEXT"), QStringLiteral("ANY")},
                                              {QStringLiteral("REAL"), QStringLiteral("ANY")},
                                              {QStringLiteral("BLOB"), QStringLiteral("ANY")},
                                              {QStringLiteral("ANY")}};
        return pick((strict ? tight : loose)[static_cast<int>(kind)]);
    }

    QString defaultOf(Kind kind)
    {
        static const QList<QStringList> all{
            {QStringLiteral("7"), QStringLiteral("(7)"), QStringLiteral("(abs(-7))")},
            {QStringLiteral("'d;'"), QStringLiteral("('d' || 'e')"), QStringLiteral("CURRENT_TIMESTAMP")},
            {QStringLiteral("2.5"), QStringLiteral("(1.0 + 1.5)")},
            {QStringLiteral("x'ab'"), QStringLiteral("(x'cd')")},
            {QStringLiteral("x'ab'"), QStringLiteral("7"), QStringLiteral("'d'"), QStringLiteral("2.5")}};
        return pick(all[static_cast<int>(kind)]);
    }

    void key(Tab &t)
    {
        t.pk = m_random.bounded(4);
        t.autoIncrement = t.withoutRowId = false;
        t.pkSecond = 0;
        for (Col &c : t.cols) {
            if (c.id != t.anchor)
                continue;
            if (t.pk == 1)
                c.type = QStringLiteral("INTEGER");
            else if (t.pk == 2)
                c.type = t.strict ? QStringLiteral("INT") : pick({QStringLiteral("int"), QStringLiteral("BIGINT")});
        }
        if (t.pk == 1)
            t.autoIncrement = chance(2);
        if (t.pk == 3) {
            for (Col &c : t.cols) {
                if (c.id != t.anchor && c.generated == 0 && !c.hasNull && t.pkSecond == 0) {
                    t.pkSecond = c.id;
                    c.notNull = true;
                }
            }
            if (t.pkSecond == 0)
                t.pk = 0;
        }
        t.withoutRowId = t.pk >= 1 && !t.autoIncrement && chance(4);
        t.selfKey = t.pk == 3 && chance(2);
    }

    void generate(Tab &t)
    {
        const Col source = any(t.cols);
        if (source.kind != Kind::Int && source.kind != Kind::Text)
            return;
        Col c = column(t, source.kind);
        c.def.reset();
        c.hasNull = source.hasNull;
        c.notNull = false;
        c.generated = 1 + m_random.bounded(2);
        c.source = source.id;
        t.cols.append(c);
    }

    void decorate(Model &m)
    {
        for (Tab &t : m.tables) {
            for (int n = m_random.bounded(3); n > 0; --n)
                constraint(t, m);
        }
        for (int n = m_random.bounded(3); n > 0; --n)
            addView(m);
        for (int n = m_random.bounded(3); n > 0; --n)
            addTrigger(m);
    }

    void constraint(Tab &t, const Model &m)
    {
        const Col &c = any(t.cols);
        switch (m_random.bounded(4)) {
        case 0:
            t.uniques.append(QList<int>{c.id});
            break;
        case 1:
            t.checks.append({c.id, chance(3) ? any(t.cols).id : 0,
                             chance(3) ? QStringLiteral("k%1").arg(++m_id) : QString(), chance(2)});
            break;
        case 2:
            t.keys.append(
                {c.id, any(m.tables).id,
                 pick({QString(), QStringLiteral("CASCADE"), QStringLiteral("SET NULL"), QStringLiteral("RESTRICT")}),
                 chance(2)});
            break;
        default:
            addIndex(t);
        }
    }

    void addIndex(Tab &t)
    {
        Idx i;
        i.name = QStringLiteral("ix%1").arg(++m_id);
        i.columns.append(any(t.cols).id);
        if (chance(2))
            i.columns.append(any(t.cols).id);
        i.partial = chance(4);
        i.descending = chance(4);
        i.expression = chance(4);
        i.unique = i.columns.size() == 1 && !i.expression && chance(2);
        t.indexes.append(i);
    }

    void addView(Model &m)
    {
        Vw v;
        v.name = QStringLiteral("v%1").arg(++m_id);
        v.trigger = chance(3);
        if (!m.views.isEmpty() && chance(2)) {
            v.view = any(m.views).name;
        } else {
            const Tab &t = any(m.tables);
            v.table = t.id;
            if (chance(2))
                v.columns.append(any(t.cols).id);
        }
        m.views.append(v);
    }

    void addTrigger(Model &m)
    {
        Tab &t = m.tables[m_random.bounded(static_cast<int>(m.tables.size()))];
        t.triggers.append({QStringLiteral("g%1").arg(++m_id), m_random.bounded(3), any(m.tables).id});
    }

    // --- changing ---

    void mutate(Model &m)
    {
        if (m.tables.isEmpty()) {
            m.tables.append(table(QStringLiteral("n%1").arg(++m_id)));
            return;
        }
        Tab &t = m.tables[m_random.bounded(static_cast<int>(m.tables.size()))];
        switch (m_random.bounded(16)) {
        case 0:
            t.name = chance(3) ? QStringLiteral("New %1").arg(++m_id) : QStringLiteral("n%1").arg(++m_id);
            break;
        case 1: {
            Tab &other = m.tables[m_random.bounded(static_cast<int>(m.tables.size()))];
            std::swap(t.name, other.name);
            break;
        }
        case 2:
            if (m.tables.size() > 1)
                m.tables.removeIf([id = t.id](const Tab &x) { return x.id == id; });
            break;
        case 3:
            m.tables.append(table(QStringLiteral("n%1").arg(++m_id)));
            break;
        case 4: {
            Col &c = t.cols[m_random.bounded(static_cast<int>(t.cols.size()))];
            c.name = QStringLiteral("n%1").arg(++m_id);
            break;
        }
        case 5:
            std::swap(t.cols.first().name, t.cols.last().name);
            break;
        case 6: {
            const int id = any(t.cols).id;
            if (id != t.anchor)
                t.cols.removeIf([id](const Col &c) { return c.id == id || c.source == id; });
            break;
        }
        case 7:
        case 8: {
            Col c = column(t, static_cast<Kind>(m_random.bounded(kinds)));
            c.name = QStringLiteral("n%1").arg(++m_id);
            t.cols.insert(m_random.bounded(static_cast<int>(t.cols.size()) + 1), c);
            break;
        }
        case 9:
            alter(t, t.cols[m_random.bounded(static_cast<int>(t.cols.size()))]);
            break;
        case 10:
            key(t);
            break;
        case 11:
            t.strict = !t.strict;
            for (Col &c : t.cols)
                c.type = type(c.kind, t.strict);
            key(t);
            break;
        case 12:
            undecorate(t);
            break;
        case 13:
            constraint(t, m);
            break;
        case 14:
            chance(2) ? addView(m) : addTrigger(m);
            break;
        default:
            if (!m.views.isEmpty() && chance(2))
                m.views.removeLast();
            else
                std::shuffle(t.cols.begin(), t.cols.end(), m_random);
        }
    }

    void alter(const Tab &t, Col &c)
    {
        switch (m_random.bounded(4)) {
        case 0:
            if (c.id != t.anchor)
                c.type = type(c.kind, t.strict);
            break;
        case 1:
            c.notNull = !c.notNull;
            break;
        case 2:
            if (c.generated == 0 && c.id != t.anchor)
                c.def = c.def ? std::nullopt : std::optional<QString>(defaultOf(c.kind));
            break;
        default:
            if (c.generated > 0)
                c.generated = m_random.bounded(3);
            else if (c.kind == Kind::Text)
                c.collation = c.collation.isEmpty() ? QStringLiteral("NOCASE") : QString();
        }
    }

    void undecorate(Tab &t)
    {
        const auto drop = [this](auto &list) {
            if (!list.isEmpty())
                list.removeAt(m_random.bounded(static_cast<int>(list.size())));
        };
        switch (m_random.bounded(5)) {
        case 0:
            drop(t.uniques);
            break;
        case 1:
            drop(t.checks);
            break;
        case 2:
            drop(t.keys);
            break;
        case 3:
            drop(t.indexes);
            break;
        default:
            drop(t.triggers);
        }
    }

    // --- what the rows allow ---

    static void sane(Model &m, const Model &other, bool isFrom)
    {
        QSet<QString> names;
        m.tables.removeIf([&](const Tab &t) {
            const bool twice = names.contains(core::foldedName(t.name));
            names.insert(core::foldedName(t.name));
            return twice;
        });
        for (Tab &t : m.tables)
            sane(t, m, other, isFrom);
        QSet<QString> views;
        m.views.removeIf([&](const Vw &v) {
            if (v.view.isEmpty() ? !m.tab(v.table) : !views.contains(v.view))
                return true;
            views.insert(v.name);
            return false;
        });
        for (Vw &v : m.views) {
            const Tab *t = m.tab(v.table);
            v.columns.removeIf([t](int id) { return !t || !t->col(id); });
        }
    }

    static void sane(Tab &t, const Model &m, const Model &other, bool isFrom)
    {
        const Tab *o = counterpart(t, m, other);
        const auto there = [&t](int id) { return t.col(id) != nullptr; };
        for (bool changed = true; changed;) // a generated column of what is gone
            changed = t.cols.removeIf([&](const Col &c) { return c.generated > 0 && !there(c.source); }) > 0;
        if (t.pk == 3 && (!there(t.pkSecond) || t.col(t.pkSecond)->generated > 0))
            t.pk = 0;
        if (t.pk == 0)
            t.withoutRowId = false;
        t.selfKey = t.selfKey && t.pk == 3;
        for (Col &c : t.cols) {
            const Col *b = o ? counterpart(c, t, *o) : nullptr;
            if (c.id == t.anchor || c.id == t.pkSecond)
                c.def.reset(); // never a constant in a key
            if (c.id == t.pkSecond && t.pk == 3)
                c.notNull = true;
            if (c.generated > 0) {
                c.def.reset();
                c.notNull = false;
            }
            if (isFrom && c.hasNull && c.notNull)
                c.notNull = false;
            if (c.id != t.anchor && b && b->kind != c.kind)
                c.name += QStringLiteral("x"); // the same name by accident
        }
        // A column is unique when its values are those of the rows: not a default, and no function of another column.
        const auto unique = [&](int id) {
            const Col *c = t.col(id);
            const Col *b = c && o ? counterpart(*c, t, *o) : nullptr;
            return c && c->generated == 0 && (!o || (b ? b->generated == 0 : !c->def));
        };
        t.uniques.removeIf([&](const QList<int> &u) { return !std::all_of(u.cbegin(), u.cend(), unique); });
        // SQLite cannot rename a key that a UNIQUE repeats in a table without row numbers; the planner says so.
        if (t.withoutRowId)
            t.uniques.removeIf([&](const QList<int> &u) { return u == QList<int>{t.anchor}; });
        t.indexes.removeIf([&](const Idx &i) {
            return !std::all_of(i.columns.cbegin(), i.columns.cend(), there)
                || (i.unique && !std::all_of(i.columns.cbegin(), i.columns.cend(), unique));
        });
        t.checks.removeIf([&](const Check &k) { return !there(k.column) || (k.other != 0 && !there(k.other)); });
        t.keys.removeIf([&](const Key &k) {
            const Tab *target = m.tab(k.target);
            const Col *c = t.col(k.column);
            const Col *b = c && o ? counterpart(*c, t, *o) : nullptr;
            const bool held = c && c->kind == Kind::Int && c->generated == 0 && !c->def && !(b && b->generated > 0)
                && !(c->hasNull || (b && b->hasNull)) && (b || !o || !c->notNull);
            return !target || !held || (o && !counterpart(*target, m, other));
        });
        t.triggers.removeIf([&](const Trig &g) { return !m.tab(g.other); });
    }

    QRandomGenerator m_random;
    int m_id = 0;
};

} // namespace migration
