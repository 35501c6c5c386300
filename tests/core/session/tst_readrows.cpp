// SPDX-License-Identifier: GPL-3.0-or-later
// Rows read by their keys, for whoever edits them.
#include "core/base/whendone.h"
#include "support/opensession.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestReadRows : public QObject {
    Q_OBJECT

    const QualifiedName m_things{{}, u"things"_s};
    const QualifiedName m_pairs{{}, u"pairs"_s};

private Q_SLOTS:
    void severalInTheOrderOfTheirKeys()
    {
        OpenSession open(u"CREATE TABLE things (id INTEGER PRIMARY KEY, t TEXT, b BLOB);"
                         "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                         " INSERT INTO things SELECT i, 'row ' || i, zeroblob(i) FROM n;"_s);
        QVERIFY2(open.session, qPrintable(open.error));
        QList<RowKey> keys;
        for (int id = 501; id > 0; --id)
            keys.append({{Value::integer(id)}});
        const auto rows = waitFor(open.session->readRowsCut(m_things, keys, 100));
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), 501);
        QVERIFY(rows->first().cells.isEmpty()); // there is no such row
        for (int id = 500; id > 0; --id) {
            const CutRow &row = rows->at(501 - id);
            QCOMPARE(row.cells.value(u"t"_s), Value::text(u"row %1"_s.arg(id)));
            QCOMPARE(row.cutSizes.contains(u"b"_s), id > 100);
            QCOMPARE(row.cells.value(u"b"_s).bytes().size(), qMin(id, 100));
        }
    }

    void keysOfSeveralColumns()
    {
        OpenSession open(u"CREATE TABLE pairs (a INT, b TEXT, c, PRIMARY KEY (a, b)) WITHOUT ROWID;"
                         "INSERT INTO pairs VALUES (1,'x',5), (1,'y',6), (2,'x',7);"_s);
        QVERIFY2(open.session, qPrintable(open.error));
        const QList<RowKey> keys{{{Value::integer(2), Value::text(u"x"_s)}}, {{Value::integer(1), Value::text(u"y"_s)}}};
        const auto rows = waitFor(open.session->readRowsCut(m_pairs, keys, 100));
        VERIFY_OK(rows);
        QCOMPARE(rows->at(0).cells.value(u"c"_s), Value::integer(7));
        QCOMPARE(rows->at(1).cells.value(u"c"_s), Value::integer(6));
        QVERIFY(!waitFor(open.session->readRowsCut(m_pairs, {{{Value::integer(2)}}}, 100))); // no key of this table
    }
};

QTEST_GUILESS_MAIN(TestReadRows)
#include "tst_readrows.moc"
