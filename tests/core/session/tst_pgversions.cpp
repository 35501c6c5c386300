// SPDX-License-Identifier: GPL-3.0-or-later
// The oldest and the newest PostgreSQL, and one between them: real servers, from the package of another project
// (postgresversions/package.json). All other programs run against Debian's; with RAINCHECK_TEST_POSTGRES, the folder of
// a server's programs, each of them runs against another one.
#include "core/session/schemawork.h"

#include "core/schema/diff.h"
#include "support/postgresschema.h"
#include "support/rowsfixture.h"
#include "support/verify.h"
#include "usersandposts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;

namespace {

/// The package as npm unpacked it, whose links are not made by that.
class ServerPackage {
public:
    explicit ServerPackage(const QString &name)
        : m_root(QLatin1StringView(RAINCHECK_SOURCE_DIR) + u"/tests/core/session/postgresversions/node_modules/"_s
                 + name)
    {
    }

    [[nodiscard]] QString programs() const { return m_root + u"/native/bin"_s; }
    /// Why it cannot be used; empty: it can.
    [[nodiscard]] QString missing() const
    {
        if (!QFile::exists(programs() + u"/postgres"_s))
            return u"it is not installed: run “npm ci --ignore-scripts” in tests/core/session/postgresversions (./test "
                   "does)"_s;
        QFile list(m_root + u"/native/pg-symlinks.json"_s);
        const QJsonArray links =
            list.open(QFile::ReadOnly) ? QJsonDocument::fromJson(list.readAll()).array() : QJsonArray();
        for (const QJsonValue &each : links) {
            const QString link = m_root + u'/' + each[u"target"].toString();
            if (!QFileInfo::exists(link))
                QFile::link(QFileInfo(each[u"source"].toString()).fileName(), link);
        }
        QProcess runs;
        PostgresCluster::asServersUser(runs);
        runs.start(programs() + u"/postgres"_s, {u"--version"_s});
        return runs.waitForFinished() && runs.exitStatus() == QProcess::NormalExit && runs.exitCode() == 0
            ? QString()
            : QString(u"it does not run here: "_s + runs.errorString()
                      + QString::fromUtf8(runs.readAllStandardError()));
    }

private:
    const QString m_root;
};

const QString rich =
    u"CREATE ROLE reader; CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE DOMAIN age AS int CHECK (VALUE >= 0);"
    "CREATE SCHEMA app; CREATE SEQUENCE app.numbers;"
    "CREATE TABLE people (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name varchar(40) NOT NULL UNIQUE, feels "
    "mood DEFAULT 'sad', old age, price numeric(10,2), at timestamptz DEFAULT '2024-01-02 03:04:05.678901+00', tags "
    "text[], doc jsonb, raw bytea, loud text GENERATED ALWAYS AS (upper(name::text)) STORED, gone text);"
    "CREATE TABLE app.notes (id serial PRIMARY KEY, person bigint NOT NULL REFERENCES people ON DELETE CASCADE "
    "DEFERRABLE, body text COLLATE \"C\", n int CHECK (n > 0), EXCLUDE USING btree (id WITH =));"
    "CREATE INDEX notes_low ON app.notes (lower(body)) WHERE n > 1; CREATE UNIQUE INDEX ON people (price DESC) INCLUDE "
    "(old); CREATE TABLE parts (k int, v text, PRIMARY KEY (k)) PARTITION BY RANGE (k); CREATE TABLE parts1 PARTITION "
    "OF "
    "parts FOR VALUES FROM (0) TO (1000); CREATE VIEW grown AS SELECT id, name, price FROM people WHERE old > 17;"
    "CREATE MATERIALIZED VIEW many AS SELECT count(*) AS n FROM app.notes; GRANT SELECT ON people TO reader;"
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER touched "
    "BEFORE "
    "UPDATE ON people FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION touch();"
    "ALTER TABLE people ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON people FOR SELECT TO reader USING (name = "
    "current_user); COMMENT ON TABLE people IS 'All of them'; CREATE RULE quiet AS ON DELETE TO parts DO ALSO NOTHING;"
    "CREATE STATISTICS s ON k, v FROM parts;"
    "INSERT INTO people (name, feels, old, price, tags, doc, raw, gone) SELECT 'p' || i, 'happy', i % 90, i * 1.50, "
    "ARRAY['a', NULL], '{\"i\": 1.0}', '\\x00ff', 'kept' FROM generate_series(1, 1200) i;"
    "INSERT INTO app.notes (person, body, n) SELECT i, 'note ' || i, i FROM generate_series(1, 300) i;"
    "INSERT INTO parts SELECT i, 'v' || i FROM generate_series(1, 300) i; REFRESH MATERIALIZED VIEW many;"_s;

/// What a version brought.
QString richSince(int version)
{
    QString sql;
    if (version >= 14)
        sql += u"CREATE TABLE ranges (id int PRIMARY KEY, many int4multirange); CREATE FUNCTION two() RETURNS int "
               "LANGUAGE sql BEGIN ATOMIC SELECT 2; END;"_s;
    if (version >= 15)
        sql += u"CREATE TABLE nulls (a int UNIQUE NULLS NOT DISTINCT); CREATE VIEW invoked WITH (security_invoker = "
               "true) AS SELECT id FROM people;"_s;
    if (version >= 16)
        sql += u"CREATE ROLE member; GRANT reader TO member WITH INHERIT FALSE, SET FALSE;"_s;
    if (version >= 17)
        sql +=
            u"GRANT MAINTAIN ON people TO reader; CREATE TABLE identities (i int GENERATED ALWAYS AS IDENTITY, k int) "
            "PARTITION BY LIST (k);"_s;
    if (version >= 18)
        sql +=
            u"CREATE EXTENSION btree_gist; CREATE TABLE rooms (id int, at daterange, open bool, double int GENERATED "
            "ALWAYS AS (id * 2) VIRTUAL, CONSTRAINT has_open NOT NULL open, PRIMARY KEY (id, at WITHOUT OVERLAPS));"
            "CREATE TABLE bookings (id int PRIMARY KEY, room int, at daterange, n int, CONSTRAINT booked FOREIGN KEY "
            "(room, PERIOD at) REFERENCES rooms (id, PERIOD at), CONSTRAINT loose CHECK (n > 0) NOT ENFORCED, UNIQUE "
            "(room, at WITHOUT OVERLAPS)); INSERT INTO rooms (id, at, open) VALUES (1, '[2024-01-01,2025-01-01)', "
            "true); INSERT INTO bookings VALUES (1, 1, '[2024-02-01,2024-03-01)', 0);"_s;
    return sql;
}

/// What is changed: types, keys, an enum that loses its order, columns that go, come and become another.
void otherwise(QString &sql)
{
    sql.replace(u"('sad', 'happy')"_s, u"('happy', 'sad', 'new')"_s);
    sql.replace(u"old age, price numeric(10,2)"_s, u"old int, price numeric(12,3)"_s);
    sql.replace(u", gone text)"_s, u", added int NOT NULL DEFAULT 7)"_s);
    sql.replace(u"DEFERRABLE, body text COLLATE \"C\", n int CHECK (n > 0)"_s,
                u"ON UPDATE CASCADE, body text COLLATE \"C\", n bigint CHECK (n > -1)"_s);
    sql.replace(u"open bool, double int GENERATED ALWAYS AS (id * 2)"_s,
                u"open bool, more text, double int GENERATED ALWAYS AS (id * 3)"_s);
    sql.remove(sql.indexOf(u"INSERT INTO people"_s), sql.indexOf(u"REFRESH"_s) - sql.indexOf(u"INSERT INTO people"_s));
    sql.remove(QRegularExpression(u"INSERT INTO (rooms|bookings)[^;]*;"_s));
    sql.remove(QRegularExpression(u"CREATE ROLE [a-z]+;"_s)); // of the cluster
    sql.remove(QRegularExpression(u"GRANT reader TO member[^;]*;"_s));
}

} // namespace

