// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/opensession.h"
#include "support/verify.h"
#include "ui/design/checksmodel.h"
#include "ui/design/columnsmodel.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpreview.h"
#include "ui/design/foreignkeysmodel.h"
#include "ui/design/indexesmodel.h"
#include "ui/design/triggerspane.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace core;
using namespace ui;
using namespace Qt::Literals::StringLiterals;

namespace {

const auto shopSql = u"CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE, age INT CHECK (age > 0));"
                     "CREATE INDEX by_age ON users (age);"
                     "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), total REAL);"
                     "CREATE TRIGGER log AFTER INSERT ON users BEGIN UPDATE orders SET total = 1; END;"
                     "CREATE VIEW mails AS SELECT mail FROM users;"_s;

/// A row as people see it: state, then the cells; a tick is x, a changed cell has a star behind it.
QString rowText(const QAbstractItemModel &model, int row)
{
    static const QStringList states{u"="_s, u"~"_s, u"+"_s, u"-"_s};
    QString out = states.at(model.index(row, 0).data(DesignModel::StateRole).toInt());
    const QHash<const QMetaObject *, int> shown{{&ColumnsModel::staticMetaObject, ColumnsModel::Identity},
                                                {&IndexesModel::staticMetaObject, IndexesModel::Method},
                                                {&ForeignKeysModel::staticMetaObject, ForeignKeysModel::NotValid},
                                                {&ChecksModel::staticMetaObject, ChecksModel::NotValid}};
    for (int column = 0; column < shown.value(model.metaObject(), model.columnCount()); ++column) { // of this system
        const QModelIndex at = model.index(row, column);
        const QVariant check = at.data(Qt::CheckStateRole);
        const QString text = check.isValid() ? (check.toInt() == Qt::Checked ? u"x"_s : u"."_s) : at.data().toString();
        out += u'|' + text + (at.data(DesignModel::ChangedRole).toBool() ? u"*"_s : QString());
    }
    return out;
}

QString modelText(const QAbstractItemModel &model)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(); ++row)
        lines.append(rowText(model, row));
    return lines.join(u'\n');
}

} // namespace

class TestDesignModels : public QObject {
    Q_OBJECT

    std::unique_ptr<OpenSession> m_open;

    [[nodiscard]] DesignDesk &desk() const { return DesignDesk::of(*m_open->session); }
    static bool set(QAbstractItemModel &model, int row, int column, const QString &text)
    {
        return model.setData(model.index(row, column), text, Qt::EditRole);
    }
    static bool tick(QAbstractItemModel &model, int row, int column, bool on)
    {
        return model.setData(model.index(row, column), on ? Qt::Checked : Qt::Unchecked, Qt::CheckStateRole);
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        m_open = std::make_unique<OpenSession>(shopSql);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
    }
    void cleanup() { m_open.reset(); }

    void columns();
    void columnsOfANewTable();
    void dropAndKeepAfterAll();
    void refusals();
    void keyUniqueAndReference();
    void indexes();
    void foreignKeys();
    void checks();
    void triggers();
    void partOfThePlan();
    void placesStay();
    void followsTheDatabase();
};

void TestDesignModels::columns()
{
    ColumnsModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{}, u"users"_s});
    QCOMPARE(modelText(model),
             u"=|id|INTEGER|.||x|.|||.|\n"
             "=|mail|TEXT|x||.|x|||.|\n"
             "=|age|INT|.||.|.|||.|"_s);
    QVERIFY(set(model, 1, ColumnsModel::Name, u"email"_s));
    QVERIFY(set(model, 2, ColumnsModel::Default, u"18"_s));
    QVERIFY(tick(model, 2, ColumnsModel::NotNull, true));
    QVERIFY(set(model, 2, ColumnsModel::Type, u"BIGINT"_s));
    QCOMPARE(rowText(model, 1), u"~|email*|TEXT|x||.|x|||.|"_s);
    QCOMPARE(rowText(model, 2), u"~|age|BIGINT*|x*|18*|.|.|||.|"_s);
    QCOMPARE(desk().design().renames().columns, (QList<ColumnRename>{{{{}, u"users"_s}, u"mail"_s, u"email"_s}}));
    // Typing the old value back removes the change.
    QVERIFY(set(model, 1, ColumnsModel::Name, u"mail"_s));
    QCOMPARE(rowText(model, 1), u"=|mail|TEXT|x||.|x|||.|"_s);
}

