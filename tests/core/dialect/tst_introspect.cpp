// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/dialect/sqlite/pragmafacts.h"

#include "nastyschema.h"
#include "support/sqlitefile.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(core::ConnectionSpec::Mode)

namespace {

const Dialect &sqlite()
{
    return *dialectByName(u"sqlite"_s);
}

/// Text that no CREATE could have left behind, as damaged or foreign files have it.
QString smuggled(const QString &type, const QString &name, const QString &table, const QString &sql)
{
    const auto quoted = [](QString s) { return QString(u'\'' + s.replace(u'\'', u"''"_s) + u'\''); };
    return u"PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES("_s + quoted(type) + u',' + quoted(name) + u','
        + quoted(table) + u",0,"_s + quoted(sql) + u"); PRAGMA writable_schema = OFF;"_s;
}

QStringList columnNames(const QList<Column> &columns)
{
    QStringList names;
    for (const Column &c : columns)
        names.append(c.name);
    return names;
}

QSet<QStringList> uniqueColumns(const Table &t)
{
    QSet<QStringList> all;
    for (const UniqueConstraint &u : t.uniques) {
        QStringList names;
        for (const IndexedColumn &c : u.columns)
            names.append(foldedName(c.column));
        all.insert(names);
    }
    return all;
}

/// Parentheses around the whole of a default are not in what the pragma says.
QString bare(const std::optional<QString> &expression)
{
    if (!expression)
        return u"none"_s;
    QString s = expression->trimmed();
    if (s.startsWith(u'('))
        s = s.sliced(1, s.size() - 2).trimmed();
    return s;
}

} // namespace

class TestIntrospect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_path = m_dir.filePath(QString::number(++m_count) + u".sqlite"_s);
    }

    void emptyDatabase();
    void everyMode_data();
    void everyMode();
    void oddNames();
    void internalAndShadowTables();
    void viewsAndVirtualColumns();
    void brokenViews();
    void unknownModule();
    void unknownCollation();
    void unknownFunctions();
    void unreadableText();
    void tracesOfAlter();
    void triggersFindTheirTable();
    void agreesWithPragmas_data();
    void agreesWithPragmas();
    void manyTables();

private:
    Schema introspected(const QString &sql, ConnectionSpec::Mode mode = ConnectionSpec::Mode::Read);
    void compareWithPragmas(const Table &parsed, Database &database);

    QTemporaryDir m_dir;
    QString m_path;
    int m_count = 0;
};

Schema TestIntrospect::introspected(const QString &sql, ConnectionSpec::Mode mode)
{
    const QString failure = sqlitefile::execute(m_path, sql);
    if (!failure.isEmpty())
        qWarning("%s", qPrintable(failure));
    auto database = sqlitefile::open(m_path, mode);
    if (!database) {
        qWarning("%s", qPrintable(database.error().message));
        return {};
    }
    const auto schema = sqlite().introspect(**database);
    if (!schema) {
        qWarning("%s", qPrintable(schema.error().message));
        return {};
    }
    return *schema;
}

void TestIntrospect::emptyDatabase()
{
    QCOMPARE(introspected(u"CREATE TABLE t(a); DROP TABLE t"_s), Schema());
}

void TestIntrospect::everyMode_data()
{
    QTest::addColumn<ConnectionSpec::Mode>("mode");
    QTest::newRow("look") << ConnectionSpec::Mode::Look;
    QTest::newRow("read") << ConnectionSpec::Mode::Read;
    QTest::newRow("write") << ConnectionSpec::Mode::Write;
}

void TestIntrospect::everyMode()
{
    QFETCH(ConnectionSpec::Mode, mode);
    const Schema schema = introspected(QString::fromUtf16(nastySchema), mode);
    QCOMPARE(schema.remarks, QStringList());
    QVERIFY(schema.tables.size() > 30);
    for (const Table &t : schema.tables)
        QVERIFY2(t.brokenBecause.isEmpty(), qPrintable(t.name.name + u": "_s + t.brokenBecause));
}

void TestIntrospect::oddNames()
{
    const QStringList names{u"a b"_s, u"it's"_s, u"\"q\""_s, u"`b`"_s, u"[x]"_s, u"a]b"_s, u"line\nbreak"_s, u"😀"_s,
                            u"select"_s, u"é"_s, u"É"_s, u"a.b"_s, u"--x"_s, u"%1"_s, u" "_s, u"\u202Eabc"_s};
    QString sql;
    for (const QString &name : names) {
        const QString n = sqlite().identifier(name);
        sql += u"CREATE TABLE "_s + n + u"("_s + n + u" INT);"_s;
        sql += u"CREATE INDEX "_s + sqlite().identifier(u"i"_s + name) + u" ON "_s + n + u"("_s + n + u");"_s;
        sql += u"CREATE VIEW "_s + sqlite().identifier(u"v"_s + name) + u" AS SELECT * FROM "_s + n + u";"_s;
    }
    const Schema schema = introspected(sql);
    QCOMPARE(schema.tables.size(), names.size());
    for (const QString &name : names) {
        const Table *t = schema.table({{}, name});
        QVERIFY2(t && t->name.name == name && t->columns.value(0).name == name, qPrintable(name));
        QCOMPARE(t->indexes.value(0).columns.value(0).column, name);
        const View *v = schema.view({{}, u"v"_s + name});
        QVERIFY2(v && columnNames(v->columns) == QStringList{name}, qPrintable(name));
    }
}

