// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr std::array keywords{
    "ABORT"_L1,        "ACTION"_L1,      "ADD"_L1,        "AFTER"_L1,       "ALL"_L1,        "ALTER"_L1,
    "ALWAYS"_L1,       "ANALYZE"_L1,     "AND"_L1,        "AS"_L1,          "ASC"_L1,        "ATTACH"_L1,
    "AUTOINCREMENT"_L1, "BEFORE"_L1,     "BEGIN"_L1,      "BETWEEN"_L1,     "BY"_L1,         "CASCADE"_L1,
    "CASE"_L1,         "CAST"_L1,        "CHECK"_L1,      "COLLATE"_L1,     "COLUMN"_L1,     "COMMIT"_L1,
    "CONFLICT"_L1,     "CONSTRAINT"_L1,  "CREATE"_L1,     "CROSS"_L1,       "CURRENT"_L1,    "CURRENT_DATE"_L1,
    "CURRENT_TIME"_L1, "CURRENT_TIMESTAMP"_L1, "DATABASE"_L1, "DEFAULT"_L1, "DEFERRABLE"_L1, "DEFERRED"_L1,
    "DELETE"_L1,       "DESC"_L1,        "DETACH"_L1,     "DISTINCT"_L1,    "DO"_L1,         "DROP"_L1,
    "EACH"_L1,         "ELSE"_L1,        "END"_L1,        "ESCAPE"_L1,      "EXCEPT"_L1,     "EXCLUDE"_L1,
    "EXCLUSIVE"_L1,    "EXISTS"_L1,      "EXPLAIN"_L1,    "FAIL"_L1,        "FILTER"_L1,     "FIRST"_L1,
    "FOLLOWING"_L1,    "FOR"_L1,         "FOREIGN"_L1,    "FROM"_L1,        "FULL"_L1,       "GENERATED"_L1,
    "GLOB"_L1,         "GROUP"_L1,       "GROUPS"_L1,     "HAVING"_L1,      "IF"_L1,         "IGNORE"_L1,
    "IMMEDIATE"_L1,    "IN"_L1,          "INDEX"_L1,      "INDEXED"_L1,     "INITIALLY"_L1,  "INNER"_L1,
    "INSERT"_L1,       "INSTEAD"_L1,     "INTERSECT"_L1,  "INTO"_L1,        "IS"_L1,         "ISNULL"_L1,
    "JOIN"_L1,         "KEY"_L1,         "LAST"_L1,       "LEFT"_L1,        "LIKE"_L1,       "LIMIT"_L1,
    "MATCH"_L1,        "MATERIALIZED"_L1, "NATURAL"_L1,   "NO"_L1,          "NOT"_L1,        "NOTHING"_L1,
    "NOTNULL"_L1,      "NULL"_L1,        "NULLS"_L1,      "OF"_L1,          "OFFSET"_L1,     "ON"_L1,
    "OR"_L1,           "ORDER"_L1,       "OTHERS"_L1,     "OUTER"_L1,       "OVER"_L1,       "PARTITION"_L1,
    "PLAN"_L1,         "PRAGMA"_L1,      "PRECEDING"_L1,  "PRIMARY"_L1,     "QUERY"_L1,      "RAISE"_L1,
    "RANGE"_L1,        "RECURSIVE"_L1,   "REFERENCES"_L1, "REGEXP"_L1,      "REINDEX"_L1,    "RELEASE"_L1,
    "RENAME"_L1,       "REPLACE"_L1,     "RESTRICT"_L1,   "RETURNING"_L1,   "RIGHT"_L1,      "ROLLBACK"_L1,
    "ROW"_L1,          "ROWS"_L1,        "SAVEPOINT"_L1,  "SELECT"_L1,      "SET"_L1,        "TABLE"_L1,
    "TEMP"_L1,         "TEMPORARY"_L1,   "THEN"_L1,       "TIES"_L1,        "TO"_L1,         "TRANSACTION"_L1,
    "TRIGGER"_L1,      "UNBOUNDED"_L1,   "UNION"_L1,      "UNIQUE"_L1,      "UPDATE"_L1,     "USING"_L1,
    "VACUUM"_L1,       "VALUES"_L1,      "VIEW"_L1,       "VIRTUAL"_L1,     "WHEN"_L1,       "WHERE"_L1,
    "WINDOW"_L1,       "WITH"_L1,        "WITHOUT"_L1,
};

