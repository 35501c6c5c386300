// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/truthpane.h"

#include "support/files.h"
#include "support/opensession.h"
#include "support/truthinput.h"
#include "support/verify.h"
#include "core/session/environment.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/confirmapply.h"
#include "ui/migrate/filediff.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/seedpane.h"
#include "ui/migrate/truthmodel.h"
#include "ui/shell/prompts.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTableView>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

QStringList rowTexts(const QAbstractItemModel &model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column)
        cells.append(model.index(row, column).data().toString());
    return cells;
}

} // namespace

/// The truth board in the migrations page: seen, and acted on with keys and clicks.
class TestTruthPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { QTest::failOnWarning(anyRealWarning()); }
    void cleanup()
    {
        m_page.reset();
        m_open.reset();
    }
    void theModel();
    void diffs_data();
    void diffs();
    void showsAllSideBySide();
    void marksAsApplied();
    void acceptsAnEdit();
    void putsASkippedOneInOrder();
    void appliesAllPending();
    void appliesAllByItsAction();
    void nothingToApply();
    void putsALostEntryBack();
    void appliesWhatIsMissing();
    void adoptsInTwoSteps();
    void goesBackWithoutWriting();
    void opensTheSnapshotInThePreview();
    void allApplied();
    void staysWithTheChosenMigration();
    void asksWhetherRowsAreThere();
    void makesASnapshotAnew();
    void resetsAndSeeds();
    void aSeedsCommandIsRecorded();
    void productionIsNeverReset();
    void productionAsksForItsName();

