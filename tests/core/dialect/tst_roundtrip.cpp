// SPDX-License-Identifier: GPL-3.0-or-later
// The proof of exactness: what introspection read can be written again, in an empty database, without a difference.
#include "core/dialect/dialect.h"
#include "core/sql/splitter.h"

#include "nastyschema.h"
#include "support/sqlitefile.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QDir>
#include <QProcess>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const Dialect &sqlite()
{
    return *dialectByName(u"sqlite"_s);
}

/// What people made: without what the system and tools make for themselves, and what a file happened to hold of the
/// database's own words.
Schema ownObjects(Schema schema)
{
    schema.tables.removeIf([](const Table &t) { return t.internal || t.shadow; });
    return schema;
}

QStringList tokens(const QString &sql)
{
    return normalizedTokens(sql, sqlite().lexRules());
}

/// Two liberties of SQLite's are not taken when writing: a string for a name, and no comma between constraints.
QString firstDifference(QStringList written, const QStringList &was)
{
    static const QStringList constraints{u"CONSTRAINT"_s, u"PRIMARY"_s, u"UNIQUE"_s, u"CHECK"_s, u"FOREIGN"_s};
    for (int i = 0; i < std::max(written.size(), was.size()); ++i) {
        if (written.value(i) == ","_L1 && constraints.contains(was.value(i)) && was.value(i) == written.value(i + 1))
            written.removeAt(i);
        const QString name = tokens(u'`' + unquoted(was.value(i)).replace(u'`', u"``"_s) + u'`').value(0);
        if (written.value(i) != was.value(i) && !(was.value(i).startsWith(u'\'') && written.value(i) == name))
            return u"token %1: written %2, was %3"_s.arg(i).arg(written.value(i), was.value(i));
    }
    return {};
}

/// One line for each object whose text, written again, has other tokens than its original.
QStringList otherTokens(const Schema &schema)
{
    QStringList out;
    const auto compare = [&](const QString &name, const QString &written, const QString &original) {
        const QString difference = firstDifference(tokens(written), tokens(original));
        if (!difference.isEmpty())
            out.append(name + u": "_s + difference + u" | "_s + original);
    };
    for (const Table &t : schema.tables) {
        compare(t.name.name, sqlite().createSql(t), t.text.sql);
        for (const Index &i : t.indexes)
            compare(i.name, sqlite().createSql(i, t.name), i.text.sql);
        for (const Trigger &g : t.triggers)
            compare(g.name, sqlite().createSql(g), g.text.sql);
    }
    for (const View &v : schema.views)
        compare(v.name.name, sqlite().createSql(v), v.text.sql);
    for (const Trigger &g : schema.viewTriggers)
        compare(g.name, sqlite().createSql(g), g.text.sql);
    return out;
}

/// Which object differs, for a message one can act on.
QString whatDiffers(const Schema &a, const Schema &b)
{
    QStringList out;
    for (const Table &t : a.tables) {
        const Table *other = b.table(t.name);
        if (!other || !(*other == t))
            out.append(u"table "_s + t.name.name);
    }
    for (const View &v : a.views) {
        const View *other = b.view(v.name);
        if (!other || !(*other == v))
            out.append(u"view "_s + v.name.name);
    }
    if (a.viewTriggers != b.viewTriggers)
        out.append(u"triggers of views"_s);
    if (a.remarks != b.remarks)
        out.append(a.remarks + b.remarks);
    if (a.tables.size() != b.tables.size() || a.views.size() != b.views.size())
        out.append(u"their number"_s);
    return out.join(u", "_s);
}

Result<Schema> introspected(const QString &path)
{
    auto database = sqlitefile::open(path, ConnectionSpec::Mode::Read);
    if (!database)
        return database.error();
    return sqlite().introspect(**database);
}

/// How many objects SQLite itself counts, so that none is left out unseen.
int countOfObjects(const QString &path, const Schema &schema)
{
    auto database = sqlitefile::open(path, ConnectionSpec::Mode::Read);
    const auto rows = database ? (*database)->query(u"SELECT name FROM sqlite_schema WHERE sql IS NOT NULL"_s)
                               : Result<std::vector<Row>>(database.error());
    int count = 0;
    for (const Row &r : rows ? *rows : std::vector<Row>()) {
        const Table *t = schema.table({{}, r[0].display()});
        count += t && (t->internal || t->shadow) ? 0 : 1;
    }
    return count;
}

} // namespace

class TestRoundTrip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sharedDatabases_data();
    void sharedDatabases();
    void bigDatabase();
    void sample();
    void nasty_data();
    void nasty();
    void noticesDifferences();

