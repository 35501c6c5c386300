// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/dmlwriter.h"
#include "core/edit/impact.h"

#include "applywitness.h"
#include "support/jobs.h"
#include "support/scratchdb.h"

/// A database made of SQL, with edits staged by words: "del t 1", "set t 1 parent 2", "new t parent=1" (new row 1, 2,
/// …), "new t parent=new1.id".
class Scene {
public:
    explicit Scene(const QString &sql, const QStringList &drawn = {})
        : m_path(scratch::makeDatabase(m_dir, QStringLiteral("scene.sqlite"), sql))
        , m_database(scratch::open(m_path, core::ConnectionSpec::Mode::Read))
    {
        if (!m_database)
            return;
        auto read = scratch::sqlite().introspect(**m_database);
        if (read)
            m_schema = std::move(read).value();
        if (drawn.size() >= 3) {
            core::ForeignKey key;
            key.columns = {drawn.at(1)};
            key.target = {{}, drawn.at(2)};
            key.targetColumns = drawn.mid(3);
            m_drawn.append({{{}, drawn.at(0)}, key});
        }
        m_graph = core::RelationGraph(m_schema, m_drawn);
    }

    [[nodiscard]] bool isReady() const { return !m_schema.tables.isEmpty(); }
    [[nodiscard]] const core::Schema &schema() const { return m_schema; }
    [[nodiscard]] const QString &path() const { return m_path; }
    core::ChangeSet changes;

    static core::Value value(const QString &text)
    {
        bool isNumber = false;
        const qint64 number = text.toLongLong(&isNumber);
        return text == QStringLiteral("NULL") ? core::Value()
            : isNumber                        ? core::Value::integer(number)
                                              : core::Value::text(text);
    }

    core::Result<core::Done> stage(const QString &words)
    {
        const QStringList w = words.split(QLatin1Char(' '));
        const core::QualifiedName table{{}, w.value(1)};
        core::RowKey key;
        if (w.value(0) == QStringLiteral("new")) {
            core::InsertRow row{table, 0, {}};
            for (const QString &cell : w.mid(2))
                row.cells.insert(cell.section(QLatin1Char('='), 0, 0), staged(cell.section(QLatin1Char('='), 1)));
            RC_TRY(changes.apply(row));
            return core::Done{};
        }
        for (const QString &part : w.value(2).split(QLatin1Char(',')))
            key.values.append(value(part));
        if (w.value(0) == QStringLiteral("del"))
            RC_TRY(changes.apply(core::DeleteRow{table, key, {}}));
        else
            RC_TRY(changes.apply(
                core::SetCell{table, key, w.value(3), stored(table, key, w.value(3)), staged(w.value(4))}));
        return core::Done{};
    }

    core::Result<core::Impact> impact(const core::ImpactLimits &limits = {})
    {
        TestJob job;
        return core::impactOf(**m_database, m_schema, m_graph, changes, scratch::sqlite(), job, limits);
    }
    core::Result<core::Impact> cancelledImpact()
    {
        TestJob job;
        job.cancelled = [] { return true; };
        return core::impactOf(**m_database, m_schema, m_graph, changes, scratch::sqlite(), job);
    }

    ApplyWitness::Outcome reality()
    {
        const auto script = core::editScript(m_schema, changes, scratch::sqlite());
        if (!script)
            return {script.error().message, {}};
        return ApplyWitness(m_path, m_schema, {{QStringLiteral("t"), QStringLiteral("mark")}}).apply(*script);
    }

private:
    core::Value stored(const core::QualifiedName &table, const core::RowKey &key, const QString &column)
    {
        const core::Table *t = m_schema.table(table);
        const core::BoundSql sql = scratch::sqlite().rowByKey(*t, scratch::sqlite().identityOf(*t), key);
        const auto rows = (*m_database)->query(sql.sql, sql.values);
        return rows && !rows->empty() ? rows->front().at(size_t(t->columnIndex(column))) : core::Value();
    }
    core::NewValue staged(const QString &text)
    {
        if (!text.startsWith(QStringLiteral("new")))
            return value(text);
        const qint64 id = text.section(QLatin1Char('.'), 0, 0).mid(3).toLongLong();
        for (const core::RowEdit &row : changes.rows()) {
            if (row.insertId == id)
                return core::KeyOfInserted{row.table, id, text.section(QLatin1Char('.'), 1)};
        }
        return core::Value();
    }

    QTemporaryDir m_dir;
    QString m_path;
    core::Result<std::unique_ptr<core::Database>> m_database;
    core::Schema m_schema;
    QList<core::DrawnForeignKey> m_drawn;
    core::RelationGraph m_graph;
};

/// One node a line, "table action rows", what is worth saying of it behind; then the totals.
[[nodiscard]] inline QStringList inWords(const core::Impact &impact)
{
    static const QStringList actions{QStringLiteral("staged"),   QStringLiteral("cascade"),
                                     QStringLiteral("set null"), QStringLiteral("set default"),
                                     QStringLiteral("restrict"), QStringLiteral("no action"),
                                     QStringLiteral("orphans")};
    static const QStringList blocked{{},
                                     QStringLiteral("still referenced"),
                                     QStringLiteral("required"),
                                     QStringLiteral("no parent"),
                                     QStringLiteral("too deep"),
                                     QStringLiteral("new row lost"),
                                     QStringLiteral("already otherwise")};
    QStringList lines;
    const std::function<void(int, int)> say = [&](int index, int depth) {
        const core::ImpactNode &node = impact.nodes.at(index);
        QString line = QStringLiteral("  ").repeated(depth) + node.table.name + QLatin1Char(' ')
            + actions.at(int(node.action)) + QLatin1Char(' ') + QString::number(node.rows);
        if (node.again > 0)
            line += QStringLiteral(" again %1").arg(node.again);
        if (node.event == core::ImpactNode::Event::KeyUpdate)
            line += QStringLiteral(" by key");
        if (node.levels > 1)
            line += QStringLiteral(" levels %1").arg(node.levels);
        if (node.blocked != core::ImpactNode::Blocked::No)
            line += QStringLiteral(" ! %1 %2").arg(blocked.at(int(node.blocked))).arg(node.blocking);
        lines.append(line);
        for (const int child : node.children)
            say(child, depth + 1);
    };
    for (const int root : impact.roots)
        say(root, 0);
    for (const core::ImpactTotal &total : impact.totals) {
        lines.append(QStringLiteral("= %1 -%2 ~%3").arg(total.table.name).arg(total.deleted).arg(total.changed)
                     + (total.insertedLost > 0 ? QStringLiteral(" *%1").arg(total.insertedLost) : QString()));
    }
    return lines;
}
