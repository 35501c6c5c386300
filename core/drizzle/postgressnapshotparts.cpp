// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/postgressnapshotparts.h"

#include "core/dialect/postgres/indexpart.h"
#include "core/dialect/postgres/names.h"
#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/postgressnapshot.h"
#include "core/drizzle/snapshotwriter.h"
#include "core/schema/sortbyname.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

qint64 wholeNumber(const QJsonValue &value, qint64 otherwise)
{
    bool ok = false;
    const qint64 n = value.toVariant().toString().toLongLong(&ok);
    return ok ? n : otherwise;
}

/// The names of a type, without quotes: "shop"."color" → shop, color.
QStringList typeNameParts(const QString &type)
{
    QStringList parts{QString()};
    bool quoted = false;
    for (qsizetype i = 0; i < type.size(); ++i) {
        const QChar c = type.at(i);
        if (c == u'"' && quoted && i + 1 < type.size() && type.at(i + 1) == u'"')
            parts.last() += type.at(i++);
        else if (c == u'"')
            quoted = !quoted;
        else if (c == u'.' && !quoted)
            parts.append(QString());
        else
            parts.last() += c;
    }
    return parts;
}

qsizetype arrayAt(const QString &type)
{
    bool quoted = false;
    for (qsizetype i = 0; i < type.size(); ++i) {
        quoted = type.at(i) == u'"' ? !quoted : quoted;
        if (type.at(i) == u'[' && !quoted)
            return i;
    }
    return type.size();
}

const QHash<QString, Policy::Command> &policyCommands()
{
    static const QHash<QString, Policy::Command> commands{{u"ALL"_s, Policy::Command::All},
                                                          {u"SELECT"_s, Policy::Command::Select},
                                                          {u"INSERT"_s, Policy::Command::Insert},
                                                          {u"UPDATE"_s, Policy::Command::Update},
                                                          {u"DELETE"_s, Policy::Command::Delete}};
    return commands;
}

/// As the methods of pg-core give them.
QString drizzleSpelling(const QString &type)
{
    static const QRegularExpression zone(u"^(time|timestamp)(\\(\\d+\\))? (with|without) time zone"_s);
    QString out = type;
    if (out.startsWith(u"character varying"_s))
        out.replace(0, QStringView(u"character varying").size(), u"varchar"_s);
    else if (out.startsWith(u"character"_s))
        out.replace(0, QStringView(u"character").size(), u"char"_s);
    else if (out.startsWith(u"numeric("_s))
        out.replace(u","_s, u", "_s);
    else if (const auto match = zone.match(out); match.hasMatch())
        out.replace(0, match.capturedLength(),
                    match.captured(1)
                        + (match.capturedLength(2) > 0 && match.captured(1) == "timestamp"_L1 ? u" "_s : QString())
                        + match.captured(2) + (match.captured(3) == "with"_L1 ? u" with time zone"_s : QString()));
    return out;
}

void makeSerial(Column &c)
{
    static const QHash<QString, QString> serials{
        {u"integer"_s, u"serial"_s}, {u"bigint"_s, u"bigserial"_s}, {u"smallint"_s, u"smallserial"_s}};
    if (!serials.contains(c.declaredType))
        return;
    c.declaredType = serials.value(c.declaredType);
    c.defaultExpression.reset();
}

} // namespace

QString declaredTypeOf(const SnapshotType &type)
{
    if (type.typeSchema.isEmpty())
        return type.type + type.array;
    const QString schema = postgresModelSchema(type.typeSchema);
    return (schema.isEmpty() ? QString() : QString(postgresPlainName(schema) + u'.')) + postgresPlainName(type.type)
        + type.array;
}

SnapshotType snapshotTypeOf(const QString &declaredType, const Schema &schema)
{
    const qsizetype at = arrayAt(declaredType);
    SnapshotType out{declaredType.left(at), {}, declaredType.mid(at)};
    const QStringList parts = typeNameParts(out.type);
    if (parts.size() > 2)
        return out;
    const QualifiedName name{parts.size() == 2 ? postgresModelSchema(parts.first()) : QString(), parts.last()};
    if (schema.enumType(name)) {
        out.type = name.name;
        out.typeSchema = postgresRealSchema(name.schema);
    }
    return out;
}

