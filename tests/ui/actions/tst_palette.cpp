// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/actions/actionspecs.h"
#include "ui/actions/actionwords.h"
#include "ui/actions/commandpalette.h"
#include "ui/actions/fuzzymatch.h"
#include "ui/actions/palettemodel.h"

#include "support/quiet.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

PaletteEntry table(const QString &name)
{
    return {PaletteEntry::Kind::Table, name, name, u"table"_s, {}, Icon::Table, {}};
}

PaletteEntry action(const QString &id, const QString &text, const QString &category, const QString &key = {})
{
    return {PaletteEntry::Kind::Action, id, text, category, key, Icon::Command, {}};
}

QStringList titles(const PaletteModel &model)
{
    QStringList result;
    for (int i = 0; i < model.rowCount(); ++i)
        result.append(model.entry(i).title);
    return result;
}

} // namespace

class TestPalette : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void matches_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<int>>("positions");
        QTest::addColumn<bool>("found");
        QTest::newRow("empty") << u""_s << u"posts"_s << QList<int>{} << true;
        QTest::newRow("start") << u"po"_s << u"posts"_s << QList<int>{0, 1} << true;
        QTest::newRow("words") << u"pt"_s << u"post_tags"_s << QList<int>{0, 5} << true;
        QTest::newRow("camel") << u"pt"_s << u"PlaylistTrack"_s << QList<int>{0, 8} << true;
        QTest::newRow("case") << u"TAGS"_s << u"post_tags"_s << QList<int>{5, 6, 7, 8} << true;
        QTest::newRow("blanks") << u"post tags"_s << u"post_tags"_s << QList<int>{0, 1, 2, 3, 5, 6, 7, 8} << true;
        QTest::newRow("order") << u"sp"_s << u"posts"_s << QList<int>{} << false;
        QTest::newRow("not there") << u"x"_s << u"posts"_s << QList<int>{} << false;
        QTest::newRow("longer") << u"postsposts"_s << u"posts"_s << QList<int>{} << false;
        QTest::newRow("unicode") << u"ü"_s << u"Übung"_s << QList<int>{0} << true;
        QTest::newRow("run over single hits") << u"tag"_s << u"the_article_tag"_s << QList<int>{12, 13, 14} << true;
    }
    void matches()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(QList<int>, positions);
        QFETCH(bool, found);
        const auto match = fuzzyMatch(pattern, text);
        QCOMPARE(match.has_value(), found);
        if (match)
            QCOMPARE(match->positions, positions);
    }

    void betterMatchesComeFirst()
    {
        PaletteModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setEntries({table(u"comments"_s), table(u"post_tags"_s), table(u"tags"_s), table(u"stage"_s)}, {});
        model.setPattern(u"tag"_s);
        QCOMPARE(titles(model), (QStringList{u"tags"_s, u"post_tags"_s, u"stage"_s}));
        model.setPattern(u"zzz"_s);
        QCOMPARE(model.rowCount(), 0);
        model.setPattern({});
        QCOMPARE(model.rowCount(), 4);
    }

    void recentOnesComeFirst()
    {
        PaletteModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setEntries({table(u"a"_s), table(u"b"_s), action(u"edits.undo"_s, u"Undo"_s, u"Edits"_s)},
                         {u"action:edits.undo"_s, u"table:b"_s, u"table:gone"_s});
        QCOMPARE(titles(model), (QStringList{u"Undo"_s, u"b"_s, u"a"_s}));
    }

    void actionsAreFoundByCategory()
    {
        PaletteModel model;
        model.setEntries({action(u"edits.undo"_s, u"Undo"_s, u"Edits"_s, u"Ctrl+Z"_s), table(u"edits"_s)}, {});
        model.setPattern(u"edits"_s);
        QCOMPARE(titles(model), (QStringList{u"edits"_s, u"Undo"_s}));
        QCOMPARE(model.index(1).data(PaletteModel::ShortcutRole).toString(), u"Ctrl+Z"_s);
    }

    void actionsAreFoundByOtherWords_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("id"); // the best of all actions
        const auto row = [](const QString &pattern, const QString &id) {
            QTest::addRow("%s", qPrintable(pattern)) << pattern << id;
        };
        row(u"label"_s, u"table.label"_s);
        row(u"Label"_s, u"table.label"_s);
        row(u"save"_s, u"edits.apply"_s);
        row(u"orphans"_s, u"relation.orphans"_s);
        row(u"freeze"_s, u"column.pin"_s);
        row(u"clone row"_s, u"row.duplicate"_s);
        row(u"dark"_s, u"theme.toggle"_s); // its own text
    }
    void actionsAreFoundByOtherWords()
    {
        QFETCH(const QString, pattern);
        QFETCH(const QString, id);
        QList<PaletteEntry> entries;
        for (const ActionSpec &spec : actionSpecs()) {
            if (spec.inPalette)
                entries.append({PaletteEntry::Kind::Action, spec.id, spec.text, spec.category, {}, Icon::Command, {},
                                actionWords(spec.id)});
        }
        PaletteModel model;
        model.setEntries(entries, {});
        model.setPattern(pattern);
        QVERIFY(model.rowCount() > 0);
        QCOMPARE(model.entry(0).id, id);
    }

    void wordsAreOfActionsThatThereAre()
    {
        for (auto it = allActionWords().cbegin(); it != allActionWords().cend(); ++it) {
            const ActionSpec *spec = actionSpec(it.key());
            QVERIFY2(spec && spec->inPalette, qPrintable(it.key()));
            const QStringList words = actionWords(spec->id);
            for (const QString &word : words) {
                QCOMPARE(word, word.toCaseFolded());
                QVERIFY2(!spec->text.toCaseFolded().split(u' ').contains(word), qPrintable(spec->id + u' ' + word));
            }
        }
    }

    void thatNothingMatchesIsSaid()
    {
        QWidget window;
        window.resize(900, 600);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        CommandPalette palette(&window);
        palette.open({table(u"posts"_s)}, {}, u"Go"_s);
        auto *nothing = palette.findChild<QLabel *>(u"paletteNothing"_s);
        QVERIFY(nothing && !nothing->isVisible());
        palette.setPattern(u"zzz"_s);
        QVERIFY(nothing->isVisible());
        QCOMPARE(nothing->text(), u"Nothing matches “zzz”."_s);
        palette.setPattern(u"po"_s);
        QVERIFY(!nothing->isVisible());
    }

    void aLongListIsCut()
    {
        QList<PaletteEntry> many;
        for (int i = 0; i < 3000; ++i)
            many.append(table(u"t%1"_s.arg(i)));
        PaletteModel model;
        model.setEntries(many, {});
        QCOMPARE(model.rowCount(), PaletteModel::shownAtMost);
        model.setPattern(u"t2999"_s);
        QCOMPARE(titles(model).first(), u"t2999"_s);
    }

    void typesChoosesAndCloses()
    {
        QWidget window;
        window.resize(800, 600);
        QLineEdit before(&window);
        CommandPalette palette(&window);
        QSignalSpy chosen(&palette, &CommandPalette::chosen);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        before.setFocus();
        palette.open({table(u"posts"_s), table(u"users"_s)}, {}, u"Go"_s);
        auto *field = palette.findChild<QLineEdit *>(u"paletteField"_s);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, u"us"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().at(0).value<PaletteEntry>().title, u"users"_s);
        QCOMPARE(chosen.first().at(1).toBool(), false);
        QVERIFY(!palette.isVisible());
        QTRY_VERIFY(before.hasFocus());
    }

    void escapeClosesAndArrowsMove()
    {
        QWidget window;
        window.resize(800, 600);
        CommandPalette palette(&window);
        QSignalSpy chosen(&palette, &CommandPalette::chosen);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        palette.open({table(u"a"_s), table(u"b"_s)}, {}, {});
        auto *field = palette.findChild<QLineEdit *>(u"paletteField"_s);
        QTest::keyClick(field, Qt::Key_Down);
        QTest::keyClick(field, Qt::Key_Down); // around
        QTest::keyClick(field, Qt::Key_Up);
        QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(chosen.size(), 1);
        QCOMPARE(chosen.first().at(0).value<PaletteEntry>().title, u"b"_s);
        QCOMPARE(chosen.first().at(1).toBool(), true);
        palette.open({table(u"a"_s)}, {}, {});
        QTest::keyClick(field, Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
        QCOMPARE(chosen.size(), 1);
    }
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
