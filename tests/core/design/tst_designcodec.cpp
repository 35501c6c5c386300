// SPDX-License-Identifier: GPL-3.0-or-later
// That any design reads back as it was is proved in tst_designproperty.
#include "core/design/designcodec.h"

#include "core/design/schemadesign.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestDesignCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingIsNoDesign()
    {
        QVERIFY(!decodedDesign({}));
        QVERIFY(!decodedDesign("[]"));
        QVERIFY(!decodedDesign(R"({"design": 99, "strokes": []})"));
        const auto empty = decodedDesign(encodedDesign({}));
        VERIFY_OK(empty);
        QVERIFY(empty->strokes.isEmpty());
    }

    void whatIsNotKnownIsCounted()
    {
        const auto read = decodedDesign(R"({"design": 1, "strokes": [[
            {"step": "dropTable", "table": {"name": "a"}}, {"step": "paintTable", "table": {"name": "a"}},
            {"step": "dropTable", "table": "a"}], [{"step": "setOptions", "table": {"name": "b"}, "strict": 7}]]})");
        VERIFY_OK(read);
        QCOMPARE(read->unreadable, 3);
        QCOMPARE(read->strokes, (QList<QList<DesignStep>>{{design::DropTable{{{}, u"a"_s}}}}));
    }

    void resumedOnAnotherSchema()
    {
        const auto read = schemaOf(u"CREATE TABLE a (id INTEGER PRIMARY KEY, b TEXT)"_s);
        VERIFY_OK(read);
        SchemaDesign design(std::make_shared<const Schema>(*read), SchemaDb::dialect());
        VERIFY_OK(design.push(DesignStep(design::RenameColumn{{{}, u"a"_s}, u"b"_s, u"c"_s})));
        VERIFY_OK(design.push(QList<DesignStep>{design::RenameTable{{{}, u"a"_s}, u"z"_s},
                                                design::RenameColumn{{{}, u"z"_s}, u"c"_s, u"d"_s}}));
        const auto kept = decodedDesign(encodedDesign(design.strokes()));
        VERIFY_OK(kept);

        SchemaDesign again(design.base(), SchemaDb::dialect());
        QVERIFY(again.resume(kept->strokes).isEmpty());
        QCOMPARE(again.target(), design.target());
        again.undo(); // both steps of the second one
        QVERIFY(again.target().table({{}, u"a"_s})->column(u"c"_s));
        again.undo();
        QCOMPARE(again.target(), *design.base());
        QVERIFY(!again.canUndo());

        const auto other = schemaOf(u"CREATE TABLE a (id INTEGER PRIMARY KEY, e TEXT)"_s);
        VERIFY_OK(other);
        SchemaDesign elsewhere(std::make_shared<const Schema>(*other), SchemaDb::dialect());
        QCOMPARE(elsewhere.resume(kept->strokes).size(), 2); // the column is not there
        QVERIFY(elsewhere.target().table({{}, u"z"_s}));
    }
};

QTEST_GUILESS_MAIN(TestDesignCodec)
#include "tst_designcodec.moc"
