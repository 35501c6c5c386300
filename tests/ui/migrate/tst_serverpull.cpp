// SPDX-License-Identifier: GPL-3.0-or-later
// Pull on a server, which lies in no folder: one has to be chosen before anything is written.
#include "ui/migrate/pullpane.h"

#include "core/session/session.h"
#include "support/opensession.h"
#include "support/postgrescluster.h"
#include "ui/shell/prompts.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QFile>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

class PullAnswers : public ui::DialogPrompts {
public:
    void chooseFolder(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(folder); }
    QString folder;
};

} // namespace

class TestServerPull : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
        START_POSTGRES(m_cluster);
    }
    void init() { QTest::failOnWarning(anyRealWarning()); }
    void asksForAFolder();

private:
    PostgresCluster m_cluster;
};

void TestServerPull::asksForAFolder()
{
    const QString location = m_cluster.newDatabase(
        u"CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TABLE users (id serial PRIMARY KEY, feels mood);"
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users)"_s);
    QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
    const QTemporaryDir dir;
    core::Session::Options options;
    options.stateFolder = dir.path();
    const auto session = core::Session::open(location, options);
    QVERIFY2(session, qPrintable(session ? QString() : session.error().message));

    PullAnswers answers;
    ui::PullPane pane(**session, answers);
    pane.resize(900, 600);
    pane.show();
    pane.want();
    QTRY_VERIFY(pane.isSettled());
    auto *write = pane.findChild<QPushButton *>(u"pull-write"_s);
    auto *choose = pane.findChild<QPushButton *>(u"pull-folder"_s);
    QVERIFY(write && choose);
    QVERIFY(!write->isEnabled());
    QVERIFY2(write->toolTip().contains(u"folder"_s), qPrintable(write->toolTip()));
    QVERIFY(pane.findChild<ui::PlainLabel *>(u"pull-where"_s)->text().contains(u"Choose the folder"_s));
    const QString text = pane.findChild<QPlainTextEdit *>(u"pull-files-text"_s)->toPlainText();
    QVERIFY2(text.contains(u"feels: mood()"_s), qPrintable(text)); // seen all the same

    const QTemporaryDir to;
    answers.folder = to.path();
    QTest::mouseClick(choose, Qt::LeftButton);
    QTRY_VERIFY(pane.isSettled() && write->isEnabled());
    QVERIFY(pane.perform(u"migrations.apply"_s));
    QTRY_VERIFY(QFile::exists(to.filePath(u"relations.ts"_s)));
    QTRY_VERIFY(pane.isSettled());
    QFile schema(to.filePath(u"schema.ts"_s));
    QVERIFY(schema.open(QFile::ReadOnly));
    QVERIFY(schema.readAll().contains("pgEnum(\"mood\", [\"sad\", \"ok\"])"));
}

QTEST_MAIN(TestServerPull)
#include "tst_serverpull.moc"
