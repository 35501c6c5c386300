// SPDX-License-Identifier: GPL-3.0-or-later
// Which definitions are the same but for the order of their clauses, and which are not.
#include "core/sql/clauseorder.h"

#include "support/schemadb.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestClauseOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void compares_data();
    void compares();
};

void TestClauseOrder::compares_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *name, const QString &a, const QString &b, bool same) {
        QTest::newRow(name) << a << b << same;
    };
    row("NOT NULL after DEFAULT", u"`n` integer NOT NULL DEFAULT 0"_s, u"`n` integer DEFAULT 0 NOT NULL"_s, true);
    row("a name with and without quotes", u"n INTEGER  not null"_s, u"`n` integer NOT NULL"_s, true);
    row("case of the type", u"`n` INTEGER  not null"_s, u"\"n\" integer NOT NULL"_s, true);
    row("another default", u"`n` integer DEFAULT 0 NOT NULL"_s, u"`n` integer DEFAULT 1 NOT NULL"_s, false);
    row("without NOT NULL", u"`n` integer DEFAULT 0 NOT NULL"_s, u"`n` integer DEFAULT 0"_s, false);
    row("a default of NULL", u"`n` text DEFAULT NULL COLLATE NOCASE"_s, u"`n` text COLLATE NOCASE DEFAULT NULL"_s,
        true);
    row("NULL that is said", u"`n` text NULL UNIQUE"_s, u"`n` text UNIQUE NULL"_s, true);
    row("words within parentheses stay", u"`n` text DEFAULT (a NOT NULL UNIQUE)"_s,
        u"`n` text DEFAULT (a UNIQUE NOT NULL)"_s, false);
    row("actions of a key", u"FOREIGN KEY (`a`) REFERENCES `b`(`id`) ON UPDATE cascade ON DELETE set null"_s,
        u"FOREIGN KEY (`a`) REFERENCES `b`(`id`) ON DELETE set null ON UPDATE cascade"_s, true);
    row("another action", u"`a` integer REFERENCES `b`(`id`) ON DELETE SET NULL"_s,
        u"`a` integer REFERENCES `b`(`id`) ON DELETE SET DEFAULT"_s, false);
    row("a name goes with its constraint", u"`n` text CONSTRAINT x NOT NULL CONSTRAINT y UNIQUE"_s,
        u"`n` text CONSTRAINT y UNIQUE CONSTRAINT x NOT NULL"_s, true);
    row("names that are swapped", u"`n` text CONSTRAINT x NOT NULL CONSTRAINT y UNIQUE"_s,
        u"`n` text CONSTRAINT y NOT NULL CONSTRAINT x UNIQUE"_s, false);
    row("ON CONFLICT stays with its clause", u"`n` text NOT NULL ON CONFLICT FAIL UNIQUE"_s,
        u"`n` text NOT NULL UNIQUE ON CONFLICT FAIL"_s, false);
    row("generated", u"`n` text GENERATED ALWAYS AS (1) STORED NOT NULL"_s,
        u"`n` text NOT NULL GENERATED ALWAYS AS (1) STORED"_s, true);
    row("the order of columns in a key", u"PRIMARY KEY (`a`, `b`)"_s, u"PRIMARY KEY (`b`, `a`)"_s, false);
    row("another column", u"`a` text NOT NULL"_s, u"`b` text NOT NULL"_s, false);
}

void TestClauseOrder::compares()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    const LexRules rules = SchemaDb::dialect().lexRules();
    QTEST(withoutClauseOrder(a, rules) == withoutClauseOrder(b, rules), "same");
    QCOMPARE(withoutClauseOrder(a, rules), withoutClauseOrder(a, rules));
}

QTEST_MAIN(TestClauseOrder)
#include "tst_clauseorder.moc"
