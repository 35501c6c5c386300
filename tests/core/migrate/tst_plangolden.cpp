// SPDX-License-Identifier: GPL-3.0-or-later
// One file a case in tests/golden/plan: from, rows, to, and the plan there and back as it must read. Each is executed
// with its rows in. UPDATE_GOLDEN=1 writes the plans anew; they are reviewed like code.
#include "core/schema/diff.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QDir>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QDir folder()
{
    return QDir(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/golden/plan"));
}

/// The parts of a case, by the word after "-- ".
struct Case {
    QString about; ///< what stands before the first part
    QMap<QString, QString> parts;

    static Case read(const QString &text)
    {
        static const QRegularExpression head(
            u"^-- (from|rows|to|renames|fills|casts|order|facets|plan|inverse|refused|fails)$"_s);
        Case c;
        QString part;
        for (const QString &line : text.split(u'\n')) {
            if (const auto match = head.match(line); match.hasMatch())
                part = match.captured(1);
            else if (part.isEmpty())
                c.about += line + u'\n';
            else
                c.parts[part] += line + u'\n';
        }
        return c;
    }
    [[nodiscard]] QString part(const QString &name) const { return parts.value(name).trimmed(); }
    [[nodiscard]] QString written() const
    {
        QString out = about;
        for (const QString &name : {u"from"_s, u"rows"_s, u"to"_s, u"renames"_s, u"fills"_s, u"casts"_s, u"order"_s,
                                    u"facets"_s, u"refused"_s, u"fails"_s, u"plan"_s, u"inverse"_s}) {
            if (parts.contains(name))
                out += u"-- "_s + name + u'\n' + part(name) + u"\n\n"_s;
        }
        return out.trimmed() + u'\n';
    }
};

QString textOf(const Plan &plan)
{
    QString out;
    for (const Statement &s : plan.script.statements)
        out += u"-- "_s + s.purpose + u'\n' + s.sql + u";\n"_s;
    return out.trimmed();
}

} // namespace

class TestPlanGolden : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cases_data();
    void cases();
    void everyKindOfChangeHasACase();

private:
    static DiffOptions optionsOf(const Case &c);
    static PlanOptions fillsOf(const Case &c);
    void runThereAndBack(const Case &c, SchemaDb &db, const SchemaDiff &d, const Plan &plan, const SchemaDiff &back,
                         const Plan &inverse);
    static QMap<QString, QString> counts(SchemaDb &db);
    static qsizetype orphans(SchemaDb &db);
    QSet<size_t> m_seen; ///< kinds of changes
};

DiffOptions TestPlanGolden::optionsOf(const Case &c)
{
    DiffOptions options;
    if (c.part(u"facets"_s) == u"drizzle"_s)
        options.facets = Facets::drizzle();
    options.columnOrder = c.part(u"order"_s) == u"counts"_s;
    for (const QString &line : c.part(u"renames"_s).split(u'\n', Qt::SkipEmptyParts)) {
        const QString from = line.section(u'=', 0, 0);
        const QString to = line.section(u'=', 1);
        if (from.contains(u'.'))
            options.renames.columns.append(
                {{{}, from.section(u'.', 0, 0)}, from.section(u'.', 1), to.section(u'.', 1)});
        else
            options.renames.tables.append(TableRename{{{}, from}, {{}, to}});
    }
    return options;
}

PlanOptions TestPlanGolden::fillsOf(const Case &c)
{
    PlanOptions options;
    for (const QString &line : c.part(u"fills"_s).split(u'\n', Qt::SkipEmptyParts)) {
        const QString column = line.section(u'=', 0, 0);
        options.fills.append({{{}, column.section(u'.', 0, 0)}, column.section(u'.', 1), line.section(u'=', 1)});
    }
    for (const QString &column : c.part(u"casts"_s).split(u'\n', Qt::SkipEmptyParts))
        options.casts.append({{{}, column.section(u'.', 0, 0)}, column.section(u'.', 1)});
    return options;
}

void TestPlanGolden::cases_data()
{
    QTest::addColumn<QString>("file");
    const QStringList files = folder().entryList({u"*.sql"_s}, QDir::Files, QDir::Name);
    QVERIFY(!files.isEmpty());
    for (const QString &file : files)
        QTest::newRow(qPrintable(file)) << file;
}

qsizetype TestPlanGolden::orphans(SchemaDb &db)
{
    return db.rows(u"PRAGMA foreign_key_check"_s).split(u'\n', Qt::SkipEmptyParts).size();
}

