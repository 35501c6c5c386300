// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"

#include <QHash>
#include <QRandomGenerator>

#include <algorithm>

/// Random PostgreSQL schemas, what becomes of them, and rows for them. Things keep their number when they are renamed,
/// so that it is known which column came from which.
namespace randompostgres {

using namespace Qt::Literals::StringLiterals;

struct Col {
    int id = 0;
    QString name;
    QString type;
    bool notNull = false;
    QString defaultSql;
    int identity = 0; ///< 1 always, 2 by default
    bool serial = false;
    QString generated;
    QString comment;
    bool repeats = false; ///< came from a type with few values
};

struct Key {
    int id = 0;
    int column = 0;
    int target = 0; ///< a table; its id
    QString action;
};

struct Tab {
    int id = 0;
    core::QualifiedName name;
    QList<Col> cols; ///< the first is the key
    QList<int> uniques; ///< columns
    QList<int> checks; ///< columns, IS DISTINCT FROM something
    QList<int> indexes; ///< columns
    int indexKind = 0;
    QList<Key> keys;
    bool policy = false;
    bool trigger = false;
    bool partitioned = false; ///< by its key, in two parts
    int view = 0; ///< 1 a view, 2 a materialized one, 3 a view over a view
    QString comment;

    [[nodiscard]] const Col *col(int wanted) const
    {
        const auto at = std::find_if(cols.cbegin(), cols.cend(), [&](const Col &c) { return c.id == wanted; });
        return at == cols.cend() ? nullptr : &*at;
    }
};

struct Model {
    QHash<int, core::EnumType> enums;
    QList<Tab> tabs;
    QList<core::Sequence> sequences;
    bool domain = false;
    bool domainChecked = false;

    [[nodiscard]] const Tab *tab(int id) const
    {
        const auto at = std::find_if(tabs.cbegin(), tabs.cend(), [&](const Tab &t) { return t.id == id; });
        return at == tabs.cend() ? nullptr : &*at;
    }
};

class Maker {
public:
    explicit Maker(quint32 seed)
        : m_random(seed)
    {
    }

    Model first()
    {
        Model m;
        const int enums = below(3);
        for (int i = 0; i < enums; ++i) {
            core::EnumType e;
            e.name = {chance(25) ? u"app"_s : QString(), u"kind%1"_s.arg(i)};
            for (int v = 0; v < 2 + below(3); ++v)
                e.values.append(u"v%1"_s.arg(v));
            m.enums.insert(i, e);
        }
        m.domain = chance(30);
        const int tables = 1 + below(4);
        for (int i = 0; i < tables; ++i)
            m.tabs.append(table(m));
        for (Tab &t : m.tabs)
            refer(m, t);
        if (chance(40))
            m.sequences.append(sequence());
        return m;
    }

    /// What it becomes, and what was renamed on the way.
    Model next(Model m, core::Renames &renames)
    {
        for (core::EnumType &e : m.enums)
            change(e, renames);
        if (m.domain && chance(40))
            m.domainChecked = !m.domainChecked;
        for (qsizetype i = m.tabs.size() - 1; i >= 0; --i) {
            if (chance(10))
                drop(m, i);
        }
        for (Tab &t : m.tabs)
            change(m, t, renames);
        if (chance(30)) {
            m.tabs.append(table(m));
            refer(m, m.tabs.last());
        }
        if (chance(20) && !m.sequences.isEmpty())
            m.sequences.clear();
        else if (chance(20) && !m.sequences.isEmpty())
            m.sequences.first().options.increment += 2;
        else if (chance(20))
            m.sequences = {sequence()};
        return m;
    }

private:
    int below(int n) { return static_cast<int>(m_random.bounded(n)); }
    bool chance(int percent) { return below(100) < percent; }
    template <typename T> const T &one(const QList<T> &list) { return list.at(below(static_cast<int>(list.size()))); }

    QString type(const Model &m)
    {
        QStringList types{u"integer"_s,       u"bigint"_s,  u"text"_s,    u"character varying(40)"_s,
                          u"numeric(10,2)"_s, u"boolean"_s, u"date"_s,    u"timestamp with time zone"_s,
                          u"uuid"_s,          u"jsonb"_s,   u"text[]"_s,  u"integer[]"_s,
                          u"real"_s,          u"bytea"_s,   u"smallint"_s};
        if (m.domain)
            types.append(u"positive"_s);
        for (const core::EnumType &e : m.enums)
            types += {e.name.display(), e.name.display() + u"[]"_s};
        return one(types);
    }

    Col column(const Model &m)
    {
        Col c;
        c.id = ++m_last;
        c.name = chance(15) ? u"Column %1"_s.arg(c.id) : u"c%1"_s.arg(c.id);
        c.type = type(m);
        c.notNull = chance(30);
        if (chance(30))
            c.defaultSql = defaultOf(c.type);
        if (chance(10))
            c.comment = u"About %1"_s.arg(c.name);
        return c;
    }

