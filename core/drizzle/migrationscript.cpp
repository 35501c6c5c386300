// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationscript.h"

#include "core/base/utf8.h"
#include "core/migrate/filescript.h"

#include <QTimeZone>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether the row goes into the 1.0 shape: the table has it, or there is none yet and the file is of a 1.0 folder.
bool writesNames(const MigrationFile &file, const MigrationJournal &journal)
{
    return journal.tableExists ? journal.hasNames : file.path.endsWith(u"/migration.sql"_s);
}

QString keeperOf(const MigrationJournal &journal)
{
    return journal.isWrangler ? u"wrangler's"_s : u"Drizzle's"_s;
}

Statement createJournal(const QString &table, bool withNames, const MigrationJournal &journal, const Dialect &dialect)
{
    // Column for column as drizzle-orm's own migrators create it, SERIAL included; or as wrangler does.
    const QString columns = journal.isWrangler
        ? u"id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL"_s
        : withNames ? u"id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric, name text, "
                      "applied_at TEXT"_s
                    : u"id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric"_s;
    Statement s;
    s.sql = u"CREATE TABLE IF NOT EXISTS %1 (%2)"_s.arg(dialect.identifier(table), columns);
    s.purpose = u"make %1 journal table"_s.arg(keeperOf(journal));
    return s;
}

/// Whoever migrates at the same time has to be seen once the write lock is held: the journal was read before.
Statement nothingNew(const QString &sql, const Value &expected)
{
    Statement s;
    s.sql = sql;
    s.purpose = u"make sure that nobody has migrated since the journal was read"_s;
    s.expect = ReadsBack{expected,
                         u"Nothing was changed: another program has migrated this database since its journal was read; "
                         "look at what is pending now."_s};
    return s;
}

} // namespace

QList<Statement> journalChecks(const MigrationFile &file, const MigrationJournal &journal, const QString &journalTable,
                               const Dialect &dialect)
{
    const QString count = u"SELECT count(*) FROM "_s + dialect.identifier(journalTable);
    if (!journal.tableExists)
        return {createJournal(journalTable, writesNames(file, journal), journal, dialect),
                nothingNew(count, Value::integer(0))};
    Statement own = nothingNew(count
                                   + u" WHERE %1 = :hash AND %2 = :created_at"_s.arg(
                                       dialect.identifier(u"hash"_s), dialect.identifier(u"created_at"_s)),
                               Value::integer(0));
    own.parameters = {{u"hash"_s, Value::text(QString::fromLatin1(file.hash))},
                      {u"created_at"_s, Value::integer(file.when)}};
    if (journal.hasNames || journal.isWrangler) {
        own.sql = count + u" WHERE %1 = :name"_s.arg(dialect.identifier(u"name"_s));
        own.parameters = {{u"name"_s, Value::text(journal.isWrangler ? file.fileName() : file.tag)}};
    }
    return {nothingNew(count, Value::integer(journal.rows.size())), own};
}

QList<Statement> journalStatements(const MigrationFile &file, const MigrationJournal &journal,
                                   const QString &journalTable, const Dialect &dialect, const QDateTime &appliedAt)
{
    const bool withNames = writesNames(file, journal) && !journal.isWrangler;
    Statement insert;
    QStringList columns{u"hash"_s, u"created_at"_s};
    insert.parameters = {{u"hash"_s, Value::text(QString::fromLatin1(file.hash))},
                         {u"created_at"_s, Value::integer(file.when)}};
    if (journal.isWrangler) { // the time is the table's own default
        columns = QStringList{u"name"_s};
        insert.parameters = {{u"name"_s, Value::text(file.fileName())}};
    }
    if (withNames) {
        const QDateTime at = appliedAt.isValid() ? appliedAt : QDateTime::currentDateTimeUtc();
        columns += {u"name"_s, u"applied_at"_s};
        insert.parameters += {u"name"_s, Value::text(file.tag)};
        insert.parameters += {u"applied_at"_s, Value::text(at.toUTC().toString(Qt::ISODateWithMs))};
    }
    QStringList names;
    for (const QString &column : columns)
        names += dialect.identifier(column);
    insert.sql = u"INSERT INTO %1 (%2) VALUES(:%3)"_s.arg(dialect.identifier(journalTable), names.join(u", "_s),
                                                          columns.join(u", :"_s));
    insert.purpose = u"note in %1 journal that %2 is applied"_s.arg(keeperOf(journal), file.tag);
    insert.expect = TouchesRows{1};
    return {insert};
}

Script migrationScript(const MigrationFile &file, const MigrationJournal &journal, const QString &journalTable,
                       const Dialect &dialect, const QDateTime &appliedAt)
{
    Script script = fileScript(file.text(), file.fileName(), u"Migrate to %1"_s.arg(file.tag), dialect,
                               journalStatements(file, journal, journalTable, dialect, appliedAt),
                               journalChecks(file, journal, journalTable, dialect));
    if (file.bytes && !textFromUtf8(*file.bytes))
        script.unfit = notUtf8(file.fileName());
    return script;
}

} // namespace core
