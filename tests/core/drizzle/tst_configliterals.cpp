// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configliterals.h"

#include <QJsonDocument>
#include <QMap>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QMap<QString, QString> setVariables{{u"DB"_s, u"file:from-env.db"_s}, {u"EMPTY"_s, QString(u""_s)}};

std::optional<QString> variableNamed(const QString &name)
{
    return setVariables.contains(name) ? std::optional(setVariables.value(name)) : std::nullopt;
}

QByteArray jsonOf(const ConfigLiterals &literals)
{
    return QJsonDocument(literals.values).toJson(QJsonDocument::Compact);
}

} // namespace

class TestConfigLiterals : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data();
    void reads();
    void leavesToTheCode_data();
    void leavesToTheCode();
    void namesWhatIsNotSet();
    void findsDotenvFiles_data();
    void findsDotenvFiles();
    void endsOnAnything();
};

void TestConfigLiterals::reads_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QByteArray>("json");
    const QByteArray plain = R"({"dialect":"sqlite","out":"./drizzle"})";
    QTest::addRow("defineConfig") << uR"(import { defineConfig } from 'drizzle-kit';
export default defineConfig({ dialect: 'sqlite', out: "./drizzle", });)"_s
                                  << plain;
    QTest::addRow("bare object") << u"export default { dialect: `sqlite`, 'out': './drizzle' }"_s << plain;
    QTest::addRow("satisfies")
        << u"import type { Config } from 'drizzle-kit'\nexport default { dialect: 'sqlite', out: './drizzle' } satisfies Config"_s
        << plain;
    QTest::addRow("as")
        << u"export default { dialect: 'sqlite' as const, out: './drizzle' } as Partial<Record<string, string>>;"_s
        << plain;
    QTest::addRow("module.exports")
        << u"/** @type {import('drizzle-kit').Config} */\nmodule.exports = { dialect: 'sqlite', out: './drizzle' };"_s
        << plain;
    QTest::addRow("exports.default") << u"exports.default = { dialect: 'sqlite', out: './drizzle' };"_s << plain;
    QTest::addRow("constant before")
        << u"const config: Config = { dialect: 'sqlite', out: './drizzle' };\nexport default config;"_s << plain;
    QTest::addRow("constants and a sum")
        << u"const base = './'\nconst name = 'drizzle'\nexport default defineConfig({ dialect: 'sqlite', out: base + name })"_s
        << plain;
    QTest::addRow("template") << u"const name = 'drizzle';\nexport default { dialect: 'sqlite', out: `./${name}` };"_s
                              << plain;
    QTest::addRow("shorthand and spread")
        << u"const base = { out: 'x', dialect: 'sqlite' };\nconst out = './drizzle';\nexport default { ...base, out };"_s
        << plain;
    QTest::addRow("comments")
        << u"// export default { dialect: 'mysql' }\nexport default { /* \"a\" */ dialect: 'sqlite', // b\n out: './drizzle' };"_s
        << plain;
    QTest::addRow("a guard before it")
        << u"const url = process.env.NOT_SET;\nif (!url) { console.log(`{ ${1} }`, /[/'\"]/); }\nexport default { dialect: 'sqlite', out: './drizzle' };"_s
        << plain;
    QTest::addRow("lists, numbers, booleans, null")
        << u"export default { schema: ['a.ts', \"b.ts\"], breakpoints: false, n: 1_000.5, x: null, y: undefined, z: {} }"_s
        << QByteArray(R"({"breakpoints":false,"n":1000.5,"schema":["a.ts","b.ts"],"x":null,"z":{}})");
    const QByteArray url = R"({"dbCredentials":{"url":"file:from-env.db"}})";
    QTest::addRow("variable") << u"export default { dbCredentials: { url: process.env.DB! } }"_s << url;
    QTest::addRow("variable by key") << u"export default { dbCredentials: { url: process.env['DB'] as string } }"_s
                                     << url;
    QTest::addRow("variable of Bun") << u"export default { dbCredentials: { url: Bun.env.DB } }"_s << url;
    QTest::addRow("variable with another")
        << u"export default { dbCredentials: { url: process.env.NOT_SET ?? process.env.DB ?? 'x' } }"_s << url;
    QTest::addRow("empty is falsy")
        << u"export default { dbCredentials: { url: process.env.EMPTY || process.env.DB } }"_s << url;
    QTest::addRow("empty is something") << u"export default { out: process.env.EMPTY ?? 'x' }"_s
                                        << QByteArray(R"({"out":""})");
    QTest::addRow("env()") << u"import { env } from './env';\nexport default { dbCredentials: { url: env('DB') } }"_s
                           << url;
    QTest::addRow("taken apart")
        << u"const { DB: url, OTHER } = process.env;\nexport default { dbCredentials: { url } }"_s << url;
    QTest::addRow("env object") << u"const env = process.env;\nexport default { dbCredentials: { url: env.DB } }"_s
                                << url;
    QTest::addRow("the environment as a module checks it")
        << u"import { type Config } from 'drizzle-kit';\nimport { env } from '~/env.js';\nexport default { dbCredentials: { url: env.DB } } satisfies Config;"_s
        << url;
    QTest::addRow("constant variable")
        << u"const url = process.env.DB || 'file:other.db'\nexport default { dbCredentials: { url } }"_s << url;
    QTest::addRow("escapes") << u"export default { out: 'a\\'b\\u0041\\x42\\n' }"_s
                             << QByteArray(R"({"out":"a'bAB\n"})");
    QTest::addRow("member of a constant")
        << u"const paths = { out: 'x' } as const;\nexport default { out: paths.out };"_s
        << QByteArray(R"({"out":"x"})");
    QTest::addRow("no semicolons")
        << u"import { defineConfig } from 'drizzle-kit'\nexport default defineConfig({ out: 'x' })\nexport const other = 1\n"_s
        << QByteArray(R"({"out":"x"})");
    const QByteArray chosen = R"({"out":"a"})";
    const auto condition = [&chosen](const char *name, const QString &code) {
        QTest::addRow("condition: %s", name) << u"export default { out: "_s + code + u" }"_s << chosen;
    };
    condition("a variable", u"process.env.DB ? 'a' : 'b'"_s);
    condition("one that is not set", u"process.env.NOT_SET ? 'b' : 'a'"_s);
    condition("not", u"!process.env.NOT_SET ? 'a' : 'b'"_s);
    condition("equal", u"process.env.DB === 'file:from-env.db' ? 'a' : 'b'"_s);
    condition("not equal", u"process.env.NODE_ENV !== 'production' ? 'a' : 'b'"_s);
    condition("undefined", u"process.env.NOT_SET === undefined ? 'a' : 'b'"_s);
    condition("and", u"process.env.DB && process.env.DB != 'x' ? 'a' : 'b'"_s);
    condition("or", u"process.env.NOT_SET || process.env.DB ? 'a' : 'b'"_s);
    condition("within another", u"process.env.NOT_SET ? 'b' : process.env.EMPTY ? 'c' : 'a'"_s);
    condition("in brackets, with a type", u"(process.env.DB ? 'a' : 'b') as string"_s);
    QTest::addRow("one of two configs")
        << u"const local = { out: 'a' };\nconst remote = { out: 'b', driver: 'd1-http' };\n"
           "export default process.env.NODE_ENV === 'production' ? remote : local;"_s
        << chosen;
    QTest::addRow("spread on a condition")
        << u"export default { ...(process.env.NOT_SET && { out: 'b' }), ...(process.env.DB ? { out: 'a' } : {}) }"_s << chosen;
    QTest::addRow("windows lines") << u"export default {\r\n  out: 'x', // y\r\n}\r\n"_s
                                   << QByteArray(R"({"out":"x"})");
}

