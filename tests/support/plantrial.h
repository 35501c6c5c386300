// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"

#include "support/schemadb.h"

#include <QSet>

#include <algorithm>

/// Plans from one schema to another and back, runs both with rows in, and says what is not as it must be.
class PlanTrial {
public:
    PlanTrial(const QString &from, const QString &to)
        : m_from(from)
        , m_to(to)
    {
    }

    core::DiffOptions options;
    core::PlanOptions planOptions;
    core::SchemaMigration migration; ///< after plan()

    /// "a=b" for a table, "t.x=t.y" for a column (t as it is called before), one a line or separated by ';'.
    void rename(const QString &text)
    {
        using namespace Qt::Literals::StringLiterals;
        for (const QString &pair : text.split(u';', Qt::SkipEmptyParts)) {
            const QString from = pair.section(u'=', 0, 0).trimmed();
            const QString to = pair.section(u'=', 1).trimmed();
            if (from.contains(u'.'))
                options.renames.columns.append(
                    {{{}, from.section(u'.', 0, 0)}, from.section(u'.', 1), to.section(u'.', 1)});
            else
                options.renames.tables.append(core::TableRename{{{}, from}, {{}, to}});
        }
    }

    /// What is wrong; empty when all holds.
    [[nodiscard]] QString run()
    {
        using namespace Qt::Literals::StringLiterals;
        m_db = std::make_unique<SchemaDb>(m_from);
        if (!m_db->error().isEmpty())
            return u"the test's own from: "_s + m_db->error();
        SchemaDb wanted(m_to);
        if (!wanted.error().isEmpty())
            return u"the test's own to: "_s + wanted.error();
        const auto from = m_db->schema();
        const auto to = wanted.schema();
        if (!from || !to)
            return u"introspection"_s;
        const auto planned = core::planMigration(*from, *to, options, planOptions, SchemaDb::dialect());
        if (!planned)
            return u"plan: "_s + planned.error().message;
        migration = *planned;
        if (!(*core::planMigration(*from, *to, options, planOptions, SchemaDb::dialect()) == migration))
            return u"another plan for the same schemas"_s;

        const QStringList values = valuesOf(*m_db, true);
        const QStringList objects = objectsOf(*m_db);
        const QStringList brokenBefore = brokenIn(*m_db);
        const QStringList brokenWanted = brokenIn(wanted);
        if (const QString wrong = move(migration.plan.script); !wrong.isEmpty())
            return wrong;
        if (const QString wrong = differs(migration.diff.target); !wrong.isEmpty())
            return wrong;
        if (const QStringList now = valuesOf(*m_db, false); now != values)
            return u"values:\n"_s + values.join(u'\n') + u"\nbecame\n"_s + now.join(u'\n');
        if (options.facets == core::Facets() && objectsOf(*m_db) != objectsOf(wanted))
            return u"objects: "_s + objectsOf(*m_db).join(u", "_s);
        for (const QString &words : brokenIn(*m_db)) {
            if (!brokenBefore.contains(words) && !brokenWanted.contains(words))
                return u"broken: "_s + words;
        }
        if (migration.inverse.script.isEmpty())
            return migration.diff.isEmpty() ? QString() : u"no way back: "_s + migration.noInverse;
        if (const QString wrong = move(migration.inverse.script); !wrong.isEmpty())
            return u"back: "_s + wrong;
        if (const QString wrong = differs(migration.diff.before); !wrong.isEmpty())
            return u"back: "_s + wrong;
        if (objectsOf(*m_db) != objects)
            return u"objects back: "_s + objectsOf(*m_db).join(u", "_s);
        if (const QStringList now = valuesOf(*m_db, true); now != values)
            return u"values back:\n"_s + values.join(u'\n') + u"\nbecame\n"_s + now.join(u'\n');
        return {};
    }

    [[nodiscard]] QString planText() const
    {
        QString out;
        for (const core::Statement &s : migration.plan.script.statements)
            out += s.sql + QStringLiteral(";\n");
        return out;
    }
    [[nodiscard]] SchemaDb &db() { return *m_db; }

private:
    /// Runs it; keys and pages must be as sound as before.
    QString move(const core::Script &script)
    {
        using namespace Qt::Literals::StringLiterals;
        const auto violations = [this] { return m_db->rows(u"SELECT count(*) FROM pragma_foreign_key_check"_s); };
        const QString before = violations();
        const auto ran = m_db->run(script);
        if (!ran)
            return u"run: "_s + ran.error().message + u" | "_s + ran.error().detail + u" | "_s + ran.error().statement;
        if (const QString now = violations(); now != before && !before.contains(u"mismatch"_s))
            return u"violations: "_s + before + u" became "_s + now;
        const QString sound = m_db->rows(u"PRAGMA integrity_check"_s);
        return sound == u"'ok'"_s ? QString() : u"integrity: "_s + sound;
    }

    QString differs(const core::Schema &wanted)
    {
        using namespace Qt::Literals::StringLiterals;
        const auto now = m_db->schema();
        if (!now)
            return u"introspection: "_s + now.error().message;
        core::DiffOptions plain;
        const auto rest = core::diff(*now, wanted, plain, SchemaDb::rules());
        if (!rest)
            return u"diff after: "_s + rest.error().message;
        return rest->isEmpty() ? QString() : u"still different: "_s + wordsOf(rest->changes).join(u"; "_s);
    }

