// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresprobes.h"

#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"

#include <QRegularExpression>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Probe pgProbe(const Table &table, const QString &condition)
{
    return {table.name,
            condition,
            {u"SELECT count(*) FROM "_s + postgresQualified(table.name) + u" WHERE "_s + condition, {}}};
}

/// One part of a key, as it is compared. BINARY is what other systems call comparing as the column does.
QString pgKeyPart(const IndexedColumn &c)
{
    const bool own = c.collation.isEmpty() || c.collation == "BINARY"_L1;
    return (c.isExpression() ? QString(u'(' + c.expression + u')') : postgresIdentifier(c.column))
        + (own ? QString()
               : QString(u" COLLATE "_s
                         + (c.collation.startsWith(u'"') ? c.collation : postgresIdentifier(c.collation))));
}

/// A key in the words of SQL: its parts, and which rows it counts for.
struct PgKeyText {
    QString list;
    QString those;
};
PgKeyText pgKeyText(const QList<IndexedColumn> &key, const QString &where)
{
    QStringList parts;
    QStringList conditions;
    if (!where.isEmpty())
        conditions.append(u'(' + where + u')');
    for (const IndexedColumn &c : key) {
        parts.append(pgKeyPart(c));
        conditions.append(pgKeyPart(c) + u" IS NOT NULL"_s);
    }
    return {parts.join(u", "_s), conditions.join(u" AND "_s)};
}

Statement pgRepair(const QString &sql, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    return s;
}

/// All rows that share a key with one before them in the table.
QString pgLaterOnes(const Table &table, const PgKeyText &key)
{
    return u"ctid IN (SELECT ctid FROM (SELECT ctid, row_number() OVER (PARTITION BY "_s + key.list
        + u" ORDER BY ctid) AS nth FROM "_s + postgresQualified(table.name) + u" WHERE "_s + key.those
        + u") AS numbered WHERE nth > 1)"_s;
}

enum class PgKind { Integer, Numeric, Real, Text, Boolean, Uuid, Moment, Date, Other };

PgKind pgKindOf(const QString &normalType)
{
    if (normalType.endsWith("[]"_L1))
        return PgKind::Other;
    const QString bare = normalType.section(u'(', 0, 0);
    static const QHash<QString, PgKind> kinds{{u"integer"_s, PgKind::Integer},  {u"bigint"_s, PgKind::Integer},
                                              {u"smallint"_s, PgKind::Integer}, {u"numeric"_s, PgKind::Numeric},
                                              {u"real"_s, PgKind::Real},        {u"double precision"_s, PgKind::Real},
                                              {u"text"_s, PgKind::Text},        {u"character varying"_s, PgKind::Text},
                                              {u"character"_s, PgKind::Text},   {u"boolean"_s, PgKind::Boolean},
                                              {u"uuid"_s, PgKind::Uuid},        {u"date"_s, PgKind::Date}};
    return bare.startsWith("timestamp"_L1) ? PgKind::Moment : kinds.value(bare, PgKind::Other);
}

QString pgOldType(const Table &table, const QString &column)
{
    const Column *c = table.column(column);
    return c ? postgresNormalType(c->declaredType) : QString();
}

/// The numbers in parentheses: (10,2) is 10 and 2; −1 where there are none.
std::pair<int, int> pgSizes(const QString &normalType)
{
    static const QRegularExpression sized(u"\\((\\d{1,9})(?:,(-?\\d{1,9}))?\\)"_s);
    const auto m = sized.match(normalType);
    if (!m.hasMatch())
        return {-1, -1};
    return {m.captured(1).toInt(), m.captured(2).isEmpty() ? 0 : m.captured(2).toInt()};
}

QString pgHighest(const QString &normalType)
{
    return normalType == "smallint"_L1 ? u"32767"_s
        : normalType == "integer"_L1   ? u"2147483647"_s
                                       : u"9223372036854775807"_s;
}

/// Whether every value of the one type is one of the other, so that there is nothing to ask the rows.
bool pgHoldsAll(const QString &was, const QString &is)
{
    const PgKind from = pgKindOf(was);
    const PgKind to = pgKindOf(is);
    const auto [size, decimals] = pgSizes(is);
    const auto [oldSize, oldDecimals] = pgSizes(was);
    if (from == PgKind::Integer && to == PgKind::Integer)
        return pgHighest(was).size() <= pgHighest(is).size();
    if (to == PgKind::Numeric && from == PgKind::Integer)
        return size < 0 || (decimals >= 0 && size - decimals >= pgHighest(was).size());
    if (to == PgKind::Numeric && from == PgKind::Numeric)
        return size < 0 || (oldSize >= 0 && decimals >= oldDecimals && size - decimals >= oldSize - oldDecimals);
    if (to == PgKind::Text && from == PgKind::Text) // blanks at the end of character() are another matter
        return size < 0 || (is.startsWith("character varying"_L1) && oldSize >= 0 && oldSize <= size);
    return false;
}

