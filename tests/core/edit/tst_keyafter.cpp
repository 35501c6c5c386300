// SPDX-License-Identifier: GPL-3.0-or-later
// What rows are called once their edits are applied.
#include "core/edit/keyafter.h"

#include "core/edit/dmlwriter.h"
#include "impactscene.h"
#include "support/jobs.h"
#include "support/verify.h"

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestKeyAfter : public QObject {
    Q_OBJECT

    static RowKey keyOf(const QList<Value> &values) { return {values}; }

private Q_SLOTS:
    void rowsKeepTheirNames()
    {
        Scene scene(u"CREATE TABLE p (id INTEGER PRIMARY KEY, name);"
                    "CREATE TABLE c (code TEXT PRIMARY KEY NOT NULL, name);"
                    "CREATE TABLE l (p INTEGER NOT NULL REFERENCES p, n INTEGER NOT NULL, PRIMARY KEY (p, n)) WITHOUT ROWID;"
                    "CREATE TABLE bare (what);"
                    "CREATE TABLE log (id INTEGER PRIMARY KEY, what);"
                    "CREATE TRIGGER logs AFTER INSERT ON p BEGIN INSERT INTO log (what) VALUES ('x'), ('y'); END;"
                    "INSERT INTO p VALUES (40, 'a'), (41, 'b'); INSERT INTO c VALUES ('x', 1), ('y', 2);"
                    "INSERT INTO bare VALUES (7)"_s);
        QVERIFY(scene.isReady());
        for (const QString &edit :
             {u"new p name=z"_s, u"new c code=z"_s, u"new l p=new1.id n=3"_s, u"new bare what=1"_s, u"new p id=77"_s,
              u"new log what=1"_s, u"set p 40 id 50"_s, u"set c x name 9"_s, u"del c y"_s})
            VERIFY_OK(scene.stage(edit));
        const auto script = editScript(scene.schema(), scene.changes, scratch::sqlite());
        VERIFY_OK(script);
        auto database = scratch::open(scene.path());
        VERIFY_OK(database);
        TestJob job;
        const auto outcome = runScript(**database, *script, job);
        VERIFY_OK(outcome);
        const AppliedScript applied{std::make_shared<const ChangeSet>(scene.changes),
                                    std::make_shared<const Schema>(scene.schema()),
                                    std::make_shared<const Script>(*script), *outcome};
        const auto after = [&](const QString &table, const RowKey &key, qint64 insertId) {
            return keyAfter(applied, scratch::sqlite(), {{}, table}, key, insertId);
        };
        QCOMPARE(after(u"p"_s, {}, 1), std::optional(keyOf({Value::integer(42)}))); // made by the database; a trigger inserts, too
        QCOMPARE(after(u"c"_s, {}, 2), std::optional(keyOf({Value::text(u"z"_s)})));
        QCOMPARE(after(u"l"_s, {}, 3), std::optional(keyOf({Value::integer(42), Value::integer(3)})));
        QCOMPARE(after(u"bare"_s, {}, 4), std::optional(keyOf({Value::integer(2)})));
        QCOMPARE(after(u"p"_s, {}, 5), std::optional(keyOf({Value::integer(77)})));
        QCOMPARE((*database)->queryValue(u"SELECT id FROM log WHERE what = 1"_s).value(),
                 after(u"log"_s, {}, 6)->values.constFirst());
        QCOMPARE(after(u"p"_s, keyOf({Value::integer(40)}), 0), std::optional(keyOf({Value::integer(50)})));
        QCOMPARE(after(u"p"_s, keyOf({Value::integer(41)}), 0), std::optional(keyOf({Value::integer(41)}))); // not staged
        QCOMPARE(after(u"c"_s, keyOf({Value::text(u"x"_s)}), 0), std::optional(keyOf({Value::text(u"x"_s)})));
        QVERIFY(!after(u"c"_s, keyOf({Value::text(u"y"_s)}), 0));
        QVERIFY(!after(u"p"_s, {}, 99));
    }
};

QTEST_GUILESS_MAIN(TestKeyAfter)
#include "tst_keyafter.moc"