void TestIntrospect::internalAndShadowTables()
{
    const Schema schema = introspected(
        u"CREATE TABLE a(id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE INDEX i ON a(id); ANALYZE;"
        "CREATE TABLE _cf_KV(k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID; CREATE TABLE d1_migrations(id INTEGER);"
        "CREATE TABLE __drizzle_migrations(id INTEGER PRIMARY KEY, hash TEXT);"
        "CREATE VIRTUAL TABLE f USING fts5(x); CREATE TABLE f_own(y);"_s);
    QStringList visible, internal, shadow;
    for (const Table &t : schema.tables)
        (t.internal ? internal : t.shadow ? shadow : visible).append(t.name.name);
    QCOMPARE(visible, (QStringList{u"a"_s, u"f"_s, u"f_own"_s}));
    QVERIFY(internal.contains(u"sqlite_sequence"_s) && internal.contains(u"_cf_KV"_s)
            && internal.contains(u"d1_migrations"_s) && internal.contains(u"__drizzle_migrations"_s));
    QCOMPARE(shadow.size(), 5);
}

void TestIntrospect::viewsAndVirtualColumns()
{
    const Schema schema = introspected(
        u"CREATE TABLE t(a VARCHAR(10), b INT); CREATE VIEW v(x, y, z) AS SELECT a, b, a || b FROM t;"
        "CREATE VIRTUAL TABLE f USING fts5(title, body);"_s);
    const View *v = schema.view({{}, u"V"_s});
    QVERIFY(v);
    QCOMPARE(columnNames(v->columns), (QStringList{u"x"_s, u"y"_s, u"z"_s}));
    QCOMPARE(v->columns[0].declaredType, u"VARCHAR(10)"_s);
    const Table *f = schema.table({{}, u"f"_s});
    QVERIFY(f);
    QCOMPARE(columnNames(f->columns).mid(0, 2), (QStringList{u"title"_s, u"body"_s}));
    QVERIFY(!f->columns[1].hidden && f->columns.last().hidden);
}

void TestIntrospect::brokenViews()
{
    SKIP_WITHOUT_SHARED("sakila_broken_views.sqlite");
    auto database = sqlitefile::open(testdata::sharedCopy(u"sakila_broken_views.sqlite"_s, m_dir),
                                     ConnectionSpec::Mode::Look);
    VERIFY_OK(database);
    const auto schema = sqlite().introspect(**database);
    VERIFY_OK(schema);
    int broken = 0;
    for (const View &v : schema->views) {
        if (v.brokenBecause.isEmpty())
            QVERIFY(!v.columns.isEmpty());
        else
            QVERIFY2(++broken && v.brokenBecause.contains("no such function"_L1), qPrintable(v.brokenBecause));
    }
    QCOMPARE(broken, 6);
    QCOMPARE(schema->views.size(), 7);
}

void TestIntrospect::unknownModule()
{
    const Schema schema = introspected(
        u"CREATE TABLE fine(a);"_s + smuggled(u"table"_s, u"v"_s, u"v"_s, u"CREATE VIRTUAL TABLE v USING no_such(a, b)"_s));
    QCOMPARE(schema.tables.size(), 2);
    const Table *v = schema.table({{}, u"v"_s});
    QVERIFY(v && v->module == "no_such"_L1);
    QVERIFY2(v->brokenBecause.contains("no such module: no_such"_L1), qPrintable(v->brokenBecause));
    QVERIFY(sqlite().identityOf(*v).noneBecause.contains("no_such"_L1));
    QVERIFY(schema.table({{}, u"fine"_s})->brokenBecause.isEmpty());
}

void TestIntrospect::unknownCollation()
{
    const Schema schema = introspected(
        u"CREATE TABLE fine(a TEXT COLLATE NoCase PRIMARY KEY, b TEXT COLLATE rtrim);"
        "CREATE TABLE t(a TEXT COLLATE NOCASE, b); CREATE TABLE u(a); CREATE INDEX i ON u(a COLLATE NOCASE);"
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = replace(sql, 'NOCASE', 'klingon') WHERE name IN ('t', 'i');"
        "PRAGMA writable_schema = OFF"_s);
    QVERIFY(schema.table({{}, u"u"_s})->brokenBecause.contains("klingon"_L1));
    QVERIFY(schema.table({{}, u"fine"_s})->brokenBecause.isEmpty());
    const Table *t = schema.table({{}, u"t"_s});
    QCOMPARE(columnNames(t->columns), (QStringList{u"a"_s, u"b"_s}));
    QVERIFY2(t->brokenBecause.contains("klingon"_L1), qPrintable(t->brokenBecause));
}

