// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/rebuild.h"

#include "core/dialect/sqlite/ddlparts.h"
#include "core/dialect/sqlite/ddlwriter.h"
#include "core/dialect/sqlite/expressiontext.h"
#include "core/dialect/sqlite/words.h"
#include "core/sql/ddlparser.h"

#include <algorithm>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

class Rebuild {
public:
    Rebuild(const SqlitePlanScene &scene, const SqlitePlanScene::TableWork &work, const QString &because)
        : m_scene(scene)
        , m_from(*work.from)
        , m_to(*work.to)
        , m_because(because)
        , m_helper(scene.helperName(work.to->name))
    {
    }

    Result<SqliteRebuildSteps> run()
    {
        RC_TRY(isUnderstood());
        SqliteRebuildSteps steps;
        add(sqliteCreateTable(underHelperName()),
            u"Make %1 anew beside the old one, because %2"_s.arg(m_to.name.display(), m_because));
        steps.make = std::exchange(m_out, {});
        const auto copied = copy();
        RC_TRY(copied);
        keepCounter();
        keepStatistics(m_to.name.name, m_helper, u"Keep what ANALYZE found out about %1, which goes with a table"_s);
        steps.fill = std::exchange(m_out, {});
        add(u"DROP TABLE "_s + sqliteQualified(m_to.name),
            u"Drop the old %1; its rows are in the new one"_s.arg(m_to.name.display()));
        steps.drop = std::exchange(m_out, {});
        add(u"ALTER TABLE "_s + sqliteIdentifier(m_helper) + u" RENAME TO "_s + sqliteIdentifier(m_to.name.name),
            u"Give the new table the name %1"_s.arg(m_to.name.display()));
        keepStatistics(m_helper, m_to.name.name, u"What ANALYZE found out is about %1 again"_s);
        steps.name = std::exchange(m_out, {});
        return steps;
    }

private:
    /// What introspection did not understand would be lost without a word.
    Result<Done> isUnderstood() const
    {
        if (!m_from.brokenBecause.isEmpty())
            return Error::invalid(
                u"The table %1 cannot be read (%2), so it cannot be changed: put that right first."_s.arg(
                    m_from.name.display(), m_from.brokenBecause));
        if (m_from.text.sql.isEmpty())
            return Done{};
        const auto parsed = parseDdl(m_from.text.sql, sqliteLexRules());
        if (parsed)
            return Done{};
        return Error::invalid(
            u"The text of the table %1 was not understood, so it cannot be made anew without loss: %2"_s.arg(
                m_from.name.display(), parsed.error().message));
    }

    /// The final definition. References to itself name the final name; only what stands before a dot has to be the
    /// name of now, and SQLite renames it together with the table.
    [[nodiscard]] Table underHelperName() const
    {
        Table t = m_to;
        t.name.name = m_helper;
        for (CheckConstraint &c : t.checks)
            c.expression = sqliteRequalified(c.expression, m_to.name.name, m_helper);
        for (Column &c : t.columns) {
            if (c.isGenerated())
                c.generatedExpression = sqliteRequalified(c.generatedExpression, m_to.name.name, m_helper);
        }
        for (ForeignKey &k : t.foreignKeys) {
            if (m_scene.options.keysStayOn && m_scene.isRebuilt(k.target))
                k.target.name = m_scene.helperName(m_scene.target.table(k.target)->name);
        }
        return t;
    }

    Result<Done> copy()
    {
        QStringList into;
        QStringList values;
        const QString rowId = rowIdName();
        if (!rowId.isEmpty() && m_to.rowIdAlias().isEmpty()) {
            into.append(sqliteIdentifier(rowId));
            values.append(sqliteIdentifier(rowId));
        }
        for (const Column &c : m_to.columns) {
            const QString value = c.isGenerated() ? QString() : valueFor(c, rowId);
            if (value.isEmpty())
                continue;
            into.append(sqliteIdentifier(c.name));
            values.append(value);
        }
        if (into.isEmpty())
            return Error::invalid(
                u"Nothing of the rows of %1 is left in its new form: name a column to keep, rename one, or "
                "give an expression that fills one."_s.arg(m_to.name.display()));
        add((isForgiving() ? u"INSERT OR ABORT INTO "_s : u"INSERT INTO "_s) + sqliteIdentifier(m_helper) + u" ("_s
                + into.join(u", "_s) + u") SELECT "_s + values.join(u", "_s) + u" FROM "_s + sqliteQualified(m_to.name),
            u"Copy all rows of %1"_s.arg(m_to.name.display()) + m_notes.join(QString()));
        return Done{};
    }

