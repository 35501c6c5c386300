// SPDX-License-Identifier: GPL-3.0-or-later
// Our migration against drizzle-kit's own (drizzle-kit/api, see kit/): the same database with the same rows, theirs run
// as its migrator does (one transaction, foreign keys on), ours through the runner. Prints what came of both.
#include "core/drizzle/snapshot.h"
#include "core/migrate/schemamigration.h"

#include "support/schemapairs.h"
#include "support/verify.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QString kitFolder()
{
    return QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/kit");
}

QString text(const QJsonObject &o, const char *key)
{
    return o.value(QLatin1String(key)).toString();
}

/// What a database holds of the tables and columns that both schemas have.
struct Holdings {
    QMap<QString, int> rows; ///< by table
    QMap<QString, QStringList> values; ///< by "table.column", sorted
    QMap<QString, QStringList> strangers; ///< of new columns with a default: values that are another, by "table.column"
    QMap<QString, qint64> counters;
    QStringList objects; ///< triggers, views and indexes
    QStringList options; ///< "users is STRICT", "users.name is NOCASE"
    QMap<QString, QString> numbers; ///< row numbers where no key is one, by table

    static Holdings of(SchemaDb &db, const Schema &from, const Schema &to)
    {
        Holdings h;
        const auto schema = db.schema();
        for (const Table &t : schema ? schema->tables : QList<Table>()) {
            const Table *a = from.table(t.name);
            const Table *b = to.table(t.name);
            if (t.internal || t.shadow)
                continue;
            h.rows.insert(t.name.name, db.rows(u"SELECT count(*) FROM "_s + name(t.name.name)).toInt());
            if (t.strict)
                h.options.append(t.name.name + u" is STRICT"_s);
            for (const Column &c : t.columns) {
                if (!c.collation.isEmpty())
                    h.options.append(u"%1.%2 is %3"_s.arg(t.name.name, c.name, c.collation));
                const Column *before = a ? a->column(c.name) : nullptr;
                const Column *after = b ? b->column(c.name) : nullptr;
                if (before && after && before->declaredType == after->declaredType && !c.isGenerated())
                    h.values.insert(t.name.name + u'.' + c.name, sorted(db, t, c));
                else if (a && !before && after && after->defaultExpression)
                    h.strangers.insert(t.name.name + u'.' + c.name, othersThan(db, t, *after));
            }
            for (const Index &i : t.indexes)
                h.objects.append(u"index "_s + i.name);
            for (const Trigger &g : t.triggers)
                h.objects.append(u"trigger "_s + g.name);
            if (t.kind == Table::Kind::Ordinary && t.rowIdAlias().isEmpty() && !t.withoutRowId)
                h.numbers.insert(t.name.name, db.rows(u"SELECT rowid FROM "_s + name(t.name.name) + u" ORDER BY 1"_s));
        }
        for (const View &v : schema ? schema->views : QList<View>())
            h.objects.append(u"view "_s + v.name.name);
        const auto counters = SchemaDb::dialect().keyCounters(db.database());
        if (counters)
            h.counters = *counters;
        return h;
    }

