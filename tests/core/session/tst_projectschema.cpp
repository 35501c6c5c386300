// SPDX-License-Identifier: GPL-3.0-or-later
// The schema.ts of a project beside an open database: what it says, when it is read again, and that trust comes first.
#include "core/rows/columnformat.h"
#include "core/session/projectschema.h"

#include "support/bridgeproject.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <QPromise>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using State = ProjectSchema::State;

namespace {

constexpr auto shopTables = R"(
    CREATE TABLE people (id INTEGER PRIMARY KEY, public_id TEXT, full_name TEXT, mentor_id INTEGER, role TEXT,
                         created_at INTEGER, updated_at INTEGER);
    CREATE TABLE profiles (person_id INTEGER PRIMARY KEY, settings TEXT);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, buyer_id INTEGER, sold_by INTEGER REFERENCES people(id),
                         is_paid INTEGER, total INTEGER, created_at INTEGER, updated_at INTEGER);
    CREATE TABLE lines (order_id INTEGER, number INTEGER, article TEXT, PRIMARY KEY (order_id, number));
    INSERT INTO people (id, full_name, mentor_id) VALUES (1, 'Ada', NULL), (2, 'Bob', 1), (3, 'Cy', 99);
)";

/// Answers by hand.
struct Answers {
    QList<std::shared_ptr<QPromise<Result<BridgeAnswer>>>> asked;
    ProjectSchema::Ask ask()
    {
        return [this](const BridgeRequest &) {
            asked.append(std::make_shared<QPromise<Result<BridgeAnswer>>>());
            asked.constLast()->start();
            return asked.constLast()->future();
        };
    }
    void answer(int which, const Result<DrizzleSchema> &schema, const QStringList &inputs)
    {
        asked.at(which)->addResult(Result<BridgeAnswer>(BridgeAnswer{schema, inputs}));
        asked.at(which)->finish();
    }
};

DrizzleSchema about(const BridgeProject &project, const QString &version)
{
    DrizzleSchema schema;
    schema.ormVersion = version;
    schema.databasePath = project.path(u"x.db"_s);
    return schema;
}

/// With a config, a schema and the file it names.
void fill(const BridgeProject &project)
{
    project.write(u"drizzle.config.json"_s, u"{}"_s);
    project.write(u"src/schema.ts"_s, u"1"_s);
    project.write(u"x.db"_s, {});
}

QStringList beside(const Session &session, const QString &table)
{
    QStringList out;
    for (const Relation &r : session.relations().of({{}, table})) {
        if (!r.enforced)
            out.append(u"%1 -> %2 (%3)"_s.arg(r.name, r.to.name, r.declaredIn));
    }
    return out;
}

} // namespace

class TestProjectSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void nothingWithoutAProject();
    void readsAndKeeps();
    void readsAgainWhenSaved();
    void whatLiesBesideSaysNothing();
    void savedWhileItIsRead();
    void anotherDatabase();
    void untrustedRunsNothing();
    void relationsOfASession();
    void savingShowsInTheSession();
    void closingWhileItIsRead();
};

void TestProjectSchema::nothingWithoutAProject()
{
    Answers answers;
    ProjectSchema schema(BridgeProject(BridgeProject::Orm::None).path(u"x.db"_s), answers.ask());
    schema.read();
    QVERIFY(answers.asked.isEmpty());
    QCOMPARE(schema.state(), State::Absent);
    QVERIFY(schema.configPath().isEmpty());
}

void TestProjectSchema::readsAndKeeps()
{
    const BridgeProject project(BridgeProject::Orm::None);
    fill(project);
    Answers answers;
    ProjectSchema schema(project.path(u"x.db"_s), answers.ask());
    QSignalSpy changed(&schema, &ProjectSchema::changed);
    schema.read();
    QCOMPARE(schema.state(), State::Reading);
    schema.read(); // the first one is not waited for any more
    QVERIFY(answers.asked.at(0)->isCanceled());
    answers.answer(1, about(project, u"1"_s), {});
    QTRY_COMPARE(schema.state(), State::Read);
    QCOMPARE(schema.schema()->ormVersion, u"1"_s);
    schema.read();
    answers.answer(2, Error::invalid(u"No."_s), {});
    QTRY_COMPARE(schema.state(), State::Failed);
    QCOMPARE(schema.problem()->message, u"No."_s);
    QCOMPARE(schema.schema()->ormVersion, u"1"_s); // what was read last is better than nothing
    QCOMPARE(changed.size(), 5);
}

