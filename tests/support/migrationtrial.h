// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/diff.h"

#include "support/migrationwishes.h"
#include "support/schemadb.h"

#include <functional>

/// Tries one random pair there and back, and makes a failing one small.
namespace migration {

using namespace Qt::Literals::StringLiterals;
using namespace core;

[[nodiscard]] inline QString quoted(const QString &name)
{
    return u'`' + QString(name).replace(u'`', u"``"_s) + u'`';
}

/// One try of one pair. `why` says what is wrong; empty when all holds.
class Trial {
public:
    /// `spoil`: does to every plan what a defect of the planner would.
    explicit Trial(const Pair &pair, std::function<void(Plan &)> spoil = {}, bool keysStayOn = false)
        : m_pair(pair)
        , m_spoil(std::move(spoil))
        , m_keysStayOn(keysStayOn)
    {
        SqlText text(pair.style);
        m_fromSql = text.schema(pair.from);
        m_rowsSql = text.rows(pair.from, pair.rows);
        m_toSql = text.schema(pair.to);
    }

    [[nodiscard]] bool rebuilt() const { return m_rebuilt; }
    [[nodiscard]] const QList<Change> &changes() const { return m_changes; } ///< there and back

    QString run()
    {
        SchemaDb db(m_fromSql + m_rowsSql);
        if (!db.error().isEmpty())
            return u"the test's own from: "_s + db.error();
        SchemaDb wanted(m_toSql);
        if (!wanted.error().isEmpty())
            return u"the test's own to: "_s + wanted.error();
        const auto from = db.schema();
        const auto to = wanted.schema();
        if (!from || !to)
            return u"introspection"_s;
        DiffOptions options;
        options.renames = migration::renames(m_pair.from, m_pair.to);
        options.columnOrder = m_pair.style % 2 == 0;
        const auto there = diff(*from, *to, options, SchemaDb::rules());
        if (!there)
            return u"diff: "_s + there.error().message;
        const QStringList kept = keptValues(db, m_pair.from, m_pair.to, true);
        const QString forward = move(db, *there, filled(m_pair.from, m_pair.to), *to, options);
        if (!forward.isEmpty())
            return forward;
        if (const QStringList now = keptValues(db, m_pair.to, m_pair.from, false); now != kept)
            return u"values:\n  "_s + kept.join(u"\n  "_s) + u"\nbecame\n  "_s + now.join(u"\n  "_s);
        return back(db, *there, *from, options, kept);
    }

    [[nodiscard]] QString story() const
    {
        return u"-- from\n"_s + m_fromSql + m_rowsSql + u"-- to\n"_s + m_toSql + u"-- plan\n"_s + m_planSql;
    }

private:
    QString back(SchemaDb &db, const SchemaDiff &there, const Schema &from, DiffOptions options,
                 const QStringList &kept)
    {
        options.renames = there.renames.reversed();
        const auto d = diff(there.target, there.before, options, SchemaDb::rules());
        if (!d)
            return u"diff back: "_s + d.error().message;
        const QString failure = move(db, *d, filled(m_pair.to, m_pair.from), from, options);
        if (!failure.isEmpty())
            return u"back: "_s + failure;
        if (const QStringList now = keptValues(db, m_pair.from, m_pair.to, true); now != kept)
            return u"values back:\n  "_s + kept.join(u"\n  "_s) + u"\nbecame\n  "_s + now.join(u"\n  "_s);
        return {};
    }

    QString move(SchemaDb &db, const SchemaDiff &d, const PlanOptions &planOptions, const Schema &wanted,
                 DiffOptions options)
    {
        const Planner &planner = *SchemaDb::dialect().planner();
        auto plan = planner.plan(d, planOptions);
        if (!plan)
            return u"plan: "_s + plan.error().message;
        m_changes += d.changes;
        const bool same = *planner.plan(d, planOptions) == *plan;
        if (m_spoil)
            m_spoil(*plan);
        m_planSql.clear();
        for (const Statement &s : plan->script.statements)
            m_planSql += s.sql + u";\n"_s;
        if (!same)
            return u"another plan for the same diff"_s;
        if (!m_spoil && plan->sources.size() != plan->script.statements.size())
            return u"sources of other statements"_s;
        m_rebuilt = m_rebuilt || !plan->rebuilt.isEmpty();
        const auto ran = db.run(plan->script);
        if (!ran)
            return u"run: "_s + ran.error().message + u" | "_s + ran.error().detail + u" | "_s + ran.error().statement;
        const auto after = db.schema();
        if (!after)
            return u"introspection after"_s;
        options.renames = {};
        const auto rest = diff(*after, wanted, options, SchemaDb::rules());
        if (!rest)
            return u"diff after: "_s + rest.error().message;
        if (!rest->isEmpty())
            return u"still different: "_s + wordsOf(rest->changes).join(u"; "_s);
        for (const QString &name : plan->rebuilt) {
            if (!(spelledAlike(*after->table({{}, name})) == spelledAlike(*wanted.table({{}, name}))))
                return u"spelled otherwise: "_s + name;
        }
        QStringList damage = db.rows(u"PRAGMA integrity_check"_s).split(u'\n');
        // SQLite 3.40 looks for NULLs of tables without row numbers in the wrong column.
        damage.removeIf([](const QString &line) { return line.startsWith("'NULL value in"_L1) || line == "'ok'"_L1; });
        const QString orphans = db.rows(u"PRAGMA foreign_key_check"_s);
        return damage.isEmpty() && orphans.isEmpty() ? QString() : u"damage: "_s + damage.join(u'\n') + orphans;
    }

