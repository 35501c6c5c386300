// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/schemadesign.h"

#include "core/dialect/designrules.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

SchemaPtr shop()
{
    static const SchemaPtr schema = [] {
        auto read =
            schemaOf(u"CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT NOT NULL, age INT CHECK (age > 0));"
                     "CREATE INDEX by_mail ON users (mail);"
                     "CREATE INDEX by_both ON users (mail, age);"
                     "CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INT REFERENCES users (id), total REAL,"
                     " UNIQUE (user_id, total));"
                     "CREATE VIEW mails AS SELECT mail FROM users;"
                     "CREATE TRIGGER log AFTER INSERT ON users BEGIN UPDATE orders SET total = new.age; END;"_s);
        return std::make_shared<const Schema>(read ? *read : Schema());
    }();
    return schema;
}

SchemaDesign designOfShop()
{
    return SchemaDesign(shop(), SchemaDb::dialect());
}

QualifiedName named(const QString &name)
{
    return {{}, name};
}

Column column(const QString &name, const QString &type)
{
    Column c;
    c.name = name;
    c.declaredType = type;
    return c;
}

/// "users>people users.mail>email"
QString words(const Renames &renames)
{
    QStringList out;
    for (const TableRename &t : renames.tables)
        out.append(t.from.name + u'>' + t.to.name);
    for (const ColumnRename &c : renames.columns)
        out.append(c.table.name + u'.' + c.from + u'>' + c.to);
    return out.join(u' ');
}

} // namespace

class TestSchemaDesign : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void renames_data();
    void renames();
    void renameGoesEverywhere();
    void refusals_data();
    void refusals();
    void dropsWhatIsAboutTheColumn();
    void columnThatComesBackIsTheOldOne();
    void alterTouchesOnlyWhatDiffers();
    void manyStepsAreOne();
    void undoAndRedo();
    void withdraws();
    void restoresWhatWasDropped();
    void marks();
    void movedColumnsAreMeant();
    void rebaseForgetsWhatIsThere();
    void rebaseKeepsAndNames();
    void viewsTakeTheirTriggersAlong();
};

void TestSchemaDesign::renames_data()
{
    QTest::addColumn<QList<DesignStep>>("steps");
    QTest::addColumn<QString>("expected");
    using namespace design;
    const auto t = [](const char *from, const char *to) {
        return DesignStep(RenameTable{named(QString::fromUtf8(from)), QString::fromUtf8(to)});
    };
    const auto c = [](const char *table, const char *from, const char *to) {
        return DesignStep(
            RenameColumn{named(QString::fromUtf8(table)), QString::fromUtf8(from), QString::fromUtf8(to)});
    };
    QTest::newRow("a table") << QList<DesignStep>{t("users", "people")} << u"users>people"_s;
    QTest::newRow("a column of a renamed table")
        << QList<DesignStep>{t("users", "people"), c("people", "mail", "email")} << u"users>people users.mail>email"_s;
    QTest::newRow("twice is once") << QList<DesignStep>{c("users", "mail", "m"), c("users", "m", "email")}
                                   << u"users.mail>email"_s;
    QTest::newRow("back again is none") << QList<DesignStep>{t("users", "people"), t("people", "users")} << QString();
    QTest::newRow("only the case") << QList<DesignStep>{c("users", "mail", "Mail")} << u"users.mail>Mail"_s;
    QTest::newRow("two change places") << QList<DesignStep>{c("users", "mail", "x"), c("users", "age", "mail"),
                                                            c("users", "x", "age")}
                                       << u"users.mail>age users.age>mail"_s;
    QTest::newRow("a new table has none")
        << QList<DesignStep>{AddTable{designRules(SchemaDb::dialect())->newTable(named(u"tags"_s))},
                             t("tags", "labels"), c("labels", "id", "key")}
        << QString();
    QTest::newRow("a new column has none")
        << QList<DesignStep>{AddColumn{named(u"users"_s), column(u"nick"_s, u"TEXT"_s), -1}, c("users", "nick", "name")}
        << QString();
    QTest::newRow("a dropped table has none")
        << QList<DesignStep>{t("users", "people"), DropTable{named(u"people"_s)}} << QString();
    QTest::newRow("the old name for a new table")
        << QList<DesignStep>{t("users", "people"),
                             AddTable{designRules(SchemaDb::dialect())->newTable(named(u"users"_s))}}
        << u"users>people"_s;
}

void TestSchemaDesign::renames()
{
    QFETCH(const QList<DesignStep>, steps);
    QFETCH(const QString, expected);
    SchemaDesign design = designOfShop();
    for (const DesignStep &step : steps)
        VERIFY_OK(design.push(step));
    QCOMPARE(words(design.renames()), expected);
    while (design.canUndo())
        design.undo();
    QCOMPARE(design.target(), *shop());
    QCOMPARE(words(design.renames()), QString());
}