    static QString defaultOf(const QString &type)
    {
        if (type == "integer"_L1 || type == "bigint"_L1 || type == "smallint"_L1 || type == "positive"_L1)
            return u"7"_s;
        if (type == "text"_L1 || type.startsWith("character"_L1))
            return u"'it''s'::"_s + (type == "text"_L1 ? type : u"character varying"_s);
        if (type == "boolean"_L1)
            return u"true"_s;
        if (type == "timestamp with time zone"_L1)
            return u"now()"_s;
        if (type == "uuid"_L1)
            return u"gen_random_uuid()"_s;
        if (type == "numeric(10,2)"_L1)
            return u"1.50"_s;
        if (type.contains("kind"_L1) && !type.endsWith("[]"_L1))
            return u"'v0'::"_s + type;
        return {};
    }

    Tab table(const Model &m)
    {
        Tab t;
        t.id = ++m_last;
        t.name = {chance(20) ? u"app"_s : QString(), chance(15) ? u"Table %1"_s.arg(t.id) : u"t%1"_s.arg(t.id)};
        Col key;
        key.id = ++m_last;
        key.name = u"id"_s;
        key.type = u"integer"_s;
        key.notNull = true;
        const int kind = below(4);
        key.identity = kind < 2 ? kind : 0;
        key.serial = kind == 2;
        t.cols.append(key);
        const int columns = 1 + below(5);
        for (int i = 0; i < columns; ++i)
            t.cols.append(column(m));
        if (chance(20))
            generate(t);
        t.partitioned = chance(15);
        if (t.partitioned) {
            t.cols.first().identity = 0;
            t.cols.first().serial = false;
        }
        adorn(t);
        return t;
    }

    void generate(Tab &t)
    {
        Col c;
        c.id = ++m_last;
        c.name = u"g%1"_s.arg(c.id);
        c.type = u"integer"_s;
        c.generated = u"id * 2"_s;
        for (const Col &other : t.cols) {
            if (other.type == "text"_L1) {
                c.type = u"text"_s;
                c.generated = u"upper(\"%1\")"_s.arg(other.name);
                c.comment = QString::number(other.id);
            }
        }
        t.cols.append(c);
    }

    void adorn(Tab &t)
    {
        const auto some = [&](int percent, auto fits) {
            QList<int> out;
            for (qsizetype i = 1; i < t.cols.size(); ++i) {
                if (chance(percent) && fits(t.cols[i]))
                    out.append(t.cols[i].id);
            }
            return out;
        };
        const auto hasOrder = [](const Col &c) { return !c.type.startsWith("json"_L1); };
        const auto varies = [](const Col &c) {
            static const QStringList types{u"integer"_s, u"bigint"_s, u"text"_s, u"character varying(40)"_s,
                                           u"uuid"_s,    u"text[]"_s};
            return c.generated.isEmpty() && c.defaultSql.isEmpty() && !c.repeats && types.contains(c.type);
        };
        t.uniques = t.partitioned ? QList<int>() : some(15, varies); // they would have to include the key
        t.checks = some(15, [](const Col &c) { return c.generated.isEmpty() && !c.type.startsWith("json"_L1); });
        t.indexes = some(25, hasOrder);
        t.indexKind = below(4);
        t.policy = chance(20);
        t.trigger = chance(20);
        t.view = chance(35) ? 1 + below(3) : 0;
        t.comment = chance(15) ? u"Table %1\nof many"_s.arg(t.id) : QString();
    }

    void refer(const Model &m, Tab &t)
    {
        if (!chance(50))
            return;
        const Tab &target = one(m.tabs);
        Col c;
        c.id = ++m_last;
        c.name = u"ref%1"_s.arg(c.id);
        c.type = target.cols.first().type;
        t.cols.append(c);
        static const QStringList actions{QString(), u"CASCADE"_s, u"SET NULL"_s};
        t.keys.append({++m_last, c.id, target.id, one(actions)});
    }

    core::Sequence sequence()
    {
        core::Sequence s;
        s.name = {{}, u"numbers"_s};
        s.options.type = u"bigint"_s;
        s.options.increment = 1 + below(3);
        s.options.cycle = chance(30);
        return s;
    }

    void change(core::EnumType &e, core::Renames &renames)
    {
        const core::QualifiedName was = e.name;
        switch (below(7)) {
        case 0:
            e.values.append(u"new%1"_s.arg(++m_last));
            break;
        case 1:
            e.values.prepend(u"new%1"_s.arg(++m_last));
            break;
        case 2:
            e.values.move(0, e.values.size() - 1);
            break;
        case 3:
            e.values.removeLast();
            if (e.values.isEmpty() || !e.values.contains(u"v0"_s))
                e.values.append(u"v0"_s);
            break;
        case 4:
            if (e.values.contains(u"v1"_s)) {
                e.values[e.values.indexOf(u"v1"_s)] = u"other"_s;
                renames.values.append({was, u"v1"_s, u"other"_s});
            }
            break;
        default:
            break;
        }
    }