void TestConfigLiterals::reads()
{
    QFETCH(const QString, code);
    QFETCH(const QByteArray, json);
    const ConfigLiterals literals = readConfigLiterals(code, variableNamed);
    QCOMPARE(jsonOf(literals), json);
    QCOMPARE(literals.code, QStringList());
    QVERIFY(literals.unset.isEmpty());
}

void TestConfigLiterals::leavesToTheCode_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QStringList>("left");
    QTest::addRow("a call") << u"export default { out: path.join(__dirname, 'x'), dialect: 'sqlite' }"_s
                            << QByteArray(R"({"dialect":"sqlite"})") << QStringList{u"out"_s};
    QTest::addRow("a condition that is code") << u"export default { out: isLocal() ? 'a' : 'b' }"_s << QByteArray("{}")
                                              << QStringList{u"out"_s};
    QTest::addRow("a comparison with code") << u"export default { out: mode() === 'x' ? 'a' : 'b', dialect: 'sqlite' }"_s
                                            << QByteArray(R"({"dialect":"sqlite"})") << QStringList{u"out"_s};
    QTest::addRow("the chosen one is code") << u"export default { out: process.env.DB ? path.join('a') : 'b' }"_s
                                            << QByteArray("{}") << QStringList{u"out"_s};
    QTest::addRow("a condition without an end") << u"export default { out: process.env.DB ? 'a', dialect: 'sqlite' }"_s
                                                << QByteArray(R"({"dialect":"sqlite"})") << QStringList{u"out"_s};
    QTest::addRow("within") << u"export default { dbCredentials: { url: getUrl(), x: 'y' } }"_s
                            << QByteArray(R"({"dbCredentials":{"x":"y"}})") << QStringList{u"dbCredentials.url"_s};
    QTest::addRow("a list with a call") << u"export default { schema: ['a', b()] }"_s << QByteArray("{}")
                                        << QStringList{u"schema"_s};
    QTest::addRow("an import") << u"import { out } from './paths';\nexport default { out }"_s << QByteArray("{}")
                               << QStringList{u"out"_s};
    QTest::addRow("a function") << u"export default { out: () => 'x', get schema() { return 'y' }, dialect: 'a' }"_s
                                << QByteArray(R"({"dialect":"a"})") << QStringList{u"out"_s, u"get"_s};
    QTest::addRow("spread of code") << u"export default { out: 'a', ...rest(), dialect: 'sqlite' }"_s
                                    << QByteArray(R"({"dialect":"sqlite"})") << QStringList{u"*"_s, u"out"_s};
    QTest::addRow("of a function") << u"export default defineConfig(() => ({ out: 'a' }))"_s << QByteArray("{}")
                                   << QStringList{u"*"_s};
    QTest::addRow("two ways out") << u"if (x) module.exports = { out: 'a' }; \nexport default { out: 'b' }"_s
                                  << QByteArray("{}") << QStringList{u"*"_s};
    QTest::addRow("chosen") << u"export default x ? { out: 'a' } : { out: 'b' }"_s << QByteArray("{}")
                            << QStringList{u"*"_s};
    QTest::addRow("no export") << u"const x = 1;"_s << QByteArray("{}") << QStringList{u"*"_s};
    QTest::addRow("changed later") << u"const c = { out: 'a' };\nc.out = 'b';\nexport default c;"_s << QByteArray("{}")
                                   << QStringList{u"*"_s};
    QTest::addRow("given away") << u"const c = { out: 'a' };\nObject.assign(c, more());\nexport default c;"_s
                                << QByteArray("{}") << QStringList{u"*"_s};
    QTest::addRow("let") << u"let out = 'a';\nif (x) out = 'b';\nexport default { out }"_s << QByteArray("{}")
                         << QStringList{u"out"_s};
    QTest::addRow("a variable that it sets") << u"process.env.DB = 'x';\nexport default { out: process.env.DB }"_s
                                             << QByteArray("{}") << QStringList{u"out"_s};
    QTest::addRow("variables that it sets")
        << u"Object.assign(process.env, more());\nexport default { out: process.env.DB }"_s << QByteArray("{}")
        << QStringList{u"out"_s};
    QTest::addRow("a variable that a module may set")
        << u"import './load-env';\nexport default { out: process.env.NOT_SET }"_s << QByteArray("{}")
        << QStringList{u"out"_s};
    QTest::addRow("not set, as a module checks it")
        << u"import { env } from '~/env';\nexport default { out: env.NOT_SET }"_s << QByteArray("{}")
        << QStringList{u"out"_s};
    QTest::addRow("another env") << u"import { env } from './environments/build';\nexport default { out: env.DB }"_s
                                 << QByteArray("{}") << QStringList{u"out"_s};
    QTest::addRow("open string") << u"export default { out: 'a }"_s << QByteArray("{}") << QStringList{u"*"_s};
    QTest::addRow("open object") << u"export default { out: 'a'"_s << QByteArray("{}") << QStringList{u"*"_s};
    QTest::addRow("wrong bracket") << u"export default { out: 'a' )"_s << QByteArray("{}") << QStringList{u"*"_s};
}