private:
    void prove(const QString &path);
    QTemporaryDir m_dir;
};

void TestRoundTrip::prove(const QString &path)
{
    const auto read = introspected(path);
    VERIFY_OK(read);
    const Schema before = ownObjects(*read);
    QCOMPARE(before.remarks, QStringList());

    const QStringList differences = otherTokens(before);
    QVERIFY2(differences.isEmpty(), qPrintable(u"\n"_s + differences.join(u"\n"_s)));

    const QString copy = m_dir.filePath(QString::number(QRandomGenerator::global()->generate64()));
    QString script = u"PRAGMA foreign_keys = OFF; BEGIN;"_s;
    const QList<Statement> statements = sqlite().createStatements(before);
    for (const Statement &s : statements)
        script += s.sql + u";\n"_s;
    const QString failure = sqlitefile::execute(copy, script + u"COMMIT;"_s);
    QVERIFY2(failure.isEmpty(), qPrintable(failure));

    const auto again = introspected(copy);
    VERIFY_OK(again);
    const Schema after = ownObjects(*again);
    QVERIFY2(after == before, qPrintable(whatDiffers(before, after)));
    QCOMPARE(statements.size(), countOfObjects(path, *read));
}

void TestRoundTrip::sharedDatabases_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("chinook") << u"chinook.sqlite"_s;
    QTest::newRow("northwind") << u"northwind.sqlite"_s;
    QTest::newRow("sakila") << u"sakila.sqlite"_s;
    QTest::newRow("sakila with broken views") << u"sakila_broken_views.sqlite"_s;
}

void TestRoundTrip::sharedDatabases()
{
    QFETCH(QString, file);
    if (testdata::shared(file).isEmpty())
        QSKIP(qPrintable(u"../shared/data/%1 is not here"_s.arg(file)));
    const QString copy = testdata::sharedCopy(file, m_dir);
    prove(copy);
}

void TestRoundTrip::bigDatabase()
{
    SKIP_WITHOUT_SHARED("northwind_big.sqlite.gz");
    const QString path = m_dir.filePath(u"northwind_big.sqlite"_s);
    QProcess gunzip;
    gunzip.setStandardOutputFile(path);
    gunzip.start(u"gunzip"_s, {u"-c"_s, testdata::shared(u"northwind_big.sqlite.gz"_s)});
    if (!gunzip.waitForFinished() || gunzip.exitCode() != 0)
        QSKIP("gunzip is not here");
    prove(path);
}

void TestRoundTrip::sample()
{
    const QDir folder(QStringLiteral(RAINCHECK_SOURCE_DIR "/resources/sample/drizzle"));
    const QStringList files = folder.entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    QVERIFY(!files.isEmpty());
    const QString path = m_dir.filePath(u"sample.sqlite"_s);
    for (const QString &file : files) {
        QFile f(folder.filePath(file));
        QVERIFY(f.open(QFile::ReadOnly));
        const QString failure = sqlitefile::execute(path, QString::fromUtf8(f.readAll()));
        QVERIFY2(failure.isEmpty(), qPrintable(file + u": "_s + failure));
        prove(path);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestRoundTrip::nasty_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addRow("nasty") << QString::fromUtf16(nastySchema);
    QTest::addRow("nastier") << QString::fromUtf16(nastierSchema);
}

void TestRoundTrip::nasty()
{
    QFETCH(QString, sql);
    const QString path = m_dir.filePath(QString::fromLatin1(QTest::currentDataTag()) + u".sqlite"_s);
    const QString failure = sqlitefile::execute(path, sql);
    QVERIFY2(failure.isEmpty(), qPrintable(failure));
    prove(path);
}

/// The control: the comparison sees what it should see.
void TestRoundTrip::noticesDifferences()
{
    const QString path = m_dir.filePath(u"control.sqlite"_s);
    QCOMPARE(sqlitefile::execute(path, u"CREATE TABLE a(x INT NOT NULL CHECK (x > 0)); CREATE VIEW v AS SELECT 1"_s),
             QString());
    const auto read = introspected(path);
    VERIFY_OK(read);
    QVERIFY(otherTokens(*read).isEmpty());
    Schema changed = *read;
    changed.tables[0].columns[0].notNull = false;
    changed.views[0].definition = u"SELECT 2"_s;
    QCOMPARE(otherTokens(changed).size(), 2);
    QCOMPARE(whatDiffers(*read, changed), u"table a, view v"_s);
}

QTEST_GUILESS_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
