// SPDX-License-Identifier: GPL-3.0-or-later
// What SQLite would not take of a designed table or view: said by rules where a better sentence than SQLite's own is
// possible, else asked of SQLite itself in a database in memory.
#include "core/dialect/sqlite/sqlitedesign.h"

#include "core/dialect/sqlite/ddlwriter.h"
#include "core/dialect/sqlite/scratch.h"
#include "core/dialect/sqlite/words.h"
#include "core/schema/schemarules.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Part = DesignProblem::Part;
using Facet = DesignProblem::Facet;

bool isReserved(const QString &name)
{
    return name.startsWith("sqlite_"_L1, Qt::CaseInsensitive);
}

/// The words of the type, without lengths.
QString bareType(const QString &type)
{
    static const QRegularExpression lengths(u"\\([^)]*\\)"_s);
    return QString(type).remove(lengths).simplified().toUpper();
}

QString storedAs(const QString &type)
{
    switch (sqliteAffinity(type)) {
    case SqliteAffinity::Integer:
        return u"INTEGER"_s;
    case SqliteAffinity::Text:
        return u"TEXT"_s;
    case SqliteAffinity::Blob:
        return u"BLOB"_s;
    case SqliteAffinity::Real:
        return u"REAL"_s;
    case SqliteAffinity::Numeric:
        return u"NUMERIC"_s;
    }
    Q_UNREACHABLE();
}

class TableProblems {
public:
    explicit TableProblems(const Table &table)
        : m_table(table)
    {
    }

    QList<DesignProblem> run()
    {
        name();
        for (int i = 0; i < m_table.columns.size(); ++i)
            column(i, m_table.columns[i]);
        key();
        if (!makePlain())
            return m_out;
        defaults();
        expressions();
        if (std::all_of(m_out.cbegin(), m_out.cend(), [](const DesignProblem &p) { return p.isNote; }))
            whole();
        return m_out;
    }

private:
    void say(Part part, int item, Facet facet, const QString &sentence)
    {
        m_out.append({part, item, facet, sentence, false});
    }
    void note(int item, Facet facet, const QString &sentence)
    {
        m_out.append({Part::Column, item, facet, sentence, true});
    }
    void refused(Part part, int item, Facet facet, const QString &words)
    {
        if (!words.isEmpty())
            say(part, item, facet, u"SQLite does not take it: %1."_s.arg(words));
    }

    void name()
    {
        if (isReserved(m_table.name.name))
            say(Part::Table, -1, Facet::Name, u"Names that begin with sqlite_ are SQLite's own."_s);
    }

    void column(int i, const Column &c)
    {
        const QString type = bareType(c.declaredType);
        static const QStringList strictTypes{u"INT"_s, u"INTEGER"_s, u"REAL"_s, u"TEXT"_s, u"BLOB"_s, u"ANY"_s};
        if (m_table.strict && !strictTypes.contains(c.declaredType.trimmed().toUpper()))
            say(Part::Column, i, Facet::Type,
                u"A STRICT table takes INTEGER, INT, REAL, TEXT, BLOB and ANY as types, and %1 is none of them."_s.arg(
                    c.declaredType.isEmpty() ? u"no type"_s : c.declaredType));
        else if (!isKnown(type))
            note(i, Facet::Type,
                 u"SQLite knows no type %1: values are kept as %2."_s.arg(c.declaredType, storedAs(c.declaredType)));
        if (c.isGenerated() && c.defaultExpression)
            say(Part::Column, i, Facet::Default, u"A generated column has no default."_s);
        if (c.isGenerated() && m_table.primaryKeyColumns().contains(c.name, Qt::CaseInsensitive))
            say(Part::Column, i, Facet::Generated, u"A generated column cannot be part of the primary key."_s);
        if (!c.collation.isEmpty())
            refused(Part::Column, i, Facet::Collation,
                    m_scratch.compile(u"SELECT 'a' < 'b' COLLATE "_s + sqliteIdentifier(c.collation)));
    }

