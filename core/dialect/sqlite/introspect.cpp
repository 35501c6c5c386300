// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/introspect.h"

#include "core/db/database.h"
#include "core/dialect/sqlite/pragmafacts.h"
#include "core/dialect/sqlite/words.h"
#include "core/sql/ddlparser.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// One row of sqlite_schema.
struct Object {
    QString type;
    QString name;
    QString table;
    QString sql;
};

bool isInternal(const QString &name)
{
    return name.startsWith("sqlite_"_L1, Qt::CaseInsensitive) || name.startsWith("_cf_"_L1, Qt::CaseInsensitive)
        || name == "__drizzle_migrations"_L1 || name == "d1_migrations"_L1;
}

QStringList journalColumnNames(const QList<Column> &columns)
{
    QStringList names;
    for (const Column &column : columns)
        names.append(column.name);
    return names;
}

/// The bookkeeping of drizzle's migrator or of wrangler under a name of the project's own, told by its columns.
bool isMigrationsJournal(const Table &table)
{
    const QStringList names = journalColumnNames(table.columns);
    static const QStringList drizzle{u"id"_s, u"hash"_s, u"created_at"_s};
    if (names == drizzle || names == drizzle + QStringList{u"name"_s, u"applied_at"_s})
        return table.columns.at(2).declaredType.compare(u"numeric"_s, Qt::CaseInsensitive) == 0;
    return names == QStringList{u"id"_s, u"name"_s, u"applied_at"_s} && table.name.name.contains(u"migration"_s)
        && table.columns.at(2).declaredType.compare(u"timestamp"_s, Qt::CaseInsensitive) == 0;
}

/// The database's own words, which say more than ours about what is wrong inside it.
QString words(const Error &error)
{
    return error.detail.isEmpty() ? error.message : error.detail;
}

class Introspector {
public:
    explicit Introspector(Database &database)
        : m_database(database)
    {
    }

    Result<Schema> run()
    {
        RC_TRY(readObjects());
        RC_TRY(readShadows());
        for (const Object &o : std::as_const(m_objects)) {
            if (o.type == "table"_L1)
                RC_TRY(addTable(o));
            else if (o.type == "view"_L1)
                RC_TRY(addView(o));
        }
        // Positions are fixed from here on: indexes and triggers find their table by them.
        for (int i = 0; i < m_schema.tables.size(); ++i)
            m_tableAt.insert(foldedName(m_schema.tables[i].name.name), i);
        for (const Object &o : std::as_const(m_objects)) {
            if (o.type == "index"_L1 && !o.sql.isEmpty())
                addIndex(o);
            else if (o.type == "trigger"_L1)
                addTrigger(o);
        }
        markUnknownCollations();
        return std::move(m_schema);
    }

private:
    Result<Done> readObjects()
    {
        const auto rows = m_database.query(
            u"SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('table', 'view', 'index', 'trigger')"_s);
        RC_TRY(rows);
        for (const Row &r : *rows)
            m_objects.append({r[0].display(), r[1].display(), r[2].display(), r[3].display()});
        std::sort(m_objects.begin(), m_objects.end(), [](const Object &a, const Object &b) { return a.name < b.name; });
        return Done{};
    }

    Result<Done> readShadows()
    {
        // SQLite prepares a SELECT on every view for this list, so it is asked for only where it can say something.
        const auto isVirtual = [](const Object &o) {
            return o.type == "table"_L1 && o.sql.startsWith("CREATE VIRTUAL"_L1, Qt::CaseInsensitive);
        };
        if (std::none_of(m_objects.cbegin(), m_objects.cend(), isVirtual))
            return Done{};
        const auto rows = m_database.query(
            u"SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow'"_s);
        RC_TRY(rows);
        for (const Row &r : *rows)
            m_shadows.insert(r[0].display());
        return Done{};
    }

    /// Whether everything can be read from it: SQLite's words if not.
    QString brokenBecause(const QString &name)
    {
        const auto statement = m_database.prepare(u"SELECT * FROM "_s + sqliteIdentifier(name));
        return statement.ok() ? QString() : words(statement.error());
    }

    /// A failure that says nothing about the object in question but about the whole connection.
    static bool isFatal(const Error &error)
    {
        return error.isCancelled() || error.kind == Error::Kind::ConnectionLost || error.kind == Error::Kind::Busy;
    }

    Result<Done> addTable(const Object &o)
    {
        Table table;
        const auto parsed = parseDdl(o.sql, sqliteLexRules());
        const auto *create = parsed.ok() ? std::get_if<CreateTable>(&*parsed) : nullptr;
        if (create && create->asSelect.isEmpty())
            table = create->table;
        table.name = {{}, o.name};
        table.text.sql = o.sql;
        table.internal = isInternal(o.name);
        table.shadow = m_shadows.contains(o.name);
        if (!create) {
            remark(u"table"_s, o.name, parsed);
            const auto facts = sqliteTableFacts(m_database, table);
            if (!facts && isFatal(facts.error()))
                return facts.error();
            table.brokenBecause = facts.ok() ? QString() : words(facts.error());
        } else if (table.kind == Table::Kind::Virtual) {
            const auto columns = sqliteColumnFacts(m_database, o.name);
            if (!columns && isFatal(columns.error()))
                return columns.error();
            if (columns)
                table.columns = *columns;
            else
                table.brokenBecause = words(columns.error());
        }
        if (table.brokenBecause.isEmpty())
            table.brokenBecause = brokenBecause(o.name);
        table.internal = table.internal || isMigrationsJournal(table);
        m_schema.tables.append(table);
        return Done{};
    }

