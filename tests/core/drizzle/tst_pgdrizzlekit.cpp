// SPDX-License-Identifier: GPL-3.0-or-later
// Our migration against drizzle-kit's own on a real server: for each of the pairs that drizzle-kit's tests diff, the
// same database with the same rows; theirs and ours as the ORM's migrator runs a file, all of it in one transaction.
// Prints what came of both: failures, what was lost, which locks were held at the end on tables that were there
// before, and how many of these were written anew.
#include "core/drizzle/generate.h"
#include "core/drizzle/nodeprocess.h"
#include "core/drizzle/snapshotform.h"

#include "support/pgpairrows.h"
#include "support/postgresschema.h"
#include "support/postgressnapshot.h"
#include "support/schemapairs.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString pgKitFolder()
{
    return QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/kit");
}

QualifiedName snapshotNameOf(const QJsonObject &o)
{
    return {postgresModelSchema(postgressnapshot::text(o, "schema")), postgressnapshot::text(o, "name")};
}

/// drizzle-kit's tests do not always say the schemas that they use.
QString unsaidSchemas(const DrizzleSnapshot &from, const DrizzleSnapshot &to)
{
    QString sql;
    for (const DrizzleSnapshot *s : {&from, &to}) {
        Schema used = postgressnapshot::withUsedSchemas(s->schema);
        for (const QJsonObject &o : s->extras.existingViews)
            used.schemas.append(NamedSchema{postgresRealSchema(snapshotNameOf(o).schema)});
        for (qsizetype i = s->schema.schemas.size(); i < used.schemas.size(); ++i) {
            const QString &name = used.schemas.at(i).name;
            const auto says = [&](const DrizzleSnapshot &x) {
                return std::any_of(x.schema.schemas.cbegin(), x.schema.schemas.cend(),
                                   [&](const NamedSchema &n) { return n.name == name; });
            };
            if (!says(from) && !says(to))
                sql += u"CREATE SCHEMA IF NOT EXISTS %1;"_s.arg(postgresIdentifier(name));
        }
    }
    return sql;
}

/// What came of running one side.
struct Outcome {
    QString failure; ///< empty: it ran
    int lostRows = 0;
    QStringList lost; ///< what else, in words
    int exclusive = 0; ///< tables held so that nobody may even read them
    int writers = 0; ///< tables held so that nobody may write
    int rewritten = 0;
    bool ends = false; ///< at `to`
    QString left; ///< how not

    [[nodiscard]] QString words() const
    {
        if (!failure.isEmpty())
            return u"fails: "_s + failure.simplified().left(110);
        QString text = ends ? u"ok"_s : u"ends elsewhere"_s;
        if (lostRows > 0)
            text += u", loses %1 rows"_s.arg(lostRows);
        if (!lost.isEmpty())
            text += u", loses "_s + lost.join(u", "_s);
        return text
            + u" | %1 closed, %2 for reading only, %3 written anew"_s.arg(exclusive).arg(writers).arg(rewritten);
    }
};

struct Side {
    int ok = 0;
    int fails = 0;
    int loses = 0;
    int elsewhere = 0;
    void count(const Outcome &o)
    {
        ok += o.failure.isEmpty() && o.ends && o.lostRows == 0 && o.lost.isEmpty() ? 1 : 0;
        fails += o.failure.isEmpty() ? 0 : 1;
        loses += o.lostRows > 0 || !o.lost.isEmpty() ? 1 : 0;
        elsewhere += o.failure.isEmpty() && !o.ends ? 1 : 0;
    }
    [[nodiscard]] QString words() const
    {
        return u"%1 right, %2 fail, %3 lose something, %4 end elsewhere"_s.arg(ok).arg(fails).arg(loses).arg(elsewhere);
    }
};

/// Where ours is not as good as theirs, and why that is right.
const QHash<QString, QString> &knownExceptions()
{
    static const QHash<QString, QString> known{
        {u"pg-views__set-existing-materialized"_s,
         u"the view is somebody else's from now on, and keeps its old name with both"_s}};
    return known;
}

} // namespace

class TestPgDrizzleKit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void pairs_data();
    void pairs();
    void cleanupTestCase();

private:
    QString build(const DrizzleSnapshot &from, const DrizzleSnapshot &to);
    QString setRoles(const DrizzleSnapshot &from, const DrizzleSnapshot &to);
    QString create(const DrizzleSnapshot &snapshot);
    QString want(const DrizzleSnapshot &to);
    Outcome run(const QStringList &statements, const DrizzleSnapshot &from, const DrizzleSnapshot &to,
                const Renames &renames);
    Result<QStringList> ours(const DrizzleSnapshot &to, const QJsonObject &pair, const Renames &renames) const;

    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    Schema m_wanted; ///< `to`, as a server has it
    QString m_unsaid; ///< makes schemas that are there before and after
    QList<QJsonObject> m_pairs;
    QStringList m_table;
    QStringList m_unbuilt;
    Side m_theirs;
    Side m_ours;
};

