// SPDX-License-Identifier: GPL-3.0-or-later
// Relation columns show what staged edits of other tables will make of them.
#include "core/base/whendone.h"
#include "support/quiet.h"
#include "support/tablepages.h"
#include "support/verify.h"
#include "ui/style/theme.h"

using namespace Qt::Literals::StringLiterals;
using core::KeyOfInserted;
using core::QualifiedName;
using core::Value;

namespace {

QualifiedName table(const QString &name) { return {{}, name}; }
core::RowKey key(qint64 id) { return {{Value::integer(id)}}; }
core::RowKey link(qint64 post, qint64 tag) { return {{Value::integer(post), Value::integer(tag)}}; }

core::EditOp setUser(qint64 post, qint64 from, const core::NewValue &to)
{
    return core::SetCell{table(u"posts"_s), key(post), u"user_id"_s, Value::integer(from), to};
}
core::EditOp deletePost(qint64 post, qint64 user)
{
    return core::DeleteRow{table(u"posts"_s), key(post), {{u"user_id"_s, Value::integer(user)}}};
}
core::EditOp newPost(const core::NewValue &user)
{
    return core::InsertRow{table(u"posts"_s), 0, {{u"user_id"_s, user}}};
}
core::EditOp newLink(qint64 post, const core::NewValue &tag)
{
    return core::InsertRow{table(u"post_tags"_s), 0, {{u"post_id"_s, Value::integer(post)}, {u"tag_id"_s, tag}}};
}
core::EditOp deleteLink(qint64 post, qint64 tag)
{
    return core::DeleteRow{table(u"post_tags"_s), link(post, tag), {}};
}
core::EditOp newCard(qint64 user, const QString &title)
{
    return core::InsertRow{table(u"cards"_s), 0,
                           {{u"user_id"_s, Value::integer(user)}, {u"title"_s, Value::text(title)}}};
}

/// "+new", "-gone", "there", and what stands after them.
QString asText(const ui::CellLook &look)
{
    QStringList parts;
    for (const ui::CellLook::Chip &chip : look.chips) {
        const QString sign = chip.state == ui::CellLook::Chip::State::Added ? u"+"_s
            : chip.state == ui::CellLook::Chip::State::Removed              ? u"-"_s
                                                                            : QString();
        parts.append(sign + chip.text);
    }
    if (!look.text.isEmpty())
        parts.append(look.struck ? QString(u'-' + look.text) : look.text);
    return parts.join(u' ');
}

} // namespace