void TestIntrospect::unknownFunctions()
{
    const Schema schema = introspected(
        u"CREATE TABLE fine(a);"
        "CREATE VIEW v AS SELECT klingon(a) FROM fine;"
        "CREATE TRIGGER g AFTER INSERT ON fine BEGIN SELECT klingon(1); END;"_s
        + smuggled(u"table"_s, u"gen"_s, u"gen"_s, u"CREATE TABLE gen(a, b AS (klingon(a)))"_s));
    QCOMPARE(schema.tables.size(), 2);
    QVERIFY(schema.table({{}, u"fine"_s})->brokenBecause.isEmpty());
    QCOMPARE(schema.table({{}, u"fine"_s})->triggers.size(), 1);
    QCOMPARE(schema.table({{}, u"gen"_s})->columns.size(), 2);
    QVERIFY(schema.table({{}, u"gen"_s})->brokenBecause.contains("klingon"_L1));
    QVERIFY(schema.views[0].brokenBecause.contains("klingon"_L1));
}

/// A text that SQLite reads and our parser does not: SQLite stops at the semicolon.
void TestIntrospect::unreadableText()
{
    const Schema schema = introspected(
        u"CREATE TABLE p(x INT PRIMARY KEY); CREATE TABLE other(z);"
        "CREATE TABLE t(a INTEGER NOT NULL DEFAULT (1 + 1), b TEXT REFERENCES p(x) ON DELETE CASCADE, c UNIQUE, "
        "d AS (a) STORED, e DEFAULT 'x', PRIMARY KEY(b, a)); CREATE INDEX i ON t(b DESC);"
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = sql || '; klingon' WHERE name IN ('t', 'i'); PRAGMA writable_schema = OFF;"_s);
    QCOMPARE(schema.remarks.size(), 2);
    QVERIFY2(schema.remarks.first().contains("the table t "_L1), qPrintable(schema.remarks.first()));
    const Table *t = schema.table({{}, u"t"_s});
    QVERIFY(t && t->brokenBecause.isEmpty());
    QCOMPARE(describe(*t), u"table t\n"
                            "  column a INTEGER not null default (1 + 1)\n"
                            "  column b TEXT\n"
                            "  column c\n"
                            "  column d generated stored ()\n"
                            "  column e default 'x'\n"
                            "  primary key (b, a)\n"
                            "  unique (c)\n"
                            "  foreign key (b) -> p (x) on delete cascade\n"
                            "  index i (b desc)\n"_s);
    QVERIFY(schema.table({{}, u"other"_s}));
}

void TestIntrospect::tracesOfAlter()
{
    const Schema schema = introspected(
        u"CREATE TABLE a(x INT, y INT REFERENCES a(x)); CREATE INDEX i ON a(y);"
        "ALTER TABLE a ADD COLUMN z TEXT NOT NULL DEFAULT 'q' CHECK (z <> '');"
        "ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME COLUMN x TO \"new x\"; ALTER TABLE b DROP COLUMN y2;"_s.replace(
            u" ALTER TABLE b DROP COLUMN y2;"_s, QString()));
    QCOMPARE(schema.tables.size(), 1);
    QCOMPARE(describe(schema), u"table b\n"
                               "  column new x INT\n"
                               "  column y INT\n"
                               "  column z TEXT not null default 'q'\n"
                               "  check (z <> '')\n"
                               "  foreign key (y) -> b (new x)\n"
                               "  index i (y)\n"_s);
}

void TestIntrospect::triggersFindTheirTable()
{
    const Schema schema = introspected(
        u"CREATE TABLE Mixed(a); CREATE VIEW v AS SELECT 1 AS a;"
        "CREATE TRIGGER g1 INSERT ON MIXED BEGIN SELECT 1; END;"
        "CREATE TRIGGER g2 INSTEAD OF DELETE ON v BEGIN SELECT 1; END;"_s);
    QCOMPARE(schema.tables[0].triggers.value(0).name, u"g1"_s);
    QCOMPARE(schema.viewTriggers.value(0).name, u"g2"_s);
}

void TestIntrospect::agreesWithPragmas_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("nasty") << QString();
    QTest::newRow("chinook") << u"chinook.sqlite"_s;
    QTest::newRow("northwind") << u"northwind.sqlite"_s;
    QTest::newRow("sakila") << u"sakila.sqlite"_s;
}

