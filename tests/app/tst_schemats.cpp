// SPDX-License-Identifier: GPL-3.0-or-later
// schema.ts on the command line: compared with a database and made so, once its folder is trusted.
#include "app/cli.h"
#include "support/bridgeproject.h"
#include "support/tempdatabase.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using Orm = BridgeProject::Orm;

class TestSchemaTs : public QObject {
    Q_OBJECT

    std::unique_ptr<BridgeProject> m_project;
    QString m_database;

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }
    void init()
    {
        m_project = std::make_unique<BridgeProject>(Orm::V0);
        m_project->writeSchema(
            u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\nconsole.log('noise');\n"
            "export const notes = sqliteTable('notes', { id: integer('id').primaryKey(), title: text('title'),\n"
            "  slug: text('slug') });\n"_s);
        m_database = m_project->path(u"x.db"_s);
        QCOMPARE(tempdatabase::run(m_database, u"CREATE TABLE notes (id INTEGER PRIMARY KEY NOT NULL, title TEXT)"_s),
                 QString());
        qputenv("RAINCHECK_STATE_DIR", m_project->path(u"state"_s).toLocal8Bit());
    }

    void isRunOnceTrusted()
    {
        const QString schema = m_project->path(u"schema.ts"_s);
        const auto refused = cli::run({u"diff"_s, m_database, schema});
        VERIFY_EXIT(refused, 3);
        QVERIFY(refused.out.isEmpty());
        const QString wanted =
            u"Reading schema.ts runs the code of the project in %1, and you have not trusted that folder yet."
            " Add --trust to trust it, now and from now on."_s.arg(m_project->path());
        QVERIFY2(refused.err.contains(wanted.toUtf8()), refused.err.constData());
        const auto trusted = cli::run({u"diff"_s, m_database, schema, u"--trust"_s});
        VERIFY_EXIT(trusted, 0);
        QVERIFY2(trusted.out.contains("ADD COLUMN `slug` text"), trusted.out.constData());
        QVERIFY2(!trusted.out.contains("noise"), trusted.out.constData());
        VERIFY_EXIT(cli::run({u"diff"_s, m_database, schema}), 0); // it is remembered
    }

    void eitherSide_data()
    {
        QTest::addColumn<QString>("path");
        QTest::newRow("schema.ts") << u"schema.ts"_s;
        QTest::newRow("folder") << u"."_s;
        QTest::newRow("config") << u"drizzle.config.json"_s;
    }
    void eitherSide()
    {
        QFETCH(QString, path);
        const auto from = cli::run({u"diff"_s, path, u"x.db"_s, u"--trust"_s}, m_project->path());
        VERIFY_EXIT(from, 0);
        QVERIFY2(from.out.contains("DROP COLUMN `slug`"), from.out.constData());
        const auto same = cli::run({u"diff"_s, path, u"schema.ts"_s}, m_project->path());
        VERIFY_EXIT(same, 0);
        QVERIFY2(same.out.isEmpty(), same.out.constData());
    }

    void pushes()
    {
        const auto run = cli::run({u"apply"_s, m_database, u"--to"_s, m_project->path(), u"--trust"_s});
        VERIFY_EXIT(run, 0);
        QVERIFY2(run.out.contains("the result is the schema that was asked for"), run.out.constData());
        const auto again = cli::run({u"apply"_s, m_database, u"--to"_s, m_project->path()});
        VERIFY_EXIT(again, 0);
        QVERIFY2(again.out.contains("Nothing to do"), again.out.constData());
    }

    void saysWhatIsWrong()
    {
        m_project->write(u"schema.ts"_s, u"export const a = 1;\nexport const b = = 2;\n"_s);
        const auto run = cli::run({u"diff"_s, m_database, m_project->path(), u"--trust"_s});
        VERIFY_EXIT(run, 1);
        QVERIFY2(run.err.contains("schema.ts, line 2: Unexpected \"=\"."), run.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestSchemaTs)
#include "tst_schemats.moc"
