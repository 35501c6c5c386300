// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgressaved.h"

#include "core/db/database.h"
#include "core/dialect/planner.h"
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planwriter.h"
#include "core/dialect/postgres/postgrestypes.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using PgShape = SavedSql::Shape;

const SavedSql &pgFileSql()
{
    return dialectByName(fileDriver())->planner()->savedSql();
}

bool pgHasBecome(const PgShape &shape)
{
    return !shape.newTypes.isEmpty();
}

/// The table in the file, in which everything is text.
PgShape pgFileShape(const PgShape &shape)
{
    PgShape file = shape;
    file.oldTypes.clear();
    file.newTypes.clear();
    if (pgHasBecome(shape))
        file.columns += shape.columns; // what they become
    return file;
}

QString pgAsText(const QString &expression)
{
    return u"CAST("_s + expression + u" AS text)"_s;
}

QString pgSavedColumn(QChar letter, qsizetype number)
{
    return u"s."_s + postgresIdentifier(letter + QString::number(number));
}

QString pgSavedTable(const QString &saved)
{
    return u"pg_temp."_s + postgresIdentifier(saved);
}

QString pgPlainType(const QString &type)
{
    return postgresTypeSql(isPostgresSerial(type) ? postgresNormalType(type) : type);
}

/// How the value of a column begins, of the row or of the saved one's witness: a long text is known by that.
QString pgBeginning(const QString &value)
{
    return u"left("_s + pgAsText(value) + u", 100)"_s;
}

QString pgOfUser(const PgShape &shape, const QString &column)
{
    return postgresQualified(shape.table) + u'.' + postgresIdentifier(column);
}

/// The saved row with the key of the user's row. `become`: a key that is itself among the values that became others is
/// what it would be without help.
QString pgSameKey(const PgShape &shape, bool become = false)
{
    QStringList same;
    for (qsizetype i = 0; i < shape.key.size(); ++i) {
        const qsizetype value = become && pgHasBecome(shape) ? shape.columns.indexOf(shape.key[i]) : -1;
        same.append(pgAsText(pgOfUser(shape, shape.key[i])) + u" = "_s
                    + (value < 0 ? pgSavedColumn(u'k', i + 1) : pgSavedColumn(u'v', shape.columns.size() + value + 1)));
    }
    return same.join(u" AND "_s);
}

/// Whether it is the same row still; empty where nothing but the key tells.
QString pgSameWitness(const PgShape &shape)
{
    QStringList all;
    QStringList any;
    for (qsizetype i = 0; i < shape.witness.size(); ++i) {
        const QString now = pgBeginning(pgOfUser(shape, shape.witness[i]));
        all.append(now + u" IS NOT DISTINCT FROM "_s + pgSavedColumn(u'w', i + 1));
        if (i < shape.telling)
            any.append(now + u" = "_s + pgSavedColumn(u'x', i + 1));
    }
    if (any.isEmpty())
        return all.join(u" AND "_s);
    return u'(' + any.join(u" OR "_s) + u" OR ("_s + all.join(u" AND "_s) + u"))"_s;
}

QString pgSameRow(const PgShape &shape, bool become = false)
{
    const QString witness = pgSameWitness(shape);
    return pgSameKey(shape, become) + (witness.isEmpty() ? QString() : QString(u" AND "_s + witness));
}

/// What was saved of the column, as it was.
QString pgSavedAs(const PgShape &shape, qsizetype column)
{
    return u"CAST("_s + pgSavedColumn(u'v', column + 1) + u" AS "_s + pgPlainType(shape.types.value(column)) + u')';
}

Statement pgSavedStatement(const QString &sql, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    return s;
}

} // namespace

SavedSql::Worth PostgresSavedSql::worthOf(const Column &column) const
{
    const QString type = pgPlainType(column.valueType());
    if (isPostgresText(type) || type == "uuid"_L1)
        return Worth::Text;
    // What reads the same in every session, whatever its zone and styles are.
    const bool isPlain = isPostgresInteger(type) || type.startsWith("numeric"_L1) || type == "boolean"_L1;
    return isPlain ? Worth::Some : Worth::None;
}

QStringList PostgresSavedSql::finish(const Shape &shape) const
{
    PgShape file = pgFileShape(shape);
    file.key.clear(); // they are read from end to end: no index
    return pgFileSql().finish(file);
}

QString PostgresSavedSql::stored(const Shape &shape, const QString &condition) const
{
    QStringList all;
    for (const QString &name : shape.key + shape.columns)
        all.append(pgAsText(postgresIdentifier(name)));
    for (const QString &name : shape.witness)
        all.append(pgBeginning(postgresIdentifier(name)));
    const QString sql = u"SELECT "_s + all.join(u", "_s) + u" FROM "_s + postgresQualified(shape.table);
    return condition.isEmpty() ? sql : QString(sql + u" WHERE "_s + condition);
}

