// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/quiet.h"
#include "ui/grid/columnformats.h"
#include "ui/row/fieldrow.h"
#include "ui/row/rowpanel.h"
#include "ui/style/pill.h"

#include <QComboBox>
#include <QMenu>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

/// How a person has a column shown: by the header's menu, by the palette, in the row panel, and the next time.
class TestColumnFormats : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;
    int m_column = -1;

    [[nodiscard]] QMenu *menu(const QString &name) const
    {
        const QList<QMenu *> all = m_real->page()->findChildren<QMenu *>(name);
        return all.isEmpty() ? nullptr : all.last();
    }
    [[nodiscard]] QString shown() const { return m_real->text(0, m_column); }
    [[nodiscard]] core::ColumnFormat::Kind inPanel() const
    {
        const auto *field = m_real->window->findChild<RowPanel *>()->field(u"created_at"_s);
        return field->field().format.kind;
    }

private Q_SLOTS:
    void init()
    {
        failOnUnexpectedWarnings();
        Theme::apply(*qApp, ThemeKind::Dark);
        m_real = std::make_unique<RealWindow>();
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_column = m_real->page()->grid()->model()->table().columnIndex(u"created_at"_s);
        QVERIFY(m_column > 0);
        m_real->moveTo(0, m_column);
        TRY_SETTLED(*m_real);
    }
    void cleanup() { m_real.reset(); }

    void theHeadersMenuChoosesIt()
    {
        const QString guessed = shown();
        QVERIFY2(guessed.startsWith(u"20"_s) && guessed.contains(u':'), qPrintable(guessed));
        QCOMPARE(inPanel(), core::ColumnFormat::Kind::UnixSeconds);
        GridHeader *header = m_real->grid().header();
        const QPoint at(header->sectionViewportPosition(m_column) + 20, header->height() / 2);
        Q_EMIT header->customContextMenuRequested(at);
        QMenu *formats = menu(u"header-menu"_s)->findChild<QMenu *>(u"format-menu"_s);
        QVERIFY(formats);
        QStringList texts;
        QStringList checked;
        for (const QAction *action : formats->actions()) {
            if (!action->isSeparator())
                texts.append(action->text());
            if (action->isChecked())
                checked.append(action->text());
        }
        QCOMPARE(checked, QStringList{u"As guessed"_s});
        QVERIFY(!texts.contains(u"One of the allowed values"_s)); // there is no CHECK
        QCOMPARE(texts.size(), 9);
        menu(u"header-menu"_s)->close();

        m_real->page()->setFormat(u"created_at"_s, core::ColumnFormat{});
        const QString raw = shown();
        QVERIFY2(!raw.contains(u':') && raw.toLongLong() > 0, qPrintable(raw));
        QCOMPARE(inPanel(), core::ColumnFormat::Kind::Plain);
        m_real->page()->setFormat(u"created_at"_s, std::nullopt);
        QCOMPARE(shown(), guessed);
        QCOMPARE(inPanel(), core::ColumnFormat::Kind::UnixSeconds);
    }

    void keysChooseItAndItComesBack()
    {
        const QString guessed = shown();
        m_real->key(Qt::Key_K, Qt::ControlModifier);
        m_real->type(u"show this column"_s);
        m_real->key(Qt::Key_Return);
        QMenu *formats = menu(u"format-menu"_s);
        QVERIFY(formats && formats->isVisible());
        QCOMPARE(formats->activeAction()->text(), u"As guessed"_s);
        while (formats->activeAction()->text() != u"Unix time in milliseconds"_s)
            QTest::keyClick(formats, Qt::Key_Down);
        QTest::keyClick(formats, Qt::Key_Return);
        QTRY_VERIFY(shown().startsWith(u"1970-01-"_s));
        QCOMPARE(inPanel(), core::ColumnFormat::Kind::UnixMilliseconds);
        QVERIFY(!m_real->grid().header()->heads()[m_column].type.isEmpty());
        m_real->window->close();

        m_real->open(u"posts"_s);
        TRY_SETTLED(*m_real);
        QVERIFY2(shown().startsWith(u"1970-01-"_s), qPrintable(shown()));
        m_real->moveTo(0, m_column);
        TRY_SETTLED(*m_real);
        QCOMPARE(inPanel(), core::ColumnFormat::Kind::UnixMilliseconds);
        m_real->page()->setFormat(u"created_at"_s, std::nullopt);
        QCOMPARE(shown(), guessed);
        QVERIFY(!m_real->page()->savedLayout().contains(u"formats"_s));
    }

    void aNullIsShownAndTypedAsItsColumnIs()
    {
        QCOMPARE(m_real->rows(u"SELECT updated_at FROM posts WHERE id = 2"_s), QStringList{u"NULL"_s});
        const int column = m_real->grid().model()->table().columnIndex(u"updated_at"_s);
        m_real->moveTo(1, column);
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->grid().model()->formatAt(column).kind, core::ColumnFormat::Kind::UnixSeconds);
        FieldRow *field = m_real->window->findChild<RowPanel *>()->field(u"updated_at"_s);
        QCOMPARE(field->field().format.kind, core::ColumnFormat::Kind::UnixSeconds);
        field->editor().input()->setFocus();
        m_real->type(u"2026-01-02 03:04:05"_s);
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->changes()->rows().size(), 1);
        QCOMPARE(std::get<core::Value>(m_real->changes()->rows().first().cells.value(u"updated_at"_s).value),
                 core::Value::integer(1767323045));
        QCOMPARE(m_real->text(1, column), u"2026-01-02 03:04:05"_s);
    }

    void aCheckOffersItsValuesInBoth()
    {
        const int column = m_real->grid().model()->table().columnIndex(u"category"_s);
        QCOMPARE(m_real->grid().model()->formatAt(column).kind, core::ColumnFormat::Kind::Enumeration);
        QCOMPARE(m_real->grid().header()->heads()[column].type, u"enum"_s);
        FieldRow *field = m_real->window->findChild<RowPanel *>()->field(u"category"_s);
        QCOMPARE(field->field().format, m_real->grid().model()->formatAt(column));
        QVERIFY(qobject_cast<QComboBox *>(field->editor().input()));
    }

    void whatIsTypedIsJudgedByTheColumn()
    {
        m_real->grid().setCurrent(0, m_column);
        m_real->page()->perform(u"cell.setEmpty"_s);
        auto *pill = m_real->window->findChild<Pill *>(u"pending-misfits"_s);
        QTRY_VERIFY(pill->isVisible());
        QVERIFY2(pill->toolTip().contains(u"created_at: Empty text is no time"_s), qPrintable(pill->toolTip()));
        QVERIFY(!m_real->grid().lookAt(0, m_column).misfit.isEmpty());
    }

    void whatIsKeptMakesSenseOrIsLeftOut()
    {
        const core::Table table = *m_real->session().schema()->table({{}, u"posts"_s});
        const core::Dialect &dialect = m_real->session().dialect();
        ColumnFormats formats;
        for (const core::Column &column : table.columns) {
            const QList<FormatChoice> choices = formatChoices(table, column, dialect);
            formats.insert(column.name, choices.last().format);
            QCOMPARE(formatsFromJson(toJson(formats), table, dialect), formats);
        }
        QCOMPARE(formats.value(u"category"_s).kind, core::ColumnFormat::Kind::Enumeration);
        QVERIFY(!formats.value(u"category"_s).values.isEmpty());
        QCOMPARE(formatsFromJson({{u"gone"_s, u"json"_s}, {u"title"_s, u"enumeration"_s}, {u"id"_s, 7}}, table, dialect),
                 ColumnFormats());
    }
};

QTEST_MAIN(TestColumnFormats)
#include "tst_columnformats.moc"