/// What the text says by our parser is what SQLite makes of it.
void TestIntrospect::agreesWithPragmas()
{
    QFETCH(QString, file);
    if (file.isEmpty())
        QCOMPARE(sqlitefile::execute(m_path, QString::fromUtf16(nastySchema)), QString());
    else if (testdata::shared(file).isEmpty())
        QSKIP(qPrintable(u"../shared/data/%1 is not here"_s.arg(file)));
    auto database = sqlitefile::open(file.isEmpty() ? m_path : testdata::sharedCopy(file, m_dir),
                                     ConnectionSpec::Mode::Read);
    VERIFY_OK(database);
    const auto schema = sqlite().introspect(**database);
    VERIFY_OK(schema);
    for (const Table &t : schema->tables) {
        if (t.kind == Table::Kind::Ordinary)
            compareWithPragmas(t, **database);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestIntrospect::compareWithPragmas(const Table &parsed, Database &database)
{
    Table told;
    told.name = parsed.name;
    VERIFY_OK(sqliteTableFacts(database, told));
    const auto where = [&](const QString &what) { return QString(parsed.name.name + u": "_s + what).toUtf8(); };
    QVERIFY2(columnNames(told.columns) == columnNames(parsed.columns), where(u"columns"_s).constData());
    for (int i = 0; i < told.columns.size(); ++i) {
        const Column &a = told.columns[i];
        const Column &b = parsed.columns[i];
        // SQLite writes its standard types in its own case, and takes quotes off.
        QVERIFY2(a.declaredType.compare(unquoted(b.declaredType), Qt::CaseInsensitive) == 0, where(a.name + u' ' + a.declaredType).constData());
        QVERIFY2(a.notNull == parsed.isRequired(b), where(a.name + u" not null"_s).constData());
        QVERIFY2(bare(a.defaultExpression) == bare(b.defaultExpression),
                 where(bare(a.defaultExpression) + u" | "_s + bare(b.defaultExpression)).constData());
        QVERIFY2(a.generation == b.generation, where(a.name + u" generated"_s).constData());
    }
    QVERIFY2(told.withoutRowId == parsed.withoutRowId && told.strict == parsed.strict, where(u"options"_s).constData());
    const auto folded = [](const QStringList &names) { return foldedName(names.join(u'|')); };
    QVERIFY2(folded(told.primaryKeyColumns()) == folded(parsed.primaryKeyColumns()), where(u"key"_s).constData());
    // SQLite makes no second index for a constraint that says the same again.
    QSet<QStringList> known = uniqueColumns(told);
    known.insert(parsed.primaryKeyColumns());
    QVERIFY2(known.contains(uniqueColumns(parsed)), where(u"unique"_s).constData());
    QVERIFY2(uniqueColumns(parsed).contains(uniqueColumns(told)), where(u"unique, told"_s).constData());
    QVERIFY2(told.foreignKeys.size() == parsed.foreignKeys.size(), where(u"foreign keys"_s).constData());
    for (int i = 0; i < told.foreignKeys.size(); ++i) {
        const ForeignKey &a = told.foreignKeys[i];
        const ForeignKey &b = parsed.foreignKeys[i];
        QVERIFY2(a.columns == b.columns && a.target == b.target && a.targetColumns == b.targetColumns
                     && a.deleteAction() == b.deleteAction() && a.updateAction() == b.updateAction(),
                 where(u"foreign key %1"_s.arg(i)).constData());
    }
}

void TestIntrospect::manyTables()
{
    QString sql = u"PRAGMA synchronous = OFF; BEGIN;"_s;
    for (int i = 0; i < 3000; ++i) {
        sql += u"CREATE TABLE t%1(id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT 'x', parent INTEGER REFERENCES t%2(id) "
               "ON DELETE CASCADE, amount NUMERIC CHECK (amount >= 0), created INTEGER DEFAULT (unixepoch()));"
               "CREATE INDEX i%1 ON t%1(parent);"_s.arg(i).arg((i + 1) % 3000);
    }
    QCOMPARE(sqlitefile::execute(m_path, sql + u"COMMIT"_s), QString());
    auto database = sqlitefile::open(m_path, ConnectionSpec::Mode::Look);
    VERIFY_OK(database);
    QElapsedTimer timer;
    timer.start();
    const auto schema = sqlite().introspect(**database);
    const qint64 milliseconds = timer.elapsed();
    VERIFY_OK(schema);
    QCOMPARE(schema->tables.size(), 3000);
    QCOMPARE(schema->tables[2999].indexes.size(), 1);
    qInfo("3000 tables in %lld ms", milliseconds);
    // Far above what it takes, for a slow and busy machine and an unoptimised build.
    QVERIFY2(milliseconds < 6000, qPrintable(QString::number(milliseconds)));
}

QTEST_GUILESS_MAIN(TestIntrospect)
#include "tst_introspect.moc"