QString PostgresSavedSql::becoming(const ProbeSql::OldRows &rows, const QStringList &keys, const QString &column,
                                   const QString &newType, const QString &castTo, const QString &fill,
                                   const QStringList &witness) const
{
    QStringList old;
    QString oldType = newType;
    for (const auto &[now, later] : rows.columns) {
        old.append(postgresIdentifier(now) + u" AS "_s + postgresIdentifier(later));
        const Column *c = rows.before->column(now);
        if (later == column && c)
            oldType = c->declaredType;
    }
    const QString name = postgresIdentifier(column);
    const QString there = postgresConversion(column, oldType, newType, !castTo.isEmpty());
    QString becomes = u"CAST("_s + (there.isEmpty() ? name : there) + u" AS "_s + pgPlainType(newType) + u')';
    if (!fill.isEmpty())
        becomes = u"coalesce("_s + becomes + u", ("_s + fill + u"\n))"_s;
    const QString back = postgresConversion(u"n"_s, newType, oldType, false);
    const QString again =
        pgAsText(u"CAST("_s + (back.isEmpty() ? u"\"n\""_s : back) + u" AS "_s + pgPlainType(oldType) + u')');
    QStringList keyTexts;
    for (qsizetype i = 0; i < keys.size(); ++i)
        keyTexts.append(pgAsText(postgresIdentifier(keys[i])) + u" AS \"k%1\""_s.arg(i + 1));
    QStringList outer;
    for (qsizetype i = 0; i < keys.size(); ++i)
        outer.append(u"\"k%1\""_s.arg(i + 1));
    QStringList witnessTexts;
    QStringList outerWitness;
    for (qsizetype i = 0; i < witness.size(); ++i) {
        witnessTexts.append(pgBeginning(postgresIdentifier(witness[i])) + u" AS \"w%1\""_s.arg(i + 1));
        outerWitness.append(u"\"w%1\""_s.arg(i + 1));
    }
    return u"SELECT "_s + (outer + QStringList{u"\"v\""_s, again} + outerWitness).join(u", "_s) + u" FROM (SELECT "_s
        + (keyTexts + QStringList{pgAsText(name) + u" AS \"v\""_s, becomes + u" AS \"n\""_s} + witnessTexts)
              .join(u", "_s)
        + u" FROM (SELECT "_s + old.join(u", "_s) + u" FROM "_s + postgresQualified(rows.before->name) + u") AS "_s
        + postgresIdentifier(rows.after.name) + u") AS x WHERE "_s + again + u" IS DISTINCT FROM \"v\""_s;
}

QString PostgresSavedSql::changed(const Shape &shape, const QString &expression, const QString &condition) const
{
    QStringList all;
    for (const QString &name : shape.key + shape.columns)
        all.append(pgAsText(postgresIdentifier(name)));
    all.append(pgAsText(u"CAST(("_s + expression + u") AS "_s + pgPlainType(shape.newTypes.value(0)) + u')'));
    for (const QString &name : shape.witness)
        all.append(pgBeginning(postgresIdentifier(name)));
    return u"SELECT "_s + all.join(u", "_s) + u" FROM "_s + postgresQualified(shape.table) + u" WHERE "_s + condition;
}

QString PostgresSavedSql::beginTrying() const
{
    return u"SAVEPOINT raincheck_trying"_s;
}

QStringList PostgresSavedSql::takeBackWhatWasTried() const
{
    return {u"ROLLBACK TO SAVEPOINT raincheck_trying"_s, u"RELEASE SAVEPOINT raincheck_trying"_s};
}

QStringList PostgresSavedSql::create(const Shape &shape) const
{
    return pgFileSql().create(pgFileShape(shape));
}

QString PostgresSavedSql::insert(const Shape &shape) const
{
    return pgFileSql().insert(pgFileShape(shape));
}

QString PostgresSavedSql::clear(const Shape &shape) const
{
    return pgFileSql().clear(pgFileShape(shape));
}

Statement PostgresSavedSql::placeFor(const QString &saved, const QStringList &columns) const
{
    QStringList all;
    for (const QString &column : columns)
        all.append(postgresIdentifier(column) + u" text"_s);
    return pgSavedStatement(u"CREATE TEMPORARY TABLE "_s + postgresIdentifier(saved) + u" ("_s + all.join(u", "_s)
                                + u") ON COMMIT DROP"_s,
                            u"A place for what was saved"_s);
}

Statement PostgresSavedSql::put(const QString &saved, const QStringList &columns, const QList<Row> &rows) const
{
    QStringList lines;
    QList<Parameter> parameters;
    for (const Row &row : rows) {
        QStringList marks;
        for (const Value &value : row) {
            const QString name = u"p%1"_s.arg(parameters.size() + 1);
            marks.append(u':' + name);
            parameters.append({name, value});
        }
        lines.append(u'(' + marks.join(u", "_s) + u')');
    }
    Statement s = pgSavedStatement(u"INSERT INTO "_s + pgSavedTable(saved) + u" ("_s + postgresNameList(columns)
                                       + u") VALUES "_s + lines.join(u", "_s),
                                   u"What was saved"_s);
    s.parameters = parameters;
    return s;
}