/// Of those that may be names without quotes, the ones that neither a query nor an expression can need.
constexpr std::array keywordsOfDdl{
    "ACTION"_L1,       "AFTER"_L1,       "ALWAYS"_L1,     "ANALYZE"_L1,     "ATTACH"_L1,     "BEFORE"_L1,
    "CASCADE"_L1,      "COLUMN"_L1,      "DATABASE"_L1,   "DEFERRED"_L1,    "DETACH"_L1,     "EACH"_L1,
    "EXCLUSIVE"_L1,    "EXPLAIN"_L1,     "GENERATED"_L1,  "IMMEDIATE"_L1,   "INITIALLY"_L1,  "INSTEAD"_L1,
    "KEY"_L1,          "PLAN"_L1,        "PRAGMA"_L1,     "QUERY"_L1,       "REINDEX"_L1,    "RELEASE"_L1,
    "RENAME"_L1,       "RESTRICT"_L1,    "SAVEPOINT"_L1,  "TEMP"_L1,        "TRIGGER"_L1,    "VACUUM"_L1,
    "VIEW"_L1,         "VIRTUAL"_L1,     "WITHOUT"_L1,
};

/// SQLite's own, tables of that form included; those that are keywords left out.
constexpr auto functions =
    " abs acos acosh asin asinh atan atan2 atanh avg bm25 ceil ceiling changes char coalesce cos cosh"
    " count cume_dist date datetime degrees dense_rank exp first_value floor format group_concat hex"
    " highlight ifnull iif instr json json_array json_array_length json_each json_extract json_group_array"
    " json_group_object json_insert json_object json_patch json_quote json_remove json_replace json_set"
    " json_tree json_type json_valid julianday lag last_insert_rowid last_value lead length likelihood"
    " likely ln log log10 log2 lower ltrim max min mod nth_value ntile nullif offsets optimize"
    " percent_rank pi pow power printf quote radians random randomblob rank round row_number rtrim sign"
    " sin sinh snippet soundex sqlite_compileoption_get sqlite_compileoption_used sqlite_source_id"
    " sqlite_version sqrt strftime substr substring sum tan tanh time total total_changes trim trunc"
    " typeof unicode unixepoch unlikely upper zeroblob "_L1;

template <typename Words> bool isAmong(const Words &words, QStringView word)
{
    const auto less = [](QLatin1String a, QStringView b) { return b.compare(a, Qt::CaseInsensitive) > 0; };
    const auto it = std::lower_bound(words.cbegin(), words.cend(), word, less);
    return it != words.cend() && word.compare(*it, Qt::CaseInsensitive) == 0;
}

QString hex(const QByteArray &bytes)
{
    return u"x'"_s + QString::fromLatin1(bytes.toHex()) + u'\'';
}

/// SQLite reads decimals below about 1e-290 in two roundings and may miss by one. Dividing a whole number by powers of
/// two is exact everywhere.
QString tinyReal(double v)
{
    int exponent = 0;
    const double fraction = std::frexp(std::fabs(v), &exponent); // [0.5, 1)
    auto mantissa = static_cast<std::int64_t>(std::ldexp(fraction, 53));
    int twos = 53 - exponent;
    while (mantissa % 2 == 0) {
        mantissa /= 2;
        --twos;
    }
    QString s = (v < 0 ? u"(-"_s : u"("_s) + QString::number(mantissa) + u".0"_s;
    for (; twos > 0; twos -= 62)
        s += u" / "_s + QString::number(std::int64_t{1} << std::min(twos, 62)) + u".0"_s;
    return s + u')';
}

/// Whether both the digits and the power of ten are whole in the arithmetic that SQLite reads decimals with: then it
/// rounds but once, after the division, and only what lies next to the middle of two doubles may miss.
bool isReadInOneStep(const QString &spelling)
{
    const QString number = spelling.section(u'e', 0, 0);
    const QString decimals = number.section(u'.', 1);
    const qsizetype digits = number.count(u'.') + (number.startsWith(u'-') ? 1 : 0);
    const int exponent = spelling.section(u'e', 1).toInt() - static_cast<int>(decimals.size());
    return number.size() - digits <= 17 && exponent >= -22 && exponent <= 22;
}