QString snapshotKey(const QualifiedName &name, const QString &part)
{
    const QString key = postgresRealSchema(name.schema) + u'.' + name.name;
    return part.isEmpty() ? key : QString(key + u'.' + part);
}

QualifiedName snapshotName(const QJsonObject &o)
{
    return {postgresModelSchema(o.value("schema"_L1).toString()), o.value("name"_L1).toString()};
}

QString snapshotText(const QJsonObject &o, QLatin1String key)
{
    return o.value(key).toString();
}

View snapshotView(const QJsonObject &o, SnapshotExtras &extras)
{
    View v;
    v.name = snapshotName(o);
    v.definition = snapshotText(o, "definition"_L1);
    v.materialized = o.value("materialized"_L1).toBool();
    v.populated = !o.value("withNoData"_L1).toBool();
    v.options = snapshotParameters(o.value("with"_L1).toObject());
    if (const QString method = snapshotText(o, "using"_L1); !method.isEmpty())
        extras.viewMethods.insert(snapshotKey(v.name), method);
    if (const QString tablespace = snapshotText(o, "tablespace"_L1); !tablespace.isEmpty())
        extras.viewTablespaces.insert(snapshotKey(v.name), tablespace);
    return v;
}

SequenceOptions snapshotSequence(const QJsonObject &o, const QString &type, const QString &incrementKey,
                                 const QString &cacheKey)
{
    static const QHash<QString, qint64> largest{{u"smallint"_s, 32767}, {u"integer"_s, 2147483647LL}};
    const qint64 most = largest.value(type, 9223372036854775807LL);
    SequenceOptions s;
    s.type = type;
    s.increment = wholeNumber(o.value(incrementKey), 1);
    const bool down = s.increment < 0;
    s.minimum = wholeNumber(o.value("minValue"_L1), down ? -most - 1 : 1);
    s.maximum = wholeNumber(o.value("maxValue"_L1), down ? -1 : most);
    s.start = wholeNumber(o.value("startWith"_L1), down ? s.maximum : s.minimum);
    s.cache = wholeNumber(o.value(cacheKey), 1);
    s.cycle = o.value("cycle"_L1).toBool();
    return s;
}

Policy snapshotPolicy(const QJsonObject &o, const QString &rolesKey)
{
    Policy p;
    p.name = o.value("name"_L1).toString();
    p.restrictive = o.value("as"_L1).toString().compare("RESTRICTIVE"_L1, Qt::CaseInsensitive) == 0;
    p.command = policyCommands().value(o.value("for"_L1).toString().toUpper(), Policy::Command::All);
    p.roles = stringsOf(o.value(rolesKey));
    p.usingExpression = o.value("using"_L1).toString();
    p.checkExpression = o.value("withCheck"_L1).toString();
    return p;
}

QualifiedName policyTable(const QJsonObject &o)
{
    const QString schema = o.value("schema"_L1).toString(u"public"_s);
    const QString start = postgresIdentifier(schema) + u'.';
    QString on = o.value("on"_L1).toString();
    if (on.startsWith(start))
        on = on.mid(start.size());
    return {postgresModelSchema(schema), unquoted(on)};
}

QString snapshotCommand(Policy::Command command)
{
    return policyCommands().key(command, u"ALL"_s);
}

QString snakeCased(const QString &name)
{
    QString out;
    for (const QChar c : name)
        out += c.isUpper() ? QString(u'_' + c.toLower()) : QString(c);
    return out;
}

QString optionKey(const QString &name)
{
    QString out;
    bool raised = false;
    for (const QChar c : name) {
        if (c == u'_')
            raised = true;
        else
            out += std::exchange(raised, false) ? c.toUpper() : c;
    }
    return out;
}

QStringList snapshotParameters(const QJsonObject &with)
{
    QStringList out;
    for (auto it = with.begin(); it != with.end(); ++it) {
        if (!it.value().isNull())
            out.append(snakeCased(it.key()) + u'=' + it.value().toVariant().toString());
    }
    return out;
}

QJsonValue snapshotParameterValue(const QString &text)
{
    if (text == "true"_L1 || text == "false"_L1)
        return text == "true"_L1;
    bool ok = false;
    const double number = text.toDouble(&ok);
    if (!ok)
        return text;
    return std::trunc(number) == number && std::abs(number) < 1e15 ? QJsonValue(static_cast<qint64>(number))
                                                                   : QJsonValue(number);
}

