// SPDX-License-Identifier: GPL-3.0-or-later
// The house's rules about who may know what, read off the sources themselves: linking alone does not hold them,
// because Debian's Qt modules share one include root.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

struct Rule {
    QString name;
    QString folder;          ///< where it holds; relative to the root, empty for all of app, core and ui
    QStringList except;      ///< folders or files where it does not
    QRegularExpression forbidden;
};

/// core's rooms in the order in which they may know each other; same rank: not each other, except themselves.
const QList<QStringList> &coreRanks()
{
    static const QList<QStringList> ranks{{u"base"_s},
                                          {u"schema"_s, u"sql"_s, u"query"_s},
                                          {u"db"_s},
                                          {u"dialect"_s},
                                          {u"rows"_s},
                                          {u"edit"_s, u"migrate"_s},
                                          {u"drizzle"_s, u"transfer"_s},
                                          {u"design"_s},
                                          {u"session"_s}};
    return ranks;
}

int rankOf(const QString &room)
{
    for (qsizetype i = 0; i < coreRanks().size(); ++i) {
        if (coreRanks().at(i).contains(room))
            return static_cast<int>(i);
    }
    return -1;
}

QList<Rule> rules()
{
    const auto re = [](const QString &pattern) {
        return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
    };
    const auto exact = [](const QString &pattern) { return QRegularExpression(pattern); };
    return {
        {u"core knows no Gui and no Widgets"_s,
         u"core"_s,
         {},
         exact(u"#\\s*include\\s*[<\"](QtWidgets|QtGui|QWidget|QColor|QIcon|QFont|QPixmap|QPainter|QImage|QPalette|"
               "QApplication|QGuiApplication|QClipboard|QAction)"_s)},
        {u"core never includes ui or app"_s, u"core"_s, {}, exact(u"#\\s*include\\s*\"(ui|app)/"_s)},
        {u"ui never includes app"_s, u"ui"_s, {}, exact(u"#\\s*include\\s*\"app/"_s)},
        {u"ui opens no connection"_s,
         u"ui"_s,
         {},
         exact(u"QSqlQuery|QSqlDatabase|sqlite3_|PQexec|#\\s*include\\s*\"core/db/(connection|database)\\.h\""_s)},
        {u"ui builds no SQL"_s,
         u"ui"_s,
         {},
         re(u"\"\\s*((?-i:SELECT|select)\\s|INSERT\\s+INTO|UPDATE\\s+\\S+\\s+SET|DELETE\\s+FROM|PRAGMA\\s|CREATE\\s+("
            u"TABLE|INDEX|VIEW)|"
            "DROP\\s+TABLE|ALTER\\s+TABLE|BEGIN\\s+IMMEDIATE)"_s)},
        // The second row is Raincheck's own files, the third standard DML around names and values that a dialect
        // writes.
        {u"only a dialect writes SQL"_s,
         QString(),
         {u"core/dialect/"_s, u"core/db/drivers/"_s, u"ui/"_s, u"core/session/ownfile.cpp"_s,
          u"core/session/trust.cpp"_s, u"core/session/history.cpp"_s, u"core/session/stagedstore.cpp"_s,
          u"core/edit/dmlwriter.cpp"_s, u"core/edit/reusedkeys.cpp"_s, u"core/session/sampleseed.cpp"_s,
          u"core/transfer/clipboard.cpp"_s, u"core/drizzle/migrationscript.cpp"_s,
          u"core/drizzle/migrationstatus.cpp"_s},
         exact(u"\"[\\s(]*(SELECT\\s|INSERT\\s+(INTO|OR)\\s|UPDATE\\s+\\S+\\s+SET\\s|DELETE\\s+FROM\\s|"
               "CREATE\\s+(TABLE|VIEW|TRIGGER|(UNIQUE\\s+)?INDEX)\\s|DROP\\s+(TABLE|VIEW|TRIGGER|INDEX)\\s|ALTER\\s+"
               "TABLE\\s|"
               "PRAGMA\\s+\\w+\\s*[=(\"]|SAVEPOINT\\s|RELEASE\\s|ATTACH\\s|EXPLAIN\\s)"_s)},
        {u"colours live in ui/style"_s,
         u"ui"_s,
         {u"ui/style/"_s},
         exact(u"QColor\\s*\\(\\s*[\"0-9u]|\"#[0-9a-fA-F]{3,8}\"|Qt::(red|green|blue|black|white|gray|yellow)\\b"_s)},
        {u"a system is known only in its own folders"_s,
         QString(),
         {u"core/dialect/sqlite/"_s, u"core/db/drivers/sqlite/"_s, u"core/dialect/postgres/"_s,
          u"core/db/drivers/postgres/"_s, u"core/dialect/CMakeLists.txt"_s},
         exact(u"sqlite3_|#\\s*include\\s*<(sqlite3|libpq-fe)\\.h>|\\bPQ[a-z]\\w+\\(|[=!]=\\s*u?\"(sqlite|postgres)\"|"
               "if\\s*\\((is)?(sqlite|postgres)"_s)},
        {u"data is never shown as HTML"_s,
         u"ui"_s,
         {u"ui/style/"_s},
         exact(u"setTextFormat\\s*\\(\\s*Qt::(RichText|AutoText|MarkdownText)|QTextBrowser|setHtml\\s*\\("_s)},
        {u"nothing sleeps or nests event loops"_s,
         u"ui"_s,
         {u"ui/shell/tour"_s},
         exact(u"processEvents|waitForFinished|QThread::m?sleep"_s)},
        {u"no absolute paths of a machine"_s, QString(), {}, exact(u"\"/(home|root|work)/"_s)},
    };
}

