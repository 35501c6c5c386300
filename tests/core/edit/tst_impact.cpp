// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/waysout.h"

#include "impactscene.h"
#include "support/verify.h"

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// p(1, 2, 3); c with three rows at 1, one at 2, one nowhere.
QString family(const QString &clauses, const QString &column = u"INTEGER"_s)
{
    return u"CREATE TABLE p (id INTEGER PRIMARY KEY, name);"
           "CREATE TABLE c (id INTEGER PRIMARY KEY, p %1 REFERENCES p(id) %2);"
           "INSERT INTO p VALUES (1, 'a'), (2, 'b'), (3, 'c');"
           "INSERT INTO c VALUES (1, 1), (2, 1), (3, 1), (4, 2), (5, NULL);"_s.arg(column, clauses);
}

const QString tree =
    u"CREATE TABLE t (mark INTEGER, id INTEGER PRIMARY KEY, up INTEGER REFERENCES t ON DELETE CASCADE);"
    "INSERT INTO t VALUES (1, 1, NULL), (2, 2, 1), (3, 3, 1), (4, 4, 2), (5, 5, 4), (6, 6, 6);"_s;

const QString diamond = u"CREATE TABLE p (id INTEGER PRIMARY KEY);"
                        "CREATE TABLE a (id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE CASCADE);"
                        "CREATE TABLE b (id INTEGER PRIMARY KEY, p REFERENCES p ON DELETE CASCADE);"
                        "CREATE TABLE c (id INTEGER PRIMARY KEY, a REFERENCES a ON DELETE CASCADE,"
                        " b REFERENCES b ON DELETE %1);"
                        "INSERT INTO p VALUES (1); INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1);"
                        "INSERT INTO c VALUES (1, 1, 1), (2, 1, NULL), (3, NULL, 1);"_s;

} // namespace

class TestImpact : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cases_data();
    void cases();
    void tooDeep();
    void limits();
    void cancelled();
    void orphans();
    void orphansOfMany();
    void triggers();
    void samples();
    void waysOut();
    void refusedWaysOut();
    void takenBack();
    void editsAreLost();
};

