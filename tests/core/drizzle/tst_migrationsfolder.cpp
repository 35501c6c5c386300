// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationsfolder.h"
#include "support/files.h"
#include "support/verify.h"

#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

QByteArray entry(int idx, qint64 when, const QByteArray &tag, const QByteArray &version = "6")
{
    return "{\"idx\":" + QByteArray::number(idx) + ",\"version\":\"" + version + "\",\"when\":" + QByteArray::number(when)
        + ",\"tag\":\"" + tag + "\",\"breakpoints\":true}";
}

QByteArray journal(const QByteArrayList &entries, const QByteArray &dialect = "sqlite")
{
    return "{\"version\":\"7\",\"dialect\":\"" + dialect + "\",\"entries\":[" + entries.join(',') + "]}";
}

} // namespace

class TestMigrationsFolder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheSample();
    void hashIsOfTheWholeFileAsItLies_data();
    void hashIsOfTheWholeFileAsItLies();
    void warns_data();
    void warns();
    void keepsJournalOrderAndMissingFiles();
    void resolvesDialectNames_data();
    void resolvesDialectNames();
    void readsFoldersOfOneDotZero();
    void refuses_data();
    void refuses();
    void neverLeavesItsFolder();
};

void TestMigrationsFolder::readsTheSample()
{
    const auto folder = readMigrationsFolder(QStringLiteral(RAINCHECK_SOURCE_DIR "/resources/sample/drizzle"));
    VERIFY_OK(folder);
    QCOMPARE(folder->layout, MigrationsFolder::Layout::Classic);
    QCOMPARE(folder->dialect, u"sqlite"_s);
    QCOMPARE(folder->warnings, QStringList());
    QStringList tags;
    for (const MigrationFile &m : folder->migrations)
        tags += m.tag;
    QCOMPARE(tags, (QStringList{u"0000_first_light"_s, u"0001_comments"_s, u"0002_course"_s, u"0003_active_users"_s,
                                u"0004_forecasts"_s}));
    QCOMPARE(folder->migrations.first().when, 1793265151418);
    QCOMPARE(folder->migrations.first().fileName(), u"0000_first_light.sql"_s);
}

void TestMigrationsFolder::hashIsOfTheWholeFileAsItLies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("sha256"); // computed by sha256sum, and equal to drizzle-orm's own
    QTest::addRow("empty") << QByteArray()
                           << QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::addRow("line feed") << QByteArray("select 1;\n")
                               << QByteArray("4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c");
    QTest::addRow("carriage returns are part of it") << QByteArray("select 1;\r\n") << QByteArray("a2efbdcd209e877d7c15164011fb713d9ecdc99ae8e5a695823aa8b1ac03b13f");
}

void TestMigrationsFolder::hashIsOfTheWholeFileAsItLies()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, sha256);
    QTemporaryDir dir;
    write(dir, u"meta/_journal.json"_s, journal({entry(0, 1, "0000_a")}));
    write(dir, u"0000_a.sql"_s, bytes);
    const auto folder = readMigrationsFolder(dir.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->migrations.size(), 1);
    QCOMPARE(folder->migrations.first().hash, sha256);
    QCOMPARE(*folder->migrations.first().bytes, bytes);
}

void TestMigrationsFolder::warns_data()
{
    QTest::addColumn<QByteArray>("journalText");
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QString>("warning"); // part of one of them; empty: none at all
    const QStringList ab{u"0000_a.sql"_s, u"0001_b.sql"_s};
    QTest::addRow("a folder in order is quiet") << journal({entry(0, 10, "0000_a"), entry(1, 20, "0001_b")}) << ab << QString();
    QTest::addRow("versions 5 to 7 may be mixed")
        << journal({entry(0, 10, "0000_a", "5"), entry(1, 20, "0001_b", "7")}) << ab << QString();
    QTest::addRow("unknown version") << journal({entry(0, 10, "0000_a", "12")}) << QStringList{u"0000_a.sql"_s}
                                     << u"format version 12"_s;
    QTest::addRow("file nobody names") << journal({entry(0, 10, "0000_a")}) << ab
                                       << u"0001_b.sql is not in the journal"_s;
    QTest::addRow("entry without a file") << journal({entry(0, 10, "0000_a"), entry(1, 20, "0001_b")})
                                          << QStringList{u"0000_a.sql"_s} << u"0001_b.sql, but the file is not there"_s;
    QTest::addRow("time goes backwards") << journal({entry(0, 20, "0000_a"), entry(1, 10, "0001_b")}) << ab
                                         << u"0001_b is dated before"_s;
    QTest::addRow("hole in the numbers") << journal({entry(0, 10, "0000_a"), entry(2, 20, "0001_b")}) << ab
                                         << u"jump from 0 to 2"_s;
    QTest::addRow("named twice") << journal({entry(0, 10, "0000_a"), entry(1, 20, "0000_a")})
                                 << QStringList{u"0000_a.sql"_s} << u"names 0000_a twice"_s;
    QTest::addRow("entry without a name")
        << journal({"{\"idx\":0,\"when\":3}"}) << QStringList() << u"has an entry without a name"_s;
}