    Result<Done> addView(const Object &o)
    {
        View view;
        const auto parsed = parseDdl(o.sql, sqliteLexRules());
        const auto *create = parsed.ok() ? std::get_if<CreateView>(&*parsed) : nullptr;
        if (create)
            view = create->view;
        else
            remark(u"view"_s, o.name, parsed);
        view.name = {{}, o.name};
        view.text.sql = o.sql;
        view.brokenBecause = brokenBecause(o.name);
        if (view.brokenBecause.isEmpty()) {
            const auto columns = sqliteColumnFacts(m_database, o.name);
            if (!columns && isFatal(columns.error()))
                return columns.error();
            if (columns)
                view.columns = *columns;
            else
                view.brokenBecause = words(columns.error());
        }
        m_schema.views.append(view);
        return Done{};
    }

    void addIndex(const Object &o)
    {
        const int at = m_tableAt.value(foldedName(o.table), -1);
        const auto parsed = parseDdl(o.sql, sqliteLexRules());
        const auto *create = parsed.ok() ? std::get_if<CreateIndex>(&*parsed) : nullptr;
        Index index;
        if (create) {
            index = create->index;
        } else {
            remark(u"index"_s, o.name, parsed);
            const auto facts = sqliteIndexFacts(m_database, o.name);
            if (!facts)
                return;
            index = *facts;
        }
        index.name = o.name;
        index.text.sql = o.sql;
        if (at >= 0)
            m_schema.tables[at].indexes.append(index);
    }

    void addTrigger(const Object &o)
    {
        const int at = m_tableAt.value(foldedName(o.table), -1);
        Trigger trigger;
        const auto parsed = parseDdl(o.sql, sqliteLexRules());
        if (const auto *create = parsed.ok() ? std::get_if<CreateTrigger>(&*parsed) : nullptr)
            trigger = create->trigger;
        else
            remark(u"trigger"_s, o.name, parsed);
        trigger.name = o.name;
        trigger.table = {{}, o.table};
        trigger.text.sql = o.sql;
        if (at >= 0)
            m_schema.tables[at].triggers.append(trigger);
        else
            m_schema.viewTriggers.append(trigger);
    }

    /// A table with such a column or index can be neither sorted nor written; SQLite says so only then.
    void markUnknownCollations()
    {
        QHash<QString, QString> complaints; // by collation; empty when SQLite has none
        const auto isKnown = [&](const QString &collation) {
            if (collation.isEmpty())
                return true;
            auto it = complaints.find(foldedName(collation));
            if (it == complaints.end()) {
                // Not pragma_collation_list: it lists whatever the schema names.
                const auto used = m_database.prepare(u"SELECT 'a' < 'b' COLLATE "_s + sqliteIdentifier(collation));
                it = complaints.insert(foldedName(collation), used.ok() ? QString() : words(used.error()));
            }
            return it->isEmpty();
        };
        for (Table &t : m_schema.tables) {
            const QString unknown = firstCollation(t, isKnown);
            if (!unknown.isEmpty() && t.brokenBecause.isEmpty())
                t.brokenBecause = complaints.value(foldedName(unknown));
        }
    }

    /// The first collation of columns, keys and indexes that is not known; empty if all are.
    template <typename Known> static QString firstCollation(const Table &t, Known isKnown)
    {
        QStringList all;
        for (const Column &c : t.columns)
            all.append(c.collation);
        const auto add = [&](const QList<IndexedColumn> &columns) {
            for (const IndexedColumn &c : columns)
                all.append(c.collation);
        };
        if (t.primaryKey)
            add(t.primaryKey->columns);
        for (const UniqueConstraint &u : t.uniques)
            add(u.columns);
        for (const Index &i : t.indexes)
            add(i.columns);
        const auto it = std::find_if_not(all.cbegin(), all.cend(), isKnown);
        return it == all.cend() ? QString() : *it;
    }

    void remark(const QString &what, const QString &name, const Result<DdlStatement> &parsed)
    {
        m_schema.remarks.append(u"The text of the %1 %2 was not understood, so only what SQLite tells of it is known. %3"_s
                                    .arg(what, name, parsed.ok() ? u"It creates something else."_s
                                                                 : parsed.error().message));
    }

    Database &m_database;
    Schema m_schema;
    QList<Object> m_objects;
    QSet<QString> m_shadows;
    QHash<QString, int> m_tableAt;
};

} // namespace

Result<Schema> introspectSqlite(Database &database)
{
    // One snapshot, so that nobody's ALTER TABLE falls between two of the questions.
    const bool own = !database.inTransaction();
    if (own)
        RC_TRY(database.execute(u"BEGIN"_s));
    auto schema = Introspector(database).run();
    if (own) {
        const auto ended = database.execute(u"COMMIT"_s);
        if (schema && !ended)
            return ended.error();
    }
    return schema;
}

} // namespace core
