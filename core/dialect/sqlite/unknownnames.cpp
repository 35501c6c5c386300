// SPDX-License-Identifier: GPL-3.0-or-later
// Whether a trigger's text means something in a schema: SQLite finds out only when it runs, or at the next ALTER TABLE.
#include "core/dialect/sqlite/expressiontext.h"
#include "core/dialect/sqlite/queryparts.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isRowNumber(const QString &name)
{
    return name == "rowid"_L1 || name == "oid"_L1 || name == "_rowid_"_L1;
}

class UnknownNames {
public:
    UnknownNames(const Trigger &trigger, const SchemaIndex &schema)
        : m_trigger(trigger)
        , m_schema(schema)
    {
    }

    QStringList run()
    {
        if (!isThere(foldedName(m_trigger.table.name)))
            m_out.append(m_trigger.table.name);
        for (const QString &text : {m_trigger.when, m_trigger.body}) {
            const SqliteText words(text);
            for (const auto &[from, to] : words.statements())
                statement(words, from, to);
        }
        m_out.removeDuplicates();
        return m_out;
    }

private:
    void statement(const SqliteText &text, qsizetype from, qsizetype to)
    {
        const SqliteSources sources(text, from, to);
        for (qsizetype i = from; i < to; ++i) {
            if (!text.isName(i) || sources.isAlias(i))
                continue;
            if (text.isSign(i + 1, u'(') && !sources.isTable(i)) // a function
                continue;
            if (text.isWord(i - 1, "AS"_L1) || text.isWord(i - 1, "COLLATE"_L1))
                continue;
            const QString name = text.name(i);
            const bool known = sources.isTable(i) ? isThere(name)
                : text.isSign(i + 1, u'.')        ? isQualifier(name, sources)
                : text.isSign(i - 1, u'.')        ? isColumnOf(text.name(i - 2), name, sources)
                                                  : isColumn(name, sources);
            if (!known)
                m_out.append(name);
        }
    }

    [[nodiscard]] bool isThere(const QString &table) const
    {
        const View *view = m_schema.view({{}, table});
        return m_schema.table({{}, table}) || (view && view->brokenBecause.isEmpty()) || table.startsWith("sqlite_"_L1);
    }

    [[nodiscard]] static bool isQualifier(const QString &name, const SqliteSources &sources)
    {
        return !sources.meantBy(name).isEmpty() || sources.isQuery(name) || name == "new"_L1 || name == "old"_L1
            || name == "excluded"_L1 || name == "main"_L1 || name == "temp"_L1;
    }

    [[nodiscard]] bool isColumnOf(const QString &qualifier, const QString &column, const SqliteSources &sources) const
    {
        QString table = sources.meantBy(qualifier);
        if (table.isEmpty() && (qualifier == "new"_L1 || qualifier == "old"_L1))
            table = foldedName(m_trigger.table.name);
        else if (table.isEmpty() && qualifier == "excluded"_L1)
            table = sources.written();
        return table.isEmpty() || hasColumn(table, column); // a query's own results are not followed
    }

    [[nodiscard]] bool isColumn(const QString &name, const SqliteSources &sources) const
    {
        const QSet<QString> tables = sources.tables();
        return sources.readsOthers() || sources.isOwn(name) || name == "true"_L1 || name == "false"_L1
            || std::any_of(tables.cbegin(), tables.cend(), [&](const QString &t) { return hasColumn(t, name); });
    }

    /// What cannot be told counts as there: columns of virtual tables may be hidden, those of views not known.
    [[nodiscard]] bool hasColumn(const QString &table, const QString &column) const
    {
        if (const Table *t = m_schema.table({{}, table}))
            return t->column(column) || t->kind == Table::Kind::Virtual || !t->brokenBecause.isEmpty()
                || (!t->withoutRowId && isRowNumber(column));
        const View *v = m_schema.view({{}, table});
        if (!v || v->columns.isEmpty())
            return true; // that the table is not there has been said
        return std::any_of(v->columns.cbegin(), v->columns.cend(),
                           [&](const Column &c) { return foldedName(c.name) == column; });
    }

    const Trigger &m_trigger;
    const SchemaIndex &m_schema;
    QStringList m_out;
};

} // namespace

bool sqliteCallsItsOwn(const QString &sql)
{
    const SqliteText text(sql);
    for (qsizetype i = 0; i < text.size(); ++i) {
        // After INTO and AS it is a table or a query, before AS a query with names for its columns.
        const bool called = text.isName(i) && text.isSign(i + 1, u'(') && !text.isWord(i - 1, "INTO"_L1)
            && !text.isWord(i - 1, "AS"_L1) && !text.isWord(i - 1, "WITH"_L1);
        if ((called && !isSqliteFunction(text.name(i))) || text.isWord(i, "REGEXP"_L1))
            return false;
    }
    return true;
}

QStringList sqliteUnknownNames(const Trigger &trigger, const SchemaIndex &schema)
{
    return UnknownNames(trigger, schema).run();
}

} // namespace core
