// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"

#include "support/migrationpairs.h"

/// What is asked for beside the two schemas of a Pair: the renames, and what fills where nothing else does.
namespace migration {

[[nodiscard]] inline core::Renames renames(const Model &from, const Model &to)
{
    core::Renames out;
    for (const Tab &t : from.tables) {
        const Tab *after = to.tab(t.id);
        if (!after)
            continue;
        if (after->name != t.name)
            out.tables.append(core::TableRename{{{}, t.name}, {{}, after->name}});
        for (const Col &c : t.cols) {
            const Col *now = after->col(c.id);
            if (now && now->name != c.name)
                out.columns.append({{{}, t.name}, c.name, now->name});
        }
    }
    return out;
}

[[nodiscard]] inline bool needsFill(const Col &to, const Col *from)
{
    if (to.generated > 0 || !to.notNull)
        return false;
    return from ? from->hasNull || from->generated > 0 : !to.def;
}

[[nodiscard]] inline core::PlanOptions fills(const Model &from, const Model &to)
{
    core::PlanOptions options;
    for (const Tab &t : to.tables) {
        const Tab *before = counterpart(t, to, from);
        for (const Col &c : before ? t.cols : QList<Col>()) {
            if (needsFill(c, counterpart(c, t, *before)))
                options.fills.append({{{}, t.name}, c.name, fillFor(c.kind, t.col(t.anchor)->name)});
        }
    }
    return options;
}

/// Every pair with one thing less.
[[nodiscard]] inline QList<Pair> smaller(const Pair &p)
{
    QList<Pair> out;
    const auto with = [&](auto change) {
        Pair q = p;
        change(q);
        Pairs::sane(q);
        out.append(q);
    };
    if (p.rows > 0)
        with([](Pair &q) { q.rows = 0; });
    for (const bool inFrom : {true, false}) {
        const auto model = [inFrom](Pair &q) -> Model & { return inFrom ? q.from : q.to; };
        const Model &m = inFrom ? p.from : p.to;
        for (qsizetype t = 0; t < m.tables.size(); ++t) {
            with([&](Pair &q) {
                const int id = m.tables[t].id;
                q.from.tables.removeIf([id](const Tab &x) { return x.id == id; });
                q.to.tables.removeIf([id](const Tab &x) { return x.id == id; });
            });
            with([&](Pair &q) { model(q).tables.removeAt(t); });
            const auto each = [&](auto list) {
                for (qsizetype i = 0; i < (m.tables[t].*list).size(); ++i)
                    with([&](Pair &q) { (model(q).tables[t].*list).removeAt(i); });
            };
            each(&Tab::uniques);
            each(&Tab::checks);
            each(&Tab::keys);
            each(&Tab::indexes);
            each(&Tab::triggers);
            for (const Col &c : m.tables[t].cols) {
                if (c.id != m.tables[t].anchor)
                    with([&](Pair &q) {
                        for (Model *x : {&q.from, &q.to}) {
                            for (Tab &tab : x->tables)
                                tab.cols.removeIf([&](const Col &d) { return d.id == c.id; });
                        }
                    });
            }
        }
        for (qsizetype v = 0; v < m.views.size(); ++v)
            with([&](Pair &q) { model(q).views.removeAt(v); });
    }
    return out;
}

} // namespace migration