class TestPgVersions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup();
    void cleanupTestCase() { PostgresCluster::usePrograms({}); }
    void there_data();
    void there();

private:
    void migrates(const QString &wanted);
    void browsesAndEdits();

    PostgresCluster *m_cluster = nullptr;
    QString m_location;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Session> m_session;
};

void TestPgVersions::cleanup()
{
    m_session.reset();
}

void TestPgVersions::there_data()
{
    QTest::addColumn<int>("version");
    for (const int version : {13, 16, 18})
        QTest::addRow("PostgreSQL %d", version) << version;
}

void TestPgVersions::there()
{
    QFETCH(int, version);
    const ServerPackage package(u"postgres%1"_s.arg(version));
    if (const QString because = package.missing(); !because.isEmpty())
        QSKIP(qPrintable(u"PostgreSQL %1: %2"_s.arg(version).arg(because)));
    PostgresCluster::usePrograms(package.programs());
    PostgresCluster cluster;
    QVERIFY2(cluster.start(), qPrintable(cluster.problem()));
    m_cluster = &cluster;
    const QString sql = rich + richSince(version);
    m_location = cluster.newDatabase(sql);
    QVERIFY2(!m_location.isEmpty(), qPrintable(cluster.problem()));

    // What is read is all there is, and makes the same again.
    PostgresDb database(m_location);
    QCOMPARE(database.error(), QString());
    const auto schema = database.schema();
    VERIFY_OK(schema);
    const QStringList remarks = schema->remarks;
    QCOMPARE(remarks.filter(u"could not be read"_s), QStringList());
    QCOMPARE(remarks.filter(u"NOT ENFORCED"_s).size(), version >= 18 ? 1 : 0);
    const auto same = diff(*schema, *schema, {}, PostgresDb::rules());
    VERIFY_OK(same);
    QVERIFY(same->isEmpty());
    PostgresDb copy(cluster.newDatabase());
    QCOMPARE(copy.create(*schema), QString());
    const auto again = copy.schema();
    VERIFY_OK(again);
    const auto rest = diff(*again, *schema, {}, PostgresDb::rules());
    VERIFY_OK(rest);
    QVERIFY2(rest->isEmpty(), qPrintable(wordsOf(rest->changes.value(0))));

    m_dir = std::make_unique<QTemporaryDir>();
    Session::Options options;
    options.stateFolder = m_dir->path();
    auto opened = Session::open(m_location, options);
    VERIFY_OK(opened);
    m_session = std::move(*opened);
    QVERIFY2(m_session->facts().first().startsWith(u"PostgreSQL %1."_s.arg(version)),
             qPrintable(m_session->facts().first()));
    browsesAndEdits();
    if (!QTest::currentTestFailed()) {
        QString wanted = sql;
        otherwise(wanted);
        migrates(wanted);
    }
    m_session.reset();
}

