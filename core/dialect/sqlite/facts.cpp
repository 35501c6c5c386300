// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/facts.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<QStringList> sqliteFacts(Database &database)
{
    const auto journal = database.queryValue(u"PRAGMA journal_mode"_s);
    if (!journal)
        return journal.error();
    const auto encoding = database.queryValue(u"PRAGMA encoding"_s);
    if (!encoding)
        return encoding.error();
    // Edits always run with foreign keys on, whatever other programs do.
    QStringList facts{u"foreign keys on"_s};
    const QString mode = journal->display();
    facts.append(mode == u"wal"_s ? u"WAL"_s : QString(u"journal: "_s + mode));
    if (encoding->display() != u"UTF-8"_s)
        facts.append(encoding->display());
    return facts;
}

Result<QMap<QString, qint64>> sqliteKeyCounters(Database &database)
{
    QMap<QString, qint64> counters;
    const auto there = database.queryValue(u"SELECT count(*) FROM sqlite_schema WHERE name = 'sqlite_sequence'"_s);
    RC_TRY(there);
    if (there->toInteger() == 0)
        return counters;
    const auto rows = database.query(u"SELECT name, seq FROM sqlite_sequence WHERE typeof(seq) = 'integer'"_s);
    RC_TRY(rows);
    for (const Row &row : *rows) {
        qint64 &highest = counters[row.at(0).display()];
        highest = qMax(highest, row.at(1).toInteger());
    }
    return counters;
}

} // namespace core