/// What a text must look like to be read as that type; empty where that cannot be told by a pattern.
QString pgPattern(PgKind kind)
{
    switch (kind) {
    case PgKind::Integer:
        return u"^\\s*[-+]?[0-9]+\\s*$"_s;
    case PgKind::Numeric:
    case PgKind::Real:
        return u"^\\s*([-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?|NaN|[-+]?Infinity)\\s*$"_s;
    case PgKind::Boolean:
        return u"^\\s*(t|tr|tru|true|f|fa|fal|fals|false|y|ye|yes|n|no|on|of|off|1|0)\\s*$"_s;
    case PgKind::Uuid:
        return u"^\\s*\\{?([0-9a-f]{4}-?){8}\\}?\\s*$"_s;
    default:
        return {};
    }
}

/// As jsonb. Blanks say nothing; the order of keys, and those that are there twice, do.
QString pgJsonChanged(const QString &column)
{
    return u"regexp_replace(CAST(CAST(%1 AS jsonb) AS text), '\\s', '', 'g') <> regexp_replace(CAST(%1 AS text), "
           u"'\\s', '', "
           "'g')"_s.arg(column);
}

/// A text that is read as something else, or cut to a size: true where another text would be read the same. Empty:
/// none. What cannot be read at all is asked for apart.
QString pgTextChanged(const QString &column, const QString &is)
{
    const PgKind to = pgKindOf(is);
    const auto [size, decimals] = pgSizes(is);
    const QString readable = u"CASE WHEN %1 ~* %2 THEN "_s.arg(column, postgresString(pgPattern(to)));
    const QString number = u"CAST(%1 AS numeric)"_s.arg(column);
    if (to == PgKind::Integer) // 007
        return readable + u"CAST(%1 AS text) <> btrim(%2) ELSE false END"_s.arg(number, column);
    if (to == PgKind::Numeric && size >= 0)
        return readable + u"round(%1, %2) <> %1 ELSE false END"_s.arg(number).arg(decimals);
    if (to == PgKind::Real)
        return readable + u"CAST(CAST(%1 AS %2) AS numeric) <> %3 ELSE false END"_s.arg(column, is, number);
    const QString trimmed = u"rtrim(CAST(%1 AS text), ' ')"_s.arg(column);
    if (is.startsWith("character varying"_L1) && size >= 0) // only blanks are cut without a word
        return u"char_length(CAST(%1 AS text)) > %2 AND char_length(%3) <= %2"_s.arg(column, QString::number(size),
                                                                                     trimmed);
    if (is.startsWith("character("_L1))
        return u"CAST(%1 AS text) <> %2"_s.arg(column, trimmed);
    if (is == "name"_L1 || is == "\"char\""_L1) // cut without a word
        return u"CAST(CAST(%1 AS %2) AS text) <> CAST(%1 AS text)"_s.arg(column, is);
    if (to == PgKind::Moment || is.startsWith("time"_L1) || is.startsWith("interval"_L1)) // rounded
        return u"CAST(%1 AS text) ~ ':\\d\\d[.,]\\d{7,}'"_s.arg(column);
    return is == "jsonb"_L1 ? pgJsonChanged(column) : QString();
}

/// There and back, and not what it was.
QString pgOtherChanged(const QString &column, const QString &was, const QString &is)
{
    const PgKind from = pgKindOf(was);
    if (is == "boolean"_L1 && (from == PgKind::Integer || from == PgKind::Numeric || from == PgKind::Real))
        return u"%1 NOT IN (0, 1)"_s.arg(column);
    const QString text = u"CAST(%1 AS text)"_s.arg(column);
    if (was == "json"_L1 && is == "jsonb"_L1)
        return pgJsonChanged(column);
    if (is == "money"_L1 && (from == PgKind::Integer || from == PgKind::Numeric || from == PgKind::Real))
        return u"CAST(CAST(CAST(%1 AS numeric) AS money) AS numeric) <> CAST(%1 AS numeric)"_s.arg(column);
    const auto isTime = [](const QString &type) { return type.startsWith("time "_L1) || type.startsWith("time("_L1); };
    if (isTime(is) && from == PgKind::Moment) // the day is left aside
        return column + u" IS NOT NULL"_s;
    const auto uncut = [](const QString &type) {
        static const QRegularExpression sizes(u"\\([^)]*\\)"_s);
        return QString(type).remove(sizes);
    };
    const bool both = (was.startsWith("interval"_L1) && is.startsWith("interval"_L1)) || (isTime(was) && isTime(is))
        || uncut(was) == uncut(is);
    const bool cuts = both && was != is && from == PgKind::Other && !(is == uncut(is) && uncut(was) == is);
    return cuts ? u"CAST(CAST(CAST(%1 AS %2) AS %3) AS text) IS DISTINCT FROM %4"_s.arg(column, is, was, text)
                : QString();
}

} // namespace