void TestPgVersions::browsesAndEdits()
{
    const QualifiedName people{{}, u"people"_s};
    RowQuery query;
    query.table = people;
    const auto source = m_session->makeRowSource(query);
    const auto rows = settledRows(*source, 1000, 3);
    QCOMPARE(rows.size(), 3U);
    QVERIFY(rows.front().at(1).display().startsWith(u'p'));
    const auto count = ended(m_session->countRows(people));
    VERIFY_OK(count);
    QCOMPARE(*count, 1200);
    VERIFY_OK(m_session->stage(SetCell{people, RowKey{{Value::integer(2)}}, u"name"_s, Value::text(u"p2"_s),
                                       NewValue(Value::text(u"Ada"_s)), -1}));
    VERIFY_OK(m_session->stage(DeleteRow{people, RowKey{{Value::integer(3)}}, {}, -1}));
    const auto script = m_session->editScript();
    VERIFY_OK(script);
    const auto tried = ended(m_session->dryRun(*script));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded, qPrintable(tried->error.message));
    const auto report = ended(m_session->applyEdits(*script));
    VERIFY_OK(report);
    QCOMPARE(report->outcome.effects, (QList<TableEffect>{{u"app.notes"_s, 0, 0, 1}, {u"people"_s, 0, 1, 1}}));
    QCOMPARE(PostgresSession(m_location).value(u"SELECT loud FROM people WHERE id = 2"_s), u"ADA"_s);
}

void TestPgVersions::migrates(const QString &wanted)
{
    PostgresDb target(m_cluster->newDatabase(wanted));
    QVERIFY2(target.error().isEmpty(), qPrintable(m_cluster->problem()));
    const auto schema = target.schema();
    VERIFY_OK(schema);
    const QString rows = u"SELECT (SELECT string_agg(p::text, ';' ORDER BY id) FROM people p) || (SELECT "
                         "string_agg(n::text, ';' ORDER BY id) FROM app.notes n) || (SELECT relacl::text FROM pg_class "
                         "WHERE oid = 'people'::regclass)"_s;
    const QString before = PostgresSession(m_location).value(rows);
    const auto work = m_session->makeSchemaWork();
    MigrationDraft draft;
    draft.sourceName = u"test"_s;
    draft.target = *schema;
    const auto planned = work->plan(draft);
    VERIFY_OK(planned);
    const auto tried = ended(work->dryRun(*planned));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded(), qPrintable(tried->run.error.message + tried->differences.join(u';')));
    MigrationApply how;
    for (int hazard = 1; hazard < 100; ++hazard)
        how.allowed += u"H%1"_s.arg(hazard, 2, 10, QLatin1Char('0'));
    VERIFY_OK(ended(work->apply(*planned, how)));
    const auto now = PostgresDb(m_location).schema();
    VERIFY_OK(now);
    const auto rest = diff(*now, *schema, {}, PostgresDb::rules());
    VERIFY_OK(rest);
    QVERIFY2(rest->isEmpty(), qPrintable(wordsOf(rest->changes.value(0))));
    QCOMPARE(PostgresSession(m_location).value(u"SELECT count(*) || ' ' || sum(added) FROM people"_s), u"1199 8393"_s);

    const auto history = ended(m_session->history());
    VERIFY_OK(history);
    const auto back = ended(work->wayBack(history->first().id));
    VERIFY_OK(back);
    const auto backTried = ended(work->dryRun(back->migration));
    VERIFY_OK(backTried);
    QVERIFY2(backTried->succeeded(), qPrintable(backTried->run.error.message + backTried->differences.join(u';')));
    VERIFY_OK(ended(work->apply(back->migration, how)));
    QCOMPARE(PostgresSession(m_location).value(rows), before);
}

QTEST_GUILESS_MAIN(TestPgVersions)
#include "tst_pgversions.moc"