/// The shortest spelling can lie so near to the middle of two doubles that SQLite, which is not always correctly
/// rounded, takes the other one; 17 digits never do.
QString realLiteral(double v)
{
    if (std::isnan(v))
        return u"NULL"_s;
    if (std::isinf(v))
        return v > 0 ? u"9e999"_s : u"-9e999"_s;
    if (v != 0.0 && std::fabs(v) < 1e-290)
        return tinyReal(v);
    QString shortest = shortestReal(v);
    const long double written = std::strtold(shortest.toLatin1().constData(), nullptr);
    const double next = std::nextafter(v, std::numeric_limits<double>::infinity());
    const long double gap = static_cast<long double>(std::isinf(next) ? v - std::nextafter(v, 0.0) : next - v);
    const long double near = isReadInOneStep(shortest) ? 0.4995L : 0.2L;
    if (std::fabs(written - static_cast<long double>(v)) <= gap * near)
        return shortest;
    return QString::number(v, 'e', 16);
}

} // namespace

LexRules sqliteLexRules()
{
    LexRules rules;
    rules.backtickIdentifiers = true;
    rules.bracketIdentifiers = true;
    rules.blobLiterals = true;
    rules.triggerBodies = true;
    return rules;
}

bool isSqliteKeyword(QStringView word)
{
    return isAmong(keywords, word);
}

bool isSqliteKeywordOfDdl(QStringView word)
{
    return isAmong(keywordsOfDdl, word);
}

bool isSqliteFunction(QStringView name)
{
    return isSqliteKeyword(name) || functions.contains(QString(u' ' + name.toString() + u' '), Qt::CaseInsensitive);
}

QString sqliteIdentifier(const QString &name)
{
    QString doubled = name;
    return u'`' + doubled.replace(u'`', u"``"_s) + u'`';
}

QString sqliteQualified(const QualifiedName &name)
{
    return name.schema.isEmpty() ? sqliteIdentifier(name.name)
                                 : QString(sqliteIdentifier(name.schema) + u'.' + sqliteIdentifier(name.name));
}

namespace {

QString quotedText(const Value &text)
{
    return u'\'' + text.display().replace(u'\'', u"''"_s) + u'\''; // display() keeps a leading BOM, fromUtf8() would not
}

} // namespace

QString sqliteLiteral(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return u"NULL"_s;
    case Value::Kind::Integer:
        return QString::number(value.toInteger());
    case Value::Kind::Real:
        return realLiteral(value.toReal());
    case Value::Kind::Blob:
        return hex(value.bytes());
    case Value::Kind::Text:
    case Value::Kind::Typed:
        break;
    }
    if (value.isEditableText())
        return quotedText(value);
    // NULs by char(): a cast from bytes would mean other text in a database whose encoding is UTF-16.
    QStringList parts;
    for (const QByteArray &part : value.bytes().split('\0')) {
        const Value text = Value::textBytes(part);
        if (!text.isEditableText())
            return u"CAST("_s + hex(value.bytes()) + u" AS TEXT)"_s;
        parts.append(quotedText(text));
    }
    return u'(' + parts.join(u" || char(0) || "_s) + u')';
}

SqliteAffinity sqliteAffinity(const QString &declaredType)
{
    const auto has = [&](QLatin1String part) { return declaredType.contains(part, Qt::CaseInsensitive); };
    if (has("INT"_L1))
        return SqliteAffinity::Integer;
    if (has("CHAR"_L1) || has("CLOB"_L1) || has("TEXT"_L1))
        return SqliteAffinity::Text;
    if (has("BLOB"_L1) || declaredType.isEmpty())
        return SqliteAffinity::Blob;
    if (has("REAL"_L1) || has("FLOA"_L1) || has("DOUB"_L1))
        return SqliteAffinity::Real;
    return SqliteAffinity::Numeric;
}

} // namespace core