bool isPlainDefault(const QString &sql)
{
    static const QRegularExpression plain(
        u"^(true|false|-?(0|[1-9][0-9]{0,14})|-?(0|[1-9][0-9]{0,9})\\.[0-9]{1,5})$"_s);
    return plain.match(sql).hasMatch();
}

OrderedJson defaultLiteral(const QString &sql)
{
    return isPlainDefault(sql) ? OrderedJson(snapshotParameterValue(sql)) : OrderedJson(sql);
}

IndexedColumn snapshotPart(const QString &expression, const IndexedColumn &beside)
{
    IndexedColumn part = postgresIndexPartOf(expression);
    if (part.order == SortOrder::Unspecified && part.nulls == NullsOrder::Unspecified) {
        part.order = beside.order;
        part.nulls = beside.nulls;
    }
    if (part.operatorClass.isEmpty())
        part.operatorClass = beside.operatorClass;
    return part;
}

IndexedColumn partAsWritten(const SnapshotExtras &extras, const Table &table, const Index &index, qsizetype place)
{
    const IndexedColumn &part = index.columns.at(place);
    const QString said = extras.textOf(kitTextKey("part", {table.name.schema, index.name}, QString::number(place)), {});
    if (said.isEmpty() || !(snapshotPart(said, part) == part))
        return part;
    const IndexedColumn own = postgresIndexPartOf(said);
    IndexedColumn whole;
    whole.expression = said;
    if (own.operatorClass.isEmpty())
        whole.operatorClass = part.operatorClass;
    if (own.order == SortOrder::Unspecified && own.nulls == NullsOrder::Unspecified) {
        whole.order = part.order;
        whole.nulls = part.nulls;
    }
    return whole;
}

void settleSnapshot(DrizzleSnapshot &snapshot)
{
    Schema &s = snapshot.schema;
    if (std::none_of(s.schemas.cbegin(), s.schemas.cend(), [](const NamedSchema &n) { return n.name == "public"_L1; }))
        s.schemas.append(NamedSchema{u"public"_s});
    for (Table &t : s.tables) {
        sortByName(t.indexes);
        sortByName(t.policies);
    }
    sortByName(s.schemas);
    sortByName(s.tables);
    sortByName(s.views);
    sortByName(s.enums);
    sortByName(s.sequences);
}

/// Names have 63 bytes; the ending stays whole.
QString postgresKeyName(const Table &table)
{
    QByteArray name = table.name.name.toUtf8();
    if (name.size() > 58) {
        name.truncate(58);
        while (!name.isEmpty() && !QString::fromUtf8(name).toUtf8().startsWith(name))
            name.chop(1); // half a character
    }
    return QString::fromUtf8(name) + u"_pkey"_s;
}

QString withoutTypeBlanks(const QString &type)
{
    QString out = type;
    out.replace(u", "_s, u","_s);
    if (out.startsWith(u"timestamp ("_s))
        out.replace(u"timestamp ("_s, u"timestamp("_s);
    return out;
}

Schema spelledForSnapshot(const Schema &schema, const SnapshotAbout &about)
{
    if (about.typesAsWritten)
        return schema;
    Schema out = schema;
    for (Table &t : out.tables) {
        for (Column &c : t.columns)
            c.declaredType = drizzleSpelling(c.declaredType);
    }
    for (const Sequence &s : schema.sequences) {
        for (Table &t : out.tables) {
            for (Column &c : t.columns) {
                const bool counts = t.name == s.ownerTable && c.name == s.ownerColumn && c.defaultExpression
                    && c.defaultExpression->contains("nextval("_L1);
                if (counts)
                    makeSerial(c);
            }
        }
    }
    return out;
}

Schema ownPostgresObjects(const Schema &schema)
{
    Schema own = schema;
    own.tables.removeIf([](const Table &t) { return t.internal || t.kind != Table::Kind::Ordinary; });
    const auto drop = [](auto &list) { list.removeIf([](const auto &o) { return o.internal; }); };
    drop(own.schemas);
    drop(own.views);
    drop(own.enums);
    drop(own.sequences);
    own.schemas.removeIf([](const NamedSchema &n) { return n.name == "public"_L1; });
    // Those of serial columns come with these.
    own.sequences.removeIf([](const Sequence &s) { return !s.ownerTable.isEmpty(); });
    return own;
}

} // namespace core