    /// Whether a constraint says what happens to rows that break it: the copy must not leave any out for that.
    [[nodiscard]] bool isForgiving() const
    {
        const auto forgives = [](ConflictClause c) { return c != ConflictClause::None && c != ConflictClause::Abort; };
        return (m_to.primaryKey && forgives(m_to.primaryKey->conflict))
            || std::any_of(m_to.columns.cbegin(), m_to.columns.cend(),
                           [&](const Column &c) { return forgives(c.notNullConflict); })
            || std::any_of(m_to.uniques.cbegin(), m_to.uniques.cend(),
                           [&](const UniqueConstraint &u) { return forgives(u.conflict); });
    }

    /// The row's number under a name that no column of either table hides; empty when one of them has none.
    [[nodiscard]] QString rowIdName() const
    {
        if (m_from.withoutRowId || m_to.withoutRowId)
            return {};
        for (const QString &name : {u"rowid"_s, u"_rowid_"_s, u"oid"_s}) {
            if (!m_from.column(name) && !m_to.column(name))
                return name;
        }
        return {};
    }

    /// What the column gets from the old row; empty: its default.
    QString valueFor(const Column &c, const QString &rowId)
    {
        const Fill *fill = m_scene.fillFor(m_to, c.name);
        const Column *old = m_from.column(c.name);
        if (!old) {
            if (fill)
                m_notes.append(u"; %1 is filled with %2"_s.arg(c.name, fill->expression));
            else if (m_to.rowIdAlias() == c.name && !rowId.isEmpty())
                return sqliteIdentifier(rowId); // the new key is the number that the row had
            return fill ? QString(u'(' + fill->expression + u')') : QString();
        }
        QString value = sqliteIdentifier(old->name);
        if (m_scene.castsTo(m_to, c.name) && !c.declaredType.isEmpty()) {
            value = u"CAST("_s + value + u" AS "_s + c.declaredType + u')';
            m_notes.append(u"; %1 is converted to %2"_s.arg(c.name, c.declaredType));
        }
        if (!fill)
            return value;
        m_notes.append(u"; NULLs in %1 become %2"_s.arg(c.name, fill->expression));
        return u"coalesce("_s + value + u", ("_s + fill->expression + u"))"_s;
    }

    void keepStatistics(const QString &of, const QString &as, const QString &purpose)
    {
        for (const QString &table : {u"sqlite_stat1"_s, u"sqlite_stat4"_s}) {
            if (m_scene.before.table({{}, table}))
                add(u"UPDATE "_s + sqliteIdentifier(table) + u" SET `tbl` = "_s + sqliteLiteral(Value::text(as))
                        + u" WHERE `tbl` = "_s + sqliteLiteral(Value::text(of)),
                    purpose.arg(m_to.name.display()));
        }
    }

    /// AUTOINCREMENT never gives out a number twice, also not one of a row that is gone.
    void keepCounter()
    {
        const bool had = m_from.primaryKey && m_from.primaryKey->autoIncrement;
        if (!had || !m_to.primaryKey || !m_to.primaryKey->autoIncrement)
            return;
        const QString helper = sqliteLiteral(Value::text(m_helper));
        add(u"DELETE FROM `sqlite_sequence` WHERE `name` = "_s + helper,
            u"The copy counted its own keys; the counter comes from the old %1"_s.arg(m_to.name.display()));
        add(u"INSERT INTO `sqlite_sequence` (`name`, `seq`) SELECT "_s + helper
                + u", `seq` FROM `sqlite_sequence` WHERE `name` = "_s + sqliteLiteral(Value::text(m_to.name.name)),
            u"Keep the highest key that %1 ever gave out"_s.arg(m_to.name.display()));
    }

    void add(const QString &sql, const QString &purpose)
    {
        Statement s;
        s.sql = sql;
        s.purpose = purpose;
        m_out.append(s);
    }

    const SqlitePlanScene &m_scene;
    const Table &m_from;
    const Table &m_to;
    const QString m_because;
    const QString m_helper;
    QStringList m_notes;
    QList<Statement> m_out;
};

} // namespace

Result<SqliteRebuildSteps> sqliteRebuild(const SqlitePlanScene &scene, const SqlitePlanScene::TableWork &work,
                                         const QString &because)
{
    return Rebuild(scene, work, because).run();
}

} // namespace core
