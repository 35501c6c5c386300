// SPDX-License-Identifier: GPL-3.0-or-later
// Applies a script to a database, for tst_kill to be killed at it. Says "R" when it starts and "D" when it is applied.
#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"

#include "support/jobs.h"

#include <QCoreApplication>

#include <cstdio>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Edits row by row in chunks, a table rebuild, and a row in a journal.
QList<Statement> manyChanges()
{
    QList<Statement> body;
    const auto add = [&body](const QString &sql) {
        Statement statement;
        statement.sql = sql;
        body += statement;
    };
    for (int chunk = 0; chunk < 40; ++chunk)
        add(u"UPDATE a SET v = v || ' changed' WHERE id BETWEEN %1 AND %2"_s.arg(chunk * 500 + 1).arg(chunk * 500 + 500));
    add(u"CREATE TABLE __new_a(id INTEGER PRIMARY KEY, v TEXT NOT NULL, extra INTEGER)"_s);
    add(u"INSERT INTO __new_a(id, v) SELECT id, v FROM a"_s);
    add(u"DROP TABLE a"_s);
    add(u"ALTER TABLE __new_a RENAME TO a"_s);
    add(u"INSERT INTO journal VALUES('0004')"_s);
    return body;
}

void say(const char *word)
{
    std::fputs(word, stdout);
    std::fflush(stdout);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QString path = QCoreApplication::arguments().at(1);
    const bool inTransaction = QCoreApplication::arguments().at(2) == u"transaction";
    auto database = driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, ConnectionSpec::Mode::Write});
    // A small cache, so that half-made pages reach the file before COMMIT.
    if (!database || !(*database)->execute(u"PRAGMA cache_size = 20"_s).ok())
        return 2;
    Script script;
    if (inTransaction)
        script = dialectByName(u"sqlite"_s)->inTransaction(u"kill"_s, manyChanges(), Dialect::ForeignKeys::Off);
    else
        script.statements = manyChanges();
    TestJob job;
    say("R");
    const auto ran = runScript(**database, script, job);
    if (!ran)
        return 3;
    say("D");
    return 0;
}