void TestPgDrizzleKit::initTestCase()
{
    SKIP_WITHOUT_SHARED("schema-pairs.ndjson.gz");
    const auto node = findNode();
    if (!node)
        QSKIP(qPrintable(node.error().message));
    if (!QFileInfo::exists(pgKitFolder() + u"/node_modules/drizzle-kit"_s))
        QSKIP("drizzle-kit is not installed: run “npm ci” in tests/core/drizzle/kit (./test does).");
    START_POSTGRES(m_cluster);
    QProcess process;
    process.setWorkingDirectory(pgKitFolder());
    process.start(*node, {u"pggenerate.mjs"_s});
    for (const QByteArray &line : schemapairs::lines())
        process.write(line + '\n');
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        const QJsonObject pair = QJsonDocument::fromJson(line).object();
        if (!pair.isEmpty())
            m_pairs.append(pair);
    }
    QCOMPARE(m_pairs.size(), 181);
    m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_db->error().isEmpty(), qPrintable(m_cluster.problem()));
}

void TestPgDrizzleKit::pairs_data()
{
    QTest::addColumn<QJsonObject>("pair");
    for (const QJsonObject &pair : std::as_const(m_pairs))
        QTest::newRow(qPrintable(postgressnapshot::text(pair, "id"))) << pair;
}

/// The roles that are there before: those of `from`, and others that policies speak of and nobody makes.
QString TestPgDrizzleKit::setRoles(const DrizzleSnapshot &from, const DrizzleSnapshot &to)
{
    const auto names = [](const DrizzleSnapshot &s) {
        QStringList out;
        for (const QJsonObject &o : s.extras.roles)
            out.append(postgressnapshot::text(o, "name"));
        return out;
    };
    QString sql;
    for (const QString &role : {u"admin"_s, u"manager"_s, u"current_role"_s}) {
        const bool isThere = names(from).contains(role) || (role != "current_role"_L1 && !names(to).contains(role));
        sql += u"DROP ROLE IF EXISTS "_s + postgresIdentifier(role) + u';';
        if (isThere)
            sql += u"CREATE ROLE "_s + postgresIdentifier(role) + u';';
    }
    return m_db->execute(sql);
}

/// What the snapshot says, with the schemas that it does not say itself; views that it only declares, and a table that
/// only a policy knows of, are there, too.
QString TestPgDrizzleKit::create(const DrizzleSnapshot &snapshot)
{
    QString wrong = m_db->execute(m_unsaid);
    if (wrong.isEmpty())
        wrong = m_db->create(snapshot.schema);
    for (auto it = snapshot.extras.existingViews.cbegin(); it != snapshot.extras.existingViews.cend(); ++it) {
        const bool isMaterialized = it->value("materialized"_L1).toBool();
        if (wrong.isEmpty())
            wrong = m_db->execute(u"CREATE %1 %2 AS SELECT 1 AS id"_s.arg(
                isMaterialized ? u"MATERIALIZED VIEW"_s : u"VIEW"_s, postgresQualified(snapshotNameOf(it.value()))));
    }
    for (const QJsonObject &o : snapshot.extras.policies) {
        if (wrong.isEmpty())
            wrong = m_db->execute(u"CREATE TABLE IF NOT EXISTS %1 (id integer)"_s.arg(postgressnapshot::text(o, "on")));
    }
    for (const Statement &s : snapshotForm(u"postgresql"_s)->extras({}, snapshot.extras).last) {
        if (wrong.isEmpty())
            wrong = m_db->execute(s.sql);
    }
    return wrong;
}

QString TestPgDrizzleKit::build(const DrizzleSnapshot &from, const DrizzleSnapshot &to)
{
    QString wrong = m_db->anew({});
    if (wrong.isEmpty())
        wrong = setRoles(from, to);
    if (wrong.isEmpty())
        wrong = create(from);
    for (const QJsonObject &o : to.extras.policies) {
        if (wrong.isEmpty())
            wrong = m_db->execute(u"CREATE TABLE IF NOT EXISTS %1 (id integer)"_s.arg(postgressnapshot::text(o, "on")));
    }
    return wrong.isEmpty() ? m_db->execute(pgpairrows::filling(from.schema, to.schema, 3)) : wrong;
}

/// Whether a server can be as `to` says at all, and how it is then.
QString TestPgDrizzleKit::want(const DrizzleSnapshot &to)
{
    QString wrong = m_db->anew({});
    if (wrong.isEmpty())
        wrong = setRoles(to, to);
    if (wrong.isEmpty())
        wrong = create(to);
    const auto schema = m_db->schema();
    if (wrong.isEmpty() && !schema)
        wrong = schema.error().message;
    m_wanted = schema ? *schema : Schema();
    return wrong;
}

