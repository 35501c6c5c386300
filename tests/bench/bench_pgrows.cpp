// SPDX-License-Identifier: GPL-3.0-or-later
// bench_pgrows [ROWS]: reading rows from a PostgreSQL server of its own against libpq doing the least possible, as
// ratios of medians within one run (ours and theirs alternate). ROWS rows (5,000,000 unless said), one in five missing.
// Exit code 1 when a ratio is over its goal and the reference was steady enough to say so; 0 without a server.
#include "support/pgdatabase.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QRandomGenerator>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int pgPairs = 7;

double measuredTime(const std::function<void()> &work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

double medianOf(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// libpq without anything of ours; every cell of the answer is touched.
class BareServer {
public:
    explicit BareServer(const QString &location)
        : m_handle(PQconnectdb(location.toUtf8().constData()))
    {
    }
    ~BareServer() { PQfinish(m_handle); }
    BareServer(const BareServer &) = delete;
    BareServer &operator=(const BareServer &) = delete;

    void drain(const QByteArray &sql)
    {
        PGresult *result = PQexec(m_handle, sql.constData());
        if (PQresultStatus(result) != PGRES_TUPLES_OK)
            qFatal("%s: %s", sql.constData(), PQerrorMessage(m_handle));
        for (int row = 0; row < PQntuples(result); ++row) {
            for (int column = 0; column < PQnfields(result); ++column)
                m_sink += PQgetvalue(result, row, column)[0];
        }
        PQclear(result);
    }

private:
    PGconn *m_handle;
    qint64 m_sink = 0;
};

class PgBench {
public:
    void compare(const char *what, double goal, int times, const std::function<void()> &ours,
                 const std::function<void()> &bare)
    {
        std::vector<double> a;
        std::vector<double> b;
        std::vector<double> ratios;
        ours();
        bare(); // both warm
        for (int i = 0; i < times; ++i) {
            a.push_back(measuredTime(ours));
            b.push_back(measuredTime(bare));
            ratios.push_back(a.back() / b.back());
        }
        const double ratio = medianOf(ratios);
        const bool steady = *std::max_element(b.begin(), b.end()) <= 3 * *std::min_element(b.begin(), b.end());
        const bool over = ratio > goal * 1.15;
        m_failed = m_failed || (over && steady);
        std::printf("%-44s %10.2f ms %10.2f ms   %6.2f   <= %5.2f  %s\n", what, medianOf(a), medianOf(b), ratio, goal,
                    !over        ? "ok"
                        : steady ? "OVER"
                                 : "no verdict: the reference varies");
        std::fflush(stdout);
    }
    [[nodiscard]] bool hasFailed() const { return m_failed; }

private:
    bool m_failed = false;
};

void settleSource(TableRowSource &source)
{
    QEventLoop loop;
    QObject::connect(&source, &RowSource::busyChanged, &loop, &QEventLoop::quit);
    if (source.isBusy())
        loop.exec();
}

/// Waits for the page as the window does.
void awaitPage(TableRowSource &source, qint64 page)
{
    QEventLoop loop;
    const auto isThere = [&] {
        const RowPagePtr there = source.page(page);
        return there && !there->approximate;
    };
    QObject::connect(&source, &RowSource::pageReady, &loop, &QEventLoop::quit);
    QObject::connect(&source, &RowSource::pagesDropped, &loop, &QEventLoop::quit);
    while (!isThere())
        loop.exec();
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const qint64 rows = argc > 1 ? QByteArray(argv[1]).toLongLong() : 5'000'000;
    if (const QString because = PostgresCluster::unavailableBecause(); !because.isEmpty()) {
        std::printf("skipped: %s\n", qPrintable(because));
        return 0;
    }
    PostgresCluster cluster;
    if (!cluster.start({u"shared_buffers=256MB"_s}))
        qFatal("%s", qPrintable(cluster.problem()));
    PgDatabase database(
        cluster,
        u"CREATE TABLE events(id bigint PRIMARY KEY, kind text NOT NULL, amount numeric(10,2), at timestamptz);"
        "INSERT INTO events SELECT i * 5 / 4, md5(i::text), (i % 100000) / 100.0,"
        " timestamptz '2026-01-01' + (i * 7919 % 31536000) * interval '1 s' FROM generate_series(1::bigint, %1) i;"_s
            .arg(rows));
    if (!database.problem.isEmpty())
        qFatal("%s", qPrintable(database.problem));
    if (const auto settled = database.database->execute(u"VACUUM ANALYZE events"_s); !settled) // as autovacuum does
        qFatal("%s", qPrintable(settled.error().message));
    RowsFixture fixture;
    if (const QString problem = database.open(fixture); !problem.isEmpty())
        qFatal("%s", qPrintable(problem));
    BareServer bare(database.location);
    RowQuery query;
    query.table = {{}, u"events"_s};
    std::printf("%lld rows; ours, libpq, ratio, goal\n", static_cast<long long>(rows));

    PgBench bench;
    bench.compare(
        "the first 128 rows", 3.0, pgPairs,
        [&] {
            const auto source = fixture.source(query);
            awaitPage(*source, 0);
        },
        [&] { bare.drain("SELECT * FROM events ORDER BY id LIMIT 128"); });

    bench.compare(
        "where all rows are (libpq: count)", 4.0, 3,
        [&] {
            const auto source = fixture.source(query);
            settleSource(*source);
        },
        [&] { bare.drain("SELECT count(*) FROM events"); });

    const auto settled = fixture.source(query);
    settleSource(*settled);
    QRandomGenerator random(1);
    qint64 page = 0;
    bench.compare(
        "a random page (libpq: by its key)", 3.0, 3 * pgPairs,
        [&] {
            page = random.bounded(rows / RowSource::pageRows);
            awaitPage(*settled, page);
        },
        [&] {
            const qint64 key = random.bounded(rows) * 5 / 4;
            bare.drain("SELECT * FROM events WHERE id >= " + QByteArray::number(key) + " ORDER BY id LIMIT 128");
        });

    RowQuery sorted = query;
    sorted.sort = {{u"at"_s, true}};
    bench.compare(
        "the first rows sorted without an index", 2.0, 3,
        [&] {
            const auto source = fixture.source(sorted);
            awaitPage(*source, 0);
        },
        [&] { bare.drain("SELECT * FROM events ORDER BY at DESC, id DESC LIMIT 128"); });

    RowQuery filtered = query;
    filtered.filter.terms = {
        {FilterTerm::Join::And, Condition{u"kind"_s, FilterOp::StartsWith, {Value::text(u"00f"_s)}}, true}};
    bench.compare(
        "all rows that a filter finds", 3.0, 3,
        [&] {
            const auto source = fixture.source(filtered);
            settleSource(*source);
        },
        [&] { bare.drain("SELECT * FROM events WHERE kind ILIKE '00f%' ORDER BY id"); });
    return bench.hasFailed() ? 1 : 0;
}