    /// SQLite writes a table's own name in expressions anew when the table is renamed.
    static Table spelledAlike(Table t)
    {
        const Schema alone;
        const Table normal = SchemaDb::rules().normal(t, SchemaIndex(alone));
        for (qsizetype i = 0; i < t.checks.size(); ++i)
            t.checks[i].expression = normal.checks[i].expression;
        for (qsizetype i = 0; i < t.columns.size(); ++i)
            t.columns[i].generatedExpression = normal.columns[i].generatedExpression;
        return t;
    }

    [[nodiscard]] PlanOptions filled(const Model &from, const Model &to) const
    {
        PlanOptions options = fills(from, to);
        options.keysStayOn = m_keysStayOn;
        return options;
    }

    /// What must be the same before and after, as text: of each table that stays its rows by their anchors, the columns
    /// that stay, the row numbers, the key counter.
    QStringList keptValues(SchemaDb &db, const Model &here, const Model &there, bool isFrom) const
    {
        QMap<QString, QString> out; // in an order that both sides share
        for (const Tab &t : here.tables) {
            const Tab *o = counterpart(t, here, there);
            if (!o)
                continue;
            const Tab &from = isFrom ? t : *o;
            const Tab &to = isFrom ? *o : t;
            QMap<QString, QString> columns;
            for (const Col &c : from.cols) {
                const Col *after = counterpart(c, from, to);
                if (!after || c.generated > 0 || after->generated > 0)
                    continue;
                const Col &mine = isFrom ? c : *after;
                QString value = quoted(mine.name);
                if (needsFill(*after, &c))
                    value = u"coalesce("_s + value + u", "_s + fillFor(c.kind, t.col(t.anchor)->name) + u')';
                columns.insert(c.name, value);
            }
            const auto numbered = [](const Tab &x) { return !x.withoutRowId; };
            if (numbered(from) && numbered(to) && from.pk != 1 && to.pk != 1)
                columns.insert(u"the row number"_s, u"rowid"_s);
            const QString rows = db.rows(u"SELECT "_s + QStringList(columns.values()).join(u", "_s) + u" FROM "_s
                                         + quoted(t.name) + u" ORDER BY "_s + quoted(t.col(t.anchor)->name));
            QString counter;
            if (from.autoIncrement && to.autoIncrement)
                counter = db.rows(u"SELECT seq FROM sqlite_sequence WHERE name = "_s + SqlText::text(t.name));
            out.insert(from.name,
                       QStringList(columns.keys()).join(u", "_s) + u": "_s + rows + u" counter "_s + counter);
        }
        QStringList lines;
        for (auto it = out.cbegin(); it != out.cend(); ++it)
            lines.append(it.key() + u": "_s + it.value());
        return lines;
    }

    const Pair m_pair;
    const std::function<void(Plan &)> m_spoil;
    const bool m_keysStayOn;
    QList<Change> m_changes;
    QString m_fromSql;
    QString m_rowsSql;
    QString m_toSql;
    QString m_planSql;
    bool m_rebuilt = false;
};

/// Calls `with` for every table and column that could be plainer: without options, defaults and collations, and with
/// the name and type that it had.
template <typename With> void simpler(const Pair &p, With with)
{
    const auto table = [](Pair &q, bool inFrom, qsizetype t) -> Tab & { return (inFrom ? q.from : q.to).tables[t]; };
    for (const bool inFrom : {true, false}) {
        const Model &m = inFrom ? p.from : p.to;
        for (qsizetype t = 0; t < m.tables.size(); ++t) {
            const Tab &tab = m.tables[t];
            if (tab.autoIncrement || tab.withoutRowId || tab.selfKey)
                with([&](Pair &q) {
                    Tab &x = table(q, inFrom, t);
                    x.autoIncrement = x.withoutRowId = x.selfKey = false;
                });
            for (qsizetype c = 0; c < tab.cols.size(); ++c) {
                const Col &col = tab.cols[c];
                if (col.def || !col.collation.isEmpty())
                    with([&](Pair &q) {
                        table(q, inFrom, t).cols[c].def.reset();
                        table(q, inFrom, t).cols[c].collation.clear();
                    });
                const Tab *before = inFrom ? nullptr : p.from.tab(tab.id);
                const Col *was = before ? before->col(col.id) : nullptr;
                if (was && (was->name != col.name || was->type != col.type || was->notNull != col.notNull))
                    with([&](Pair &q) {
                        Col &x = table(q, false, t).cols[c];
                        x.name = was->name;
                        x.type = was->type;
                        x.notNull = was->notNull;
                    });
            }
            if (const Tab *before = inFrom ? nullptr : p.from.tab(tab.id); before && before->name != tab.name)
                with([&](Pair &q) { table(q, false, t).name = before->name; });
        }
    }
}

/// Every pair with one thing less, or one that is plainer.
[[nodiscard]] inline QList<Pair> smallerOrPlainer(const Pair &p)
{
    QList<Pair> out = smaller(p);
    const auto with = [&](auto change) {
        Pair q = p;
        change(q);
        Pairs::sane(q);
        out.append(q);
    };
    if (p.rows > 0)
        with([](Pair &q) { --q.rows; });
    simpler(p, with);
    return out;
}

/// The smallest pair found for which `run` still has something to say, and what.
[[nodiscard]] inline std::pair<Pair, QString> shrunk(Pair pair, QString why,
                                                     const std::function<QString(const Pair &)> &run)
{
    const auto kind = [](const QString &words) { return words.section(u':', 0, 0); }; // of what is wrong
    for (bool less = true; less;) {
        less = false;
        for (const Pair &candidate : smallerOrPlainer(pair)) {
            const QString same = run(candidate);
            if (same.isEmpty() || kind(same) != kind(why))
                continue;
            pair = candidate;
            why = same;
            less = true;
            break;
        }
    }
    return {pair, why};
}

} // namespace migration
