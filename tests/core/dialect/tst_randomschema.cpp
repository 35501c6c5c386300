// SPDX-License-Identifier: GPL-3.0-or-later
// Random schemas: what is written is what SQLite takes, and what is read from it again is the same.
#include "core/dialect/dialect.h"
#include "core/sql/ddlparser.h"

#include "support/randomschema.h"
#include "support/verify.h"

#include <QTest>

#include <sqlite3.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const Dialect &sqlite()
{
    return *dialectByName(u"sqlite"_s);
}

/// Runs the statement in an empty database and gives back the text SQLite keeps; SQLite's words if it fails.
class Scratch {
public:
    Scratch() { sqlite3_open(":memory:", &m_handle); }
    ~Scratch() { sqlite3_close(m_handle); }
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;

    Result<Done> run(const QString &sql)
    {
        if (sqlite3_exec(m_handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK)
            return Error::invalid(QString::fromUtf8(sqlite3_errmsg(m_handle)));
        return Done{};
    }

    QString stored(const QString &name)
    {
        QString text;
        sqlite3_stmt *s = nullptr;
        sqlite3_prepare_v2(m_handle, "SELECT sql FROM sqlite_schema WHERE name = ?", -1, &s, nullptr);
        const QByteArray bytes = name.toUtf8();
        sqlite3_bind_text(s, 1, bytes.constData(), static_cast<int>(bytes.size()), SQLITE_STATIC);
        if (sqlite3_step(s) == SQLITE_ROW)
            text = QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(s, 0)));
        sqlite3_finalize(s);
        return text;
    }

private:
    sqlite3 *m_handle = nullptr;
};

} // namespace

class TestRandomSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writtenAndReadAgain();
};

void TestRandomSchema::writtenAndReadAgain()
{
    for (quint32 seed = 1; seed <= 3000; ++seed) {
        RandomSchema random(seed);
        const Table table = random.table();
        const Index index = random.index(table);
        const QString sql = sqlite().createSql(table);
        const QString indexSql = sqlite().createSql(index, table.name);
        const auto where = [&](const QString &what) {
            return QString(u"seed %1: "_s.arg(seed) + what + u'\n' + sql + u'\n' + indexSql).toUtf8();
        };
        Scratch scratch;
        const auto ran = scratch.run(sql + u';' + indexSql);
        QVERIFY2(ran.ok(), where(ran ? QString() : ran.error().message).constData());

        const auto parsed = parseDdl(scratch.stored(table.name.name), sqlite().lexRules());
        QVERIFY2(parsed.ok(), where(parsed ? QString() : parsed.error().message).constData());
        const Table &read = std::get<CreateTable>(*parsed).table;
        QVERIFY2(describe(read) == describe(table), where(describe(read) + describe(table)).constData());
        QVERIFY2(read == table, where(u"spelling"_s).constData());

        const auto parsedIndex = parseDdl(scratch.stored(index.name), sqlite().lexRules());
        QVERIFY2(parsedIndex.ok(), where(parsedIndex ? QString() : parsedIndex.error().message).constData());
        QVERIFY2(std::get<CreateIndex>(*parsedIndex).index == index, where(u"index"_s).constData());
    }
}

QTEST_GUILESS_MAIN(TestRandomSchema)
#include "tst_randomschema.moc"
