// SPDX-License-Identifier: GPL-3.0-or-later
// bench_rows [ROWS [FILE]]: reading rows against the bare SQLite API, as ratios of medians within one run (ours and
// theirs alternate, so that the machine's mood hits both). Makes its own database: ROWS rows (1,000,000 unless said)
// with one row in five missing, in FILE (kept, and used again when it is there) or in a temporary folder.
// Exit code 1 when a ratio is over its goal and the reference was steady enough to say so.
#include "support/rowsfixture.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QRandomGenerator>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int pairs = 7;

double measured(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

long residentKilobytes()
{
    QFile file(u"/proc/self/status"_s);
    if (!file.open(QFile::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLong();
    }
    return 0;
}

/// SQLite without anything of ours.
class Bare {
public:
    explicit Bare(const QString &path)
    {
        sqlite3_open_v2(path.toUtf8().constData(), &m_db, SQLITE_OPEN_READONLY, nullptr);
    }
    ~Bare()
    {
        sqlite3_finalize(m_statement);
        sqlite3_close(m_db);
    }
    Bare(const Bare &) = delete;
    Bare &operator=(const Bare &) = delete;

    void prepare(const char *sql)
    {
        sqlite3_finalize(m_statement);
        sqlite3_prepare_v2(m_db, sql, -1, &m_statement, nullptr);
    }
    /// Steps through everything, touching each cell; the first column of the last row.
    qint64 drain(std::initializer_list<qint64> values)
    {
        int at = 0;
        for (qint64 v : values)
            sqlite3_bind_int64(m_statement, ++at, v);
        qint64 last = -1;
        while (sqlite3_step(m_statement) == SQLITE_ROW) {
            for (int c = sqlite3_column_count(m_statement) - 1; c >= 0; --c) {
                if (sqlite3_column_type(m_statement, c) == SQLITE_TEXT)
                    m_sink += sqlite3_column_text(m_statement, c)[0];
                else
                    last = sqlite3_column_int64(m_statement, c);
            }
        }
        sqlite3_reset(m_statement);
        return last;
    }

private:
    sqlite3 *m_db = nullptr;
    sqlite3_stmt *m_statement = nullptr;
    qint64 m_sink = 0;
};

void settle(TableRowSource &source)
{
    QEventLoop loop;
    QObject::connect(&source, &RowSource::busyChanged, &loop, &QEventLoop::quit);
    if (source.isBusy())
        loop.exec();
}

class Bench {
public:
    explicit Bench(const QString &path)
        : m_path(path)
    {
    }

    void compare(const char *what, double goal, const std::function<void()> &ours, const std::function<void()> &bare)
    {
        std::vector<double> a;
        std::vector<double> b;
        std::vector<double> ratios;
        ours();
        bare(); // both warm
        for (int i = 0; i < pairs; ++i) {
            a.push_back(measured(ours));
            b.push_back(measured(bare));
            ratios.push_back(a.back() / b.back());
        }
        const double ratio = median(ratios);
        const bool steady = *std::max_element(b.begin(), b.end()) <= 3 * *std::min_element(b.begin(), b.end());
        const bool over = ratio > goal * 1.15;
        m_failed = m_failed || (over && steady);
        std::printf("%-34s %10.2f ms %10.2f ms   %5.2f   <= %4.2f  %s\n", what, median(a), median(b), ratio, goal,
                    !over ? "ok" : steady ? "OVER" : "no verdict: the reference varies");
        std::fflush(stdout);
    }
    [[nodiscard]] bool hasFailed() const { return m_failed; }
    [[nodiscard]] const QString &path() const { return m_path; }

private:
    QString m_path;
    bool m_failed = false;
};

QString makeDatabase(const QString &path, qint64 rows)
{
    std::printf("making %lld rows in %s\n", static_cast<long long>(rows), qPrintable(path));
    return sqlitefile::execute(path, u"PRAGMA synchronous = OFF; BEGIN;"
        "CREATE TABLE events(id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL, kind TEXT, amount REAL, note TEXT, payload TEXT, city TEXT, at INTEGER, flag INTEGER, score REAL);"
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1 * 5 / 4) INSERT INTO events "
        "SELECT i, i * 7919 % 100003, 'kind' || (i % 9), (i * 48271 % 1000003) / 7.0, CASE WHEN i % 3 THEN 'user' || (i % 5003) || '@example.org' END, "
        "'{\"n\":' || i || ',\"tag\":\"' || (i * 31 % 997) || '\"}', CASE i % 4 WHEN 0 THEN 'Oslo' WHEN 1 THEN 'Lisboa' ELSE 'Kyoto' END, 1700000000 + i, i % 2, i * 0.25 "
        "FROM n WHERE (i * 2654435761 % 4294967296) / 4294967296.0 < 0.8;"
        "CREATE INDEX by_user ON events(user_id); COMMIT"_s.arg(rows));
}

RowQuery everything()
{
    RowQuery query;
    query.table = {{}, u"events"_s};
    return query;
}

void openings(Bench &bench)
{
    bench.compare("open to first page", 15.0, // two careful opens and the whole schema, against one open
                  [&] {
                      RowsFixture fixture;
                      if (const QString failure = fixture.open(bench.path()); !failure.isEmpty())
                          qFatal("%s", qPrintable(failure));
                      const auto source = fixture.source(everything());
                      if (!source->waitForPage(0, 5000))
                          qFatal("no first page");
                  },
                  [&] {
                      Bare bare(bench.path());
                      bare.prepare("SELECT * FROM events LIMIT 128");
                      bare.drain({});
                  });
}

void anchors(Bench &bench, RowsFixture &fixture)
{
    bench.compare("anchors and exact count", 1.6, [&] { settle(*fixture.source(everything())); },
                  [&] {
                      Bare bare(bench.path());
                      bare.prepare("SELECT id FROM events WHERE id >= ? ORDER BY id LIMIT 1 OFFSET 4096");
                      qint64 key = 0;
                      for (qint64 next = key; next >= 0; next = bare.drain({key}))
                          key = next;
                      bare.prepare("SELECT count(*) FROM events WHERE id >= ?");
                      bare.drain({key});
                  });
}

void jumps(Bench &bench, RowsFixture &fixture)
{
    const auto source = fixture.source(everything());
    settle(*source);
    const qint64 pages = source->count().rows / RowSource::pageRows;
    QRandomGenerator random(1);
    bench.compare("500 random jumps", 4.0,
                  [&] {
                      for (int i = 0; i < 500; ++i) {
                          if (!source->waitForPage(random.bounded(pages), 5000))
                              qFatal("no page");
                      }
                      QCoreApplication::processEvents();
                  },
                  [&] {
                      Bare bare(bench.path());
                      bare.prepare("SELECT * FROM events WHERE id >= ? ORDER BY id LIMIT 128");
                      for (int i = 0; i < 500; ++i)
                          bare.drain({random.bounded(pages * RowSource::pageRows * 5 / 4)});
                  });
}

void filtersAndSorts(Bench &bench, RowsFixture &fixture)
{
    RowQuery filtered = everything();
    filtered.filter.terms = {{FilterTerm::Join::And, Condition{u"payload"_s, FilterOp::Contains, {Value::text(u"\"tag\":\"77\""_s)}}, true}};
    bench.compare("filter: all matches", 1.3, [&] { settle(*fixture.source(filtered)); },
                  [&] {
                      Bare bare(bench.path());
                      bare.prepare("SELECT count(*) FROM events WHERE payload LIKE '%\"tag\":\"77\"%'");
                      bare.drain({});
                  });
    RowQuery sorted = everything();
    sorted.sort = {{u"amount"_s, false}};
    bench.compare("sort without an index: all keys", 0.6, [&] { settle(*fixture.source(sorted)); },
                  [&] {
                      Bare bare(bench.path());
                      bare.prepare("SELECT id FROM events ORDER BY amount, id");
                      bare.drain({});
                  });
    RowQuery indexed = everything();
    indexed.sort = {{u"user_id"_s, false}};
    bench.compare("sort with an index: anchors", 2.0, [&] { settle(*fixture.source(indexed)); },
                  [&] {
                      Bare bare(bench.path());
                      bare.prepare("SELECT user_id, id FROM events ORDER BY user_id, id LIMIT 1 OFFSET (SELECT count(*) - 1 FROM events)");
                      bare.drain({});
                  });
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const qint64 rows = argc > 1 ? QString::fromLocal8Bit(argv[1]).toLongLong() : 1'000'000;
    QTemporaryDir dir;
    const QString path = argc > 2 ? QString::fromLocal8Bit(argv[2]) : dir.filePath(u"bench.db"_s);
    if (!QFile::exists(path)) {
        if (const QString failure = makeDatabase(path, rows); !failure.isEmpty()) {
            std::printf("%s\n", qPrintable(failure));
            return 2;
        }
    }
    RowsFixture fixture;
    if (const QString failure = fixture.open(path); !failure.isEmpty()) {
        std::printf("%s\n", qPrintable(failure));
        return 2;
    }
    std::printf("%-34s %13s %13s   %5s   %7s\n", "", "ours", "bare sqlite3", "ratio", "goal");
    Bench bench(path);
    openings(bench);
    anchors(bench, fixture);
    const long before = residentKilobytes();
    jumps(bench, fixture);
    std::printf("memory grown by the jumps: %ld kB\n", residentKilobytes() - before);
    filtersAndSorts(bench, fixture);
    return bench.hasFailed() ? 1 : 0;
}
