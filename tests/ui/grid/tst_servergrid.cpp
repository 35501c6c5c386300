// SPDX-License-Identifier: GPL-3.0-or-later
// A table of a PostgreSQL server in the grid: numbers of any size, types in brief, filters, places.
#include "core/session/serverrole.h"
#include "core/session/session.h"
#include "ui/changes/editstack.h"
#include "ui/grid/emptystate.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/filtertext.h"
#include "ui/grid/gridheader.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/style/theme.h"

#include "support/postgrescluster.h"
#include "support/quiet.h"

#include <QLabel>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using core::FilterOp;
using core::Value;

namespace {

constexpr int gridPatience = 30'000; ///< milliseconds; a server on a busy machine

core::Filter where(const QString &column, FilterOp op, const Value &value)
{
    core::Filter filter;
    filter.terms.append({core::FilterTerm::Join::And, core::Condition{column, op, {value}}, true});
    return filter;
}

} // namespace

class TestServerGrid : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<core::Session> m_session;
    std::unique_ptr<ui::EditStack> m_stack;
    std::unique_ptr<ui::TablePage> m_page;

    [[nodiscard]] int column(const QString &name) const
    {
        const auto &heads = m_page->grid()->header()->heads();
        for (int i = 0; i < heads.size(); ++i) {
            if (heads.at(i).name == name)
                return i;
        }
        return -1;
    }
    [[nodiscard]] ui::ColumnHead head(const QString &name) const
    {
        return m_page->grid()->header()->heads().at(column(name));
    }
    [[nodiscard]] bool isSettled() const { return m_page->isSettled(); }

