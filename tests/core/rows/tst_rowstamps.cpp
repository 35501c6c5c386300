// SPDX-License-Identifier: GPL-3.0-or-later
// Columns that say when a row was deleted or changed: recognised, stamped in their own notation, hidden by a filter.
#include "core/rows/rowstamps.h"

#include "support/scratchdb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 moment = 1'793'382'300'250; // 2026-10-30 17:45:00.250

Value n(qint64 number) { return Value::integer(number); }
Value t(const QString &text) { return Value::text(text); }
using Samples = QHash<QString, QList<Value>>;

} // namespace

class TestRowStamps : public QObject {
    Q_OBJECT

    static Result<Schema> schemaOf(const QTemporaryDir &dir, const QString &sql)
    {
        const auto database = scratch::open(scratch::makeDatabase(dir, u"t.db"_s, sql));
        RC_TRY(database);
        return scratch::sqlite().introspect(**database);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void deletionIsRecognised_data()
    {
        QTest::addColumn<QString>("columns");
        QTest::addColumn<Samples>("samples");
        QTest::addColumn<QString>("column"); ///< none when nothing is recognised
        QTest::addColumn<Value>("stamp");
        const Value text = t(u"2026-10-30 17:45:00"_s);
        QTest::newRow("all NULL, integer") << u"deleted_at INTEGER"_s << Samples{} << u"deleted_at"_s << n(moment / 1000);
        QTest::newRow("as its values look") << u"deletedAt INTEGER"_s << Samples{{u"deletedAt"_s, {Value(), n(moment)}}}
                                            << u"deletedAt"_s << n(moment);
        QTest::newRow("as its sibling looks") << u"deletedAt INTEGER, created_at INTEGER"_s
                                              << Samples{{u"created_at"_s, {n(moment)}}} << u"deletedAt"_s << n(moment);
        QTest::newRow("as its sibling's default says")
            << u"deleted_at INTEGER, created_at INTEGER DEFAULT (unixepoch() * 1000)"_s << Samples{} << u"deleted_at"_s << n(moment);
        QTest::newRow("text") << u"archived_at TEXT"_s << Samples{} << u"archived_at"_s << text;
        QTest::newRow("text with T, fraction and zone") << u"\"Deleted At\" TEXT"_s
                                                        << Samples{{u"Deleted At"_s, {t(u"2020-01-01T00:00:00.5Z"_s)}}}
                                                        << u"Deleted At"_s << t(u"2026-10-30T17:45:00.250Z"_s);
        QTest::newRow("another zone") << u"deleted_at TEXT"_s << Samples{{u"deleted_at"_s, {t(u"2020-01-01T00:00:00+02:00"_s)}}}
                                      << u"deleted_at"_s << t(u"2026-10-30T17:45:00+00:00"_s);
        QTest::newRow("a date") << u"deleted_at DATE"_s << Samples{} << u"deleted_at"_s << t(u"2026-10-30"_s);
        QTest::newRow("a flag") << u"is_deleted BOOLEAN NOT NULL DEFAULT 0"_s << Samples{} << u"is_deleted"_s << n(1);
        QTest::newRow("an integer flag") << u"archived INTEGER"_s << Samples{{u"archived"_s, {n(0), n(1)}}} << u"archived"_s << n(1);
        QTest::newRow("the time wins") << u"deleted BOOLEAN, deleted_at TEXT"_s << Samples{} << u"deleted_at"_s << text;
        QTest::newRow("a count is no flag") << u"removed INTEGER"_s << Samples{{u"removed"_s, {n(0), n(12)}}} << QString() << Value();
        QTest::newRow("words are no time") << u"deleted_at TEXT"_s << Samples{{u"deleted_at"_s, {t(u"yesterday"_s)}}} << QString() << Value();
        QTest::newRow("must not be NULL") << u"deleted_at INTEGER NOT NULL"_s << Samples{} << QString() << Value();
        QTest::newRow("computed") << u"a, is_deleted BOOLEAN AS (a IS NOT NULL)"_s << Samples{} << QString() << Value();
        QTest::newRow("nothing of the kind") << u"undeleted_at INTEGER, name TEXT"_s << Samples{} << QString() << Value();
    }

    void deletionIsRecognised()
    {
        QFETCH(QString, columns);
        QFETCH(Samples, samples);
        QFETCH(QString, column);
        QFETCH(Value, stamp);
        const QTemporaryDir dir;
        const auto schema = schemaOf(dir, u"CREATE TABLE t(id INTEGER PRIMARY KEY, %1)"_s.arg(columns));
        VERIFY_OK(schema);
        const auto mark = deletionMarkOf(schema->tables.constFirst(), scratch::sqlite(), samples);
        QCOMPARE(mark ? mark->column : QString(), column);
        if (!mark)
            return;
        const QualifiedName name{{}, u"t"_s};
        const Value alive = mark->kind == DeletionMark::Kind::Time ? Value() : n(0);
        const auto op = softDelete(name, *mark, {{n(1)}}, alive, moment);
        VERIFY_OK(op);
        QCOMPARE(*op, EditOp(SetCell{name, {{n(1)}}, column, alive, NewValue(stamp), -1}));
        QVERIFY(!softDelete(name, *mark, {{n(1)}}, stamp, moment).ok());
        const auto back = softRestore(name, *mark, {{n(1)}}, stamp);
        VERIFY_OK(back);
        QCOMPARE(*back, EditOp(SetCell{name, {{n(1)}}, column, stamp, NewValue(alive), -1}));
        QVERIFY(!softRestore(name, *mark, {{n(1)}}, alive).ok());
        QCOMPARE(markValue(*mark, true, alive, moment), stamp);
        QCOMPARE(markValue(*mark, false, stamp, moment), alive);
        QCOMPARE(markValue(*mark, true, stamp, moment + 86'400'000), stamp); // it keeps its own time
        QCOMPARE(markValue(*mark, false, Value(), moment), Value());
        QVERIFY(isDeleted(*mark, stamp));
        QVERIFY(!isDeleted(*mark, Value()));
    }

    void changesAreStamped()
    {
        const QTemporaryDir dir;
        const auto schema = schemaOf(dir, u"CREATE TABLE t(id INTEGER PRIMARY KEY, lastUpdate TEXT DEFAULT CURRENT_TIMESTAMP, name)"_s);
        VERIFY_OK(schema);
        const auto stamp = updateStampOf(schema->tables.constFirst(), scratch::sqlite());
        QVERIFY(stamp.has_value());
        QCOMPARE(stamp->column, u"lastUpdate"_s);
        QCOMPARE(stampValue(stamp->notation, moment), t(u"2026-10-30 17:45:00"_s));
    }

    void deletedRowsAreHidden_data()
    {
        QTest::addColumn<DeletionMark>("mark");
        const TimeNotation seconds;
        QTest::newRow("time") << DeletionMark{DeletionMark::Kind::Time, u"gone_at"_s, seconds, true};
        QTest::newRow("flag") << DeletionMark{DeletionMark::Kind::Flag, u"gone"_s, seconds, true};
        QTest::newRow("flag that is never NULL") << DeletionMark{DeletionMark::Kind::Flag, u"gone2"_s, seconds, false};
    }

    void deletedRowsAreHidden()
    {
        QFETCH(DeletionMark, mark);
        const QTemporaryDir dir;
        const auto database = scratch::open(scratch::makeDatabase(dir, u"t.db"_s,
            u"CREATE TABLE t(id INTEGER PRIMARY KEY, a, gone_at INT, gone BOOLEAN, gone2 BOOLEAN NOT NULL);"
            "INSERT INTO t VALUES(1, 'x', NULL, 0, 0), (2, 'x', 5, 1, 1), (3, 'y', NULL, NULL, 0), (4, 'y', 7, 1, 1), (5, 'z', NULL, 0, 0)"_s));
        VERIFY_OK(database);
        const auto schema = scratch::sqlite().introspect(**database);
        VERIFY_OK(schema);
        const auto ids = [&](const Filter &filter) {
            const auto sql = scratch::sqlite().rowSql(*schema, {{{}, u"t"_s}, filter, {}, {}});
            QString out;
            if (!sql)
                return sql.error().message;
            const BoundSql all = (*sql)->allKeys();
            const auto rows = (*database)->query(all.sql, all.values);
            for (const Row &row : *rows)
                out += row.front().display();
            return out;
        };
        const Filter xOrY{{{FilterTerm::Join::And, Condition{u"a"_s, FilterOp::Equal, {t(u"x"_s)}}, true},
                           {FilterTerm::Join::Or, Condition{u"a"_s, FilterOp::Equal, {t(u"y"_s)}}, true},
                           {FilterTerm::Join::And, Condition{u"id"_s, FilterOp::Greater, {n(0)}}, true}}};
        QCOMPARE(ids({}), u"12345"_s);
        QCOMPARE(ids(withoutDeleted({}, mark)), u"135"_s);
        QCOMPARE(ids(xOrY), u"1234"_s);
        QCOMPARE(ids(withoutDeleted(xOrY, mark)), u"13"_s);
    }
};

QTEST_GUILESS_MAIN(TestRowStamps)
#include "tst_rowstamps.moc"