void TestDesignModels::columnsOfANewTable()
{
    VERIFY_OK(desk().push({design::AddTable{desk().rules().newTable({{}, u"tags"_s})}}));
    ColumnsModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{}, u"tags"_s});
    const auto second = model.insertBelow(0);
    VERIFY_OK(second);
    QCOMPARE(*second, 1);
    const auto between = model.insertBelow(0);
    VERIFY_OK(between);
    QCOMPARE(*between, 1); // below the one that was current
    const QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QVERIFY(set(model, 1, ColumnsModel::Name, u"name"_s));
    QCOMPARE(removed.count(), 0); // its editor is open
    QVERIFY(set(model, 1, ColumnsModel::Name, u"column3"_s));
    VERIFY_OK(model.move(1, 1));
    QCOMPARE(model.index(2, 0).data().toString(), u"column3"_s);
    QCOMPARE(modelText(model).count(u'+'), 3);
}

void TestDesignModels::dropAndKeepAfterAll()
{
    ColumnsModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{}, u"users"_s});
    VERIFY_OK(model.drop(1));
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(rowText(model, 1), u"-|mail|TEXT|x||.|x|||.|"_s); // where it stood
    QVERIFY(!set(model, 1, ColumnsModel::Name, u"x"_s));
    VERIFY_OK(model.drop(1));
    QCOMPARE(rowText(model, 1), u"=|mail|TEXT|x||.|x|||.|"_s);
    QVERIFY(desk().design().isEmpty());
    VERIFY_OK(model.insertBelow(0));
    QCOMPARE(model.rowCount(), 4);
    QCOMPARE(rowText(model, 3).first(2), u"+|"_s); // an old table gets it at the end
    VERIFY_OK(model.drop(3));
    QCOMPARE(model.rowCount(), 3);
}

void TestDesignModels::refusals()
{
    ColumnsModel model(desk());
    model.setTable({{}, u"users"_s});
    const QSignalSpy refused(&model, &DesignModel::refused);
    QVERIFY(!set(model, 1, ColumnsModel::Name, u"AGE"_s));
    QVERIFY(!set(model, 1, ColumnsModel::Name, QString()));
    QVERIFY(!set(model, 2, ColumnsModel::Default, u"(1"_s));
    QVERIFY(!set(model, 2, ColumnsModel::References, u"users id"_s));
    QCOMPARE(refused.count(), 4);
    QCOMPARE(refused.first().first().value<Error>().message, u"users has a column AGE already."_s);
    QVERIFY(desk().design().isEmpty());
}

void TestDesignModels::keyUniqueAndReference()
{
    ColumnsModel model(desk());
    model.setTable({{}, u"orders"_s});
    QVERIFY(tick(model, 1, ColumnsModel::Key, true));
    QCOMPARE(model.index(1, ColumnsModel::Key).data(DesignModel::HintRole).toString(), u"2"_s);
    QVERIFY(desk().design().target().table({{}, u"orders"_s})->primaryKey->column.isEmpty());
    QVERIFY(tick(model, 0, ColumnsModel::Key, false));
    QCOMPARE(desk().design().target().table({{}, u"orders"_s})->primaryKeyColumns(), QStringList{u"user_id"_s});
    QVERIFY(tick(model, 2, ColumnsModel::Unique, true));
    QVERIFY(tick(model, 2, ColumnsModel::Unique, false));
    QVERIFY(desk().design().target().table({{}, u"orders"_s})->uniques.isEmpty());
    QCOMPARE(model.index(1, ColumnsModel::References).data().toString(), u"users (id)"_s);
    QVERIFY(set(model, 1, ColumnsModel::References, QString()));
    QVERIFY(desk().design().target().table({{}, u"orders"_s})->foreignKeys.isEmpty());
    QVERIFY(set(model, 2, ColumnsModel::References, u"users.mail"_s));
    QCOMPARE(rowText(model, 2), u"~|total|REAL|.||.|.|users (mail)*||.|"_s);
    QVERIFY(model.choices(2, ColumnsModel::References).contains(u"users (id)"_s));
}