Probe PostgresProbeSql::allRows(const Table &table) const
{
    return pgProbe(table, u"true"_s);
}

Probe PostgresProbeSql::values(const Table &table, const QString &column) const
{
    return pgProbe(table, postgresIdentifier(column) + u" IS NOT NULL"_s);
}

Probe PostgresProbeSql::nulls(const Table &table, const QStringList &columns) const
{
    QStringList any;
    for (const QString &c : columns)
        any.append(postgresIdentifier(c) + u" IS NULL"_s);
    return pgProbe(table, any.join(u" OR "_s));
}

Probe PostgresProbeSql::duplicates(const Table &table, const QList<IndexedColumn> &key, const QString &where) const
{
    const PgKeyText k = pgKeyText(key, where);
    return pgProbe(table,
                   k.those + u" AND ("_s + k.list + u") IN (SELECT "_s + k.list + u" FROM "_s
                       + postgresQualified(table.name) + u" WHERE "_s + k.those + u" GROUP BY "_s + k.list
                       + u" HAVING count(*) > 1)"_s);
}

Probe PostgresProbeSql::failing(const Table &table, const QString &check) const
{
    return pgProbe(table, u"NOT ("_s + check + u')');
}

Probe PostgresProbeSql::orphans(const Table &table, const ForeignKey &key, const Table &target,
                                const QStringList &targetColumns) const
{
    QStringList there;
    QStringList same;
    const QString own = postgresQualified(table.name);
    for (qsizetype i = 0; i < std::min(key.columns.size(), targetColumns.size()); ++i) {
        const QString column = own + u'.' + postgresIdentifier(key.columns[i]);
        there.append(column + u" IS NOT NULL"_s);
        same.append(u"\"the parent\"."_s + postgresIdentifier(targetColumns[i]) + u" = "_s + column);
    }
    return pgProbe(table,
                   there.join(u" AND "_s) + u" AND NOT EXISTS (SELECT FROM "_s + postgresQualified(target.name)
                       + u" AS \"the parent\" WHERE "_s + same.join(u" AND "_s) + u')');
}

std::optional<Probe> PostgresProbeSql::movedByZone(const Table &table, const QString &column,
                                                   const QString &newType) const
{
    const auto zoned = [](const QString &type) { return type.contains(" with time zone"_L1); };
    const QString was = pgOldType(table, column);
    const QString is = postgresNormalType(newType);
    const auto keepsTime = [](const QString &type) {
        return !type.endsWith("[]"_L1) && (type.startsWith("timestamp"_L1) || type == "date"_L1);
    };
    return keepsTime(was) && keepsTime(is) && zoned(was) != zoned(is) ? std::optional(values(table, column))
                                                                      : std::nullopt;
}

QString PostgresProbeSql::sessionZone() const
{
    return u"SELECT pg_catalog.current_setting('TimeZone')"_s;
}

