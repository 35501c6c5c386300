// SPDX-License-Identifier: GPL-3.0-or-later
// Generate for a project whose database is a server: what is shown is what would be written, and then is.
#include "ui/migrate/generatedesk.h"

#include "core/session/session.h"
#include "support/bridgeproject.h"
#include "support/opensession.h"
#include "support/postgrescluster.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QFile>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patient = 60'000;

} // namespace

class TestServerGenerate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
        START_POSTGRES(m_cluster);
    }
    void init() { QTest::failOnWarning(anyRealWarning()); }
    void generates();

private:
    PostgresCluster m_cluster;
};

void TestServerGenerate::generates()
{
    if (const QString why = BridgeProject::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    const QString location = m_cluster.newDatabase();
    QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
    const BridgeProject project(BridgeProject::Orm::V0);
    project.write(u"drizzle.config.json"_s,
                  u"{\"dialect\": \"postgresql\", \"schema\": \"./schema.ts\", \"out\": \"./drizzle\", "
                  "\"dbCredentials\": {\"url\": \"%1\"}}"_s.arg(
                      m_cluster.tcpLocation(location.section(u"@/"_s, 1).section(u'?', 0, 0))));
    project.write(u"schema.ts"_s,
                  u"import { pgEnum, pgTable, serial } from 'drizzle-orm/pg-core';\n"
                  "export const mood = pgEnum('mood', ['sad', 'glad']);\n"
                  "export const users = pgTable('users', { id: serial('id').primaryKey(), mood: mood('mood') });\n"_s);
    const QTemporaryDir state;
    core::Session::Options options;
    options.stateFolder = state.path();
    options.trust = core::Trust::FromNowOn;
    const auto session = core::Session::open(project.path(), options);
    QVERIFY2(session, qPrintable(session ? QString() : session.error().message));
    QVERIFY((*session)->isOnServer());

    (*session)->followProjectSchema();
    ui::GenerateDesk desk(**session);
    desk.want();
    QTRY_VERIFY2_WITH_TIMEOUT(desk.state() == ui::GenerateDesk::State::Ready && !desk.isBusy(), qPrintable(desk.why()),
                              patient);
    QVERIFY2(desk.prepared(), qPrintable(desk.problem() ? desk.problem()->message : desk.why()));
    const QString sql = QString::fromUtf8(desk.prepared()->files.first().after);
    QVERIFY2(sql.contains(u"CREATE TYPE \"public\".\"mood\""_s) && sql.contains(u"CREATE TABLE \"public\".\"users\""_s),
             qPrintable(sql));
    auto written = desk.write();
    QTRY_VERIFY_WITH_TIMEOUT(written.isFinished(), patient);
    QVERIFY2(written.result(), qPrintable(written.result() ? QString() : written.result().error().message));
    QVERIFY(QFile::exists(project.path(u"drizzle/meta/0000_snapshot.json"_s)));
    desk.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(desk.changeCount(), 0, patient);
    QTRY_VERIFY_WITH_TIMEOUT(!desk.isBusy(), patient);
    QVERIFY(!desk.prepared());
}

QTEST_MAIN(TestServerGenerate)
#include "tst_servergenerate.moc"