class TestStagedCells : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

    void stage(const QList<core::EditOp> &ops)
    {
        VERIFY_OK(m_pages->stack->push(core::CompoundEdit{u"Test"_s, ops}, u"Test"_s));
    }
    [[nodiscard]] static ui::CellLook look(const ui::TablePage &page, qint64 row, const QString &column)
    {
        return page.grid()->lookAt(row, TablePages::column(page, column));
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
            "INSERT INTO users VALUES(1,'Ada'),(2,'Bob'),(3,'Cleo');"
            "CREATE TABLE cards(id INTEGER PRIMARY KEY, title TEXT, user_id INT UNIQUE REFERENCES users);"
            "INSERT INTO cards VALUES(1,'gold',1);"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, user_id INT REFERENCES users);"
            "INSERT INTO posts VALUES(10,'Rain',1),(11,'Hail',1),(12,'Snow',2);"
            "CREATE TABLE tags(id INTEGER PRIMARY KEY, name TEXT);"
            "INSERT INTO tags VALUES(1,'wet'),(2,'cold'),(3,'windy');"
            "CREATE TABLE post_tags(post_id INT REFERENCES posts, tag_id INT REFERENCES tags,"
            " PRIMARY KEY(post_id, tag_id)) WITHOUT ROWID;"
            "INSERT INTO post_tags VALUES(10,1),(11,1),(11,2);"
            "CREATE TABLE drops(id INTEGER PRIMARY KEY, post_id INT REFERENCES posts);"
            "CREATE INDEX drops_post ON drops(post_id);"
            "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234)"
            " INSERT INTO drops SELECT i, 10 FROM n;"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void countsAreAsTheyWillBe_data()
    {
        QTest::addColumn<QList<core::EditOp>>("ops");
        QTest::addColumn<QStringList>("counts"); // of the posts of users 1, 2, 3
        QTest::addColumn<QList<bool>>("edited");
        const auto row = [](const char *name, const QList<core::EditOp> &ops, const QStringList &counts,
                            const QList<bool> &edited) { QTest::addRow("%s", name) << ops << counts << edited; };
        row("nothing staged", {}, {u"2"_s, u"1"_s, u"0"_s}, {false, false, false});
        row("a new child", {newPost(Value::integer(3))}, {u"2"_s, u"1"_s, u"1"_s}, {false, false, true});
        row("a deleted child", {deletePost(10, 1)}, {u"1"_s, u"1"_s, u"0"_s}, {true, false, false});
        row("the last child deleted", {deletePost(12, 2)}, {u"2"_s, u"0"_s, u"0"_s}, {false, true, false});
        row("a child that moves", {setUser(10, 1, Value::integer(2))}, {u"1"_s, u"2"_s, u"0"_s}, {true, true, false});
        row("the key written as a real", {setUser(10, 1, Value::real(2))}, {u"1"_s, u"2"_s, u"0"_s},
            {true, true, false});
        row("the key written as text", {setUser(10, 1, Value::text(u"2"_s))}, {u"1"_s, u"2"_s, u"0"_s},
            {true, true, false});
        row("a child that is detached", {setUser(10, 1, Value::null())}, {u"1"_s, u"1"_s, u"0"_s},
            {true, false, false});
        row("another column of a child",
            {core::SetCell{table(u"posts"_s), key(10), u"title"_s, Value::text(u"Rain"_s), Value::text(u"Sun"_s)}},
            {u"2"_s, u"1"_s, u"0"_s}, {false, false, false});
        row("one comes, one goes", {newPost(Value::integer(1)), deletePost(10, 1)}, {u"2"_s, u"1"_s, u"0"_s},
            {true, false, false});
    }
    void countsAreAsTheyWillBe()
    {
        QFETCH(const QList<core::EditOp>, ops);
        QFETCH(const QStringList, counts);
        QFETCH(const QList<bool>, edited);
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QCOMPARE(TablePages::texts(*users, u"posts"_s), QStringList({u"2"_s, u"1"_s, u"0"_s}));
        if (!ops.isEmpty())
            stage(ops);
        QCOMPARE(TablePages::texts(*users, u"posts"_s), counts);
        for (int row = 0; row < 3; ++row)
            QCOMPARE(look(*users, row, u"posts"_s).back == std::optional(ui::Tone::ModifiedBack), edited.at(row));
        if (ops.isEmpty())
            return;
        m_pages->stack->undo();
        QCOMPARE(TablePages::texts(*users, u"posts"_s), QStringList({u"2"_s, u"1"_s, u"0"_s}));
        QVERIFY(!look(*users, 0, u"posts"_s).back);
    }

    void chipsSayWhatComesAndGoes_data()
    {
        QTest::addColumn<QList<core::EditOp>>("ops");
        QTest::addColumn<QStringList>("tags"); // of posts 10, 11, 12
        const auto row = [](const char *name, const QList<core::EditOp> &ops, const QStringList &tags) {
            QTest::addRow("%s", name) << ops << tags;
        };
        row("nothing staged", {}, {u"wet"_s, u"wet cold"_s, u""_s});
        row("a link", {newLink(12, Value::integer(3))}, {u"wet"_s, u"wet cold"_s, u"+windy"_s});
        row("a link to a row that is not in any cell yet", {newLink(10, Value::integer(3))},
            {u"+windy wet"_s, u"wet cold"_s, u""_s});
        row("a removed link", {deleteLink(11, 2)}, {u"wet"_s, u"wet -cold"_s, u""_s});
        row("a link that leads elsewhere now",
            {core::SetCell{table(u"post_tags"_s), link(11, 2), u"tag_id"_s, Value::integer(2), Value::integer(3)}},
            {u"wet"_s, u"+windy wet -cold"_s, u""_s});
        row("a link to a new tag",
            {core::InsertRow{table(u"tags"_s), 1, {{u"name"_s, Value::text(u"mild"_s)}}},
             newLink(12, KeyOfInserted{table(u"tags"_s), 1, u"id"_s})},
            {u"wet"_s, u"wet cold"_s, u"+mild"_s});
    }
    void chipsSayWhatComesAndGoes()
    {
        QFETCH(const QList<core::EditOp>, ops);
        QFETCH(const QStringList, tags);
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        if (!ops.isEmpty())
            stage(ops);
        const auto shown = [&] {
            QStringList texts;
            for (int row = 0; row < 3; ++row)
                texts.append(asText(look(*posts, row, u"tags"_s)));
            return texts;
        };
        QTRY_COMPARE(shown(), tags);
        if (!ops.isEmpty())
            m_pages->stack->undo();
        QCOMPARE(shown(), QStringList({u"wet"_s, u"wet cold"_s, u""_s}));
    }

    void aNewRowShowsItsNewChildren()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        stage({core::InsertRow{table(u"users"_s), 1, {{u"name"_s, Value::text(u"Dora"_s)}}},
               newPost(KeyOfInserted{table(u"users"_s), 1, u"id"_s}),
               newPost(KeyOfInserted{table(u"users"_s), 1, u"id"_s})});
        QCOMPARE(TablePages::texts(*users, u"posts"_s).first(), u"2"_s);
        QCOMPARE(look(*users, 0, u"posts"_s).back, std::optional(ui::Tone::InsertedBack));
    }

    void theOneRowThere_data()
    {
        QTest::addColumn<QList<core::EditOp>>("ops");
        QTest::addColumn<QStringList>("cards"); // of users 1, 2
        const core::EditOp goes =
            core::DeleteRow{table(u"cards"_s), key(1), {{u"user_id"_s, Value::integer(1)}}};
        const auto row = [](const char *name, const QList<core::EditOp> &ops, const QStringList &cards) {
            QTest::addRow("%s", name) << ops << cards;
        };
        row("nothing staged", {}, {u"gold"_s, u""_s});
        row("comes", {newCard(2, u"iron"_s)}, {u"gold"_s, u"iron"_s});
        row("goes", {goes}, {u"-gold"_s, u""_s});
        row("is another", {goes, newCard(1, u"iron"_s)}, {u"iron"_s, u""_s});
    }
    void theOneRowThere()
    {
        QFETCH(const QList<core::EditOp>, ops);
        QFETCH(const QStringList, cards);
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        if (!ops.isEmpty())
            stage(ops);
        using Question = core::RelatedCells::Question;
        const core::RowsModel &model = *users->grid()->model();
        int at = model.storedColumns();
        while (at < model.columnCount() && model.questionAt(at)->kind != Question::Kind::Label)
            ++at;
        QVERIFY(at < model.columnCount());
        const QString column = model.columnAt(at).name;
        QTRY_COMPARE(QStringList({asText(look(*users, 0, column)), asText(look(*users, 1, column))}), cards);
    }

    void countsHaveTheirDigitsInGroups()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        QCOMPARE(look(*posts, 0, u"drops"_s).text, u"1,234"_s);
        stage({core::InsertRow{table(u"drops"_s), 0, {{u"post_id"_s, Value::integer(10)}}}});
        QCOMPARE(look(*posts, 0, u"drops"_s).text, u"1,235"_s);
    }

    /// What is staged is at hand: an edit of a child asks the database nothing.
    void anEditAsksNothing()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(users->isSettled());
        stage({newPost(Value::integer(3))});
        QCOMPARE(look(*users, 2, u"posts"_s).text, u"1"_s);
        QVERIFY(users->isSettled());
    }

    void appliedItIsStored()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        stage({newPost(Value::integer(3)), deletePost(12, 2)});
        const auto script = m_pages->session->editScript();
        VERIFY_OK(script);
        VERIFY_OK(core::waitFor(m_pages->session->applyEdits(*script)));
        QTRY_VERIFY(m_pages->changes()->isEmpty());
        QTRY_COMPARE(TablePages::texts(*users, u"posts"_s), QStringList({u"2"_s, u"0"_s, u"1"_s}));
        QVERIFY(!look(*users, 2, u"posts"_s).back);
    }
};

QTEST_MAIN(TestStagedCells)
#include "tst_stagedcells.moc"
