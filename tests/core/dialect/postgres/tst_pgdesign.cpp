// SPDX-License-Identifier: GPL-3.0-or-later
// What a person types in the designer of a PostgreSQL table: how it is meant, and how it is shown again.
#include "core/design/designcodec.h"
#include "core/design/designproblems.h"
#include "core/design/schemadesign.h"
#include "core/dialect/designrules.h"

#include "support/quiet.h"
#include "support/verify.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const Dialect &postgres()
{
    return *dialectByName(u"postgres"_s);
}
const DesignRules &rules()
{
    return *designRules(postgres());
}

} // namespace

class TestPgDesign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void defaults_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("meant"); ///< "!": refused
        QTest::newRow("nothing") << u" "_s << QString();
        QTest::newRow("number") << u"-4.99"_s << u"-4.99"_s;
        QTest::newRow("text") << u"'a'"_s << u"'a'"_s;
        QTest::newRow("words are a text") << u"not yet"_s << u"'not yet'"_s;
        QTest::newRow("word of the language") << u"current_date"_s << u"current_date"_s;
        QTest::newRow("call") << u"now()"_s << u"now()"_s;
        QTest::newRow("call of a schema") << u"audit.stamp('a', 1)"_s << u"audit.stamp('a', 1)"_s;
        QTest::newRow("cast constant") << u"'{}'::jsonb"_s << u"'{}'::jsonb"_s;
        QTest::newRow("cast with modifiers") << u"'1'::numeric(10,2)"_s << u"'1'::numeric(10,2)"_s;
        QTest::newRow("expression") << u"now() + interval '1 day'"_s << u"(now() + interval '1 day')"_s;
        QTest::newRow("two calls") << u"a() || b()"_s << u"(a() || b())"_s;
        QTest::newRow("parentheses") << u"(1 + 2)"_s << u"(1 + 2)"_s;
        QTest::newRow("array") << u"ARRAY[1, 2]"_s << u"(ARRAY[1, 2])"_s;
        QTest::newRow("unfinished") << u"now("_s << u"!"_s;
        QTest::newRow("two") << u"1, 2"_s << u"!"_s;
        QTest::newRow("two statements") << u"1; DROP TABLE a"_s << u"!"_s;
        QTest::newRow("a comment that hides") << u"1 -- "_s << u"!"_s;
    }
    void defaults()
    {
        QFETCH(QString, typed);
        const auto meant = rules().defaultFromText(typed);
        QTEST(meant ? meant->value_or(QString()) : u"!"_s, "meant");
    }

    void indexed_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("shown"); ///< "!": refused
        QTest::newRow("columns") << u"a,  b DESC"_s << u"a, b DESC"_s;
        QTest::newRow("the case that is typed") << u"userId"_s << u"\"userId\""_s;
        QTest::newRow("quoted") << u"\"user id\" desc"_s << u"\"user id\" DESC"_s;
        QTest::newRow("expression") << u"lower(mail), (a || b)"_s << u"lower(mail), (a || b)"_s;
        QTest::newRow("operator class") << u"name text_pattern_ops"_s << u"name text_pattern_ops"_s;
        QTest::newRow("collation") << u"name COLLATE \"C\" NULLS FIRST"_s << u"name COLLATE \"C\" NULLS FIRST"_s;
        QTest::newRow("comma at the end") << u"a,"_s << u"!"_s;
        QTest::newRow("unfinished") << u"lower(a"_s << u"!"_s;
    }
    void indexed()
    {
        QFETCH(QString, typed);
        const auto columns = rules().indexedColumnsFromText(typed);
        QTEST(columns ? rules().textOf(*columns) : u"!"_s, "shown");
        if (columns) {
            const auto again = rules().indexedColumnsFromText(rules().textOf(*columns));
            VERIFY_OK(again);
            QCOMPARE(*again, *columns);
        }
    }

    void references_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("shown"); ///< "!": refused
        QTest::newRow("table") << u"users"_s << u"users"_s;
        QTest::newRow("table and column") << u"users.id"_s << u"users (id)"_s;
        QTest::newRow("of a schema") << u"sales.orders (id)"_s << u"sales.orders (id)"_s;
        QTest::newRow("all with dots") << u"sales.orders.id"_s << u"sales.orders (id)"_s;
        QTest::newRow("public is not said") << u"public.users (a, \"B\")"_s << u"users (a, \"B\")"_s;
        QTest::newRow("a word that need not be quoted") << u"\"language\" (name)"_s << u"language (name)"_s;
        QTest::newRow("a word that must be") << u"\"order\" (\"Id\")"_s << u"\"order\" (\"Id\")"_s;
        QTest::newRow("too many") << u"a.b.c (d)"_s << u"!"_s;
        QTest::newRow("none") << u"(id)"_s << u"!"_s;
    }
    void references()
    {
        QFETCH(QString, typed);
        const auto key = rules().referenceFromText(typed);
        QTEST(key ? rules().textOf(*key) : u"!"_s, "shown");
    }

    void triggers_data()
    {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char *name, const QString &sql) { QTest::newRow(name) << sql; };
        row("plain", u"CREATE TRIGGER \"t\" BEFORE INSERT ON \"public\".\"a\" FOR EACH ROW EXECUTE FUNCTION f()"_s);
        row("several events",
            u"CREATE TRIGGER \"t\" AFTER INSERT OR DELETE OR UPDATE OF \"b\", \"C\" ON \"sales\".\"a\" FOR EACH "
            u"STATEMENT "
            "EXECUTE FUNCTION audit.log('x', 'y')"_s);
        row("condition",
            u"CREATE TRIGGER \"t\" BEFORE UPDATE ON \"public\".\"a\" FOR EACH ROW WHEN (OLD.x IS DISTINCT FROM NEW.x) "
            "EXECUTE FUNCTION f()"_s);
        row("constraint",
            u"CREATE CONSTRAINT TRIGGER \"t\" AFTER INSERT ON \"public\".\"a\" FROM \"public\".\"b\" DEFERRABLE "
            u"INITIALLY "
            "DEFERRED FOR EACH ROW EXECUTE FUNCTION f()"_s);
        row("transition tables",
            u"CREATE TRIGGER \"t\" AFTER UPDATE ON \"public\".\"a\" REFERENCING OLD TABLE AS \"o\" NEW TABLE AS \"n\" "
            u"FOR "
            "EACH STATEMENT EXECUTE FUNCTION f()"_s);
        row("on a view",
            u"CREATE TRIGGER \"t\" INSTEAD OF DELETE ON \"public\".\"v\" FOR EACH ROW EXECUTE FUNCTION f()"_s);
    }
    void triggers()
    {
        QFETCH(QString, sql);
        const auto trigger = rules().triggerFromText(sql);
        VERIFY_OK(trigger);
        QVERIFY(!trigger->function.isEmpty());
        QCOMPARE(postgres().createSql(*trigger), sql);
    }

    void noTrigger_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("table") << u"CREATE TABLE a(b int)"_s;
        QTest::newRow("no function") << u"CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW"_s;
        QTest::newRow("no event") << u"CREATE TRIGGER t BEFORE ON a EXECUTE FUNCTION f()"_s;
        QTest::newRow("nothing is called") << u"CREATE TRIGGER t BEFORE INSERT ON a EXECUTE FUNCTION"_s;
    }
    void noTrigger()
    {
        QFETCH(QString, sql);
        const auto trigger = rules().triggerFromText(sql);
        QVERIFY(!trigger);
        QVERIFY(!trigger.error().message.isEmpty());
    }

    void views_data()
    {
        QTest::addColumn<QString>("sql");
        const auto row = [](const char *name, const QString &sql) { QTest::newRow(name) << sql; };
        row("plain", u"CREATE VIEW \"public\".\"v\" AS\nSELECT 1 AS one"_s);
        row("columns and options",
            u"CREATE VIEW \"sales\".\"v\" (\"a\") WITH (security_invoker='true', check_option='local') AS\nSELECT 1"_s);
        row("materialized", u"CREATE MATERIALIZED VIEW \"public\".\"v\" AS\nSELECT 1\nWITH DATA"_s);
        row("not filled", u"CREATE MATERIALIZED VIEW \"public\".\"v\" AS\nSELECT 1\nWITH NO DATA"_s);
        row("with of its own", u"CREATE VIEW \"public\".\"v\" AS\nWITH x AS (SELECT 1) SELECT * FROM x"_s);
    }
    void views()
    {
        QFETCH(QString, sql);
        const auto view = rules().viewFromText(sql + u" ; "_s);
        VERIFY_OK(view);
        QCOMPARE(postgres().createSql(*view), sql);
    }

    void problemsAreSaid_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("words"); ///< empty: none
        QTest::newRow("fine") << u"integer"_s << QString();
        QTest::newRow("user's own") << u"sales.state"_s << QString();
        QTest::newRow("serial") << u"bigserial"_s << u"is no type but short for a sequence"_s;
        QTest::newRow("none") << QString() << u"needs a type"_s;
    }
    void problemsAreSaid()
    {
        QFETCH(QString, type);
        QFETCH(QString, words);
        Table table = rules().newTable({{}, u"a"_s});
        Column column;
        column.name = u"b"_s;
        column.declaredType = type;
        table.columns.append(column);
        const QList<DesignProblem> problems = rules().problems(table);
        QCOMPARE(problems.isEmpty(), words.isEmpty());
        QVERIFY(problems.isEmpty() || problems.first().sentence.contains(words));
    }

    void aNewTableHasAnIdentity()
    {
        const Table table = rules().newTable({u"sales"_s, u"orders"_s});
        QVERIFY(rules().problems(table).isEmpty());
        const QString sql = postgres().createSql(table);
        QVERIFY2(sql.contains(u"CREATE TABLE \"sales\".\"orders\""_s)
                     && sql.contains(u"\"id\" bigint GENERATED ALWAYS AS IDENTITY"_s) && sql.contains(u"PRIMARY KEY"_s),
                 qPrintable(sql));
    }

    /// Nothing that only a server knows is lost when a design is kept and read again.
    void aDesignIsKeptWhole()
    {
        Table table = rules().newTable({{}, u"a"_s});
        table.columns.first().identity->options.minimum = 0;
        table.columns.first().identity->options.maximum = 9223372036854775806LL;
        table.columns.first().comment = u"the number"_s;
        Index index;
        index.name = u"i"_s;
        index.method = u"gin"_s;
        index.include = {u"id"_s};
        index.nullsNotDistinct = true;
        index.columns = {{u"id"_s, {}, {}, SortOrder::Descending, NullsOrder::Last, u"jsonb_path_ops"_s}};
        table.indexes = {index};
        Index other = index;
        other.method = u"gist"_s;
        const auto trigger = rules().triggerFromText(
            u"CREATE CONSTRAINT TRIGGER t AFTER INSERT OR UPDATE ON a DEFERRABLE FOR EACH ROW EXECUTE FUNCTION s.f(1)"_s);
        VERIFY_OK(trigger);
        auto view = rules().viewFromText(u"CREATE MATERIALIZED VIEW v AS SELECT 1 WITH NO DATA"_s);
        VERIFY_OK(view);
        view->keeps = {u"GRANT SELECT ON v TO bo"_s};
        view->indexes = {index};
        const QList<QList<DesignStep>> strokes{{design::AddTable{table}},
                                               {design::PutIndex{table.name, index, other}},
                                               {design::PutTrigger{table.name, std::nullopt, *trigger}},
                                               {design::PutView{std::nullopt, *view}}};
        const auto read = decodedDesign(encodedDesign(strokes));
        VERIFY_OK(read);
        QCOMPARE(read->unreadable, 0);
        QCOMPARE(read->strokes, strokes);
    }

    void namesOfTwoSchemasAreTwo()
    {
        Schema schema;
        for (const QString &of : {QString(), u"sales"_s}) {
            Table table = rules().newTable({of, u"orders"_s});
            Index index;
            index.name = u"orders_idx"_s;
            index.columns = {{u"id"_s, {}, {}, SortOrder::Unspecified}};
            table.indexes = {index};
            const auto trigger =
                rules().triggerFromText(u"CREATE TRIGGER touch BEFORE UPDATE ON %1.orders EXECUTE FUNCTION f()"_s.arg(
                    of.isEmpty() ? u"public"_s : of));
            VERIFY_OK(trigger);
            table.triggers = {*trigger};
            schema.tables.append(table);
        }
        SchemaDesign design(std::make_shared<const Schema>(schema), postgres());
        Column note;
        note.name = u"note"_s;
        note.declaredType = u"text"_s;
        VERIFY_OK(design.push(DesignStep(design::AddColumn{{u"sales"_s, u"orders"_s}, note, -1})));
        const QList<FoundProblem> found = designProblems(design, rules());
        QVERIFY2(found.isEmpty(), qPrintable(found.isEmpty() ? QString() : found.first().problem.sentence));
    }
};

QTEST_GUILESS_MAIN(TestPgDesign)
#include "tst_pgdesign.moc"
