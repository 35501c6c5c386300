// SPDX-License-Identifier: GPL-3.0-or-later
#include "bench/benchdata.h"

#include "support/sqlitefile.h"

#include <QDir>
#include <QFile>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace {

/// Every value follows from the row's number, so that two machines have the same rows.
const QString script = u"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;"
    "CREATE TABLE events(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, kind TEXT, amount REAL, note TEXT, "
    "payload TEXT, city TEXT, at INTEGER, flag INTEGER, score REAL);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1 * 5 / 4) INSERT INTO events "
    "SELECT i, i * 7919 % 100003, 'kind' || (i % 9), (i * 48271 % 1000003) / 7.0, "
    "CASE WHEN i % 3 THEN 'user' || (i % 5003) || '@example.org' END, "
    "'{\"n\":' || i || ',\"tag\":\"' || (i * 31 % 997) || '\",\"path\":\"/store/' || (i % 211) || "
    "'/item/' || (i * 13 % 90001) || '\",\"agent\":\"Mozilla/5.0 (X11; Linux x86_64)\"}', "
    "CASE i % 4 WHEN 0 THEN 'Oslo' WHEN 1 THEN 'Lisboa' ELSE 'Kyoto' END, 1700000000 + i, i % 2, i * 0.25 "
    "FROM n WHERE (i * 2654435761 % 4294967296) / 4294967296.0 < 0.8;"
    "CREATE INDEX by_user ON events(user_id); COMMIT"_s;

} // namespace

core::Result<QString> BenchData::database(qint64 rows)
{
    const QString cache = qEnvironmentVariable("RAINCHECK_BENCH_CACHE");
    const QDir folder(cache.isEmpty() ? m_folder.path() : cache);
    if (!folder.mkpath(u"."_s))
        return core::Error::io(u"The folder %1 cannot be made."_s.arg(folder.path()));
    const QString path = folder.filePath(u"events-%1.db"_s.arg(rows));
    if (QFile::exists(path))
        return path;
    std::fprintf(stderr, "making %lld rows in %s\n", static_cast<long long>(rows), qPrintable(path));
    // Under another name until it is whole: a bench that was stopped must not leave half of it.
    const QString unfinished = path + u".unfinished"_s;
    QFile::remove(unfinished);
    if (const QString failure = sqlitefile::execute(unfinished, script.arg(rows)); !failure.isEmpty())
        return core::Error::io(u"%1 could not be made: %2"_s.arg(unfinished, failure));
    if (!QFile::rename(unfinished, path))
        return core::Error::io(u"%1 could not be renamed."_s.arg(unfinished));
    return path;
}