void TestDesignModels::indexes()
{
    IndexesModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{}, u"users"_s});
    QCOMPARE(modelText(model), u"=|primary key||id|x|\n=|unique||mail|x|\n=|index|by_age|age|.|"_s);
    VERIFY_OK(model.insertBelow(0));
    QVERIFY(desk().design().isEmpty()); // a draft until it has columns
    QVERIFY(set(model, 3, IndexesModel::Where, u"age > 18"_s));
    QVERIFY(set(model, 3, IndexesModel::Columns, u"mail, age DESC"_s));
    QCOMPARE(rowText(model, 3), u"+|index|idx_users_mail_age|mail, age DESC|.|age > 18"_s);
    QVERIFY(set(model, 3, IndexesModel::Columns, u"age"_s));
    QCOMPARE(model.index(3, IndexesModel::Name).data().toString(), u"idx_users_age"_s); // its name follows
    QVERIFY(tick(model, 2, IndexesModel::Unique, true));
    QCOMPARE(rowText(model, 2), u"~|index|by_age|age|x*|"_s);
    VERIFY_OK(model.drop(2));
    QCOMPARE(modelText(model).section(u'\n', 2), u"+|index|idx_users_age|age|.|age > 18\n-|index|by_age|age|.|"_s);
    VERIFY_OK(model.drop(3));
    QVERIFY(!modelText(model).contains(u'-'));
    const int unique = model.insertUnique();
    QVERIFY(set(model, unique, IndexesModel::Columns, u"mail, age"_s));
    QCOMPARE(desk().design().target().table({{}, u"users"_s})->uniques.size(), 2);
    QVERIFY(set(model, 0, IndexesModel::Columns, u"id, mail"_s));
    QCOMPARE(desk().design().target().table({{}, u"users"_s})->primaryKeyColumns(), (QStringList{u"id"_s, u"mail"_s}));
    QVERIFY(!set(model, 0, IndexesModel::Columns, u"id,"_s));
}

void TestDesignModels::foreignKeys()
{
    ForeignKeysModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{}, u"orders"_s});
    QCOMPARE(modelText(model), u"=|user_id|users (id)|||.|"_s);
    QVERIFY(set(model, 0, ForeignKeysModel::OnDelete, u"cascade"_s));
    QVERIFY(tick(model, 0, ForeignKeysModel::Deferred, true));
    QCOMPARE(modelText(model), u"~|user_id|users (id)|CASCADE*||x*|"_s);
    QVERIFY(!set(model, 0, ForeignKeysModel::OnUpdate, u"explode"_s));
    VERIFY_OK(model.insertBelow(0));
    QVERIFY(set(model, 1, ForeignKeysModel::Columns, u"total"_s));
    QCOMPARE(desk().design().target().table({{}, u"orders"_s})->foreignKeys.size(), 1); // it leads nowhere yet
    QVERIFY(set(model, 1, ForeignKeysModel::References, u"users (mail)"_s));
    QCOMPARE(desk().design().target().table({{}, u"orders"_s})->foreignKeys.size(), 2);
    VERIFY_OK(model.drop(0));
    QCOMPARE(rowText(model, 1).first(2), u"-|"_s);
    VERIFY_OK(model.drop(1));
    QVERIFY(!modelText(model).contains(u'-'));
}

void TestDesignModels::checks()
{
    ChecksModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{}, u"users"_s});
    QCOMPARE(modelText(model), u"=|age > 0|"_s);
    VERIFY_OK(model.insertBelow(0));
    QVERIFY(set(model, 1, ChecksModel::Name, u"grown"_s));
    QVERIFY(set(model, 1, ChecksModel::Condition, u"(age >= 18)"_s));
    QCOMPARE(rowText(model, 1), u"+|age >= 18|grown"_s);
    QVERIFY(set(model, 1, ChecksModel::Condition, u"absent > 1"_s)); // it parses, but names what is not there
    QVERIFY(model.index(1, 0).data(DesignModel::ProblemRole).toString().contains(u"no such column: absent"_s));
    VERIFY_OK(model.drop(0));
    VERIFY_OK(model.drop(1));
    QCOMPARE(modelText(model).count(u'\n'), 1);
}

