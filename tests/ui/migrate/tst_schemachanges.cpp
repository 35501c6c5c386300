// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/schemachanges.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using Kind = TableChange::Kind;
using Sign = TableChange::Line::Sign;

namespace {

core::Column column(const QString &name, const QString &type, bool notNull = false)
{
    core::Column c;
    c.name = name;
    c.declaredType = type;
    c.notNull = notNull;
    return c;
}

core::Table table(const QString &name, const QList<core::Column> &columns)
{
    core::Table t;
    t.name = {{}, name};
    t.columns = columns;
    return t;
}

} // namespace

class TestSchemaChanges : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothing()
    {
        core::Schema schema;
        schema.tables = {table(u"posts"_s, {column(u"id"_s, u"INTEGER"_s)})};
        QVERIFY(changedTables(schema, schema).isEmpty());
    }

    void columnsComeGoAndChange()
    {
        core::Schema before;
        before.tables = {table(u"posts"_s, {column(u"a"_s, u"TEXT"_s), column(u"b"_s, u"TEXT"_s)})};
        core::Schema after;
        after.tables = {table(u"posts"_s, {column(u"a"_s, u"TEXT"_s, true), column(u"slug"_s, u"TEXT"_s, true)})};
        const QList<TableChange> changes = changedTables(before, after);
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes.first(),
                 (TableChange{u"posts"_s,
                              Kind::Altered,
                              {{Sign::Changed, u"a text not null"_s},
                               {Sign::Minus, u"b text"_s},
                               {Sign::Plus, u"slug text not null"_s}}}));
    }

    void tablesIndexesTriggersAndViews()
    {
        core::Schema before;
        before.tables = {table(u"gone"_s, {}), table(u"posts"_s, {})};
        core::Trigger trigger;
        trigger.name = u"log"_s;
        before.tables[1].triggers = {trigger};
        core::Schema after;
        core::Index index;
        index.name = u"posts_slug"_s;
        index.unique = true;
        after.tables = {table(u"fresh"_s, {column(u"id"_s, u"INTEGER"_s)}), table(u"posts"_s, {})};
        after.tables[1].indexes = {index};
        core::View view;
        view.name = {{}, u"recent"_s};
        after.views = {view};
        const QList<TableChange> changes = changedTables(before, after);
        QCOMPARE(changes.size(), 4);
        QCOMPARE(changes.at(0), (TableChange{u"fresh"_s, Kind::Added, {{Sign::Plus, u"id integer"_s}}}));
        QCOMPARE(changes.at(1),
                 (TableChange{u"posts"_s,
                              Kind::Altered,
                              {{Sign::Plus, u"unique index posts_slug"_s}, {Sign::Minus, u"trigger log"_s}}}));
        QCOMPARE(changes.at(2), (TableChange{u"gone"_s, Kind::Removed, {}}));
        QCOMPARE(changes.at(3), (TableChange{u"recent"_s, Kind::Added, {{Sign::Plus, u"view"_s}}}));
    }

    void noActionSaidIsNoChange()
    {
        core::ForeignKey key;
        key.columns = {u"user_id"_s};
        key.target.name = u"users"_s;
        core::Schema before;
        before.tables = {table(u"posts"_s, {column(u"a"_s, u"TEXT"_s)})};
        before.tables[0].foreignKeys = {key};
        before.tables[0].foreignKeys[0].onUpdate = core::ForeignKeyAction::NoAction;
        core::Schema after;
        after.tables = {table(u"posts"_s, {column(u"a"_s, u"TEXT"_s, true)})};
        after.tables[0].foreignKeys = {key};
        QCOMPARE(changedTables(before, after).first().lines,
                 (QList<TableChange::Line>{{Sign::Changed, u"a text not null"_s}}));
    }

    void constraintsByTheirWords()
    {
        core::Schema before;
        before.tables = {table(u"posts"_s, {column(u"a"_s, u"TEXT"_s), column(u"b"_s, u"TEXT"_s)})};
        before.tables[0].uniques = {{{}, {{u"a"_s, {}, {}, {}}}, {}, {}}};
        core::Schema after = before;
        after.tables[0].uniques.clear();
        after.tables[0].checks = {{u"posts_check"_s, u"a in ('x')"_s, {}}};
        QCOMPARE(changedTables(before, after).first().lines,
                 (QList<TableChange::Line>{{Sign::Minus, u"unique (a)"_s},
                                           {Sign::Plus, u"check posts_check (a in ('x'))"_s}}));
        after = before;
        std::reverse(after.tables[0].columns.begin(), after.tables[0].columns.end());
        QCOMPARE(changedTables(before, after).first().lines,
                 (QList<TableChange::Line>{{Sign::Changed, u"columns in another order"_s}}));
    }

    void aRebuildSaysWhatIsKept()
    {
        core::Schema schema;
        schema.tables = {table(u"posts"_s, {column(u"a"_s, u"TEXT"_s)})};
        core::Index index;
        index.name = u"i"_s;
        schema.tables[0].indexes = {index};
        const QList<TableChange> changes = changedTables(schema, schema, {{u"posts"_s, 1200, 1200, false, true}});
        QCOMPARE(changes.size(), 1);
        QVERIFY(changes.first().lines.isEmpty());
        QCOMPARE(changes.first().note, u"rebuilt: 1,200 rows copied, 1 index kept"_s);
    }

    void internalTablesAreLeftOut()
    {
        core::Schema after;
        after.tables = {table(u"sqlite_sequence"_s, {column(u"seq"_s, {})})};
        after.tables[0].internal = true;
        QVERIFY(changedTables({}, after).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestSchemaChanges)
#include "tst_schemachanges.moc"
