// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgreswords.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Those of which one sees in a statement that they are no names: the reserved ones, and what DDL is made of.
constexpr std::array postgresKeywords{
    "ADD"_L1,
    "AFTER"_L1,
    "ALL"_L1,
    "ALTER"_L1,
    "ALWAYS"_L1,
    "ANALYSE"_L1,
    "ANALYZE"_L1,
    "AND"_L1,
    "ANY"_L1,
    "ARRAY"_L1,
    "AS"_L1,
    "ASC"_L1,
    "ASYMMETRIC"_L1,
    "ATOMIC"_L1,
    "ATTACH"_L1,
    "AUTHORIZATION"_L1,
    "BEFORE"_L1,
    "BEGIN"_L1,
    "BETWEEN"_L1,
    "BIGINT"_L1,
    "BINARY"_L1,
    "BIT"_L1,
    "BOOLEAN"_L1,
    "BOTH"_L1,
    "BY"_L1,
    "CASCADE"_L1,
    "CASE"_L1,
    "CAST"_L1,
    "CHAR"_L1,
    "CHARACTER"_L1,
    "CHECK"_L1,
    "COALESCE"_L1,
    "COLLATE"_L1,
    "COLLATION"_L1,
    "COLUMN"_L1,
    "COMMENT"_L1,
    "COMMIT"_L1,
    "CONCURRENTLY"_L1,
    "CONFLICT"_L1,
    "CONSTRAINT"_L1,
    "CREATE"_L1,
    "CROSS"_L1,
    "CUBE"_L1,
    "CURRENT"_L1,
    "CURRENT_CATALOG"_L1,
    "CURRENT_DATE"_L1,
    "CURRENT_ROLE"_L1,
    "CURRENT_SCHEMA"_L1,
    "CURRENT_TIME"_L1,
    "CURRENT_TIMESTAMP"_L1,
    "CURRENT_USER"_L1,
    "CYCLE"_L1,
    "DATABASE"_L1,
    "DEC"_L1,
    "DECIMAL"_L1,
    "DEFAULT"_L1,
    "DEFERRABLE"_L1,
    "DEFERRED"_L1,
    "DELETE"_L1,
    "DESC"_L1,
    "DETACH"_L1,
    "DISABLE"_L1,
    "DISTINCT"_L1,
    "DO"_L1,
    "DOMAIN"_L1,
    "DROP"_L1,
    "EACH"_L1,
    "ELSE"_L1,
    "ENABLE"_L1,
    "END"_L1,
    "ENUM"_L1,
    "ESCAPE"_L1,
    "EXCEPT"_L1,
    "EXCLUDE"_L1,
    "EXECUTE"_L1,
    "EXISTS"_L1,
    "EXPLAIN"_L1,
    "EXTENSION"_L1,
    "EXTRACT"_L1,
    "FALSE"_L1,
    "FETCH"_L1,
    "FILTER"_L1,
    "FIRST"_L1,
    "FLOAT"_L1,
    "FOLLOWING"_L1,
    "FOR"_L1,
    "FORCE"_L1,
    "FOREIGN"_L1,
    "FREEZE"_L1,
    "FROM"_L1,
    "FULL"_L1,
    "FUNCTION"_L1,
    "GENERATED"_L1,
    "GRANT"_L1,
    "GREATEST"_L1,
    "GROUP"_L1,
    "GROUPING"_L1,
    "GROUPS"_L1,
    "HANDLER"_L1,
    "HAVING"_L1,
    "IDENTITY"_L1,
    "IF"_L1,
    "ILIKE"_L1,
    "IMMEDIATE"_L1,
    "IN"_L1,
    "INCLUDE"_L1,
    "INCREMENT"_L1,
    "INDEX"_L1,
    "INHERITS"_L1,
    "INITIALLY"_L1,
    "INNER"_L1,
    "INOUT"_L1,
    "INSERT"_L1,
    "INSTEAD"_L1,
    "INT"_L1,
    "INTEGER"_L1,
    "INTERSECT"_L1,
    "INTERVAL"_L1,
    "INTO"_L1,
    "IS"_L1,
    "ISNULL"_L1,
    "ISOLATION"_L1,
    "JOIN"_L1,
    "KEY"_L1,
    "LANGUAGE"_L1,
    "LAST"_L1,
    "LATERAL"_L1,
    "LEADING"_L1,
    "LEAST"_L1,
    "LEFT"_L1,
    "LEVEL"_L1,
    "LIKE"_L1,
    "LIMIT"_L1,
    "LOCALTIME"_L1,
    "LOCALTIMESTAMP"_L1,
    "LOCK"_L1,
    "LOGGED"_L1,
    "MATCH"_L1,
    "MATERIALIZED"_L1,
    "MAXVALUE"_L1,
    "MERGE"_L1,
    "MINVALUE"_L1,
    "MOVE"_L1,
    "NATIONAL"_L1,
    "NATURAL"_L1,
    "NCHAR"_L1,
    "NO"_L1,
    "NONE"_L1,
    "NORMALIZE"_L1,
    "NOT"_L1,
    "NOTHING"_L1,
    "NOTNULL"_L1,
    "NOWAIT"_L1,
    "NULL"_L1,
    "NULLIF"_L1,
    "NULLS"_L1,
    "NUMERIC"_L1,
    "OF"_L1,
    "OFF"_L1,
    "OFFSET"_L1,
    "ON"_L1,
    "ONLY"_L1,
    "OPERATOR"_L1,
    "OR"_L1,
    "ORDER"_L1,
    "OTHERS"_L1,
    "OUT"_L1,
    "OUTER"_L1,
    "OVER"_L1,
    "OVERLAPS"_L1,
    "OVERLAY"_L1,
    "OVERRIDING"_L1,
    "OWNED"_L1,
    "OWNER"_L1,
    "PARTITION"_L1,
    "PLACING"_L1,
    "POLICY"_L1,
    "POSITION"_L1,
    "PRECEDING"_L1,
    "PRECISION"_L1,
    "PRIMARY"_L1,
    "PROCEDURE"_L1,
    "PUBLICATION"_L1,
    "RANGE"_L1,
    "REAL"_L1,
    "RECURSIVE"_L1,
    "REFERENCES"_L1,
    "REFRESH"_L1,
    "REINDEX"_L1,
    "RENAME"_L1,
    "REPLACE"_L1,
    "RESET"_L1,
    "RESTART"_L1,
    "RESTRICT"_L1,
    "RETURNING"_L1,
    "RETURNS"_L1,
    "REVOKE"_L1,
    "RIGHT"_L1,
    "ROLE"_L1,
    "ROLLBACK"_L1,
    "ROLLUP"_L1,
    "ROW"_L1,
    "ROWS"_L1,
    "RULE"_L1,
    "SAVEPOINT"_L1,
    "SCHEMA"_L1,
    "SECURITY"_L1,
    "SELECT"_L1,
    "SEQUENCE"_L1,
    "SEQUENCES"_L1,
    "SERIALIZABLE"_L1,
    "SERVER"_L1,
    "SESSION_USER"_L1,
    "SET"_L1,
    "SETOF"_L1,
    "SETS"_L1,
    "SHOW"_L1,
    "SIMILAR"_L1,
    "SKIP"_L1,
    "SMALLINT"_L1,
    "SOME"_L1,
    "START"_L1,
    "STATEMENT"_L1,
    "STATISTICS"_L1,
    "STORED"_L1,
    "SUBSTRING"_L1,
    "SYMMETRIC"_L1,
    "SYSTEM"_L1,
    "TABLE"_L1,
    "TABLES"_L1,
    "TABLESAMPLE"_L1,
    "TABLESPACE"_L1,
    "TEMP"_L1,
    "TEMPORARY"_L1,
    "THEN"_L1,
    "TIES"_L1,
    "TIME"_L1,
    "TIMESTAMP"_L1,
    "TO"_L1,
    "TRAILING"_L1,
    "TRANSACTION"_L1,
    "TREAT"_L1,
    "TRIGGER"_L1,
    "TRIM"_L1,
    "TRUE"_L1,
    "TRUNCATE"_L1,
    "TYPE"_L1,
    "TYPES"_L1,
    "UNBOUNDED"_L1,
    "UNCOMMITTED"_L1,
    "UNION"_L1,
    "UNIQUE"_L1,
    "UNLOGGED"_L1,
    "UNTIL"_L1,
    "UPDATE"_L1,
    "USER"_L1,
    "USING"_L1,
    "VACUUM"_L1,
    "VALID"_L1,
    "VALIDATE"_L1,
    "VALUE"_L1,
    "VALUES"_L1,
    "VARCHAR"_L1,
    "VARIADIC"_L1,
    "VERBOSE"_L1,
    "VIEW"_L1,
    "VIEWS"_L1,
    "WHEN"_L1,
    "WHERE"_L1,
    "WINDOW"_L1,
    "WITH"_L1,
    "WITHIN"_L1,
    "WITHOUT"_L1,
    "WORK"_L1,
    "WRITE"_L1,
    "XMLATTRIBUTES"_L1,
    "XMLCONCAT"_L1,
    "XMLELEMENT"_L1,
    "XMLEXISTS"_L1,
    "XMLFOREST"_L1,
    "XMLNAMESPACES"_L1,
    "XMLPARSE"_L1,
    "XMLPI"_L1,
    "XMLROOT"_L1,
    "XMLSERIALIZE"_L1,
    "XMLTABLE"_L1,
    "ZONE"_L1,
};