/// Only what the server does without a word: rounding, cutting off, and leaving the time of day aside.
std::optional<Probe> PostgresProbeSql::changedBy(const Table &table, const QString &column,
                                                 const QString &newType) const
{
    const QString c = postgresIdentifier(column);
    const QString was = pgOldType(table, column);
    const QString is = postgresNormalType(newType);
    const PgKind from = pgKindOf(was);
    const PgKind to = pgKindOf(is);
    const bool number = from == PgKind::Integer || from == PgKind::Numeric || from == PgKind::Real;
    if (number && pgHoldsAll(was, is))
        return std::nullopt;
    if (to == PgKind::Integer && (from == PgKind::Numeric || from == PgKind::Real))
        return pgProbe(table, u"%1 <> round(%1)"_s.arg(c));
    if (to == PgKind::Numeric && number && pgSizes(is).first >= 0)
        return pgProbe(table,
                       u"round(CAST(%1 AS numeric), %2) <> CAST(%1 AS numeric)"_s.arg(c).arg(pgSizes(is).second));
    if (to == PgKind::Numeric && from == PgKind::Real) // of its digits the last ones
        return pgProbe(table, u"CAST(CAST(%1 AS numeric) AS %2) <> %1"_s.arg(c, was));
    if (to == PgKind::Real && number && was != is)
        return pgProbe(table, u"CAST(CAST(%1 AS %2) AS numeric) <> CAST(%1 AS numeric)"_s.arg(c, is));
    if (to == PgKind::Date && from == PgKind::Moment)
        return pgProbe(table, u"CAST(%1 AS date) <> %1"_s.arg(c));
    if (to == PgKind::Moment && from == PgKind::Moment && was != is && pgSizes(is).first >= 0)
        return pgProbe(table, u"CAST(%1 AS %2) <> %1"_s.arg(c, is));
    const QString changed = from == PgKind::Text ? pgTextChanged(c, is) : pgOtherChanged(c, was, is);
    return changed.isEmpty() ? std::nullopt : std::optional(pgProbe(table, changed));
}

/// What the server refuses.
std::optional<Probe> PostgresProbeSql::tooBigFor(const Table &table, const QString &column,
                                                 const QString &newType) const
{
    const QString c = postgresIdentifier(column);
    const QString is = postgresNormalType(newType);
    const PgKind from = pgKindOf(pgOldType(table, column));
    const PgKind to = pgKindOf(is);
    const auto [size, decimals] = pgSizes(is);
    if (pgHoldsAll(pgOldType(table, column), is))
        return std::nullopt;
    if (from == PgKind::Text && to != PgKind::Text) {
        const QString pattern = pgPattern(to);
        return pattern.isEmpty() ? std::nullopt
                                 : std::optional(pgProbe(table, u"%1 !~* %2"_s.arg(c, postgresString(pattern))));
    }
    if (to == PgKind::Text && size >= 0)
        return pgProbe(table, u"char_length(rtrim(CAST(%1 AS text))) > %2"_s.arg(c).arg(size));
    if (to == PgKind::Integer && (from == PgKind::Integer || from == PgKind::Numeric || from == PgKind::Real))
        return pgProbe(table, u"abs(CAST(%1 AS numeric)) > %2"_s.arg(c, pgHighest(is)));
    if (to == PgKind::Numeric && size >= 0
        && (from == PgKind::Integer || from == PgKind::Numeric || from == PgKind::Real))
        return pgProbe(table,
                       u"abs(round(CAST(%1 AS numeric), %2)) >= 1%3"_s.arg(c).arg(decimals).arg(
                           QString(std::max(size - decimals, 0), u'0')));
    return std::nullopt;
}

std::optional<Probe> PostgresProbeSql::holding(const Table &table, const QString &column,
                                               const QStringList &values) const
{
    QStringList texts;
    for (const QString &v : values)
        texts.append(postgresString(v));
    const QString c = postgresIdentifier(column);
    if (pgOldType(table, column).endsWith("[]"_L1))
        return pgProbe(table, u"CAST(%1 AS text[]) && ARRAY[%2]"_s.arg(c, texts.join(u", "_s)));
    return pgProbe(table, u"CAST(%1 AS text) IN (%2)"_s.arg(c, texts.join(u", "_s)));
}

Probe PostgresProbeSql::severalRows(const Table &table) const
{
    return pgProbe(table, u"(SELECT count(*) FROM "_s + postgresQualified(table.name) + u") > 1"_s);
}

Statement PostgresProbeSql::deleteRows(const Probe &p) const
{
    return pgRepair(u"DELETE FROM "_s + postgresQualified(p.table) + u" WHERE "_s + p.condition,
                    u"Delete the rows of %1 that stand in the way"_s.arg(p.table.display()));
}

Statement PostgresProbeSql::setColumn(const Probe &p, const QString &column, const QString &expression) const
{
    return pgRepair(
        u"UPDATE "_s + postgresQualified(p.table) + u" SET "_s + postgresIdentifier(column) + u" = ("_s + expression
            + u") WHERE "_s + p.condition,
        u"Set %1 to %2 in the rows of %3 that stand in the way"_s.arg(column, expression, p.table.display()));
}

