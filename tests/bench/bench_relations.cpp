// SPDX-License-Identifier: GPL-3.0-or-later
// bench_relations [CHILDREN [FILE]]: what relation columns cost a grid. A table beside CHILDREN rows (10,000,000 unless
// said) that refer to it, with an index on the key and without one, against the same rows with nothing beside them, as
// ratios of medians within one run (jumps alternate, so that the machine's mood hits all). FILE is kept, and used again
// when it is there. Exit code 1 when a ratio is over its goal.
#include "bench/figures.h"
#include "core/session/session.h"
#include "support/sqlitefile.h"
#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <cstdio>
#include <memory>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int parents = 200'000;
constexpr int jumps = 60;
constexpr qint64 patience = 20'000; ///< milliseconds for one jump

const QString script = u"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -200000; BEGIN;"
    "CREATE TABLE alone(id INTEGER PRIMARY KEY, name TEXT, city TEXT, born INTEGER);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
    " INSERT INTO alone SELECT i, 'name ' || (i * 7919 % 100003), 'city ' || (i % 97), 1900 + i % 120 FROM n;"
    "CREATE TABLE indexed(id INTEGER PRIMARY KEY, name TEXT, city TEXT, born INTEGER); INSERT INTO indexed SELECT * FROM alone;"
    "CREATE TABLE bare(id INTEGER PRIMARY KEY, name TEXT, city TEXT, born INTEGER); INSERT INTO bare SELECT * FROM alone;"
    "CREATE TABLE books(id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES indexed, title TEXT);"
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %2) "
    " INSERT INTO books SELECT i, i * 48271 % %1 + 1, 'title ' || i FROM n;"
    "CREATE INDEX books_author ON books(author_id);"
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES bare, title TEXT);"
    "INSERT INTO notes SELECT * FROM books; COMMIT"_s;

/// The page of a table in a window, as a person has it.
struct Shown {
    Shown(core::Session &session, ui::EditStack &stack, const QString &table)
        : page(session, stack, {{}, table})
    {
        page.resize(1200, 700);
        page.show();
    }

    /// Milliseconds until the rows of that place are on the screen, whatever stands beside them.
    [[nodiscard]] double jump(qint64 row)
    {
        QElapsedTimer timer;
        timer.start();
        page.grid()->setTopRow(row);
        const auto there = [&] { return !page.grid()->lookAt(row, 0).placeholder && page.grid()->topRow() == row; };
        do {
            page.grid()->viewport()->repaint();
            QCoreApplication::processEvents();
        } while (!there() && timer.elapsed() < patience);
        return static_cast<double>(timer.nsecsElapsed()) / 1e6;
    }

    ui::TablePage page;
};

bool settled(Shown &shown)
{
    QElapsedTimer timer;
    timer.start();
    while (!shown.page.grid()->model()->countIsExact() && timer.elapsed() < patience)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
    return shown.page.grid()->model()->rows() == parents;
}

/// Event loop turns between two jumps: a person looks at what is there, and its counts begin.
void look(int milliseconds)
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
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
    const std::unique_ptr<core::Session> session = std::move(*opened);
    ui::EditStack stack(*session);
    Shown alone(*session, stack, u"alone"_s);
    Shown indexed(*session, stack, u"indexed"_s);
    Shown bare(*session, stack, u"bare"_s);
    Figures figures;
    for (Shown *shown : {&alone, &indexed, &bare}) {
        if (!settled(*shown)) {
            figures.failure(u"the rows of a table were not counted"_s);
            return 1;
        }
    }
    QRandomGenerator random(20261130);
    std::vector<double> reference;
    std::vector<double> byIndex;
    std::vector<double> withoutIndex;
    for (int i = 0; i < jumps; ++i) {
        const qint64 row = random.bounded(parents - 100);
        reference.push_back(alone.jump(row));
        look(30);
        byIndex.push_back(indexed.jump(row));
        look(30);
        withoutIndex.push_back(bare.jump(row));
        look(30); // and while its counts still run, the next table is jumped in
    }
    figures.note(u"a jump with nothing beside it"_s, median(reference), u"ms"_s);
    figures.goal(u"jump beside children with an index, against that"_s, median(byIndex) / median(reference), u"x"_s, 1.5);
    figures.goal(u"jump beside children without one, against that"_s, median(withoutIndex) / median(reference), u"x"_s, 1.5);
    // What a person sees at last: the counts themselves.
    // Without the others: what has no index to count by keeps the connection for as long as its patience lasts.
    alone.page.hide();
    bare.page.hide();
    look(2500);
    QElapsedTimer timer;
    timer.start();
    std::ignore = indexed.jump(1000);
    while (!indexed.page.isSettled() && timer.elapsed() < patience)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
    figures.note(u"until its counts are there, with an index"_s, static_cast<double>(timer.nsecsElapsed()) / 1e6, u"ms"_s);
    return figures.hasFailed() ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    ui::Theme::apply(application, ui::ThemeKind::Dark);
    const qint64 children = argc > 1 ? QByteArray(argv[1]).toLongLong() : 10'000'000;
    QTemporaryDir folder;
    const QString path = argc > 2 ? QString::fromLocal8Bit(argv[2]) : folder.filePath(u"relations.db"_s);
    if (!QFile::exists(path)) {
        std::fprintf(stderr, "making 2 x %lld rows in %s\n", static_cast<long long>(children), qPrintable(path));
        if (const QString failure = sqlitefile::execute(path, script.arg(parents).arg(children)); !failure.isEmpty()) {
            std::fprintf(stderr, "%s\n", qPrintable(failure));
            QFile::remove(path);
            return 2;
        }
    }
    return run(path);
}
