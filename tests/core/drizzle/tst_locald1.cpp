// SPDX-License-Identifier: GPL-3.0-or-later
// A real local D1: wrangler makes it, and applies what we have written; we open the same file.
#include "core/session/session.h"
#include "core/session/truthwatch.h"

#include "support/kitproject.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QProcess>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString wranglerPath =
    QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/wrangler/node_modules/wrangler/bin/wrangler.js");

/// People, what they wrote and what was said about it, each going with the one before.
QString schemaText(const QString &name)
{
    return u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
           "export const users = sqliteTable('users', { id: integer('id').primaryKey(), name: %1 });\n"
           "export const posts = sqliteTable('posts', { id: integer('id').primaryKey(), title: text('title'),\n"
           "  userId: integer('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }) });\n"
           "export const comments = sqliteTable('comments', { id: integer('id').primaryKey(), said: text('said'),\n"
           "  postId: integer('post_id').references(() => posts.id, { onDelete: 'cascade' }) });\n"_s.arg(name);
}

const QString nullable = u"text('name')"_s;
const QString required = u"text('name').notNull()"_s; // SQLite can say that only in a table made anew

const QString rows = u"INSERT INTO users VALUES (1, 'Ada'), (2, 'Bo');\n"
                     "INSERT INTO posts VALUES (1, 'x', 1), (2, 'y', 1), (3, 'z', 2);\n"
                     "INSERT INTO comments VALUES (1, 'a', 1), (2, 'b', 3), (3, 'c', 3);\n"_s;

/// A Worker with a Drizzle project and one D1 database.
class Worker {
public:
    Worker()
        : m_project(u"kit"_s)
    {
        m_project.write(
            u"drizzle.config.ts"_s,
            u"export default { dialect: 'sqlite', driver: 'd1-http', schema: './schema.ts', out: './drizzle' };\n"_s);
        m_project.write(
            u"wrangler.json"_s,
            u"{ \"name\": \"shop\", \"compatibility_date\": \"2025-06-01\", \"d1_databases\": [ { \"binding\": \"DB\", "
            "\"database_name\": \"shop\", \"database_id\": \"11111111-2222-3333-4444-555555555555\", "
            "\"migrations_dir\": \"drizzle\" } ] }\n"_s);
    }

    /// What it prints, with how it ended where that was not well. It goes with all it has started.
    [[nodiscard]] QString wrangler(const QStringList &arguments) const
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"HOME"_s, m_project.path(u"home"_s)); // nothing of whoever runs the tests
        environment.insert(u"XDG_CONFIG_HOME"_s, m_project.path(u"home"_s));
        environment.insert(u"CI"_s, u"1"_s); // nobody answers it
        environment.insert(u"WRANGLER_SEND_METRICS"_s, u"false"_s);
        environment.insert(u"NO_COLOR"_s, u"1"_s);
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_project.path());
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(findNode().value(), QStringList{wranglerPath, u"d1"_s} + arguments + QStringList{u"--local"_s});
        process.closeWriteChannel();
        const bool ended = process.waitForFinished(120'000);
        if (!ended)
            process.kill();
        QString said = QString::fromUtf8(process.readAll());
        if (!ended || process.exitCode() != 0)
            said += u"\n[ended with %1]"_s.arg(process.exitCode());
        return said;
    }
    [[nodiscard]] QString apply() const { return wrangler({u"migrations"_s, u"apply"_s, u"shop"_s}); }
    [[nodiscard]] QString execute(const QString &sql) const
    {
        m_project.write(u"rows.sql"_s, sql);
        return wrangler({u"execute"_s, u"shop"_s, u"--file"_s, u"rows.sql"_s});
    }

    /// As a person opens the folder.
    [[nodiscard]] Result<std::unique_ptr<Session>> open() const
    {
        Session::Options options;
        options.stateFolder = m_project.path(u"state"_s);
        QDir().mkpath(options.stateFolder);
        return Session::open(m_project.path(), options);
    }

    /// As tempdatabase::rows(), in one line.
    [[nodiscard]] QString values(const QString &sql) const
    {
        const auto session = open();
        return session ? tempdatabase::rows((*session)->location(), sql).join(u' ') : session.error().message;
    }

    /// Of what wrangler has started.
    [[nodiscard]] QStringList processes() const
    {
        QStringList left;
        for (const QString &entry : QDir(u"/proc"_s).entryList(QDir::Dirs)) {
            if (QFileInfo(u"/proc/%1/cwd"_s.arg(entry)).symLinkTarget().startsWith(m_project.path()))
                left.append(entry);
        }
        return left;
    }

    [[nodiscard]] const KitProject &project() const { return m_project; }

