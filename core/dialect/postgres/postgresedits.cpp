// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresedits.h"

#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"

#include <algorithm>
#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

[[nodiscard]] Statement postgresStep(const QString &sql, Statement::Role role, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.role = role;
    s.purpose = purpose;
    return s;
}

/// The text as the server sends it. A cast to text takes the blanks off the end of a bpchar.
[[nodiscard]] QString postgresSentText(const QString &quoted, const QString &type)
{
    return postgresType(type).name == "bpchar"_L1 ? QString(u"pg_catalog.format('%s', "_s + quoted + u')')
                                                  : QString(quoted + u"::text"_s);
}

} // namespace

QString postgresExactly(const QString &column, const Value &value, const QString &parameter,
                        QList<Parameter> &parameters)
{
    const QString c = postgresIdentifier(column);
    if (value.isNull())
        return c + u" IS NULL"_s;
    const QString equal = c + u" = :"_s + parameter;
    switch (value.kind()) {
    case Value::Kind::Null:
        break;
    case Value::Kind::Integer:
    case Value::Kind::Blob:
        parameters.append({parameter, value});
        return equal;
    case Value::Kind::Real:
        parameters.append({parameter, value});
        // Both zeros are equal; their texts are not.
        if (value.toReal() == 0.0)
            return equal + u" AND "_s + c + (std::signbit(value.toReal()) ? u"::text = '-0'"_s : u"::text = '0'"_s);
        return equal;
    case Value::Kind::Text:
        parameters.append({parameter, value});
        return c + u" COLLATE \"C\" = :"_s + parameter; // a collation may take other text for the same
    case Value::Kind::Typed:
        if (const bool exact = postgresEqualIsExact(value.typeName()); exact) {
            parameters.append({parameter, value});
            return equal;
        }
        // Bound, and shown, as the text it is compared with.
        parameters.append({parameter, Value::textBytes(value.bytes())});
        return postgresSentText(c, value.typeName()) + u" = :"_s + parameter;
    }
    Q_UNREACHABLE();
}

QString postgresKeyIs(const Table &table, const QString &column, const Value &value, const QString &parameter,
                      QList<Parameter> &parameters)
{
    const Column *known = table.column(column);
    const QString c = postgresIdentifier(column);
    const QString equal = c + u" = :"_s + parameter;
    if (value.kind() == Value::Kind::Text && known) {
        parameters.append({parameter, value});
        // The database's own collation tells all texts apart; a domain may have another.
        const bool isExact = known->collation.isEmpty() && known->domainOf.value.isEmpty();
        return isExact ? equal : QString(equal + u" AND "_s + c + u" COLLATE \"C\" = :"_s + parameter);
    }
    const bool twice = value.kind() == Value::Kind::Typed && postgresHasOrder(value.typeName())
        && !postgresEqualIsExact(value.typeName());
    if (!twice)
        return postgresExactly(column, value, parameter, parameters);
    parameters.append({parameter, value});
    return equal + u" AND "_s + postgresSentText(c, value.typeName()) + u" = "_s
        + postgresSentText(u":"_s + parameter, value.typeName());
}

Script postgresInTransaction(QString title, QList<Statement> body)
{
    using Role = Statement::Role;
    Script script;
    script.title = std::move(title);
    script.statements.append(postgresStep(u"BEGIN ISOLATION LEVEL REPEATABLE READ"_s, Role::Begin,
                                          u"Start the transaction: all of it sees the database as it is now"_s));
    script.statements.append(std::move(body));
    script.statements.append(postgresStep(u"COMMIT"_s, Role::Commit, u"Keep all of it"_s));
    return script;
}

Statement postgresCheckForeignKeysLater(const QString &because)
{
    return postgresStep(u"SET CONSTRAINTS ALL DEFERRED"_s, Statement::Role::Body, because);
}

QString postgresNowSql(const TimeNotation &notation)
{
    switch (notation.kind) {
    case TimeNotation::Kind::UnixSeconds:
        return u"floor(extract(epoch FROM statement_timestamp()))::bigint"_s;
    case TimeNotation::Kind::UnixMilliseconds:
        return u"floor(extract(epoch FROM statement_timestamp()) * 1000)::bigint"_s;
    case TimeNotation::Kind::Text:
        break;
    }
    const auto quoted = [](const QString &text) { return text.isEmpty() ? text : QString(u'"' + text + u'"'); };
    const QString shape = notation.dateOnly ? u"YYYY-MM-DD"_s
                                            : u"YYYY-MM-DD"_s + quoted(notation.separator) + u"HH24:MI:SS"_s
            + (notation.fraction ? u".MS"_s : QString()) + quoted(notation.zone);
    return u"to_char(statement_timestamp() AT TIME ZONE 'UTC', "_s + postgresLiteral(Value::text(shape)) + u')';
}

QString postgresNowSql(const Column &column, const TimeNotation &notation)
{
    const QString type = postgresType(column.valueType()).name;
    if (type == "timestamp with time zone"_L1)
        return u"statement_timestamp()"_s;
    if (type == "timestamp without time zone"_L1)
        return u"statement_timestamp() AT TIME ZONE 'UTC'"_s;
    if (type == "date"_L1 || type.startsWith("time "_L1))
        return u"(statement_timestamp() AT TIME ZONE 'UTC')::"_s + type;
    return postgresNowSql(notation);
}

QString postgresInsertOverride(const Table &table, const QStringList &columns)
{
    const bool any = std::any_of(columns.cbegin(), columns.cend(), [&table](const QString &name) {
        const Column *column = table.column(name);
        return column && column->identity && column->identity->always;
    });
    return any ? u" OVERRIDING SYSTEM VALUE"_s : QString();
}

} // namespace core
