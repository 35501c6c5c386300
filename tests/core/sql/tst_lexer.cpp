// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/lexer.h"

#include <QRandomGenerator>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

LexRules sqliteLike()
{
    LexRules r;
    r.backtickIdentifiers = true;
    r.bracketIdentifiers = true;
    r.blobLiterals = true;
    r.triggerBodies = true;
    return r;
}

LexRules postgresLike()
{
    LexRules r;
    r.nestedComments = true;
    r.dollarQuotes = true;
    r.escapeStrings = true;
    r.operatorRuns = true;
    return r;
}

QString letter(Token::Kind kind)
{
    switch (kind) {
    case Token::Kind::Space:
        return u"_"_s;
    case Token::Kind::Comment:
        return u"C"_s;
    case Token::Kind::Word:
        return u"W"_s;
    case Token::Kind::QuotedIdentifier:
        return u"Q"_s;
    case Token::Kind::String:
        return u"S"_s;
    case Token::Kind::Blob:
        return u"B"_s;
    case Token::Kind::Number:
        return u"N"_s;
    case Token::Kind::Parameter:
        return u"P"_s;
    case Token::Kind::Operator:
        return u"O"_s;
    case Token::Kind::Punctuation:
        return u"."_s;
    case Token::Kind::Bad:
        return u"!"_s;
    }
    return {};
}

QString kinds(const QString &text, const LexRules &rules)
{
    QString s;
    const QList<Token> tokens = lex(text, rules);
    for (const Token &t : tokens)
        s += letter(t.kind);
    return s;
}

} // namespace

class TestLexer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void kindsOfTokens_data();
    void kindsOfTokens();
    void postgres_data();
    void postgres();
    void knowsLines();
    void losesNothing();
    void unquotes_data();
    void unquotes();
    void normalizes();
};

void TestLexer::kindsOfTokens_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing") << u""_s << u""_s;
    QTest::newRow("words and blanks") << u"SELECT a1_$ \t\n\rb"_s << u"W_W_W"_s;
    QTest::newRow("letters beyond ASCII") << u"größe 表 \U0001F600"_s << u"W_W_W"_s;
    QTest::newRow("byte order mark is blank") << u"\uFEFFSELECT"_s << u"_W"_s;
    QTest::newRow("three ways to quote a name") << u"\"a\"\"b\" `a``b` [a b]"_s << u"Q_Q_Q"_s;
    QTest::newRow("bracket ends at the first bracket") << u"[a]]"_s << u"Q!"_s;
    QTest::newRow("string with quotes and line") << u"'it''s\nfine'"_s << u"S"_s;
    QTest::newRow("backslash is no escape") << u"'a\\' b"_s << u"S_W"_s;
    QTest::newRow("blob") << u"x'00fF' X''"_s << u"B_B"_s;
    QTest::newRow("blob with odd digits is bad") << u"x'012' a"_s << u"!_W"_s;
    QTest::newRow("blob with other letters is bad") << u"x'0g' a"_s << u"!_W"_s;
    QTest::newRow("x alone is a word") << u"x 'a'"_s << u"W_S"_s;
    QTest::newRow("numbers") << u"1 1.5 .5 1. 1e9 1E+9 1e-9 0xFf"_s << u"N_N_N_N_N_N_N_N"_s;
    QTest::newRow("number run into a word is bad") << u"12abc"_s << u"!"_s;
    QTest::newRow("an exponent needs digits") << u"1e"_s << u"!"_s;
    QTest::newRow("digits may be grouped") << u"1_000_000"_s << u"N"_s;
    QTest::newRow("a sign is not part of the number") << u"-1"_s << u"ON"_s;
    QTest::newRow("line comment") << u"a--b\nc"_s << u"WC_W"_s;
    QTest::newRow("breakpoint is a comment") << u"a;--> statement-breakpoint\nb"_s << u"W.C_W"_s;
    QTest::newRow("block comment does not nest") << u"/* /* */ a */"_s << u"C_W_OO"_s;
    QTest::newRow("unfinished comment") << u"a /* b"_s << u"W_C"_s;
    QTest::newRow("unfinished string") << u"a 'b"_s << u"W_!"_s;
    QTest::newRow("unfinished name") << u"a [b"_s << u"W_!"_s;
    QTest::newRow("parameters") << u"? ?12 :a @b $c"_s << u"P_P_P_P_P"_s;
    QTest::newRow("lonely colon is bad") << u": a"_s << u"!_W"_s;
    QTest::newRow("operators of several signs") << u"a->>b->c||d<=e<>f!=g<<h"_s << u"WOWOWOWOWOWOWOW"_s;
    QTest::newRow("punctuation") << u"a.b(c,d);"_s << u"W.W.W.W.."_s;
    QTest::newRow("NUL is bad") << u"a"_s + QChar(u'\0') + u"b"_s << u"W!W"_s;
    QTest::newRow("dollar quotes are SQLite's parameters") << u"$a$ b"_s << u"P_W"_s;
}

void TestLexer::kindsOfTokens()
{
    QFETCH(QString, text);
    QTEST(kinds(text, sqliteLike()), "expected");
}