void TestProjectSchema::readsAgainWhenSaved()
{
    const BridgeProject project(BridgeProject::Orm::None);
    fill(project);
    QTest::qSleep(20); // older than the reading
    const QStringList inputs{project.path(u"drizzle.config.json"_s), project.path(u"src/schema.ts"_s)};
    Answers answers;
    ProjectSchema schema(project.path(u"x.db"_s), answers.ask());
    schema.read();
    answers.answer(0, about(project, u"1"_s), inputs);
    QTRY_COMPARE(schema.state(), State::Read);
    QElapsedTimer timer;
    timer.start();
    project.write(u"src/schema.ts"_s, u"12"_s);
    QTRY_COMPARE(answers.asked.size(), 2);
    QVERIFY2(timer.elapsed() < 500, qPrintable(QString::number(timer.elapsed())));
    answers.answer(1, Error::invalid(u"No."_s), inputs);
    QTRY_COMPARE(schema.state(), State::Failed);
    project.write(u"src/new"_s, u"123"_s); // another file is put in its place
    QVERIFY(QFile::remove(project.path(u"src/schema.ts"_s)));
    QVERIFY(QFile::rename(project.path(u"src/new"_s), project.path(u"src/schema.ts"_s)));
    QTRY_COMPARE(answers.asked.size(), 3);
    answers.answer(2, about(project, u"3"_s), inputs);
    QTRY_COMPARE(schema.state(), State::Read);
    project.write(u"src/schema.ts"_s, u"1234"_s); // which is watched in its turn
    QTRY_COMPARE(answers.asked.size(), 4);
    answers.answer(3, about(project, u"4"_s), inputs);
    QTRY_COMPARE(schema.state(), State::Read);
    project.write(u"src/more.ts"_s, u"1"_s); // it may be meant by a glob
    QTRY_COMPARE(answers.asked.size(), 5);
    answers.answer(4, about(project, u"5"_s), inputs);
    QTRY_COMPARE(schema.state(), State::Read);
}

/// A database and its journal come and go in the same folder.
void TestProjectSchema::whatLiesBesideSaysNothing()
{
    const BridgeProject project(BridgeProject::Orm::None);
    fill(project);
    QTest::qSleep(20);
    Answers answers;
    ProjectSchema schema(project.path(u"x.db"_s), answers.ask());
    schema.read();
    answers.answer(0, about(project, u"1"_s), {project.path(u"drizzle.config.json"_s)});
    QTRY_COMPARE(schema.state(), State::Read);
    QSignalSpy changed(&schema, &ProjectSchema::changed);
    project.write(u"x.db-journal"_s, u"1"_s);
    QVERIFY(!changed.wait(600));
    QCOMPARE(answers.asked.size(), 1);
    project.write(u"drizzle.config.json"_s, u"{ }"_s);
    QTRY_COMPARE(answers.asked.size(), 2);
}

void TestProjectSchema::savedWhileItIsRead()
{
    const BridgeProject project(BridgeProject::Orm::None);
    fill(project);
    Answers answers;
    ProjectSchema schema(project.path(u"x.db"_s), answers.ask());
    schema.read();
    QTest::qSleep(20);
    project.write(u"src/schema.ts"_s, u"12"_s);
    answers.answer(0, about(project, u"1"_s), {project.path(u"src/schema.ts"_s)});
    QTRY_COMPARE(answers.asked.size(), 2);
    answers.answer(1, about(project, u"2"_s), {});
    QTRY_COMPARE(schema.state(), State::Read);
}