std::optional<Statement> PostgresProbeSql::keepFirstOfDuplicates(const Table &table, const QList<IndexedColumn> &key,
                                                                 const QString &where) const
{
    if (table.facts.isPartitioned()) // places are those within each partition
        return std::nullopt;
    return pgRepair(u"DELETE FROM "_s + postgresQualified(table.name) + u" WHERE "_s
                        + pgLaterOnes(table, pgKeyText(key, where)),
                    u"Keep the first of the rows of %1 that share a key"_s.arg(table.name.display()));
}

std::optional<Statement> PostgresProbeSql::renumberDuplicates(const Table &table, const QList<IndexedColumn> &key,
                                                              const QString &where) const
{
    if (table.facts.isPartitioned() || key.size() != 1 || key.first().isExpression()
        || pgKindOf(pgOldType(table, key.first().column)) != PgKind::Text)
        return std::nullopt;
    const QString column = postgresIdentifier(key.first().column);
    return pgRepair(u"UPDATE "_s + postgresQualified(table.name) + u" SET "_s + column + u" = "_s + column
                        + u" || '-' || translate(CAST(ctid AS text), ',()', '-') WHERE "_s
                        + pgLaterOnes(table, pgKeyText(key, where)),
                    u"Tell rows of %1 apart that share a key, by their places"_s.arg(table.name.display()));
}

bool PostgresProbeSql::putsRight(const Statement &repair, const Probe &p) const
{
    if (repair.sql == deleteRows(p).sql)
        return true;
    const QString table = postgresQualified(p.table);
    const QString update = u"UPDATE "_s + table + u" SET "_s;
    if (repair.sql.startsWith(update) && repair.sql.endsWith(u" WHERE "_s + p.condition))
        return true;
    // What tells duplicates apart asks for the same groups of the same rows.
    const QString from = u" FROM "_s + table + u" WHERE "_s;
    const QString having = u" HAVING count(*) > 1)"_s;
    const qsizetype groups = p.condition.indexOf(from);
    if (groups < 0 || !p.condition.endsWith(having))
        return false;
    const QString asked = p.condition.mid(groups + from.size()).chopped(having.size()); // those GROUP BY list
    const qsizetype by = asked.lastIndexOf(u" GROUP BY "_s);
    const QString same = u"PARTITION BY "_s + asked.mid(by + 10) + u" ORDER BY ctid) AS nth"_s + from + asked.left(by)
        + u") AS numbered"_s;
    return by > 0 && repair.sql.contains(same)
        && (repair.sql.startsWith(update) || repair.sql.startsWith(u"DELETE FROM "_s + table));
}

QString PostgresProbeSql::rowCount(const QualifiedName &table) const
{
    return u"SELECT count(*) FROM "_s + postgresQualified(table);
}

QString PostgresProbeSql::valueCounts(const Table &table, const QStringList &columns) const
{
    QStringList counts;
    for (const QString &column : columns)
        counts.append(u"count(%1)"_s.arg(postgresIdentifier(column)));
    return u"SELECT %1 FROM %2"_s.arg(counts.join(u", "_s), postgresQualified(table.name));
}

QString PostgresProbeSql::cells(const Table &table, const QStringList &columns) const
{
    return u"SELECT %1 FROM %2"_s.arg(postgresNameList(columns), postgresQualified(table.name));
}

QString PostgresProbeSql::differentValues(const QualifiedName &table, const QString &column, int most) const
{
    // Some types cannot be compared; their text can.
    return u"SELECT DISTINCT CAST(%1 AS text) FROM %2 WHERE %1 IS NOT NULL LIMIT %3"_s.arg(
        postgresIdentifier(column), postgresQualified(table), QString::number(most));
}

QString PostgresProbeSql::oldRows(const OldRows &rows, const QStringList &columns, const QString &expression,
                                  const QString &nullColumn, int limit) const
{
    QStringList old;
    for (const auto &[now, later] : rows.columns)
        old.append(postgresIdentifier(now) + u" AS "_s + postgresIdentifier(later));
    const QString names = columns.isEmpty() ? u"NULL"_s : postgresNameList(columns);
    const QString result =
        expression.isEmpty() ? QString() : u", (%1\n)"_s.arg(expression); // the new line ends a comment
    const QString where = nullColumn.isEmpty() ? QString() : u" WHERE %1 IS NULL"_s.arg(postgresIdentifier(nullColumn));
    return u"SELECT "_s + names + result + u" FROM (SELECT "_s + old.join(u", "_s) + u" FROM "_s
        + postgresQualified(rows.before->name) + u") AS "_s + postgresIdentifier(rows.after.name) + where + u" LIMIT "_s
        + QString::number(limit);
}

} // namespace core