void TestSchemaDesign::renameGoesEverywhere()
{
    SchemaDesign design = designOfShop();
    VERIFY_OK(design.push(design::RenameTable{named(u"users"_s), u"people"_s}));
    VERIFY_OK(design.push(design::RenameColumn{named(u"people"_s), u"mail"_s, u"email"_s}));
    const Schema &now = design.target();
    QCOMPARE(now.table(named(u"orders"_s))->foreignKeys.first().target.name, u"people"_s);
    QCOMPARE(now.table(named(u"people"_s))->indexes.first().columns.first().column, u"email"_s);
    QVERIFY(now.views.first().definition.contains(u"email"_s));
    QVERIFY(now.views.first().definition.contains(u"people"_s));
}

void TestSchemaDesign::refusals_data()
{
    QTest::addColumn<DesignStep>("step");
    QTest::addColumn<QString>("sentence");
    using namespace design;
    const QualifiedName users = named(u"users"_s);
    QTest::newRow("a table that is not there")
        << DesignStep(RenameTable{named(u"nobody"_s), u"x"_s}) << u"There is no table nobody."_s;
    QTest::newRow("a name that is taken")
        << DesignStep(RenameTable{users, u"Orders"_s}) << u"There is a table Orders already."_s;
    QTest::newRow("a name that a view has")
        << DesignStep(RenameTable{users, u"mails"_s}) << u"There is a view mails already."_s;
    QTest::newRow("no name") << DesignStep(RenameTable{users, u" "_s}) << u"A table needs a name."_s;
    QTest::newRow("a column twice") << DesignStep(AddColumn{users, column(u"AGE"_s, {}), -1})
                                    << u"users has a column AGE already."_s;
    QTest::newRow("a column without a name")
        << DesignStep(RenameColumn{users, u"age"_s, QString()}) << u"A column needs a name."_s;
    QTest::newRow("no such column") << DesignStep(DropColumn{users, u"x"_s}) << u"The table users has no column x."_s;
    QTest::newRow("no such index") << DesignStep(PutIndex{users, Index{u"gone"_s, {}, false, {}, {}}, std::nullopt})
                                   << u"users has no index gone like the one that was to be changed."_s;
    QTest::newRow("a view with a table's name")
        << DesignStep(PutView{std::nullopt, View{named(u"users"_s), {}, u"SELECT 1"_s, {}, {}, {}}})
        << u"There is a table users already."_s;
}

void TestSchemaDesign::refusals()
{
    QFETCH(const DesignStep, step);
    QFETCH(const QString, sentence);
    SchemaDesign design = designOfShop();
    const auto pushed = design.push(step);
    QVERIFY(!pushed);
    QCOMPARE(pushed.error().message, sentence);
    QVERIFY(design.isEmpty());
    QCOMPARE(design.target(), *shop());
}

void TestSchemaDesign::dropsWhatIsAboutTheColumn()
{
    SchemaDesign design = designOfShop();
    VERIFY_OK(design.push(design::DropColumn{named(u"users"_s), u"mail"_s}));
    VERIFY_OK(design.push(design::DropColumn{named(u"orders"_s), u"user_id"_s}));
    const Table &users = *design.target().table(named(u"users"_s));
    QVERIFY(users.indexes.isEmpty()); // also the one of two columns: it would be another one without the one of them
    const Table &orders = *design.target().table(named(u"orders"_s));
    QVERIFY(orders.foreignKeys.isEmpty());
    QCOMPARE(orders.uniques.size(), 1);
    VERIFY_OK(design.push(design::DropColumn{named(u"users"_s), u"age"_s}));
    QVERIFY(design.target().table(named(u"users"_s))->checks.isEmpty());
    QVERIFY(!design.push(design::DropColumn{named(u"users"_s), u"id"_s})); // the last one
    QCOMPARE(design.state().droppedColumns(named(u"users"_s)).size(), 2);
}

void TestSchemaDesign::columnThatComesBackIsTheOldOne()
{
    SchemaDesign design = designOfShop();
    const QualifiedName users = named(u"users"_s);
    VERIFY_OK(design.push(design::DropColumn{users, u"mail"_s}));
    VERIFY_OK(design.push(design::AddColumn{users, column(u"mail"_s, u"TEXT"_s), 1}));
    VERIFY_OK(design.push(design::RenameColumn{users, u"mail"_s, u"email"_s}));
    QCOMPARE(words(design.renames()), u"users.mail>email"_s);
    QVERIFY(design.state().droppedColumns(users).isEmpty());
}

