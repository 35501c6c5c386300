// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/columnlimits.h"

#include "support/tempdatabase.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(core::Value)

class TestColumnLimits : public QObject {
    Q_OBJECT

    const Dialect &m_dialect = *dialectByName(u"sqlite"_s);

    /// Of `c`, in a table declared like this.
    ColumnLimits limits(const QString &type, const QString &check, bool strict = false) const
    {
        Table table;
        Column column;
        column.name = u"c"_s;
        column.declaredType = type;
        table.columns = {column};
        table.strict = strict;
        if (!check.isEmpty())
            table.checks = {{{}, check, {}}};
        return limitsOf(table, column, m_dialect);
    }
    TypeFamily family(const QString &type) const { return m_dialect.typeFamily(type); }

private Q_SLOTS:
    void facts_data()
    {
        QTest::addColumn<QString>("check");
        QTest::addColumn<QString>("facts");
        const auto row = [](const QString &check, const QString &facts) {
            QTest::newRow(qPrintable(check)) << check << facts;
        };
        row(u"length(c) <= 80"_s, u"at most 80 characters"_s);
        row(u"length(\"c\") < 81"_s, u"at most 80 characters"_s);
        row(u"(80 >= length([t].[c]))"_s, u"at most 80 characters"_s);
        row(u"length(c) = 1"_s, u"1 character"_s);
        row(u"length(c) between 2 and 5"_s, u"2 to 5 characters"_s);
        row(u"length(c) > 0 AND length(c) <= 3"_s, u"1 to 3 characters"_s);
        row(u"c between 0 and 5"_s, u"0 to 5"_s);
        row(u"`c` >= -1.5 and (c < 10)"_s, u"≥ -1.5, < 10"_s);
        row(u"0 < c"_s, u"> 0"_s);
        row(u"c >= 0 and d > 7"_s, u"≥ 0"_s);
        row(u"c is null or c > 0"_s, u"> 0"_s);
        row(u"(c > 0 and c < 9) or c is null"_s, u"> 0, < 9"_s);
        // What cannot be read for certain says nothing.
        row(u"c > 0 or d > 0"_s, QString());
        row(u"c > 0 and d > 0 or c < -5"_s, QString());
        row(u"not c > 0"_s, QString());
        row(u"c not between 0 and 5"_s, QString());
        row(u"c > d"_s, QString());
        row(u"abs(c) <= 5"_s, QString());
        row(u"c + 1 <= 5"_s, QString());
        row(u"case when d then c > 0 and c < 5 else 1 end"_s, QString());
        row(u"length(trim(c)) > 0"_s, QString());
        row(u"d <= 80"_s, QString());
        row(u"d is null or c > 0"_s, QString());
        row(u"c > '5'"_s, QString());
    }
    void facts()
    {
        QFETCH(QString, check);
        QFETCH(QString, facts);
        QCOMPARE(limitFacts(limits(u"INTEGER"_s, check)).join(u" · "_s), facts);
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("check");
        QTest::addColumn<Value>("value");
        QTest::addColumn<bool>("refused");
        const auto row = [](const QString &type, const QString &check, const Value &value, bool refused) {
            QTest::addRow("%s, %s, %s", qPrintable(type), qPrintable(check), qPrintable(value.display()))
                << type << check << value << refused;
        };
        const auto n = [](qint64 v) { return Value::integer(v); };
        const auto t = [](const QString &v) { return Value::text(v); };
        row(u"INTEGER"_s, u"c between 0 and 5"_s, n(5), false);
        row(u"INTEGER"_s, u"c between 0 and 5"_s, n(6), true);
        row(u"INTEGER"_s, u"c between 0 and 5"_s, n(-1), true);
        row(u"INTEGER"_s, u"c > 0"_s, n(0), true);
        row(u"INTEGER"_s, u"c > 0"_s, Value(), false);
        row(u"INTEGER"_s, u"c <= 9007199254740992"_s, n(9007199254740993), true);
        row(u"REAL"_s, u"c < 1"_s, Value::real(0.999), false);
        row(u"REAL"_s, u"c < 1"_s, Value::real(1.0), true);
        row(u"TEXT"_s, u"length(c) <= 3"_s, t(u"abcd"_s), true);
        row(u"TEXT"_s, u"length(c) <= 3"_s, t(u"äöü"_s), false);
        row(u"TEXT"_s, u"length(c) <= 1"_s, t(u"\U0001F327"_s), false);
        row(u"BLOB"_s, u"length(c) = 2"_s, Value::blob("abc"), true);
        row(u"TEXT"_s, u"c in ('a', 'b''c')"_s, t(u"b'c"_s), false);
        row(u"TEXT"_s, u"c in ('a', 'b''c')"_s, t(u"b"_s), true);
        row(u"INTEGER"_s, u"c in (1, 2, -3)"_s, n(-3), false);
        row(u"INTEGER"_s, u"c in (1, 2, -3)"_s, n(3), true);
        row(u"TEXT"_s, u"c is not null"_s, Value(), true);
        row(u"TEXT"_s, u"c is not null and length(c) > 0"_s, t(QString()), true);
        row(u"TEXT"_s, u"c is null or c is not null"_s, Value(), false);
        row(u"VARCHAR(3)"_s, QString(), t(u"abcd"_s), false); // declared, and not insisted on
    }
    void refusals()
    {
        QFETCH(QString, type);
        QFETCH(QString, check);
        QFETCH(Value, value);
        QFETCH(bool, refused);
        const QString why = refusal(value, limits(type, check), family(type));
        QVERIFY2(why.isEmpty() != refused, qPrintable(why));
        // The database is of the same opinion.
        QTemporaryDir folder;
        const QString path = tempdatabase::make(
            folder, u"t.db"_s,
            u"CREATE TABLE t (c %1 %2)"_s.arg(type, check.isEmpty() ? QString() : u"CHECK (%1)"_s.arg(check)));
        const QString insert = u"INSERT INTO t VALUES (%1)"_s.arg(m_dialect.literal(value));
        QCOMPARE(!tempdatabase::run(path, insert).isEmpty(), refused);
    }

