// SPDX-License-Identifier: GPL-3.0-or-later
// What the designer's steps do to enums: pure, without a server.
#include "core/design/designcodec.h"
#include "core/design/designenums.h"
#include "core/design/designproblems.h"
#include "core/design/designrepairs.h"
#include "core/dialect/designrules.h"

#include "support/quiet.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QualifiedName mood{{}, u"mood"_s};
const QualifiedName people{{}, u"people"_s};

Column columnOf(const QString &name, const QString &type, const std::optional<QString> &defaultSql = {})
{
    Column c;
    c.name = name;
    c.declaredType = type;
    c.defaultExpression = defaultSql;
    return c;
}

SchemaPtr moods()
{
    Schema schema;
    schema.schemas = {{u"kinds"_s}, {u"public"_s}};
    schema.enums = {{mood, {u"sad"_s, u"ok"_s, u"happy"_s}}};
    Table t;
    t.name = people;
    t.plainKeys = true;
    t.columns = {columnOf(u"id"_s, u"integer"_s), columnOf(u"feels"_s, u"mood"_s, u"'ok'::mood"_s),
                 columnOf(u"felt"_s, u"mood[]"_s)};
    schema.tables = {t};
    return std::make_shared<const Schema>(schema);
}

SchemaDesign designOfMoods()
{
    return SchemaDesign(moods(), *dialectByName(u"postgres"_s));
}

QStringList valuesIn(const SchemaDesign &design, const QualifiedName &type = mood)
{
    const EnumType *found = design.target().enumType(type);
    return found ? found->values : QStringList();
}

} // namespace