private Q_SLOTS:
    void initTestCase()
    {
        ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
        START_POSTGRES(m_cluster);
    }
    void init()
    {
        failOnUnexpectedWarnings();
        const QString location = m_cluster.newDatabase(
            u"CREATE TABLE film(id int PRIMARY KEY, rate numeric(30,2) NOT NULL, facts jsonb, seen timestamptz, "
            "title varchar(40));"
            "INSERT INTO film SELECT n, n + 12345678901234567890.25, '{}', now(), 'Film ' || n FROM generate_series(1, "
            "300) n;"_s);
        QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
        m_state = std::make_unique<QTemporaryDir>();
        core::Session::Options options;
        options.stateFolder = m_state->path();
        auto session = core::Session::open(location, options);
        QVERIFY2(session, qPrintable(session ? QString() : session.error().message));
        m_session = std::move(*session);
        m_stack = std::make_unique<ui::EditStack>(*m_session);
        m_page = std::make_unique<ui::TablePage>(*m_session, *m_stack, core::QualifiedName{{}, u"film"_s});
        m_page->resize(1200, 500);
        m_page->show();
        QApplication::setActiveWindow(m_page.get());
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), gridPatience);
    }
    void cleanup()
    {
        m_page.reset();
        m_stack.reset();
        m_session.reset();
    }

    void numbersStandAtTheRight()
    {
        const ui::CellLook rate = m_page->grid()->lookAt(0, column(u"rate"_s));
        QCOMPARE(rate.text, u"12345678901234567891.25"_s);
        QVERIFY(rate.right && head(u"rate"_s).right);
        QVERIFY(m_page->grid()->lookAt(0, column(u"id"_s)).right);
        QVERIFY(!m_page->grid()->lookAt(0, column(u"seen"_s)).right && !head(u"seen"_s).right);
    }

    void typesAreBrief()
    {
        QCOMPARE(head(u"seen"_s).type, u"timestamptz"_s);
        QCOMPARE(head(u"facts"_s).type, u"jsonb"_s);
        QCOMPARE(head(u"title"_s).type, u"varchar(40)"_s);
        QVERIFY(head(u"seen"_s).tip.contains(u"timestamp with time zone"_s));
    }

    void aNumberIsNoTextInAChip()
    {
        const auto condition = ui::conditionOf({*m_session->schema()->table({{}, u"film"_s})->column(u"rate"_s), {}},
                                               FilterOp::Greater, {u"1.5"_s}, m_session->dialect());
        QVERIFY(condition);
        QCOMPARE(ui::termText({core::FilterTerm::Join::And, *condition, true}, {}), u"rate > 1.5"_s);
    }

    void aValueThatDoesNotFitIsSaid()
    {
        m_page->setFilter(where(u"rate"_s, FilterOp::Equal, Value::typed("abc", u"numeric"_s)));
        QTRY_VERIFY_WITH_TIMEOUT(m_page->statusFacts() == QStringList{u"not read"_s}, gridPatience);
        QStringList said;
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            said.append(label->text());
        QVERIFY2(said.join(u'\n').contains(u"A value does not fit: invalid input syntax"_s),
                 qPrintable(said.join(u'\n')));
    }

    /// Nobody loses a filter to be shown a row that is on view already.
    void aRowOnViewIsFoundUnderTheFilter()
    {
        const core::Filter filter = where(u"id"_s, FilterOp::Greater, Value::integer(100));
        m_page->setFilter(filter);
        QTRY_VERIFY_WITH_TIMEOUT(isSettled(), gridPatience);
        QTRY_COMPARE_WITH_TIMEOUT(m_page->grid()->model()->rows(), qint64(200), gridPatience);
        m_page->goTo({{{}, u"film"_s}, {}, core::RowKey{{Value::integer(103)}}, u"title"_s});
        QCOMPARE(m_page->grid()->currentRow(), qint64(2));
        QCOMPARE(m_page->whereabouts()->filter, filter);
        m_page->goTo({{{}, u"film"_s}, {}, core::RowKey{{Value::integer(5)}}, u"title"_s}); // it hides that one
        QTRY_COMPARE_WITH_TIMEOUT(m_page->grid()->currentRow(), qint64(4), gridPatience);
        QVERIFY(m_page->whereabouts()->filter.isEmpty());
    }

    /// What policies hide is no empty table.
    void whatARoleDoesNotSeeIsSaid()
    {
        const QString location = m_cluster.newDatabase(
            u"DO $$ BEGIN CREATE ROLE guarded NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
            "CREATE TABLE parent(id int PRIMARY KEY); INSERT INTO parent VALUES (1), (2);"
            "ALTER TABLE parent ENABLE ROW LEVEL SECURITY; GRANT SELECT ON parent TO guarded;"
            "CREATE TABLE plain(id int PRIMARY KEY); GRANT SELECT ON plain TO guarded;"_s);
        QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
        const auto as = core::locationAs(location, {u"guarded"_s, u"request.jwt.claims"_s, {}});
        QVERIFY(as.ok());
        core::Session::Options options;
        options.stateFolder = m_state->path();
        auto session = core::Session::open(*as, options);
        QVERIFY2(session, qPrintable(session ? QString() : session.error().message));
        ui::EditStack stack(**session);
        const auto wordsOf = [&](const QString &name) {
            ui::TablePage page(**session, stack, core::QualifiedName{{}, name});
            page.resize(900, 400);
            page.show();
            auto *empty = page.findChild<ui::EmptyState *>();
            static_cast<void>(QTest::qWaitFor([&] { return page.isSettled() && empty->isVisible(); }, gridPatience));
            QStringList words;
            for (const QLabel *label : empty->findChildren<QLabel *>())
                words.append(label->text());
            return words.join(u'\n');
        };
        QString words = wordsOf(u"parent"_s);
        QVERIFY2(words.contains(u"Row level security shows no row of parent to this role"_s), qPrintable(words));
        words = wordsOf(u"plain"_s);
        QVERIFY2(words.contains(u"plain is empty."_s), qPrintable(words));
    }
};

QTEST_MAIN(TestServerGrid)
#include "tst_servergrid.moc"