void TestImpact::cases_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("edits");
    QTest::addColumn<QStringList>("expected");
    const auto add = [](const char *name, const QString &sql, const QStringList &edits, const QStringList &expected) {
        QTest::newRow(name) << sql << edits << expected;
    };
    const QStringList one{u"del p 1"_s};
    const QStringList key{u"set p 1 id 9"_s};

    add("nobody points there", family({}), {u"del p 3"_s}, {u"p staged 1"_s, u"= p -1 ~0"_s});
    add("cascade", family(u"ON DELETE CASCADE"_s), one,
        {u"p staged 1"_s, u"  c cascade 3"_s, u"= c -3 ~0"_s, u"= p -1 ~0"_s});
    add("set null", family(u"ON DELETE SET NULL"_s), one,
        {u"p staged 1"_s, u"  c set null 3"_s, u"= c -0 ~3"_s, u"= p -1 ~0"_s});
    add("set null, not null",
        family(u"ON DELETE SET NULL"_s, u"INTEGER NOT NULL DEFAULT 2"_s).replace(u"(5, NULL)"_s, u"(5, 3)"_s), one,
        {u"p staged 1"_s, u"  c set null 3 ! required 3"_s, u"= p -1 ~0"_s});
    add("set default", family(u"ON DELETE SET DEFAULT"_s, u"INTEGER DEFAULT '2'"_s), one,
        {u"p staged 1"_s, u"  c set default 3"_s, u"= c -0 ~3"_s, u"= p -1 ~0"_s});
    add("set default, no parent", family(u"ON DELETE SET DEFAULT"_s, u"INTEGER DEFAULT 8"_s), one,
        {u"p staged 1"_s, u"  c set default 3 ! no parent 3"_s, u"= c -0 ~3"_s, u"= p -1 ~0"_s});
    add("set default, the parent that goes", family(u"ON DELETE SET DEFAULT"_s, u"INTEGER DEFAULT 1"_s), one,
        {u"p staged 1"_s, u"  c set default 3 ! no parent 3"_s, u"= p -1 ~0"_s});
    add("restrict", family(u"ON DELETE RESTRICT"_s), one,
        {u"p staged 1"_s, u"  c restrict 3 ! still referenced 3"_s, u"= p -1 ~0"_s});
    add("restrict is not deferred", family(u"ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED"_s), one,
        {u"p staged 1"_s, u"  c restrict 3 ! still referenced 3"_s, u"= p -1 ~0"_s});
    add("no action", family({}), one, {u"p staged 1"_s, u"  c no action 3 ! still referenced 3"_s, u"= p -1 ~0"_s});
    add("no action, deferred", family(u"DEFERRABLE INITIALLY DEFERRED"_s), one,
        {u"p staged 1"_s, u"  c no action 3 ! still referenced 3"_s, u"= p -1 ~0"_s});
    add("no action, the children go, too", family({}), {u"del p 1"_s, u"del c 1"_s, u"del c 2"_s, u"del c 3"_s},
        {u"c staged 3"_s, u"p staged 1"_s, u"= c -3 ~0"_s, u"= p -1 ~0"_s});

    add("key, cascade", family(u"ON UPDATE CASCADE"_s), key,
        {u"p staged 1 by key"_s, u"  c cascade 3 by key"_s, u"= c -0 ~3"_s, u"= p -0 ~1"_s});
    add("key, set null", family(u"ON UPDATE SET NULL"_s), key,
        {u"p staged 1 by key"_s, u"  c set null 3 by key"_s, u"= c -0 ~3"_s, u"= p -0 ~1"_s});
    add("key, restrict", family(u"ON UPDATE RESTRICT"_s), key,
        {u"p staged 1 by key"_s, u"  c restrict 3 by key ! still referenced 3"_s, u"= p -0 ~1"_s});
    add("another column is no key", family({}), {u"set p 1 name z"_s}, {});

    add("moved away first", family(u"ON DELETE CASCADE"_s), {u"del p 1"_s, u"set c 2 p 3"_s},
        {u"p staged 1"_s, u"  c cascade 2"_s, u"= c -2 ~1"_s, u"= p -1 ~0"_s});
    add("moved there first", family(u"ON DELETE CASCADE"_s), {u"del p 1"_s, u"set c 4 p 1"_s},
        {u"p staged 1"_s, u"  c cascade 4"_s, u"c staged 0 again 1 by key ! already otherwise 1"_s, u"= c -4 ~0"_s,
         u"= p -1 ~0"_s});
    add("new rows go, too", family(u"ON DELETE CASCADE"_s), {u"new c p=1"_s, u"new c p=2"_s, u"del p 1"_s},
        {u"p staged 1"_s, u"  c cascade 4 ! new row lost 1"_s, u"= c -3 ~0 *1"_s, u"= p -1 ~0"_s});
    add("a new child of a new child", tree, {u"new t up=1"_s, u"new t up=new1.id"_s, u"del t 1"_s},
        {u"t staged 1"_s, u"  t cascade 6 levels 3 ! new row lost 2"_s, u"= t -5 ~0 *2"_s});
    add("a new row points nowhere", family({}), {u"new c p=7"_s}, {u"c staged 0 by key ! no parent 1"_s});

    add("a tree in a table", tree, {u"del t 1"_s}, {u"t staged 1"_s, u"  t cascade 4 levels 3"_s, u"= t -5 ~0"_s});
    add("a row that points at itself", tree, {u"del t 6"_s},
        {u"t staged 1"_s, u"  t cascade 0 again 1"_s, u"= t -1 ~0"_s});
    add("gone before its turn", tree, {u"del t 4"_s, u"del t 1"_s}, // without what was seen, the order is not known
        {u"t staged 2"_s, u"  t cascade 3 again 1 levels 2"_s, u"= t -5 ~0"_s});
    add("gone before its turn, and missed", tree, {u"del t 1"_s, u"del t 4"_s},
        {u"t staged 2 ! already otherwise 1"_s, u"  t cascade 3 again 1 levels 3"_s, u"= t -5 ~0"_s});
    add("gone before its turn, by way of a table where nothing is staged",
        u"CREATE TABLE a (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a REFERENCES a ON DELETE CASCADE);"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, b REFERENCES b ON DELETE CASCADE);"
        "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1, 1); INSERT INTO c VALUES (1, 1), (2, 1);"_s,
        {u"del c 1"_s, u"del a 1"_s},
        {u"c staged 1"_s, u"a staged 1"_s, u"  b cascade 1"_s, u"    c cascade 1 again 1"_s, u"= a -1 ~0"_s,
         u"= b -1 ~0"_s, u"= c -2 ~0"_s});
    add("a cycle of tables",
        u"CREATE TABLE a (id INTEGER PRIMARY KEY, b REFERENCES b ON DELETE CASCADE);"
        "CREATE TABLE b (id INTEGER PRIMARY KEY, a REFERENCES a ON DELETE CASCADE);"
        "INSERT INTO a VALUES (1, 2), (2, 1), (3, NULL); INSERT INTO b VALUES (1, 1), (2, 2);"_s,
        {u"del a 1"_s},
        {u"a staged 1"_s, u"  b cascade 2 levels 3"_s, u"    a cascade 1 again 1 levels 3"_s, u"= a -2 ~0"_s,
         u"= b -2 ~0"_s});
    add("two ways to one parent",
        u"CREATE TABLE p (id INTEGER PRIMARY KEY);"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, x REFERENCES p ON DELETE SET NULL, y REFERENCES p ON DELETE CASCADE);"
        "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 1, 1), (2, 1, 2), (3, 2, 1), (4, 2, 2);"_s,
        {u"del p 1"_s},
        {u"p staged 1"_s, u"  c cascade 2"_s, u"  c set null 1 again 1"_s, u"= c -2 ~1"_s, u"= p -1 ~0"_s});
    add("diamond", diamond.arg(u"CASCADE"_s), {u"del p 1"_s},
        {u"p staged 1"_s, u"  b cascade 1"_s, u"    c cascade 2"_s, u"  a cascade 1"_s, u"    c cascade 1 again 1"_s,
         u"= a -1 ~0"_s, u"= b -1 ~0"_s, u"= c -3 ~0"_s, u"= p -1 ~0"_s});
    add("diamond, no action waits for the other way", diamond.arg(u"NO ACTION"_s), {u"set c 3 b NULL"_s, u"del p 1"_s},
        {u"p staged 1"_s, u"  b cascade 1"_s, u"  a cascade 1"_s, u"    c cascade 2"_s, u"= a -1 ~0"_s, u"= b -1 ~0"_s,
         u"= c -2 ~1"_s, u"= p -1 ~0"_s});
    add("diamond, restrict does not", diamond.arg(u"RESTRICT"_s), {u"del p 1"_s},
        {u"p staged 1"_s, u"  b cascade 1"_s, u"    c restrict 1 again 1 ! still referenced 2"_s, u"  a cascade 1"_s,
         u"    c cascade 2"_s, u"= a -1 ~0"_s, u"= b -1 ~0"_s, u"= c -2 ~0"_s, u"= p -1 ~0"_s});
    add("composite key",
        u"CREATE TABLE p (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID;"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, a, b, FOREIGN KEY (a, b) REFERENCES p ON DELETE CASCADE);"
        "INSERT INTO p VALUES (1, 'x'), (1, 'y');"
        "INSERT INTO c VALUES (1, 1, 'x'), (2, 1, 'y'), (3, 1, NULL), (4, NULL, 'x');"_s,
        {u"del p 1,x"_s}, {u"p staged 1"_s, u"  c cascade 1"_s, u"= c -1 ~0"_s, u"= p -1 ~0"_s});
    add("types and case meet as the parent's",
        u"CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT COLLATE NOCASE UNIQUE);"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p TEXT REFERENCES p ON DELETE CASCADE);"
        "CREATE TABLE d (id INTEGER PRIMARY KEY, code REFERENCES p(code) ON DELETE SET NULL);"
        "INSERT INTO p VALUES (1, 'One'); INSERT INTO c VALUES (1, '1'), (2, 1);"
        "INSERT INTO d VALUES (1, 'ONE'), (2, 'one'), (3, NULL);"_s,
        {u"del p 1"_s},
        {u"p staged 1"_s, u"  d set null 2"_s, u"  c cascade 2"_s, u"= c -2 ~0"_s, u"= d -0 ~2"_s, u"= p -1 ~0"_s});
    add("a key that follows sets off the next",
        u"CREATE TABLE a (id INTEGER PRIMARY KEY);"
        "CREATE TABLE b (id INTEGER PRIMARY KEY REFERENCES a ON UPDATE CASCADE ON DELETE CASCADE);"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, b REFERENCES b ON UPDATE SET NULL ON DELETE SET NULL);"
        "INSERT INTO a VALUES (1); INSERT INTO b VALUES (1); INSERT INTO c VALUES (1, 1), (2, 1);"_s,
        {u"set a 1 id 5"_s},
        // b's own key changes with it, so only what lies beyond is compared with the database by another test
        {u"a staged 1 by key"_s, u"  b cascade 1 by key"_s, u"    c set null 2 by key"_s, u"= a -0 ~1"_s,
         u"= b -0 ~1"_s, u"= c -0 ~2"_s});
}