    /// What the later one lacks; empty when nothing.
    [[nodiscard]] QStringList lostIn(const Holdings &now, const Schema &to) const
    {
        QStringList out;
        for (auto it = rows.cbegin(); it != rows.cend(); ++it) {
            if (now.rows.contains(it.key()) && now.rows.value(it.key()) < it.value())
                out.append(
                    u"%1 of %2 rows of %3"_s.arg(it.value() - now.rows.value(it.key())).arg(it.value()).arg(it.key()));
        }
        for (auto it = values.cbegin(); it != values.cend(); ++it) {
            const bool rowsThere =
                rows.value(it.key().section(u'.', 0, 0)) == now.rows.value(it.key().section(u'.', 0, 0));
            if (now.values.contains(it.key()) && now.values.value(it.key()) != it.value() && rowsThere)
                out.append(u"values of %1"_s.arg(it.key()));
        }
        for (auto it = now.strangers.cbegin(); it != now.strangers.cend(); ++it) {
            if (!it.value().isEmpty())
                out.append(u"%1 is %2 instead of its default"_s.arg(it.key(), it.value().first()));
        }
        for (auto it = counters.cbegin(); it != counters.cend(); ++it) {
            const Table *t = to.table({{}, it.key()});
            if (t && t->primaryKey && t->primaryKey->autoIncrement && now.counters.value(it.key()) < it.value())
                out.append(u"the highest key of %1"_s.arg(it.key()));
        }
        for (auto it = numbers.cbegin(); it != numbers.cend(); ++it) {
            if (rows.value(it.key()) == now.rows.value(it.key()) && now.numbers.contains(it.key())
                && now.numbers.value(it.key()) != it.value())
                out.append(u"row numbers of %1"_s.arg(it.key()));
        }
        for (const QString &o : objects) {
            if (o.startsWith(u"trigger"_s) && !now.objects.contains(o))
                out.append(u"the "_s + o);
        }
        for (const QString &o : options) {
            if (to.table({{}, o.section(u'.', 0, 0).section(u' ', 0, 0)}) && !now.options.contains(o))
                out.append(u"that "_s + o);
        }
        return out;
    }

private:
    static QString name(const QString &n) { return SchemaDb::dialect().identifier(n); }
    static QStringList sorted(SchemaDb &db, const Table &t, const Column &c)
    {
        QStringList values = db.rows(u"SELECT "_s + name(c.name) + u" FROM "_s + name(t.name.name)).split(u'\n');
        values.sort();
        return values;
    }
    /// Values of a new column that are not its default.
    static QStringList othersThan(SchemaDb &db, const Table &t, const Column &c)
    {
        return db
            .rows(u"SELECT DISTINCT %1 FROM %2 WHERE %1 IS NOT (%3)"_s.arg(name(c.name), name(t.name.name),
                                                                           *c.defaultExpression))
            .split(u'\n', Qt::SkipEmptyParts);
    }
};

} // namespace

class TestDrizzleKit : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void initTestCase();
    void pairs_data();
    void pairs();
    void cleanupTestCase();

private:
    QString build(SchemaDb &db, const QJsonObject &pair, const Schema &from);
    QString theirs(SchemaDb &db, const QJsonObject &pair, const Schema &from, const Schema &to);
    QString ours(SchemaDb &db, const QJsonObject &pair, const DrizzleSnapshot &from, const DrizzleSnapshot &to);
    QList<QJsonObject> m_pairs;
    QStringList m_table;
};

