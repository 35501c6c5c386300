// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/relatedfilter.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

Table table(const QString &name, const QStringList &columns, const QList<std::pair<QString, QString>> &keys = {})
{
    Table t;
    t.name.name = name;
    for (const QString &c : columns) {
        Column column;
        column.name = c;
        column.declaredType = c == u"id" || c.endsWith(u"_id") ? u"INTEGER"_s : u"TEXT"_s;
        t.columns.append(column);
    }
    t.primaryKey = PrimaryKey{};
    t.primaryKey->columns = {{columns.first(), {}, {}, SortOrder::Unspecified}};
    for (const auto &[column, target] : keys) {
        ForeignKey key;
        key.columns = QStringList{column};
        key.target.name = target;
        t.foreignKeys.append(key);
    }
    return t;
}

/// What was understood, step by step.
QString described(const AnyCondition &any)
{
    const auto plain = [](const Condition &c) {
        QStringList operands;
        for (const Value &v : c.operands)
            operands.append((v.kind() == Value::Kind::Integer ? u"#"_s : QString()) + v.display());
        return QString(c.column + u' ' + toText(c.op) + u' ' + operands.join(u'|')).trimmed();
    };
    if (const auto *condition = std::get_if<Condition>(&any))
        return plain(*condition);
    const auto &related = std::get<RelatedCondition>(any);
    QStringList path;
    for (const Relation &r : related.path)
        path.append(r.name);
    QString text = path.join(u'>') + (related.quantifier == RelatedCondition::Quantifier::Any ? u" any"_s
                                      : related.quantifier == RelatedCondition::Quantifier::None ? u" none"_s : u" every"_s);
    if (related.condition)
        text += u": "_s + plain(*related.condition);
    if (!related.label.isEmpty())
        text += u" by "_s + related.label.join(u'+');
    return text;
}

} // namespace

class TestRelatedFilter : public QObject {
    Q_OBJECT

    Schema m_schema;
    RelationGraph m_graph;

    [[nodiscard]] FilterWorld world() const
    {
        return {m_schema, m_graph,
                [](const QString &text, const Column &column) {
                    bool ok = false;
                    const qint64 number = text.toLongLong(&ok);
                    return ok && column.declaredType == u"INTEGER" ? Value::integer(number) : Value::text(text);
                },
                [](const QualifiedName &name) { return name.name == u"users" ? QStringList{u"name"_s} : QStringList(); }};
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_schema.tables = {table(u"comments"_s, {u"id"_s, u"post_id"_s, u"status"_s}, {{u"post_id"_s, u"posts"_s}}),
                           table(u"posts"_s, {u"id"_s, u"title"_s, u"author_id"_s, u"editor_id"_s, u"by"_s},
                                 {{u"author_id"_s, u"users"_s}, {u"editor_id"_s, u"users"_s}, {u"by"_s, u"users"_s}}),
                           table(u"teams"_s, {u"id"_s, u"name"_s}),
                           table(u"users"_s, {u"id"_s, u"name"_s, u"role"_s, u"team_id"_s}, {{u"team_id"_s, u"teams"_s}})};
        m_graph = RelationGraph(m_schema);
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void reads_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QString &t, const QString &text, const QString &expected) {
            QTest::newRow(name) << t << text << expected;
        };
        row("plain", u"posts"_s, u"title contains fog"_s, u"title contains fog"_s);
        row("a column of the parent", u"posts"_s, u"author.role = admin"_s, u"author any: role = admin"_s);
        row("its type counts", u"posts"_s, u"author.id in 1, 2"_s, u"author any: id in #1|#2"_s);
        row("two steps", u"posts"_s, u"author.team.name starts r"_s, u"author>team any: name starts with r"_s);
        row("any case", u"posts"_s, u"AUTHOR.Role = admin"_s, u"author any: role = admin"_s);
        row("by its label", u"posts"_s, u"author contains ada"_s, u"author any: contains ada by name"_s);
        row("a column wins over its relation", u"posts"_s, u"by = 7"_s, u"by = 7"_s);
        row("none", u"posts"_s, u"comments: none"_s, u"comments none"_s);
        row("blank before the colon", u"posts"_s, u"comments : some"_s, u"comments any"_s);
        row("any with a condition", u"posts"_s, u"comments: any status = spam"_s, u"comments any: status = spam"_s);
        row("every", u"posts"_s, u"comments: every status is not null"_s, u"comments every: status is not null"_s);
        row("no parent", u"posts"_s, u"author: none"_s, u"author none"_s);
        row("quoted", u"users"_s, u"\"posts by author\": none title = x"_s, u"posts by author none: title = x"_s);
        row("unquoted with blanks", u"users"_s, u"posts by editor: any"_s, u"posts by editor any"_s);
        row("down and further", u"users"_s, u"posts by author.comments: none"_s, u"posts by author>comments none"_s);
        row("a path after the quantifier", u"posts"_s, u"comments: none post.author.role = admin"_s,
            u"comments>post>author none: role = admin"_s);
        row("a label after the quantifier", u"teams"_s, u"users: none starts a"_s, u"users none: starts with a by name"_s);
        row("a label at the end of a path", u"comments"_s, u"post.author contains ada"_s,
            u"post>author any: contains ada by name"_s);
        row("there and back", u"comments"_s, u"post.comments: any status = x"_s, u"post>comments any: status = x"_s);
    }
    void reads()
    {
        QFETCH(QString, table);
        QFETCH(QString, text);
        const auto read = parseAnyCondition(text, {{}, table}, world());
        VERIFY_OK(read);
        QTEST(described(*read), "expected");
        if (const auto *related = std::get_if<RelatedCondition>(&*read)) {
            const auto again = parseAnyCondition(toText(*related), {{}, table}, world());
            VERIFY_OK(again);
            QVERIFY2(std::get<RelatedCondition>(*again) == *related, qPrintable(toText(*related)));
            if (related->path.size() == 1 || related->condition) {
                const auto along = parseAlong(related->path.first(), related->quantifier, restText(*related), world());
                VERIFY_OK(along);
                QVERIFY2(*along == *related, qPrintable(restText(*related)));
            }
        }
    }

    void saysWhatIsWrong_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("word");
        QTest::newRow("nothing known") << u"writer.role = x"_s << u"the relations are author"_s;
        QTest::newRow("no such column there") << u"author.colour = x"_s << u"the columns are id, name, role, team_id"_s;
        QTest::newRow("a quantifier that is none") << u"comments: most"_s << u"any, none or every"_s;
        QTest::newRow("two quantifiers") << u"comments: any post.comments: none"_s << u"Only one relation"_s;
        QTest::newRow("every of what") << u"comments: every"_s << u"needs a condition"_s;
        QTest::newRow("no label") << u"comments = 3"_s << u"have no name to compare"_s;
        QTest::newRow("no operator") << u"author"_s << u"After author stands"_s;
    }
    void saysWhatIsWrong()
    {
        QFETCH(QString, text);
        QFETCH(QString, word);
        const auto read = parseAnyCondition(text, {{}, u"posts"_s}, world());
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(word), qPrintable(read.error().message));
    }
};

QTEST_GUILESS_MAIN(TestRelatedFilter)
#include "tst_relatedfilter.moc"