void TestProjectSchema::anotherDatabase()
{
    const BridgeProject project(BridgeProject::Orm::None);
    fill(project);
    project.write(u"other.db"_s, {});
    Answers answers;
    ProjectSchema schema(project.path(u"other.db"_s), answers.ask());
    schema.read();
    answers.answer(0, about(project, u"1"_s), {});
    QTRY_COMPARE(schema.state(), State::Absent);
    QVERIFY(!schema.schema());
    DrizzleSchema unsaid = about(project, u"2"_s);
    unsaid.databasePath.clear(); // as for D1: the one in its folder
    schema.read();
    answers.answer(1, unsaid, {});
    QTRY_COMPARE(schema.state(), State::Read);
}

void TestProjectSchema::untrustedRunsNothing()
{
    const BridgeProject project(BridgeProject::Orm::None);
    project.write(u"drizzle.config.ts"_s, u"import { writeFileSync } from 'node:fs';\nwriteFileSync('ran', '');\n"_s);
    project.write(u"node"_s, u"#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\n"_s);
    QFile::setPermissions(project.path(u"node"_s), QFile::ReadOwner | QFile::ExeOwner);
    qputenv("RAINCHECK_NODE", QFile::encodeName(project.path(u"node"_s)));
    OpenSession open({});
    open.session.reset();
    QVERIFY(QFile::rename(open.path, project.path(u"x.db"_s)));
    open.path = project.path(u"x.db"_s);
    const auto ran = [&] { return QFileInfo::exists(project.path(u"ran"_s)); };
    Session::Options options;
    options.trust = Trust::IfKnown;
    open.open(options);
    QVERIFY2(open.session, qPrintable(open.error));
    open.session->followProjectSchema();
    QVERIFY(!open.session->projectSchema());
    options.trust = Trust::FromNowOn;
    open.session.reset();
    QVERIFY(!ran());
    open.open(options);
    QVERIFY2(open.session, qPrintable(open.error));
    QVERIFY(!open.session->projectSchema()); // opening is looking
    open.session->followProjectSchema();
    QTRY_COMPARE(open.session->projectSchema()->state(), State::Failed);
    QVERIFY(ran());
    qunsetenv("RAINCHECK_NODE");
}

namespace {

/// The shop with its database, open.
struct Shop {
    Shop()
        : project(BridgeProject::Orm::V0, u"shop"_s)
        , open(QString::fromLatin1(shopTables))
    {
        open.session.reset();
        QFile::rename(open.path, project.path(u"shop.db"_s));
        open.path = project.path(u"shop.db"_s);
        open.open();
    }
    BridgeProject project;
    OpenSession open;
};

} // namespace

