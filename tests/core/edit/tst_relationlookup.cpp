// SPDX-License-Identifier: GPL-3.0-or-later
// The search behind the relation picker, on real databases: ranks, staged rows, cancelling, and a long scan.
#include "core/edit/relationlookup.h"

#include "core/base/whendone.h"
#include "core/schema/relationgraph.h"
#include "support/rowsfixture.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Rank = RelationLookup::Rank;

namespace {

Value n(qint64 number) { return Value::integer(number); }
Value t(const QString &text) { return Value::text(text); }
const QualifiedName users{{}, u"users"_s};

} // namespace

class TestRelationLookup : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    RowsFixture m_db;
    std::unique_ptr<RelationLookup> m_lookup;

    QString open(const QString &sql)
    {
        m_dir = std::make_unique<QTemporaryDir>();
        const QString path = m_dir->filePath(u"t.db"_s);
        const QString failure = sqlitefile::execute(path, u"BEGIN;"_s + sql + u";COMMIT"_s);
        if (!failure.isEmpty())
            return failure;
        const QString opened = m_db.open(path);
        m_lookup = std::make_unique<RelationLookup>(m_db.reader, m_db.background, *m_db.dialect);
        return opened;
    }
    QString target(const QString &table, const QStringList &keys, const QStringList &label)
    {
        m_lookup->setTarget(m_db.schema, {{{}, table}, keys, label});
        return {};
    }
    QString now() const
    {
        QStringList out;
        for (const RelationLookup::Hit &hit : m_lookup->hits()) {
            QStringList key;
            for (const Value &v : hit.key)
                key.append(v.display());
            out.append((hit.insertId > 0 ? u"new%1"_s.arg(hit.insertId) : key.join(u'.')) + u'=' + hit.label);
        }
        return out.join(u", "_s) + (m_lookup->hasMore() ? u" …"_s : QString());
    }
    QString search(const QString &text)
    {
        QSignalSpy finished(m_lookup.get(), &RelationLookup::finished);
        QSignalSpy failed(m_lookup.get(), &RelationLookup::failed);
        m_lookup->setText(text);
        if (!QTest::qWaitFor([&] { return !finished.isEmpty() || !failed.isEmpty(); }, 20'000))
            return u"never finished"_s;
        return failed.isEmpty() ? now() : failed.first().first().value<Error>().message;
    }
    static QString people(const QString &more = {})
    {
        return u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE);"
               "INSERT INTO users VALUES(1, 'Ada Byron', 'ada@x'), (2, 'Adam', 'adam@x'), (3, 'Grace', 'grace@x'),"
               " (4, 'Old Adalbert', 'old@x'), (5, 'Canada', 'ca@x'), (6, NULL, 'six@x'), (7, 'ada', 'low@x'), (12, '7', 'n@x')"_s + more;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup()
    {
        m_lookup.reset();
        m_db = {};
    }

    void ranks_data()
    {
        QTest::addColumn<QString>("more");
        QTest::newRow("without an index") << QString();
        QTest::newRow("with an index") << u"; CREATE INDEX by_name ON users(name)"_s;
        QTest::newRow("with an index that folds case") << u"; CREATE INDEX by_name ON users(name COLLATE NOCASE)"_s;
    }
    void ranks()
    {
        QFETCH(QString, more);
        QCOMPARE(open(people(more)), QString());
        target(u"users"_s, {u"id"_s}, {u"name"_s});
        QCOMPARE(search(u"ada"_s), u"7=ada, 1=Ada Byron, 2=Adam, 4=Old Adalbert, 5=Canada"_s);
        QCOMPARE(m_lookup->hits().at(0).rank, Rank::ExactLabel);
        QCOMPARE(m_lookup->hits().at(3).rank, Rank::WordStart);
        QCOMPARE(m_lookup->hits().at(4).rank, Rank::Contains);
        QCOMPARE(search(u" ADA b "_s), u"1=Ada Byron"_s);
        QCOMPARE(search(u"7"_s), u"7=ada, 12=7"_s); // the key first, then who is called so
        QCOMPARE(search(u"nobody"_s), QString());
        QCOMPARE(search(u"%"_s), QString()); // no pattern, but a text
        // In the label's order where an index gives it; who has no label is listed, too.
        QCOMPARE(search(QString()).section(u',', 0, 0), more.isEmpty() ? u"1=Ada Byron"_s : u"6="_s);
        QCOMPARE(m_lookup->hits().size(), 8);
    }

    void atMost()
    {
        QCOMPARE(open(people()), QString());
        target(u"users"_s, {u"id"_s}, {u"name"_s});
        m_lookup->setAtMost(2);
        QCOMPARE(search(u"ada"_s), u"7=ada, 1=Ada Byron …"_s);
        QCOMPARE(search(u"grace"_s), u"3=Grace"_s);
        QCOMPARE(search({}), u"1=Ada Byron, 2=Adam …"_s);
    }

    void recentOnesFirst()
    {
        QCOMPARE(open(people()), QString());
        target(u"users"_s, {u"id"_s}, {u"name"_s});
        m_lookup->setRecent({{n(5)}, {n(3)}, {n(99)}});
        m_lookup->setAtMost(4);
        QCOMPARE(search({}), u"5=Canada, 3=Grace, 1=Ada Byron, 2=Adam …"_s);
    }

    void stagedRows()
    {
        QCOMPARE(open(people()), QString());
        target(u"users"_s, {u"id"_s}, {u"name"_s});
        ChangeSet changes;
        VERIFY_OK(changes.apply(InsertRow{users, 0, {{u"name"_s, NewValue(t(u"Adele"_s))}}, -1}));
        VERIFY_OK(changes.apply(SetCell{users, {{n(3)}}, u"name"_s, t(u"Grace"_s), NewValue(t(u"Ada Grace"_s)), -1}));
        VERIFY_OK(changes.apply(SetCell{users, {{n(2)}}, u"name"_s, t(u"Adam"_s), NewValue(t(u"Bob"_s)), -1}));
        VERIFY_OK(changes.apply(DeleteRow{users, {{n(1)}}, {}, -1}));
        m_lookup->setChanges(std::make_shared<const ChangeSet>(changes));
        QCOMPARE(search(u"ad"_s), u"7=ada, 3=Ada Grace, new1=Adele, 4=Old Adalbert, 5=Canada"_s);
        QCOMPARE(search(u"bob"_s), u"2=Bob"_s);
        QCOMPARE(search(u"grace"_s), u"3=Ada Grace"_s);
        QCOMPARE(search({}), u"new1=Adele, 2=Bob, 3=Ada Grace, 4=Old Adalbert, 5=Canada, 6=, 7=ada, 12=7"_s);
    }

    void othersKindsOfKeys()
    {
        QCOMPARE(open(u"CREATE TABLE orders(shop TEXT, no INT, first TEXT, last TEXT, PRIMARY KEY(shop, no)) WITHOUT ROWID;"
                      "INSERT INTO orders VALUES('a', 1, 'Ada', 'Byron'), ('a', 2, 'Bob', NULL), ('b', 1, NULL, 'Ada')"_s), QString());
        target(u"orders"_s, {u"shop"_s, u"no"_s}, {u"first"_s, u"last"_s});
        QCOMPARE(search(u"ada by"_s), u"a.1=Ada Byron"_s);
        QCOMPARE(search(u"ada"_s), u"b.1=Ada, a.1=Ada Byron"_s);
        QCOMPARE(search(u"2"_s), u"a.2=Bob"_s);
        QCOMPARE(search(u"a 2"_s), QString()); // no label says so; keys are found by their parts
        target(u"orders"_s, {u"shop"_s, u"no"_s}, {});
        QCOMPARE(search(u"a 2"_s), u"a.2="_s); // without a label the key is what is searched
        target(u"gone"_s, {u"id"_s}, {});
        QVERIFY(search(u"x"_s).contains(u"not in the database any more"_s));
    }

    void aLongScanGivesWay()
    {
        QCOMPARE(open(u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, pad TEXT);"
                      "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
                      " INSERT INTO users SELECT i * 3, 'person ' || i, 'some text to make the row longer' FROM n;"
                      "INSERT INTO users VALUES(2, 'needle early', NULL), (700000, 'a needle late', NULL)"_s), QString());
        target(u"users"_s, {u"id"_s}, {u"name"_s});
        QString first;
        connect(m_lookup.get(), &RelationLookup::hitsChanged, this, [&] {
            if (first.isEmpty() && !m_lookup->hits().isEmpty())
                first = now();
        });
        QCOMPARE(search(u"needle"_s), u"2=needle early, 700000=a needle late"_s);
        QCOMPARE(first, u"2=needle early"_s); // shown before the scan came to the end

        // Another job on the same connection does not wait for the end.
        QSignalSpy finished(m_lookup.get(), &RelationLookup::finished);
        m_lookup->setTurn(1);
        m_lookup->setText(u"nothing at all"_s);
        bool between = false;
        whenDone(m_db.background->submit([](Database &, JobContext &) -> Result<Done> { return Done(); }), this,
                 [&](const Result<Done> &) { between = finished.isEmpty(); });
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(between);
        QCOMPARE(now(), QString());
        // All that is common is not collected: the best ones and the word that there are more.
        QVERIFY(search(u"person 1"_s).endsWith(u"…"_s));
        QCOMPARE(m_lookup->hits().size(), 50);
        QCOMPARE(m_lookup->hits().constFirst().label, u"person 1"_s);
    }

    void aNewTextStopsTheOld()
    {
        QCOMPARE(open(u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);"
                      "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
                      " INSERT INTO users SELECT i, 'person ' || i FROM n"_s), QString());
        target(u"users"_s, {u"id"_s}, {u"name"_s});
        QSignalSpy finished(m_lookup.get(), &RelationLookup::finished);
        QSignalSpy failed(m_lookup.get(), &RelationLookup::failed);
        for (const QString &text : {u"p"_s, u"pe"_s, u"xx"_s, u"person 19999"_s})
            m_lookup->setText(text);
        QTRY_COMPARE(finished.size(), 1); // one search, one end
        QCOMPARE(failed.size(), 0);
        QCOMPARE(m_lookup->hits().constFirst().label, u"person 19999"_s);
        QCOMPARE(m_lookup->hits().size(), 11); // itself and 199990 to 199999
        m_lookup->setText(u"p"_s);
        m_lookup->stop();
        QVERIFY(!m_lookup->isBusy());
        const QString stopped = now();
        QTest::qWait(50); // nothing may come any more
        QCOMPARE(finished.size(), 1);
        QCOMPARE(now(), stopped);
        m_lookup->setText(u"xyz"_s);
        m_lookup.reset(); // while a job runs
        QCOMPARE(failed.size(), 0);
    }
};

QTEST_GUILESS_MAIN(TestRelationLookup)
#include "tst_relationlookup.moc"