QMap<QString, QString> TestPlanGolden::counts(SchemaDb &db)
{
    QMap<QString, QString> out;
    const auto schema = db.schema();
    for (const Table &t : schema ? schema->tables : QList<Table>()) {
        if (!t.internal && !t.shadow)
            out.insert(t.name.name, db.rows(u"SELECT count(*) FROM "_s + SchemaDb::dialect().qualified(t.name)));
    }
    return out;
}

void TestPlanGolden::runThereAndBack(const Case &c, SchemaDb &db, const SchemaDiff &d, const Plan &plan,
                                     const SchemaDiff &back, const Plan &inverse)
{
    const QMap<QString, QString> before = counts(db);
    const qsizetype orphansBefore = orphans(db);
    const auto ran = db.run(plan.script);
    if (c.parts.contains(u"fails"_s)) {
        QVERIFY(!ran.ok());
        const QString words = ran.error().message + u' ' + ran.error().detail;
        QVERIFY2(words.contains(c.part(u"fails"_s)), qPrintable(words));
        QCOMPARE(counts(db), before);
        return;
    }
    VERIFY_OK(ran);
    const auto after = db.schema();
    VERIFY_OK(after);
    QCOMPARE(wordsOf(diff(*after, d.target, {}, SchemaDb::rules())->changes), QStringList());
    const QMap<QString, QString> now = counts(db);
    for (auto it = before.cbegin(); it != before.cend(); ++it) {
        const QString name = d.renames.tableAfter({{}, it.key()}).name;
        if (now.contains(name))
            QVERIFY2(now.value(name) == it.value(), qPrintable(name));
    }
    QCOMPARE(orphans(db), orphansBefore);
    QCOMPARE(db.rows(u"PRAGMA integrity_check"_s), u"'ok'"_s);
    QCOMPARE(db.rows(u"PRAGMA foreign_keys"_s), u"1"_s);
    VERIFY_OK(db.run(inverse.script));
    const auto again = db.schema();
    VERIFY_OK(again);
    QCOMPARE(wordsOf(diff(*again, back.target, {}, SchemaDb::rules())->changes), QStringList());
}

void TestPlanGolden::cases()
{
    QFETCH(QString, file);
    QFile f(folder().filePath(file));
    QVERIFY(f.open(QFile::ReadOnly));
    const QString text = QString::fromUtf8(f.readAll());
    f.close();
    Case c = Case::read(text);
    SchemaDb db(c.part(u"from"_s) + c.part(u"rows"_s));
    QCOMPARE(db.error(), QString());
    const auto from = db.schema();
    VERIFY_OK(from);
    const auto to = schemaOf(c.part(u"to"_s));
    VERIFY_OK(to);

    const DiffOptions options = optionsOf(c);
    const auto d = diff(*from, *to, options, SchemaDb::rules());
    VERIFY_OK(d);
    for (const Change &change : d->changes)
        m_seen.insert(change.index());
    const auto plan = SchemaDb::dialect().planner()->plan(*d, fillsOf(c));
    if (c.parts.contains(u"refused"_s)) {
        QVERIFY(!plan.ok());
        QCOMPARE(plan.error().message, c.part(u"refused"_s));
        return;
    }
    VERIFY_OK(plan);
    DiffOptions backwards;
    backwards.renames = d->renames.reversed();
    backwards.columnOrder = options.columnOrder;
    const auto back = diff(d->target, d->before, backwards, SchemaDb::rules());
    VERIFY_OK(back);
    const auto inverse = SchemaDb::dialect().planner()->plan(*back, {});
    VERIFY_OK(inverse);

    if (qEnvironmentVariableIntValue("UPDATE_GOLDEN") == 1) {
        c.parts[u"plan"_s] = textOf(*plan);
        c.parts[u"inverse"_s] = textOf(*inverse);
        if (c.parts.contains(u"fails"_s))
            c.parts.remove(u"inverse"_s);
        QVERIFY(f.open(QFile::WriteOnly));
        f.write(c.written().toUtf8());
        f.close();
    } else {
        QCOMPARE(textOf(*plan), c.part(u"plan"_s));
        if (!c.parts.contains(u"fails"_s))
            QCOMPARE(textOf(*inverse), c.part(u"inverse"_s));
    }
    runThereAndBack(c, db, *d, *plan, *back, *inverse);
}

void TestPlanGolden::everyKindOfChangeHasACase()
{
    for (size_t kind = 0; kind + 3 < std::variant_size_v<Change>; ++kind) // the last are of servers
        QVERIFY2(m_seen.contains(kind), qPrintable(u"kind %1"_s.arg(kind)));
}

QTEST_GUILESS_MAIN(TestPlanGolden)
#include "tst_plangolden.moc"