[[nodiscard]] QString postgresQuotedText(const QString &text)
{
    QString doubled = text;
    return u'\'' + doubled.replace(u'\'', u"''"_s) + u'\'';
}

[[nodiscard]] QString postgresReal(double v)
{
    const QString digits = std::isnan(v) ? u"NaN"_s
        : std::isinf(v)                  ? (v > 0 ? u"Infinity"_s : u"-Infinity"_s)
                                         : shortestReal(v);
    return postgresQuotedText(digits) + u"::double precision"_s;
}

} // namespace

LexRules postgresLexRules()
{
    LexRules rules;
    rules.nestedComments = true;
    rules.dollarQuotes = true;
    rules.escapeStrings = true;
    rules.operatorRuns = true;
    rules.atomicBodies = true;
    return rules;
}

bool isPostgresKeyword(QStringView word)
{
    const auto less = [](QLatin1String a, QStringView b) { return b.compare(a, Qt::CaseInsensitive) > 0; };
    const auto it = std::lower_bound(postgresKeywords.cbegin(), postgresKeywords.cend(), word, less);
    return it != postgresKeywords.cend() && word.compare(*it, Qt::CaseInsensitive) == 0;
}

QString postgresIdentifier(const QString &name)
{
    QString doubled = name;
    return u'"' + doubled.replace(u'"', u"\"\""_s) + u'"';
}

QString postgresQualified(const QualifiedName &name)
{
    return postgresIdentifier(name.schema.isEmpty() ? u"public"_s : name.schema) + u'.' + postgresIdentifier(name.name);
}

QString postgresLiteral(const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return u"NULL"_s;
    case Value::Kind::Integer:
        // Without its quotes the least one would be the negative of a number that no integer holds.
        return value.toInteger() == std::numeric_limits<std::int64_t>::min() ? u"'-9223372036854775808'::bigint"_s
                                                                             : QString::number(value.toInteger());
    case Value::Kind::Real:
        return postgresReal(value.toReal());
    case Value::Kind::Blob:
        return u"'\\x"_s + QString::fromLatin1(value.bytes().toHex()) + u"'::bytea"_s;
    case Value::Kind::Text:
    case Value::Kind::Typed:
        break;
    }
    const QString type = value.kind() == Value::Kind::Typed ? QString(u"::"_s + value.typeName()) : QString();
    if (value.isEditableText())
        return postgresQuotedText(value.display()) + type; // display() keeps a leading BOM, fromUtf8() would not
    return u"convert_from('\\x"_s + QString::fromLatin1(value.bytes().toHex()) + u"'::bytea, 'UTF8')"_s + type;
}

} // namespace core
