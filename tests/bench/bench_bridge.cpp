// SPDX-License-Identifier: GPL-3.0-or-later
// bench_bridge [TABLES]: a schema.ts of TABLES tables (100 unless said), evaluated from a cold start and again after it
// was saved, beside “node …/drizzle-kit generate” run directly on the same project; and how long after saving a session
// knows the new schema, whichever way an editor writes. Ratios of medians within one run, the sides alternating. Exit
// code 1 when one is over its goal, 2 when nothing can be measured here.
#include "bench/figures.h"
#include "core/drizzle/warmbridge.h"
#include "core/session/projectschema.h"
#include "core/session/session.h"
#include "support/bridgeproject.h"
#include "support/manytables.h"
#include "support/tempdatabase.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QProcess>
#include <QTimer>

#include <cstdio>
#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int rounds = 7;
constexpr int readyMilliseconds = 2500; ///< by then the next process stands by
constexpr int settleMilliseconds = 120; ///< what a session waits for an editor's last write before it asks
constexpr double never = std::numeric_limits<double>::quiet_NaN();

double since(const QElapsedTimer &timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void pause(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

template <typename Ask> double timed(qsizetype tables, Ask ask)
{
    QElapsedTimer timer;
    timer.start();
    const auto read = ask();
    const double took = since(timer);
    if (!read)
        std::fprintf(stderr, "%s\n", qPrintable(read.error().message));
    return read && read->schema.tables.size() == tables ? took : never;
}

/// As a person runs it, without npx in between. It says with 0 that it failed, too: what it has written counts.
double byKit(const BridgeProject &project)
{
    QDir(project.path(u"drizzle"_s)).removeRecursively();
    QProcess node;
    node.setWorkingDirectory(project.path());
    QElapsedTimer timer;
    timer.start();
    node.start(u"node"_s, {u"node_modules/drizzle-kit/bin.cjs"_s, u"generate"_s});
    const bool ended = node.waitForFinished(60'000);
    const double took = since(timer);
    return ended && QFileInfo::exists(project.path(u"drizzle/meta/_journal.json"_s)) ? took : never;
}

/// How an editor writes: over the file, or another in its place.
void save(const BridgeProject &project, const QString &text, bool byRename)
{
    if (!byRename) {
        project.write(u"schema.ts"_s, text);
        return;
    }
    project.write(u".schema.ts.new"_s, text);
    QFile::remove(project.path(u"schema.ts~"_s));
    QFile::rename(project.path(u"schema.ts"_s), project.path(u"schema.ts~"_s));
    QFile::rename(project.path(u".schema.ts.new"_s), project.path(u"schema.ts"_s));
}

double untilKnown(Session &session, const BridgeProject &project, int tables, const QString &name, bool byRename)
{
    QEventLoop loop;
    const auto isKnown = [&] {
        const auto &schema = session.projectSchema()->schema();
        const Table *last = schema ? schema->schema.table({{}, u"t%1"_s.arg(tables)}) : nullptr;
        return last && last->column(name);
    };
    const auto connection = QObject::connect(&session, &Session::projectSchemaChanged, &loop, [&] {
        if (isKnown())
            loop.quit();
    });
    QTimer::singleShot(20'000, &loop, &QEventLoop::quit);
    QElapsedTimer timer;
    timer.start();
    save(project, manyTables(tables, name), byRename);
    loop.exec();
    const double took = since(timer);
    QObject::disconnect(connection);
    return isKnown() ? took : never;
}

int run(int tables)
{
    if (const QString why = BridgeProject::missing(); !why.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(why));
        return 2;
    }
    const BridgeProject project(BridgeProject::Orm::V0);
    project.link(u"drizzle-kit"_s, u"drizzle-kit"_s);
    project.writeSchema(manyTables(tables));
    const auto request = bridgeRequestFor(project.path(u"x.db"_s));
    if (!request)
        return 2;
    Figures figures;
    std::vector<double> theirs;
    std::vector<double> cold;
    std::vector<double> atOnce;
    std::vector<double> warm;
    WarmBridge bridge;
    (void)bridge.schema(*request);
    for (int i = 0; i < rounds; ++i) {
        theirs.push_back(byKit(project));
        cold.push_back(timed(tables, [&] { return askBridge(*request).schema; }));
        for (const bool settles : {false, true}) {
            pause(readyMilliseconds);
            project.writeSchema(manyTables(tables, u"%1%2"_s.arg(settles ? u"s"_s : u"o"_s).arg(i)));
            if (settles)
                pause(settleMilliseconds);
            (settles ? warm : atOnce).push_back(timed(tables, [&] { return bridge.schema(*request).schema; }));
        }
    }
    figures.note(u"drizzle-kit generate, %1 tables"_s.arg(tables), median(theirs), u"ms"_s);
    figures.note(u"we evaluate them, cold"_s, median(cold), u"ms"_s);
    figures.goal(u"against that"_s, median(cold) / median(theirs), u"x"_s, 2.0 / 3);
    figures.note(u"saved again, warm, asked in the same moment"_s, median(atOnce), u"ms"_s);
    figures.note(u"saved again, warm, asked when the editor has settled"_s, median(warm), u"ms"_s);
    figures.goal(u"against that"_s, median(warm) / median(theirs), u"x"_s, 0.1);
    bridge.forget();

    Session::Options options;
    options.stateFolder = project.path(u"state"_s);
    QDir().mkpath(options.stateFolder);
    if (!tempdatabase::run(project.path(u"x.db"_s), u"CREATE TABLE t1 (id INTEGER PRIMARY KEY)"_s).isEmpty())
        return 2;
    auto session = Session::open(project.path(u"x.db"_s), options);
    if (!session)
        return 2;
    (*session)->followProjectSchema();
    for (const bool byRename : {false, true}) {
        std::vector<double> seen;
        for (int i = 0; i < rounds; ++i) {
            pause(readyMilliseconds);
            seen.push_back(
                untilKnown(**session, project, tables, u"%1%2"_s.arg(byRename ? u"r"_s : u"w"_s).arg(i), byRename));
        }
        figures.goal(byRename ? u"known after saving by rename"_s : u"known after saving in place"_s, median(seen),
                     u"ms"_s, 400);
    }
    return figures.hasFailed() ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    return run(argc > 1 ? QByteArray(argv[1]).toInt() : 100);
}