void TestLexer::postgres_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("comments nest") << u"/* /* */ a */ b"_s << u"C_W"_s;
    QTest::newRow("dollar quotes") << u"$$a;'b$$ $t$ $$ $t$"_s << u"S_S"_s;
    QTest::newRow("unfinished dollar quote") << u"$t$ $$"_s << u"!"_s;
    QTest::newRow("numbered parameter") << u"$1"_s << u"P"_s;
    QTest::newRow("escape string") << u"E'a\\'b' c"_s << u"S_W"_s;
    QTest::newRow("cast") << u"a::text"_s << u"WOW"_s;
    QTest::newRow("x'..' is a word and a string") << u"x'00'"_s << u"WS"_s;
    QTest::newRow("brackets are no quotes") << u"a[1]"_s << u"W.N."_s;
    QTest::newRow("a slice has no parameter") << u"a[1:n]+:n"_s << u"W.NOW.OP"_s;
    QTest::newRow("a slice from the start") << u"a[:n][m:]"_s << u"W.OW..WO."_s;
    QTest::newRow("a named parameter with a cast") << u":n::text"_s << u"POW"_s;
    QTest::newRow("a named argument") << u"f(a := 1, b=>:c)"_s << u"W.W_O_N._WOP."_s;
    QTest::newRow("question marks are operators") << u"a ? 'k' ?| b ?& c @? d"_s << u"W_O_S_O_W_O_W_O_W"_s;
    QTest::newRow("at signs are operators") << u"a @> b <@ c @@ d @-1"_s << u"W_O_W_O_W_O_W_ON"_s;
    QTest::newRow("operators of JSON") << u"a#>>b#-c->>d->:e"_s << u"WOWOWOWOP"_s;
    QTest::newRow("a sign after an operator is apart") << u"a=-1 b<=-:c d||-e"_s << u"WOON_WOOP_WOW"_s;
    QTest::newRow("an operator ends at a comment") << u"a+--b\n*/*c*/d"_s << u"WOC_OCW"_s;
    QTest::newRow("regular expressions") << u"a !~* b ~~ c"_s << u"W_O_W_O_W"_s;
    QTest::newRow("factors and powers") << u"|/ 25 a^b a%b"_s << u"O_N_WOW_WOW"_s;
    QTest::newRow("a dollar within a word") << u"a$b$c"_s << u"W"_s;
    QTest::newRow("backslash is bad") << u"\\d"_s << u"!W"_s;
    QTest::newRow("lonely colon") << u"a : b"_s << u"W_O_W"_s;
}

void TestLexer::postgres()
{
    QFETCH(QString, text);
    QTEST(kinds(text, postgresLike()), "expected");
}

void TestLexer::knowsLines()
{
    const QString text = u"a\n'b\nc' d\n/*\n*/e"_s;
    QList<int> lines;
    const QList<Token> tokens = lex(text, sqliteLike());
    for (const Token &t : tokens) {
        if (t.isSignificant())
            lines.append(t.line);
    }
    QCOMPARE(lines, (QList<int>{1, 2, 3, 5}));
}

void TestLexer::losesNothing()
{
    const QString letters = u"ab'\"`[]()-*/x0123.,;:?@$\n e\\é|<>="_s;
    for (quint32 seed = 1; seed <= 2000; ++seed) {
        QRandomGenerator random(seed);
        QString text;
        for (int i = random.bounded(40); i > 0; --i)
            text += letters[random.bounded(static_cast<int>(letters.size()))];
        for (const LexRules &rules : {sqliteLike(), postgresLike()}) {
            QString joined;
            const QList<Token> tokens = lex(text, rules);
            for (const Token &t : tokens) {
                QVERIFY2(t.length > 0 && t.offset == joined.size(), qPrintable(u"seed %1"_s.arg(seed)));
                joined += t.in(text);
            }
            QVERIFY2(joined == text, qPrintable(u"seed %1"_s.arg(seed)));
        }
    }
}

void TestLexer::unquotes_data()
{
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("expected");
    QTest::newRow("word") << u"a"_s << u"a"_s;
    QTest::newRow("double quotes") << u"\"a\"\"b`\""_s << u"a\"b`"_s;
    QTest::newRow("backticks") << u"`a``b\"\"`"_s << u"a`b\"\""_s;
    QTest::newRow("brackets") << u"[a\"\"b]"_s << u"a\"\"b"_s;
    QTest::newRow("string") << u"'a''b'"_s << u"a'b"_s;
    QTest::newRow("empty") << u"``"_s << u""_s;
}

void TestLexer::unquotes()
{
    QFETCH(QString, token);
    QTEST(unquoted(token), "expected");
}

void TestLexer::normalizes()
{
    const LexRules r = sqliteLike();
    QCOMPARE(normalizedTokens(u"create table `t`(\"A b\" int/*x*/default 'x',[c] X'aB')", r),
             normalizedTokens(u"CREATE  TABLE T ( [a B] INT DEFAULT 'x' , c x'Ab' )", r));
    QVERIFY(normalizedTokens(u"'a'", r) != normalizedTokens(u"'A'", r));
    QVERIFY(normalizedTokens(u"`(`", r) != normalizedTokens(u"(", r));
    QVERIFY(normalizedTokens(u"`é`", r) != normalizedTokens(u"`É`", r));
    QVERIFY(normalizedTokens(u"a b", r) != normalizedTokens(u"`a b`", r));
}

QTEST_GUILESS_MAIN(TestLexer)
#include "tst_lexer.moc"