private:
    KitProject m_project;
};

QStringList states(const Session &session)
{
    QStringList words;
    for (const MigrationState &state : session.migrations()->states)
        words.append(toText(state.kind));
    return words;
}

} // namespace

class TestLocalD1 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = KitProject::missing(u"kit"_s); !why.isEmpty())
            QSKIP(qPrintable(why));
        if (!QFileInfo::exists(wranglerPath))
            QSKIP("wrangler is not installed: run “npm ci” in tests/core/drizzle/wrangler (./test does).");
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void whatWeGenerateIsApplied();
    void theirsEmptiesTheChildren();
};

void TestLocalD1::whatWeGenerateIsApplied()
{
    const Worker worker;
    worker.project().write(u"schema.ts"_s, schemaText(nullable));
    QCOMPARE(worker.project().generateAndWrite(), QString());
    const QString first = worker.apply();
    QVERIFY2(first.contains(u"✅"_s) && !first.contains(u"[ended"_s), qPrintable(first));
    const QString filled = worker.execute(rows);
    QVERIFY2(!filled.contains(u"[ended"_s), qPrintable(filled));
    {
        const auto session = worker.open();
        VERIFY_OK(session);
        QCOMPARE((*session)->target().journalTable.name, u"d1_migrations"_s);
        QCOMPARE(states(**session), QStringList{u"applied"_s});
        for (const Table &table : (*session)->schema()->tables) // its own tables are there, and not shown
            QCOMPARE(table.internal,
                     table.name.name.startsWith(u"_cf_"_s) || table.name.name == "d1_migrations"_L1
                         || table.name.name.startsWith(u"sqlite_"_s));
    }
    worker.project().write(u"schema.ts"_s, schemaText(required));
    QCOMPARE(worker.project().generateAndWrite(), QString());
    {
        const auto session = worker.open();
        VERIFY_OK(session);
        QCOMPARE(states(**session), (QStringList{u"applied"_s, u"pending"_s}));
    }
    const QString second = worker.apply();
    QVERIFY2(second.contains(u"✅"_s) && !second.contains(u"[ended"_s), qPrintable(second));
    const auto session = worker.open();
    VERIFY_OK(session);
    QCOMPARE(states(**session), (QStringList{u"applied"_s, u"applied"_s}));
    QVERIFY((*session)->schema()->table({{}, u"users"_s})->column(u"name"_s)->notNull);
    QCOMPARE(worker.values(u"SELECT id || name FROM users ORDER BY id"_s), u"'1Ada' '2Bo'"_s);
    QCOMPARE(worker.values(u"SELECT id || title || user_id FROM posts ORDER BY id"_s), u"'1x1' '2y1' '3z2'"_s);
    QCOMPARE(worker.values(u"SELECT id || said || post_id FROM comments ORDER BY id"_s), u"'1a1' '2b3' '3c3'"_s);
    QCOMPARE(worker.values(u"SELECT \"table\" FROM pragma_foreign_key_check"_s), QString());

    auto input = truthInput(**session);
    QVERIFY(input);
    const auto declared = worker.project().declared();
    VERIFY_OK(declared);
    input->project = *declared;
    const TruthBoard board = knownTruth(*input, (*session)->dialect()).board;
    for (const SchemaDrift &drift : board.drifts)
        QVERIFY2(drift.state == SchemaDrift::State::Same,
                 qPrintable(drift.left + u' ' + drift.differences.join(u'\n')));
    QTRY_COMPARE(worker.processes(), QStringList());
}

/// What the one above is worth: drizzle-kit's own migration of the same change, applied in the same way.
void TestLocalD1::theirsEmptiesTheChildren()
{
    const Worker worker;
    for (const QString &name : {nullable, required}) {
        worker.project().write(u"schema.ts"_s, schemaText(name));
        const QString made = worker.project().kit({u"generate"_s});
        QVERIFY2(!made.contains(u"[ended"_s), qPrintable(made));
        const QString applied = worker.apply();
        QVERIFY2(!applied.contains(u"[ended"_s), qPrintable(applied));
        if (name == nullable) {
            const QString filled = worker.execute(rows);
            QVERIFY2(!filled.contains(u"[ended"_s), qPrintable(filled));
        }
    }
    QCOMPARE(worker.values(u"SELECT count(*) FROM users"_s), u"2"_s);
    QCOMPARE(worker.values(u"SELECT count(*) FROM posts"_s), u"0"_s);
    QCOMPARE(worker.values(u"SELECT count(*) FROM comments"_s), u"0"_s);
}

QTEST_GUILESS_MAIN(TestLocalD1)
#include "tst_locald1.moc"
