// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/types.h"

#include "core/dialect/sqlite/words.h"

#include <QRegularExpression>

#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

TypeFamily sqliteTypeFamily(const QString &declaredType)
{
    const QString type = declaredType.toUpper().trimmed();
    if (type.isEmpty() || type == "ANY"_L1)
        return TypeFamily::Unknown;
    if (type.startsWith("BOOL"_L1))
        return TypeFamily::Boolean;
    if (type.startsWith("JSON"_L1))
        return TypeFamily::Json;
    if (type == "UUID"_L1 || type == "GUID"_L1)
        return TypeFamily::Uuid;
    if (type.startsWith("DATETIME"_L1) || type.startsWith("TIMESTAMP"_L1))
        return TypeFamily::DateTime;
    if (type == "DATE"_L1)
        return TypeFamily::Date;
    if (type == "TIME"_L1 || type.startsWith("TIME("_L1) || type.startsWith("TIME "_L1))
        return TypeFamily::Time;
    if (type == "STRING"_L1)
        return TypeFamily::Text;
    switch (sqliteAffinity(type)) {
    case SqliteAffinity::Integer:
        return TypeFamily::Integer;
    case SqliteAffinity::Text:
        return TypeFamily::Text;
    case SqliteAffinity::Blob:
        return TypeFamily::Blob;
    case SqliteAffinity::Real:
        return TypeFamily::Real;
    case SqliteAffinity::Numeric:
        return TypeFamily::Numeric;
    }
    Q_UNREACHABLE();
}

Value sqliteValueFromText(const QString &text, const QString &declaredType)
{
    const SqliteAffinity affinity = sqliteAffinity(declaredType);
    if (affinity == SqliteAffinity::Text || affinity == SqliteAffinity::Blob
        || declaredType.compare("ANY"_L1, Qt::CaseInsensitive) == 0)
        return Value::text(text);
    const QString word = text.trimmed();
    if (sqliteTypeFamily(declaredType) == TypeFamily::Boolean) {
        if (word.compare("true"_L1, Qt::CaseInsensitive) == 0)
            return Value::integer(1);
        if (word.compare("false"_L1, Qt::CaseInsensitive) == 0)
            return Value::integer(0);
    }
    static const QRegularExpression whole(u"^[+-]?[0-9]+$"_s);
    static const QRegularExpression decimal(u"^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?$"_s);
    bool fits = false;
    if (whole.match(word).hasMatch()) {
        const qint64 v = word.toLongLong(&fits);
        // A whole number beyond 64 bits would lose digits as a real: what to do with it is left to the database.
        return fits ? Value::integer(v) : Value::text(text);
    }
    if (decimal.match(word).hasMatch()) {
        const double v = word.toDouble(&fits);
        if (fits && std::isfinite(v))
            return Value::real(v);
    }
    return Value::text(text);
}

} // namespace core
