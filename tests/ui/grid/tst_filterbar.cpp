// SPDX-License-Identifier: GPL-3.0-or-later
#include "gridfixture.h"
#include "support/verify.h"
#include "ui/grid/columnschooser.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/filterchips.h"

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QSignalSpy>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using core::Filter;
using core::FilterOp;
using core::FilterTerm;
using core::Value;

class TestFilterBar : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnStrayWarnings(); }

    void valuesAreReadByTypeAndFormat_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<int>("op");
        QTest::addColumn<QStringList>("texts");
        QTest::addColumn<QList<Value>>("operands");
        QTest::newRow("a number in a number column")
            << 4 << int(FilterOp::Greater) << QStringList{u"100"_s} << QList<Value>{Value::integer(100)};
        QTest::newRow("a number in a text column stays text")
            << 1 << int(FilterOp::Equal) << QStringList{u"100"_s} << QList<Value>{Value::text(u"100"_s)};
        QTest::newRow("true in a boolean column") << 3 << int(FilterOp::Equal) << QStringList{u"true"_s} << QList<Value>{Value::integer(1)};
        QTest::newRow("a list") << 4 << int(FilterOp::In) << QStringList{u"1, 2,3"_s}
                                << QList<Value>{Value::integer(1), Value::integer(2), Value::integer(3)};
        QTest::newRow("a quoted comma") << 1 << int(FilterOp::In) << QStringList{u"'a, b', c"_s}
                                        << QList<Value>{Value::text(u"a, b"_s), Value::text(u"c"_s)};
        QTest::newRow("between") << 4 << int(FilterOp::Between) << QStringList{u"5"_s, u"9"_s}
                                 << QList<Value>{Value::integer(5), Value::integer(9)};
        QTest::newRow("between texts with an and in them")
            << 1 << int(FilterOp::Between) << QStringList{u"cats and dogs"_s, u"''"_s}
            << QList<Value>{Value::text(u"cats and dogs"_s), Value::text(QString())};
        QTest::newRow("null takes nothing") << 5 << int(FilterOp::IsNull) << QStringList{u"left over"_s} << QList<Value>{};
    }
    void valuesAreReadByTypeAndFormat()
    {
        QFETCH(int, column);
        QFETCH(int, op);
        QFETCH(QStringList, texts);
        GridFixture f;
        const ui::FilterColumn target = ui::filterColumnsOf(f.model)[column];
        const auto condition = ui::conditionOf(target, static_cast<FilterOp>(op), texts, f.dialect);
        VERIFY_OK(condition);
        QTEST(condition->operands, "operands");
        // What a chip or row shows can be typed again.
        const auto again = ui::conditionOf(target, static_cast<FilterOp>(op),
                                           ui::operandTexts(*condition, target.format), f.dialect);
        VERIFY_OK(again);
        QCOMPARE(*again, *condition);
    }

    void keyboardAloneMakesAFilter()
    {
        GridFixture f;
        ui::FilterBar bar(f.dialect);
        bar.setColumns(ui::filterColumnsOf(f.model));
        show(bar);
        QSignalSpy applied(&bar, &ui::FilterBar::applied);
        bar.open(u"views"_s);
        auto *value = qobject_cast<QLineEdit *>(QApplication::focusWidget());
        QVERIFY(value);
        QCOMPARE(value->objectName(), u"filter-value"_s);
        QTest::keyClicks(value, u"100"_s);
        QTest::keyClick(value, Qt::Key_Backtab, Qt::ShiftModifier); // to the operator
        auto *op = qobject_cast<QComboBox *>(QApplication::focusWidget());
        QVERIFY(op);
        QTest::keyClicks(op, u">"_s);
        QTest::keyClick(op, Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(applied.size(), 1);
        const auto filter = applied.first().first().value<Filter>();
        QCOMPARE(filter.terms.size(), 1);
        QCOMPARE(std::get<core::Condition>(filter.terms[0].condition),
                 (core::Condition{u"views"_s, FilterOp::Greater, {Value::integer(100)}}));
        QSignalSpy closed(&bar, &ui::FilterBar::closed);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QCOMPARE(closed.size(), 1);
    }

    void anInvalidFilterStaysWithAWord()
    {
        GridFixture f;
        ui::FilterBar bar(f.dialect);
        bar.setColumns(ui::filterColumnsOf(f.model));
        show(bar);
        QSignalSpy applied(&bar, &ui::FilterBar::applied);
        bar.setFilter({{{FilterTerm::Join::And, core::Condition{u"views"_s, FilterOp::Between, {}}}}});
        bar.open(u"views"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"5"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(applied.isEmpty());
        QVERIFY(bar.isVisible());
        QVERIFY(!bar.error().isEmpty());
        QCOMPARE(qobject_cast<QLineEdit *>(QApplication::focusWidget())->text(), u"5"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab); // to the upper end
        QCOMPARE(QApplication::focusWidget()->objectName(), u"filter-upper"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"9"_s);
        QVERIFY(bar.error().isEmpty());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(applied.size(), 1);
        QCOMPARE(std::get<core::Condition>(applied.first().first().value<Filter>().terms[0].condition).operands,
                 (QList<Value>{Value::integer(5), Value::integer(9)}));
    }

    void enterInAChoiceAppliesToo()
    {
        GridFixture f;
        ui::FilterBar bar(f.dialect);
        bar.setColumns(ui::filterColumnsOf(f.model));
        show(bar);
        QSignalSpy applied(&bar, &ui::FilterBar::applied);
        bar.setFilter({{{FilterTerm::Join::And, core::Condition{u"views"_s, FilterOp::Between, {}}}}});
        bar.open(u"views"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"5"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(applied.isEmpty() && !bar.error().isEmpty()); // the other end is missing
        auto *op = bar.findChild<QComboBox *>(u"filter-operator"_s);
        op->setFocus();
        QTest::keyClicks(op, u"is null"_s);
        QVERIFY2(bar.error().isEmpty(), qPrintable(bar.error())); // what was wrong is not wrong any more
        QTest::keyClick(op, Qt::Key_Return);
        QCOMPARE(applied.size(), 1);
        QCOMPARE(std::get<core::Condition>(applied.first().first().value<Filter>().terms[0].condition),
                 (core::Condition{u"views"_s, FilterOp::IsNull, {}}));
    }

    void theWordIsReadableInEitherTheme()
    {
        GridFixture f;
        ui::FilterBar bar(f.dialect);
        bar.setColumns(ui::filterColumnsOf(f.model));
        show(bar);
        bar.setFilter({{{FilterTerm::Join::And, core::Condition{u"views"_s, FilterOp::Between, {}}}}});
        bar.open(u"views"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"5"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QVERIFY(!bar.error().isEmpty());
        const auto *word = bar.findChild<QLabel *>(u"filter-row-error"_s);
        for (const ui::ThemeKind kind : {ui::ThemeKind::Light, ui::ThemeKind::Dark}) {
            ui::Theme::apply(*qApp, kind);
            QCOMPARE(word->palette().color(QPalette::WindowText), ui::Theme(kind).color(ui::Tone::Danger));
        }
    }

    void onlyValuesThatAreTakenAreShown_data()
    {
        QTest::addColumn<int>("op");
        QTest::addColumn<bool>("value");
        QTest::addColumn<bool>("upper");
        QTest::newRow("one value") << int(FilterOp::Less) << true << false;
        QTest::newRow("a range") << int(FilterOp::Between) << true << true;
        QTest::newRow("null") << int(FilterOp::IsNull) << false << false;
        QTest::newRow("not null") << int(FilterOp::IsNotNull) << false << false;
    }
    void onlyValuesThatAreTakenAreShown()
    {
        QFETCH(int, op);
        GridFixture f;
        ui::FilterBar bar(f.dialect);
        bar.setColumns(ui::filterColumnsOf(f.model));
        show(bar);
        bar.setFilter({{{FilterTerm::Join::And, core::Condition{u"views"_s, static_cast<FilterOp>(op), {}}}}});
        bar.open(u"views"_s);
        QTEST(bar.findChild<QLineEdit *>(u"filter-value"_s)->isVisible(), "value");
        QTEST(bar.findChild<QLineEdit *>(u"filter-upper"_s)->isVisible(), "upper");
        // The cross stays at the right edge either way.
        const auto *cross = bar.findChild<QToolButton *>(u"filter-remove"_s);
        QVERIFY(bar.width() - cross->mapTo(&bar, QPoint(cross->width(), 0)).x() <= 16);
    }

    void aFilterComesBackAsItWas()
    {
        GridFixture f;
        ui::FilterBar bar(f.dialect);
        bar.setColumns(ui::filterColumnsOf(f.model));
        const Filter filter{{
            {FilterTerm::Join::And, core::Condition{u"published"_s, FilterOp::Equal, {Value::integer(1)}}},
            {FilterTerm::Join::Or, core::Condition{u"title"_s, FilterOp::Contains, {Value::text(u"it's, \"x\""_s)}}},
            {FilterTerm::Join::And, core::RawCondition{u"views > 3 -- all"_s}},
            {FilterTerm::Join::And, core::Condition{u"note"_s, FilterOp::IsNotNull, {}}},
            {FilterTerm::Join::And,
             core::Condition{u"title"_s, FilterOp::Between, {Value::text(u"a and b"_s), Value::text(u"7"_s)}}},
        }};
        bar.setFilter(filter);
        const auto back = bar.filter();
        VERIFY_OK(back);
        QCOMPARE(*back, filter);
    }

    void chipsShowAndRemove()
    {
        GridFixture f;
        ui::FilterChips chips;
        chips.resize(800, 30);
        show(chips);
        const Filter filter{{
            {FilterTerm::Join::And, core::Condition{u"published"_s, FilterOp::Equal, {Value::integer(1)}}},
            {FilterTerm::Join::Or, core::Condition{u"views"_s, FilterOp::Greater, {Value::integer(5)}}},
        }};
        chips.setFilter(filter, ui::filterColumnsOf(f.model));
        const auto all = chips.findChildren<ui::FilterChip *>();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0]->text(), u"published = true"_s);
        QCOMPARE(all[1]->text(), u"views > 5"_s);
        QSignalSpy changed(&chips, &ui::FilterChips::filterChanged);
        QSignalSpy edit(&chips, &ui::FilterChips::editRequested);
        QTest::mouseClick(all[1], Qt::LeftButton, {}, QPoint(10, 8));
        QCOMPARE(edit.takeFirst().first().toInt(), 1);
        QTest::mouseClick(all[0], Qt::LeftButton, {}, QPoint(all[0]->width() - 6, 8));
        const auto rest = changed.takeFirst().first().value<Filter>();
        QCOMPARE(rest.terms.size(), 1);
        QCOMPARE(rest.terms[0].join, FilterTerm::Join::And);
    }

    void aChipThatIsToggledKeepsTheFocus()
    {
        GridFixture f;
        ui::FilterChips chips;
        chips.resize(800, 30);
        show(chips);
        Filter filter;
        for (int i = 0; i < 3; ++i)
            filter.terms.append({FilterTerm::Join::And, core::Condition{u"views"_s, FilterOp::NotEqual, {Value::integer(i)}}});
        const auto columns = ui::filterColumnsOf(f.model);
        chips.setFilter(filter, columns);
        connect(&chips, &ui::FilterChips::filterChanged, &chips,
                [&](const Filter &changed) { chips.setFilter(changed, columns); });
        const auto focused = [] { return qobject_cast<ui::FilterChip *>(QApplication::focusWidget()); };
        chips.findChildren<ui::FilterChip *>().at(1)->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QVERIFY(focused());
        QCOMPARE(focused()->text(), u"views ≠ 1"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete);
        QVERIFY(focused());
        QCOMPARE(focused()->text(), u"views ≠ 2"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Delete); // the last one: to the one before
        QVERIFY(focused());
        QCOMPARE(focused()->text(), u"views ≠ 0"_s);
    }

    void aShortChipIsWideEnough_data()
    {
        QTest::addColumn<QString>("column");
        for (const QString &name : {u"i"_s, u"id"_s, u"W"_s, u"published"_s, u"category"_s, u"views"_s, u"a_column_with_a_name"_s})
            QTest::addRow("%s", qPrintable(name)) << name;
    }
    void aShortChipIsWideEnough()
    {
        QFETCH(QString, column);
        const ui::FilterChip chip(column + u" is null"_s, true, nullptr);
        const QFontMetrics metrics(ui::Theme::current().small());
        const int room = chip.sizeHint().width() - 26; // cross and edges
        QCOMPARE(metrics.elidedText(chip.text(), Qt::ElideRight, room), chip.text());
    }

    void chipsThatDoNotFitAreCounted()
    {
        GridFixture f;
        ui::FilterChips chips;
        chips.resize(300, 30);
        show(chips);
        Filter filter;
        for (int i = 0; i < 6; ++i)
            filter.terms.append({FilterTerm::Join::And, core::Condition{u"views"_s, FilterOp::NotEqual, {Value::integer(i)}}});
        chips.setFilter(filter, ui::filterColumnsOf(f.model));
        auto *more = chips.findChild<QToolButton *>(u"filter-more"_s);
        QVERIFY(more && more->isVisible());
        QVERIFY(more->geometry().right() < 300);
    }

    void columnsAreHiddenByKeyboard()
    {
        GridFixture f;
        ui::ColumnsChooser chooser(*f.view.header());
        chooser.popUpBelow(&f.view);
        auto *search = chooser.findChild<QLineEdit *>(u"columns-search"_s);
        QTest::keyClicks(search, u"cat"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(f.view.header()->isSectionHidden(2));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!f.view.header()->isSectionHidden(2));
        for (int i = 1; i < 6; ++i)
            f.view.header()->setSectionHidden(i, true);
        search->setText(u"id"_s);
        chooser.findChild<QListWidget *>()->item(0)->setCheckState(Qt::Unchecked);
        QCOMPARE(f.view.header()->visibleCount(), 1); // the last one stays
        chooser.findChild<QToolButton *>(u"columns-all"_s)->click();
        QCOMPARE(f.view.header()->visibleCount(), 6);
    }

private:
    static void show(QWidget &widget)
    {
        widget.show();
        QApplication::setActiveWindow(&widget);
        static_cast<void>(QTest::qWaitForWindowActive(&widget));
    }
};

QTEST_MAIN(TestFilterBar)
#include "tst_filterbar.moc"