class TestDesignEnums : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void values()
    {
        SchemaDesign design = designOfMoods();
        VERIFY_OK(design.push(DesignStep(design::AddEnumValue{mood, u"fine"_s, 2})));
        VERIFY_OK(design.push(DesignStep(design::RenameEnumValue{mood, u"ok"_s, u"so-so"_s})));
        VERIFY_OK(design.push(DesignStep(design::MoveEnumValue{mood, u"happy"_s, 0})));
        VERIFY_OK(design.push(DesignStep(design::DropEnumValue{mood, u"sad"_s})));
        QCOMPARE(valuesIn(design), (QStringList{u"happy"_s, u"so-so"_s, u"fine"_s}));
        QCOMPARE(design.state().droppedValues(mood), QStringList{u"sad"_s});
        const Renames renames = design.renames();
        QCOMPARE(renames.values, (QList<ValueRename>{{mood, u"ok"_s, u"so-so"_s}}));
        QCOMPARE(*design.target().table(people)->column(u"feels"_s)->defaultExpression, u"'so-so'::mood"_s);
        QCOMPARE(design.markOf(mood), DesignMark::Changed);
        for (int i = 0; i < 4; ++i)
            design.undo();
        QCOMPARE(design.target(), *design.base());
        QCOMPARE(design.markOf(mood), DesignMark::None);
    }

    void whatComesBackIsTheOldOne()
    {
        SchemaDesign design = designOfMoods();
        VERIFY_OK(design.push(DesignStep(design::DropEnumValue{mood, u"ok"_s})));
        VERIFY_OK(design.push(DesignStep(design::ReplaceEnumValue{mood, u"ok"_s, u"happy"_s})));
        QCOMPARE(design.state().insteadOf(mood, u"ok"_s), u"happy"_s);
        VERIFY_OK(design.push(DesignStep(design::AddEnumValue{mood, u"ok"_s, 1})));
        QCOMPARE(design.target(), *design.base());
        QVERIFY(design.state().droppedValues(mood).isEmpty());
        QVERIFY(design.renames().isEmpty());
        QVERIFY(valueRepairs(design).isEmpty());
    }

    void refusals()
    {
        SchemaDesign design = designOfMoods();
        const auto refused = [&](const DesignStep &step, const QString &words) {
            const auto done = design.push(step);
            return !done && done.error().message.contains(words);
        };
        QVERIFY(refused(design::AddEnumValue{mood, u"ok"_s}, u"already"_s));
        QVERIFY(refused(design::AddEnumValue{mood, {}}, u"needs a text"_s));
        QVERIFY(refused(design::AddEnumValue{mood, QString(64, u'x')}, u"too long"_s));
        QVERIFY(refused(design::RenameEnumValue{mood, u"ok"_s, u"sad"_s}, u"already"_s));
        QVERIFY(refused(design::RenameEnumValue{mood, u"bad"_s, u"worse"_s}, u"no value bad"_s));
        QVERIFY(refused(design::RenameEnum{mood, people}, u"table or view"_s));
        QVERIFY(refused(design::RenameEnum{mood, {u"nowhere"_s, u"mood"_s}}, u"no schema nowhere"_s));
        QVERIFY(refused(design::DropEnum{mood}, u"people.feels, people.felt"_s));
        QVERIFY(refused(design::AddEnum{{mood, {}}}, u"already"_s));
        QVERIFY(refused(design::ReplaceEnumValue{mood, u"ok"_s, u"sad"_s}, u"not dropped"_s));
        VERIFY_OK(design.push(DesignStep(design::DropEnumValue{mood, u"ok"_s})));
        VERIFY_OK(design.push(DesignStep(design::AddEnumValue{mood, u"new"_s})));
        QVERIFY(refused(design::ReplaceEnumValue{mood, u"ok"_s, u"new"_s}, u"keeps"_s));
        QVERIFY(refused(design::RenameEnumValue{mood, u"sad"_s, u"ok"_s}, u"In the database"_s));
    }

    void renamesGoEverywhere()
    {
        SchemaDesign design = designOfMoods();
        const QualifiedName feeling{u"kinds"_s, u"feeling"_s};
        VERIFY_OK(design.push(DesignStep(design::RenameEnum{mood, {{}, u"feeling"_s}})));
        VERIFY_OK(design.push(DesignStep(design::RenameEnum{{{}, u"feeling"_s}, feeling})));
        const Table &t = *design.target().table(people);
        QCOMPARE(t.column(u"feels"_s)->declaredType, u"kinds.feeling"_s);
        QCOMPARE(t.column(u"felt"_s)->declaredType, u"kinds.feeling[]"_s);
        QCOMPARE(*t.column(u"feels"_s)->defaultExpression, u"'ok'::\"kinds\".\"feeling\""_s);
        QCOMPARE(design.renames().objects, (QList<ObjectRename>{{ObjectRename::Kind::Type, mood, feeling}}));
        VERIFY_OK(design.push(DesignStep(design::RenameEnum{feeling, mood}))); // back again is none
        QVERIFY(design.renames().isEmpty());
        const auto same = diff(*design.base(), design.target(), design.diffOptions(), *design.dialect().schemaRules());
        VERIFY_OK(same);
        QVERIFY(same->isEmpty());
    }

    void rowsGetAnotherValue()
    {
        SchemaDesign design = designOfMoods();
        VERIFY_OK(design.push(DesignStep(design::RenameEnumValue{mood, u"happy"_s, u"glad"_s})));
        VERIFY_OK(design.push(DesignStep(design::DropEnumValue{mood, u"sad"_s})));
        QCOMPARE(rowsHolding(design, mood, u"sad"_s).size(), 2);
        VERIFY_OK(design.push(DesignStep(design::ReplaceEnumValue{mood, u"sad"_s, u"happy"_s})));
        const QList<Statement> repairs = valueRepairs(design);
        QCOMPARE(repairs.size(), 2); // with the values as they are called when it runs
        QVERIFY2(repairs.first().sql.contains(u"\"feels\" = ('happy')"_s), qPrintable(repairs.first().sql));
        QVERIFY2(repairs.last().sql.contains(u"array_replace(\"felt\", 'sad', 'happy')"_s),
                 qPrintable(repairs.last().sql));
        VERIFY_OK(design.push(DesignStep(design::DropEnumValue{mood, u"glad"_s}))); // that is gone as well
        QVERIFY(valueRepairs(design).isEmpty());
    }

    void whatSpeaksOfAValue()
    {
        SchemaDesign design = designOfMoods();
        VERIFY_OK(design.push(DesignStep(design::DropEnumValue{mood, u"ok"_s})));
        const QList<FoundProblem> found = designProblems(design, *designRules(design.dialect()));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().table, people);
        QVERIFY2(found.first().problem.sentence.contains(u"The default of feels"_s),
                 qPrintable(found.first().problem.sentence));
    }

    void keptAndResumed()
    {
        SchemaDesign design = designOfMoods();
        Policy policy;
        policy.name = u"own"_s;
        policy.roles = {u"public"_s};
        policy.usingExpression = u"id > 0"_s;
        const QualifiedName size{{}, u"size"_s};
        VERIFY_OK(design.push(QList<DesignStep>{
            design::AddEnum{{size, {u"small"_s}}}, design::AddEnumValue{size, u"large"_s, 0},
            design::RenameEnumValue{mood, u"ok"_s, u"fine"_s}, design::MoveEnumValue{mood, u"happy"_s, 0},
            design::DropEnumValue{mood, u"sad"_s}, design::ReplaceEnumValue{mood, u"sad"_s, u"ok"_s},
            design::RenameEnum{mood, {u"kinds"_s, u"mood"_s}}, design::SetComment{people, u"who"_s},
            design::SetRowSecurity{people, true, true}, design::PutPolicy{people, std::nullopt, policy},
            design::MoveTable{people, u"kinds"_s}}));
        QVERIFY(design.target().table({u"kinds"_s, u"people"_s}));
        const auto read = decodedDesign(encodedDesign(design.strokes()));
        VERIFY_OK(read);
        QCOMPARE(read->unreadable, 0);
        SchemaDesign again = designOfMoods();
        QCOMPARE(again.resume(read->strokes), QStringList());
        QCOMPARE(again.target(), design.target());
        QCOMPARE(again.state().enumOrigins, design.state().enumOrigins);
        QCOMPARE(again.renames(), design.renames());
        again.undo();
        QVERIFY(again.target() == *again.base());
    }
};

QTEST_GUILESS_MAIN(TestDesignEnums)
#include "tst_designenums.moc"