private:
    /// "0001_tags: CREATE …"; `rows` as in truthinput::journal().
    void open(const QStringList &files, const QStringList &rows, const QString &live)
    {
        m_open = std::make_unique<OpenSession>(live);
        const QString folder = m_open->dir.filePath(u"drizzle"_s);
        QStringList entries;
        for (const QString &line : files) {
            const core::MigrationFile file = truthinput::file(line, truthinput::start + 10 * entries.size());
            if (file.bytes)
                QVERIFY(files::write(folder + u'/' + file.tag + u".sql"_s, *file.bytes));
            entries.append(u"{\"idx\":%1,\"version\":\"6\",\"when\":%2,\"tag\":\"%3\",\"breakpoints\":true}"_s.arg(
                QString::number(entries.size()), QString::number(file.when), file.tag));
        }
        QVERIFY(files::write(
            folder + u"/meta/_journal.json"_s,
            u"{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":[%1]}"_s.arg(entries.join(u',')).toUtf8()));
        const auto read = core::readMigrationsFolder(folder);
        QVERIFY(read);
        QString sql =
            u"CREATE TABLE __drizzle_migrations(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);"_s;
        for (const core::JournalRow &row : truthinput::journal(rows, *read).rows)
            sql += u"INSERT INTO __drizzle_migrations(hash, created_at) VALUES ('%1', %2);"_s.arg(
                QString::fromLatin1(row.hash), QString::number(row.createdAt));
        if (!rows.isEmpty())
            QCOMPARE(tempdatabase::run(m_open->path, sql), QString());
        m_options.migrationsFolder = folder;
        m_open->session.reset();
        m_open->open(m_options);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        show();
    }
    [[nodiscard]] QStringList listedFiles()
    {
        QStringList names;
        const auto *list = child<QListWidget>("proposal-files-list");
        for (int i = 0; i < list->count(); ++i)
            names.append(list->item(i)->data(Qt::AccessibleTextRole).toString());
        return names;
    }
    void show()
    {
        m_page = std::make_unique<MigrationsPage>(*m_open->session, m_prompts);
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QVERIFY(m_page->perform(u"truth.open"_s));
        QTRY_VERIFY(m_page->truth().watch().known() && m_page->truth().isSettled());
    }
    void writeSnapshot(const QString &tag, const QString &columns)
    {
        const QString json =
            u"{'version': '6', 'dialect': 'sqlite', 'id': '1', 'prevId': '0', 'tables': {'a': {'name': 'a', 'columns': "
            u"{%1}, "
            "'indexes': {}, 'foreignKeys': {}, 'compositePrimaryKeys': {}, 'uniqueConstraints': {}, "
            "'checkConstraints': {}}}, "
            "'views': {}, 'enums': {}, '_meta': {'schemas': {}, 'tables': {}, 'columns': {}}, 'internal': {'indexes': {}}}"_s
                .arg(columns);
        QVERIFY(files::write(m_options.migrationsFolder + u"/meta/%1_snapshot.json"_s.arg(tag),
                             QString(json).replace(u'\'', u'"').toUtf8()));
    }
    void openWithDrift()
    {
        open({u"0000_a: CREATE TABLE a(id integer);"_s}, {u"0000_a"_s}, u"CREATE TABLE a(id integer, by_hand text)"_s);
        writeSnapshot(u"0000"_s,
                      u"'id': {'name': 'id', 'type': 'integer', 'primaryKey': false, 'notNull': false, "
                      "'autoincrement': false}"_s);
        QVERIFY(m_page->perform(u"view.refresh"_s));
        QTRY_COMPARE(child<Pill>("truth-drift-snapshot-database")->text(), u"1 difference"_s);
    }
    void confirmIt()
    {
        QTRY_VERIFY(child<QPushButton>("proposal-apply")->isEnabled());
        QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<ConfirmApply *>());
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"confirm-accept"_s), Qt::LeftButton);
        QTRY_VERIFY(!m_page->truth().isReviewing());
    }
    /// Clicks what can be allowed; → whether it can be applied then. The cards come a moment after the dry run, and are
    /// made anew by a click.
    [[nodiscard]] bool allowedAll()
    {
        for (QCheckBox *box : m_page->truth().review().findChildren<QCheckBox *>(QRegularExpression(u"^allow-"_s))) {
            if (!box->isChecked() && box->isEnabled() && box->isVisible()) {
                box->click();
                return false;
            }
        }
        return m_page->truth().isSettled() && child<QPushButton>("proposal-apply")->isEnabled();
    }
    void allowAll() { QTRY_VERIFY_WITH_TIMEOUT(allowedAll(), 30'000); }
    [[nodiscard]] QStringList states()
    {
        QStringList words;
        const auto &known = m_page->truth().watch().known();
        for (const core::TruthRow &row : known ? known->board.rows : QList<core::TruthRow>())
            words.append(row.state.tag + u' ' + core::stateWord(row));
        return words;
    }
    /// Of what is on view: what was replaced goes a moment later.
    template <typename T> T *child(const char *name)
    {
        T *last = nullptr;
        for (T *found : m_page->findChildren<T *>(QLatin1String(name)))
            last = found;
        return last;
    }

    DialogPrompts m_prompts; // the real question
    core::Session::Options m_options;
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<MigrationsPage> m_page;
};

void TestTruthPane::theModel()
{
    TruthModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    core::TruthRow row;
    row.state.tag = u"0000_a"_s;
    row.folderText = u"there"_s;
    row.schemaText = u"same"_s;
    model.setRows({row, row}, false);
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.columnCount(), 6);
    model.setRows({row}, true);
    QCOMPARE(rowTexts(model, 0), (QStringList{u"0000_a"_s, u"pending"_s, u"there"_s, {}, {}, {}, u"same"_s}));
    QCOMPARE(model.headerData(2, Qt::Horizontal, Qt::DisplayRole).toString(), u"folder"_s);
    model.setRows({}, false);
    QCOMPARE(model.rowCount(), 0);
}

void TestTruthPane::diffs_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("lines");
    QTest::newRow("new") << QString() << u"a\nb"_s << u"+a +b"_s;
    QTest::newRow("same") << u"a\nb"_s << u"a\nb"_s << QString();
    QTest::newRow("one line") << u"a\nb\nc"_s << u"a\nx\nc"_s << u"=a -b +x =c"_s;
    QTest::newRow("moved") << u"a\nb\nc"_s << u"b\nc\na"_s << u"-a =b =c +a"_s;
    QTest::newRow("far away") << u"1\n2\n3\n4\n5\n6"_s << u"1\n2\n3\n4\n5\nx"_s
                              << u"…2 lines as before =3 =4 =5 -6 +x"_s;
}