    void drop(Model &m, qsizetype at)
    {
        const int gone = m.tabs[at].id;
        m.tabs.removeAt(at);
        for (Tab &t : m.tabs)
            t.keys.removeIf([&](const Key &k) { return k.target == gone; });
    }

    void change(const Model &m, Tab &t, core::Renames &renames)
    {
        const core::QualifiedName was = t.name;
        if (chance(15)) {
            t.name = {chance(30) ? u"app"_s : t.name.schema, u"renamed%1"_s.arg(++m_last)};
            renames.tables.append({was, t.name});
        }
        for (qsizetype i = t.cols.size() - 1; i > 0; --i)
            changeColumn(m, t, i, was, renames);
        const int more = below(3);
        for (int i = 0; i < more; ++i)
            t.cols.append(column(m));
        if (chance(30))
            adorn(t);
        Col &key = t.cols.first();
        if (t.partitioned)
            return;
        if (chance(10) && key.type == "integer"_L1 && t.keys.isEmpty() && !isTarget(m, t.id))
            key.type = u"bigint"_s;
        if (chance(10)) {
            key.identity = below(3);
            key.serial = key.identity == 0 && chance(50);
        }
    }

    static bool isTarget(const Model &m, int id)
    {
        return std::any_of(m.tabs.cbegin(), m.tabs.cend(), [&](const Tab &t) {
            return std::any_of(t.keys.cbegin(), t.keys.cend(), [&](const Key &k) { return k.target == id; });
        });
    }

    void changeColumn(const Model &m, Tab &t, qsizetype i, const core::QualifiedName &was, core::Renames &renames)
    {
        Col &c = t.cols[i];
        const bool ofKey = std::any_of(t.keys.cbegin(), t.keys.cend(), [&](const Key &k) { return k.column == c.id; });
        const bool source = std::any_of(t.cols.cbegin(), t.cols.cend(), [&](const Col &o) {
            return !o.generated.isEmpty() && o.comment == QString::number(c.id);
        });
        if (chance(10) && !source) {
            const int gone = c.id;
            t.cols.removeAt(i);
            t.uniques.removeAll(gone);
            t.checks.removeAll(gone);
            t.indexes.removeAll(gone);
            t.keys.removeIf([&](const Key &k) { return k.column == gone; });
            return;
        }
        if (!c.generated.isEmpty())
            return;
        if (chance(12) && !source) {
            const QString old = c.name;
            c.name = u"r%1"_s.arg(++m_last);
            renames.columns.append({was, old, c.name});
        }
        if (chance(20) && !ofKey && !source)
            retype(m, c, t);
        if (chance(15))
            c.notNull = !c.notNull && !ofKey;
        if (chance(15))
            c.defaultSql = c.defaultSql.isEmpty() ? defaultOf(c.type) : QString();
        if (chance(8))
            c.comment = c.comment.isEmpty() ? u"Said"_s : QString();
    }

    /// To what every value of it can become.
    void retype(const Model &, Col &c, Tab &t)
    {
        static const QHash<QString, QStringList> ways{
            {u"integer"_s, {u"bigint"_s, u"numeric(10,2)"_s, u"text"_s, u"integer[]"_s}},
            {u"bigint"_s, {u"integer"_s, u"text"_s}},
            {u"smallint"_s, {u"integer"_s}},
            {u"text"_s, {u"character varying(40)"_s}},
            {u"character varying(40)"_s, {u"text"_s, u"character varying(90)"_s}},
            {u"numeric(10,2)"_s, {u"numeric(12,2)"_s, u"text"_s}},
            {u"boolean"_s, {u"text"_s, u"integer"_s}},
            {u"date"_s, {u"timestamp with time zone"_s, u"text"_s}},
            {u"uuid"_s, {u"text"_s}},
            {u"jsonb"_s, {u"json"_s}},
        };
        QStringList to = ways.value(c.type);
        if (c.type.contains("kind"_L1) && !c.type.endsWith("[]"_L1))
            to = {u"text"_s};
        if (to.isEmpty())
            return;
        c.repeats = c.repeats || c.type == "boolean"_L1 || c.type.contains("kind"_L1);
        c.type = one(to);
        c.defaultSql = c.defaultSql.isEmpty() ? QString() : defaultOf(c.type);
        if (c.type == "json"_L1 || c.type.endsWith("[]"_L1)) {
            t.uniques.removeAll(c.id);
            t.checks.removeAll(c.id);
            t.indexes.removeAll(c.id);
        }
    }

    QRandomGenerator m_random;
    int m_last = 0;
};

} // namespace randompostgres
