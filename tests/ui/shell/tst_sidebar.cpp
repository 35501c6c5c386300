// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/sidebar.h"
#include "ui/shell/sidebarmodel.h"

#include "core/schema/readingrights.h"
#include "support/quiet.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

core::SchemaPtr schema(const QStringList &tables, const QStringList &views = {})
{
    auto result = std::make_shared<core::Schema>();
    for (const QString &name : tables) {
        core::Table t;
        t.name.name = name;
        t.internal = name.startsWith(u"sqlite_");
        t.shadow = name.endsWith(u"_content");
        if (name == u"broken")
            t.brokenBecause = u"no such module: <b>x</b>"_s;
        if (name == u"salaries")
            t.brokenBecause = core::mayNotRead();
        result->tables.append(t);
    }
    for (const QString &name : views) {
        core::View v;
        v.name.name = name;
        result->views.append(v);
    }
    return result;
}

/// Partitions over two levels, one in another schema, and an heir.
core::SchemaPtr families()
{
    auto result = std::make_shared<core::Schema>();
    const auto add = [&result](const core::QualifiedName &name, const QString &partitionOf = {},
                               const QString &heirOf = {}) {
        core::Table t;
        t.name = name;
        t.facts.partitionOf.name = partitionOf;
        if (!heirOf.isEmpty())
            t.facts.inherits = {{{}, heirOf}};
        if (name.name == u"payment" || name.name == u"payment_02")
            t.facts.partitionKey = u"RANGE (day)"_s;
        result->tables.append(t);
    };
    add({{}, u"animal"_s});
    add({{}, u"cat"_s}, {}, u"animal"_s);
    add({{}, u"payment"_s});
    add({{}, u"payment_01"_s}, u"payment"_s);
    add({{}, u"payment_02"_s}, u"payment"_s);
    add({{}, u"payment_02_a"_s}, u"payment_02"_s);
    add({{}, u"users"_s});
    add({u"old"_s, u"payment_99"_s}, u"payment"_s);
    return result;
}

QString text(const SidebarModel &model)
{
    QStringList lines;
    for (int i = 0; i < model.rowCount(); ++i) {
        const QModelIndex at = model.index(i, 0);
        QString line = model.kindAt(i) == SidebarModel::Kind::Section ? QString() : u"  "_s;
        line += at.data().toString();
        for (const int role : {SidebarModel::NoteRole, SidebarModel::PillRole}) {
            if (!at.data(role).toString().isEmpty())
                line += u" | "_s + at.data(role).toString();
        }
        lines.append(line);
    }
    return lines.join(u'\n');
}

} // namespace

