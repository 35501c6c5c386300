// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/savedrowssql.h"

#include "core/dialect/planner.h"
#include "core/dialect/sqlite/ddlparts.h"
#include "core/dialect/sqlite/sqlitedialect.h"
#include "core/dialect/sqlite/sqliteprobes.h"
#include "core/dialect/sqlite/words.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Shape = SavedSql::Shape;

QStringList numbered(QChar letter, qsizetype count)
{
    QStringList names;
    for (qsizetype i = 1; i <= count; ++i)
        names.append(sqliteIdentifier(letter + QString::number(i)));
    return names;
}

QStringList savedColumns(const Shape &shape)
{
    return numbered(u'k', shape.key.size()) + numbered(u'v', shape.columns.size());
}

bool changes(const Shape &shape)
{
    return !shape.newTypes.isEmpty();
}

QString stage(const Shape &shape)
{
    return sqliteIdentifier(shape.saved + u"_incoming"_s);
}

/// The type as one quoted name: only the affinity that it gives is wanted.
QStringList typed(QChar letter, const QStringList &types)
{
    QStringList columns = numbered(letter, types.size());
    for (qsizetype i = 0; i < types.size(); ++i) {
        if (!types[i].isEmpty())
            columns[i] += u' ' + sqliteIdentifier(types[i]);
    }
    return columns;
}

QStringList quotedColumns(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(sqliteIdentifier(name));
    return quoted;
}

/// How the value of a column begins, of the row or of the saved one's witness: a long text is known by that.
QString beginning(const QString &value)
{
    return u"substr("_s + value + u", 1, 100)"_s;
}

QStringList beginnings(const QStringList &columns)
{
    QStringList all;
    for (const QString &column : columns)
        all.append(beginning(sqliteIdentifier(column)));
    return all;
}

enum class KeyIs {
    Saved, ///< what it was
    Become, ///< where it is itself among the values that became others: what it would be without help
    Looked ///< what it was, by the index: without the type that the column would give the saved one
};

QString ofUser(const Shape &shape, const QString &column)
{
    return sqliteQualified(shape.table) + u'.' + sqliteIdentifier(column);
}

/// The saved row with the key of the user's row. The saved side stands first: it compares by bytes.
QString sameKey(const Shape &shape, KeyIs how)
{
    QStringList same;
    for (qsizetype i = 0; i < shape.key.size(); ++i) {
        const qsizetype value = how == KeyIs::Become && changes(shape) ? shape.columns.indexOf(shape.key[i]) : -1;
        const QString column = ofUser(shape, shape.key[i]);
        same.append((value < 0 ? u"s.`k%1` IS "_s.arg(i + 1) : u"s.`b%1` IS "_s.arg(value + 1))
                    + (how == KeyIs::Looked && !shape.keyConverted ? u'+' + column : column));
    }
    return same.join(u" AND "_s);
}

/// Whether it is the same row still; empty where nothing but the key tells.
QString sameWitness(const Shape &shape)
{
    QStringList all;
    QStringList any;
    for (qsizetype i = 0; i < shape.witness.size(); ++i) {
        const QString now = beginning(ofUser(shape, shape.witness[i]));
        all.append(u"s.`w%1` IS "_s.arg(i + 1) + now);
        if (i < shape.telling)
            any.append(u"s.`x%1` = "_s.arg(i + 1) + now);
    }
    if (any.isEmpty())
        return all.join(u" AND "_s);
    return u'(' + any.join(u" OR "_s) + u" OR ("_s + all.join(u" AND "_s) + u"))"_s;
}

QString sameRow(const Shape &shape, KeyIs how)
{
    const QString witness = sameWitness(shape);
    return sameKey(shape, how) + (witness.isEmpty() ? QString() : QString(u" AND "_s + witness));
}

QString savedTable(const Shape &shape)
{
    return sqliteIdentifier(savedSchema()) + u'.' + sqliteIdentifier(shape.saved);
}

Statement statement(const QString &sql, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    return s;
}

} // namespace

SavedSql::Worth SqliteSavedSql::worthOf(const Column &column) const
{
    const QString &type = column.declaredType;
    if (type.contains("CHAR"_L1, Qt::CaseInsensitive) || type.contains("CLOB"_L1, Qt::CaseInsensitive)
        || type.contains("TEXT"_L1, Qt::CaseInsensitive))
        return Worth::Text;
    return type.isEmpty() ? Worth::Text : Worth::Some; // without a type, it is whatever it is
}

