// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationstatus.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <cmath>
#include <vector>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Which journal row belongs to which migration; each row to at most one.
class Matching {
public:
    Matching(const MigrationsFolder &folder, const MigrationJournal &journal)
        : m_folder(folder)
        , m_journal(journal)
        , m_rowOf(static_cast<size_t>(folder.migrations.size()), -1)
        , m_taken(static_cast<size_t>(journal.rows.size()), false)
    {
    }

    /// Gives every migration that has no row yet the first free row that `fits`.
    template <typename Fits> void match(Fits fits)
    {
        for (qsizetype m = 0; m < m_folder.migrations.size(); ++m) {
            auto &own = m_rowOf[static_cast<size_t>(m)];
            for (qsizetype r = 0; own < 0 && r < m_journal.rows.size(); ++r) {
                if (!m_taken[static_cast<size_t>(r)] && fits(m_folder.migrations.at(m), m_journal.rows.at(r))) {
                    own = r;
                    m_taken[static_cast<size_t>(r)] = true;
                }
            }
        }
    }

    [[nodiscard]] const JournalRow *rowOf(qsizetype migration) const
    {
        const qsizetype r = m_rowOf[static_cast<size_t>(migration)];
        return r < 0 ? nullptr : &m_journal.rows.at(r);
    }
    [[nodiscard]] bool isTaken(qsizetype row) const { return m_taken[static_cast<size_t>(row)]; }

private:
    const MigrationsFolder &m_folder;
    const MigrationJournal &m_journal;
    std::vector<qsizetype> m_rowOf;
    std::vector<bool> m_taken;
};

qint64 lastApplied(const MigrationJournal &journal)
{
    qint64 last = 0;
    for (const JournalRow &row : journal.rows)
        last = qMax(last, row.createdAt);
    return last;
}

/// The classic migrator looks at times only: what is not newer than the newest row is never run.
void matchByTime(Matching &matching, qint64 last)
{
    matching.match([](const MigrationFile &file, const JournalRow &row) {
        return row.createdAt == file.when && row.hash == file.hash;
    });
    matching.match([](const MigrationFile &file, const JournalRow &row) { return row.createdAt == file.when; });
    matching.match([last](const MigrationFile &file, const JournalRow &row) {
        return file.when <= last && !file.hash.isEmpty() && row.hash == file.hash;
    });
}

/// The 1.0 migrator goes by name; rows from before have none and are matched as its upgrade does it: by the second,
/// then by hash.
void matchByName(Matching &matching)
{
    matching.match([](const MigrationFile &file, const JournalRow &row) { return row.name == file.tag; });
    matching.match([](const MigrationFile &file, const JournalRow &row) {
        return row.name.isEmpty() && row.createdAt / 1000 == file.when / 1000 && row.hash == file.hash;
    });
    matching.match([](const MigrationFile &file, const JournalRow &row) {
        return row.name.isEmpty() && row.createdAt / 1000 == file.when / 1000;
    });
    matching.match([](const MigrationFile &file, const JournalRow &row) {
        return row.name.isEmpty() && !file.hash.isEmpty() && row.hash == file.hash;
    });
}

/// Wrangler calls a migration by its file, as it is called from migrations_dir.
void matchByFile(Matching &matching)
{
    matching.match([](const MigrationFile &file, const JournalRow &row) { return row.name == file.fileName(); });
}

MigrationState::Kind kindOf(const MigrationFile &file, const JournalRow *row, bool skippable)
{
    using Kind = MigrationState::Kind;
    if (!file.bytes)
        return Kind::Missing;
    if (row)
        return row->hash == file.hash || row->hash.isEmpty() ? Kind::Applied : Kind::Edited;
    return skippable ? Kind::Skipped : Kind::Pending;
}

qint64 asMilliseconds(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Integer:
        return value.toInteger();
    case Value::Kind::Real:
        return std::abs(value.toReal()) < 9e18 ? static_cast<qint64>(std::llround(value.toReal())) : 0;
    case Value::Kind::Text:
    case Value::Kind::Typed:
        return value.display().toLongLong();
    case Value::Kind::Null:
    case Value::Kind::Blob:
        break;
    }
    return 0;
}

/// What CURRENT_TIMESTAMP has written: in UTC, without saying so.
qint64 momentOf(const Value &value)
{
    QDateTime moment = QDateTime::fromString(value.display(), Qt::ISODate);
    moment.setTimeZone(QTimeZone::utc());
    return moment.isValid() ? moment.toMSecsSinceEpoch() : 0;
}