void TestImpact::cases()
{
    QFETCH(QString, sql);
    QFETCH(QStringList, edits);
    QFETCH(QStringList, expected);
    Scene scene(sql);
    QVERIFY(scene.isReady());
    for (const QString &edit : std::as_const(edits))
        VERIFY_OK(scene.stage(edit));
    const auto impact = scene.impact();
    VERIFY_OK(impact);
    QCOMPARE(inWords(*impact), expected);
    QVERIFY(impact->complete);
    const auto done = scene.reality();
    QVERIFY2(done.failure.isEmpty() != impact->isBlocked(), qPrintable(done.failure));
}

/// SQLite follows a thousand actions, no more.
void TestImpact::tooDeep()
{
    const QString chain = u"CREATE TABLE t (mark INTEGER, id INTEGER PRIMARY KEY, up INTEGER REFERENCES t ON DELETE "
                          "CASCADE); CREATE INDEX up ON t (up); WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT "
                          "i + 1 FROM n WHERE i < 1001) INSERT INTO t SELECT i, i, nullif(i - 1, 0) FROM n;"_s;
    Scene scene(chain);
    VERIFY_OK(scene.stage(u"del t 2"_s));
    QCOMPARE(inWords(*scene.impact()),
             QStringList({u"t staged 1"_s, u"  t cascade 999 levels 999"_s, u"= t -1000 ~0"_s}));
    QCOMPARE(scene.reality().failure, QString());
    scene.changes = {};
    VERIFY_OK(scene.stage(u"del t 1"_s));
    QVERIFY(scene.impact()->isBlocked());
    QVERIFY(!scene.reality().failure.isEmpty());
}

