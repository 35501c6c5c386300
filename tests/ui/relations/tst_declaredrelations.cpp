// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/projectschema.h"
#include "support/bridgeproject.h"
#include "support/quiet.h"
#include "support/tablepages.h"
#include "ui/relations/referencesdialog.h"
#include "ui/relations/relationdialog.h"
#include "ui/shell/projectnotes.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace Qt::Literals::StringLiterals;
using State = core::ProjectSchema::State;

/// Relations and modes that only the schema.ts of a project knows, in the window: as if the database had them.
class TestDeclaredRelations : public QObject {
    Q_OBJECT

    std::unique_ptr<BridgeProject> m_project;
    std::unique_ptr<TablePages> m_pages;

    [[nodiscard]] bool isRead() const { return m_pages->session->projectSchema()->state() == State::Read; }
    void follow()
    {
        m_pages->session->followProjectSchema();
        QTRY_VERIFY_WITH_TIMEOUT(isRead(), 30'000);
    }
    [[nodiscard]] ui::ColumnHead head(const ui::TablePage &page, const QString &name) const
    {
        return page.grid()->header()->heads().value(TablePages::column(page, name));
    }
    /// For eyes: with RAINCHECK_TEST_PICTURES set, it is drawn there, in both themes.
    static void picture(QWidget &widget, const QString &name)
    {
        const QString folder = qEnvironmentVariable("RAINCHECK_TEST_PICTURES");
        for (const ui::ThemeKind kind : {ui::ThemeKind::Light, ui::ThemeKind::Dark}) {
            if (folder.isEmpty())
                return;
            ui::Theme::apply(*qApp, kind);
            QCoreApplication::processEvents();
            const QString theme = kind == ui::ThemeKind::Dark ? u"dark"_s : u"light"_s;
            QVERIFY(widget.grab().save(QDir(folder).filePath(u"declared-%1-%2.png"_s.arg(name, theme))));
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
    }
    void init()
    {
        failOnUnexpectedWarnings();
        m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::V0, u"shop"_s);
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT, mentor_id INTEGER, role TEXT);"
            "INSERT INTO people VALUES (1,'Ada',NULL,'buyer'),(2,'Bob',1,'seller'),(3,'Cy',9,'buyer');"
            "CREATE TABLE orders (id INTEGER PRIMARY KEY, buyer_id INTEGER, sold_by INTEGER REFERENCES people(id),"
            " is_paid INTEGER, created_at INTEGER, updated_at INTEGER);"
            "INSERT INTO orders VALUES (10,1,2,1,1000,2000),(11,1,2,0,1001,2001),(12,7,NULL,5,NULL,NULL);"_s,
            m_project->path(u"shop.db"_s));
        QVERIFY(m_pages->session);
    }
    void cleanup()
    {
        m_pages.reset();
        m_project.reset();
    }

    void worksAsIfTheDatabaseHadIt()
    {
        const auto orders = m_pages->page(u"orders"_s);
        QVERIFY(orders);
        QCOMPARE(TablePages::texts(*orders, u"buyer_id"_s), (QStringList{u"1"_s, u"1"_s, u"7"_s}));
        follow(); // a page that is open already has it, too
        QTRY_COMPARE(TablePages::texts(*orders, u"buyer_id"_s), (QStringList{u"Ada"_s, u"Ada"_s, u"7"_s}));
        const int buyer = TablePages::column(*orders, u"buyer_id"_s);
        QVERIFY(orders->grid()->lookAt(0, buyer).arrow);
        QCOMPARE(orders->grid()->lookAt(2, buyer).suffixTone, ui::Tone::DeletedText);
        QCOMPARE(head(*orders, u"buyer_id"_s).type, u"⇢ people"_s);
        QVERIFY2(head(*orders, u"buyer_id"_s)
                     .tip.contains(u"from src/db/schema/orders.ts: the database does not know of it"_s),
                 qPrintable(head(*orders, u"buyer_id"_s).tip));
        QCOMPARE(head(*orders, u"sold_by"_s).type, u"→ people"_s);
        QSignalSpy opened(orders.get(), &ui::Page::openRequested);
        orders->grid()->setCurrent(0, buyer);
        QVERIFY(orders->perform(u"row.follow"_s));
        QCOMPARE(opened.size(), 1);
        picture(*orders, u"orders"_s);

        const auto people = m_pages->page(u"people"_s);
        QVERIFY(people);
        QTRY_COMPARE(TablePages::texts(*people, u"bought"_s), (QStringList{u"2"_s, u"0"_s, u"0"_s}));
        QTRY_COMPARE(TablePages::texts(*people, u"mentor_id"_s), (QStringList{u"NULL"_s, u"Ada"_s, u"9"_s}));
        picture(*people, u"people"_s);
    }

    void modesDecideHowValuesLook()
    {
        const auto orders = m_pages->page(u"orders"_s);
        QVERIFY(orders);
        QCOMPARE(TablePages::texts(*orders, u"created_at"_s).value(0), u"1000"_s); // nobody would guess 1970
        follow();
        QTRY_COMPARE(TablePages::texts(*orders, u"created_at"_s).value(0), u"1970-01-01 00:16:40"_s);
        QVERIFY2(TablePages::texts(*orders, u"updated_at"_s).value(0).startsWith(u"1970-01-01 00:00:02"_s),
                 qPrintable(TablePages::texts(*orders, u"updated_at"_s).value(0)));
        using Kind = core::ColumnFormat::Kind;
        const int paid = TablePages::column(*orders, u"is_paid"_s);
        QCOMPARE(orders->grid()->model()->formatAt(paid).kind, Kind::Boolean); // although there is a 5
        QCOMPARE(TablePages::texts(*orders, u"is_paid"_s).value(2), u"5"_s); // which is shown as what it is
        const auto people = m_pages->page(u"people"_s);
        QVERIFY(people);
        const core::ColumnFormat role = people->grid()->model()->formatAt(TablePages::column(*people, u"role"_s));
        QCOMPARE(role, (core::ColumnFormat{Kind::Enumeration, {u"buyer"_s, u"seller"_s}}));
    }

    void theReferencesSayWhoKnows()
    {
        follow();
        QWidget window;
        window.show();
        auto *dialog = new ui::ReferencesDialog(*m_pages->session, &window);
        dialog->open();
        QTRY_VERIFY(dialog->isSettled());
        const auto *list = dialog->findChild<QTreeWidget *>(u"references-list"_s);
        QStringList lines;
        for (int i = 0; i < list->topLevelItemCount(); ++i) {
            const QTreeWidgetItem *item = list->topLevelItem(i);
            lines.append(item->text(0) + u'|' + item->text(1) + u'|' + item->text(2) + u'|' + item->text(3));
        }
        QCOMPARE(
            lines,
            (QStringList{u"orders.sold_by|people.id|the database|none"_s, u"orders.buyer_id|people.id|orders.ts|1"_s,
                         u"people.mentor_id|people.id|people.ts|1"_s}));
        QVERIFY(!dialog->findChild<QPushButton *>(u"references-change"_s)->isEnabled());
        QVERIFY(!dialog->findChild<QPushButton *>(u"references-remove"_s)->isEnabled());
        QVERIFY(dialog->findChild<QPushButton *>(u"references-show"_s)->isEnabled());
        picture(*dialog, u"references"_s);
    }

    void whatIsDeclaredIsNotDrawnAgain()
    {
        follow();
        QWidget window;
        window.show();
        auto *dialog = new ui::RelationDialog(*m_pages->session, {{{}, u"orders"_s}, u"buyer_id"_s}, &window);
        dialog->open();
        QTRY_VERIFY(dialog->isSettled());
        auto *to = dialog->findChild<QComboBox *>(u"relation-to"_s);
        QVERIFY(to);
        to->setCurrentIndex(to->findText(u"people"_s));
        QTRY_VERIFY(dialog->isSettled());
        const QString said = dialog->findChild<QLabel *>(u"relation-objections"_s)->text();
        QVERIFY2(said.contains(u"src/db/schema/orders.ts declares this relation already."_s), qPrintable(said));
        QVERIFY(!dialog->findChild<QPushButton *>(u"relation-accept"_s)->isEnabled());
    }

    void aProblemIsSaidOnce()
    {
        ui::ProjectNotes notes(*m_pages->session);
        QSignalSpy noted(&notes, &ui::ProjectNotes::noteRequested);
        QSignalSpy told(&notes, &ui::ProjectNotes::messageRequested);
        QVERIFY(!notes.hasProject());
        const QString file = u"src/db/extra/tags.js"_s;
        m_project->write(file, u"export const = 1;\n"_s);
        notes.begin();
        QVERIFY(notes.hasProject());
        QTRY_VERIFY_WITH_TIMEOUT(!notes.isReading(), 30'000);
        QCOMPARE(noted.size(), 1);
        QVERIFY2(noted.at(0).at(0).toString().startsWith(file + u", line 1: "_s),
                 qPrintable(noted.at(0).at(0).toString()));
        QCOMPARE(notes.statusFact(), u"schema.ts not read"_s);
        m_project->write(file, u"export const = 1; \n"_s); // saved again, and no better
        QTRY_VERIFY_WITH_TIMEOUT(notes.isReading(), 10'000);
        QTRY_VERIFY_WITH_TIMEOUT(!notes.isReading(), 30'000);
        QCOMPARE(noted.size(), 1);
        m_project->write(file, u"export const one = 1;\n"_s);
        QTRY_COMPARE_WITH_TIMEOUT(notes.statusFact(), u"3 schema files read"_s, 30'000);
        QVERIFY(told.isEmpty());
        notes.readAgain(); // who asks is told
        QTRY_COMPARE_WITH_TIMEOUT(told.size(), 1, 30'000);
        const QString words = told.at(0).at(0).toString();
        QVERIFY2(words.startsWith(u"3 schema files read with drizzle-orm 0."_s), qPrintable(words));
        QVERIFY2(words.endsWith(u": 5 tables, 2 relations that the database does not know."_s), qPrintable(words));
    }

    void whatIsMissingIsSaidWhenAsked()
    {
        qputenv("RAINCHECK_NODE", "/nowhere/node");
        ui::ProjectNotes notes(*m_pages->session);
        QSignalSpy noted(&notes, &ui::ProjectNotes::noteRequested);
        notes.begin();
        QTRY_VERIFY(!notes.isReading());
        QCOMPARE(notes.statusFact(), u"schema.ts not read"_s);
        QVERIFY(noted.isEmpty());
        notes.readAgain();
        QTRY_COMPARE(noted.size(), 1);
        QVERIFY(noted.at(0).at(0).toString().startsWith(u"Reading schema.ts needs Node.js 18 or newer"_s));
        qunsetenv("RAINCHECK_NODE");
    }
};

QTEST_MAIN(TestDeclaredRelations)
#include "tst_declaredrelations.moc"