/// The text without comments, so that prose may name what code may not. Keeps strings and line breaks.
QString withoutComments(const QString &text)
{
    static const QRegularExpression comment(
        u"(\"(?:[^\"\\\\\\n]|\\\\.)*\")|(//[^\\n]*)|(/\\*.*?\\*/)"_s, QRegularExpression::DotMatchesEverythingOption);
    QString out;
    qsizetype at = 0;
    for (auto it = comment.globalMatch(text); it.hasNext();) {
        const auto m = it.next();
        out += QStringView(text).sliced(at, m.capturedStart() - at);
        if (m.capturedLength(1) > 0)
            out += m.captured(1);
        else
            out += QString(m.captured().count(u'\n'), u'\n');
        at = m.capturedEnd();
    }
    return out + QStringView(text).sliced(at);
}

QStringList violations(const Rule &rule, const QString &path, const QString &text)
{
    if (!rule.folder.isEmpty() && !path.startsWith(rule.folder + u'/'))
        return {};
    for (const QString &e : rule.except) {
        if (path.startsWith(e))
            return {};
    }
    QStringList found;
    for (auto it = rule.forbidden.globalMatch(text); it.hasNext();) {
        const auto m = it.next();
        const auto line = text.first(m.capturedStart()).count(u'\n') + 1;
        found += u"%1:%2: %3: %4"_s.arg(path).arg(line).arg(rule.name, m.captured().trimmed());
    }
    return found;
}

/// Includes within core that point upward or sideways.
QStringList orderViolations(const QString &path, const QString &text)
{
    const QStringList parts = path.split(u'/');
    if (parts.size() < 3 || parts.first() != u"core")
        return {};
    const int own = rankOf(parts.at(1));
    QStringList found;
    static const QRegularExpression include(u"#\\s*include\\s*\"core/([a-z]+)/"_s);
    for (auto it = include.globalMatch(text); it.hasNext();) {
        const QString room = it.next().captured(1);
        if (room == parts.at(1))
            continue;
        const int theirs = rankOf(room);
        // schema, sql and query are siblings that may not know each other, but for sql, which reads and writes schemas,
        // and query, which walks along relations.
        const bool knowsSchema = (parts.at(1) == u"sql" || parts.at(1) == u"query") && room == u"schema";
        if (theirs < 0 || own < 0 || (theirs >= own && !knowsSchema))
            found += u"%1: core/%2 may not know core/%3"_s.arg(path, parts.at(1), room);
    }
    return found;
}

QList<QPair<QString, QString>> sources()
{
    QList<QPair<QString, QString>> all;
    const QDir root(QStringLiteral(RAINCHECK_SOURCE_DIR));
    for (const QString &top : {u"app"_s, u"core"_s, u"ui"_s}) {
        QDirIterator it(root.filePath(top), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            if (file.open(QIODevice::ReadOnly))
                all.append({root.relativeFilePath(file.fileName()), QString::fromUtf8(file.readAll())});
        }
    }
    return all;
}

} // namespace

