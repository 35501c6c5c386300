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

Value SqliteRelationSql::meetingForm(const Column &pointedAt, const Value &value) const
{
    const bool any = pointedAt.declaredType.compare("ANY"_L1, Qt::CaseInsensitive) == 0;
    const SqliteAffinity affinity = any ? SqliteAffinity::Blob : sqliteAffinity(pointedAt.declaredType);
    Value converted = value;
    if (affinity == SqliteAffinity::Text && value.isNumber())
        converted = Value::text(value.display());
    else if (affinity != SqliteAffinity::Text && affinity != SqliteAffinity::Blob && value.isEditableText())
        converted = sqliteValueFromText(QString::fromUtf8(value.bytes()), u"NUMERIC"_s);
    if (converted.kind() == Value::Kind::Text)
        return Value::textBytes(folded(converted.bytes(), pointedAt.collation));
    return oneForm(converted);
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