    /// Of every table that stays: its rows, with their numbers, in the columns that stay as they are.
    QStringList valuesOf(SchemaDb &db, bool before)
    {
        using namespace Qt::Literals::StringLiterals;
        const core::SchemaDiff &d = migration.diff;
        QSet<QString> changed;
        for (const core::Change &c : d.changes) {
            const auto *alter = std::get_if<core::change::AlterColumn>(&c);
            if (alter && (alter->changed & (core::ColumnFacet::Type | core::ColumnFacet::Generated)))
                changed.insert(alter->table.name + u'.' + alter->to.name);
        }
        for (const core::Fill &f : planOptions.fills)
            changed.insert(f.table.name + u'.' + f.column);
        const core::SchemaIndex target(d.target);
        QStringList out;
        for (const core::Table &t : d.before.tables) {
            const core::Table *to = target.table(d.renames.tableAfter(t.name));
            if (!to || t.internal || t.shadow || t.kind != to->kind)
                continue;
            QStringList columns;
            const auto hidden = [&](const core::Table &x) { return x.column(u"rowid"_s) != nullptr; };
            if (t.kind == core::Table::Kind::Ordinary && !t.withoutRowId && !to->withoutRowId && !hidden(t)
                && !hidden(*to) && to->rowIdAlias().isEmpty() && t.rowIdAlias().isEmpty())
                columns.append(u"rowid"_s);
            for (const core::Column &c : t.columns) {
                const core::Column *after = to->column(d.renames.columnAfter(t.name, c.name));
                if (after && !changed.contains(to->name.name + u'.' + after->name) && !c.hidden)
                    columns.append(SchemaDb::dialect().identifier(before ? c.name : after->name));
            }
            if (columns.isEmpty())
                columns.append(u"count(*)"_s);
            QStringList rows = db.rows(u"SELECT "_s + columns.join(u", "_s) + u" FROM "_s
                                       + SchemaDb::dialect().qualified(before ? t.name : to->name))
                                   .split(u'\n');
            rows.sort();
            QString counter;
            if (t.primaryKey && t.primaryKey->autoIncrement && to->primaryKey && to->primaryKey->autoIncrement)
                counter = u" counter "_s
                    + db.rows(u"SELECT seq FROM sqlite_sequence WHERE name = "_s
                              + SchemaDb::dialect().literal(core::Value::text((before ? t.name : to->name).name)));
            out.append(t.name.name + u": "_s + rows.join(u" | "_s) + counter);
        }
        return out;
    }

    static QStringList objectsOf(SchemaDb &db)
    {
        using namespace Qt::Literals::StringLiterals;
        return db
            .rows(u"SELECT type || ' ' || name || ' ' || tbl_name FROM sqlite_schema WHERE name NOT LIKE "
                  "'sqlite\\_%' ESCAPE '\\' ORDER BY 1"_s)
            .split(u'\n');
    }

    /// SQLite's words about views that cannot be read, and triggers that cannot run.
    static QStringList brokenIn(SchemaDb &db)
    {
        using namespace Qt::Literals::StringLiterals;
        QStringList out;
        const auto tryIt = [&](const QString &sql) {
            const QString words = db.execute(sql);
            if (!words.isEmpty() && !out.contains(words))
                out.append(words);
        };
        const auto schema = db.schema();
        for (const core::View &v : schema ? schema->views : QList<core::View>())
            tryIt(u"EXPLAIN SELECT * FROM "_s + SchemaDb::dialect().qualified(v.name));
        QList<core::Trigger> triggers = schema ? schema->viewTriggers : QList<core::Trigger>();
        for (const core::Table &t : schema ? schema->tables : QList<core::Table>())
            triggers += t.triggers;
        for (const core::Trigger &g : std::as_const(triggers)) {
            const QString on = SchemaDb::dialect().qualified(g.table);
            const auto column = [&]() -> QString {
                if (const core::Table *t = schema->table(g.table)) {
                    for (const core::Column &c : t->columns) {
                        if (!c.isGenerated() && (g.updateOf.isEmpty() || g.updateOf.contains(c.name)))
                            return SchemaDb::dialect().identifier(c.name);
                    }
                } else if (const core::View *v = schema->view(g.table); v && !v->columns.isEmpty()) {
                    return SchemaDb::dialect().identifier(v->columns.first().name);
                }
                return u"nothing"_s;
            }();
            if (g.event == core::Trigger::Event::Insert)
                tryIt(u"EXPLAIN INSERT INTO "_s + on + u" DEFAULT VALUES"_s);
            else if (g.event == core::Trigger::Event::Delete)
                tryIt(u"EXPLAIN DELETE FROM "_s + on);
            else
                tryIt(u"EXPLAIN UPDATE "_s + on + u" SET "_s + column + u" = "_s + column);
        }
        return out;
    }

    const QString m_from;
    const QString m_to;
    std::unique_ptr<SchemaDb> m_db;
};