void TestImpact::limits()
{
    Scene scene(u"CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p ON "
                "DELETE CASCADE); CREATE INDEX cp ON c (p); INSERT INTO p VALUES (1); WITH RECURSIVE n(i) AS (VALUES(1)"
                " UNION ALL SELECT i + 1 FROM n WHERE i < 50000) INSERT INTO c SELECT i, 1 FROM n;"_s);
    VERIFY_OK(scene.stage(u"del p 1"_s));
    const auto all = scene.impact();
    VERIFY_OK(all);
    QVERIFY(all->complete);
    QCOMPARE(all->nodes.at(1).rows, 50'000);
    const auto some = scene.impact({1000, 5});
    VERIFY_OK(some);
    QVERIFY(!some->complete);
    QVERIFY(some->nodes.at(1).rows > 500 && some->nodes.at(1).rows <= 1000);
}

void TestImpact::cancelled()
{
    Scene scene(family(u"ON DELETE CASCADE"_s));
    VERIFY_OK(scene.stage(u"del p 1"_s));
    const auto impact = scene.cancelledImpact();
    QVERIFY(!impact && impact.error().isCancelled());
}

/// A drawn relation neither checks nor cascades; its rows are left without a parent.
void TestImpact::orphans()
{
    Scene scene(u"CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER);"
                "INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (1, 1), (2, 1), (3, 2), (4, NULL), (5, 7);"_s,
                {u"c"_s, u"p"_s, u"p"_s});
    VERIFY_OK(scene.stage(u"del p 1"_s));
    QCOMPARE(inWords(*scene.impact()), QStringList({u"p staged 1"_s, u"  c orphans 2"_s, u"= p -1 ~0"_s}));
    VERIFY_OK(scene.stage(u"set c 2 p 2"_s));
    QCOMPARE(inWords(*scene.impact()).value(1), u"  c orphans 1"_s);
    QCOMPARE(scene.reality().failure, QString());
}

/// What a drawn relation points at need not be unique: as long as one such row stays, nobody is an orphan.
void TestImpact::orphansOfMany()
{
    Scene scene(u"CREATE TABLE p (id INTEGER PRIMARY KEY, code); CREATE TABLE c (id INTEGER PRIMARY KEY, p);"
                "INSERT INTO p VALUES (1, 'x'), (2, 'x'); INSERT INTO c VALUES (1, 'x'), (2, 'y');"_s,
                {u"c"_s, u"p"_s, u"p"_s, u"code"_s});
    VERIFY_OK(scene.stage(u"del p 1"_s));
    QCOMPARE(inWords(*scene.impact()), QStringList({u"p staged 1"_s, u"= p -1 ~0"_s}));
    VERIFY_OK(scene.stage(u"del p 2"_s));
    QCOMPARE(inWords(*scene.impact()), QStringList({u"p staged 2"_s, u"  c orphans 1"_s, u"= p -2 ~0"_s}));
}

void TestImpact::triggers()
{
    Scene scene(family(u"ON DELETE SET NULL"_s)
                + u"CREATE TRIGGER gone AFTER DELETE ON p BEGIN SELECT 1; END;"
                  "CREATE TRIGGER came AFTER INSERT ON p BEGIN SELECT 1; END;"
                  "CREATE TRIGGER moved AFTER UPDATE OF p ON c BEGIN SELECT 1; END;"
                  "CREATE TRIGGER lost AFTER DELETE ON c BEGIN SELECT 1; END;"_s);
    VERIFY_OK(scene.stage(u"del p 1"_s));
    const auto impact = scene.impact();
    VERIFY_OK(impact);
    QStringList names;
    for (const ImpactTrigger &trigger : impact->triggers)
        names.append(trigger.table.name + u'.' + trigger.name);
    QCOMPARE(names, QStringList({u"c.moved"_s, u"p.gone"_s}));
}

void TestImpact::samples()
{
    Scene scene(family(u"ON DELETE RESTRICT"_s));
    VERIFY_OK(scene.stage(u"new c p=1"_s));
    VERIFY_OK(scene.stage(u"del p 1"_s));
    const auto impact = scene.impact({1000, 2});
    VERIFY_OK(impact);
    QCOMPARE(impact->blockers, QList<int>{1});
    const ImpactNode &node = impact->nodes.at(1);
    QCOMPARE(node.blocking, 4);
    QCOMPARE(node.samples.size(), 2);
    QCOMPARE(node.samples.at(0).key, RowKey{{Value::integer(1)}});
    QCOMPARE(node.samples.at(0).base.value(u"p"_s), Value::integer(1));
    QCOMPARE(scene.impact()->nodes.at(1).samples.at(3).insertId, 1);
}

/// Each way out makes one step of undo after which Apply goes through.
void TestImpact::waysOut()
{
    for (int way = 0; way < 3; ++way) {
        Scene scene(family({}));
        VERIFY_OK(scene.stage(u"new c p=1"_s));
        VERIFY_OK(scene.stage(u"del p 1"_s));
        const ImpactNode node = scene.impact()->nodes.at(1);
        const auto edit = way == 0 ? deleteToo(node, scene.changes)
            : way == 1             ? detach(scene.schema(), node, scene.changes)
                                   : reparent(scene.schema(), node, scene.changes, {Value::integer(3)});
        VERIFY_OK(edit);
        const ChangeSet before = scene.changes;
        const auto undo = scene.changes.apply(*edit);
        VERIFY_OK(undo);
        QVERIFY(!scene.impact()->isBlocked());
        const auto done = scene.reality();
        QCOMPARE(done.failure, QString());
        QCOMPARE(done.tables.value(u"c"_s),
                 way == 0 ? (ApplyWitness::Difference{3, 0}) : (ApplyWitness::Difference{0, 3}));
        VERIFY_OK(scene.changes.apply(*undo));
        QCOMPARE(scene.changes, before);
    }
}

void TestImpact::refusedWaysOut()
{
    Scene scene(family({}, u"INTEGER NOT NULL DEFAULT 2"_s).replace(u"(5, NULL)"_s, u"(5, 3)"_s));
    VERIFY_OK(scene.stage(u"del p 1"_s));
    const auto impact = scene.impact();
    VERIFY_OK(impact);
    QVERIFY(!canDetach(scene.schema(), impact->nodes.at(1)));
    const auto refused = detach(scene.schema(), impact->nodes.at(1), scene.changes);
    QCOMPARE(refused.ok() ? QString() : refused.error().message,
             u"Rows of c must point at some row: p must not be NULL."_s);
    QVERIFY(!deleteToo(impact->nodes.at(0), scene.changes));
    QVERIFY(!reparent(scene.schema(), impact->nodes.at(1), scene.changes, {}));
}

/// What goes anyway need not be staged.
void TestImpact::takenBack()
{
    Scene scene(tree);
    VERIFY_OK(scene.stage(u"del t 1"_s));
    VERIFY_OK(scene.stage(u"del t 4"_s));
    const ImpactNode node = scene.impact()->nodes.at(0);
    QCOMPARE(node.blocked, ImpactNode::Blocked::AlreadyOtherwise);
    const auto way = takeBack(node, scene.changes);
    VERIFY_OK(way);
    VERIFY_OK(scene.changes.apply(*way));
    QCOMPARE(inWords(*scene.impact()), QStringList({u"t staged 1"_s, u"  t cascade 4 levels 3"_s, u"= t -5 ~0"_s}));
    QCOMPARE(scene.reality().failure, QString());
}

/// An edit of a row that goes later; of no key, and of one.
void TestImpact::editsAreLost()
{
    for (const QString &edit : {u"set t 5 mark 50"_s, u"set t 5 id 50"_s}) {
        Scene scene(tree);
        VERIFY_OK(scene.stage(edit));
        VERIFY_OK(scene.stage(u"del t 1"_s));
        const auto impact = scene.impact();
        VERIFY_OK(impact);
        QCOMPARE(impact->blockers.size(), 1);
        const ImpactNode node = impact->nodes.at(impact->blockers.constFirst());
        QCOMPARE(node.blocked, ImpactNode::Blocked::AlreadyOtherwise);
        QCOMPARE(node.blocking, 1);
        QVERIFY2(scene.reality().failure.contains(u"is edited, but goes with"_s), qPrintable(scene.reality().failure));
        const auto way = takeBack(node, scene.changes);
        VERIFY_OK(way);
        VERIFY_OK(scene.changes.apply(*way));
        QVERIFY(!scene.impact()->isBlocked());
        QCOMPARE(scene.reality().failure, QString());
    }
}

QTEST_GUILESS_MAIN(TestImpact)
#include "tst_impact.moc"
