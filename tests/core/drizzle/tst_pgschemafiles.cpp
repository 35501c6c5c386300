// SPDX-License-Identifier: GPL-3.0-or-later
// schema.ts files written with pg-core (pgschemas/): what we read of each is what a server holds after drizzle-kit's
// own SQL for it, 0.31 and 1.0; and what we would create of it is the same. Skipped, with the reason, without Node.js,
// npm or PostgreSQL.
#include "support/pgschemafiles.h"
#include "support/postgresschema.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Everything of a schema that has a name which drizzle-kit gives it.
QStringList pgGivenNames(const Schema &schema)
{
    QStringList out;
    const auto add = [&](const QString &what, const Table &t, const QString &name) {
        // What is too long the server cuts, or makes up another.
        constexpr qsizetype longest = 63;
        out.append(u"%1 %2 of %3"_s.arg(what, name.size() < longest ? name : u"…"_s, t.name.display()));
    };
    for (const Table &t : schema.tables) {
        for (const UniqueConstraint &u : t.uniques)
            add(u"unique"_s, t, u.name);
        for (const CheckConstraint &c : t.checks)
            add(u"check"_s, t, c.name);
        for (const ForeignKey &k : t.foreignKeys)
            add(u"foreign key"_s, t, k.name);
        for (const Index &i : t.indexes)
            add(u"index"_s, t, i.name);
        for (const Policy &p : t.policies)
            add(u"policy"_s, t, p.name);
        if (t.primaryKey && t.primaryKey->columns.size() > 1)
            add(u"key"_s, t, t.primaryKey->name);
        for (const Column &c : t.columns) {
            if (c.identity)
                add(u"identity"_s, t, c.identity->sequence.display());
        }
    }
    for (const Sequence &s : schema.sequences) {
        if (s.ownerTable.isEmpty())
            out.append(u"sequence "_s + s.name.display());
    }
    for (const EnumType &e : schema.enums)
        out.append(u"enum %1: %2"_s.arg(e.name.display(), e.values.join(u'|')));
    out.sort();
    return out;
}

QString pgWordsOf(const Schema &from, const Schema &to, const DiffOptions &options)
{
    const auto d = diff(from, to, options, PostgresDb::rules());
    return d ? wordsOf(d->changes).join(u"; "_s) : d.error().message;
}

} // namespace

class TestPgSchemaFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void sameAsTheirs_data();
    void sameAsTheirs();
    void cleanupTestCase();

private:
    /// The server's words where it does not take it.
    QString makeTheirs(const QStringList &sql);

    QList<PgSchemaFile> m_files;
    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_theirs;
    std::unique_ptr<PostgresDb> m_ours;
};

void TestPgSchemaFiles::initTestCase()
{
    for (const QString &kit : {u"kit"_s, u"kit1"_s}) {
        if (const QString why = KitProject::missing(kit); !why.isEmpty())
            QSKIP(qPrintable(why));
    }
    START_POSTGRES(m_cluster);
    m_theirs = std::make_unique<PostgresDb>(m_cluster.newDatabase(u"CREATE ROLE dk_admin; CREATE ROLE dk_known"_s));
    m_ours = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_theirs->error().isEmpty() && m_ours->error().isEmpty(), qPrintable(m_cluster.problem()));
    for (const QString &kit : {u"kit"_s, u"kit1"_s}) {
        QString why;
        m_files += PgSchemaFile::all(kit, why);
        QVERIFY2(why.isEmpty(), qPrintable(why));
    }
    QVERIFY(m_files.size() >= 60);
}

void TestPgSchemaFiles::cleanupTestCase()
{
    m_theirs.reset();
    m_ours.reset();
}

void TestPgSchemaFiles::sameAsTheirs_data()
{
    QTest::addColumn<PgSchemaFile>("file");
    for (const PgSchemaFile &file : std::as_const(m_files))
        QTest::newRow(qPrintable(file.kit + u' ' + file.name)) << file;
}

QString TestPgSchemaFiles::makeTheirs(const QStringList &sql)
{
    QString refused = m_theirs->anew({});
    for (const QString &statement : sql) {
        if (refused.isEmpty() && !statement.startsWith(u"CREATE ROLE"_s)) // there already, as roles are the cluster's
            refused = m_theirs->execute(statement);
    }
    return refused;
}

void TestPgSchemaFiles::sameAsTheirs()
{
    QFETCH(PgSchemaFile, file);
    QCOMPARE(file.error, QString());
    const auto project = file.project();
    const auto declared = project->declared();
    VERIFY_OK(declared);
    QCOMPARE(declared->warnings, QStringList());
    QCOMPARE(declared->system(), u"postgres"_s);
    DiffOptions options;
    options.facets = declared->facets;
    options.scope = declared->scope();

    QCOMPARE(m_ours->anew({}), QString());
    QCOMPARE(m_ours->create(declared->schema), QString());
    const auto made = m_ours->schema();
    VERIFY_OK(made);
    QCOMPARE(pgWordsOf(*made, declared->schema, options), QString());

    const QString refused = makeTheirs(file.sql);
    QVERIFY2(refused.isEmpty() == file.cannot.isEmpty(), qPrintable(refused + file.cannot));
    if (!refused.isEmpty())
        return;
    const auto live = m_theirs->schema();
    VERIFY_OK(live);
    QCOMPARE(pgWordsOf(*live, declared->schema, options), QString());
    const QStringList names = pgGivenNames(*live);
    QCOMPARE(pgGivenNames(declared->schema), names);
    if (names.join(QString()).contains(u'…'))
        return; // two servers may call the same thing otherwise
    QCOMPARE(pgWordsOf(*live, *made, {}), QString());
    QCOMPARE(pgWordsOf(*made, *live, {}), QString());
}

QTEST_GUILESS_MAIN(TestPgSchemaFiles)
#include "tst_pgschemafiles.moc"
