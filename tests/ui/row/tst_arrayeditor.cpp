// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/quiet.h"
#include "ui/row/arrayeditor.h"

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QListView>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

ui::Field tagsField()
{
    ui::Field field;
    field.column.name = u"tags"_s;
    field.column.declaredType = u"text[]"_s;
    return field;
}

ui::FieldState holding(const QString &array)
{
    ui::FieldState state;
    state.stored = Value::typed(array.toUtf8(), u"text[]"_s);
    state.value = state.stored;
    return state;
}

} // namespace

/// An editor on view, driven by real keys through what the row panel does with them.
class TestArrayEditor : public QObject {
    Q_OBJECT

    const Dialect &m_dialect = *dialectByName(u"postgres"_s);
    std::unique_ptr<ui::ArrayEditor> m_editor;
    std::unique_ptr<QSignalSpy> m_finished;

    [[nodiscard]] QListView &list() const { return *qobject_cast<QListView *>(m_editor->input()); }
    [[nodiscard]] QString typed() const
    {
        const auto value = m_editor->typed();
        return value ? value->display() : u"(nothing)"_s;
    }
    [[nodiscard]] QLineEdit *line() const { return list().findChild<QLineEdit *>(); }
    void showArray(const QString &array)
    {
        m_editor->show(holding(array));
        list().setCurrentIndex(list().model()->index(0, 0));
    }
    void press(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        if (!m_editor->handleKey(key, modifiers, true))
            QTest::keyClick(&list(), static_cast<Qt::Key>(key), modifiers);
    }
    void write(const QString &text, Qt::Key end = Qt::Key_Return)
    {
        QTRY_VERIFY(line());
        line()->selectAll();
        QTest::keyClicks(line(), text);
        QTest::keyClick(line(), end);
        QTRY_VERIFY(!line());
    }

private Q_SLOTS:
    void init()
    {
        failOnUnexpectedWarnings();
        m_editor = std::make_unique<ui::ArrayEditor>(tagsField(), m_dialect, nullptr);
        m_finished = std::make_unique<QSignalSpy>(m_editor.get(), &ui::ValueEditor::finished);
        m_editor->resize(300, 300);
        static_cast<QWidget *>(m_editor.get())->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_editor.get()));
        QApplication::setActiveWindow(m_editor.get());
        new QAbstractItemModelTester(list().model(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                     m_editor.get());
    }
    void cleanup()
    {
        m_finished.reset();
        m_editor.reset();
    }

    void arraysOfOneDimensionGetIt()
    {
        const ui::Field field = tagsField();
        using Kind = ui::ValueEditor::Kind;
        QCOMPARE(ui::ValueEditor::kindFor(field, holding(u"{a}"_s)), Kind::Array);
        QCOMPARE(ui::ValueEditor::kindFor(field, holding(u"{{a},{b}}"_s)), Kind::Line);
        QCOMPARE(ui::ValueEditor::kindFor(field, ui::FieldState()), Kind::Array);
        ui::Field asText = field;
        asText.asText = true;
        QCOMPARE(ui::ValueEditor::kindFor(asText, holding(u"{a}"_s)), Kind::Line);
    }

    void untouchedItAnswersNothing()
    {
        showArray(u"{a,NULL,\"\"}"_s);
        QCOMPARE(typed(), u"(nothing)"_s);
        QCOMPARE(list().model()->index(1, 0).data().toString(), u"NULL"_s);
        QVERIFY(list().model()->index(1, 0).data(Qt::EditRole).toString().isEmpty());
        press(Qt::Key_Return); // opened and left as it is, NULL stays NULL
        write(u"a"_s);
        QCOMPARE(typed(), u"(nothing)"_s);
    }

    void aLineIsEdited()
    {
        showArray(u"{a,NULL}"_s);
        press(Qt::Key_Return);
        write(u"x, \"y\""_s);
        QCOMPARE(typed(), u"{\"x, \\\"y\\\"\",NULL}"_s);
        QCOMPARE(m_editor->typed()->typeName(), u"text[]"_s);
        QCOMPARE(m_finished->count(), 1);
        list().setCurrentIndex(list().model()->index(1, 0));
        press(Qt::Key_F2);
        write(u"NULL"_s); // a text of four letters
        QCOMPARE(typed(), u"{\"x, \\\"y\\\"\",\"NULL\"}"_s);
    }

    void linesComeAndGo()
    {
        showArray(u"{a,b}"_s);
        press(Qt::Key_Insert);
        write(u"new"_s);
        QCOMPARE(typed(), u"{a,new,b}"_s);
        QCOMPARE(m_finished->count(), 1);
        press(Qt::Key_Insert);
        write(u"unwanted"_s, Qt::Key_Escape);
        QCOMPARE(typed(), u"{a,new,b}"_s);
        list().setCurrentIndex(list().model()->index(0, 0));
        press(Qt::Key_Delete);
        QCOMPARE(typed(), u"{new,b}"_s);
        press(Qt::Key_Delete);
        press(Qt::Key_Delete);
        QCOMPARE(typed(), u"{}"_s);
    }

    void aLineBecomesNullAndMoves()
    {
        showArray(u"{a,b,c}"_s);
        press(Qt::Key_N, Qt::AltModifier);
        QCOMPARE(typed(), u"{NULL,b,c}"_s);
        press(Qt::Key_Down, Qt::AltModifier);
        QCOMPARE(typed(), u"{b,NULL,c}"_s);
        press(Qt::Key_Up, Qt::AltModifier);
        press(Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(typed(), u"{NULL,b,c}"_s);
    }

    void anArrayBeginsWithItsFirstElement()
    {
        m_editor->show(ui::FieldState());
        QCOMPARE(typed(), u"(nothing)"_s);
        QTest::mouseClick(m_editor->findChild<QToolButton *>(u"array-add"_s), Qt::LeftButton);
        write(u"first"_s);
        QCOMPARE(typed(), u"{first}"_s);
    }

    void readOnlyNothingChanges()
    {
        showArray(u"{a,b}"_s);
        m_editor->setReadOnly(true);
        for (const auto &[key, modifiers] :
             {std::pair(Qt::Key_Delete, Qt::KeyboardModifiers()), std::pair(Qt::Key_Insert, Qt::KeyboardModifiers()),
              std::pair(Qt::Key_N, Qt::KeyboardModifiers(Qt::AltModifier)),
              std::pair(Qt::Key_Down, Qt::KeyboardModifiers(Qt::AltModifier))})
            press(key, modifiers);
        QVERIFY(!line());
        QCOMPARE(typed(), u"(nothing)"_s);
    }

    void anElementWithLineBreaksIsNotTypedOver()
    {
        showArray(u"{\"a\nb\"}"_s);
        QVERIFY(!(list().model()->index(0, 0).flags() & Qt::ItemIsEditable));
        press(Qt::Key_Insert);
        write(u"c"_s);
        QCOMPARE(typed(), u"{\"a\nb\",c}"_s);
    }
};

QTEST_MAIN(TestArrayEditor)
#include "tst_arrayeditor.moc"