void TestTruthPane::diffs()
{
    QFETCH(const QString, before);
    QFETCH(const QString, after);
    QFETCH(const QString, lines);
    QStringList words;
    for (const DiffLine &line : diffLines(before, after)) {
        const QString sign = line.kind == DiffLine::Kind::Same ? u"="_s
            : line.kind == DiffLine::Kind::Gone                ? u"-"_s
            : line.kind == DiffLine::Kind::New                 ? u"+"_s
                                                               : u"…"_s;
        words.append(sign + line.text);
    }
    QCOMPARE(words.join(u' '), lines);
}

void TestTruthPane::showsAllSideBySide()
{
    open({u"0000_a: CREATE TABLE a(id);"_s, u"0001_x: CREATE TABLE x(id);"_s,
          u"0002_b: CREATE TABLE b(id);--> statement-breakpoint\nCREATE TABLE c(id);"_s,
          u"0003_d: CREATE TABLE d(id);--> statement-breakpoint\nCREATE TABLE e(id);"_s},
         {u"0000_a!"_s, u"0002_b"_s, u"gone"_s}, u"CREATE TABLE a(id); CREATE TABLE d(id);"_s);
    auto *table = child<QTableView>("truth-table");
    QCOMPARE(
        rowTexts(*table->model(), 0),
        (QStringList{u"0000_a"_s, u"edited"_s, u"edited"_s, u"another hash"_s, u"none, not needed"_s, u"applied"_s}));
    QCOMPARE(rowTexts(*table->model(), 3),
             (QStringList{u"0003_d"_s, u"partly applied"_s, u"there"_s, u"no row"_s, u"missing"_s, u"1 of 2"_s}));
    QVERIFY2(child<QLabel>("truth-summary")->text().contains(u"want a look"_s),
             qPrintable(child<QLabel>("truth-summary")->text()));
    table->setFocus();
    table->selectRow(0);
    QTest::keyClick(table, Qt::Key_Down);
    QCOMPARE(child<QLabel>("truth-row")->text(), u"0001_x"_s);
    QVERIFY(child<QLabel>("truth-sentence")->text().contains(u"drizzle's migrator never runs it"_s));
    QCOMPARE(child<QPushButton>("truth-fix-order")->text(), u"Put it last…"_s);
    // Enter leads to the migration itself.
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_COMPARE(m_page->gate().state.tag, u"0001_x"_s);
}