int columnOf(const PreparedStatement &statement, const QString &name)
{
    for (int i = 0; i < statement.columnCount(); ++i) {
        if (statement.columnName(i).compare(name, Qt::CaseInsensitive) == 0)
            return i;
    }
    return -1;
}

} // namespace

QString toText(MigrationState::Kind kind)
{
    switch (kind) {
    case MigrationState::Kind::Applied:
        return u"applied"_s;
    case MigrationState::Kind::Edited:
        return u"edited"_s;
    case MigrationState::Kind::Pending:
        return u"pending"_s;
    case MigrationState::Kind::Skipped:
        return u"skipped"_s;
    case MigrationState::Kind::Missing:
        return u"missing"_s;
    case MigrationState::Kind::Orphan:
        return u"orphan"_s;
    }
    return {};
}

QList<MigrationState> migrationStates(const MigrationsFolder &folder, const MigrationJournal &journal)
{
    const bool byTime = folder.layout == MigrationsFolder::Layout::Classic && !journal.isWrangler;
    const qint64 last = lastApplied(journal);
    Matching matching(folder, journal);
    if (journal.isWrangler)
        matchByFile(matching);
    else if (byTime)
        matchByTime(matching, last);
    else
        matchByName(matching);

    QList<MigrationState> states;
    for (qsizetype m = 0; m < folder.migrations.size(); ++m) {
        const MigrationFile &file = folder.migrations.at(m);
        const JournalRow *row = matching.rowOf(m);
        const bool skippable = byTime && !journal.rows.isEmpty() && file.when <= last;
        states += {kindOf(file, row, skippable), file.tag, static_cast<int>(m), row ? row->createdAt : 0};
    }
    for (qsizetype r = 0; r < journal.rows.size(); ++r) {
        if (matching.isTaken(r))
            continue;
        const JournalRow &row = journal.rows.at(r);
        const QString tag = row.name.isEmpty() ? QString::fromLatin1(row.hash.left(12)) : row.name;
        states += {MigrationState::Kind::Orphan, tag, -1, row.createdAt};
    }
    return states;
}

Result<MigrationJournal> readJournal(Database &database, const Dialect &dialect, const QualifiedName &table)
{
    MigrationJournal journal;
    auto statement = database.prepare(u"SELECT * FROM "_s + dialect.qualified(table));
    auto more = statement ? (*statement)->step() : Result<bool>(statement.error());
    if (!more) {
        // A plain SELECT that does not compile: the table is not there, or it cannot be read; only the schema knows.
        if (more.error().kind != Error::Kind::Sql)
            return more.error();
        const auto schema = dialect.introspect(database);
        if (!schema)
            return schema.error();
        const auto isClosed = [&table](const NamedSchema &s) { return s.name == table.schema && !s.readable; };
        const bool cannotBeSeen = std::any_of(schema->schemas.cbegin(), schema->schemas.cend(), isClosed);
        if (schema->table(table) || schema->view(table) || cannotBeSeen)
            return more.error();
        return journal;
    }
    PreparedStatement &rows = **statement;
    const int hash = columnOf(rows, u"hash"_s);
    const int createdAt = columnOf(rows, u"created_at"_s);
    const int name = columnOf(rows, u"name"_s);
    const int appliedAt = columnOf(rows, u"applied_at"_s);
    journal.isWrangler = hash < 0 && name >= 0 && appliedAt >= 0;
    if (!journal.isWrangler && (hash < 0 || createdAt < 0))
        return Error::invalid(
            u"The table %1 is no Drizzle journal: it lacks a column hash or created_at."_s.arg(table.display()));
    journal.tableExists = true;
    journal.hasNames = name >= 0 && appliedAt >= 0 && !journal.isWrangler;
    for (; more && *more; more = rows.step()) {
        JournalRow row;
        if (journal.isWrangler) {
            row.createdAt = momentOf(rows.column(appliedAt));
        } else {
            row.hash = rows.column(hash).display().toLatin1();
            row.createdAt = asMilliseconds(rows.column(createdAt));
        }
        if ((journal.hasNames || journal.isWrangler) && !rows.column(name).isNull())
            row.name = rows.column(name).display();
        journal.rows += row;
    }
    if (!more)
        return more.error();
    std::stable_sort(journal.rows.begin(), journal.rows.end(),
                     [](const JournalRow &a, const JournalRow &b) { return a.createdAt < b.createdAt; });
    return journal;
}

} // namespace core