    void strictTypes_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<Value>("value");
        QTest::addColumn<bool>("refused");
        const QList<Value> values{Value::integer(1),   Value::real(1.0),           Value::real(1.5),
                                  Value::text(u"x"_s), Value::text(u"1e999999"_s), Value::blob("x")};
        const QHash<QString, QString> refused{{u"INTEGER"_s, u"001101"_s}, {u"INT"_s, u"001101"_s},
                                              {u"REAL"_s, u"000101"_s},    {u"TEXT"_s, u"000001"_s},
                                              {u"BLOB"_s, u"111110"_s},    {u"ANY"_s, u"000000"_s}};
        for (auto type = refused.cbegin(); type != refused.cend(); ++type) {
            for (qsizetype i = 0; i < values.size(); ++i) {
                if (values[i] == Value::text(u"1e999999"_s))
                    continue; // infinity to the one and a text to the other: no opinion
                QTest::addRow("%s %lld", qPrintable(type.key()), static_cast<long long>(i))
                    << type.key() << values[i] << (type->at(i) == u'1');
            }
        }
    }
    void strictTypes()
    {
        QFETCH(QString, type);
        QFETCH(Value, value);
        QFETCH(bool, refused);
        QCOMPARE(!refusal(value, limits(type, {}, true), family(type)).isEmpty(), refused);
        QTemporaryDir folder;
        const QString path = tempdatabase::make(folder, u"t.db"_s, u"CREATE TABLE t (c %1) STRICT"_s.arg(type));
        QCOMPARE(!tempdatabase::run(path, u"INSERT INTO t VALUES (%1)"_s.arg(m_dialect.literal(value))).isEmpty(),
                 refused);
    }

    void otherCollationsAreNotJudged()
    {
        Table table;
        Column column;
        column.name = u"c"_s;
        column.declaredType = u"TEXT"_s;
        column.collation = u"NOCASE"_s;
        table.columns = {column};
        table.checks = {{{}, u"c IN ('a')"_s, {}}};
        QVERIFY(refusal(Value::text(u"A"_s), limitsOf(table, column, m_dialect), TypeFamily::Text).isEmpty());
    }

    void lengthsAndKeys()
    {
        Table table;
        Column column;
        column.name = u"c"_s;
        column.declaredType = u"varchar(80)"_s;
        Column other = column;
        other.name = u"d"_s;
        table.columns = {column, other};
        table.indexes = {Index{u"i"_s, {{u"C"_s, {}, {}, {}}}, true, {}, {}}};
        ColumnLimits found = limitsOf(table, column, m_dialect);
        QVERIFY(found.unique && !found.key);
        QCOMPARE(longestText(found), std::optional<qint64>(80));
        table.indexes.first().where = u"c > 1"_s;
        QVERIFY(!limitsOf(table, column, m_dialect).unique);
        table.indexes.first().where.clear();
        table.indexes.first().columns.append({u"d"_s, {}, {}, {}});
        QVERIFY(!limitsOf(table, column, m_dialect).unique);
        table.primaryKey = PrimaryKey{{}, {{u"c"_s, {}, {}, {}}, {u"d"_s, {}, {}, {}}}, false, {}, {}};
        found = limitsOf(table, column, m_dialect);
        QVERIFY(found.key && !found.unique);
    }
};

QTEST_GUILESS_MAIN(TestColumnLimits)
#include "tst_columnlimits.moc"
