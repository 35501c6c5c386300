// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/briefwords.h"

#include "support/quiet.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestBriefWords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void type_data()
    {
        QTest::addColumn<QString>("declared");
        QTest::addColumn<QString>("brief");
        QTest::newRow("with time zone") << u"timestamp with time zone"_s << u"timestamptz"_s;
        QTest::newRow("with precision") << u"timestamp(3) with time zone"_s << u"timestamptz(3)"_s;
        QTest::newRow("without") << u"timestamp without time zone"_s << u"timestamp"_s;
        QTest::newRow("time of day") << u"time(0) without time zone"_s << u"time(0)"_s;
        QTest::newRow("time of day with zone") << u"time with time zone"_s << u"timetz"_s;
        QTest::newRow("array") << u"timestamp with time zone[]"_s << u"timestamptz[]"_s;
        QTest::newRow("varying") << u"character varying(20)"_s << u"varchar(20)"_s;
        QTest::newRow("fixed") << u"character(3)"_s << u"character(3)"_s;
        QTest::newRow("SQLite's, as written") << u"DATETIME"_s << u"datetime"_s;
        QTest::newRow("of another name") << u"mytimestamp with time zones"_s << u"mytimestamp with time zones"_s;
        QTest::newRow("none") << QString() << QString();
    }
    void type()
    {
        QFETCH(QString, declared);
        QTEST(core::briefType(declared), "brief");
    }

    void defaultOf_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("brief");
        QTest::newRow("enum") << u"'G'::mpaa_rating"_s << u"'G'"_s;
        QTest::newRow("of a schema") << u"'new'::\"Sales\".state"_s << u"'new'"_s;
        QTest::newRow("quote in it") << u"'it''s'::text"_s << u"'it''s'"_s;
        QTest::newRow("array") << u"'{}'::text[]"_s << u"'{}'"_s;
        QTest::newRow("with a length") << u"'x'::character varying(20)"_s << u"'x'"_s;
        QTest::newRow("with a time zone") << u"'now'::timestamp(3) with time zone"_s << u"'now'"_s;
        QTest::newRow("a call") << u"nextval('a_seq'::regclass)"_s << u"nextval('a_seq'::regclass)"_s;
        QTest::newRow("two constants") << u"('a'::text || 'b'::text)"_s << u"('a'::text || 'b'::text)"_s;
        QTest::newRow("more after it") << u"'a'::text || 'b'::text"_s << u"'a'::text || 'b'::text"_s;
        QTest::newRow("number") << u"4.99"_s << u"4.99"_s;
    }
    void defaultOf()
    {
        QFETCH(QString, expression);
        QTEST(core::briefDefault(expression), "brief");
    }
};

QTEST_GUILESS_MAIN(TestBriefWords)
#include "tst_briefwords.moc"
