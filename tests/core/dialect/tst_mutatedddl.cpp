// SPDX-License-Identifier: GPL-3.0-or-later
// CREATE TABLE statements with tokens left out, doubled, swapped and put in from elsewhere. Whatever SQLite still takes,
// our parser must take too, and must see the same table in it.
#include "core/dialect/dialect.h"
#include "core/sql/ddlparser.h"
#include "core/sql/splitter.h"

#include "nastyschema.h"

#include <QRandomGenerator>
#include <QTest>

#include <sqlite3.h>

#include <algorithm>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

LexRules rules()
{
    return dialectByName(u"sqlite"_s)->lexRules();
}

class Scratch {
public:
    Scratch() { sqlite3_open(":memory:", &m_handle); }
    ~Scratch() { sqlite3_close(m_handle); }
    Scratch(const Scratch &) = delete;
    Scratch &operator=(const Scratch &) = delete;

    bool run(const QString &sql)
    {
        return sqlite3_exec(m_handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
    }

    QList<QStringList> rows(const char *sql)
    {
        QList<QStringList> all;
        sqlite3_stmt *s = nullptr;
        sqlite3_prepare_v2(m_handle, sql, -1, &s, nullptr);
        while (s && sqlite3_step(s) == SQLITE_ROW) {
            QStringList row;
            for (int i = 0; i < sqlite3_column_count(s); ++i)
                row.append(QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(s, i))));
            all.append(row);
        }
        sqlite3_finalize(s);
        return all;
    }

private:
    sqlite3 *m_handle = nullptr;
};

/// A type without comments and blanks that matter; SQLite writes its standard types in upper case.
QString told(const QString &type)
{
    return normalizedTokens(type, rules()).join(u' ').toUpper();
}

/// Of a type that begins with a quote SQLite takes off the first and the last character, whatever they are; and one
/// that ends in "generatedalways", in one word, loses that.
bool hasOddType(const Table &t)
{
    return std::any_of(t.columns.cbegin(), t.columns.cend(), [](const Column &c) {
        return (!c.declaredType.isEmpty() && u"\"`['"_s.contains(c.declaredType.front()))
            || c.declaredType.endsWith("always"_L1, Qt::CaseInsensitive);
    });
}

QString bare(const std::optional<QString> &expression)
{
    QString s = expression ? expression->trimmed() : QString();
    return s.startsWith(u'(') ? s.sliced(1, s.size() - 2).trimmed() : s;
}

QStringList seenBySqlite(Scratch &scratch)
{
    QStringList out;
    const auto columns = scratch.rows("SELECT x.name, x.type, x.\"notnull\", x.dflt_value, x.hidden FROM sqlite_schema m, "
                                      "pragma_table_xinfo(m.name) x WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!'");
    for (const QStringList &c : columns)
        out.append(u"%1|%2|%3|%4|%5"_s.arg(c[0], told(c[1]), c[2], c[3].trimmed(), c[4]));
    const auto keys = scratch.rows("SELECT x.name FROM sqlite_schema m, pragma_table_xinfo(m.name) x WHERE m.type = 'table' "
                                   "AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' AND x.pk > 0 ORDER BY x.pk");
    for (const QStringList &k : keys)
        out.append(u"key "_s + k[0]);
    const auto links = scratch.rows("SELECT f.\"from\", f.\"table\", f.\"to\", f.on_update, f.on_delete FROM sqlite_schema m, "
                                    "pragma_foreign_key_list(m.name) f WHERE m.type = 'table' "
                                    "AND m.name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY f.id DESC, f.seq");
    for (const QStringList &f : links)
        out.append(u"link "_s + f.join(u'|'));
    return out;
}