QString SqliteSavedSql::stored(const Shape &shape, const QString &condition) const
{
    const QString sql = u"SELECT "_s
        + (quotedColumns(shape.key + shape.columns) + beginnings(shape.witness)).join(u", "_s) + u" FROM "_s
        + sqliteQualified(shape.table);
    return condition.isEmpty() ? sql : QString(sql + u" WHERE "_s + condition);
}

QString SqliteSavedSql::becoming(const ProbeSql::OldRows &rows, const QStringList &keys, const QString &column,
                                 const QString &, const QString &castTo, const QString &fill,
                                 const QStringList &witness) const
{
    QString value = sqliteIdentifier(column);
    if (!castTo.isEmpty())
        value = u"CAST("_s + value + u" AS "_s + castTo + u')';
    if (!fill.isEmpty())
        value = u"coalesce("_s + value + u", ("_s + fill + u"))"_s;
    return u"SELECT "_s
        + (quotedColumns(keys + QStringList{column}) + QStringList{value} + beginnings(witness)).join(u", "_s)
        + u" FROM "_s + sqliteOldRows(rows);
}

QString SqliteSavedSql::changed(const Shape &shape, const QString &expression, const QString &condition) const
{
    return u"SELECT "_s
        + (quotedColumns(shape.key + shape.columns) + QStringList{expression} + beginnings(shape.witness)).join(u", "_s)
        + u" FROM "_s + sqliteQualified(shape.table) + u" WHERE "_s + condition;
}

QString SqliteSavedSql::beginTrying() const
{
    return u"SAVEPOINT raincheck_saving"_s;
}

QStringList SqliteSavedSql::takeBackWhatWasTried() const
{
    return {u"ROLLBACK TO raincheck_saving"_s, u"RELEASE raincheck_saving"_s};
}

QStringList SqliteSavedSql::create(const Shape &shape) const
{
    const QStringList columns = savedColumns(shape);
    const QStringList witness = numbered(u'w', shape.witness.size());
    QStringList out{u"CREATE TABLE "_s + sqliteIdentifier(shape.saved) + u" ("_s
                    + (columns + typed(u'b', shape.oldTypes) + witness + numbered(u'x', shape.telling)).join(u", "_s)
                    + u')'};
    if (changes(shape))
        out.append(u"CREATE TEMP TABLE "_s + stage(shape) + u" ("_s
                   + (columns + typed(u'n', shape.newTypes) + typed(u'b', shape.oldTypes) + witness).join(u", "_s)
                   + u')');
    return out;
}

QString SqliteSavedSql::insert(const Shape &shape) const
{
    const QStringList columns =
        savedColumns(shape) + numbered(u'n', shape.newTypes.size()) + numbered(u'w', shape.witness.size());
    QStringList marks(columns.size(), u"?"_s);
    return u"INSERT INTO "_s + (changes(shape) ? stage(shape) : sqliteIdentifier(shape.saved)) + u" ("_s
        + columns.join(u", "_s) + u") VALUES ("_s + marks.join(u", "_s) + u')';
}

QString SqliteSavedSql::clear(const Shape &shape) const
{
    return u"DELETE FROM "_s + sqliteIdentifier(shape.saved);
}

QStringList SqliteSavedSql::sift(const Shape &shape) const
{
    if (!changes(shape))
        return {};
    QStringList set;
    QStringList others;
    for (qsizetype i = 1; i <= shape.columns.size(); ++i) {
        set.append(u"`b%1` = `n%1`"_s.arg(i));
        others.append(u"`b%1` IS NOT `v%1` OR typeof(`b%1`) <> typeof(`v%1`)"_s.arg(i));
    }
    const QString columns =
        (savedColumns(shape) + numbered(u'b', shape.oldTypes.size()) + numbered(u'w', shape.witness.size()))
            .join(u", "_s);
    return {u"UPDATE "_s + stage(shape) + u" SET "_s + set.join(u", "_s),
            u"INSERT INTO "_s + sqliteIdentifier(shape.saved) + u" ("_s + columns + u") SELECT "_s + columns
                + u" FROM "_s + stage(shape) + u" WHERE "_s + others.join(u" OR "_s),
            u"DELETE FROM "_s + stage(shape)};
}

QStringList SqliteSavedSql::finish(const Shape &shape) const
{
    QStringList out;
    const QString saved = sqliteIdentifier(shape.saved);
    for (int i = 1; i <= shape.telling; ++i)
        out.append(
            u"UPDATE %1 SET `x%2` = `w%2` WHERE `w%2` IN (SELECT `w%2` FROM %1 GROUP BY `w%2` HAVING count(*) = 1)"_s
                .arg(saved)
                .arg(i));
    if (!shape.key.isEmpty())
        out.append(u"CREATE INDEX "_s + sqliteIdentifier(shape.saved + u"_key"_s) + u" ON "_s + saved + u" ("_s
                   + numbered(u'k', shape.key.size()).join(u", "_s) + u')');
    return out;
}