    static bool isKnown(const QString &type)
    {
        static const QSet<QString> known{QString(),
                                         u"INT"_s,
                                         u"INTEGER"_s,
                                         u"TINYINT"_s,
                                         u"SMALLINT"_s,
                                         u"MEDIUMINT"_s,
                                         u"BIGINT"_s,
                                         u"INT2"_s,
                                         u"INT4"_s,
                                         u"INT8"_s,
                                         u"CHAR"_s,
                                         u"CHARACTER"_s,
                                         u"VARCHAR"_s,
                                         u"NCHAR"_s,
                                         u"NVARCHAR"_s,
                                         u"TEXT"_s,
                                         u"CLOB"_s,
                                         u"BLOB"_s,
                                         u"REAL"_s,
                                         u"DOUBLE"_s,
                                         u"FLOAT"_s,
                                         u"NUMERIC"_s,
                                         u"DECIMAL"_s,
                                         u"BOOLEAN"_s,
                                         u"BOOL"_s,
                                         u"DATE"_s,
                                         u"TIME"_s,
                                         u"DATETIME"_s,
                                         u"JSON"_s,
                                         u"UUID"_s,
                                         u"TIMESTAMP"_s,
                                         u"ANY"_s,
                                         u"UNSIGNED BIG INT"_s,
                                         u"DOUBLE PRECISION"_s,
                                         u"VARYING CHARACTER"_s,
                                         u"NATIVE CHARACTER"_s};
        return known.contains(type);
    }

    void key()
    {
        if (m_table.withoutRowId && !m_table.primaryKey)
            say(Part::Options, -1, Facet::Whole, u"WITHOUT ROWID needs a primary key."_s);
        if (!m_table.primaryKey || !m_table.primaryKey->autoIncrement)
            return;
        if (m_table.withoutRowId)
            say(Part::Options, -1, Facet::Whole, u"AUTOINCREMENT and WITHOUT ROWID cannot go together."_s);
        else if (m_table.rowIdAlias().isEmpty())
            say(Part::PrimaryKey, -1, Facet::Whole,
                u"AUTOINCREMENT needs a primary key of one column whose type is INTEGER."_s);
    }

    /// A table with the columns' names only, to try expressions on.
    bool makePlain()
    {
        QStringList columns;
        for (const Column &c : m_table.columns)
            columns.append(sqliteIdentifier(c.name) + (c.declaredType.isEmpty() ? QString() : u' ' + c.declaredType));
        const QString words = m_scratch.run(u"CREATE TABLE "_s + sqliteIdentifier(m_table.name.name) + u" ("_s
                                            + columns.join(u", "_s) + u')');
        refused(Part::Table, -1, Facet::Whole, words);
        return words.isEmpty();
    }

    [[nodiscard]] QString typeFor(const Column &c) const { return m_table.strict ? c.declaredType : QString(); }

    void defaults()
    {
        for (int i = 0; i < m_table.columns.size(); ++i) {
            const auto &expression = m_table.columns[i].defaultExpression;
            if (!expression)
                continue;
            const QString fault = sqliteExpressionFault(*expression);
            if (!fault.isEmpty()) {
                say(Part::Column, i, Facet::Default, fault);
                continue;
            }
            const QString name = u"temp.d%1"_s.arg(i);
            const QString made =
                m_scratch.run(u"CREATE TABLE "_s + name + u" (a "_s + typeFor(m_table.columns[i]) + u" DEFAULT "_s
                              + *expression + u')' + (m_table.strict ? u" STRICT"_s : QString()));
            refused(Part::Column, i, Facet::Default, made);
            // Otherwise it is found out by the first row that gets it.
            if (made.isEmpty() && m_table.strict
                && !m_scratch.run(u"INSERT INTO "_s + name + u" DEFAULT VALUES"_s).isEmpty())
                say(Part::Column, i, Facet::Default,
                    u"The default is no %1, and a STRICT table takes no other."_s.arg(m_table.columns[i].declaredType));
        }
    }

    void expressions()
    {
        const QString from = u" FROM "_s + sqliteIdentifier(m_table.name.name);
        const auto tryOut = [&](Part part, int item, Facet facet, const QString &expression) {
            const QString fault = sqliteExpressionFault(expression);
            if (!fault.isEmpty())
                say(part, item, facet, fault);
            else
                refused(part, item, facet, m_scratch.compile(u"SELECT ("_s + expression + u')' + from));
        };
        for (int i = 0; i < m_table.columns.size(); ++i) {
            if (m_table.columns[i].isGenerated())
                tryOut(Part::Column, i, Facet::Generated, m_table.columns[i].generatedExpression);
        }
        for (int i = 0; i < m_table.checks.size(); ++i)
            tryOut(Part::Check, i, Facet::Whole, m_table.checks[i].expression);
        for (int i = 0; i < m_table.indexes.size(); ++i) {
            for (const IndexedColumn &c : m_table.indexes[i].columns) {
                if (c.isExpression())
                    tryOut(Part::Index, i, Facet::Whole, c.expression);
            }
            if (!m_table.indexes[i].where.isEmpty())
                tryOut(Part::Index, i, Facet::Whole, m_table.indexes[i].where);
        }
    }