void TestConfigLiterals::leavesToTheCode()
{
    QFETCH(const QString, code);
    QFETCH(const QByteArray, json);
    QFETCH(const QStringList, left);
    const ConfigLiterals literals = readConfigLiterals(code, variableNamed);
    QCOMPARE(literals.code, left);
    QCOMPARE(jsonOf(literals), json);
}

void TestConfigLiterals::namesWhatIsNotSet()
{
    const ConfigLiterals literals = readConfigLiterals(
        u"import 'dotenv/config';\nexport default { dbCredentials: { url: process.env.NOT_SET!, token: `a${process.env.GONE}` } }"_s,
        variableNamed);
    QCOMPARE(literals.unset,
             (QMap<QString, QString>{{u"dbCredentials.url"_s, u"NOT_SET"_s}, {u"dbCredentials.token"_s, u"GONE"_s}}));
    QCOMPARE(literals.code, QStringList());
}

void TestConfigLiterals::findsDotenvFiles_data()
{
    QTest::addColumn<QString>("code");
    QTest::addColumn<QStringList>("files");
    QTest::addRow("none") << u"import 'dotenv/config';"_s << QStringList();
    QTest::addRow("one") << u"config({ path: '.env.local' });"_s << QStringList{u".env.local"_s};
    QTest::addRow("several") << u"dotenv.config({ quiet: true, path: ['.env.local', \".env\"] });"_s
                             << QStringList{u".env.local"_s, u".env"_s};
    QTest::addRow("computed") << u"config({ path: join('a') });"_s << QStringList();
}

