// SPDX-License-Identifier: GPL-3.0-or-later
// Database files that a project names and that are not there yet, and projects without a look at their database.
#include "core/session/newdatabase.h"

#include "core/session/projectmeant.h"
#include "support/files.h"
#include "support/verify.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

const QByteArray newFileConfig =
    "export default { dialect: 'sqlite', out: './moves', migrations: { table: 'moved' }, dbCredentials: { url: "
    "'file:./a.db' } }";

QString realPath(const QTemporaryDir &dir, const QString &name = {})
{
    const QString folder = QFileInfo(dir.path()).canonicalFilePath();
    return name.isEmpty() ? folder : folder + u'/' + name;
}

} // namespace

class TestNewDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void aProjectsFileThatIsNotThere()
    {
        QTemporaryDir dir;
        write(dir, u"app/drizzle.config.ts"_s, newFileConfig);
        for (const QString &named : {u"app"_s, u"app/drizzle.config.ts"_s, u"."_s}) {
            const auto before = resolveTarget(dir.filePath(named));
            QVERIFY(!before && isForWantOfFile(before.error()));
            QVERIFY2(before.error().message.contains(u"a.db, which is not there yet"_s),
                     qPrintable(before.error().message));
            const auto target = newDatabaseOf(dir.filePath(named));
            VERIFY_OK(target);
            QCOMPARE(target->spec.location, realPath(dir, u"app/a.db"_s));
            QCOMPARE(target->migrationsFolder, dir.filePath(u"app/moves"_s));
            QCOMPARE(target->journalTable.name, u"moved"_s);
            QVERIFY(target->project);
        }
        QVERIFY(!QFile::exists(dir.filePath(u"app/a.db"_s)));
    }

    void aPathThatIsNamedIsNeverMade()
    {
        QTemporaryDir dir;
        write(dir, u"drizzle.config.ts"_s, newFileConfig);
        const auto mistyped = newDatabaseOf(dir.filePath(u"b.db"_s));
        QVERIFY(!mistyped);
        write(dir, u"a.db"_s, {});
        const auto there = newDatabaseOf(dir.path());
        QVERIFY(!there && there.error().message.contains(u"is there already"_s));
    }

    void itsFolderHasToBeThere()
    {
        QTemporaryDir dir;
        write(dir, u"drizzle.config.ts"_s,
              "export default { dialect: 'sqlite', dbCredentials: { url: 'file:./data/deep/a.db' } }");
        const auto target = resolveTarget(dir.path());
        QVERIFY(!target && !isForWantOfFile(target.error()));
        QVERIFY2(target.error().message.contains(u"make the folder "_s + dir.filePath(u"data/deep"_s)),
                 qPrintable(target.error().message));
        const QList<TargetChoice> choices = targetChoices(dir.path());
        QCOMPARE(choices.size(), 1);
        QVERIFY(!choices.first().problem.isEmpty());
    }

    void theFileGoesUnlessItIsKept()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(u"a.db"_s);
        {
            const auto file = NewDatabaseFile::make(path);
            VERIFY_OK(file);
            QVERIFY(QFile::exists(path));
            QVERIFY(!NewDatabaseFile::make(path)); // never over another one
            write(dir, u"a.db-wal"_s, {});
        }
        QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList());
        {
            const auto file = NewDatabaseFile::make(path);
            VERIFY_OK(file);
            (*file)->keep();
        }
        QVERIFY(QFile::exists(path));
        const auto refused = NewDatabaseFile::make(dir.filePath(u"no/a.db"_s));
        QVERIFY(!refused && refused.error().message.contains(u"cannot be made"_s));
    }

    void aProjectIsKnownWithoutItsDatabase()
    {
        QTemporaryDir dir;
        write(dir, u"apps/shop/drizzle.config.ts"_s,
              "export default { dialect: 'postgresql', out: './moves', dbCredentials: { url: process.env.RC_NOT_SET! } "
              "}");
        const auto project = projectMeant(dir.path());
        VERIFY_OK(project);
        QCOMPARE(project->migrationsPath, dir.filePath(u"apps/shop/moves"_s));
        const auto request = bridgeRequestMeant(dir.path());
        VERIFY_OK(request);
        QCOMPARE(request->configPath, dir.filePath(u"apps/shop/drizzle.config.ts"_s));
        write(dir, u"apps/other/drizzle.config.ts"_s, newFileConfig);
        const auto several = projectMeant(dir.path());
        QVERIFY(!several && isForAPersonToChoose(several.error()));
        QVERIFY2(several.error().message.contains(u"apps/other/drizzle.config.ts"_s),
                 qPrintable(several.error().message));
        const auto none = bridgeRequestMeant(dir.path());
        QVERIFY(!none && isForAPersonToChoose(none.error()));
        // A config of the folder itself goes before those below, as drizzle-kit takes it.
        write(dir, u"drizzle.config.ts"_s, newFileConfig);
        const auto own = bridgeRequestMeant(dir.path());
        VERIFY_OK(own);
        QCOMPARE(own->configPath, realPath(dir, u"drizzle.config.ts"_s));
    }

    void aFolderWithoutAnyProject()
    {
        QTemporaryDir dir;
        const auto project = projectMeant(dir.path());
        QVERIFY(!project && project.error().message.contains(u"name a Drizzle project"_s));
        const auto gone = projectMeant(dir.filePath(u"gone"_s));
        QVERIFY(!gone && gone.error().message.startsWith(u"There is no "_s));
    }
};

QTEST_GUILESS_MAIN(TestNewDatabase)
#include "tst_newdatabase.moc"