void TestDesignModels::triggers()
{
    TriggersModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setName({{}, u"users"_s});
    QCOMPARE(model.rowCount(), 1);
    VERIFY_OK(desk().push({design::PutTrigger{{{}, u"users"_s}, model.trigger(0), std::nullopt}}));
    QCOMPARE(model.stateOf(0), DesignRow::State::Dropped);
    VERIFY_OK(desk().push({design::PutTrigger{
        {{}, u"users"_s}, std::nullopt, desk().rules().newTrigger({{}, u"users"_s}, u"added"_s, false)}}));
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.stateOf(model.rowOf(u"added"_s)), DesignRow::State::New);
}

void TestDesignModels::partOfThePlan()
{
    ColumnsModel users(desk());
    users.setTable({{}, u"users"_s});
    ColumnsModel orders(desk());
    orders.setTable({{}, u"orders"_s});
    QVERIFY(set(users, 1, ColumnsModel::Name, u"email"_s));
    QVERIFY(set(orders, 2, ColumnsModel::Name, u"amount"_s));
    const auto &migration = desk().migration();
    VERIFY_OK(migration);
    const Script part = partOfPlan(*migration, {{}, u"orders"_s});
    QCOMPARE(part.statements.size(), 1);
    QVERIFY(part.statements.first().sql.contains(u"RENAME COLUMN"_s));
    QVERIFY(part.statements.first().sql.contains(u"amount"_s));
}

void TestDesignModels::placesStay()
{
    VERIFY_OK(desk().push({design::AddTable{desk().rules().newTable({{}, u"table1"_s})}}));
    VERIFY_OK(desk().push({design::RenameTable{{{}, u"table1"_s}, u"tags"_s}}));
    VERIFY_OK(desk().push({design::RenameTable{{{}, u"users"_s}, u"people"_s}}));
    QCOMPARE(desk().nameNow({{}, u"table1"_s})->name, u"tags"_s);
    QCOMPARE(desk().placeOf({{}, u"tags"_s}).name, u"table1"_s);
    QCOMPARE(desk().nameNow({{}, u"users"_s})->name, u"people"_s);
    QCOMPARE(desk().placeOf({{}, u"people"_s}).name, u"users"_s);
    desk().undo();
    desk().undo();
    QCOMPARE(desk().nameNow({{}, u"table1"_s})->name, u"table1"_s);
    desk().undo();
    QVERIFY(!desk().nameNow({{}, u"table1"_s}));
    const View mails = *desk().design().target().view({{}, u"mails"_s});
    View other = mails;
    other.name.name = u"addresses"_s;
    VERIFY_OK(desk().changeView(mails, other));
    QCOMPARE(desk().nameNow({{}, u"mails"_s})->name, u"addresses"_s);
    desk().undo();
    QCOMPARE(desk().nameNow({{}, u"mails"_s})->name, u"mails"_s);
}

void TestDesignModels::followsTheDatabase()
{
    ColumnsModel model(desk());
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setTable({{}, u"users"_s});
    QVERIFY(set(model, 1, ColumnsModel::Name, u"email"_s));
    QVERIFY(set(model, 2, ColumnsModel::Name, u"years"_s));
    const QSignalSpy lost(&desk(), &DesignDesk::stepsLost);
    QCOMPARE(tempdatabase::run(m_open->path,
                               u"ALTER TABLE users RENAME COLUMN age TO age_now;"
                               "ALTER TABLE users ADD COLUMN city TEXT"_s),
             QString());
    m_open->session->reload();
    QTRY_COMPARE(model.rowCount(), 4);
    QCOMPARE(lost.count(), 1);
    QCOMPARE(lost.first().first().toStringList(),
             QStringList{u"Rename the column age of users to years: no longer possible. "
                         "The table users has no column age."_s});
    QCOMPARE(rowText(model, 1), u"~|email*|TEXT|x||.|x|||.|"_s);
}

QTEST_MAIN(TestDesignModels)
#include "tst_designmodels.moc"
