// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgrestypes.h"

#include <algorithm>
#include <array>
#include <limits>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PgBuiltIn {
    Oid type;
    QLatin1StringView name;
};
constexpr Oid pgBytea = 17;

/// Those without a modifier; a number of a type never changes.
constexpr std::array pgBuiltIns{
    PgBuiltIn{16, "boolean"_L1},
    PgBuiltIn{18, "\"char\""_L1},
    PgBuiltIn{26, "oid"_L1},
    PgBuiltIn{114, "json"_L1},
    PgBuiltIn{142, "xml"_L1},
    PgBuiltIn{650, "cidr"_L1},
    PgBuiltIn{700, "real"_L1},
    PgBuiltIn{790, "money"_L1},
    PgBuiltIn{829, "macaddr"_L1},
    PgBuiltIn{869, "inet"_L1},
    PgBuiltIn{1000, "boolean[]"_L1},
    PgBuiltIn{1007, "integer[]"_L1},
    PgBuiltIn{1009, "text[]"_L1},
    PgBuiltIn{1016, "bigint[]"_L1},
    PgBuiltIn{1082, "date"_L1},
    PgBuiltIn{1083, "time without time zone"_L1},
    PgBuiltIn{1114, "timestamp without time zone"_L1},
    PgBuiltIn{1184, "timestamp with time zone"_L1},
    PgBuiltIn{1186, "interval"_L1},
    PgBuiltIn{1266, "time with time zone"_L1},
    PgBuiltIn{1700, "numeric"_L1},
    PgBuiltIn{2950, "uuid"_L1},
    PgBuiltIn{3614, "tsvector"_L1},
    PgBuiltIn{3802, "jsonb"_L1},
};

/// "NaN", "Infinity" and their like are no numbers to QByteArray.
double pgReal(const QByteArray &text)
{
    if (text == "NaN")
        return std::numeric_limits<double>::quiet_NaN();
    if (text == "Infinity")
        return std::numeric_limits<double>::infinity();
    if (text == "-Infinity")
        return -std::numeric_limits<double>::infinity();
    return text.toDouble();
}

bool isHexForm(const char *data, int size)
{
    return size >= 2 && data[0] == '\\' && data[1] == 'x';
}

struct PgMemory {
    void operator()(unsigned char *bytes) const { PQfreemem(bytes); }
};

/// The older form, which a setting of the server may ask for: `\ooo` and plain characters.
QByteArray fromEscapes(const char *data, int size)
{
    const QByteArray ended(data, size);
    size_t length = 0;
    const std::unique_ptr<unsigned char, PgMemory> bytes(
        PQunescapeBytea(reinterpret_cast<const unsigned char *>(ended.constData()), &length));
    return bytes ? QByteArray(reinterpret_cast<const char *>(bytes.get()), static_cast<qsizetype>(length))
                 : QByteArray("");
}

} // namespace

Value::Kind kindOfType(Oid type)
{
    switch (type) {
    case 20:
    case 21:
    case 23:
        return Value::Kind::Integer;
    case 701:
        return Value::Kind::Real;
    case 19:
    case 25:
    case 1043:
        return Value::Kind::Text;
    case pgBytea:
        return Value::Kind::Blob;
    default:
        return Value::Kind::Typed;
    }
}

Value valueOf(Value::Kind kind, const QString &typeName, const char *data, int size)
{
    switch (kind) {
    case Value::Kind::Integer:
        return Value::integer(QByteArray::fromRawData(data, size).toLongLong());
    case Value::Kind::Real:
        return Value::real(pgReal(QByteArray::fromRawData(data, size)));
    case Value::Kind::Text:
        return Value::textBytes(QByteArray(data, size));
    case Value::Kind::Blob:
        return Value::blob(firstBytes(kind, data, size, std::numeric_limits<qint64>::max()));
    default:
        return Value::typed(QByteArray(data, size), typeName);
    }
}

qint64 sizeOf(Value::Kind kind, const char *data, int size)
{
    if (kind != Value::Kind::Blob)
        return size;
    return isHexForm(data, size) ? (size - 2) / 2 : fromEscapes(data, size).size();
}

QByteArray firstBytes(Value::Kind kind, const char *data, int size, qint64 limit)
{
    if (kind != Value::Kind::Blob)
        return QByteArray(data, static_cast<qsizetype>(std::min<qint64>(size, limit)));
    if (!isHexForm(data, size)) {
        QByteArray bytes = fromEscapes(data, size);
        bytes.truncate(static_cast<qsizetype>(std::min<qint64>(bytes.size(), limit)));
        return bytes;
    }
    const qint64 count = std::min<qint64>((size - 2) / 2, limit);
    const QByteArray bytes = QByteArray::fromHex(QByteArray::fromRawData(data + 2, static_cast<qsizetype>(count * 2)));
    return bytes.isNull() ? QByteArray("") : bytes;
}

std::optional<QString> PgTypeNames::find(Type type) const
{
    if (type.second == -1) {
        const auto known = std::find_if(pgBuiltIns.begin(), pgBuiltIns.end(),
                                        [&type](const PgBuiltIn &one) { return one.type == type.first; });
        if (known != pgBuiltIns.end())
            return QString(known->name);
    }
    const auto found = m_learnt.constFind(type);
    return found == m_learnt.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace core::postgres
