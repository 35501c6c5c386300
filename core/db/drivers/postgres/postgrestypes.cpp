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
    PgBuiltIn{27, "tid"_L1},
    PgBuiltIn{114, "json"_L1},
    PgBuiltIn{142, "xml"_L1},
    PgBuiltIn{600, "point"_L1},
    PgBuiltIn{601, "lseg"_L1},
    PgBuiltIn{602, "path"_L1},
    PgBuiltIn{603, "box"_L1},
    PgBuiltIn{604, "polygon"_L1},
    PgBuiltIn{628, "line"_L1},
    PgBuiltIn{650, "cidr"_L1},
    PgBuiltIn{700, "real"_L1},
    PgBuiltIn{718, "circle"_L1},
    PgBuiltIn{774, "macaddr8"_L1},
    PgBuiltIn{790, "money"_L1},
    PgBuiltIn{829, "macaddr"_L1},
    PgBuiltIn{869, "inet"_L1},
    PgBuiltIn{1042, "bpchar"_L1},
    PgBuiltIn{1082, "date"_L1},
    PgBuiltIn{1083, "time without time zone"_L1},
    PgBuiltIn{1114, "timestamp without time zone"_L1},
    PgBuiltIn{1184, "timestamp with time zone"_L1},
    PgBuiltIn{1186, "interval"_L1},
    PgBuiltIn{1266, "time with time zone"_L1},
    PgBuiltIn{1560, "\"bit\""_L1},
    PgBuiltIn{1562, "bit varying"_L1},
    PgBuiltIn{1700, "numeric"_L1},
    PgBuiltIn{2950, "uuid"_L1},
    PgBuiltIn{3220, "pg_lsn"_L1},
    PgBuiltIn{3614, "tsvector"_L1},
    PgBuiltIn{3615, "tsquery"_L1},
    PgBuiltIn{3802, "jsonb"_L1},
    PgBuiltIn{3904, "int4range"_L1},
    PgBuiltIn{3906, "numrange"_L1},
    PgBuiltIn{3908, "tsrange"_L1},
    PgBuiltIn{3910, "tstzrange"_L1},
    PgBuiltIn{3912, "daterange"_L1},
    PgBuiltIn{3926, "int8range"_L1},
    // Only as elements of arrays, else they have kinds of their own.
    PgBuiltIn{17, "bytea"_L1},
    PgBuiltIn{19, "name"_L1},
    PgBuiltIn{20, "bigint"_L1},
    PgBuiltIn{21, "smallint"_L1},
    PgBuiltIn{23, "integer"_L1},
    PgBuiltIn{25, "text"_L1},
    PgBuiltIn{701, "double precision"_L1},
    PgBuiltIn{1043, "character varying"_L1},
};

struct PgArray {
    Oid type;
    Oid element;
};
constexpr std::array pgArrays{
    PgArray{143, 142},   PgArray{199, 114},   PgArray{1000, 16},   PgArray{1001, 17},   PgArray{1003, 19},
    PgArray{1005, 21},   PgArray{1007, 23},   PgArray{1009, 25},   PgArray{1014, 1042}, PgArray{1015, 1043},
    PgArray{1016, 20},   PgArray{1021, 700},  PgArray{1022, 701},  PgArray{1028, 26},   PgArray{1040, 829},
    PgArray{1041, 869},  PgArray{651, 650},   PgArray{791, 790},   PgArray{1115, 1114}, PgArray{1182, 1082},
    PgArray{1183, 1083}, PgArray{1185, 1184}, PgArray{1187, 1186}, PgArray{1231, 1700}, PgArray{1270, 1266},
    PgArray{1561, 1560}, PgArray{1563, 1562}, PgArray{2951, 2950}, PgArray{3643, 3614}, PgArray{3807, 3802}};

/// As the server writes it; empty where only it can tell.
QString pgWithModifier(Oid type, int modifier)
{
    constexpr int header = 4; // which modifiers count with a value's length
    const auto sized = [](const char *name, int size, const char *more = "") {
        return u"%1(%2)%3"_s.arg(QLatin1StringView(name), QString::number(size), QLatin1StringView(more));
    };
    switch (type) {
    case 1042:
        return modifier > header ? sized("character", modifier - header) : u"character"_s;
    case 1043:
        return modifier > header ? sized("character varying", modifier - header) : u"character varying"_s;
    case 1083:
        return sized("time", modifier, " without time zone");
    case 1114:
        return sized("timestamp", modifier, " without time zone");
    case 1184:
        return sized("timestamp", modifier, " with time zone");
    case 1266:
        return sized("time", modifier, " with time zone");
    case 1560:
        return sized("bit", modifier);
    case 1562:
        return sized("bit varying", modifier);
    case 1700: {
        if (modifier < header)
            return u"numeric"_s;
        const int both = modifier - header;
        const int scale = ((both & 0x7ff) ^ 1024) - 1024; // with its sign in eleven bits
        return u"numeric(%1,%2)"_s.arg((both >> 16) & 0xffff).arg(scale);
    }
    default:
        return {};
    }
}

std::optional<QString> pgBuiltInName(Oid type, int modifier)
{
    const auto array =
        std::find_if(pgArrays.begin(), pgArrays.end(), [type](const PgArray &one) { return one.type == type; });
    if (array != pgArrays.end()) {
        const auto element = pgBuiltInName(array->element, modifier);
        return element ? std::optional<QString>(*element + u"[]"_s) : std::nullopt;
    }
    if (modifier >= 0) {
        const QString name = pgWithModifier(type, modifier);
        return name.isEmpty() ? std::nullopt : std::optional(name);
    }
    const auto known =
        std::find_if(pgBuiltIns.begin(), pgBuiltIns.end(), [type](const PgBuiltIn &one) { return one.type == type; });
    return known == pgBuiltIns.end() ? std::nullopt : std::optional<QString>(known->name);
}

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
    if (auto known = pgBuiltInName(type.first, type.second))
        return known;
    const auto found = m_learnt.constFind(type);
    return found == m_learnt.constEnd() ? std::nullopt : std::optional(*found);
}

} // namespace core::postgres