/// What our generate writes into the file, in a folder whose last snapshot is `from`.
Result<QStringList> TestPgDrizzleKit::ours(const DrizzleSnapshot &to, const QJsonObject &pair,
                                           const Renames &renames) const
{
    const QTemporaryDir folder;
    QDir(folder.path()).mkpath(u"meta"_s);
    const auto write = [&](const QString &name, const QByteArray &bytes) {
        QFile file(folder.filePath(name));
        return file.open(QFile::WriteOnly) && file.write(bytes) == bytes.size();
    };
    if (!write(u"meta/_journal.json"_s,
               R"({"version": "7", "dialect": "postgresql", "entries": [{"idx": 0, "version": "7", "when": 1, )"
               R"("tag": "0000_from", "breakpoints": true}]})")
        || !write(u"0000_from.sql"_s, "SELECT 1")
        || !write(u"meta/0000_snapshot.json"_s, QJsonDocument(pair.value("from"_L1).toObject()).toJson()))
        return Error::io(u"The test's own folder cannot be written."_s);
    GenerateRequest request;
    request.folder = folder.path();
    request.project = to;
    request.renames = renames;
    request.name = u"to"_s;
    request.now = 1767225600000;
    request.id = u"00000001-1111-4111-8111-111111111111"_s;
    const Dialect &dialect = PostgresDb::dialect();
    auto made = generateMigration(request, dialect);
    RC_TRY(made);
    request.plan.fills = pgpairrows::fillsFor(made->migration.diff);
    if (!request.plan.fills.isEmpty()) {
        made = generateMigration(request, dialect);
        RC_TRY(made);
    }
    if (!made->prepared)
        return QStringList();
    return QString::fromUtf8(made->prepared->files.first().after)
        .split(u"--> statement-breakpoint"_s, Qt::SkipEmptyParts);
}

Outcome TestPgDrizzleKit::run(const QStringList &statements, const DrizzleSnapshot &from, const DrizzleSnapshot &to,
                              const Renames &renames)
{
    Outcome out;
    m_db->execute(u"CREATE SCHEMA seen; CREATE TABLE seen.files AS SELECT c.oid, c.relfilenode, c.relname, "
                  "n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN "
                  "('r', 'p', 'm') AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'seen')"_s);
    QHash<QString, QString> values;
    const auto valuesOf = [&](const QualifiedName &table, const QString &column) {
        return m_db->value(
            u"SELECT coalesce(string_agg(%1::text, '|' ORDER BY %1::text), '') || count(*) FROM %2"_s.arg(
                postgresIdentifier(column), postgresQualified(table)));
    };
    const auto countOf = [&](const QualifiedName &table) {
        return m_db->value(u"SELECT count(*) FROM "_s + postgresQualified(table)).toInt();
    };
    QHash<QString, int> counts;
    for (const Table &t : from.schema.tables) {
        counts.insert(t.name.display(), countOf(t.name));
        for (const Column &c : t.columns)
            values.insert(t.name.display() + u'.' + c.name, valuesOf(t.name, c.name));
    }
    out.failure = m_db->execute(u"BEGIN"_s);
    for (const QString &sql : statements) {
        if (out.failure.isEmpty() && !sql.trimmed().isEmpty())
            out.failure = m_db->execute(sql);
    }
    const auto held = [&](const QString &modes) {
        return m_db
            ->value(u"SELECT count(DISTINCT l.relation) FROM pg_locks l JOIN seen.files f ON f.oid = l.relation WHERE "
                    "l.pid = pg_backend_pid() AND l.mode IN (%1)"_s.arg(modes))
            .toInt();
    };
    if (out.failure.isEmpty()) {
        out.exclusive = held(u"'AccessExclusiveLock'"_s);
        out.writers = held(u"'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock'"_s);
        out.failure = m_db->execute(u"COMMIT"_s);
    }
    if (!out.failure.isEmpty()) {
        m_db->execute(u"ROLLBACK"_s);
        return out;
    }
    out.rewritten = m_db->value(u"SELECT count(*) FROM seen.files f JOIN pg_class c ON c.oid = f.oid WHERE "
                                "c.relfilenode <> f.relfilenode"_s)
                        .toInt();
    m_db->execute(u"DROP SCHEMA seen CASCADE"_s);
    const auto now = m_db->schema();
    DiffOptions options; // views that are only declared are somebody else's
    QList<QualifiedName> others = to.existingViews;
    for (const QualifiedName &view : from.existingViews) {
        const auto isIt = [&](const View &v) { return v.name == view; };
        if (std::none_of(to.schema.views.cbegin(), to.schema.views.cend(), isIt))
            others.append(view);
    }
    options.scope = leavingOut({}, others);
    const auto rest = now ? diff(*now, m_wanted, options, PostgresDb::rules()) : Result<SchemaDiff>(now.error());
    out.ends = rest && rest->isEmpty();
    for (const Change &c : rest ? rest->changes : QList<Change>())
        out.left += wordsOf(c) + u"; "_s;
    for (const Table &t : from.schema.tables) {
        const QualifiedName name = renames.tableAfter(t.name);
        const Table *later = to.schema.table(name);
        if (!later || !now || !now->table(name))
            continue; // it was to go, or the other end says so
        out.lostRows += std::max(0, counts.value(t.name.display()) - countOf(name));
        for (const Column &c : t.columns) {
            const QString column = renames.columnAfter(t.name, c.name);
            const Column *then = later->column(column);
            if (!then || then->isGenerated() || !now->table(name)->column(column))
                continue;
            const bool sameType = PostgresDb::rules().normalType(then->declaredType)
                == PostgresDb::rules().normalType(renames.isEmpty() ? c.declaredType : then->declaredType);
            if (sameType && valuesOf(name, column) != values.value(t.name.display() + u'.' + c.name))
                out.lost.append(u"values of %1.%2"_s.arg(name.display(), column));
        }
    }
    return out;
}