QString PostgresSavedSql::defaultOf(const Column &column) const
{
    return column.defaultExpression.value_or(u"NULL"_s);
}

Statement PostgresSavedSql::restoreRows(const Shape &shape, bool onlyMissing) const
{
    QStringList values;
    for (qsizetype i = 0; i < shape.columns.size(); ++i)
        values.append(pgSavedAs(shape, i));
    QString sql = u"INSERT INTO "_s + postgresQualified(shape.table)
        + (shape.columns.isEmpty() ? QString() : QString(u" ("_s + postgresNameList(shape.columns) + u')'))
        + u" OVERRIDING SYSTEM VALUE SELECT "_s + values.join(u", "_s) + u" FROM "_s + pgSavedTable(shape.saved)
        + u" AS s"_s;
    if (onlyMissing && !shape.key.isEmpty())
        sql += u" WHERE NOT EXISTS (SELECT FROM "_s + postgresQualified(shape.table) + u" WHERE "_s + pgSameKey(shape)
            + u')';
    return pgSavedStatement(sql, u"Bring back the rows of %1 that were saved"_s.arg(shape.table.display()));
}

Statement PostgresSavedSql::restoreValues(const Shape &shape, bool unlessEdited) const
{
    QStringList set;
    QString untouched;
    for (qsizetype i = 0; i < shape.columns.size(); ++i) {
        const QString column = postgresIdentifier(shape.columns[i]);
        set.append(column + u" = "_s + pgSavedAs(shape, i));
        if (unlessEdited && pgHasBecome(shape))
            untouched += u" AND "_s + pgAsText(postgresQualified(shape.table) + u'.' + column)
                + u" IS NOT DISTINCT FROM "_s + pgSavedColumn(u'v', shape.columns.size() + i + 1);
    }
    const QString names = shape.columns.join(u", "_s);
    return pgSavedStatement(u"UPDATE "_s + postgresQualified(shape.table) + u" SET "_s + set.join(u", "_s) + u" FROM "_s
                                + pgSavedTable(shape.saved) + u" AS s WHERE "_s + pgSameRow(shape, true) + untouched,
                            unlessEdited ? u"Bring back values of %1 in %2 where nobody has changed them since"_s.arg(
                                names, shape.table.display())
                                         : u"Bring back the values of %1 in %2"_s.arg(names, shape.table.display()));
}

Statement PostgresSavedSql::restoreReferences(const Shape &shape, const Table &from,
                                              const QList<std::pair<QString, QString>> &columns) const
{
    QString set;
    QStringList same;
    for (const auto &[own, theirs] : columns) {
        const Column *column = from.column(own);
        const qsizetype key = shape.key.indexOf(theirs);
        const bool became = pgHasBecome(shape) && shape.columns == QStringList{theirs};
        if (!column || (!became && key < 0))
            return {};
        const QString saved = became ? pgSavedColumn(u'v', 2) : pgSavedColumn(u'k', key + 1);
        same.append(pgAsText(postgresQualified(from.name) + u'.' + postgresIdentifier(own)) + u" = "_s + saved);
        if (became)
            set = postgresIdentifier(own) + u" = CAST("_s + pgSavedColumn(u'v', 1) + u" AS "_s
                + pgPlainType(column->declaredType) + u')';
    }
    return pgSavedStatement(
        u"UPDATE "_s + postgresQualified(from.name) + u" SET "_s + set + u" FROM "_s + pgSavedTable(shape.saved)
            + u" AS s WHERE "_s + same.join(u" AND "_s),
        u"What refers to %1 goes along with it in %2"_s.arg(shape.columns.join(u", "_s), from.name.display()));
}

QString PostgresSavedSql::savedValue(const Shape &shape, int column, const QString &otherwise) const
{
    const QString from = u" FROM "_s + pgSavedTable(shape.saved) + u" AS s WHERE "_s + pgSameRow(shape);
    return u"CASE WHEN EXISTS (SELECT"_s + from + u") THEN (SELECT "_s + pgSavedAs(shape, column) + from + u") ELSE "_s
        + otherwise + u" END"_s;
}

QString PostgresSavedSql::account(const Shape &shape, bool comparesValues) const
{
    QString same = pgSameWitness(shape);
    if (same.isEmpty())
        same = u"true"_s;
    QStringList holds{same};
    for (qsizetype i = 0; comparesValues && i < shape.columns.size(); ++i)
        holds.append(pgAsText(pgOfUser(shape, shape.columns[i])) + u" IS NOT DISTINCT FROM "_s
                     + pgAsText(pgSavedAs(shape, i)));
    return u"SELECT (SELECT count(*) FROM "_s + pgSavedTable(shape.saved) + u"), count(*), count(*) FILTER (WHERE "_s
        + same + u"), count(*) FILTER (WHERE "_s + holds.join(u" AND "_s) + u") FROM "_s
        + postgresQualified(shape.table) + u" JOIN "_s + pgSavedTable(shape.saved) + u" AS s ON "_s + pgSameKey(shape);
}

} // namespace core
