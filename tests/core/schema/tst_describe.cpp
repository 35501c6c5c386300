// SPDX-License-Identifier: GPL-3.0-or-later
// What only servers have is said by describe(), and equal where it was said the same.
#include "core/schema/change.h"
#include "core/schema/facets.h"

#include <QTest>

#include <functional>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class DescribeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOneFactALine();
    void everyFactMakesADifference();
    void keysOfServersAreNoRowNumbers();
    void changesHaveWords();
    void renamesKnowTheWayBack();
    void drizzleKnowsMoreOfPostgres();
};

namespace {

Schema serverSchema()
{
    Schema s;
    s.schemas = {{u"app"_s}};
    s.extensions = {{u"citext"_s, u"public"_s, u"1.6"_s}};
    s.enums = {{{{}, u"mood"_s}, {u"sad"_s, u"happy"_s}}};
    Domain d;
    d.name = {u"app"_s, u"email"_s};
    d.baseType = u"text"_s;
    d.checks = {{u"email_at"_s, u"VALUE ~~ '%@%'::text"_s}};
    s.domains = {d};
    Sequence q;
    q.name.name = u"numbers"_s;
    q.options.type = u"bigint"_s;
    q.ownerTable.name = u"people"_s;
    q.ownerColumn = u"id"_s;
    s.sequences = {q};
    Table t;
    t.name.name = u"people"_s;
    t.plainKeys = true;
    t.facts.rowSecurity = t.facts.unlogged = true;
    t.facts.comment = u"All\nof them"_s;
    Column id;
    id.name = u"id"_s;
    id.declaredType = u"integer"_s;
    id.identity = Identity{true, {{}, u"people_id_seq"_s}, {}};
    t.columns = {id};
    PrimaryKey key;
    key.columns = {{u"id"_s, {}, {}}};
    t.primaryKey = key;
    UniqueConstraint u;
    u.name = u"people_key"_s;
    u.columns = {{u"id"_s, {}, {}}};
    u.nullsNotDistinct = true;
    t.uniques = {u};
    Index i;
    i.name = u"people_idx"_s;
    i.method = u"gin"_s;
    i.columns = {{u"id"_s, {}, {}, SortOrder::Descending, NullsOrder::Last, u"int4_ops"_s}};
    i.invalid = true;
    t.indexes = {i};
    Policy p;
    p.name = u"own"_s;
    p.roles = {u"public"_s};
    p.usingExpression = u"true"_s;
    t.policies = {p};
    s.tables = {t};
    return s;
}

} // namespace

void DescribeTest::tellsOneFactALine()
{
    QCOMPARE(describe(serverSchema()),
             u"schema app\n"
             "extension citext 1.6 in public\n"
             "enum mood (sad, happy)\n"
             "domain app.email text\n"
             "  check email_at (VALUE ~~ '%@%'::text)\n"
             "sequence numbers bigint start 1 increment 1 from 1 to 9223372036854775807 cache 1 owned by people.id\n"
             "table people [unlogged; row security]\n"
             "  column id integer identity always people_id_seq (start 1 increment 1 from 1 to 9223372036854775807 "
             "cache 1)\n"
             "  primary key (id)\n"
             "  unique people_key (id) nulls not distinct\n"
             "  index people_idx using gin (id int4_ops desc nulls last) [invalid]\n"
             "  policy own for all to public using true\n"
             "  comment All\\nof them\n"_s);
}