void TestConfigLiterals::findsDotenvFiles()
{
    QFETCH(const QString, code);
    QFETCH(const QStringList, files);
    QCOMPARE(dotenvFilesOf(code), files);
}

/// Whatever is cut off or left out: an answer, and no other one than of the whole where it has the same keys.
void TestConfigLiterals::endsOnAnything()
{
    const QString code =
        u"import { x } from 'y';\nconst a: Record<string, { b: [1, 2] }> = { c: `d${e(1)}` };\n"
        "export default defineConfig({ ...a, out: (process.env.X ?? 'o')!, schema: [/[}]/, 'b'], f() { return 1 } });\n"_s;
    for (qsizetype cut = 0; cut <= code.size(); ++cut) {
        static_cast<void>(readConfigLiterals(code.first(cut), variableNamed));
        static_cast<void>(readConfigLiterals(code.sliced(cut), variableNamed));
        QString without = code;
        if (cut < code.size())
            without.remove(cut, 1);
        const ConfigLiterals read = readConfigLiterals(without, variableNamed);
        QVERIFY(!read.values.contains(u"dialect"_s));
    }
    const QString deep = u"export default "_s + QString(5000, u'[') + QString(5000, u']');
    QCOMPARE(readConfigLiterals(deep, variableNamed).code, QStringList{u"*"_s});
}

QTEST_GUILESS_MAIN(TestConfigLiterals)
#include "tst_configliterals.moc"