void TestDrizzleKit::initTestCase()
{
    const QString node = QStandardPaths::findExecutable(u"node"_s);
    if (node.isEmpty())
        QSKIP("There is no Node.js here, so that drizzle-kit cannot be asked.");
    if (!QFileInfo::exists(kitFolder() + u"/node_modules/drizzle-kit"_s))
        QSKIP("drizzle-kit is not installed: run “npm ci” in tests/core/drizzle/kit (./test does).");
    QProcess process;
    process.setWorkingDirectory(kitFolder());
    process.start(node, {u"generate.mjs"_s});
    for (const QByteArray &line : schemapairs::lines())
        process.write(line + '\n');
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished(120'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError().constData());
    for (const QByteArray &line : process.readAllStandardOutput().split('\n')) {
        const QJsonObject pair = QJsonDocument::fromJson(line).object();
        if (!pair.isEmpty())
            m_pairs.append(pair);
    }
    QVERIFY(m_pairs.size() >= 15);
}

void TestDrizzleKit::pairs_data()
{
    QTest::addColumn<QJsonObject>("pair");
    for (const QJsonObject &pair : std::as_const(m_pairs))
        QTest::newRow(qPrintable(text(pair, "id"))) << pair;
}

QString TestDrizzleKit::build(SchemaDb &db, const QJsonObject &pair, const Schema &from)
{
    const bool own = pair.value("own"_L1).toBool();
    const QString made = db.execute(own ? text(pair, "fromSql") : schemapairs::creating(from));
    return made.isEmpty() ? db.execute(own ? text(pair, "rows") : schemapairs::filling(from)) : made;
}

/// As drizzle-orm's migrator runs a file: every statement of it within one transaction, foreign keys on.
QString TestDrizzleKit::theirs(SchemaDb &db, const QJsonObject &pair, const Schema &from, const Schema &to)
{
    if (pair.value("asks"_L1).toBool())
        return u"asks"_s;
    if (pair.contains("error"_L1))
        return u"fails: "_s + text(pair, "error");
    const Holdings before = Holdings::of(db, from, to);
    QString script = u"PRAGMA foreign_keys = ON; BEGIN;\n"_s;
    for (const QJsonValue &s : pair.value("statements"_L1).toArray())
        script += s.toString() + u"\n;"_s;
    const QString words = db.runOutside(script + u"COMMIT;"_s);
    if (!words.isEmpty())
        return u"fails: "_s + words;
    const QStringList lost = before.lostIn(Holdings::of(db, from, to), to);
    return lost.isEmpty() ? u"ok"_s : QString(u"loses "_s + lost.join(u", "_s));
}

QString TestDrizzleKit::ours(SchemaDb &db, const QJsonObject &pair, const DrizzleSnapshot &from,
                             const DrizzleSnapshot &to)
{
    const Holdings before = Holdings::of(db, from.schema, to.schema);
    const auto live = db.schema();
    if (!live)
        return u"fails: "_s + live.error().message;
    DiffOptions options;
    options.renames = schemapairs::renamesOf(pair.value("renames"_L1).toArray());
    options.facets = to.facets;
    for (const Schema *s : {&from.schema, &to.schema}) { // what drizzle-kit does not know is none of its business
        for (const Table &t : s->tables)
            options.scope.patterns.append(t.name.name);
        for (const View &v : s->views)
            options.scope.patterns.append(v.name.name);
    }
    if (options.scope.patterns.isEmpty())
        options.scope.patterns.append(u"nothing"_s);
    options.scope = to.within(from.within(options.scope));
    const auto d = diff(*live, to.schema, options, SchemaDb::rules());
    if (!d)
        return u"fails: "_s + d.error().message;
    PlanOptions planOptions;
    const QJsonObject fills = pair.value("fills"_L1).toObject();
    for (auto it = fills.begin(); it != fills.end(); ++it)
        planOptions.fills.append(
            {{{}, it.key().section(u'.', 0, 0)}, it.key().section(u'.', 1), it.value().toString()});
    if (!pair.value("own"_L1).toBool())
        planOptions = schemapairs::fillsFor(*d);
    const auto plan = SchemaDb::dialect().planner()->plan(*d, planOptions);
    if (!plan)
        return u"fails: "_s + plan.error().message;
    const auto ran = db.run(plan->script);
    if (!ran)
        return u"fails: "_s + ran.error().message + u' ' + ran.error().detail;
    const auto after = db.schema();
    const auto rest = after ? diff(*after, d->target, {}, SchemaDb::rules()) : Result<SchemaDiff>(after.error());
    if (!rest || !rest->isEmpty())
        return u"ends elsewhere: "_s + (rest ? wordsOf(rest->changes).join(u"; "_s) : rest.error().message);
    const QStringList lost = before.lostIn(Holdings::of(db, from.schema, to.schema), to.schema);
    return lost.isEmpty() ? u"ok"_s : QString(u"loses "_s + lost.join(u", "_s));
}

void TestDrizzleKit::pairs()
{
    QFETCH(QJsonObject, pair);
    const auto snapshot = [&](QLatin1String side) {
        return readDrizzleSnapshot(QJsonDocument(pair.value(side).toObject()).toJson());
    };
    const auto from = snapshot("from"_L1);
    const auto to = snapshot("to"_L1);
    if (!from || !to)
        QSKIP(qPrintable((from ? to : from).error().message));
    SchemaDb forTheirs;
    SchemaDb forOurs;
    QCOMPARE(build(forTheirs, pair, from->schema), QString());
    QCOMPARE(build(forOurs, pair, from->schema), QString());
    const QString a = theirs(forTheirs, pair, from->schema, to->schema);
    const QString b = ours(forOurs, pair, *from, *to);
    m_table.append(u"%1 | %2 | %3"_s.arg(text(pair, "id"), a.simplified(), b));
    QCOMPARE(b, u"ok"_s);
    if (pair.value("own"_L1).toBool())
        QVERIFY2(a.startsWith(text(pair, "theirs")), qPrintable(a));
}

void TestDrizzleKit::cleanupTestCase()
{
    if (!m_table.isEmpty())
        qInfo("pair | theirs | ours\n%s", qPrintable(m_table.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestDrizzleKit)
#include "tst_drizzlekit.moc"