void DescribeTest::everyFactMakesADifference()
{
    const Schema as = serverSchema();
    const QList<std::function<void(Schema &)>> changes{
        [](Schema &s) { s.enums[0].values.append(u"ok"_s); },
        [](Schema &s) { s.domains[0].notNull = true; },
        [](Schema &s) { s.sequences[0].options.cycle = true; },
        [](Schema &s) { s.tables[0].facts.rowSecurityForced = true; },
        [](Schema &s) { s.tables[0].facts.partitionKey = u"LIST (id)"_s; },
        [](Schema &s) { s.tables[0].columns[0].identity->always = false; },
        [](Schema &s) { s.tables[0].columns[0].comment = u"c"_s; },
        [](Schema &s) { s.tables[0].uniques[0].nullsNotDistinct = false; },
        [](Schema &s) { s.tables[0].uniques[0].deferral = KeyDeferral::Deferred; },
        [](Schema &s) { s.tables[0].indexes[0].method.clear(); },
        [](Schema &s) { s.tables[0].indexes[0].include = {u"id"_s}; },
        [](Schema &s) { s.tables[0].policies[0].restrictive = true; },
        [](Schema &s) {
            s.tables[0].exclusions = {{u"e"_s, u"USING gist (id WITH =)"_s}};
        },
        [](Schema &s) {
            s.functions = {{{{}, u"f"_s}, Function::Kind::Function, {}, {}, u"sql"_s, {}}};
        },
    };
    for (const auto &change : changes) {
        Schema other = as;
        change(other);
        QVERIFY(!(other == as));
        QVERIFY(describe(other) != describe(as));
    }
    QVERIFY(serverSchema() == as);
}

void DescribeTest::keysOfServersAreNoRowNumbers()
{
    Table t = serverSchema().tables[0];
    QCOMPARE(t.rowIdAlias(), QString());
    QVERIFY(t.isRequired(t.columns[0]));
    t.plainKeys = false;
    QCOMPARE(t.rowIdAlias(), u"id"_s);
}

void DescribeTest::changesHaveWords()
{
    const Schema s = serverSchema();
    change::ChangeObject made;
    made.to = s.enums[0];
    QCOMPARE(wordsOf(made), u"Create the enum mood"_s);
    change::ChangeObject gone;
    gone.from = s.tables[0].policies[0];
    gone.table = s.tables[0].name;
    QCOMPARE(wordsOf(gone), u"Drop the policy own of people"_s);
    QCOMPARE(tableOf(Change(gone)), s.tables[0].name);
    const change::RenameObject value{{}, ValueRename{s.enums[0].name, u"sad"_s, u"low"_s}};
    QCOMPARE(wordsOf(value), u"Rename the value sad of mood to low"_s);
    const change::ChangeComment comment{u"index"_s, {{}, u"i"_s}, s.tables[0].name, u"a"_s, {}};
    QCOMPARE(wordsOf(comment), u"Drop the comment on the index i"_s);
}

void DescribeTest::renamesKnowTheWayBack()
{
    Renames r;
    r.objects = {{ObjectRename::Kind::Schema, {{}, u"a"_s}, {{}, u"b"_s}},
                 {ObjectRename::Kind::Type, {u"a"_s, u"mood"_s}, {u"b"_s, u"feeling"_s}}};
    r.values = {{{u"a"_s, u"mood"_s}, u"sad"_s, u"low"_s}};
    QVERIFY(!r.isEmpty());
    QCOMPARE(r.objectAfter(ObjectRename::Kind::Type, {u"a"_s, u"mood"_s}), QualifiedName({u"b"_s, u"feeling"_s}));
    QCOMPARE(r.objectAfter(ObjectRename::Kind::Type, {u"a"_s, u"other"_s}), QualifiedName({u"b"_s, u"other"_s}));
    const Renames back = r.reversed();
    QCOMPARE(back.values[0], ValueRename({{u"b"_s, u"feeling"_s}, u"low"_s, u"sad"_s}));
    QVERIFY(back.reversed() == r);
}

void DescribeTest::drizzleKnowsMoreOfPostgres()
{
    QVERIFY(Facets().policies && Facets().comments && Facets().serverTables);
    QVERIFY(!Facets::drizzle().policies && !Facets::drizzle().uniqueConstraints);
    QVERIFY(Facets::drizzlePostgres().policies && Facets::drizzlePostgres().uniqueConstraints);
    QVERIFY(!Facets::drizzlePostgres().comments && !Facets::drizzlePostgres().triggers);
}

QTEST_APPLESS_MAIN(DescribeTest)
#include "tst_describe.moc"
