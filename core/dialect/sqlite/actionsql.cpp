// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/relatedsql.h"
#include "core/dialect/sqlite/sqlitedialect.h"
#include "core/dialect/sqlite/types.h"
#include "core/dialect/sqlite/words.h"

#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// 1 and 1.0 are one number to every comparison.
Value oneForm(const Value &number)
{
    if (number.kind() != Value::Kind::Real)
        return number;
    const double real = number.toReal();
    constexpr double limit = 9.2e18;
    const bool isWhole = std::isfinite(real) && std::abs(real) < limit && std::trunc(real) == real;
    return isWhole ? Value::integer(static_cast<qint64>(real)) : number;
}

QByteArray folded(QByteArray bytes, const QString &collation)
{
    if (collation.compare("NOCASE"_L1, Qt::CaseInsensitive) == 0) {
        for (char &c : bytes) {
            if (c >= 'A' && c <= 'Z')
                c = static_cast<char>(c + 32);
        }
    } else if (collation.compare("RTRIM"_L1, Qt::CaseInsensitive) == 0) {
        while (bytes.endsWith(' '))
            bytes.chop(1);
    }
    return bytes;
}

} // namespace

Value SqliteRelationSql::storedForm(const Column &column, const Value &value) const
{
    const bool any = column.declaredType.compare("ANY"_L1, Qt::CaseInsensitive) == 0;
    const SqliteAffinity affinity = any ? SqliteAffinity::Blob : sqliteAffinity(column.declaredType);
    if (affinity == SqliteAffinity::Blob)
        return value;
    if (affinity == SqliteAffinity::Text)
        return value.isNumber() ? Value::text(value.display()) : value;
    const Value number = value.isEditableText() && value.kind() == Value::Kind::Text
        ? sqliteValueFromText(QString::fromUtf8(value.bytes()), u"NUMERIC"_s)
        : value;
    if (affinity == SqliteAffinity::Real && number.kind() == Value::Kind::Integer)
        return Value::real(static_cast<double>(number.toInteger()));
    return affinity == SqliteAffinity::Real ? number : oneForm(number);
}

Value SqliteRelationSql::meetingForm(const Column &pointedAt, const Value &value) const
{
    const Value stored = storedForm(pointedAt, value);
    if (stored.kind() == Value::Kind::Text)
        return Value::textBytes(folded(stored.bytes(), pointedAt.collation));
    return oneForm(stored);
}

BoundSql SqliteRelationSql::actionOrder() const
{
    // SQLite chains the keys to a table as it reads the schema, each new one at the front.
    return {u"SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid DESC"_s, {}};
}

BoundSql SqliteRelationSql::defaultOf(const Column &column) const
{
    return {u"SELECT "_s + SqliteDialect().defaultSql(column), {}};
}

int SqliteRelationSql::actionsDeepAtMost() const
{
    return 1000; // SQLITE_MAX_TRIGGER_DEPTH, unless SQLite was built with another
}

} // namespace core
