// SPDX-License-Identifier: GPL-3.0-or-later
// Statements that do more than their words say.
#include "core/dialect/postgres/postgresprobes.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Functions of the server that scripts call and that change no rows.
const QSet<QString> &harmlessCalls()
{
    static const QSet<QString> names{u"SETVAL"_s,
                                     u"NEXTVAL"_s,
                                     u"CURRVAL"_s,
                                     u"SET_CONFIG"_s,
                                     u"CURRENT_SETTING"_s,
                                     u"COUNT"_s,
                                     u"MAX"_s,
                                     u"MIN"_s,
                                     u"SUM"_s,
                                     u"AVG"_s,
                                     u"COALESCE"_s,
                                     u"GREATEST"_s,
                                     u"LEAST"_s,
                                     u"NULLIF"_s,
                                     u"NOW"_s,
                                     u"LOWER"_s,
                                     u"UPPER"_s,
                                     u"VERSION"_s,
                                     u"TO_REGCLASS"_s,
                                     u"PG_GET_SERIAL_SEQUENCE"_s,
                                     u"PG_ADVISORY_XACT_LOCK"_s,
                                     u"PG_ADVISORY_LOCK"_s,
                                     u"PG_ADVISORY_UNLOCK"_s,
                                     u"GEN_RANDOM_UUID"_s};
    return names;
}

/// A name with a bracket behind it, of a function that may be anybody's.
bool callsFunctions(const QStringList &words)
{
    for (qsizetype i = 1; i < words.size(); ++i) {
        const QString &name = words.at(i - 1);
        const bool isName = !name.isEmpty() && (name.front().isLetter() || name.front() == u'_');
        if (words.at(i) == u"(" && isName && !harmlessCalls().contains(name.toUpper()) && !isPostgresKeyword(name))
            return true;
    }
    return false;
}

/// DO and its like are told by what the block says, as long as it does not build statements of its own.
bool isHarmlessBlock(const QString &body)
{
    static const QSet<QString> reaching{u"DELETE"_s,  u"DROP"_s,    u"TRUNCATE"_s, u"UPDATE"_s, u"EXECUTE"_s,
                                        u"PERFORM"_s, u"CALL"_s,    u"SELECT"_s,   u"INSERT"_s, u"MERGE"_s,
                                        u"COPY"_s,    u"CASCADE"_s, u"RENAME"_s,   u"DO"_s,     u":="_s,
                                        u"RETURN"_s,  u"FOR"_s,     u"TYPE"_s};
    const QStringList words = normalizedTokens(body, postgresLexRules());
    bool makesType = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString before = words.value(i - 1).toUpper();
        const QString word = words.at(i).toUpper();
        const bool action = before == u"ON" || words.value(i - 2).toUpper() == u"ON"; // ON DELETE CASCADE
        makesType = before == u"CREATE" && word == u"TYPE";
        if (reaching.contains(word) && !action && !makesType)
            return false;
    }
    return !words.isEmpty();
}

/// WITH x AS (DELETE …): beside what the statement itself does.
bool writesOnTheSide(const QStringList &words)
{
    static const QSet<QString> writing{u"INSERT"_s, u"UPDATE"_s, u"DELETE"_s, u"MERGE"_s};
    int depth = 0;
    for (const QString &word : words) {
        depth += word == u"(" ? 1 : word == u")" ? -1 : 0;
        if (depth > 0 && writing.contains(word.toUpper()))
            return true;
    }
    return false;
}

QString blockText(const QStringList &words)
{
    for (const QString &word : words) {
        if (word.startsWith(u'$'))
            return word.section(u'$', 2).section(u'$', 0, -3);
        if (word.startsWith(u'\''))
            return unquoted(word);
    }
    return {};
}

/// What CASCADE takes along of these has no rows.
bool takesNoRows(const QString &object)
{
    static const QSet<QString> objects{u"TABLE"_s,   u"VIEW"_s,   u"MATERIALIZED"_s, u"INDEX"_s,   u"SEQUENCE"_s,
                                       u"TRIGGER"_s, u"POLICY"_s, u"RULE"_s,         u"FOREIGN"_s, u"CAST"_s};
    return objects.contains(object);
}

} // namespace

bool PostgresProbeSql::reachesFurther(const QString &sql) const
{
    const QStringList words = normalizedTokens(sql, postgresLexRules());
    const QString first = words.value(0).toUpper();
    const QString second = words.value(1).toUpper();
    const bool cascades = words.contains(u"CASCADE"_s);
    if (first == u"DO")
        return !isHarmlessBlock(blockText(words));
    if (first == u"CALL" || first == u"EXECUTE")
        return true;
    if (first == u"WITH" && writesOnTheSide(words))
        return true;
    if (first == u"SELECT" || first == u"WITH" || first == u"VALUES" || first == u"EXPLAIN")
        return callsFunctions(words);
    if (first == u"DROP")
        return second == u"SCHEMA" || second == u"OWNED" || second == u"EXTENSION"
            || (cascades && !takesNoRows(second));
    return cascades && (first == u"TRUNCATE" || (first == u"ALTER" && !takesNoRows(second)));
}

/// By the words alone, wherever they stand: also in code that only the server reads.
bool PostgresProbeSql::silencesKeys(const QString &sql) const
{
    static const QRegularExpression words(uR"(\bDISABLE\s+TRIGGER\b|\bsession_replication_role\b)"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    return words.match(sql).hasMatch();
}

} // namespace core