void TestProjectSchema::relationsOfASession()
{
    if (const QString why = BridgeProject::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    Shop shop;
    QVERIFY2(shop.open.session, qPrintable(shop.open.error));
    Session &session = *shop.open.session;
    QVERIFY(beside(session, u"people"_s).isEmpty());
    QSignalSpy relations(&session, &Session::relationsChanged);
    session.followProjectSchema();
    QTRY_COMPARE_WITH_TIMEOUT(session.projectSchema()->state(), State::Read, 30'000);
    QCOMPARE(relations.size(), 1);
    const QString people = u"src/db/schema/people.ts"_s;
    const QString orders = u"src/db/schema/orders.ts"_s;
    QCOMPARE(beside(session, u"people"_s),
             (QStringList{u"mentor -> people (%1)"_s.arg(people), u"bought -> orders (%1)"_s.arg(orders),
                          u"pupils -> people (%1)"_s.arg(people), u"profile -> profiles (%1)"_s.arg(people)}));
    QCOMPARE(beside(session, u"orders"_s),
             (QStringList{u"buyer -> people (%1)"_s.arg(orders), u"lines -> lines (%1)"_s.arg(orders)}));
    const Relation *sold = session.relations().byColumn({{}, u"orders"_s}, u"sold_by"_s);
    QVERIFY(sold && sold->enforced); // the database knows that one
    QVERIFY(session.drawnRelations().isEmpty());
    const auto formats = session.declaredFormats({{}, u"orders"_s});
    QCOMPARE(formats.value(u"is_paid"_s).kind, ColumnFormat::Kind::Boolean);
    QCOMPARE(formats.value(u"created_at"_s).kind, ColumnFormat::Kind::UnixSeconds);
    QCOMPARE(formats.value(u"updated_at"_s).kind, ColumnFormat::Kind::UnixMilliseconds);

    // A person's own stay that, and come first.
    DrawnForeignKey drawn;
    drawn.table.name = u"orders"_s;
    drawn.key.columns = QStringList{u"buyer_id"_s};
    drawn.key.target.name = u"people"_s;
    drawn.key.targetColumns = QStringList{u"id"_s};
    session.setDrawnRelations({drawn});
    const Relation *buyer = session.relations().byColumn({{}, u"orders"_s}, u"buyer_id"_s);
    QVERIFY(buyer && buyer->declaredIn.isEmpty());
    session.setDrawnRelations({});
    QVERIFY(beside(session, u"orders"_s).contains(u"buyer -> people (%1)"_s.arg(orders)));

    // In a schema that has changed they are those that still fit.
    QSignalSpy schema(&session, &Session::schemaChanged);
    QCOMPARE(tempdatabase::run(shop.open.path, u"ALTER TABLE orders DROP COLUMN buyer_id"_s), QString());
    session.reload();
    QTRY_COMPARE(schema.size(), 1);
    QVERIFY(!beside(session, u"people"_s).contains(u"bought -> orders (%1)"_s.arg(orders)));
}

void TestProjectSchema::savingShowsInTheSession()
{
    if (const QString why = BridgeProject::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    Shop shop;
    QVERIFY2(shop.open.session, qPrintable(shop.open.error));
    Session &session = *shop.open.session;
    session.followProjectSchema();
    QTRY_COMPARE_WITH_TIMEOUT(session.projectSchema()->state(), State::Read, 30'000);
    QFile file(shop.project.path(u"src/db/schema/people.ts"_s));
    QVERIFY(file.open(QFile::ReadOnly));
    const QString before = QString::fromUtf8(file.readAll());
    shop.project.write(u"src/db/schema/people.ts"_s, QString(before).replace(u"mentor: one"_s, u"teacher: one"_s));
    QTRY_VERIFY_WITH_TIMEOUT(session.relations().byName({{}, u"people"_s}, u"teacher"_s), 30'000);
    shop.project.write(u"src/db/schema/people.ts"_s, before + u"\nconst = 1;"_s);
    QTRY_COMPARE_WITH_TIMEOUT(session.projectSchema()->state(), State::Failed, 30'000);
    QVERIFY2(session.projectSchema()->problem()->message.startsWith(u"src/db/schema/people.ts, line "_s),
             qPrintable(session.projectSchema()->problem()->message));
    QVERIFY(session.relations().byName({{}, u"people"_s}, u"teacher"_s)); // as it was read last
    shop.project.write(u"src/db/schema/people.ts"_s, before);
    QTRY_VERIFY_WITH_TIMEOUT(session.relations().byName({{}, u"people"_s}, u"mentor"_s), 30'000);
}

/// Nobody waits for a project that hangs.
void TestProjectSchema::closingWhileItIsRead()
{
    if (const QString why = BridgeProject::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    Shop shop;
    QVERIFY2(shop.open.session, qPrintable(shop.open.error));
    shop.project.write(u"src/db/extra/hang.ts"_s,
                       u"import { writeFileSync } from 'node:fs';\nwriteFileSync('hangs', '');\nfor (;;);\n"_s);
    shop.open.session->followProjectSchema();
    QTRY_VERIFY_WITH_TIMEOUT(QFileInfo::exists(shop.project.path(u"hangs"_s)), 30'000);
    QElapsedTimer timer;
    timer.start();
    shop.open.session.reset();
    QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestProjectSchema)
#include "tst_projectschema.moc"