void TestSchemaDesign::alterTouchesOnlyWhatDiffers()
{
    SchemaDesign design = designOfShop();
    const QualifiedName users = named(u"users"_s);
    const Column was = *shop()->table(users)->column(u"mail"_s);
    Column longer = was;
    longer.declaredType = u"VARCHAR(20)"_s;
    Column optional = was;
    optional.notNull = false;
    VERIFY_OK(design.push(design::AlterColumn{users, was, longer}));
    VERIFY_OK(design.push(design::AlterColumn{users, was, optional}));
    const Column &now = *design.target().table(users)->column(u"mail"_s);
    QCOMPARE(now.declaredType, u"VARCHAR(20)"_s);
    QVERIFY(!now.notNull);
}

void TestSchemaDesign::manyStepsAreOne()
{
    SchemaDesign design = designOfShop();
    const QualifiedName users = named(u"users"_s);
    VERIFY_OK(design.push({design::RenameColumn{users, u"mail"_s, u"email"_s}, design::DropColumn{users, u"age"_s}}));
    design.undo();
    QCOMPARE(design.target(), *shop());
    // All of them or none.
    QVERIFY(!design.push({design::RenameColumn{users, u"mail"_s, u"email"_s}, design::DropColumn{users, u"x"_s}}));
    QCOMPARE(design.target(), *shop());
}

void TestSchemaDesign::undoAndRedo()
{
    SchemaDesign design = designOfShop();
    const QualifiedName users = named(u"users"_s);
    VERIFY_OK(design.push(design::RenameColumn{users, u"mail"_s, u"email"_s}));
    VERIFY_OK(design.push(design::DropColumn{users, u"age"_s}));
    const Schema end = design.target();
    QCOMPARE(design.undoWords(), u"Drop the column age of users"_s);
    design.undo();
    QCOMPARE(design.redoWords(), u"Drop the column age of users"_s);
    design.undo();
    QVERIFY(!design.canUndo());
    QCOMPARE(design.target(), *shop());
    design.redo();
    design.redo();
    QVERIFY(!design.canRedo());
    QCOMPARE(design.target(), end);
    design.undo();
    VERIFY_OK(design.push(design::DropTable{named(u"orders"_s)}));
    QVERIFY(!design.canRedo()); // what was undone is forgotten once something else is done
}

void TestSchemaDesign::withdraws()
{
    SchemaDesign design = designOfShop();
    const QualifiedName users = named(u"users"_s);
    VERIFY_OK(design.push(design::AddColumn{users, column(u"nick"_s, u"TEXT"_s), -1}));
    VERIFY_OK(design.push(design::DropColumn{users, u"mail"_s}));
    VERIFY_OK(design.push(design::RenameColumn{users, u"nick"_s, u"name"_s}));
    const QStringList lost = design.withdraw([](const DesignStep &step) {
        const auto *drop = std::get_if<design::DropColumn>(&step);
        return drop && drop->column == u"mail"_s;
    });
    QVERIFY(lost.isEmpty());
    const Table &now = *design.target().table(users);
    QVERIFY(now.column(u"mail"_s) && now.column(u"name"_s));
    QCOMPARE(now.indexes.size(), 2); // what went with it is back
    QCOMPARE(design.undoWords(), u"Take back: Drop the column mail of users"_s);
    design.undo();
    QVERIFY(!design.target().table(users)->column(u"mail"_s));
    // What was built on what is taken back goes with it, and is named.
    const QStringList named =
        design.withdraw([](const DesignStep &step) { return std::holds_alternative<design::AddColumn>(step); });
    QCOMPARE(named,
             QStringList{u"Rename the column nick of users to name: no longer possible. "
                         "The table users has no column nick."_s});
}

void TestSchemaDesign::restoresWhatWasDropped()
{
    SchemaDesign design = designOfShop();
    VERIFY_OK(design.push(design::RenameColumn{named(u"users"_s), u"mail"_s, u"email"_s}));
    VERIFY_OK(design.push(design::DropColumn{named(u"users"_s), u"email"_s}));
    VERIFY_OK(design.push(design::DropTable{named(u"orders"_s)}));
    VERIFY_OK(design.push(design::RenameTable{named(u"users"_s), u"people"_s}));
    QCOMPARE(design.restore(named(u"users"_s), u"mail"_s), QStringList());
    QVERIFY(design.target().table(named(u"people"_s))->column(u"email"_s));
    QCOMPARE(design.restore(named(u"orders"_s)), QStringList());
    QVERIFY(design.target().table(named(u"orders"_s)));
    QCOMPARE(design.restore(named(u"orders"_s)), QStringList()); // it is there
    QCOMPARE(words(design.renames()), u"users>people users.mail>email"_s);
    design.undo();
    QVERIFY(!design.target().table(named(u"orders"_s)));
}

