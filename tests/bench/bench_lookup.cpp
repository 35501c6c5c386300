// SPDX-License-Identifier: GPL-3.0-or-later
// bench_lookup [ROWS [FILE]]: the search behind the relation picker in two tables of ROWS people (10,000,000 unless
// said), one with an index on the name, one without. First hits in milliseconds; a search to the end as a ratio to one
// bare SELECT that reads the same rows. FILE is kept, and used again when it is there. Exit code 1 over a goal.
#include "bench/figures.h"
#include "core/session/session.h"
#include "support/sqlitefile.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>

#include <cstdio>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int runs = 5;
constexpr qint64 patience = 120'000; ///< milliseconds for one search

const QString script = u"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;"
    "CREATE TABLE indexed(id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) INSERT INTO indexed"
    " SELECT i, 'Person ' || (i * 48271 % 2147483647) || ' of ' || (i * 7919 % 100003), 'city ' || (i % 97) FROM n;"
    "CREATE INDEX indexed_name ON indexed(name);"
    "CREATE TABLE bare(id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT); INSERT INTO bare SELECT * FROM indexed;"
    "INSERT INTO indexed(name) VALUES ('Zoë Aldermann'); INSERT INTO bare(name) VALUES ('Zoë Aldermann');"
    "CREATE TABLE books(id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES indexed, editor_id INTEGER REFERENCES bare);"
    "COMMIT"_s;

double since(const QElapsedTimer &timer) { return static_cast<double>(timer.nsecsElapsed()) / 1e6; }

struct Took {
    double firstHit = 0; ///< milliseconds; NaN: there was none
    double end = 0;
    double longestTurn = 0; ///< of the event loop
    qsizetype hits = 0;
};

Took search(core::RelationLookup &lookup, const QString &text)
{
    Took took;
    took.firstHit = qQNaN();
    bool ended = false;
    QElapsedTimer timer;
    timer.start();
    const auto changed = QObject::connect(&lookup, &core::RelationLookup::hitsChanged, [&] {
        if (qIsNaN(took.firstHit) && !lookup.hits().isEmpty())
            took.firstHit = since(timer);
    });
    const auto finished = QObject::connect(&lookup, &core::RelationLookup::finished, [&] { ended = true; });
    lookup.setText(text);
    while (!ended && timer.elapsed() < patience) {
        const double before = since(timer);
        QCoreApplication::processEvents(QEventLoop::AllEvents);
        took.longestTurn = std::max(took.longestTurn, since(timer) - before);
    }
    took.end = since(timer);
    took.hits = lookup.hits().size();
    QObject::disconnect(changed);
    QObject::disconnect(finished);
    return took;
}

/// The same rows read by SQLite alone, with the comparison a person would write.
double bareScan(const QString &path)
{
    QElapsedTimer timer;
    timer.start();
    const QString failure = sqlitefile::execute(
        path, u"SELECT count(*) FROM bare WHERE name LIKE '%aldermann%' OR CAST(id AS TEXT) LIKE '%aldermann%'"_s);
    return failure.isEmpty() ? since(timer) : qQNaN();
}

int run(const QString &path)
{
    QTemporaryDir state;
    core::Session::Options options;
    options.stateFolder = state.path();
    auto opened = core::Session::open(path, options);
    if (!opened) {
        std::fprintf(stderr, "%s\n", qPrintable(opened.error().message));
        return 2;
    }
    core::Session &session = **opened;
    const core::QualifiedName books{{}, u"books"_s};
    const auto byIndex = session.makeRelationLookup(*session.relations().byColumn(books, u"author_id"_s));
    const auto without = session.makeRelationLookup(*session.relations().byColumn(books, u"editor_id"_s));
    Figures figures;
    double longest = 0;
    const auto firstHit = [&](const QString &what, core::RelationLookup &lookup, const QString &text, double atMost) {
        std::vector<double> took;
        for (int i = 0; i < runs; ++i) {
            const Took one = search(lookup, text);
            took.push_back(one.firstHit);
            longest = std::max(longest, one.longestTurn);
        }
        figures.goal(what, median(took), u"ms"_s, atMost);
    };
    firstHit(u"nothing typed, first rows"_s, *without, {}, 50);
    firstHit(u"a key, first hit"_s, *without, u"7654321"_s, 50);
    firstHit(u"beginning of a name, with an index"_s, *byIndex, u"Person 77"_s, 50);
    firstHit(u"beginning of a name, without one"_s, *without, u"Person 77"_s, 100);
    firstHit(u"middle of a name, without an index"_s, *without, u"99 of 7"_s, 100);
    std::vector<double> whole;
    std::vector<double> reference;
    for (int i = 0; i < 3; ++i) {
        reference.push_back(bareScan(path));
        const Took one = search(*without, u"aldermann"_s);
        if (one.hits != 1)
            figures.failure(u"the last row of the table was not found"_s);
        whole.push_back(one.end);
        longest = std::max(longest, one.longestTurn);
    }
    figures.note(u"the last row of all, found"_s, median(whole), u"ms"_s);
    figures.goal(u"the whole table looked through, against a bare SELECT"_s, median(whole) / median(reference), u"x"_s, 2.0);
    figures.goal(u"longest turn of the event loop"_s, longest, u"ms"_s, 33);
    return figures.hasFailed() ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const qint64 rows = argc > 1 ? QByteArray(argv[1]).toLongLong() : 10'000'000;
    QTemporaryDir folder;
    const QString path = argc > 2 ? QString::fromLocal8Bit(argv[2]) : folder.filePath(u"lookup.db"_s);
    if (!QFile::exists(path)) {
        std::fprintf(stderr, "making 2 x %lld rows in %s\n", static_cast<long long>(rows), qPrintable(path));
        if (const QString failure = sqlitefile::execute(path, script.arg(rows)); !failure.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(failure));
            QFile::remove(path);
            return 2;
        }
    }
    return run(path);
}