void TestTruthPane::marksAsApplied()
{
    open({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b: CREATE TABLE b(id);"_s}, {},
         u"CREATE TABLE a(id); CREATE TABLE b(id)"_s);
    m_page->truth().select(u"0001_b"_s);
    QVERIFY(m_page->perform(u"truth.markApplied"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    const QString sql = child<SqlView>("proposal-sql")->toPlainText();
    QVERIFY2(sql.contains(u"INSERT INTO"_s) && !sql.contains(u"CREATE TABLE `a`"_s), qPrintable(sql));
    confirmIt();
    QTRY_COMPARE(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
    QCOMPARE(m_open->rows(u"SELECT count(*) FROM __drizzle_migrations"_s), QStringList{u"2"_s});
}

void TestTruthPane::acceptsAnEdit()
{
    open({u"0000_a: CREATE TABLE a(id);"_s}, {u"0000_a!"_s}, u"CREATE TABLE a(id)"_s);
    QVERIFY(m_page->perform(u"truth.repair"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    QVERIFY(child<SqlView>("proposal-sql")->toPlainText().contains(u"UPDATE"_s));
    confirmIt();
    QTRY_COMPARE(states(), QStringList{u"0000_a applied"_s});
}

void TestTruthPane::putsASkippedOneInOrder()
{
    open({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b: CREATE TABLE b(id);"_s}, {u"0001_b"_s}, u"CREATE TABLE b(id)"_s);
    m_page->truth().select(u"0000_a"_s);
    QTest::mouseClick(child<QPushButton>("truth-fix-order"), Qt::LeftButton);
    QTRY_VERIFY(m_page->truth().isReviewing());
    QCOMPARE(listedFiles(), QStringList{u"meta/_journal.json, changed"_s});
    const QString shown = child<FileDiffView>("proposal-files-text")->toPlainText();
    QVERIFY2(shown.contains(u"− "_s) && shown.contains(u"+ "_s), qPrintable(shown));
    QCOMPARE(child<QPushButton>("proposal-apply")->text(), u"Write the files"_s);
    QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
    QTRY_COMPARE(states(), (QStringList{u"0001_b applied"_s, u"0000_a pending"_s}));
}

void TestTruthPane::appliesAllPending()
{
    open({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b: CREATE TABLE b(id);"_s}, {}, {});
    QTest::mouseClick(child<QPushButton>("truth-all-apply-up-to"), Qt::LeftButton);
    QTRY_VERIFY(m_page->truth().isReviewing());
    confirmIt(); // after a dry run that it makes by itself
    QTRY_COMPARE(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
    QVERIFY(m_open->rows(u"SELECT name FROM sqlite_schema WHERE name = 'b'"_s).size() == 1);
}

/// Whatever is chosen in the table, it is about all of them.
void TestTruthPane::appliesAllByItsAction()
{
    open({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b: CREATE TABLE b(id);"_s, u"0002_c: CREATE TABLE c(id);"_s},
         {u"0000_a"_s}, u"CREATE TABLE a(id)"_s);
    m_page->truth().select(u"0001_b"_s);
    QVERIFY(m_page->perform(u"truth.applyAll"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    QCOMPARE(m_page->truth().review().proposal().title, u"Migrate to 0002_c, 2 migrations"_s);
    confirmIt();
    QTRY_COMPARE(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s, u"0002_c applied"_s}));
}

void TestTruthPane::nothingToApply()
{
    open({u"0000_a: CREATE TABLE a(id);"_s}, {u"0000_a"_s}, u"CREATE TABLE a(id)"_s);
    QVERIFY(m_page->perform(u"truth.applyAll"_s));
    QCOMPARE(child<Notice>("truth-notice")->text(), u"Nothing is pending."_s);
    QVERIFY(!m_page->truth().isReviewing());
}

/// A merge has lost the last entry; its file is there.
void TestTruthPane::putsALostEntryBack()
{
    open({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b: CREATE TABLE b(id);"_s}, {u"0000_a"_s, u"0001_b"_s},
         u"CREATE TABLE a(id); CREATE TABLE b(id)"_s);
    const QString journal = m_options.migrationsFolder + u"/meta/_journal.json"_s;
    const QByteArray whole = files::contents(journal);
    const qsizetype at = whole.lastIndexOf(",{");
    QVERIFY(files::write(journal, whole.first(at) + "]}"));
    m_open->session->setMigrationsFolder(m_options.migrationsFolder);
    QTRY_VERIFY(states().last() == u"0001_b entry lost"_s && m_page->truth().isSettled());
    m_page->truth().select(u"0001_b"_s); // called by its file
    QVERIFY2(child<QLabel>("truth-sentence")->text().contains(u"the folder's journal lost its entry"_s),
             qPrintable(child<QLabel>("truth-sentence")->text()));
    QVERIFY(m_page->perform(u"truth.repair"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    QCOMPARE(listedFiles(), QStringList{u"meta/_journal.json, changed"_s});
    QVERIFY(child<FileDiffView>("proposal-files-text")->toPlainText().contains(u"0001_b"_s));
    QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
    QTRY_COMPARE(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
}

/// Somebody did the second half by hand.
void TestTruthPane::appliesWhatIsMissing()
{
    open({u"0000_a: CREATE TABLE a(id integer);"_s,
          u"0001_b: CREATE TABLE b(id integer);--> statement-breakpoint\nALTER TABLE a ADD c text;"_s},
         {u"0000_a"_s}, u"CREATE TABLE a(id integer, c text)"_s);
    m_page->truth().select(u"0001_b"_s);
    QTest::mouseClick(child<QPushButton>("truth-apply-rest"), Qt::LeftButton);
    QTRY_VERIFY(m_page->truth().isReviewing());
    const QString sql = child<SqlView>("proposal-sql")->toPlainText();
    QVERIFY2(sql.contains(u"CREATE TABLE b(id integer)"_s) && !sql.contains(u"ALTER TABLE a"_s), qPrintable(sql));
    confirmIt();
    QTRY_COMPARE(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
}

void TestTruthPane::adoptsInTwoSteps()
{
    openWithDrift();
    QCOMPARE(child<QLabel>("truth-drift-snapshot-database-words")->text(),
             u"column a.by_hand is only in the database"_s);
    QVERIFY(m_page->perform(u"truth.adopt"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    QCOMPARE(listedFiles().value(0), u"0001_adopt_database.sql, new"_s);
    QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
    // The migration is there now, and its journal row is proposed by itself.
    QTRY_VERIFY(m_page->truth().isReviewing() && m_page->truth().review().proposal().script);
    confirmIt();
    QTRY_COMPARE(states(), (QStringList{u"0000_a applied"_s, u"0001_adopt_database applied"_s}));
    QTRY_COMPARE(child<Pill>("truth-drift-snapshot-database")->text(), u"same"_s);
    QCOMPARE(child<Pill>("drift-health")->text(), u"none"_s);
}

void TestTruthPane::goesBackWithoutWriting()
{
    open({u"0000_a: CREATE TABLE a(id);"_s}, {u"0000_a!"_s}, u"CREATE TABLE a(id)"_s);
    const QStringList before = m_open->rows(u"SELECT * FROM __drizzle_migrations"_s);
    QVERIFY(m_page->perform(u"truth.repair"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    QTest::mouseClick(child<QPushButton>("proposal-back"), Qt::LeftButton);
    QVERIFY(!m_page->truth().isReviewing());
    QCOMPARE(m_open->rows(u"SELECT * FROM __drizzle_migrations"_s), before);
}

void TestTruthPane::opensTheSnapshotInThePreview()
{
    openWithDrift();
    QTest::mouseClick(child<QPushButton>("truth-drift-snapshot-database-preview"), Qt::LeftButton);
    QTRY_VERIFY(m_page->findChild<MigrationList *>()->selectedSource().contains(u"0000_snapshot.json"_s));
}

void TestTruthPane::allApplied()
{
    open({u"0000_a: CREATE TABLE a(id integer);"_s}, {u"0000_a"_s}, u"CREATE TABLE a(id integer)"_s);
    writeSnapshot(u"0000"_s,
                  u"'id': {'name': 'id', 'type': 'integer', 'primaryKey': false, 'notNull': false, "
                  "'autoincrement': false}"_s);
    QVERIFY(m_page->perform(u"view.refresh"_s));
    QTRY_COMPARE(child<QLabel>("truth-summary")->text(), u"All applied: 1 migration."_s);
    QCOMPARE(child<Pill>("truth-health")->text(), u"in order"_s);
    QVERIFY(m_page->perform(u"truth.applyUpTo"_s)); // says that there is nothing to do
    QVERIFY(!m_page->truth().isReviewing());
}

void TestTruthPane::staysWithTheChosenMigration()
{
    open({u"0000_a: CREATE TABLE a(id);"_s, u"0001_b: CREATE TABLE b(id);"_s}, {}, {});
    m_page->select(u"0001_b"_s);
    QVERIFY(m_page->perform(u"truth.markApplied"_s)); // from the migration's own page
    QTRY_VERIFY(m_page->truth().isReviewing());
    QCOMPARE(m_page->truth().review().proposal().title, u"Mark 2 migrations as applied"_s);
}

void TestTruthPane::asksWhetherRowsAreThere()
{
    open({u"0000_a: CREATE TABLE a(id integer);"_s,
          u"0001_b: CREATE TABLE b(id integer);--> statement-breakpoint\nINSERT INTO b VALUES (7);"
          "--> statement-breakpoint\nUPDATE b SET id = 8;--> statement-breakpoint\nALTER TABLE a ADD c text;"_s},
         {u"0000_a"_s}, u"CREATE TABLE a(id integer); CREATE TABLE b(id integer)"_s);
    m_page->truth().select(u"0001_b"_s);
    QTest::mouseClick(child<QPushButton>("truth-apply-rest"), Qt::LeftButton);
    QVERIFY(m_page->truth().isChoosing());
    auto *go = child<QPushButton>("rest-continue");
    QVERIFY(!go->isEnabled());
    auto *ran = child<QRadioButton>("rest-ran-2");
    QTRY_VERIFY(ran->hasFocus()); // by keys alone
    QTest::keyClick(ran, Qt::Key_Space);
    QVERIFY(!go->isEnabled()); // one more
    QTest::mouseClick(child<QRadioButton>("rest-not-3"), Qt::LeftButton, {}, QPoint(8, child<QRadioButton>("rest-not-3")->height() / 2));
    QVERIFY(go->isEnabled());
    QTest::mouseClick(go, Qt::LeftButton);
    QTRY_VERIFY(m_page->truth().isReviewing());
    const QString sql = child<SqlView>("proposal-sql")->toPlainText();
    QVERIFY2(sql.contains(u"ALTER TABLE a ADD c text"_s) && !sql.contains(u"INSERT INTO b"_s)
                 && sql.contains(u"UPDATE b"_s),
             qPrintable(sql));
    QTest::mouseClick(child<QPushButton>("proposal-back"), Qt::LeftButton);
    QTest::mouseClick(child<QPushButton>("truth-apply-rest"), Qt::LeftButton);
    QVERIFY(m_page->truth().isChoosing() && !child<QPushButton>("rest-continue")->isEnabled()); // anew
    QVERIFY(m_page->perform(u"nav.back"_s));
    QVERIFY(!m_page->truth().isChoosing());
}

void TestTruthPane::makesASnapshotAnew()
{
    open({u"0000_a: CREATE TABLE a(id integer);"_s}, {u"0000_a"_s}, u"CREATE TABLE a(id integer)"_s);
    const QString file = m_options.migrationsFolder + u"/meta/0000_snapshot.json"_s;
    QVERIFY(!QFile::exists(file));
    QTest::mouseClick(child<QPushButton>("truth-rebuild-snapshot"), Qt::LeftButton);
    QTRY_VERIFY(m_page->truth().isReviewing());
    QTRY_VERIFY(child<QPushButton>("proposal-apply")->isEnabled());
    QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
    QTRY_VERIFY(!m_page->truth().isReviewing());
    QVERIFY(QFile::exists(file));
    QTRY_COMPARE(child<QLabel>("truth-summary")->text(), u"All applied: 1 migration."_s);
}

/// What a script of the project writes is in the history, too.
void TestTruthPane::aSeedsCommandIsRecorded()
{
    if (QStandardPaths::findExecutable(u"npm"_s).isEmpty())
        QSKIP("npm is not installed.");
    open({u"0000_a: CREATE TABLE a(id integer);"_s}, {u"0000_a"_s}, u"CREATE TABLE a(id integer)"_s);
    QVERIFY(files::write(m_options.migrationsFolder + u"/package.json"_s,
                         "{ \"scripts\": { \"db:seed\": \"echo sown\" } }"));
    QVERIFY(m_page->perform(u"truth.seed"_s));
    QTRY_VERIFY(m_page->truth().seedPane().isVisible());
    QTest::mouseClick(child<QPushButton>("seed-run"), Qt::LeftButton);
    QVERIFY(m_page->truth().seedPane().isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->truth().seedPane().isRunning(), 30'000);
    QVERIFY(child<QPlainTextEdit>("seed-output")->toPlainText().contains(u"sown"_s));
    auto records = m_open->session->history();
    QTRY_VERIFY(records.isFinished());
    const auto all = records.result();
    VERIFY_OK(all);
    QCOMPARE(all->size(), 1);
    QCOMPARE(all->first().title, u"Seed: npm run db:seed"_s);
    QCOMPARE(all->first().state, u"applied"_s);
}

void TestTruthPane::resetsAndSeeds()
{
    open({u"0000_a: CREATE TABLE a(id integer PRIMARY KEY);"_s}, {u"0000_a"_s},
         u"CREATE TABLE a(id integer PRIMARY KEY, old text); CREATE TABLE hand(id); INSERT INTO a VALUES (1, 'x')"_s);
    QVERIFY(files::write(m_options.migrationsFolder + u"/package.json"_s, "{}"));
    QVERIFY(files::write(m_options.migrationsFolder + u"/seed.sql"_s,
                         "INSERT INTO a(id) VALUES (41); INSERT INTO a(id) VALUES (42);"));
    QVERIFY(m_page->perform(u"truth.reset"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    const QString sql = child<SqlView>("proposal-sql")->toPlainText();
    QVERIFY2(sql.contains(u"DROP TABLE"_s) && sql.contains(u"CREATE TABLE a(id integer PRIMARY KEY)"_s),
             qPrintable(sql));
    m_page->truth().review().dryRun();
    QTRY_VERIFY(m_page->truth().review().gate().rehearsal);
    allowAll();
    confirmIt();
    // The seed is next, shown before it runs.
    QTRY_VERIFY(m_page->truth().seedPane().isVisible());
    QCOMPARE(m_open->rows(u"SELECT count(*) FROM a"_s), QStringList{u"0"_s});
    QVERIFY(child<QLabel>("seed-command")->text().endsWith(u"seed.sql"_s));
    QTest::mouseClick(child<QPushButton>("seed-run"), Qt::LeftButton);
    QTRY_VERIFY(m_page->truth().isReviewing());
    QVERIFY(child<SqlView>("proposal-sql")->toPlainText().contains(u"INSERT INTO a(id) VALUES (41)"_s));
    allowAll();
    confirmIt();
    QTRY_COMPARE(m_open->rows(u"SELECT id FROM a"_s), (QStringList{u"41"_s, u"42"_s}));
    QCOMPARE(core::EnvironmentMark::of(*m_open->session).seed(), u"seed.sql"_s);
}

void TestTruthPane::productionIsNeverReset()
{
    open({u"0000_a: CREATE TABLE a(id);"_s}, {u"0000_a"_s}, u"CREATE TABLE a(id)"_s);
    QVERIFY(core::EnvironmentMark::of(*m_open->session).set(core::Environment::Production));
    QVERIFY(m_page->perform(u"truth.reset"_s));
    QVERIFY(!m_page->truth().isReviewing());
    QVERIFY(child<Notice>("truth-notice")->text().contains(u"marked as production: it is never reset"_s));
    QVERIFY(m_page->perform(u"truth.seed"_s));
    QTRY_VERIFY(m_page->truth().seedPane().isVisible());
    QVERIFY(!child<QPushButton>("seed-run")->isEnabled());
}

void TestTruthPane::productionAsksForItsName()
{
    open({u"0000_a: CREATE TABLE a(id);"_s}, {u"0000_a!"_s}, u"CREATE TABLE a(id)"_s);
    QVERIFY(core::EnvironmentMark::of(*m_open->session).set(core::Environment::Production));
    QVERIFY(m_page->perform(u"truth.repair"_s));
    QTRY_VERIFY(m_page->truth().isReviewing());
    QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
    QTRY_VERIFY(m_page->findChild<ConfirmApply *>());
    auto *accept = m_page->findChild<QPushButton *>(u"confirm-accept"_s);
    QVERIFY(!accept->isEnabled());
    QTest::keyClicks(m_page->findChild<QLineEdit *>(u"confirm-name"_s), u"test.db"_s);
    QVERIFY(accept->isEnabled());
    QTest::mouseClick(accept, Qt::LeftButton);
    QTRY_COMPARE(states(), QStringList{u"0000_a applied"_s});
}

QTEST_MAIN(TestTruthPane)
#include "tst_truthpane.moc"