QString SqliteSavedSql::defaultOf(const Column &column) const
{
    return SqliteDialect().defaultSql(column);
}

Statement SqliteSavedSql::restoreRows(const Shape &shape, bool onlyMissing) const
{
    QStringList into;
    QStringList from;
    for (qsizetype i = 0; i < shape.key.size(); ++i) {
        if (shape.columns.contains(shape.key[i]))
            continue; // it is among the values
        into.append(sqliteIdentifier(shape.key[i]));
        from.append(u"s.`k%1`"_s.arg(i + 1));
    }
    for (qsizetype i = 0; i < shape.columns.size(); ++i) {
        into.append(sqliteIdentifier(shape.columns[i]));
        from.append(u"s.`v%1`"_s.arg(i + 1));
    }
    QString sql = u"INSERT INTO "_s + sqliteQualified(shape.table) + u" ("_s + into.join(u", "_s) + u") SELECT "_s
        + from.join(u", "_s) + u" FROM "_s + savedTable(shape) + u" AS s"_s;
    if (onlyMissing && !shape.key.isEmpty())
        sql += u" WHERE NOT EXISTS (SELECT 1 FROM "_s + sqliteQualified(shape.table) + u" WHERE "_s
            + sameKey(shape, KeyIs::Saved) + u')';
    return statement(sql, u"Bring back the rows of %1 that were saved"_s.arg(shape.table.display()));
}

Statement SqliteSavedSql::restoreValues(const Shape &shape, bool unlessEdited) const
{
    QStringList set;
    QString untouched;
    for (qsizetype i = 0; i < shape.columns.size(); ++i) {
        const QString column = sqliteIdentifier(shape.columns[i]);
        set.append(column + u" = s.`v%1`"_s.arg(i + 1));
        if (unlessEdited)
            untouched += u" AND s.`b%1` IS "_s.arg(i + 1) + sqliteQualified(shape.table) + u'.' + column;
    }
    return statement(
        u"UPDATE "_s + sqliteQualified(shape.table) + u" SET "_s + set.join(u", "_s) + u" FROM "_s + savedTable(shape)
            + u" AS s WHERE "_s + sameRow(shape, KeyIs::Become) + untouched,
        unlessEdited ? u"Bring back values of %1 in %2 where nobody has changed them since"_s.arg(
            shape.columns.join(u", "_s), shape.table.display())
                     : u"Bring back the values of %1 in %2"_s.arg(shape.columns.join(u", "_s), shape.table.display()));
}

QString SqliteSavedSql::savedValue(const Shape &shape, int column, const QString &otherwise) const
{
    const QString from = u" FROM "_s + savedTable(shape) + u" AS s WHERE "_s + sameRow(shape, KeyIs::Looked);
    return u"CASE WHEN EXISTS (SELECT 1"_s + from + u") THEN (SELECT s.`v%1`"_s.arg(column + 1) + from + u") ELSE "_s
        + otherwise + u" END"_s;
}

QString SqliteSavedSql::account(const Shape &shape, bool comparesValues) const
{
    QStringList same{sameWitness(shape)};
    if (same.first().isEmpty())
        same = QStringList{u"1"_s};
    QStringList holds = same;
    for (qsizetype i = 0; comparesValues && i < shape.columns.size(); ++i)
        holds.append(u"s.`v%1` IS "_s.arg(i + 1) + ofUser(shape, shape.columns[i]));
    return u"SELECT (SELECT count(*) FROM "_s + savedTable(shape) + u"), count(*), coalesce(sum("_s + same.first()
        + u"), 0), coalesce(sum("_s + holds.join(u" AND "_s) + u"), 0) FROM "_s + sqliteQualified(shape.table)
        + u" JOIN "_s + savedTable(shape) + u" AS s ON "_s + sameKey(shape, KeyIs::Saved);
}

QList<Statement> SqliteSavedSql::restoreCounter(const QualifiedName &table, qint64 highest) const
{
    const QString name = sqliteLiteral(Value::text(table.name));
    const QString purpose = u"Keep the highest key that %1 ever gave out"_s.arg(table.display());
    return {statement(u"DELETE FROM `sqlite_sequence` WHERE `name` = "_s + name, purpose),
            statement(u"INSERT INTO `sqlite_sequence` (`name`, `seq`) VALUES ("_s + name + u", "_s
                          + QString::number(highest) + u')',
                      purpose)};
}

} // namespace core