void TestSchemaDesign::marks()
{
    SchemaDesign design = designOfShop();
    VERIFY_OK(design.push(design::RenameTable{named(u"users"_s), u"people"_s}));
    VERIFY_OK(design.push(design::AddTable{designRules(SchemaDb::dialect())->newTable(named(u"tags"_s))}));
    QCOMPARE(design.markOf(named(u"people"_s)), DesignMark::Changed);
    QCOMPARE(design.markOf(named(u"orders"_s)), DesignMark::None); // its key only follows
    QCOMPARE(design.markOf(named(u"mails"_s)), DesignMark::None);
    QCOMPARE(design.markOf(named(u"tags"_s)), DesignMark::New);
    VERIFY_OK(design.push(design::RenameColumn{named(u"orders"_s), u"total"_s, u"sum"_s}));
    QCOMPARE(design.markOf(named(u"orders"_s)), DesignMark::Changed);
    VERIFY_OK(design.push(design::DropTable{named(u"orders"_s)}));
    QCOMPARE(design.markOf(named(u"orders"_s)), DesignMark::Dropped);
}

void TestSchemaDesign::movedColumnsAreMeant()
{
    SchemaDesign design = designOfShop();
    QVERIFY(!design.diffOptions().columnOrder);
    VERIFY_OK(design.push(design::MoveColumn{named(u"users"_s), u"age"_s, 0}));
    QVERIFY(design.diffOptions().columnOrder);
    QCOMPARE(design.target().table(named(u"users"_s))->columns.first().name, u"age"_s);
    design.undo();
    VERIFY_OK(design.push(design::AddTable{designRules(SchemaDb::dialect())->newTable(named(u"tags"_s))}));
    VERIFY_OK(design.push(design::AddColumn{named(u"tags"_s), column(u"name"_s, u"TEXT"_s), -1}));
    VERIFY_OK(design.push(design::MoveColumn{named(u"tags"_s), u"name"_s, 0}));
    QVERIFY(!design.diffOptions().columnOrder); // a new table has no order yet
}

void TestSchemaDesign::rebaseForgetsWhatIsThere()
{
    SchemaDesign design = designOfShop();
    VERIFY_OK(design.push(design::RenameColumn{named(u"users"_s), u"mail"_s, u"email"_s}));
    VERIFY_OK(design.push(design::DropColumn{named(u"orders"_s), u"total"_s}));
    const auto after = std::make_shared<const Schema>(design.target());
    QCOMPARE(design.rebase(after), QStringList());
    QVERIFY(design.isEmpty());
    QVERIFY(!design.canUndo());
}

void TestSchemaDesign::rebaseKeepsAndNames()
{
    SchemaDesign design = designOfShop();
    VERIFY_OK(design.push(design::RenameColumn{named(u"users"_s), u"mail"_s, u"email"_s}));
    VERIFY_OK(design.push(design::DropColumn{named(u"orders"_s), u"total"_s}));
    VERIFY_OK(design.push(design::AddColumn{named(u"users"_s), column(u"nick"_s, u"TEXT"_s), -1}));
    SchemaDesign other = designOfShop(); // what another program does
    VERIFY_OK(other.push(design::DropTable{named(u"orders"_s)}));
    VERIFY_OK(other.push(design::AddColumn{named(u"users"_s), column(u"city"_s, u"TEXT"_s), -1}));
    const auto outside = std::make_shared<const Schema>(other.target());
    QCOMPARE(design.rebase(outside),
             QStringList{u"Drop the column total of orders: no longer possible. "
                         "There is no table orders."_s});
    const Table &users = *design.target().table(named(u"users"_s));
    QVERIFY(users.column(u"email"_s) && users.column(u"nick"_s) && users.column(u"city"_s));
    QCOMPARE(words(design.renames()), u"users.mail>email"_s);
    design.undo();
    design.undo();
    QVERIFY(!design.canUndo());
    QCOMPARE(design.target(), *outside);
}

void TestSchemaDesign::viewsTakeTheirTriggersAlong()
{
    SchemaDesign design = designOfShop();
    const View mails = *design.target().view(named(u"mails"_s));
    const Trigger onView = designRules(SchemaDb::dialect())->newTrigger(mails.name, u"instead"_s, true);
    VERIFY_OK(design.push(design::PutTrigger{mails.name, std::nullopt, onView}));
    View renamed = mails;
    renamed.name = named(u"addresses"_s);
    VERIFY_OK(design.push(design::PutView{mails, renamed}));
    QCOMPARE(design.target().viewTriggers.first().table.name, u"addresses"_s);
    VERIFY_OK(design.push(design::PutView{renamed, std::nullopt}));
    QVERIFY(design.target().viewTriggers.isEmpty());
    QVERIFY(design.target().views.isEmpty());
}

QTEST_GUILESS_MAIN(TestSchemaDesign)
#include "tst_schemadesign.moc"