class TestLayering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rulesHold()
    {
        QStringList found;
        const auto files = sources();
        QVERIFY(files.size() > 20);
        for (const auto &[path, text] : files) {
            const QString code = withoutComments(text);
            for (const Rule &rule : rules())
                found += violations(rule, path, code);
            found += orderViolations(path, code);
        }
        QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
    }

    void everyFileSaysItsLicence()
    {
        for (const auto &[path, text] : sources())
            QVERIFY2(text.startsWith(u"// SPDX-License-Identifier: GPL-3.0-or-later"), qPrintable(path));
    }

    void everySourceIsListed()
    {
        const QDir root(QStringLiteral(RAINCHECK_SOURCE_DIR));
        for (const auto &[path, text] : sources()) {
            const QFileInfo info(root.filePath(path));
            QDir folder = info.dir();
            bool listed = false;
            while (!listed && folder.absolutePath().startsWith(root.absolutePath())) {
                QFile lists(folder.filePath(u"CMakeLists.txt"_s));
                if (lists.open(QIODevice::ReadOnly))
                    listed = lists.readAll().contains(info.fileName().toUtf8());
                if (!folder.cdUp())
                    break;
            }
            QVERIFY2(listed, qPrintable(path + u" is in no CMakeLists.txt"));
        }
    }

    /// The rules themselves are able to fail.
    void rulesSeeViolations_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("forbidden");
        const auto row = [](const char *name, const char *path, const char *text, bool forbidden) {
            QTest::newRow(name) << QString::fromLatin1(path) << QString::fromLatin1(text) << forbidden;
        };
        row("widget in core", "core/rows/a.cpp", "#include <QtWidgets/QWidget>", true);
        row("colour in core", "core/rows/a.cpp", "#include <QColor>", true);
        row("query in ui", "ui/grid/a.cpp", "QSqlQuery q;", true);
        row("sql in ui", "ui/grid/a.cpp", "auto s = u\"SELECT * FROM t\"_s;", true);
        row("sql in core", "core/migrate/a.cpp", "auto s = u\"SELECT * FROM t\"_s;", true);
        row("sql in a program", "app/cli/a.cpp", "run(u\"(DELETE FROM \"_s + name);", true);
        row("sql in a dialect", "core/dialect/sqlite/a.cpp", "auto s = u\"SELECT * FROM t\"_s;", false);
        row("sql of our own files", "core/session/history.cpp", "run(u\"INSERT INTO scripts\"_s);", false);
        row("a word of sql", "core/migrate/a.cpp", "isWord(token, sql, \"SELECT\"_L1)", false);
        row("sql in a ui comment", "ui/grid/a.cpp", "// runs \"SELECT 1\" there", false);
        row("colour literal in ui", "ui/grid/a.cpp", "QColor(\"#ff0000\")", true);
        row("colour literal in style", "ui/style/theme.cpp", "QColor(\"#ff0000\")", false);
        row("asking which system", "core/edit/a.cpp", "if (dialect.name() == u\"sqlite\"_s)", true);
        row("raw handle outside its folder", "core/migrate/a.cpp", "sqlite3_backup_init(a, b, c, d);", true);
        row("raw handle at home", "core/db/drivers/sqlite/a.cpp", "sqlite3_backup_init(a, b, c, d);", false);
        row("libpq at home", "core/db/drivers/postgres/a.cpp", "PQfinish(handle);", false);
        row("libpq elsewhere", "core/session/a.cpp", "PQfinish(handle);", true);
        row("upward in core", "core/sql/a.cpp", "#include \"core/dialect/dialect.h\"", true);
        row("sideways in core", "core/query/a.cpp", "#include \"core/sql/script.h\"", true);
        row("downward in core", "core/dialect/a.cpp", "#include \"core/schema/schema.h\"", false);
        row("rich text", "ui/grid/a.cpp", "label->setTextFormat(Qt::RichText);", true);
    }
    void rulesSeeViolations()
    {
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(bool, forbidden);
        const QString code = withoutComments(text);
        QStringList found = orderViolations(path, code);
        for (const Rule &rule : rules())
            found += violations(rule, path, code);
        QCOMPARE(!found.isEmpty(), forbidden);
    }
};

QTEST_GUILESS_MAIN(TestLayering)
#include "tst_layering.moc"
