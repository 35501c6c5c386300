// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationscript.h"

#include "core/dialect/journalsql.h"

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

JournalShape shapeOf(const MigrationFile &file, const MigrationJournal &journal)
{
    return journal.isWrangler        ? JournalShape::Wrangler
        : writesNames(file, journal) ? JournalShape::Named
                                     : JournalShape::Classic;
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

KeySwitch keySwitchOf(const MigrationJournal &journal)
{
    return journal.isWrangler ? KeySwitch::InPlace : KeySwitch::Hoisted;
}

QList<Statement> journalHold(const MigrationJournal &journal, const QualifiedName &journalTable, const Dialect &dialect)
{
    const JournalSql *sql = journalSql(dialect);
    return sql && journal.tableExists ? sql->holdTable(journalTable) : QList<Statement>();
}

QList<Statement> sameJournal(const MigrationJournal &journal, const QualifiedName &journalTable, const Dialect &dialect)
{
    return {nothingNew(u"SELECT count(*) FROM "_s + dialect.qualified(journalTable),
                       Value::integer(journal.tableExists ? journal.rows.size() : 0))};
}

Statement notInJournal(const MigrationFile &file, const MigrationJournal &journal, const QualifiedName &journalTable,
                       const Dialect &dialect)
{
    const QString count = u"SELECT count(*) FROM "_s + dialect.qualified(journalTable);
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
    return own;
}

QList<Statement> journalChecks(const MigrationFile &file, const MigrationJournal &journal,
                               const QualifiedName &journalTable, const Dialect &dialect)
{
    const JournalSql *sql = journalSql(dialect);
    if (journal.tableExists || !sql)
        return sameJournal(journal, journalTable, dialect) + QList{notInJournal(file, journal, journalTable, dialect)};
    return sql->createTable(journalTable, shapeOf(file, journal)) + sameJournal(journal, journalTable, dialect);
}

QList<Statement> journalStatements(const MigrationFile &file, const MigrationJournal &journal,
                                   const QualifiedName &journalTable, const Dialect &dialect,
                                   const QDateTime &appliedAt)
{
    const JournalSql *sql = journalSql(dialect);
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
        columns += u"name"_s;
        insert.parameters += {u"name"_s, Value::text(file.tag)};
    }
    if (withNames && sql && !sql->datesRows()) {
        const QDateTime at = appliedAt.isValid() ? appliedAt : QDateTime::currentDateTimeUtc();
        columns += u"applied_at"_s;
        insert.parameters += {u"applied_at"_s, Value::text(at.toUTC().toString(Qt::ISODateWithMs))};
    }
    QStringList names;
    for (const QString &column : columns)
        names += dialect.identifier(column);
    insert.sql = u"INSERT INTO %1 (%2) VALUES(:%3)"_s.arg(dialect.qualified(journalTable), names.join(u", "_s),
                                                          columns.join(u", :"_s));
    insert.purpose = u"note in %1 journal that %2 is applied"_s.arg(keeperOf(journal), file.tag);
    insert.expect = TouchesRows{1};
    return {insert};
}

Script migrationScript(const MigrationFile &file, const MigrationJournal &journal, const QualifiedName &journalTable,
                       const Dialect &dialect, const QDateTime &appliedAt)
{
    Script script = fileScript(file.text(), file.fileName(), u"Migrate to %1"_s.arg(file.tag), dialect,
                               journalStatements(file, journal, journalTable, dialect, appliedAt),
                               journalChecks(file, journal, journalTable, dialect),
                               journalHold(journal, journalTable, dialect), keySwitchOf(journal));
    if (file.bytes && !textFromUtf8(*file.bytes))
        script.unfit = notUtf8(file.fileName());
    return script;
}

} // namespace core