class TestSidebar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void listsWhatPeopleCareAbout()
    {
        SidebarModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QCOMPARE(text(model), QString());
        model.setSchema(
            schema({u"broken"_s, u"posts"_s, u"fts_content"_s, u"sqlite_stat1"_s, u"users"_s}, {u"active"_s}));
        QCOMPARE(text(model),
                 u"Tables\n  broken | broken\n  posts\n  users\nViews\n  active | view\n"
                 "Project\n  Migrations\n  History"_s);
        model.setCount({QString(), u"posts"_s}, 12004);
        model.setCountUnknown({QString(), u"users"_s});
        model.setStaged({{{QString(), u"users"_s}, 2}});
        model.setMigrations(u"1 pending"_s, PillKind::Amber, {});
        model.setHistoryNote(u"14"_s);
        QCOMPARE(text(model),
                 u"Tables\n  broken | broken\n  posts | 12,004\n  users | ? | 2 staged\nViews\n"
                 "  active | view\nProject\n  Migrations | 1 pending\n  History | 14"_s);
        QVERIFY(!model.index(1).data(Qt::ToolTipRole).toString().contains(u"<b>"_s));
        QVERIFY(!model.flags(model.index(0)).testFlag(Qt::ItemIsSelectable));
        model.setSchema(schema({}));
        QCOMPARE(text(model), u"Project\n  Migrations | 1 pending\n  History | 14"_s);
    }

    void whatARoleMayNotReadIsNotBroken()
    {
        SidebarModel model;
        model.setSchema(schema({u"broken"_s, u"posts"_s, u"salaries"_s}));
        QCOMPARE(text(model),
                 u"Tables\n  broken | broken\n  posts\n  salaries | no right\nProject\n  Migrations\n  History"_s);
        const auto reading = [&model](int row) {
            return static_cast<SidebarModel::Reading>(model.index(row).data(SidebarModel::ReadingRole).toInt());
        };
        QCOMPARE(reading(1), SidebarModel::Reading::Broken);
        QCOMPARE(reading(2), SidebarModel::Reading::Fine);
        QCOMPARE(reading(3), SidebarModel::Reading::NoRight);
        QVERIFY(!model.wantsCount(3));
        QVERIFY(model.index(3).data(Qt::ToolTipRole).toString().contains(u"may not read"_s));
    }

    void groupsBySchemaWhereThereAreSeveral()
    {
        auto several = std::make_shared<core::Schema>();
        for (const core::QualifiedName &name : QList<core::QualifiedName>{
                 {u"audit"_s, u"log"_s}, {{}, u"users"_s}, {u"audit"_s, u"events"_s}, {u"pg_catalog"_s, u"hidden"_s}}) {
            core::Table t;
            t.name = name;
            t.internal = name.name == u"hidden";
            several->tables.append(t);
        }
        core::View v;
        v.name = {u"audit"_s, u"recent"_s};
        several->views.append(v);
        SidebarModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSchema(several);
        QCOMPARE(text(model),
                 u"public\n  users\naudit\n  log\n  events\n  recent | view\n"
                 "Project\n  Migrations\n  History"_s);
        QCOMPARE(model.placeAt(3)->destination.table, (core::QualifiedName{u"audit"_s, u"log"_s}));
        model.setFilter(u"audit.l"_s); // as its whole name says
        QCOMPARE(text(model), u"audit\n  log"_s);
        several->tables.removeAt(1);
        model.setFilter({});
        model.setSchema(std::make_shared<core::Schema>(*several));
        QCOMPARE(text(model),
                 u"Tables\n  audit.log\n  audit.events\nViews\n  audit.recent | view\n"
                 "Project\n  Migrations\n  History"_s);
    }

    void saysWhatIsNoUsualTable()
    {
        auto servers = std::make_shared<core::Schema>();
        core::Table far;
        far.name.name = u"far"_s;
        far.kind = core::Table::Kind::Foreign;
        far.facts.foreignServer = u"<b>east</b>"_s;
        core::Table parent;
        parent.name.name = u"parent"_s;
        parent.facts.partitionKey = u"RANGE (day)"_s;
        core::Table part;
        part.name.name = u"part"_s;
        part.facts.partitionOf = parent.name;
        part.facts.partitionBound = u"DEFAULT"_s;
        servers->tables = {far, parent, part};
        core::View stored;
        stored.name.name = u"stored"_s;
        stored.materialized = true;
        core::View empty = stored;
        empty.name.name = u"unfilled"_s;
        empty.populated = false;
        core::View systems;
        systems.name.name = u"systems"_s;
        systems.internal = true;
        servers->views = {stored, systems, empty};
        SidebarModel model;
        model.setSchema(servers);
        QCOMPARE(text(model),
                 u"Tables\n  far | foreign\n  parent | partitioned\nViews\n"
                 "  stored | materialized\n  unfilled | not filled\nProject\n  Migrations\n  History"_s);
        QVERIFY(!model.wantsCount(1)); // that is another server's work
        QVERIFY(model.wantsCount(2));
        QVERIFY(!model.index(1).data(Qt::ToolTipRole).toString().contains(u"<b>"_s));
        QVERIFY(model.index(2).data(Qt::ToolTipRole).toString().contains(u"RANGE (day), 1 partition"_s));
        model.setFolded(2, false);
        QCOMPARE(model.index(3).data(SidebarModel::NoteRole).toString(), QString()); // where it stands says it
        QVERIFY(model.index(3).data(Qt::ToolTipRole).toString().contains(u"DEFAULT"_s));
        QVERIFY(model.index(5).data(SidebarModel::IconRole) != model.index(2).data(SidebarModel::IconRole));
    }

    void foldsPartitionsAndHeirsBelowTheirTable()
    {
        SidebarModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSchema(families());
        QCOMPARE(text(model),
                 u"Tables\n  animal\n  payment | partitioned\n  users\nProject\n  Migrations\n  History"_s);
        QCOMPARE(model.foldAt(1), SidebarModel::Fold::Folded);
        QCOMPARE(model.foldAt(3), SidebarModel::Fold::None);
        model.setFolded(2, false);
        QCOMPARE(text(model),
                 u"Tables\n  animal\n  payment | partitioned\n  payment_01\n  payment_02 | partitioned\n"
                 "  old.payment_99\n  users\nProject\n  Migrations\n  History"_s);
        model.setFolded(4, false);
        QCOMPARE(model.index(5).data().toString(), u"payment_02_a"_s);
        QCOMPARE(model.index(5).data(SidebarModel::DepthRole).toInt(), 2);
        QCOMPARE(model.parentRow(5), 4);
        QCOMPARE(model.parentRow(4), 2);
        QCOMPARE(model.parentRow(2), -1);
        model.setSchema(families()); // read again: what was unfolded still is
        QCOMPARE(model.index(5).data().toString(), u"payment_02_a"_s);
        model.setFolded(2, true);
        QCOMPARE(text(model),
                 u"Tables\n  animal\n  payment | partitioned\n  users\nProject\n  Migrations\n  History"_s);
    }

    void aFilterFindsWhatIsFolded()
    {
        SidebarModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSchema(families());
        model.setFilter(u"payment"_s);
        QCOMPARE(text(model),
                 u"Tables\n  payment | partitioned\n  payment_01\n  payment_02 | partitioned\n"
                 "  payment_02_a\n  old.payment_99"_s);
        model.setFolded(1, true); // the filter has unfolded it
        QCOMPARE(model.rowCount(), 6);
        model.setFilter(u"02_a"_s);
        QCOMPARE(text(model), u"Tables\n  payment_02_a | partition"_s);
        QCOMPARE(model.index(1).data(SidebarModel::DepthRole).toInt(), 0);
        model.setFilter(u"cat"_s);
        QCOMPARE(text(model), u"Tables\n  cat | heir"_s);
    }

    void whatIsFoldedIsSeenAtItsTable()
    {
        SidebarModel model;
        model.setSchema(families());
        QSignalSpy changed(&model, &SidebarModel::dataChanged);
        model.setStaged({{{QString(), u"payment_02_a"_s}, 2}, {{QString(), u"payment"_s}, 1}});
        QVERIFY(!changed.isEmpty());
        QCOMPARE(model.index(2).data(SidebarModel::PillRole).toString(), u"3 staged"_s);
        const Place place{Place::Kind::Table, {{QString(), u"payment_02_a"_s}, {}, {}, {}}};
        QCOMPARE(model.rowOf(place), 2);
        model.reveal(place.destination.table);
        QCOMPARE(model.rowOf(place), 5);
        QCOMPARE(model.index(2).data(SidebarModel::PillRole).toString(), u"1 staged"_s);
    }

    void foldsByKeysAndByItsArrow()
    {
        Sidebar sidebar;
        sidebar.resize(232, 400);
        sidebar.setSchema(families());
        sidebar.show();
        QVERIFY(QTest::qWaitForWindowActive(&sidebar));
        QSignalSpy opened(&sidebar, &Sidebar::openRequested);
        auto *list = sidebar.findChild<QListView *>(u"sidebarList"_s);
        sidebar.setCurrent(Place{Place::Kind::Table, {{QString(), u"payment"_s}, {}, {}, {}}});
        sidebar.focusList();
        const auto current = [list] { return list->currentIndex().data().toString(); };
        QTest::keyClick(list, Qt::Key_Right);
        QCOMPARE(sidebar.model().foldAt(2), SidebarModel::Fold::Unfolded);
        QCOMPARE(current(), u"payment"_s);
        QTest::keyClick(list, Qt::Key_Right);
        QCOMPARE(current(), u"payment_01"_s);
        QTest::keyClick(list, Qt::Key_Right); // nothing below it
        QCOMPARE(current(), u"payment_01"_s);
        QTest::keyClick(list, Qt::Key_Left);
        QCOMPARE(current(), u"payment"_s);
        QTest::keyClick(list, Qt::Key_Left);
        QCOMPARE(sidebar.model().foldAt(2), SidebarModel::Fold::Folded);
        const auto arrow = [&] { return list->visualRect(sidebar.model().index(2)).topLeft() + QPoint(14, 15); };
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, arrow());
        QCOMPARE(sidebar.model().foldAt(2), SidebarModel::Fold::Unfolded);
        QCOMPARE(opened.size(), 0);
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, arrow() + QPoint(40, 0));
        QCOMPARE(opened.size(), 1);
        sidebar.setCurrent(Place{Place::Kind::Table, {{QString(), u"payment_02_a"_s}, {}, {}, {}}});
        QCOMPARE(current(), u"payment_02_a"_s); // opened from elsewhere: unfolded for it
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, arrow());
        sidebar.setSchema(families());
        QCOMPARE(current(), u"payment"_s); // folded by hand: it stays so
    }

    void saysWhatCouldNotBeRead()
    {
        Sidebar sidebar;
        sidebar.resize(232, 400);
        auto closed = std::make_shared<core::Schema>(*schema({u"posts"_s}));
        sidebar.setSchema(closed);
        sidebar.show();
        auto *foot = sidebar.findChild<QToolButton *>(u"sidebarRemarks"_s);
        QVERIFY(!foot->isVisible());
        auto some = std::make_shared<core::Schema>(*closed);
        some->remarks = {u"This role may not look into the schema <b>hr</b>: what is in it is left out."_s};
        sidebar.setSchema(some);
        QVERIFY(foot->isVisible());
        QVERIFY(foot->toolTip().contains(u"hr"_s) && !foot->toolTip().contains(u"<b>"_s));
        QSignalSpy wanted(&sidebar, &Sidebar::remarksWanted);
        foot->setFocus();
        QTest::keyClick(foot, Qt::Key_Space);
        QCOMPARE(wanted.size(), 1);
        sidebar.setSchema(closed);
        QVERIFY(!foot->isVisible());
    }

    void filters()
    {
        SidebarModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setSchema(schema({u"posts"_s, u"post_tags"_s, u"users"_s}, {u"active_users"_s}));
        model.setFilter(u"USER"_s);
        QCOMPARE(text(model), u"Tables\n  users\nViews\n  active_users | view"_s);
        model.setFilter(u"nothing"_s);
        QCOMPARE(model.rowCount(), 0);
        model.setFilter({});
        QCOMPARE(model.rowCount(), 9);
    }

    void countsOnlyWhatIsOnViewOneAtATime()
    {
        QStringList names;
        for (int i = 0; i < 3000; ++i)
            names.append(u"t%1"_s.arg(i, 4, 10, QLatin1Char('0')));
        Sidebar sidebar;
        sidebar.resize(232, 400);
        QSignalSpy wanted(&sidebar, &Sidebar::countWanted);
        sidebar.setSchema(schema(names));
        sidebar.show();
        QTRY_COMPARE(wanted.size(), 1);
        const auto nth = [&](int i) { return wanted.at(i).first().value<core::QualifiedName>().name; };
        QCOMPARE(nth(0), u"t0000"_s);
        int answered = 0;
        while (answered < wanted.size()) { // each answer asks for the next, until all on view are known
            sidebar.setCount({QString(), nth(answered)}, answered);
            ++answered;
        }
        QVERIFY2(answered >= 8 && answered <= 14, qPrintable(QString::number(answered)));
        sidebar.recount();
        QTRY_COMPARE(wanted.size(), answered + 1);
        QCOMPARE(nth(answered), u"t0000"_s);
        sidebar.setCount({QString(), u"t0000"_s}, std::nullopt); // failed: not asked for again and again
        QCOMPARE(nth(answered + 1), u"t0001"_s);
    }

    void clicksPreviewAndDoubleClicksPin()
    {
        Sidebar sidebar;
        sidebar.resize(232, 400);
        sidebar.setSchema(schema({u"posts"_s, u"users"_s}));
        sidebar.show();
        QVERIFY(QTest::qWaitForWindowExposed(&sidebar));
        QSignalSpy opened(&sidebar, &Sidebar::openRequested);
        auto *list = sidebar.findChild<QListView *>(u"sidebarList"_s);
        const auto at = [&](int row) { return list->visualRect(sidebar.model().index(row)).center(); };
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at(2));
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.last().at(0).value<Place>(),
                 (Place{Place::Kind::Table, {{QString(), u"users"_s}, {}, {}, {}}}));
        QCOMPARE(opened.last().at(1).toBool(), false);
        QTest::mouseDClick(list->viewport(), Qt::LeftButton, {}, at(2));
        QCOMPARE(opened.last().at(1).toBool(), true);
        opened.clear();
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, at(0)); // a section
        QCOMPARE(opened.size(), 0);
    }

    void theFilterFieldIsAllKeyboard()
    {
        Sidebar sidebar;
        sidebar.resize(232, 400);
        sidebar.setSchema(schema({u"posts"_s, u"users"_s}));
        sidebar.show();
        QVERIFY(QTest::qWaitForWindowActive(&sidebar));
        QSignalSpy opened(&sidebar, &Sidebar::openRequested);
        auto *field = sidebar.findChild<QLineEdit *>(u"sidebarFilter"_s);
        sidebar.focusFilter();
        QTest::keyClicks(field, u"us"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().at(0).value<Place>().destination.table.name, u"users"_s);
        QVERIFY(opened.first().at(1).toBool());
        QTest::keyClick(field, Qt::Key_Escape);
        QCOMPARE(field->text(), QString());
        QTest::keyClick(field, Qt::Key_Down);
        auto *list = sidebar.findChild<QListView *>(u"sidebarList"_s);
        QTRY_VERIFY(list->hasFocus());
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(opened.size(), 2);
    }

    void theCurrentOneIsMarkedWithoutOpening()
    {
        Sidebar sidebar;
        sidebar.setSchema(schema({u"posts"_s, u"users"_s}));
        QSignalSpy opened(&sidebar, &Sidebar::openRequested);
        auto *list = sidebar.findChild<QListView *>(u"sidebarList"_s);
        sidebar.setCurrent(Place{Place::Kind::Table, {{QString(), u"users"_s}, {}, {}, {}}});
        QCOMPARE(list->currentIndex().data().toString(), u"users"_s);
        sidebar.setSchema(schema({u"posts"_s, u"tags"_s, u"users"_s})); // keeps the mark
        QCOMPARE(list->currentIndex().data().toString(), u"users"_s);
        sidebar.setCurrent(std::nullopt);
        QVERIFY(!list->currentIndex().isValid());
        QCOMPARE(opened.size(), 0);
    }

    void namesThatDifferAtTheirEndLookDifferent()
    {
        Sidebar sidebar;
        sidebar.resize(180, 300);
        sidebar.setSchema(schema({u"customer_invoice_lines_0001"_s, u"customer_invoice_lines_0002"_s}));
        sidebar.show();
        auto *list = sidebar.findChild<QListView *>();
        const QPixmap all = list->viewport()->grab();
        const auto line = [&](int row) { return all.copy(list->visualRect(list->model()->index(row, 0))).toImage(); };
        QCOMPARE(line(1).size(), line(2).size());
        QVERIFY(line(1) != line(2));
    }
};

QTEST_MAIN(TestSidebar)
#include "tst_sidebar.moc"