    /// The real statements, where nothing was found so far.
    void whole()
    {
        SqliteScratch scratch;
        const QString made = scratch.run(sqliteCreateTable(m_table));
        refused(Part::Table, -1, Facet::Whole, made);
        if (!made.isEmpty())
            return;
        // Generated columns that read each other in a circle are found out by reading only.
        refused(Part::Table, -1, Facet::Whole,
                scratch.compile(u"SELECT * FROM "_s + sqliteIdentifier(m_table.name.name)));
        for (int i = 0; i < m_table.indexes.size(); ++i)
            refused(Part::Index, i, Facet::Whole, scratch.run(sqliteCreateIndex(m_table.indexes[i], m_table.name)));
        for (int i = 0; i < m_table.triggers.size(); ++i)
            refused(Part::Trigger, i, Facet::Whole, scratch.run(sqliteCreateTrigger(m_table.triggers[i])));
    }

    const Table &m_table;
    SqliteScratch m_scratch;
    QList<DesignProblem> m_out;
};

/// A table of a module that is not there cannot be made here: what reads it was as unreadable before.
void makeTables(const Schema &schema, SqliteScratch &scratch)
{
    for (const Table &t : schema.tables) {
        if (!t.shadow && !isReserved(t.name.name))
            static_cast<void>(scratch.run(sqliteCreateTable(t)));
    }
}

/// A statement that the trigger would fire at; empty when none can be written.
QString firing(const Trigger &trigger, const Schema &schema)
{
    const QString name = sqliteIdentifier(trigger.table.name);
    if (trigger.event == Trigger::Event::Insert)
        return u"INSERT INTO "_s + name + u" DEFAULT VALUES"_s;
    if (trigger.event == Trigger::Event::Delete)
        return u"DELETE FROM "_s + name;
    QString column = trigger.updateOf.value(0);
    const Table *table = schema.table(trigger.table);
    const View *view = schema.view(trigger.table);
    const QList<Column> columns = table ? table->columns : view ? view->columns : QList<Column>();
    for (const Column &c : columns)
        column = column.isEmpty() && !c.isGenerated() ? c.name : column;
    return column.isEmpty() ? QString()
                            : QString(u"UPDATE "_s + name + u" SET "_s + sqliteIdentifier(column) + u" = 1"_s);
}

} // namespace

QList<DesignProblem> SqliteDesignRules::problems(const Table &table) const
{
    return table.kind == Table::Kind::Ordinary && table.brokenBecause.isEmpty() ? TableProblems(table).run()
                                                                                : QList<DesignProblem>();
}

QHash<QString, QString> SqliteDesignRules::viewFaults(const Schema &schema) const
{
    QHash<QString, QString> out;
    if (schema.views.isEmpty())
        return out;
    SqliteScratch scratch;
    makeTables(schema, scratch);
    for (const View *v : sqliteViewsInOrder(schema.views)) {
        const QString name = foldedName(v->name.name);
        if (isReserved(v->name.name))
            out.insert(name, u"Names that begin with sqlite_ are SQLite's own."_s);
        else if (const QString words = scratch.run(sqliteCreateView(*v)); !words.isEmpty())
            out.insert(name, u"SQLite does not take it: %1."_s.arg(words));
    }
    for (const View &v : schema.views) {
        const QString name = foldedName(v.name.name);
        const QString words =
            out.contains(name) ? QString() : scratch.compile(u"SELECT * FROM "_s + sqliteIdentifier(v.name.name));
        if (!words.isEmpty())
            out.insert(name, u"It could not be read: %1."_s.arg(words));
    }
    return out;
}

QHash<QString, QString> SqliteDesignRules::triggerFaults(const Schema &schema) const
{
    QList<Trigger> triggers = schema.viewTriggers;
    for (const Table &t : schema.tables)
        triggers += t.triggers;
    QHash<QString, QString> out;
    if (triggers.isEmpty())
        return out;
    SqliteScratch scratch;
    makeTables(schema, scratch);
    for (const View *v : sqliteViewsInOrder(schema.views))
        static_cast<void>(scratch.run(sqliteCreateView(*v)));
    for (const Trigger &g : std::as_const(triggers)) {
        const QString fires = firing(g, schema);
        QString words = scratch.run(sqliteCreateTrigger(g));
        const bool made = words.isEmpty();
        if (made && !fires.isEmpty())
            words = scratch.compile(fires);
        if (words.isEmpty())
            continue;
        out.insert(foldedName(g.name), u"The trigger %1 would fail: %2."_s.arg(g.name, words));
        if (made) // or those that come after it would be blamed for it
            static_cast<void>(scratch.run(u"DROP TRIGGER "_s + sqliteIdentifier(g.name)));
    }
    return out;
}

} // namespace core