QStringList seenByUs(const Table &t)
{
    QStringList out;
    for (const Column &c : t.columns) {
        const int hidden = c.generation == Column::Generation::Virtual ? 2
            : c.generation == Column::Generation::Stored               ? 3
                                                                       : 0;
        out.append(u"%1|%2|%3|%4|%5"_s.arg(c.name, told(c.declaredType), t.isRequired(c) ? u"1"_s : u"0"_s,
                                           bare(c.defaultExpression), QString::number(hidden)));
    }
    QStringList keys; // SQLite counts a column once, however often the key names it
    for (const QString &k : t.primaryKeyColumns()) {
        const Column *c = t.column(k);
        const QString name = c ? c->name : k;
        if (!keys.contains(name))
            keys.append(name);
    }
    for (const QString &k : std::as_const(keys))
        out.append(u"key "_s + k);
    for (const ForeignKey &f : t.foreignKeys) {
        for (int i = 0; i < f.columns.size(); ++i) {
            const Column *c = t.column(f.columns[i]);
            out.append(u"link "_s
                       + QStringList{c ? c->name : f.columns[i], f.target.name, f.targetColumns.value(i),
                                     toText(f.updateAction()), toText(f.deleteAction())}
                             .join(u'|'));
        }
    }
    return out;
}

/// The texts of the tokens of a statement, blanks included.
QStringList pieces(const QString &sql)
{
    QStringList out;
    const QList<Token> tokens = lex(sql, rules());
    for (const Token &t : tokens)
        out.append(t.in(sql).toString());
    return out;
}

} // namespace

class TestMutatedDdl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void seesWhatSqliteSees();
};

void TestMutatedDdl::seesWhatSqliteSees()
{
    QList<QStringList> originals;
    QStringList words;
    const QString text = QString::fromUtf16(nastySchema);
    const QList<StatementSpan> spans = splitStatements(text, rules());
    for (const StatementSpan &s : spans) {
        const QString sql = s.in(text).toString();
        if (sql.startsWith("CREATE TABLE"_L1, Qt::CaseInsensitive) && !sql.contains("AS SELECT"_L1)) {
            originals.append(pieces(sql));
            words += originals.last();
        }
    }
    QVERIFY(originals.size() > 20);
    Scratch scratch;
    int taken = 0;
    for (quint32 seed = 1; seed <= 40000; ++seed) {
        QRandomGenerator random(seed);
        const auto any = [&](const QStringList &list) { return random.bounded(static_cast<int>(list.size())); };
        QStringList sql = originals[random.bounded(static_cast<int>(originals.size()))];
        for (int n = 1 + random.bounded(3); n > 0; --n) {
            switch (random.bounded(4)) {
            case 0:
                sql.removeAt(any(sql));
                break;
            case 1:
                sql.swapItemsAt(any(sql), any(sql));
                break;
            case 2:
                sql.insert(any(sql), u' ' + words[any(words)] + u' ');
                break;
            default:
                sql[any(sql)] = u' ' + words[any(words)] + u' ';
                break;
            }
        }
        const QString mutated = sql.join(QString());
        scratch.run(u"BEGIN"_s);
        if (scratch.run(mutated)) {
            const auto stored = scratch.rows("SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql IS NOT NULL "
                                             "AND name NOT LIKE 'sqlite!_%' ESCAPE '!'");
            // A statement put in by chance may make nothing, or a text of its own.
            if (stored.size() == 1) {
                ++taken;
                const auto where = [&](const QString &what) {
                    return QString(u"seed %1: "_s.arg(seed) + what + u'\n' + stored[0][0]).toUtf8();
                };
                const auto parsed = parseDdl(stored[0][0], rules());
                QVERIFY2(parsed.ok(), where(parsed ? QString() : parsed.error().message).constData());
                const Table &table = std::get<CreateTable>(*parsed).table;
                const QStringList ours = seenByUs(table);
                const QStringList theirs = seenBySqlite(scratch);
                QVERIFY2(ours == theirs || hasOddType(table), where(ours.join(u'\n') + u"\n--\n"_s + theirs.join(u'\n')).constData());
            }
        }
        scratch.run(u"ROLLBACK"_s);
    }
    qInfo("%d of 40000 were taken", taken);
    QVERIFY(taken > 2000);
}

QTEST_GUILESS_MAIN(TestMutatedDdl)
#include "tst_mutatedddl.moc"