void TestMigrationsFolder::warns()
{
    QFETCH(QByteArray, journalText);
    QFETCH(QStringList, files);
    QFETCH(QString, warning);
    QTemporaryDir dir;
    write(dir, u"meta/_journal.json"_s, journalText);
    for (const QString &file : files)
        write(dir, file, "select 1;");
    const auto folder = readMigrationsFolder(dir.path());
    VERIFY_OK(folder);
    if (warning.isEmpty())
        QCOMPARE(folder->warnings, QStringList());
    else
        QVERIFY2(folder->warnings.filter(warning).size() == 1, qPrintable(folder->warnings.join(u'\n')));
}

void TestMigrationsFolder::keepsJournalOrderAndMissingFiles()
{
    QTemporaryDir dir;
    write(dir, u"meta/_journal.json"_s, journal({entry(0, 10, "0001_z"), entry(1, 20, "0001_a"), entry(2, 30, "0002_gone")}));
    write(dir, u"0001_a.sql"_s, "a");
    write(dir, u"0001_z.sql"_s, "z");
    const auto folder = readMigrationsFolder(dir.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->migrations.size(), 3);
    QCOMPARE(folder->migrations.at(0).tag, u"0001_z"_s);
    QCOMPARE(folder->migrations.at(1).tag, u"0001_a"_s);
    QVERIFY(!folder->migrations.at(2).bytes.has_value());
    QCOMPARE(folder->migrations.at(2).hash, QByteArray());
}

void TestMigrationsFolder::resolvesDialectNames_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("dialect");
    QTest::addRow("sqlite") << QByteArray("sqlite") << u"sqlite"_s;
    QTest::addRow("pg") << QByteArray("pg") << u"postgresql"_s;
    QTest::addRow("postgresql") << QByteArray("postgresql") << u"postgresql"_s;
    QTest::addRow("turso") << QByteArray("turso") << u"turso"_s;
}

void TestMigrationsFolder::resolvesDialectNames()
{
    QFETCH(QByteArray, written);
    QFETCH(QString, dialect);
    QTemporaryDir dir;
    write(dir, u"meta/_journal.json"_s, journal({}, written));
    const auto folder = readMigrationsFolder(dir.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->dialect, dialect);
}

void TestMigrationsFolder::readsFoldersOfOneDotZero()
{
    QTemporaryDir dir;
    write(dir, u"20250324221831_second/migration.sql"_s, "select 2;");
    write(dir, u"20250101000000_first/migration.sql"_s, "select 1;");
    write(dir, u"20250401000000_empty/snapshot.json"_s, "{}");
    write(dir, u"notes/migration.sql"_s, "not one");
    const auto folder = readMigrationsFolder(dir.path());
    VERIFY_OK(folder);
    QCOMPARE(folder->layout, MigrationsFolder::Layout::Folders);
    QCOMPARE(folder->migrations.size(), 2);
    QCOMPARE(folder->migrations.at(0).tag, u"20250101000000_first"_s);
    QCOMPARE(folder->migrations.at(0).when, 1735689600000);
    QCOMPARE(folder->migrations.at(1).when, 1742854711000);
    QCOMPARE(folder->migrations.at(1).fileName(), u"20250324221831_second/migration.sql"_s);
    QCOMPARE(folder->warnings.size(), 1);
    QVERIFY(folder->warnings.first().contains(u"20250401000000_empty"_s));
}

void TestMigrationsFolder::refuses_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::addRow("a folder without migrations") << u"readme.txt"_s << QByteArray("hello") << u"no Drizzle migrations folder"_s;
    QTest::addRow("a journal cut off") << u"meta/_journal.json"_s << QByteArray("{\"entries\":[") << u"at byte"_s;
    QTest::addRow("a journal that is a list") << u"meta/_journal.json"_s << QByteArray("[]") << u"no list of entries"_s;
    QTest::addRow("an empty journal file") << u"meta/_journal.json"_s << QByteArray() << u"Cannot read"_s;
}

void TestMigrationsFolder::refuses()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    QTemporaryDir dir;
    write(dir, file, bytes);
    const auto folder = readMigrationsFolder(dir.path());
    QVERIFY(!folder);
    QVERIFY2(folder.error().message.contains(words), qPrintable(folder.error().message));
    QVERIFY(!readMigrationsFolder(dir.filePath(u"nowhere"_s)));
}

void TestMigrationsFolder::neverLeavesItsFolder()
{
    QTemporaryDir dir;
    write(dir, u"secret.sql"_s, "secret");
    write(dir, u"drizzle/meta/_journal.json"_s, journal({entry(0, 10, "../secret")}));
    const auto folder = readMigrationsFolder(dir.filePath(u"drizzle"_s));
    VERIFY_OK(folder);
    QCOMPARE(folder->migrations.size(), 1); // there, so that nobody goes past it
    QVERIFY(!folder->migrations.first().bytes);
    QCOMPARE(folder->warnings,
             QStringList{u"The migrations journal names ../secret, which is no file of its folder."_s});
}

QTEST_GUILESS_MAIN(TestMigrationsFolder)
#include "tst_migrationsfolder.moc"