void TestPgDrizzleKit::pairs()
{
    QFETCH(QJsonObject, pair);
    const auto snapshot = [&](QLatin1String side) {
        return readDrizzleSnapshot(QJsonDocument(pair.value(side).toObject()).toJson());
    };
    const auto from = snapshot("from"_L1);
    const auto to = snapshot("to"_L1);
    QVERIFY(from && to);
    const QString id = postgressnapshot::text(pair, "id");
    const Renames renames = postgressnapshot::renamesOf(pair.value("renames"_L1).toArray());
    m_unsaid = unsaidSchemas(*from, *to);
    QString unbuilt = want(*to);
    if (unbuilt.isEmpty())
        unbuilt = build(*from, *to);
    if (!unbuilt.isEmpty()) {
        m_unbuilt.append(id + u": "_s + unbuilt.section(u'\n', 0, 0));
        return; // what no server builds
    }
    QStringList theirStatements;
    for (const QJsonValue &s : pair.value("statements"_L1).toArray())
        theirStatements.append(s.toString());
    Outcome theirs;
    if (pair.contains("error"_L1))
        theirs.failure = postgressnapshot::text(pair, "error");
    else
        theirs = run(theirStatements, *from, *to, renames);
    QCOMPARE(build(*from, *to), QString());
    const auto statements = ours(*to, pair, renames);
    Outcome own;
    if (statements)
        own = run(*statements, *from, *to, renames);
    else
        own.failure = statements.error().message;
    m_theirs.count(theirs);
    m_ours.count(own);
    const QString why = knownExceptions().value(id);
    m_table.append(u"%1 | %2 | %3"_s.arg(id, theirs.words(), own.words())
                   + (why.isEmpty() ? QString() : QString(u" | "_s + why)));
    if (!why.isEmpty())
        return;
    const QString both =
        u"theirs: %1\n%2\nours: %3\n%4\n%5"_s.arg(theirs.words(), theirStatements.join(u'\n'), own.words(),
                                                  (statements ? *statements : QStringList()).join(u'\n'), own.left);
    QVERIFY2(own.failure.isEmpty() || !theirs.failure.isEmpty(), qPrintable(both));
    if (!own.failure.isEmpty())
        return;
    QVERIFY2(own.lostRows == 0 && own.lost.isEmpty(), qPrintable(both));
    QVERIFY2(own.ends, qPrintable(both));
    if (theirs.failure.isEmpty() && theirs.ends)
        QVERIFY2(own.exclusive <= theirs.exclusive && own.rewritten <= theirs.rewritten, qPrintable(both));
}

void TestPgDrizzleKit::cleanupTestCase()
{
    if (m_table.isEmpty())
        return;
    QTextStream(stdout) << "pair | drizzle-kit | its locks | Raincheck | its locks\n" << m_table.join(u'\n') << '\n';
    QTextStream(stdout) << m_table.size() << " pairs\ndrizzle-kit: " << m_theirs.words()
                        << "\nRaincheck: " << m_ours.words() << '\n';
    QTextStream(stdout) << m_unbuilt.size() << " that no server builds:\n" << m_unbuilt.join(u'\n') << '\n';
    if (m_table.size() < 100)
        return; // some of them only
    QVERIFY(m_ours.fails <= m_theirs.fails && m_ours.loses == 0 && m_ours.elsewhere <= m_theirs.elsewhere);
    QVERIFY(m_ours.ok >= m_theirs.ok);
}

QTEST_GUILESS_MAIN(TestPgDrizzleKit)
#include "tst_pgdrizzlekit.moc"
